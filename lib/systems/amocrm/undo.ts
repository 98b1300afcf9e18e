import * as v from 'valibot';
import { type Io, type Receipt, SystemError } from '../contract.ts';
import { editBack } from './edit.ts';
import { nativeOf } from './kinds.ts';
import { untag } from './tags.ts';

const members = v.record(v.string(), v.unknown());
const before = v.variant('kind', [
  v.object({ kind: v.literal('changed'), from: members, to: members }),
  v.object({ kind: v.literal('tags'), added: v.array(v.string()) }),
]);

/**
 * Sets back what a receipt remembers, unless somebody changed it since. The API deletes neither notes nor tasks nor records, so what was
 * made stays.
 * @throws SystemError `invalid` with code `cannot-undo`, `conflict` with code `changed`.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const [ref] = receipt.refs;
  const memory = v.safeParse(before, receipt.before);
  const isOurs = ref?.system === 'amocrm' && ref.account === io.connection.account && /^\d+$/.test(ref.id);
  const known = ref && (ref.object === 'activity' ? ref.native === 'tasks' : nativeOf(ref) !== undefined);
  if (!ref || !known || !isOurs || !memory.success) throw new SystemError('invalid', { code: 'cannot-undo' });
  return memory.output.kind === 'tags' ? untag(ref, memory.output.added, io) : editBack(ref, memory.output, io);
}
