import type { Activity, Connection, RecordRef } from '../contract.ts';
import { withoutUndefined } from '../values.ts';
import { activityRef, refTo, toNative } from './kinds.ts';
import { isUser, toMs } from './map.ts';
import { eventOf, type Note, noteOf, taskOf } from './schema.ts';

type Body = Omit<Activity, 'ref' | 'at' | 'on' | 'ownerId'> & { ownerId?: string | undefined };

/** Codes of `call_status` by number. Source: amoCRM API v4, "Calls". */
export const CALL_OUTCOMES = ['', 'left-message', 'call-back', 'absent', 'reached', 'wrong-number', 'no-answer', 'busy'];

/**
 * A note, task or event → an entry of the timeline. Total. `native`: `notes`, `tasks`, `events`; `leads/notes` says whose
 * notes they are where the payload does not (it names only the id of its record). Other words: the payload's shape decides.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const [last = '', owner = ''] = native.toLowerCase().split('/').reverse();
  if (last === 'tasks' || last === 'task' || (!/^(note|event)s?$/.test(last) && has(raw, 'complete_till')))
    return fromTask(raw, connection);
  if (last === 'events' || last === 'event' || (!/^notes?$/.test(last) && has(raw, 'value_after'))) return fromEvent(raw, connection);
  return fromNote(owner, raw, connection);
}

function fromNote(owner: string, raw: unknown, connection: Connection): Activity {
  const note = noteOf(raw);
  const { ownerId, ...body } = noteBody(note);
  const by = [ownerId, note.created_by, note.responsible_user_id].find(isUser);
  // A clock that runs ahead can date a note later than its own last change; the server's time wins then.
  const at = Math.min(toMs(note.created_at) ?? Infinity, toMs(note.updated_at) ?? Infinity);
  return {
    ref: activityRef(connection, 'notes', note.id ?? ''),
    at: Number.isFinite(at) ? at : 0,
    on: parent(owner === '' ? hrefOwner(note) : owner, note.entity_id, connection),
    ...body,
    ...(by !== undefined && { ownerId: by }),
  };
}

function noteBody(note: Note): Body {
  const { params = {} } = note;
  const text = textOf(params, 'text');
  switch (note.note_type) {
    case 'common':
      return { kind: 'note', ...withoutUndefined({ text }) };
    case 'call_in':
    case 'call_out':
      return call(note.note_type === 'call_in' ? 'in' : 'out', params);
    case 'sms_in':
    case 'sms_out':
      return {
        kind: 'message',
        direction: note.note_type === 'sms_in' ? 'in' : 'out',
        ...withoutUndefined({ title: textOf(params, 'phone'), text }),
      };
    case 'amomail_message':
      return {
        kind: 'email',
        direction: params.income === true || params.income === 1 ? 'in' : 'out',
        ...withoutUndefined({ title: textOf(params, 'subject'), text: textOf(params, 'content_summary') }),
      };
    case 'service_message':
    case 'extended_service_message':
      return { kind: 'other', ...withoutUndefined({ title: textOf(params, 'service'), text }) };
    case 'attachment':
      return { kind: 'other', ...withoutUndefined({ title: textOf(params, 'original_name') ?? textOf(params, 'file_name'), text }) };
    case 'geolocation':
      return { kind: 'other', ...withoutUndefined({ title: textOf(params, 'address'), text }) };
    case 'zoom_meeting':
      return { kind: 'meeting', ...withoutUndefined({ title: textOf(params, 'topic'), text }) };
    default:
      return { kind: 'other', title: note.note_type ?? 'note', ...withoutUndefined({ text: text ?? summary(params) }) };
  }
}

/** `call_responsible` is a user's id or, from some telephone systems, a name. */
function call(direction: 'in' | 'out', params: Record<string, unknown>): Body {
  const responsible = textOf(params, 'call_responsible');
  const isId = responsible !== undefined && /^\d+$/.test(responsible);
  const seconds = Number(params.duration);
  const status = Number(params.call_status);
  const lines = [
    textOf(params, 'text'),
    textOf(params, 'call_result'),
    isId ? undefined : responsible,
    textOf(params, 'source'),
    textOf(params, 'link'),
  ];
  const text = lines.filter((line) => line !== undefined).join('\n');
  return {
    kind: 'call',
    direction,
    ...withoutUndefined({ title: textOf(params, 'phone'), text: text || undefined, outcome: CALL_OUTCOMES[status] || undefined }),
    ...(params.duration != null && seconds >= 0 && seconds < 1e9 && { durationMs: Math.round(seconds * 1000) }),
    ...(isId && { ownerId: responsible }),
  };
}

/** Task type "meeting", which every account has. Source: amoCRM API v4, "Tasks". */
const MEETING = '2';

/** A task has one text: its first line is the title. Meetings exist as tasks only: one that is done was a meeting. */
function fromTask(raw: unknown, connection: Connection): Activity {
  const task = taskOf(raw);
  const [title = '', ...rest] = (task.text ?? '').split('\n');
  const dueAt = toMs(task.complete_till);
  return {
    ref: activityRef(connection, 'tasks', task.id ?? ''),
    kind: task.task_type_id === MEETING && task.is_completed ? 'meeting' : 'task',
    at: toMs(task.created_at) ?? 0,
    on: parent(task.entity_type ?? '', task.entity_id, connection),
    done: task.is_completed ?? false,
    ...withoutUndefined({
      title: title.trim() || undefined,
      text: rest.join('\n').trim() || undefined,
      outcome: task.result?.text || undefined,
    }),
    ...(dueAt !== undefined && { dueAt }),
    ...(task.duration !== undefined && task.duration > 0 && task.duration < 1e9 && { durationMs: Math.round(task.duration * 1000) }),
    ...(isUser(task.responsible_user_id) && { ownerId: task.responsible_user_id }),
  };
}

/**
 * Events carry no words: `title` is the vendor's type where our kind does not say it, `outcome` of a stage change is
 * `pipeline/stage`.
 */
function fromEvent(raw: unknown, connection: Connection): Activity {
  const event = eventOf(raw);
  const type = event.type ?? '';
  const stage = event.value_after?.[0]?.lead_status;
  const direction: Activity['direction'] = type.startsWith('incoming_') ? 'in' : type.startsWith('outgoing_') ? 'out' : undefined;
  const kind = type.endsWith('_chat_message') || type.endsWith('_sms') ? 'message' : type.endsWith('_call') ? 'call' : 'other';
  return {
    ref: activityRef(connection, 'events', event.id ?? ''),
    kind,
    at: toMs(event.created_at) ?? 0,
    on: parent(event.entity_type ?? '', event.entity_id, connection),
    ...withoutUndefined({
      title: kind === 'other' && type ? type : undefined,
      direction,
      outcome: stage?.id && `${stage.pipeline_id ?? ''}/${stage.id}`,
    }),
    ...(isUser(event.created_by) && { ownerId: event.created_by }),
  };
}

function hrefOwner(note: Note): string {
  return note._links?.self?.href?.match(/\/api\/v4\/([a-z]+)\/\d+\/notes\//)?.[1] ?? '';
}

function parent(owner: string, id: string | undefined, connection: Connection): RecordRef[] {
  const native = toNative(owner);
  return native && id !== undefined ? [refTo(connection, native, id)] : [];
}

function textOf(params: Record<string, unknown>, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value.trim() || undefined : typeof value === 'number' ? String(value) : undefined;
}

/** The words of a note of a type we do not know. */
function summary(params: Record<string, unknown>): string | undefined {
  const words = Object.values(params).filter((value) => typeof value === 'string' && value.trim() !== '');
  return words.length > 0 ? words.join('\n') : undefined;
}

function has(raw: unknown, key: string): boolean {
  return typeof raw === 'object' && raw !== null && key in raw;
}
