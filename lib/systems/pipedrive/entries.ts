import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { firstLine, isOurs, notBefore, reads } from '../entries.ts';
import { htmlToText, textToHtml } from '../html-text.ts';
import { fetchActivities, fetchNotes, postActivity, postNote } from './api.ts';
import { entryRef, recordUrl } from './refs.ts';
import { activitySchema, noteSchema } from './schema.ts';
import { linksAgree, narrowest, numeric, ownRefs, targetsOf } from './targets.ts';
import { clock, clockMs, dueFields, instant, v1Stamp } from './time.ts';
import { CREATED } from './undo.ts';

type Note = Extract<Action, { kind: 'note' }>;
type Task = Extract<Action, { kind: 'task' }>;
type Call = Extract<Action, { kind: 'call' }>;

/** What confirm reads back: the newest rows of one record. */
const CONFIRM_ROWS = 100;
const MAX_SUBJECT = 255;

/** Writes a note. @throws SystemError `invalid` with code `no-target` when no record of this account is meant. */
export async function writeNote(action: Note, io: Io): Promise<Receipt> {
  return asReceipt(action, 'note', await postNote(io, notePayload(action, io)), io);
}

/** `add_time` is when the rep wrote it: true for readers, and to the second the mark by which confirm knows its own. */
function notePayload(action: Note, io: Io) {
  return { content: textToHtml(action.text), add_time: v1Stamp(action.at), ...targetsOf(action, io) };
}

/** Looks in the record's own list, which the database answers: never in the search index. All copies there are. */
export async function confirmNote(action: Note, io: Io): Promise<Receipt | undefined> {
  const wanted = notePayload(action, io);
  const { rows } = await fetchNotes(io, { ...narrowest(wanted), limit: CONFIRM_ROWS });
  const found = rows
    .map((row) => v.parse(noteSchema, row))
    .filter(
      (row) =>
        row.add_time === wanted.add_time &&
        isOurs(row.user_id, io) &&
        linksAgree(row, wanted) &&
        shown(row.content) === shown(wanted.content),
    );
  return landed(action, 'note', found, io);
}

/** Writes a task, or a call as an activity that is done. @throws SystemError `invalid` with code `no-target`. */
export async function writeActivity(action: Task | Call, io: Io): Promise<Receipt> {
  return asReceipt(action, 'activity', await postActivity(io, activityPayload(action, io)), io);
}

interface Payload {
  subject?: string;
  type: 'task' | 'call';
  done: boolean;
  owner_id?: number;
  note?: string;
  due_date?: string;
  due_time?: string;
  duration?: string;
}

function activityPayload(action: Task | Call, io: Io): Payload & Record<string, unknown> {
  const { person_id: person, ...targets } = targetsOf(action, io);
  const owner = numeric((action.kind === 'task' ? action.ownerId : undefined) ?? io.connection.userId);
  return {
    ...(action.kind === 'task' ? taskFacts(action, io) : callFacts(action)),
    ...targets,
    ...(person !== undefined && { participants: [{ person_id: person, primary: true }] }),
    ...(owner !== undefined && { owner_id: owner }),
    ...(action.text !== undefined && action.text.trim() !== '' && { note: textToHtml(action.text) }),
  };
}

function taskFacts(action: Task, io: Io): Payload {
  return {
    subject: action.title.trim().slice(0, MAX_SUBJECT),
    type: 'task',
    done: false,
    ...(action.dueAt !== undefined && dueFields(action.dueAt, action.allDay, io.connection.timeZone)),
  };
}

/** Stands where it took place. Without a subject the vendor writes its own word; lengths are whole minutes. */
function callFacts(action: Call): Payload {
  const subject = (action.outcome?.trim() || firstLine(action.text))?.slice(0, MAX_SUBJECT);
  return {
    ...(subject && { subject }),
    type: 'call',
    done: true,
    ...dueFields(action.at, false, undefined),
    ...(action.durationMs !== undefined && { duration: clock(action.durationMs) }),
  };
}

/** Finds an activity, and all its copies, by what was written, and by not being older than the click. */
export async function confirmActivity(action: Task | Call, io: Io): Promise<Receipt | undefined> {
  const wanted = activityPayload(action, io);
  const targets = targetsOf(action, io);
  const { rows, serverNow } = await fetchActivities(io, { ...narrowest(targets), sort_by: 'add_time', limit: CONFIRM_ROWS });
  const from = notBefore(action.at, serverNow, io);
  const found = rows
    .map((row) => v.parse(activitySchema, row))
    .filter(
      (row) =>
        (instant(row.add_time) ?? 0) >= from &&
        (wanted.subject === undefined || row.subject === wanted.subject) &&
        row.type === wanted.type &&
        (wanted.owner_id === undefined || row.owner_id === String(wanted.owner_id)) &&
        (wanted.due_date === undefined || row.due_date === wanted.due_date) &&
        (wanted.due_time ?? '').slice(0, 5) === (row.due_time ?? '').slice(0, 5) &&
        clockMs(wanted.duration) === clockMs(row.duration) &&
        shown(row.note) === shown(wanted.note) &&
        linksAgree(
          { ...row, person_id: row.participants?.find((each) => each.primary ?? each.primary_flag)?.person_id ?? row.person_id },
          targets,
        ),
    );
  return landed(action, 'activity', found, io);
}

/** What a reader sees of HTML, without the vendor's taste in markup and white space. */
function shown(html: string | undefined): string {
  return reads(htmlToText(html ?? ''));
}

type Native = 'note' | 'activity';

/** @throws SystemError `unknown-outcome` when the vendor said yes without naming what it made. */
function asReceipt(action: Action, native: Native, row: unknown, io: Io): Receipt {
  const receipt = landed(action, native, [v.parse(noteSchema, row)], io);
  if (!receipt) throw new SystemError('unknown-outcome', { code: 'no-id' });
  return receipt;
}

function landed(action: Action, native: Native, rows: readonly { id?: string | undefined }[], io: Io): Receipt | undefined {
  const ids = rows.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return undefined;
  const [first] = ownRefs(action.on, io);
  const url = first && recordUrl(first, io.connection);
  return {
    refs: ids.map((id) => entryRef(io.connection, native, id)),
    at: io.now(),
    ...(url !== undefined && { url: native === 'activity' ? `${url}#dialog/activity/${ids[0]}` : url }),
    before: CREATED,
  };
}
