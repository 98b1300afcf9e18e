import * as v from 'valibot';
import { type Action, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { fetchActivities, fetchNotes, fetchOne, patchActivity, postActivity, postNote } from './api.ts';
import { entryRef, kindOf, recordUrl } from './refs.ts';
import { activitySchema, noteSchema } from './schema.ts';
import { dueFields, instant, v1Stamp } from './time.ts';

type Note = Extract<Action, { kind: 'note' }>;
type Task = Extract<Action, { kind: 'task' }>;
type TaskChange = Extract<Action, { kind: 'task-change' }>;
type Target = 'person_id' | 'org_id' | 'deal_id' | 'lead_id';
type Targets = Partial<Record<Target, number | string>>;

const KEYS = { person: 'person_id', organization: 'org_id', deal: 'deal_id', lead: 'lead_id' } as const;
/** The narrowest list first: where confirm looks for what it wrote. */
const NARROW: readonly Target[] = ['lead_id', 'deal_id', 'person_id', 'org_id'];
/** What confirm reads back: the newest rows of one record. */
const CONFIRM_ROWS = 100;
/** A task cannot be older than the click that made it; the server's clock may be read this much off. */
const CLOCK_SLACK_MS = 30_000;
const MAX_SUBJECT = 255;

/** Performs one write. @throws SystemError `invalid` with code `no-target` when no record of this account is meant. */
export async function perform(action: Action, io: Io): Promise<Receipt> {
  if (action.kind === 'note') return asReceipt(action, 'note', await postNote(io, notePayload(action, io)), io);
  if (action.kind === 'task') return asReceipt(action, 'activity', await postActivity(io, taskPayload(action, io)), io);
  if (action.kind === 'task-change') {
    await patchActivity(io, activityId(action, io), changePayload(action));
    return { refs: [action.task], at: io.now() };
  }
  throw new SystemError('invalid', { code: 'unsupported' });
}

/** Looks for an unanswered write in the record's own lists, which the database answers: never through the search. */
export async function confirm(action: Action, io: Io): Promise<Receipt | undefined> {
  if (action.kind === 'note') return confirmNote(action, io);
  if (action.kind === 'task') return confirmTask(action, io);
  if (action.kind === 'task-change') return confirmChange(action, io);
  throw new SystemError('invalid', { code: 'unsupported' });
}

/** `add_time` is when the rep wrote it: true for readers, and to the second the mark by which confirm knows its own. */
function notePayload(action: Note, io: Io) {
  return { content: textToHtml(action.text), add_time: v1Stamp(action.at), ...targetsOf(action, io) };
}

async function confirmNote(action: Note, io: Io): Promise<Receipt | undefined> {
  const wanted = notePayload(action, io);
  const { rows } = await fetchNotes(io, {
    ...narrowest(wanted),
    limit: CONFIRM_ROWS,
  });
  const found = rows
    .map((row) => v.parse(noteSchema, row))
    .find(
      (row) =>
        row.add_time === wanted.add_time &&
        mine(row.user_id, io) &&
        linksAgree(row, wanted) &&
        reads(row.content) === reads(wanted.content),
    );
  return found && asReceipt(action, 'note', found, io);
}

function taskPayload(action: Task, io: Io) {
  const { person_id: person, ...targets } = targetsOf(action, io);
  const owner = numeric(action.ownerId ?? io.connection.userId);
  return {
    subject: action.title.trim().slice(0, MAX_SUBJECT),
    type: 'task',
    done: false,
    ...targets,
    ...(person !== undefined && { participants: [{ person_id: person, primary: true }] }),
    ...(owner !== undefined && { owner_id: owner }),
    ...(action.text !== undefined && action.text.trim() !== '' && { note: textToHtml(action.text) }),
    ...(action.dueAt !== undefined && dueFields(action.dueAt, action.allDay, io.connection.timeZone)),
  };
}

async function confirmTask(action: Task, io: Io): Promise<Receipt | undefined> {
  const wanted = taskPayload(action, io);
  const targets = targetsOf(action, io);
  const { rows, serverNow } = await fetchActivities(io, { ...narrowest(targets), sort_by: 'add_time', limit: CONFIRM_ROWS });
  const notBefore = action.at + (serverNow === undefined ? 0 : serverNow - io.now()) - CLOCK_SLACK_MS;
  const found = rows
    .map((row) => v.parse(activitySchema, row))
    .find(
      (row) =>
        (instant(row.add_time) ?? 0) >= notBefore &&
        row.subject === wanted.subject &&
        row.type === wanted.type &&
        (wanted.owner_id === undefined || row.owner_id === String(wanted.owner_id)) &&
        (wanted.due_date === undefined || row.due_date === wanted.due_date) &&
        (wanted.due_time ?? '').slice(0, 5) === (row.due_time ?? '').slice(0, 5) &&
        reads(row.note) === reads(wanted.note) &&
        linksAgree(
          { ...row, person_id: row.participants?.find((each) => each.primary ?? each.primary_flag)?.person_id ?? row.person_id },
          targets,
        ),
    );
  return found && asReceipt(action, 'activity', found, io);
}

function changePayload(action: TaskChange) {
  return {
    ...(action.done !== undefined && { done: action.done }),
    ...(action.dueAt !== undefined && dueFields(action.dueAt, false, undefined)),
  };
}

async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const row = v.parse(activitySchema, await fetchOne(io, 'activities', activityId(action, io)));
  const wanted = changePayload(action);
  const landed =
    (wanted.done === undefined || row.done === wanted.done) &&
    (wanted.due_date === undefined ||
      (row.due_date === wanted.due_date && (row.due_time ?? '').slice(0, 5) === wanted.due_time?.slice(0, 5)));
  return landed ? { refs: [action.task], at: io.now() } : undefined;
}

function activityId(action: TaskChange, io: Io): string {
  const { task } = action;
  const known =
    task.system === 'pipedrive' && task.account === io.connection.account && task.object === 'activity' && /^\d+$/.test(task.id);
  if (!known) throw new SystemError('invalid', { code: 'no-target' });
  return task.id;
}

/** One record of each type can be named; of several of one type the first. */
function targetsOf(action: Action, io: Io): Targets {
  const own = action.on.filter((ref) => ref.system === 'pipedrive' && ref.account === io.connection.account);
  const targets: Targets = {};
  for (const ref of own) {
    const kind = kindOf(ref);
    const id = kind === 'lead' ? ref.id : numeric(ref.id);
    if (kind !== undefined && id !== undefined) targets[KEYS[kind]] ??= id;
  }
  if (Object.keys(targets).length === 0) throw new SystemError('invalid', { code: 'no-target' });
  return targets;
}

function narrowest(targets: Targets): Partial<Record<Target, string>> {
  const key = NARROW.find((each) => targets[each] !== undefined);
  return key === undefined ? {} : { [key]: String(targets[key]) };
}

/** v2 refuses numbers written as strings, so an id goes out as a number or not at all. */
function numeric(id: string | undefined): number | undefined {
  const value = id !== undefined && /^\d{1,16}$/.test(id) ? Number(id) : Number.NaN;
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** The vendor may add links of its own (a deal's organization); those we asked for must be there. */
function linksAgree(row: Partial<Record<Target, string | undefined>>, targets: Targets): boolean {
  return NARROW.every((key) => targets[key] === undefined || row[key] === String(targets[key]));
}

function mine(userId: string | undefined, io: Io): boolean {
  return io.connection.userId === undefined || userId === undefined || userId === io.connection.userId;
}

/** What a reader sees of HTML, without the vendor's taste in markup and white space. */
function reads(html: string | undefined): string {
  return htmlToText(html ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** @throws SystemError `unknown-outcome` when the vendor said yes without naming what it made. */
function asReceipt(action: Action, native: 'note' | 'activity', row: unknown, io: Io): Receipt {
  const { id } = v.parse(noteSchema, row);
  if (id === undefined) throw new SystemError('unknown-outcome', { code: 'no-id' });
  const url = pageOf(action.on, io);
  return {
    refs: [entryRef(io.connection, native, id)],
    at: io.now(),
    ...(url !== undefined && { url: native === 'activity' ? `${url}#dialog/activity/${id}` : url }),
  };
}

function pageOf(on: readonly RecordRef[], io: Io): string | undefined {
  const first = on.find((ref) => ref.system === 'pipedrive' && ref.account === io.connection.account && kindOf(ref) !== undefined);
  return first && recordUrl(first, io.connection);
}
