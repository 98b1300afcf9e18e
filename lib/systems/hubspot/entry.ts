import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { created } from '../edits.ts';
import { clocked, notBefore, requireOrder, wordsOf } from '../entries.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { defined, phrase } from '../values.ts';
import { receiptOf } from '../writes.ts';
import { createObject, linkedIds, readBatch } from './api.ts';
import { recordUrl } from './map.ts';
import { dispositionOf } from './map-activity.ts';
import { CALL, MEETING, NOTE, type ObjectType, TASK } from './objects.ts';
import { filesOf, refTo } from './refs.ts';
import type { HubspotObject } from './schema.ts';
import { associationsOf, type Target, targetsOf } from './targets.ts';
import { higherId, iso, sameValue, time } from './values.ts';

/** Actions that become an entry of a timeline. */
export type EntryAction = Extract<Action, { kind: 'note' | 'task' | 'call' | 'meeting' }>;

/** An entry as it is to be made, and what tells it from others where HubSpot kept no key. */
export interface Entry {
  type: ObjectType;
  on: RecordRef[];
  at: number;
  properties: Record<string, string>;
  /** The property that holds the text, and the text. */
  body: string;
  text: string;
  /** Properties that are compared; what the rep may have changed since (status, priority) is not. */
  told: readonly string[];
}

/** Where the idempotency key travels: a property of every engagement that HubSpot shows nowhere. See `quality.md`. */
const MARKER = 'hs_unique_id';
/** HubSpot's limit for a body, after escaping. */
const MAX_BODY_CHARS = 65_536;
/** Newest entries of the record that `confirm` looks through: far more than are logged while one write is in doubt. */
const CONFIRM_AMONG = 200;
/** How far HubSpot's clock and the rep's may be apart. */
const SKEW_MS = 300_000;
const PRIORITIES = { low: 'LOW', normal: 'MEDIUM', high: 'HIGH' } as const;

/**
 * Logs an entry on all records of this account that it belongs to, in one request. A request that a broken connection doubled is
 * refused by accounts that keep keys apart: then the first one has landed.
 */
export async function createEntry(entry: Entry, key: string, io: Io): Promise<Receipt> {
  const targets = targetsOf(entry.on, io);
  const body = { properties: entry.properties, associations: await associationsOf(entry.type, targets, io) };
  try {
    const made = await createObject(io, entry.type, { ...body, properties: { ...body.properties, [MARKER]: key } });
    return entryReceipt(entry.type, [made], targets, io);
  } catch (error) {
    if (!(error instanceof SystemError) || !isAboutKey(error)) throw error;
    const landed = await confirmEntry(entry, key, io);
    if (landed) return landed;
    if (error.kind === 'conflict') throw error;
    // An account without the property: a 400 is certain not to have made anything.
    return entryReceipt(entry.type, [await createObject(io, entry.type, body)], targets, io);
  }
}

/**
 * Reads what hangs on the first target by id, which sees a write at once; the search index does not. Entries are ours by their key
 * (several, when the request was doubled on its way); where HubSpot kept no key, by rep's time and all that was written, which
 * together are as good as one.
 */
export async function confirmEntry(entry: Entry, key: string, io: Io): Promise<Receipt | undefined> {
  const targets = targetsOf(entry.on, io);
  const { io: asked, serverNow } = clocked(io);
  const found = await newestOf(entry.type, targets[0], asked);
  const from = notBefore(entry.at, serverNow(), io);
  const marked = found.filter((each) => each.properties[MARKER] === key);
  const alike = marked.length > 0 ? marked : found.filter((each) => isSame(entry, each, from, io)).slice(0, 1);
  return alike.length > 0 ? entryReceipt(entry.type, alike, targets, io) : undefined;
}

/** The newest objects of one type that hang on a record, oldest of them first. */
export async function newestOf(type: ObjectType, { type: on, ref }: Target, io: Io): Promise<HubspotObject[]> {
  const ids = await linkedIds(io, on, ref.id, type);
  const newest = ids.sort(higherId).slice(0, CONFIRM_AMONG);
  const read = newest.length === 0 ? [] : await readBatch(io, type, newest);
  return read.sort((a, b) => newest.indexOf(b.id) - newest.indexOf(a.id));
}

/** Was it made after the rep asked for it, by HubSpot's clock? */
export function isRecent(object: HubspotObject, from: number): boolean {
  const { hs_createdate, createdate } = object.properties;
  return (time(hs_createdate) ?? time(createdate) ?? time(object.createdAt) ?? 0) >= from - SKEW_MS;
}

function isAboutKey({ kind, field }: SystemError): boolean {
  return kind === 'conflict' || (kind === 'invalid' && field === MARKER);
}

/** What is to be written for an action. @throws SystemError `invalid` for one without words or with times that are none. */
export function entryOf(action: EntryAction, io: Io): Entry {
  const { at, on, text = '' } = action;
  const ownerId = (action.kind === 'task' ? action.ownerId : undefined) ?? (io.connection.userId || undefined);
  const make = (type: ObjectType, when: number, told: Record<string, string | undefined>, rest: Record<string, string> = {}): Entry => {
    const body = `hs_${action.kind}_body`;
    const all = { [body]: bodyOf(text), hs_timestamp: iso(when), ...told, ...rest, hubspot_owner_id: ownerId };
    const properties = defined(all) as Record<string, string>;
    return { type, on, at, body, text, told: ['hs_timestamp', ...Object.keys(told)], properties };
  };
  switch (action.kind) {
    case 'note':
      wordsOf(text, 'text');
      return make(NOTE, at, {});
    case 'task':
      return make(TASK, action.dueAt ?? at, { hs_task_subject: wordsOf(action.title, 'title') }, taskProperties(action));
    case 'call':
      return make(CALL, at, callProperties(action), { hs_call_status: 'COMPLETED' });
    case 'meeting': {
      const outcome = action.endAt <= io.now() ? 'COMPLETED' : 'SCHEDULED';
      const entry = make(MEETING, action.startAt, meetingProperties(action), { hs_meeting_outcome: outcome });
      return { ...entry, on: [...on, ...action.attendees] };
    }
  }
}

function taskProperties({ priority }: Extract<Action, { kind: 'task' }>): Record<string, string> {
  return { hs_task_status: 'NOT_STARTED', hs_task_priority: priority ? PRIORITIES[priority] : 'NONE', hs_task_type: 'TODO' };
}

/** An outcome HubSpot has no word for becomes the title: outcomes of an account's own are known by their GUID only. */
function callProperties({ direction, durationMs, outcome }: Extract<Action, { kind: 'call' }>): Record<string, string | undefined> {
  const disposition = dispositionOf(phrase(outcome) ?? '');
  return {
    hs_call_title: disposition ? undefined : phrase(outcome),
    hs_call_direction: direction === 'in' ? 'INBOUND' : 'OUTBOUND',
    hs_call_duration: durationMs === undefined ? undefined : String(Math.max(0, Math.round(durationMs))),
    hs_call_disposition: disposition,
  };
}

function meetingProperties(action: Extract<Action, { kind: 'meeting' }>): Record<string, string> {
  requireOrder(action);
  const { title, startAt, endAt } = action;
  return { hs_meeting_title: wordsOf(title, 'title'), hs_meeting_start_time: iso(startAt), hs_meeting_end_time: iso(endAt) };
}

function bodyOf(text: string): string {
  const html = textToHtml(text);
  if (html.length > MAX_BODY_CHARS) throw new SystemError('invalid', { field: 'text', code: 'too-long' });
  return html;
}

function isSame(entry: Entry, object: HubspotObject, from: number, io: Io): boolean {
  const p = object.properties;
  const owner = io.connection.userId;
  if (p[MARKER] || (entry.type !== TASK && owner && p.hubspot_owner_id && p.hubspot_owner_id !== owner)) return false;
  if (!isRecent(object, from)) return false;
  return entry.told.every((name) => sameValue(p[name], entry.properties[name])) && sameText(p[entry.body], entry.text);
}

/** HubSpot may wrap a body in tags of its own: compared as text. */
function sameText(html: unknown, text: string): boolean {
  return htmlToText(phrase(html) ?? '') === htmlToText(textToHtml(text));
}

function entryReceipt(type: ObjectType, made: readonly HubspotObject[], [first]: readonly Target[], io: Io): Receipt {
  const entries = made.map(({ id }) => refTo(type, id, io.connection));
  const refs = [...entries, ...made.flatMap(({ properties }) => filesOf(properties, io.connection))];
  const receipt = receiptOf(refs, io, first && recordUrl(first.ref, io.connection), created());
  return { ...receipt, at: time(made[0]?.createdAt) ?? io.now() };
}
