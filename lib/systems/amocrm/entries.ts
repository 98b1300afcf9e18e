import type { Io, Receipt } from '../contract.ts';
import { reads } from '../entries.ts';
import { fitTitle } from '../texts.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { dayEnd } from '../zone.ts';
import { CALL_OUTCOMES } from './activities.ts';
import { call, getAccount, getEntity } from './api.ts';
import { customFields } from './fields.ts';
import { isUser } from './map.ts';
import { createdId, firstOwn, receipt, scan, seconds, type Target } from './receipts.ts';
import { entityOf, type Note, noteOf, type Task, taskOf } from './schema.ts';

/** Types "follow-up" and "meeting", which every account has. Source: amoCRM API v4, "Tasks". */
const FOLLOW_UP = 1;
const MEETING = 2;
/** The service that is named beside a call. */
const SOURCE = 'Sidelight';
const LONGEST_TITLE = 1000;

/*
 * amoCRM has no idempotency key, but keeps the moment we say an entry was made. An unanswered one is looked for in the record's own
 * notes or tasks (never through search): same text, same author, same moment. `request_id` is only echoed by the API and cannot be
 * asked for; a call keeps its key. What a browser sent twice shows as several: all of them are told.
 */

/** A note belongs to exactly one record: the first of ours in `on`, which is the one that was open. */
export const note: Writer<'note'> = {
  perform: (action, key, io) =>
    addNote(firstOwn(action, io.connection), { note_type: 'common', params: { text: action.text } }, action, key, io),
  confirm: (action, _key, io) =>
    findNotes(action, 'common', io, (each) => isOurs(each, action, io) && sameText(each.params?.text, action.text)),
};

/**
 * A call as the telephone systems log it: a note on the record. It counts in the account's call statistics because author and
 * responsible user are the same. Source: amoCRM API v4, "Events and notes", `call_in` and `call_out`.
 */
export const phoneCall: Writer<'call'> = {
  async perform(action, key, io) {
    const on = firstOwn(action, io.connection);
    const phone = await phoneOf(on, io);
    const status = CALL_OUTCOMES.indexOf(action.outcome ?? '');
    const result = [status > 0 ? '' : (action.outcome ?? ''), action.text ?? ''].filter((line) => line.trim() !== '').join('\n');
    const user = userId(io.connection.userId);
    const params = {
      uniq: key,
      duration: Math.max(0, Math.round((action.durationMs ?? 0) / 1000)),
      source: SOURCE,
      ...(phone !== undefined && { phone }),
      ...(result !== '' && { call_result: result }),
      ...(status > 0 && { call_status: status }),
    };
    const by = user === undefined ? {} : { created_by: user, responsible_user_id: user };
    return addNote(on, { note_type: `call_${action.direction}`, params, ...by }, action, key, io);
  },
  confirm: (action, key, io) => findNotes(action, `call_${action.direction}`, io, ({ params }) => params?.uniq === key),
};

/** A task of the vendor's type for follow-ups; it must have a date. Source: amoCRM API v4, "Tasks". */
export const task: Writer<'task'> = {
  async perform(action, key, io) {
    const till = await completeTill(action, io);
    return addTask(action, { text: taskText(action), complete_till: till, task_type_id: FOLLOW_UP }, action.ownerId, key, io);
  },
  confirm: (action, _key, io) => findTasks(action, taskText(action), FOLLOW_UP, io),
};

/** Meetings are tasks of a type of their own, which last until the meeting ends; who takes part is not kept. */
export const meeting: Writer<'meeting'> = {
  perform(action, key, io) {
    const lasts = Math.max(0, seconds(action.endAt) - seconds(action.startAt));
    const values = { text: taskText(action), complete_till: seconds(action.endAt), duration: lasts, task_type_id: MEETING };
    return addTask(action, { ...values, ...(action.endAt <= action.at && { is_completed: true }) }, undefined, key, io);
  },
  confirm: (action, _key, io) => findTasks(action, taskText(action), MEETING, io),
};

async function addNote(on: Target, values: object, { at }: { at: number }, key: string, io: Io): Promise<Receipt> {
  const json = [{ ...values, created_at: seconds(at), request_id: key, is_need_to_trigger_digital_pipeline: false }];
  const answer = await call(io, { method: 'POST', url: `/api/v4/${on.native}/${on.id}/notes`, json, write: true });
  return receipt('notes', [createdId(answer, 'notes')], on.ref, io);
}

async function addTask(
  action: ActionOf<'task' | 'meeting'>,
  values: object,
  ownerId: string | undefined,
  key: string,
  io: Io,
): Promise<Receipt> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const owner = userId(ownerId ?? io.connection.userId);
  const json = [
    {
      ...values,
      entity_id: Number(id),
      entity_type: native,
      created_at: seconds(action.at),
      request_id: key,
      ...(owner !== undefined && { responsible_user_id: owner }),
    },
  ];
  const answer = await call(io, { method: 'POST', url: '/api/v4/tasks', json, write: true });
  return receipt('tasks', [createdId(answer, 'tasks')], ref, io);
}

async function findNotes(
  action: ActionOf<'note' | 'call'>,
  type: string,
  io: Io,
  passes: (note: Note) => boolean,
): Promise<Receipt | undefined> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const found = await scan(io, `/api/v4/${native}/${id}/notes`, 'notes', action, { 'filter[note_type][]': [type] }, (raw) => {
    const note = noteOf(raw);
    return note.note_type === type && passes(note);
  });
  return found.length === 0 ? undefined : receipt('notes', found, ref, io);
}

async function findTasks(action: ActionOf<'task' | 'meeting'>, text: string, type: number, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const filter = { 'filter[entity_type]': native, 'filter[entity_id][]': [id] };
  const found = await scan(io, '/api/v4/tasks', 'tasks', action, filter, (raw) => {
    const each = taskOf(raw);
    const here = each.entity_type === native && each.entity_id === id && each.task_type_id === String(type);
    return here && isOurs(each, action, io) && sameText(each.text, text);
  });
  return found.length === 0 ? undefined : receipt('tasks', found, ref, io);
}

/** Of this user, made in the action's own second. */
export function isOurs(row: Pick<Note | Task, 'created_at' | 'created_by'>, { at }: { at: number }, { connection }: Io): boolean {
  const author = connection.userId === undefined || !isUser(row.created_by) || row.created_by === connection.userId;
  return author && row.created_at === seconds(at);
}

/** The number that was spoken with is not known to us; the record's first one is what its card would dial. A deal has none. */
async function phoneOf({ native, id }: Target, io: Io): Promise<string | undefined> {
  if (native !== 'contacts' && native !== 'companies') return undefined;
  return customFields(entityOf(await getEntity(io, native, id)), native, io.connection).phones[0];
}

/** A task must have a date: without one, the end of today in the account's time zone; a whole day ends then too. */
async function completeTill(action: ActionOf<'task'>, io: Io): Promise<number> {
  if (action.dueAt !== undefined && !action.allDay) return seconds(action.dueAt);
  const zone = io.connection.timeZone ?? (await accountZone(io));
  return seconds(dayEnd(action.dueAt ?? action.at, zone));
}

async function accountZone(io: Io): Promise<string> {
  const account = await getAccount(io);
  return account.datetime_settings?.timezone ?? account._embedded?.datetime_settings?.timezone ?? 'UTC';
}

/** A task here has one text: the title is its first line. */
function taskText(action: { title: string; text?: string }): string {
  const { title, text } = fitTitle(action.title, action.text, LONGEST_TITLE);
  return text === undefined ? title : `${title}\n${text}`;
}

function userId(id: string | undefined): number | undefined {
  const user = Number(id);
  return Number.isSafeInteger(user) && user > 0 ? user : undefined;
}

/** Line breaks may come back in another form. */
function sameText(left: unknown, right: string): boolean {
  return typeof left === 'string' && reads(left) === reads(right);
}
