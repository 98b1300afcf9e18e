import type { Connection, System } from '../contract.ts';
import { writing } from '../writes.ts';
import { toActivity } from './activities.ts';
import { salesforceAuth } from './auth.ts';
import { changes } from './changes.ts';
import { fields, owners, pipelines } from './dictionaries.ts';
import { find } from './find.ts';
import { limits } from './limits.ts';
import { toRecord } from './map.ts';
import { mappable } from './mappable.ts';
import { parseOrg } from './org.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { read, related } from './records.ts';
import { recordUrl } from './refs.ts';
import { timeline } from './timeline.ts';
import { CAPABILITIES, verify } from './verify.ts';
import { undo, WRITERS } from './write.ts';

/** Salesforce, REST API v67.0 on the org's My Domain. */
export const salesforce: System = {
  id: 'salesforce',
  name: 'Salesforce',
  mark: 'Sf',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  auth: salesforceAuth,
  limits,
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

/** Lightning and Classic pages; the API and the token endpoint share the My Domain host. */
function hosts(connection: Partial<Connection>): { pages: string[]; api: string[] } {
  const org = parseOrg(connection.baseUrl ?? '');
  if (!org) return { pages: [], api: [] };
  return { pages: [`https://${org.pageHost}/*`, `https://${org.apiHost}/*`], api: [`https://${org.apiHost}/*`] };
}
