import * as v from 'valibot';
import { type Io, type Receipt, SystemError } from '../contract.ts';
import { fieldMemory, restore } from './field.ts';
import { nativeOf } from './kinds.ts';
import { firstOwn } from './receipts.ts';
import { moveBack, placeSchema } from './stage.ts';
import { setBack, taskValues } from './task-change.ts';

const before = v.variant('kind', [
  v.object({ kind: v.literal('task'), from: taskValues, to: taskValues }),
  v.object({ kind: v.literal('stage'), from: placeSchema, to: placeSchema }),
  v.object({ kind: v.literal('field'), ...fieldMemory.entries }),
]);

/**
 * Sets back what a receipt remembers, unless somebody changed it since. The API deletes neither notes nor tasks, so what was made stays.
 * @throws SystemError `invalid` with code `cannot-undo`, `conflict` with code `changed`.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const memory = v.safeParse(before, receipt.before);
  if (!ref || !memory.success || ref.system !== 'amocrm' || ref.account !== io.connection.account || !/^\d+$/.test(ref.id))
    throw new SystemError('invalid', { code: 'cannot-undo' });
  const was = memory.output;
  if (was.kind === 'task' && ref.native === 'tasks') return setBack(ref.id, was.from, was.to, io);
  if (was.kind === 'stage' && nativeOf(ref) === 'leads') return moveBack(ref.id, was.from, was.to, io);
  if (was.kind === 'field' && nativeOf(ref)) return restore(firstOwn({ on: [ref] }, io.connection), was, io);
  throw new SystemError('invalid', { code: 'cannot-undo' });
}
