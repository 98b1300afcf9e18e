import * as v from 'valibot';
import type { Activity, Connection, RecordRef } from '../contract.ts';
import { distinctBy, withoutUndefined } from '../values.ts';
import { type EntryModule, entryRef, moduleNamed, recordRef } from './refs.ts';
import { callSchema, eventSchema, mailSchema, noteSchema, taskSchema } from './schema.ts';
import { clockMs, dayOrInstant, instant } from './time.ts';

/**
 * One entry of a timeline: a row of Notes, Tasks, Calls, Events, or of a record's e-mails. A task stands where it was made,
 * a call and a meeting where they begin. Total.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const entry = READERS[entryModule(native, raw)](raw, connection);
  return withoutUndefined({ ...entry, at: entry.at ?? 0 }) as unknown as Activity;
}

type Maybe<T> = { [K in keyof T]?: T[K] | undefined };
type Loose = Maybe<Omit<Activity, 'ref' | 'kind' | 'on'>> & Pick<Activity, 'ref' | 'kind' | 'on'>;

const READERS: Readonly<Record<EntryModule, (raw: unknown, connection: Connection) => Loose>> = {
  Notes: fromNote,
  Tasks: fromTask,
  Calls: fromCall,
  Events: fromEvent,
  Emails: fromMail,
};
const WORDS: Readonly<Record<string, EntryModule>> = {
  note: 'Notes',
  task: 'Tasks',
  call: 'Calls',
  event: 'Events',
  meeting: 'Events',
  email: 'Emails',
  mail: 'Emails',
};

const TELLING: readonly [column: string, module: EntryModule][] = [
  ['Call_Start_Time', 'Calls'],
  ['Start_DateTime', 'Events'],
  ['Note_Content', 'Notes'],
  ['message_id', 'Emails'],
];

/** By name; what is called otherwise (`Activities`) by the column only it has. */
function entryModule(native: string, raw: unknown): EntryModule {
  const word = native.toLowerCase().replace(/s$/, '');
  const named = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (named) return named;
  return TELLING.find(([column]) => Object.hasOwn(Object(raw), column))?.[1] ?? 'Tasks';
}

function fromNote(raw: unknown, connection: Connection): Loose {
  const row = v.parse(noteSchema, raw);
  const parent = parentRef(connection, row.Parent_Id, row.$se_module ?? row.se_module);
  return {
    ref: entryRef(connection, 'Notes', row.id ?? ''),
    kind: 'note',
    at: instant(row.Created_Time),
    title: row.Note_Title,
    text: row.Note_Content,
    ownerId: row.Owner.id,
    on: parent ? [parent] : [],
  };
}

function fromTask(raw: unknown, connection: Connection): Loose {
  const row = v.parse(taskSchema, raw);
  const done = row.Status === undefined ? undefined : /^completed$/i.test(row.Status);
  return {
    ref: entryRef(connection, 'Tasks', row.id ?? ''),
    kind: 'task',
    at: instant(row.Created_Time) ?? dayOrInstant(row.Due_Date, connection.timeZone),
    title: row.Subject,
    text: row.Description,
    outcome: row.Status,
    dueAt: dayOrInstant(row.Due_Date, connection.timeZone),
    done,
    ownerId: row.Owner.id,
    on: targets(connection, row),
  };
}

function fromCall(raw: unknown, connection: Connection): Loose {
  const row = v.parse(callSchema, raw);
  const seconds = row.Call_Duration_in_seconds;
  const type = row.Call_Type?.toLowerCase();
  return {
    ref: entryRef(connection, 'Calls', row.id ?? ''),
    kind: 'call',
    at: instant(row.Call_Start_Time) ?? instant(row.Created_Time),
    title: row.Subject,
    text: row.Description,
    direction: type === 'outbound' ? 'out' : type === 'inbound' || type === 'missed' ? 'in' : undefined,
    outcome: row.Call_Result ?? (type === 'missed' ? row.Call_Type : undefined),
    durationMs: seconds !== undefined && seconds > 0 ? Math.round(seconds * 1000) : clockMs(row.Call_Duration),
    done: row.Call_Status === undefined ? undefined : !/^(scheduled|overdue)/i.test(row.Call_Status),
    ownerId: row.Owner.id,
    on: targets(connection, row),
  };
}

function fromEvent(raw: unknown, connection: Connection): Loose {
  const row = v.parse(eventSchema, raw);
  const [startAt, endAt] = [dayOrInstant(row.Start_DateTime, connection.timeZone), dayOrInstant(row.End_DateTime, connection.timeZone)];
  const guests = row.Participants.flatMap(({ type, participant }) => {
    const module = participant !== undefined && /^\d+$/.test(participant) ? moduleNamed(type ?? '') : undefined;
    return module && participant !== undefined ? [recordRef(connection, module, participant)] : [];
  });
  return {
    ref: entryRef(connection, 'Events', row.id ?? ''),
    kind: 'meeting',
    at: startAt ?? instant(row.Created_Time),
    title: row.Event_Title,
    text: row.Description,
    durationMs: startAt !== undefined && endAt !== undefined && endAt > startAt ? endAt - startAt : undefined,
    ownerId: row.Owner.id,
    on: distinct([...targets(connection, row), ...guests]),
  };
}

/** The list of e-mails has subject and, if the vendor made one, a summary; the text itself costs a call per e-mail. */
function fromMail(raw: unknown, connection: Connection): Loose {
  const row = v.parse(mailSchema, raw);
  const linked = parentRef(connection, row.linked_record, undefined);
  return {
    ref: entryRef(connection, 'Emails', row.message_id ?? ''),
    kind: 'email',
    at: instant(row.time) ?? instant(row.sent_time),
    title: row.subject,
    text: row.summary,
    direction: row.sent === undefined ? undefined : row.sent ? 'out' : 'in',
    outcome: row.status.map((each) => each.type).find((type) => type !== undefined && type !== 'sent'),
    ownerId: row.owner.id,
    on: linked ? [linked] : [],
  };
}

interface Lookup {
  id?: string | undefined;
  module: { api_name?: string | undefined };
}

/** `Who_Id` is a contact; `What_Id` is anything else, and `$se_module` says what. */
function targets(connection: Connection, row: { Who_Id: Lookup; What_Id: Lookup; $se_module?: string | undefined }): RecordRef[] {
  const what = parentRef(connection, row.What_Id, row.$se_module);
  return distinct([...(row.Who_Id.id === undefined ? [] : [recordRef(connection, 'Contacts', row.Who_Id.id)]), ...(what ? [what] : [])]);
}

function parentRef(connection: Connection, lookup: Lookup, named: string | undefined): RecordRef | undefined {
  const module = moduleNamed(lookup.module.api_name ?? named ?? '');
  return module && lookup.id !== undefined ? recordRef(connection, module, lookup.id) : undefined;
}

function distinct(refs: readonly RecordRef[]): RecordRef[] {
  return distinctBy(refs, (ref) => `${ref.object}/${ref.id}`);
}
