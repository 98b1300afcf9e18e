import type { Connection, System } from '../contract.ts';
import { writing } from '../writes.ts';
import { toActivity } from './activities.ts';
import { origin, parseHost } from './address.ts';
import { longLivedToken, ownIntegration, ownSession } from './auth.ts';
import { changes } from './changes.ts';
import { createField, fields, owners, pipelines } from './dictionaries.ts';
import { find } from './find.ts';
import { recordUrl } from './map.ts';
import { mappable } from './mappable.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { toRecord } from './record.ts';
import { read, related } from './related.ts';
import { timeline } from './timeline.ts';
import { undo } from './undo.ts';
import { CAPABILITIES, verify } from './verify.ts';
import { WRITERS } from './write.ts';

/** amoCRM and Kommo (the same product under two names), API v4 on the account's own host. */
export const amocrm: System = {
  id: 'amocrm',
  name: 'amoCRM / Kommo',
  mark: 'am',
  capabilities: CAPABILITIES,
  ownFields: OWN_FIELDS,
  callOutcomes: { reached: 'talked', 'no-answer': 'no-answer', 'left-message': 'left-message', 'wrong-number': 'wrong-number' },
  auth: [longLivedToken, ownSession, ownIntegration],
  // Seven a second are counted per address, so for a whole office; too many, and the address is locked out.
  limits: { requests: 4, windowMs: 1000, concurrency: 4, writeLandsWithinMs: 30_000 },
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
  createField,
  ...writing(WRITERS),
  undo,
};

function hosts(connection: Partial<Connection>): { pages: string[]; api: string[] } {
  const host = parseHost(connection.baseUrl);
  const patterns = host ? [`${origin(host)}/*`] : [];
  return { pages: patterns, api: patterns };
}
