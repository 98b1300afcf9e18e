import type { Connection, System } from '../contract.ts';
import { writing } from '../writes.ts';
import { toActivity } from './activities.ts';
import { dynamicsAuth } from './auth.ts';
import { changes } from './changes.ts';
import { fields, owners, pipelines } from './dictionaries.ts';
import { parseAddress } from './environment.ts';
import { find } from './find.ts';
import { toRecord } from './map.ts';
import { mappable } from './mappable.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { read, related } from './records.ts';
import { recordUrl } from './refs.ts';
import { timeline } from './timeline.ts';
import { undo } from './undo.ts';
import { CAPABILITIES, verify } from './verify.ts';
import { WRITERS } from './write.ts';

/** Microsoft Dynamics 365 Sales, Dataverse Web API v9.2 on the environment's own host. */
export const dynamics: System = {
  id: 'dynamics',
  name: 'Dynamics 365',
  mark: 'Dy',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  auth: dynamicsAuth,
  // The vendor's figures per user and server: 6,000 requests in 5 minutes, 52 at once.
  limits: { requests: 5000, windowMs: 300_000, concurrency: 20, writeLandsWithinMs: 120_000 },
  mappable,
  hosts,
  recordUrl,
  toRecord,
  toActivity,
  verify,
  find,
  read,
  related,
  timeline,
  changes,
  owners,
  pipelines,
  fields,
  ...writing(WRITERS),
  undo,
};

/** Pages and API share the environment's host; tokens are renewed at the vendor's sign-in host. */
function hosts({ baseUrl, credentials }: Partial<Connection>): { pages: string[]; api: string[] } {
  const host = parseAddress(baseUrl ?? '');
  if (host === undefined) return { pages: [], api: [] };
  const environment = `https://${host}/*`;
  const login = credentials?.kind === 'oauth' ? [`https://${new URL(credentials.tokenUrl).host}/*`] : [];
  return { pages: [environment], api: [environment, ...login] };
}
