import * as v from 'valibot';
import { type Action, type Connection, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import type { Answer } from '../http.ts';
import { call, getAccount, idOf, list, PAGE_LIMIT } from './api.ts';
import { dayEnd } from './day.ts';
import { activityRef, type Native, nativeOf, target } from './kinds.ts';
import { isUser, recordUrl } from './map.ts';
import { collectionSchema, noteSchema, taskSchema } from './schema.ts';

/** What an action becomes here. amoCRM has no idempotency key, but keeps the moment we say a note or task was made. */
type NoteAction = Extract<Action, { kind: 'note' }>;
type TaskAction = Extract<Action, { kind: 'task' }>;
type TaskChange = Extract<Action, { kind: 'task-change' }>;

/** Type "follow-up", which every account has. Source: amoCRM API v4, "Tasks". */
const FOLLOW_UP = 1;
/** How far the clocks of this machine and of the vendor may lie apart when an unanswered write is looked for. */
const SKEW_MS = 24 * 60 * 60 * 1000;
const CONFIRM_PAGES = 20;

/** Sends one action. Nothing is sent twice here: an open question is thrown as `unknown-outcome`. */
export async function perform(action: Action, key: string, io: Io): Promise<Receipt> {
  switch (action.kind) {
    case 'note':
      return addNote(action, key, io);
    case 'task':
      return addTask(action, key, io);
    case 'task-change':
      return changeTask(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

/**
 * Looks for an unanswered write in the record's own notes or tasks (never through search): same text, same author, same
 * moment of making, which `perform` sets to the action's. `request_id` is only echoed by the API and cannot be asked for.
 */
export async function confirm(action: Action, _key: string, io: Io): Promise<Receipt | undefined> {
  switch (action.kind) {
    case 'note':
      return findNote(action, io);
    case 'task':
      return findTask(action, io);
    case 'task-change':
      return confirmChange(action, io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

/** A note belongs to exactly one record: the first of ours in `on`, which is the one that was open. */
async function addNote(action: NoteAction, key: string, io: Io): Promise<Receipt> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const note = {
    note_type: 'common',
    params: { text: action.text },
    created_at: seconds(action.at),
    request_id: key,
    is_need_to_trigger_digital_pipeline: false,
  };
  const answer = await call(io, { method: 'POST', url: `/api/v4/${native}/${id}/notes`, json: [note], write: true });
  return receipt('notes', createdId(answer, 'notes'), ref, io);
}

async function findNote(action: NoteAction, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const found = await scan(io, `/api/v4/${native}/${id}/notes`, 'notes', action, { 'filter[note_type][]': ['common'] }, (raw) => {
    const note = v.parse(noteSchema, raw);
    return note.note_type === 'common' && isOurs(note, action, io) && sameText(note.params?.text, action.text);
  });
  return found === undefined ? undefined : receipt('notes', found, ref, io);
}

async function addTask(action: TaskAction, key: string, io: Io): Promise<Receipt> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const owner = Number(action.ownerId ?? io.connection.userId);
  const task = {
    text: taskText(action),
    complete_till: await completeTill(action, io),
    entity_id: Number(id),
    entity_type: native,
    task_type_id: FOLLOW_UP,
    created_at: seconds(action.at),
    request_id: key,
    ...(Number.isSafeInteger(owner) && owner > 0 && { responsible_user_id: owner }),
  };
  const answer = await call(io, { method: 'POST', url: '/api/v4/tasks', json: [task], write: true });
  return receipt('tasks', createdId(answer, 'tasks'), ref, io);
}

async function findTask(action: TaskAction, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const filter = { 'filter[entity_type]': native, 'filter[entity_id][]': [id] };
  const found = await scan(io, '/api/v4/tasks', 'tasks', action, filter, (raw) => {
    const task = v.parse(taskSchema, raw);
    const here = task.entity_type === native && task.entity_id === id;
    return here && isOurs(task, action, io) && sameText(task.text, taskText(action));
  });
  return found === undefined ? undefined : receipt('tasks', found, ref, io);
}

/** Sends the changed members only: whole tasks would undo what colleagues changed meanwhile. */
async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io.connection);
  const change = {
    ...(action.done !== undefined && { is_completed: action.done }),
    ...(action.dueAt !== undefined && { complete_till: seconds(action.dueAt) }),
  };
  if (Object.keys(change).length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  await call(io, { method: 'PATCH', url: `/api/v4/tasks/${id}`, json: change, write: true });
  return receipt('tasks', id, undefined, io);
}

async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const id = taskId(action, io.connection);
  const { json } = await call(io, { url: `/api/v4/tasks/${id}` });
  if (json === undefined) throw new SystemError('not-found', { status: 204 });
  const task = v.parse(taskSchema, json);
  const done = action.done === undefined || task.is_completed === action.done;
  const due = action.dueAt === undefined || task.complete_till === seconds(action.dueAt);
  return done && due ? receipt('tasks', id, undefined, io) : undefined;
}

/** Reads a list of recent changes until a row passes. */
async function scan(
  io: Io,
  path: string,
  name: string,
  action: Action,
  filter: Readonly<Record<string, string | readonly string[]>>,
  passes: (raw: unknown) => boolean,
): Promise<string | undefined> {
  const query = { ...filter, 'filter[updated_at][from]': seconds(action.at - SKEW_MS), limit: PAGE_LIMIT };
  for (let page = 1; page <= CONFIRM_PAGES; page += 1) {
    const { rows, more } = await list(io, path, name, { ...query, page });
    const found = rows.find(passes);
    if (found !== undefined) return idOf(found);
    if (!more) return undefined;
  }
  return undefined;
}

function isOurs(row: { created_at?: number | undefined; created_by?: string | undefined }, action: Action, { connection }: Io): boolean {
  const author = connection.userId === undefined || !isUser(row.created_by) || row.created_by === connection.userId;
  return author && row.created_at === seconds(action.at);
}

/** A task must have a date: without one, the end of today in the account's time zone; a whole day ends then too. */
async function completeTill(action: TaskAction, io: Io): Promise<number> {
  if (action.dueAt !== undefined && !action.allDay) return seconds(action.dueAt);
  const zone = io.connection.timeZone ?? (await accountZone(io));
  return seconds(dayEnd(action.dueAt ?? action.at, zone));
}

async function accountZone(io: Io): Promise<string> {
  const account = await getAccount(io);
  return account.datetime_settings?.timezone ?? account._embedded?.datetime_settings?.timezone ?? 'UTC';
}

function firstOwn(action: Action, connection: Connection): { ref: RecordRef; native: Native; id: string } {
  const ref = action.on.find((each) => each.system === 'amocrm' && each.account === connection.account && nativeOf(each));
  if (!ref) throw new SystemError('invalid', { code: 'no-target' });
  return { ref, ...target(ref) };
}

function taskId({ task }: TaskChange, connection: Connection): string {
  if (task.system !== 'amocrm' || task.account !== connection.account || !/^\d+$/.test(task.id))
    throw new SystemError('invalid', { code: 'no-target' });
  return task.id;
}

/** A task here has one text: the title is its first line. */
function taskText({ title, text }: TaskAction): string {
  return text ? `${title}\n${text}` : title;
}

function createdId({ status, json }: Answer, name: string): string {
  const rows = v.parse(collectionSchema, json)._embedded?.[name];
  const id = Array.isArray(rows) ? idOf(rows[0]) : '';
  // The server accepted it, but we cannot tell what it made: only `confirm` can.
  if (id === '') throw new SystemError('unknown-outcome', { status, code: 'no-id' });
  return id;
}

function receipt(native: 'notes' | 'tasks', id: string, on: RecordRef | undefined, io: Io): Receipt {
  const url = on && recordUrl(on, io.connection);
  return { refs: [activityRef(io.connection, native, id)], at: io.now(), ...(url !== undefined && { url }) };
}

function sameText(left: unknown, right: string): boolean {
  return typeof left === 'string' && tidy(left) === tidy(right);
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
