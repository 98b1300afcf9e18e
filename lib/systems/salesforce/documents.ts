import { SystemError } from '../../model/errors.ts';
import type { Io, Receipt } from '../contract.ts';
import { wordsOf } from '../entries.ts';
import { textToHtml } from '../html-text.ts';
import { cut, marked } from '../marks.ts';
import { base64 } from '../texts.ts';
import { objectOf } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { composite, madeId, type Part, query } from './api.ts';
import { landed, madeReceipt, since } from './marked-entries.ts';
import { checkedId, soqlId } from './soql.ts';
import { targets } from './targets.ts';

const TITLE_CHARS = 80;
/** A link is one of at most 25 parts of a composite; the document, and a look at its id, are others. */
const MOST_TARGETS = 22;
/** A JSON body may have 50 MB, and base64 takes a third more. */
const MAX_FILE_BYTES = 37_000_000;

/** An enhanced note with a link per record, all or nothing. */
export async function createNote(action: ActionOf<'note'>, key: string, io: Io): Promise<Receipt> {
  const html = new TextEncoder().encode(`<p>${textToHtml(wordsOf(action.text, 'text'))}</p>`);
  const body = { Title: marked(titleOf(action.text), key), Content: base64(html) };
  const note: Part = { id: 'note', method: 'POST', path: '/sobjects/ContentNote', body };
  const answers = await composite(io, [note, ...links(action, '@{note.id}', 0, io)], true);
  return madeReceipt(io, 'ContentNote', [madeId(answers, 'note')]);
}

/** Upload, and link to the first record, in one step; the id of the document, for further links, is known only then. */
export async function createFile(action: ActionOf<'file'>, key: string, io: Io): Promise<Receipt> {
  if (action.bytes.byteLength > MAX_FILE_BYTES) throw new SystemError('invalid', { field: 'bytes', code: 'too-long' });
  const [first] = targets(action, io);
  const body = {
    Title: marked(plain(action.name), key),
    PathOnClient: plain(action.name),
    VersionData: base64(action.bytes),
    FirstPublishLocationId: checkedId(first.id),
  };
  const parts: Part[] = [
    { id: 'version', method: 'POST', path: '/sobjects/ContentVersion', body },
    { id: 'made', path: '/sobjects/ContentVersion/@{version.id}?fields=ContentDocumentId' },
    ...links(action, '@{made.ContentDocumentId}', 1, io),
  ];
  const answers = await composite(io, parts, true);
  return madeReceipt(io, 'ContentDocument', [madeId(answers, 'made', 'ContentDocumentId')]);
}

/** Did the note land? By the mark in its title, among the notes of the first record. */
export async function confirmNote(action: ActionOf<'note'>, key: string, io: Io): Promise<Receipt | undefined> {
  return landed(await linkedTo(action, io), { native: 'ContentNote', field: 'Title', title: titleOf(action.text), action, key }, io);
}

/** Did the file land? By the mark in its title, among the documents of the first record. */
export async function confirmFile(action: ActionOf<'file'>, key: string, io: Io): Promise<Receipt | undefined> {
  return landed(await linkedTo(action, io), { native: 'ContentDocument', field: 'Title', title: plain(action.name), action, key }, io);
}

/** Documents of the first record, by SOQL, which sees every committed write at once. */
async function linkedTo(action: ActionOf<'note' | 'file'>, io: Io): Promise<Readonly<Record<string, unknown>>[]> {
  const [first] = targets(action, io);
  const soql = `SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.CreatedDate FROM ContentDocumentLink WHERE LinkedEntityId = ${soqlId(first.id)} AND ContentDocument.CreatedDate >= ${since(action)} ORDER BY ContentDocument.CreatedDate DESC LIMIT 200`;
  const rows = await query(io, soql);
  return rows.map((row) => ({ ...objectOf(row.ContentDocument), Id: row.ContentDocumentId }));
}

function links(action: ActionOf<'note' | 'file'>, document: string, from: number, io: Io): Part[] {
  return targets(action, io)
    .slice(from, MOST_TARGETS)
    .map((ref, at) => ({
      id: `link${at}`,
      method: 'POST',
      path: '/sobjects/ContentDocumentLink',
      body: { ContentDocumentId: document, LinkedEntityId: checkedId(ref.id), ShareType: 'V', Visibility: 'AllUsers' },
    }));
}

/** The first line, as a title: an enhanced note must have one. */
function titleOf(text: string): string {
  const line = plain(text.split(/[\r\n]/).find((each) => each.trim() !== '') ?? '').trim();
  return line.length > TITLE_CHARS ? `${cut(line, TITLE_CHARS - 1)}…` : line;
}

/** `@{` would be read as a reference to another part of the call. */
export function plain(text: string): string {
  return text.replaceAll('@{', '@ {');
}
