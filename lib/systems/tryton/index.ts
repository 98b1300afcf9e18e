import { type System, SystemError } from '../contract.ts';
import { capabilitiesOf, writing } from '../writes.ts';
import { placeOf } from './address.ts';
import { password } from './auth.ts';
import { changes } from './changes.ts';
import { field } from './field.ts';
import { find } from './find.ts';
import { fields, owners, renew, verify } from './lists.ts';
import { toRecord } from './map.ts';
import { mappable } from './mappable.ts';
import { note } from './note.ts';
import { read, related } from './read.ts';
import { timeline, toActivity } from './timeline.ts';
import { undo } from './undo.ts';

const WRITERS = { note, field };

const CAPABILITIES = capabilitiesOf(['contact', 'company', 'order', 'invoice', 'product', 'file'], WRITERS, ['owners', 'fields']);

/** Tryton: an ERP on the customer's own server, JSON-RPC of trytond 6.0. It has no pages of its own that could be recognised. */
export const tryton: System = {
  id: 'tryton',
  name: 'Tryton',
  mark: 'Tr',
  capabilities: CAPABILITIES,
  auth: [password],
  // The server sets no limit but on wrong passwords; it is often one small machine for a whole company.
  limits: { requests: 20, windowMs: 1_000, concurrency: 4, writeLandsWithinMs: 60_000 },
  mappable,
  hosts(connection) {
    return { pages: [], api: [`${placeOf(connection).origin}/*`] };
  },
  recordUrl: () => undefined,
  toRecord,
  toActivity,
  verify,
  renew,
  find,
  read,
  related,
  timeline,
  changes,
  owners,
  pipelines: async () => {
    throw new SystemError('invalid', { code: 'unsupported' });
  },
  fields,
  ...writing(WRITERS),
  undo,
};
