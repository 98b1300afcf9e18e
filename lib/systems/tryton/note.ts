import * as v from 'valibot';
import type { Io, Receipt } from '../contract.ts';
import { notBefore, reads } from '../entries.ts';
import { receiptOf, type Writer } from '../writes.ts';
import { create, search, searchAt } from './api.ts';
import { entryRef, firstTarget, type Kind, resourceOf } from './refs.ts';
import { noteSchema } from './schema.ts';
import { instant } from './values.ts';

/** Records that a note can be hung on; a person's and her company's are the same party. */
const KINDS: readonly Kind[] = ['order', 'invoice', 'contact', 'company', 'product'];
const LATEST = 100;

/** What undo needs, so that it deletes nothing but what was written. */
export const noteMemory = v.object({ kind: v.literal('note'), text: v.string() });

/** A note hangs on one record: a party, an order, an invoice or a product. Source: trytond, `ir/note.py`. */
export const note: Writer<'note'> = {
  async perform(action, _key, io) {
    const resource = resourceOf(firstTarget(action.on, io.connection, KINDS));
    const message = messageOf(action.text);
    return receipt(await create(io, 'ir.note', { resource, message }), message, io);
  },
  /**
   * The server keeps no key of ours; its own table tells what landed: notes of this user with this text on this record, not older
   * than the click. All copies are told, as a browser may send a request twice.
   */
  async confirm(action, _key, io) {
    const resource = resourceOf(firstTarget(action.on, io.connection, KINDS));
    const message = messageOf(action.text);
    const author = Number(io.connection.userId ?? Number.NaN);
    const { rows, serverNow } = await searchAt(io, 'ir.note', {
      domain: [['resource', '=', resource], ...(Number.isSafeInteger(author) ? [['create_uid', '=', author]] : [])],
      fields: ['message', 'create_date'],
      limit: LATEST,
      order: [['id', 'DESC']],
    });
    const earliest = notBefore(action.at, serverNow, io);
    const ids = rows
      .map((row) => v.parse(noteSchema, row))
      .filter((row) => reads(row.message) === reads(message) && (instant(row.create_date) ?? 0) >= earliest)
      .flatMap(({ id }) => id ?? []);
    return ids.length === 0 ? undefined : receipt(ids, message, io);
  },
};

/** The text of a note; undefined when it is gone. */
export async function noteText(id: number, io: Io): Promise<string | undefined> {
  const [row] = await search(io, 'ir.note', { domain: [['id', '=', id]], fields: ['message'], limit: 1 });
  return row && (v.parse(noteSchema, row).message ?? '');
}

function receipt(ids: readonly string[], text: string, io: Io): Receipt {
  const refs = ids.map((id) => entryRef(io.connection, 'ir.note', id));
  return receiptOf(refs, io, undefined, { kind: 'note', text });
}

/** Half characters and NUL are no text for a database. */
function messageOf(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
