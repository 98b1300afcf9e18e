import * as v from 'valibot';
import { type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { remove } from './api.ts';
import { fieldMemory, restore } from './field.ts';
import { noteMemory, noteText } from './note.ts';
import { firstTarget } from './refs.ts';

const memory = v.variant('kind', [noteMemory, fieldMemory]);

/**
 * Deletes a note that was written, sets back a field that was changed; never over somebody else's change. What is gone is undone.
 * @throws SystemError `invalid` with code `cannot-undo`, `conflict` with code `changed`.
 */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const was = v.safeParse(memory, receipt.before);
  if (!was.success || receipt.refs.length === 0) throw new SystemError('invalid', { code: 'cannot-undo' });
  const { output } = was;
  if (output.kind === 'field') return restore(firstTarget(receipt.refs, io.connection, ['contact', 'company']), output, io);
  for (const ref of receipt.refs) await removeNote(ref, output.text, io);
}

async function removeNote(ref: RecordRef, text: string, io: Io): Promise<void> {
  const isOurs = ref.system === 'tryton' && ref.account === io.connection.account && ref.object === 'activity';
  if (!isOurs || !/^[1-9]\d{0,14}$/.test(ref.id)) throw new SystemError('invalid', { code: 'cannot-undo' });
  const id = Number(ref.id);
  const now = await noteText(id, io);
  if (now === undefined) return;
  if (now !== text) throw new SystemError('conflict', { code: 'changed' });
  await remove(io, 'ir.note', id);
}
