import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { textToHtml } from '../html-text.ts';
import { composite, type Part, partBody, partRows, queryPath } from './api.ts';
import { changeField, confirmField } from './field.ts';
import { created, landed, since } from './landed.ts';
import { cut, marked } from './mark.ts';
import { checkedId, soqlId } from './soql.ts';
import { confirmStage, moveStage } from './stage.ts';
import { targets } from './targets.ts';
import { changeTask, confirmChange } from './task-change.ts';
import { confirmTask, createCall, createTask } from './tasks.ts';

type NoteAction = Extract<Action, { kind: 'note' }>;

const TITLE_CHARS = 80;
/** A link is one of at most 25 parts of a composite; the note itself is another. */
const MOST_TARGETS = 24;

/**
 * Performs one write. Notes, tasks and calls carry the mark of `key`, since the vendor has no keys of that kind.
 * @throws SystemError `invalid` with code `no-target` when no record of this account is among `on`.
 */
export async function perform(action: Action, key: string, io: Io): Promise<Receipt> {
  switch (action.kind) {
    case 'note':
      return created(io, 'ContentNote', await createNote(action, key, io));
    case 'task':
      return createTask(action, key, io);
    case 'call':
      return createCall(action, key, io);
    case 'task-change':
      return changeTask(action, io);
    case 'stage':
      return moveStage(action, io);
    case 'field':
      return changeField(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

/** Looks for the mark, or at the fields that should have changed: by SOQL or the row itself, which see every committed write at once. */
export async function confirm(action: Action, key: string, io: Io): Promise<Receipt | undefined> {
  switch (action.kind) {
    case 'note':
      return confirmNote(action, key, io);
    case 'task':
    case 'call':
      return confirmTask(action, key, io);
    case 'task-change':
      return confirmChange(action, io);
    case 'stage':
      return confirmStage(action, io);
    case 'field':
      return confirmField(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

async function createNote(action: NoteAction, key: string, io: Io): Promise<string> {
  const links = targets(action, io)
    .slice(0, MOST_TARGETS)
    .map(
      (ref, at): Part => ({
        id: `link${at}`,
        method: 'POST',
        path: '/sobjects/ContentDocumentLink',
        body: { ContentDocumentId: '@{note.id}', LinkedEntityId: checkedId(ref.id), ShareType: 'V', Visibility: 'AllUsers' },
      }),
    );
  const body = { Title: marked(titleOf(action.text), key), Content: base64(`<p>${textToHtml(action.text)}</p>`) };
  const note: Part = { id: 'note', method: 'POST', path: '/sobjects/ContentNote', body };
  return idOf(partBody(await composite(io, [note, ...links], true), 'note'));
}

function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string') return body.id;
  throw new SystemError('unknown-outcome', { code: 'unexpected-shape' });
}

/** The first line, as a title: an enhanced note must have one. `@{` would be read as a reference to another part of the call. */
function titleOf(text: string): string {
  const first = text.split(/[\r\n]/).find((each) => each.trim() !== '') ?? '';
  const line = first.trim().replaceAll('@{', '@ {');
  return line.length > TITLE_CHARS ? `${cut(line, TITLE_CHARS - 1)}…` : line;
}

function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

async function confirmNote(action: NoteAction, key: string, io: Io): Promise<Receipt | undefined> {
  const [first] = targets(action, io);
  const soql = `SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.CreatedDate FROM ContentDocumentLink WHERE LinkedEntityId = ${soqlId(first.id)} AND ContentDocument.CreatedDate >= ${since(action)} ORDER BY ContentDocument.CreatedDate DESC LIMIT 200`;
  const rows = partRows(await composite(io, [{ id: 'notes', path: queryPath(soql) }]), 'notes').map((row) => {
    const document = typeof row.ContentDocument === 'object' && row.ContentDocument !== null ? row.ContentDocument : {};
    return { ...document, Id: row.ContentDocumentId };
  });
  return landed(rows, { native: 'ContentNote', field: 'Title', title: titleOf(action.text), action, key }, io);
}
