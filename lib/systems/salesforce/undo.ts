import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { remove } from './api.ts';
import { setBack } from './change.ts';
import { nativeOf } from './refs.ts';
import { checkedId } from './soql.ts';

/** Only what is made here is ever deleted; a record never. */
const MADE: ReadonlySet<string | undefined> = new Set(['Task', 'ContentNote']);

const values = v.record(v.string(), v.unknown());
const memory = v.variant('kind', [
  v.object({ kind: v.literal('created') }),
  v.object({ kind: v.literal('changed'), native: v.string(), values, set: values }),
]);

/**
 * Takes a write back by what its receipt remembers: deletes what was made (into the recycle bin), sets back what was changed.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing, `conflict` with code `changed`
 * when somebody has changed the field since.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const was = v.safeParse(memory, receipt.before);
  if (!ref || !was.success || ref.system !== 'salesforce' || ref.account !== io.connection.account)
    throw new SystemError('invalid', { code: 'cannot-undo' });
  const native = nativeOf(ref);
  const id = checkedId(ref.id);
  if (was.output.kind === 'changed') {
    if (was.output.native !== native) throw new SystemError('invalid', { code: 'cannot-undo' });
    return setBack(was.output, id, io);
  }
  if (native === undefined || !MADE.has(native)) throw new SystemError('invalid', { code: 'cannot-undo' });
  // What is gone already is undone.
  await remove(io, native, id).catch((error: unknown) => {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  });
}
