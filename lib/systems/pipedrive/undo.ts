import * as v from 'valibot';
import { type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { deleteActivity, deleteNote } from './api.ts';
import { restoreField } from './field.ts';
import { kindOf } from './refs.ts';
import { moveBack, placeShape } from './stage.ts';
import { restoreTask, taskShape } from './task-change.ts';

/** What the receipt of something new remembers: that it was not there. */
export const CREATED = { kind: 'created' } as const;

const memory = v.variant('kind', [
  v.object({ kind: v.literal('created') }),
  v.object({ kind: v.literal('task'), was: taskShape, wrote: taskShape }),
  v.object({ kind: v.literal('stage'), was: placeShape, wrote: placeShape }),
  v.object({ kind: v.literal('field'), field: v.string(), was: v.unknown(), wrote: v.unknown() }),
]);
const ENTRY = /^(note:)?(\d{1,16})$/;

/**
 * Takes a write back by what its receipt remembers: deletes the note, task or call that was made, sets back what was changed.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing, `conflict` with code `changed` when
 * somebody else has changed the same thing since.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const before = v.safeParse(memory, receipt.before);
  if (!ref || !before.success || ref.system !== 'pipedrive' || ref.account !== io.connection.account)
    throw new SystemError('invalid', { code: 'cannot-undo' });
  const was = before.output;
  if (was.kind === 'created') {
    for (const each of receipt.refs) await deleteEntry(each, io);
    return;
  }
  if (was.kind === 'field') return restoreField(ref, was.field, was.was, was.wrote, io);
  if (was.kind === 'stage' && kindOf(ref) === 'deal' && /^\d+$/.test(ref.id)) return moveBack(ref.id, was.was, was.wrote, io);
  if (was.kind === 'task' && ref.object === 'activity' && /^\d+$/.test(ref.id)) return restoreTask(ref.id, was.was, was.wrote, io);
  throw new SystemError('invalid', { code: 'cannot-undo' });
}

/** Only entries of a timeline are ever made here; a record is never deleted. What is gone already is undone. */
async function deleteEntry(ref: RecordRef, io: Io): Promise<void> {
  const [, note, id] = (ref.object === 'activity' && ENTRY.exec(ref.id)) || [];
  if (id === undefined || ref.account !== io.connection.account) throw new SystemError('invalid', { code: 'cannot-undo' });
  try {
    await (note === undefined ? deleteActivity(io, id) : deleteNote(io, id));
  } catch (error) {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  }
}
