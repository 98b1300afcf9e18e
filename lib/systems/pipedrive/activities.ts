import * as v from 'valibot';
import type { Activity, Connection, RecordRef } from '../contract.ts';
import { htmlToText } from '../html-text.ts';
import { withoutUndefined } from '../values.ts';
import { entryRef, recordRef } from './refs.ts';
import { activitySchema, callSchema, flowSchema, mailSchema, noteSchema } from './schema.ts';
import { clockMs, dueInstant, instant } from './time.ts';

/** The vendor's standard activity types; companies add their own, which are `other` with the vendor's word as outcome. */
const KINDS: ReadonlyMap<string, Activity['kind']> = new Map([
  ['call', 'call'],
  ['meeting', 'meeting'],
  ['lunch', 'meeting'],
  ['task', 'task'],
  ['deadline', 'task'],
  ['email', 'email'],
]);

/**
 * One entry of a timeline. Takes the thing itself (`native` activity, note, mailMessage, call) or an envelope of the flow
 * `{object, timestamp, data}`, whose timestamp then says when it happened. Total.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const entry = v.parse(flowSchema, raw);
  const wrapped = entry.object !== undefined && typeof entry.data === 'object' && entry.data !== null;
  const at = wrapped ? instant(entry.timestamp) : undefined;
  const activity = unwrapped(wrapped ? (entry.object ?? native) : native, wrapped ? entry.data : raw, connection);
  return compact({ ...activity, at: at ?? activity.at ?? 0 });
}

function unwrapped(native: string, raw: unknown, connection: Connection): Loose {
  const word = native.toLowerCase().replace(/s$/, '');
  if (word === 'note') return fromNote(raw, connection);
  if (word.startsWith('mailmessage')) return fromMail(raw, connection);
  if (word === 'call' || word === 'calllog') return fromCall(raw, connection);
  return fromActivity(raw, connection);
}

function fromActivity(raw: unknown, connection: Connection): Loose {
  const row = v.parse(activitySchema, raw);
  const primary = row.participants?.find((each) => each.primary ?? each.primary_flag)?.person_id ?? row.person_id;
  const others = (row.participants ?? []).map((each) => each.person_id);
  const dueAt = dueInstant(row.due_date, row.due_time, connection.timeZone);
  const kind = KINDS.get(row.type?.toLowerCase() ?? '') ?? 'other';
  return {
    ref: entryRef(connection, 'activity', row.id ?? ''),
    kind,
    at: dueAt ?? instant(row.add_time),
    title: row.subject,
    text: plain(row.note) ?? plain(row.public_description),
    outcome: kind === 'other' ? row.type : undefined,
    durationMs: clockMs(row.duration),
    dueAt,
    done: row.done,
    ownerId: row.owner_id ?? row.assigned_to_user_id ?? row.user_id,
    on: on(connection, { people: [primary, row.person_id, ...others], ...row }),
  };
}

function fromNote(raw: unknown, connection: Connection): Loose {
  const row = v.parse(noteSchema, raw);
  return {
    ref: entryRef(connection, 'note', row.id ?? ''),
    kind: 'note',
    at: instant(row.add_time),
    text: plain(row.content),
    ownerId: row.user_id,
    on: on(connection, { people: [row.person_id], ...row }),
  };
}

function fromMail(raw: unknown, connection: Connection): Loose {
  const row = v.parse(mailSchema, raw);
  const parties = [...(row.from ?? []), ...(row.to ?? []), ...(row.cc ?? [])];
  return {
    ref: entryRef(connection, 'mailMessage', row.id ?? ''),
    kind: 'email',
    at: instant(row.message_time) ?? instant(row.add_time),
    title: row.subject,
    text: plain(row.snippet),
    direction: row.sent_flag === undefined ? undefined : row.sent_flag ? 'out' : 'in',
    outcome: row.mail_tracking_status,
    ownerId: row.user_id,
    on: on(connection, { people: parties.map((each) => each.linked_person_id), ...row }),
  };
}

function fromCall(raw: unknown, connection: Connection): Loose {
  const row = v.parse(callSchema, raw);
  const lengthMs = (instant(row.end_time) ?? 0) - (instant(row.start_time) ?? 0);
  const durationMs = row.duration !== undefined && row.duration > 0 ? row.duration * 1000 : lengthMs;
  return {
    ref: entryRef(connection, 'call', row.id ?? ''),
    kind: 'call',
    at: instant(row.start_time),
    title: row.subject,
    text: plain(row.note),
    outcome: row.outcome,
    durationMs: durationMs > 0 ? durationMs : undefined,
    done: true,
    ownerId: row.user_id,
    on: on(connection, { people: [row.person_id], ...row }),
  };
}

type Maybe<T> = { [K in keyof T]?: T[K] | undefined };
type Loose = Maybe<Omit<Activity, 'ref' | 'kind' | 'on'>> & Pick<Activity, 'ref' | 'kind' | 'on'>;
interface Targets {
  people: (string | undefined)[];
  org_id?: string | undefined;
  deal_id?: string | undefined;
  lead_id?: string | undefined;
}

function on(connection: Connection, targets: Targets): RecordRef[] {
  const people = [...new Set(targets.people.filter((each) => each !== undefined))];
  return [
    ...people.map((id) => recordRef(connection, 'person', id)),
    ...(targets.org_id === undefined ? [] : [recordRef(connection, 'organization', targets.org_id)]),
    ...(targets.deal_id === undefined ? [] : [recordRef(connection, 'deal', targets.deal_id)]),
    ...(targets.lead_id === undefined ? [] : [recordRef(connection, 'lead', targets.lead_id)]),
  ];
}

function plain(html: string | undefined): string | undefined {
  return html === undefined ? undefined : htmlToText(html) || undefined;
}

function compact(activity: Loose & { at: number }): Activity {
  return withoutUndefined(activity) as unknown as Activity;
}
