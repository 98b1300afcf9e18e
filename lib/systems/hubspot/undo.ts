import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { archiveObject, getObject, updateObject } from './api.ts';
import { memorySchema } from './memory.ts';
import { ACTIVITY_TYPES, objectType } from './objects.ts';
import { sameValue } from './values.ts';

/**
 * Takes a write back by what its receipt remembers: archives the entry that was made, or sets properties back. Doing it twice does no
 * harm.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing (a change found by `confirm`), `conflict`
 * with code `changed` when somebody has written the property since.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const memory = v.safeParse(memorySchema, receipt.before);
  const type = ref && objectType(ref.native);
  const ours = ref?.system === 'hubspot' && ref.account === io.connection.account && /^\d+$/.test(ref.id);
  if (!type || !ours || !memory.success) throw new SystemError('invalid', { code: 'cannot-undo' });
  if (memory.output.kind === 'created') {
    // Only entries of a timeline are ever made here; a record is never deleted.
    if (!ACTIVITY_TYPES.includes(type)) throw new SystemError('invalid', { code: 'cannot-undo' });
    return archiveObject(io, type, ref.id);
  }
  const { was, became } = memory.output;
  const names = Object.keys(was);
  const { properties } = await getObject(io, type, ref.id, [], names);
  if (names.every((name) => sameValue(properties[name], was[name]))) return;
  const changed = names.find((name) => !sameValue(properties[name], became[name]));
  if (changed !== undefined) throw new SystemError('conflict', { code: 'changed', field: changed });
  await updateObject(io, type, ref.id, Object.fromEntries(names.map((name) => [name, was[name] ?? ''])));
}
