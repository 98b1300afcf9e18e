import { type System, SystemError } from '../contract.ts';
import { numberIn } from '../http.ts';
import { capabilitiesOf, LISTS_THAT_GROW, writing } from '../writes.ts';
import { toActivity } from './activities.ts';
import { zohoAuth } from './auth.ts';
import { centreOf } from './centres.ts';
import { changes } from './changes.ts';
import { find } from './find.ts';
import { createField, fields, owners, pipelines, verify } from './lists.ts';
import { toRecord } from './map.ts';
import { mappable } from './mappable.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { read, related } from './read.ts';
import { recordUrl } from './refs.ts';
import { timeline } from './timeline.ts';
import { undo } from './undo.ts';
import { writers } from './write.ts';

/** So many are left to the account's other users and integrations. */
const LAST_CREDITS = 200;

const CAPABILITIES = capabilitiesOf(['contact', 'lead', 'company', 'deal', 'ticket', 'product', 'file'], writers, LISTS_THAT_GROW);

/** Zoho CRM: REST API v8 on the host of the account's data centre. */
export const zoho: System = {
  id: 'zoho',
  name: 'Zoho CRM',
  mark: 'Zo',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  auth: zohoAuth,
  // The vendor limits what runs at once (five on the free edition, ten of the heavy calls on all) and credits per day.
  limits: {
    requests: 50,
    windowMs: 10_000,
    concurrency: 5,
    writeLandsWithinMs: 30_000,
    // The last credits of the day are left to others. The header is there once half of them are used.
    told: (headers) => ((numberIn(headers, 'x-api-credits-remaining') ?? LAST_CREDITS) < LAST_CREDITS ? { waitMs: 900_000 } : {}),
  },
  mappable,
  hosts(connection) {
    const centre = centreOf(connection);
    if (!centre) throw new SystemError('invalid', { field: 'dc', code: 'required' });
    if (connection.credentials?.kind === 'session') return { pages: [`https://${centre.pages}/*`], api: [`https://${centre.pages}/*`] };
    const signsIn = connection.credentials === undefined || connection.credentials.kind === 'oauth';
    return {
      pages: [`https://${centre.pages}/*`],
      api: [`https://${centre.api}/*`, ...(signsIn ? [`https://${centre.accounts}/*`] : [])],
    };
  },
  recordUrl,
  toRecord,
  toActivity,
  verify: (io) => verify(io, CAPABILITIES),
  find,
  read,
  related,
  timeline,
  changes,
  owners,
  pipelines,
  fields,
  createField,
  ...writing(writers),
  undo,
};
