import * as v from 'valibot';
import type { Action, Io, Receipt } from '../contract.ts';
import type { Writers } from '../writes.ts';
import { dayEnd } from '../zone.ts';
import { call, getAccount } from './api.ts';
import { addCall, findCall } from './calls.ts';
import { changeField, confirmField } from './field.ts';
import { isUser } from './map.ts';
import { createdId, firstOwn, receipt, scan, seconds } from './receipts.ts';
import { noteSchema, taskSchema } from './schema.ts';
import { confirmStage, moveStage } from './stage.ts';
import { changeTask, confirmChange } from './task-change.ts';

/** What an action becomes here. amoCRM has no idempotency key, but keeps the moment we say a note or task was made. */
type NoteAction = Extract<Action, { kind: 'note' }>;
type TaskAction = Extract<Action, { kind: 'task' }>;

/** Type "follow-up", which every account has. Source: amoCRM API v4, "Tasks". */
const FOLLOW_UP = 1;

/**
 * Nothing is sent twice here: an open question is thrown as `unknown-outcome`. `confirm` looks for an unanswered write in the record's own
 * notes or tasks (never through search): same text, same author, same moment of making, which `perform` sets to the action's.
 * `request_id` is only echoed by the API and cannot be asked for; a call keeps its key. A change is confirmed when the record looks as asked.
 */
export const WRITERS = {
  note: { perform: addNote, confirm: (action, _key, io) => findNote(action, io) },
  task: { perform: addTask, confirm: (action, _key, io) => findTask(action, io) },
  call: { perform: addCall, confirm: findCall },
  stage: { perform: (action, _key, io) => moveStage(action, io), confirm: (action, _key, io) => confirmStage(action, io) },
  field: { perform: (action, _key, io) => changeField(action, io), confirm: (action, _key, io) => confirmField(action, io) },
  'task-change': { perform: (action, _key, io) => changeTask(action, io), confirm: (action, _key, io) => confirmChange(action, io) },
} as const satisfies Writers;

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

/** A task here has one text: the title is its first line. */
function taskText({ title, text }: TaskAction): string {
  return text ? `${title}\n${text}` : title;
}

function sameText(left: unknown, right: string): boolean {
  return typeof left === 'string' && tidy(left) === tidy(right);
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
