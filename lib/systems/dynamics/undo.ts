import * as v from 'valibot';
import { type Io, type Receipt, SystemError } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { dataverse } from './api.ts';
import { tableOf } from './create.ts';
import { editBack } from './edit.ts';
import { ACTIVITY_SETS, isNative, nativeOf } from './refs.ts';
import { moveBack } from './stage.ts';

const values = v.record(v.string(), v.unknown());
const before = v.variant('kind', [
  v.object({ kind: v.literal('created'), etag: v.optional(v.string()) }),
  v.object({ kind: v.literal('changed'), from: values, to: values }),
  v.object({ kind: v.literal('stage'), instance: v.string(), stages: v.array(v.string()), from: v.string(), to: v.string() }),
]);

/**
 * Takes a write back by what its receipt remembers: deletes what was made, sets back what was changed.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing; `conflict` when somebody has worked on it since.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const memory = v.safeParse(before, receipt.before);
  const native = ref && nativeOf(ref);
  const isOurs = ref?.system === 'dynamics' && ref.account === io.connection.account;
  if (!ref || !memory.success || !isOurs || native === undefined || !(isNative(native) || Object.hasOwn(ACTIVITY_SETS, native)))
    throw new SystemError('invalid', { code: 'cannot-undo' });
  const was = memory.output;
  if (was.kind === 'created') return deleteMade(native, checkedGuid(ref.id), was.etag, io);
  if (was.kind === 'changed') return editBack(ref, was, io);
  return moveBack(was.instance, was, io);
}

/** What is gone already is undone. With a record the vendor deletes what hangs on it, so one that somebody wrote about stays. */
async function deleteMade(native: string, id: string, etag: string | undefined, io: Io): Promise<void> {
  if (isNative(native)) {
    if (etag === undefined) throw new SystemError('invalid', { code: 'cannot-undo' });
    const answers = await dataverse.batchRead(io, [
      dataverse.readPart('/activitypointers', { select: 'activityid', filter: `_regardingobjectid_value eq ${id}`, top: 1 }),
      dataverse.readPart('/annotations', { select: 'annotationid', filter: `_objectid_value eq ${id}`, top: 1 }),
    ]);
    if (answers.some((answer) => dataverse.allowedRows(answer).length > 0)) throw new SystemError('conflict', { code: 'changed' });
  }
  try {
    await dataverse.deleteRow(io, tableOf(native).set, id, etag);
  } catch (error) {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  }
}
