import { type System, SystemError } from '../contract.ts';
import { capabilitiesOf, LISTS_THAT_GROW, writing } from '../writes.ts';
import { toActivity } from './activities.ts';
import { apiToken, companyOf, origin, ownApp } from './auth.ts';
import { changes } from './changes.ts';
import { find } from './find.ts';
import { limits } from './limits.ts';
import { createField, fields, owners, pipelines, verify } from './lists.ts';
import { toRecord } from './map.ts';
import { mappable } from './mappable.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { read, related } from './read.ts';
import { recordUrl } from './refs.ts';
import { timeline } from './timeline.ts';
import { undo } from './undo.ts';
import { writers } from './write.ts';

const CAPABILITIES = capabilitiesOf(['contact', 'company', 'deal', 'lead', 'product', 'file'], writers, LISTS_THAT_GROW);

/** Pipedrive: API v2 wherever it exists, v1 for notes, leads, users and the flow, both on the company's own host. */
export const pipedrive: System = {
  id: 'pipedrive',
  name: 'Pipedrive',
  mark: 'Pd',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  auth: [apiToken, ownApp],
  limits,
  mappable,
  hosts(connection) {
    const company = companyOf(connection);
    if (company === undefined) throw new SystemError('invalid', { field: 'domain', code: 'required' });
    // app.pipedrive.com redirects to the company's pages; the API is asked on the company's host alone.
    return {
      pages: [`${origin(company)}/*`, 'https://app.pipedrive.com/*'],
      api: [`${origin(company)}/*`, ...(connection.credentials?.kind === 'oauth' ? ['https://oauth.pipedrive.com/*'] : [])],
    };
  },
  recordUrl,
  toRecord,
  toActivity,
  verify: (io) => verify(io, [...CAPABILITIES]),
  find,
  read,
  related,
  timeline,
  owners,
  pipelines,
  fields,
  createField,
  changes,
  ...writing(writers),
  undo,
};
