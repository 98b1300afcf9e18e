import { SystemError } from '../../model/errors.ts';
import type { RecordRef } from '../../model/records.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { createObject, linkedIds, type NewObject, readBatch } from './api.ts';
import { recordUrl } from './map.ts';
import { dispositionOf } from './map-activity.ts';
import { CREATED } from './memory.ts';
import { associationTypeId, CALL, NOTE, type ObjectType, TASK } from './objects.ts';
import type { HubspotObject } from './schema.ts';
import { type Target, targetsOf } from './targets.ts';
import { iso, phrase, sameValue, time } from './values.ts';

type Entry = Extract<Action, { kind: 'note' | 'task' | 'call' }>;

/** Where the idempotency key travels: a property of every engagement that HubSpot shows nowhere. See `quality.md`. */
const MARKER = 'hs_unique_id';
/** HubSpot's limit for a body, after escaping. */
const MAX_BODY_CHARS = 65_536;
/** Newest entries of the record that `confirm` looks through: far more than are logged while one write is in doubt. */
const CONFIRM_AMONG = 200;
/** How far HubSpot's clock and the rep's may be apart. */
const SKEW_MS = 300_000;
const TYPES = { note: NOTE, task: TASK, call: CALL } as const;
const PRIORITIES = { low: 'LOW', normal: 'MEDIUM', high: 'HIGH' } as const;

/** Logs a note, task or call, in one request on all records of this account that it belongs to. */
export async function createEntry(entry: Entry, key: string, io: Io): Promise<Receipt> {
  checkWords(entry);
  const type = TYPES[entry.kind];
  const targets = targetsOf(entry, io, type);
  const made = await createMarked(io, type, { properties: propertiesOf(entry, io), associations: associationsOf(type, targets) }, key);
  return receiptOf(type, made, targets, io);
}

/**
 * Reads what hangs on the first target by id, which sees a write at once; the search index does not. An entry is ours by its key;
 * where HubSpot kept no key, by rep's time and all that was written, which together are as good as one.
 */
export async function confirmEntry(entry: Entry, key: string, io: Io): Promise<Receipt | undefined> {
  checkWords(entry);
  const type = TYPES[entry.kind];
  const targets = targetsOf(entry, io, type);
  const ids = await linkedIds(io, targets[0].type, targets[0].ref.id, type);
  const newest = ids.sort((a, b) => b.length - a.length || (a < b ? 1 : -1)).slice(0, CONFIRM_AMONG);
  const candidates = newest.length === 0 ? [] : await readBatch(io, type, newest);
  const ours = candidates.find((each) => each.properties[MARKER] === key) ?? candidates.find((each) => isSame(entry, each, io));
  return ours && receiptOf(type, ours, targets, io);
}

/** An account whose HubSpot refuses the marker gets the entry without it: a 400 is certain not to have made anything. */
async function createMarked(io: Io, type: ObjectType, body: NewObject, key: string): Promise<HubspotObject> {
  const marked = { ...body, properties: { ...body.properties, [MARKER]: key } };
  return createObject(io, type, marked).catch((error: unknown) => {
    if (error instanceof SystemError && error.kind === 'invalid' && error.field === MARKER) return createObject(io, type, body);
    throw error;
  });
}

function propertiesOf(entry: Entry, io: Io): Record<string, string> {
  const ownerId = entry.kind === 'task' ? (entry.ownerId ?? io.connection.userId) : io.connection.userId;
  return { ...contentOf(entry), ...(ownerId && { hubspot_owner_id: ownerId }) };
}

function contentOf(entry: Entry): Record<string, string> {
  switch (entry.kind) {
    case 'note':
      return { hs_timestamp: iso(entry.at), hs_note_body: body(entry.text) };
    case 'task':
      return {
        hs_timestamp: iso(entry.dueAt ?? entry.at),
        hs_task_subject: entry.title,
        hs_task_body: body(entry.text ?? ''),
        hs_task_status: 'NOT_STARTED',
        hs_task_priority: entry.priority ? PRIORITIES[entry.priority] : 'NONE',
        hs_task_type: 'TODO',
      };
    case 'call':
      return callContent(entry);
  }
}

/** An outcome HubSpot has no word for becomes the title: outcomes of an account's own are known by their GUID only. */
function callContent(call: Extract<Entry, { kind: 'call' }>): Record<string, string> {
  const outcome = phrase(call.outcome);
  const disposition = outcome === undefined ? undefined : dispositionOf(outcome);
  return {
    hs_timestamp: iso(call.at),
    hs_call_body: body(call.text ?? ''),
    hs_call_direction: call.direction === 'in' ? 'INBOUND' : 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    ...(call.durationMs !== undefined && { hs_call_duration: String(Math.max(0, Math.round(call.durationMs))) }),
    ...(disposition !== undefined ? { hs_call_disposition: disposition } : outcome !== undefined && { hs_call_title: outcome }),
  };
}

function body(text: string): string {
  const html = textToHtml(text);
  if (html.length > MAX_BODY_CHARS) throw new SystemError('invalid', { field: 'text', code: 'too-long' });
  return html;
}

/** What the rep may have changed since (status, priority) is not compared. */
const COMPARED: Readonly<Record<Entry['kind'], readonly string[]>> = {
  note: ['hs_timestamp'],
  task: ['hs_timestamp', 'hs_task_subject'],
  call: ['hs_timestamp', 'hs_call_title', 'hs_call_direction', 'hs_call_duration', 'hs_call_disposition'],
};
const BODIES = { note: 'hs_note_body', task: 'hs_task_body', call: 'hs_call_body' } as const;

function isSame(entry: Entry, object: HubspotObject, io: Io): boolean {
  const p = object.properties;
  const owner = io.connection.userId;
  if (p[MARKER] || (entry.kind !== 'task' && owner && p.hubspot_owner_id && p.hubspot_owner_id !== owner)) return false;
  const createdAt = time(p.hs_createdate) ?? time(object.createdAt) ?? 0;
  if (createdAt < entry.at - SKEW_MS) return false;
  const content = contentOf(entry);
  return COMPARED[entry.kind].every((name) => sameValue(p[name], content[name])) && sameText(p[BODIES[entry.kind]], entry.text ?? '');
}

/** HubSpot may wrap a body in tags of its own: compared as text. */
function sameText(html: unknown, text: string): boolean {
  return htmlToText(phrase(html) ?? '') === htmlToText(textToHtml(text));
}

/** @throws SystemError `invalid` with code `empty` for a note without text or a task without title; a call may say nothing. */
function checkWords(entry: Entry): void {
  if (entry.kind === 'note' && !phrase(entry.text)) throw new SystemError('invalid', { field: 'text', code: 'empty' });
  if (entry.kind === 'task' && !phrase(entry.title)) throw new SystemError('invalid', { field: 'title', code: 'empty' });
}

function associationsOf(entry: ObjectType, targets: readonly Target[]): NewObject['associations'] {
  return targets.flatMap(({ ref, type }) => {
    const id = associationTypeId(entry, type);
    return id === undefined
      ? []
      : [{ to: { id: ref.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED' as const, associationTypeId: id }] }];
  });
}

function receiptOf(type: ObjectType, made: HubspotObject, [first]: readonly Target[], io: Io): Receipt {
  const ref: RecordRef = { system: 'hubspot', account: io.connection.account, object: 'activity', native: type.native, id: made.id };
  const url = first && recordUrl(first.ref, io.connection);
  return { refs: [ref], ...(url !== undefined && { url }), at: time(made.createdAt) ?? io.now(), before: CREATED };
}
