import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { textToHtml } from '../html-text.ts';
import { composite, create, type Part, partBody, partRows, queryPath } from './api.ts';
import { toId18 } from './ids.ts';
import { cut, isMarked, marked, markOf, unmarked } from './mark.ts';
import { nativeOf, recordUrl, refTo } from './refs.ts';
import { checkedId, soqlId, soqlTime } from './soql.ts';
import { readTime, writeDay } from './time.ts';

type NoteAction = Extract<Action, { kind: 'note' }>;
type TaskAction = Extract<Action, { kind: 'task' }>;
type TaskChange = Extract<Action, { kind: 'task-change' }>;

const DAY_MS = 24 * 60 * 60 * 1000;
const TITLE_CHARS = 80;
const PRIORITIES = { low: 'Low', normal: 'Normal', high: 'High' } as const;
/** A link is one of at most 25 parts of a composite; the note itself is another. */
const MOST_TARGETS = 24;

/**
 * Notes: an enhanced note linked to every record at once, all or nothing. Tasks: one Task. Each carries the mark of `key`.
 * @throws SystemError `invalid` with code `no-target` when no record of this account is among `on`.
 */
export async function perform(action: Action, key: string, io: Io): Promise<Receipt> {
  if (action.kind === 'note') return receipt(io, 'ContentNote', await createNote(action, key, io));
  if (action.kind === 'task') return receipt(io, 'Task', await create(io, 'Task', taskValues(action, key, io)));
  if (action.kind === 'task-change') return changeTask(action, io);
  throw new SystemError('invalid', { code: 'unsupported' });
}

/** Looks the mark up among the record's own notes or tasks by SOQL, which sees every committed write at once. */
export async function confirm(action: Action, key: string, io: Io): Promise<Receipt | undefined> {
  if (action.kind === 'note') return confirmNote(action, key, io);
  if (action.kind === 'task') return confirmTask(action, key, io);
  if (action.kind === 'task-change') return confirmChange(action, io);
  throw new SystemError('invalid', { code: 'unsupported' });
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

/**
 * Who and what: one person (contact or lead) and one thing, the deal rather than its company. A lead allows no thing.
 * The company of a contact or deal shows the task by itself (AccountId is derived). Status is left to the org's default.
 */
function taskValues(action: TaskAction, key: string, io: Io): Record<string, unknown> {
  const { who, what } = whoAndWhat(action, io);
  const subject = marked(action.title, key);
  const text = unmarked(subject) === action.title ? action.text : [action.title, action.text].filter(Boolean).join('\n\n');
  const owner = action.ownerId ?? io.connection.userId;
  return {
    Subject: subject,
    ...(who && { WhoId: checkedId(who.id) }),
    ...(what && { WhatId: checkedId(what.id) }),
    ...(text && { Description: text }),
    ...(owner && { OwnerId: checkedId(owner) }),
    ...(action.priority && { Priority: PRIORITIES[action.priority] }),
    ...dueValues(action, io),
  };
}

/** A task knows only the day it is due; the hour goes into its reminder. */
function dueValues({ dueAt, allDay }: { dueAt?: number; allDay?: boolean }, io: Io): Record<string, unknown> {
  if (dueAt === undefined) return {};
  const day = { ActivityDate: writeDay(dueAt, io.connection.timeZone) };
  return allDay || dueAt <= io.now() ? day : { ...day, IsReminderSet: true, ReminderDateTime: soqlTime(dueAt) };
}

function whoAndWhat(action: Action, io: Io): { who: RecordRef | undefined; what: RecordRef | undefined } {
  const refs = targets(action, io);
  const first = (...natives: string[]) => refs.find((ref) => natives.includes(nativeOf(ref) ?? ''));
  const who = first('Contact') ?? first('Lead');
  if (who && nativeOf(who) === 'Lead') return { who, what: undefined };
  return { who, what: first('Opportunity') ?? first('Account') ?? refs.find((ref) => !['Contact', 'Lead'].includes(nativeOf(ref) ?? '')) };
}

function targets(action: Action, io: Io): RecordRef[] {
  const { account } = io.connection;
  const own = action.on.filter((ref) => ref.system === 'salesforce' && ref.account === account && ref.object !== 'activity');
  if (own.length === 0) throw new SystemError('invalid', { code: 'no-target' });
  return [...new Map(own.map((ref) => [toId18(ref.id), ref])).values()];
}

/** Sets what is asked and remembers what was; the org's own words for done and open come from its TaskStatus. */
async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io);
  const parts: Part[] = [{ id: 'before', path: `/sobjects/Task/${id}?fields=Status,ActivityDate,IsReminderSet,ReminderDateTime` }];
  if (action.done !== undefined) parts.push({ id: 'status', path: queryPath(statusQuery(action.done)) });
  const body = {
    ...(action.done !== undefined && { Status: '@{status.records[0].ApiName}' }),
    ...dueValues(action.dueAt === undefined ? {} : { dueAt: action.dueAt }, io),
  };
  parts.push({ id: 'change', method: 'PATCH', path: `/sobjects/Task/${id}`, body });
  const answers = await composite(io, parts, true);
  return { ...receipt(io, 'Task', id), before: partBody(answers, 'before') };
}

function statusQuery(done: boolean): string {
  const open = 'IsClosed = false ORDER BY IsDefault DESC, SortOrder';
  return `SELECT ApiName FROM TaskStatus WHERE ${done ? 'IsClosed = true ORDER BY SortOrder' : open} LIMIT 1`;
}

async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const id = taskId(action, io);
  const soql = `SELECT Id, IsClosed, ActivityDate FROM Task WHERE Id = ${soqlId(id)}`;
  const row = partRows(await composite(io, [{ id: 'task', path: queryPath(soql) }]), 'task')[0];
  if (!row) return undefined;
  const done = action.done === undefined || row.IsClosed === action.done;
  const due = action.dueAt === undefined || row.ActivityDate === writeDay(action.dueAt, io.connection.timeZone);
  return done && due ? receipt(io, 'Task', id) : undefined;
}

function taskId({ task }: TaskChange, io: Io): string {
  const own = task.system === 'salesforce' && task.account === io.connection.account;
  if (!own || nativeOf(task) !== 'Task') throw new SystemError('invalid', { code: 'unsupported' });
  return checkedId(task.id);
}

async function confirmNote(action: NoteAction, key: string, io: Io): Promise<Receipt | undefined> {
  const [first] = targets(action, io);
  if (!first) return undefined;
  const soql = `SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.CreatedDate FROM ContentDocumentLink WHERE LinkedEntityId = ${soqlId(first.id)} AND ContentDocument.CreatedDate >= ${since(action)} ORDER BY ContentDocument.CreatedDate DESC LIMIT 200`;
  const rows = partRows(await composite(io, [{ id: 'notes', path: queryPath(soql) }]), 'notes').map((row) => {
    const document = typeof row.ContentDocument === 'object' && row.ContentDocument !== null ? row.ContentDocument : {};
    return { ...document, Id: row.ContentDocumentId };
  });
  return landed(rows, 'Title', titleOf(action.text), action, key, io, 'ContentNote');
}

async function confirmTask(action: TaskAction, key: string, io: Io): Promise<Receipt | undefined> {
  const { who, what } = whoAndWhat(action, io);
  const parent = who ? `WhoId = ${soqlId(who.id)}` : `WhatId = ${soqlId(what?.id ?? '')}`;
  const soql = `SELECT Id, Subject, CreatedDate FROM Task WHERE ${parent} AND CreatedDate >= ${since(action)} ORDER BY CreatedDate DESC LIMIT 200`;
  const rows = partRows(await composite(io, [{ id: 'tasks', path: queryPath(soql) }]), 'tasks');
  return landed(rows, 'Subject', action.title, action, key, io, 'Task');
}

/** The clocks of rep and org may differ; a day is wide enough, and the mark decides. */
const since = (action: Action) => soqlTime(action.at - DAY_MS);

/**
 * The row with this key's mark. Should an org strip the mark, a row without any mark, with the same text and made after the
 * action, is taken for it: a note shown once too few times is worse than none, but a rep sees a doubled one at once.
 */
function landed(
  rows: readonly Record<string, unknown>[],
  field: string,
  title: string,
  action: Action,
  key: string,
  io: Io,
  native: string,
): Receipt | undefined {
  const mark = markOf(key);
  const read = (row: Record<string, unknown>) => (typeof row[field] === 'string' ? row[field] : '');
  const bare = (row: Record<string, unknown>) =>
    !isMarked(read(row)) && read(row) === unmarked(marked(title, key)) && made(row) >= action.at;
  const made = (row: Record<string, unknown>) => readTime(row.CreatedDate) ?? 0;
  const row = rows.find((each) => read(each).endsWith(mark)) ?? rows.find(bare);
  return typeof row?.Id === 'string' ? receipt(io, native, row.Id, made(row)) : undefined;
}

function receipt(io: Io, native: string, id: string, at = io.now()): Receipt {
  const ref: RecordRef = { ...refTo(io.connection, native, id), object: 'activity' };
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at, ...(url !== undefined && { url }) };
}
