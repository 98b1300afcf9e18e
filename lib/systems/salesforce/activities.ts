import type { Activity, Connection, RecordRef } from '../contract.ts';
import { htmlToText } from '../html-text.ts';
import { unmarked } from '../marks.ts';
import { defined, distinctBy, objectOf, phrase, quantity } from '../values.ts';
import { toId18 } from './ids.ts';
import { refOfId, refTo } from './refs.ts';
import { readDay, readTime, writeDay } from './time.ts';

type Raw = ReturnType<typeof objectOf>;
/** By `TaskSubtype`, and by `Type`, where the org has the field and its English values. */
const KINDS: ReadonlyMap<unknown, Activity['kind']> = new Map([
  ['Call', 'call'],
  ['Email', 'email'],
  ['ListEmail', 'email'],
  ['Meeting', 'meeting'],
]);
const DIRECTIONS: ReadonlyMap<unknown, 'in' | 'out'> = new Map([
  ['Inbound', 'in'],
  ['Outbound', 'out'],
]);

/**
 * A Task, Event, EmailMessage, ContentNote (or its ContentDocumentLink row), or classic Note → an activity. Total.
 * A task's `at` is when it was made, an event's when it starts.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const row = objectOf(raw);
  if (native === 'Event') return event(row, connection);
  if (native === 'EmailMessage') return email(row, connection);
  if (native === 'ContentDocumentLink') return linkedNote(row, connection);
  if (native === 'ContentNote' || native === 'Note') return note(native, row, connection);
  return task(native, row, connection);
}

function task(native: string, row: Raw, connection: Connection): Activity {
  const kind = native === 'Task' ? taskKind(row) : 'other';
  const seconds = quantity(row.CallDurationInSeconds);
  const called = DIRECTIONS.get(row.CallType);
  return {
    ...base(native, row, connection, readTime(row.CreatedDate) ?? readDay(row.ActivityDate, connection.timeZone)),
    kind,
    ...defined({
      title: title(row.Subject),
      text: phrase(row.Description),
      direction: called ?? (kind === 'email' ? written(row) : undefined),
      outcome: phrase(row.CallDisposition),
      durationMs: seconds === undefined ? undefined : seconds * 1000,
      dueAt: kind === 'task' ? due(row, connection) : undefined,
      done: typeof row.IsClosed === 'boolean' ? row.IsClosed : undefined,
    }),
  };
}

/** Who wrote a message; unknown where nobody told. */
function written({ Incoming }: Raw): 'in' | 'out' | undefined {
  return typeof Incoming === 'boolean' ? (Incoming ? 'in' : 'out') : undefined;
}

function taskKind(row: Raw): Activity['kind'] {
  return KINDS.get(row.TaskSubtype) ?? (phrase(row.CallType) ? 'call' : (KINDS.get(row.Type) ?? 'task'));
}

/** A task has a due day only; a reminder on that day carries the hour. */
function due(row: Raw, connection: Connection): number | undefined {
  const day = readDay(row.ActivityDate, connection.timeZone);
  const reminder = row.IsReminderSet === true ? readTime(row.ReminderDateTime) : undefined;
  if (reminder === undefined || day === undefined) return day;
  return writeDay(reminder, connection.timeZone) === row.ActivityDate ? reminder : day;
}

function event(row: Raw, connection: Connection): Activity {
  const startAt = readTime(row.StartDateTime) ?? readDay(row.ActivityDate, connection.timeZone);
  const endAt = readTime(row.EndDateTime);
  const minutes = quantity(row.DurationInMinutes);
  const lasted = endAt !== undefined && startAt !== undefined ? endAt - startAt : undefined;
  return {
    ...base('Event', row, connection, startAt ?? readTime(row.CreatedDate)),
    kind: phrase(row.EventSubtype) === 'Call' ? 'call' : 'meeting',
    ...defined({
      title: title(row.Subject),
      text: phrase(row.Description),
      durationMs: minutes === undefined ? lasted : minutes * 60_000,
    }),
  };
}

function email(row: Raw, connection: Connection): Activity {
  const source = phrase(row.HtmlBody);
  return {
    ...base('EmailMessage', row, connection, readTime(row.MessageDate) ?? readTime(row.CreatedDate)),
    kind: 'email',
    ...defined({ title: title(row.Subject), text: phrase(row.TextBody) ?? (source && htmlToText(source)), direction: written(row) }),
  };
}

/** A note whose title is only the beginning of its text has none. */
function note(native: string, row: Raw, connection: Connection): Activity {
  const content = html(row.Content) ?? phrase(row.TextPreview) ?? phrase(row.Body);
  const name = title(row.Title);
  const repeats = name !== undefined && content?.startsWith(name.replace(/…$/, ''));
  const words = defined({ title: repeats ? undefined : name, text: content });
  return { ...base(native, row, connection, readTime(row.CreatedDate)), kind: 'note', ...words };
}

/** The note behind a ContentDocumentLink row, on the record the link is of. */
function linkedNote(row: Raw, connection: Connection): Activity {
  const document = objectOf(row.ContentDocument);
  const preview = objectOf(document.LatestPublishedVersion).TextPreview;
  const found = note('ContentNote', { ...document, TextPreview: preview, Content: row.Content, Id: row.ContentDocumentId }, connection);
  const on = refOfId(connection, row.LinkedEntityId);
  return { ...found, on: on ? [on] : [] };
}

function base(native: string, row: Raw, connection: Connection, at: number | undefined): Omit<Activity, 'kind'> {
  const owner = phrase(row.OwnerId);
  return {
    ref: { ...refTo(connection, native, phrase(row.Id) ?? ''), object: 'activity' },
    at: at ?? 0,
    ...defined({ ownerId: owner === undefined ? undefined : toId18(owner) }),
    on: on(row, connection),
  };
}

function on(row: Raw, connection: Connection): RecordRef[] {
  const refs = [row.WhoId, row.WhatId, row.RelatedToId, row.ParentId, row.AccountId].flatMap((id) => refOfId(connection, id) ?? []);
  return distinctBy(refs, ({ id }) => id);
}

function title(value: unknown): string | undefined {
  return phrase(unmarked(phrase(value) ?? ''));
}

/** A note's HTML; the API itself gives an address there, which is no content. */
const html = (value: unknown) => (typeof value === 'string' && value.includes('<') ? htmlToText(value) : undefined);
