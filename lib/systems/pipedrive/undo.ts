import type { Io, Receipt, RecordRef } from '../contract.ts';
import { undo as takeBack } from '../undoing.ts';
import { deleteFile, deleteNote, deleteRecord, fetchLead, fetchOne } from './api.ts';
import { openRecord } from './field.ts';
import { COLLECTIONS, kindOf, requireKind } from './refs.ts';
import { thing } from './things.ts';

const ENTRY = /^(note:)?(\d{1,16})$/;
const ID = /^[\da-f-]{1,40}$/i;

/**
 * Takes a write back by what its receipt remembers.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing, `conflict` with code `changed` when
 * somebody else has changed the same thing since.
 */
export function undo(receipt: Receipt, io: Io): Promise<void> {
  return takeBack({ system: 'pipedrive', open: openRecord, removal, changedAt }, receipt, io);
}

function removal(ref: RecordRef, what: string, _place: string | undefined, io: Io): (() => Promise<void>) | undefined {
  const [, note, id] = (what === 'entry' && ref.object === 'activity' && ENTRY.exec(ref.id)) || [];
  if (id !== undefined) return () => (note === undefined ? deleteRecord(io, 'activities', id) : deleteNote(io, id));
  if (!ID.test(ref.id)) return undefined;
  if (what === 'file' && ref.object === 'file') return () => deleteFile(io, ref.id);
  const kind = what === 'record' ? kindOf(ref) : undefined;
  return kind && (() => deleteRecord(io, kind === 'lead' ? 'leads' : COLLECTIONS[kind], ref.id));
}

async function changedAt(ref: RecordRef, io: Io): Promise<number | undefined> {
  const kind = requireKind(ref, io.connection);
  return thing(kind === 'lead' ? await fetchLead(io, ref.id) : await fetchOne(io, COLLECTIONS[kind], ref.id)).changedAt;
}
