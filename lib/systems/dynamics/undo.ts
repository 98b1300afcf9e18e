import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { deleteRow, updateRow } from './api.ts';
import { checkedGuid } from './odata.ts';
import { ACTIVITY_SETS, isNative, nativeOf, TABLES } from './refs.ts';
import { moveBack } from './stage.ts';

/** What the receipt of something new remembers: that it was not there. */
export const CREATED = { kind: 'created' } as const;

const values = v.record(v.string(), v.unknown());
const before = v.variant('kind', [
  v.object({ kind: v.literal('created') }),
  v.object({ kind: v.literal('task'), values }),
  v.object({ kind: v.literal('closed'), values }),
  v.object({ kind: v.literal('field'), field: v.string(), value: v.unknown() }),
  v.object({ kind: v.literal('stage'), instance: v.string(), stages: v.array(v.string()), from: v.string() }),
]);

/**
 * Takes a write back by what its receipt remembers: deletes what was made, sets back what was changed.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing (one found by `confirm`).
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const memory = v.safeParse(before, receipt.before);
  if (!ref || !memory.success || ref.system !== 'dynamics' || ref.account !== io.connection.account)
    throw new SystemError('invalid', { code: 'cannot-undo' });
  const id = checkedGuid(ref.id);
  const native = nativeOf(ref);
  const set = isNative(native) ? TABLES[native].set : ACTIVITY_SETS[native];
  if (set === undefined) throw new SystemError('invalid', { code: 'cannot-undo' });
  const was = memory.output;
  if (was.kind === 'created') return deleteCreated(native, set, id, io);
  if (was.kind === 'field') return updateRow(io, set, id, { [was.field]: was.value });
  if (was.kind === 'stage') return moveBack(was.instance, was.stages, was.from, io);
  return updateRow(io, set, id, was.values);
}

/** Only entries of a timeline are ever made here; a record is never deleted. What is gone already is undone. */
async function deleteCreated(native: string, set: string, id: string, io: Io): Promise<void> {
  if (isNative(native)) throw new SystemError('invalid', { code: 'cannot-undo' });
  try {
    await deleteRow(io, set, id);
  } catch (error) {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  }
}
