import { SystemError } from '../../model/errors.ts';
import type { RecordRef } from '../../model/records.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { createObject, getObject, linkedIds, type NewObject, readBatch, updateObject } from './api.ts';
import { recordUrl } from './map.ts';
import { associationTypeId, NOTE, type ObjectType, TASK, typeOfKind } from './objects.ts';
import type { HubspotObject } from './schema.ts';
import { phrase, time } from './values.ts';

type Entry = Extract<Action, { kind: 'note' | 'task' }>;
type TaskChange = Extract<Action, { kind: 'task-change' }>;
interface Target {
  ref: RecordRef;
  type: ObjectType;
}

/** Where the idempotency key travels: a property of every engagement that HubSpot shows nowhere. See `quality.md`. */
const MARKER = 'hs_unique_id';
/** HubSpot's limit for a body, after escaping. */
const MAX_BODY_CHARS = 65_536;
/** Newest entries of the record that `confirm` looks through: far more than are logged while one write is in doubt. */
const CONFIRM_AMONG = 200;
/** How far HubSpot's clock and the rep's may be apart. */
const SKEW_MS = 300_000;

/** Logs a note or task on all records of this account that it belongs to, or changes a task. */
export async function perform(action: Action, key: string, io: Io): Promise<Receipt> {
  if (action.kind === 'task-change') return changeTask(action, io);
  const entry = entryOf(action);
  const targets = targetsOf(entry, io);
  const type = typeOfEntry(entry);
  const body: NewObject = { properties: propertiesOf(entry, io), associations: associationsOf(type, targets) };
  const made = await createMarked(io, type, body, key);
  return receiptOf(type, made, targets, io);
}

/**
 * Did an unanswered write land? Reads what hangs on the first target by id, which sees a write at once; the search index does not.
 * An entry is ours by its key; where HubSpot kept no key, by rep's time, text and title, which together are as good as one.
 */
export async function confirm(action: Action, key: string, io: Io): Promise<Receipt | undefined> {
  if (action.kind === 'task-change') return confirmTaskChange(action, io);
  const entry = entryOf(action);
  const targets = targetsOf(entry, io);
  const [first] = targets;
  if (!first) return undefined;
  const type = typeOfEntry(entry);
  const ids = await linkedIds(io, first.type, first.ref.id, type);
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
  const owner = ownerId ? { hubspot_owner_id: ownerId } : {};
  if (entry.kind === 'note') return { hs_timestamp: iso(entry.at), hs_note_body: body(entry.text), ...owner };
  return {
    hs_timestamp: iso(entry.dueAt ?? entry.at),
    hs_task_subject: entry.title,
    hs_task_body: body(entry.text ?? ''),
    hs_task_status: 'NOT_STARTED',
    hs_task_priority: entry.priority ? PRIORITIES[entry.priority] : 'NONE',
    hs_task_type: 'TODO',
    ...owner,
  };
}

const PRIORITIES = { low: 'LOW', normal: 'MEDIUM', high: 'HIGH' } as const;

function body(text: string): string {
  const html = textToHtml(text);
  if (html.length > MAX_BODY_CHARS) throw new SystemError('invalid', { field: 'text', code: 'too-long' });
  return html;
}

function isSame(entry: Entry, object: HubspotObject, io: Io): boolean {
  const p = object.properties;
  const owner = io.connection.userId;
  if (p[MARKER] || (entry.kind === 'note' && owner && p.hubspot_owner_id && p.hubspot_owner_id !== owner)) return false;
  const createdAt = time(p.hs_createdate) ?? time(object.createdAt) ?? 0;
  if (createdAt < entry.at - SKEW_MS) return false;
  if (entry.kind === 'note') return time(p.hs_timestamp) === entry.at && sameText(p.hs_note_body, entry.text);
  const due = time(p.hs_timestamp) === (entry.dueAt ?? entry.at);
  return due && phrase(p.hs_task_subject) === phrase(entry.title) && sameText(p.hs_task_body, entry.text ?? '');
}

/** HubSpot may wrap a body in tags of its own: compared as text. */
function sameText(html: unknown, text: string): boolean {
  return htmlToText(phrase(html) ?? '') === htmlToText(textToHtml(text));
}

async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io);
  const before = await getObject(io, TASK, id, []);
  await updateObject(io, TASK, id, changesOf(action));
  const { hs_task_status = null, hs_timestamp = null } = before.properties;
  return { ...changeReceipt(action, io), before: { hs_task_status, hs_timestamp } };
}

/** A change is there or it is not, whoever made it: repeating it does no harm. */
async function confirmTaskChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const task = await getObject(io, TASK, taskId(action, io), []);
  const { hs_task_status: status, hs_timestamp: due } = task.properties;
  const isDone = action.done === undefined || (status === 'COMPLETED') === action.done;
  const isDue = action.dueAt === undefined || time(due) === action.dueAt;
  return isDone && isDue ? changeReceipt(action, io) : undefined;
}

function changesOf(action: TaskChange): Record<string, string> {
  return {
    ...(action.done !== undefined && { hs_task_status: action.done ? 'COMPLETED' : 'NOT_STARTED' }),
    ...(action.dueAt !== undefined && { hs_timestamp: iso(action.dueAt) }),
  };
}

function changeReceipt(action: TaskChange, io: Io): Receipt {
  const [target] = ownTargets(action, io, TASK);
  const url = target && recordUrl(target.ref, io.connection);
  return { refs: [action.task], ...(url !== undefined && { url }), at: io.now() };
}

function taskId(action: TaskChange, io: Io): string {
  const { system, account, id } = action.task;
  if (system !== 'hubspot' || account !== io.connection.account) throw new SystemError('invalid', { code: 'wrong-account' });
  if (action.done === undefined && action.dueAt === undefined) throw new SystemError('invalid', { code: 'no-change' });
  return id;
}

function entryOf(action: Action): Entry {
  if (action.kind !== 'note' && action.kind !== 'task') throw new SystemError('invalid', { code: 'unsupported' });
  const field = action.kind === 'note' ? 'text' : 'title';
  if (!phrase(action.kind === 'note' ? action.text : action.title)) throw new SystemError('invalid', { field, code: 'empty' });
  return action;
}

function typeOfEntry(entry: Entry): ObjectType {
  return entry.kind === 'note' ? NOTE : TASK;
}

/** @throws SystemError `invalid` when nothing of the action belongs to this account: an entry on no record is lost. */
function targetsOf(entry: Entry, io: Io): Target[] {
  const targets = ownTargets(entry, io, typeOfEntry(entry));
  if (targets.length === 0) throw new SystemError('invalid', { field: 'on', code: 'no-target' });
  return targets;
}

function ownTargets(action: Action, io: Io, entry: ObjectType): Target[] {
  return action.on.flatMap((ref) => {
    const type = typeOfKind(ref.object);
    const ours = ref.system === 'hubspot' && ref.account === io.connection.account;
    return ours && type && associationTypeId(entry, type) !== undefined ? [{ ref, type }] : [];
  });
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
  return { refs: [ref], ...(url !== undefined && { url }), at: time(made.createdAt) ?? io.now() };
}

function iso(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) throw new SystemError('invalid', { code: 'bad-time' });
  return new Date(at).toISOString();
}
