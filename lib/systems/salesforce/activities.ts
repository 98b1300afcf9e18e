import type { Activity, Connection, RecordRef } from '../contract.ts';
import { htmlToText } from '../html-text.ts';
import { toId18 } from './ids.ts';
import { unmarked } from './mark.ts';
import { refOfId, refTo } from './refs.ts';
import { readDay, readTime, writeDay } from './time.ts';

type Raw = Readonly<Record<string, unknown>>;
/** `Type` of a task, where the org has the field and its English values. */
const TYPES: Readonly<Record<string, Activity['kind']>> = { Call: 'call', Email: 'email', Meeting: 'meeting' };
const SUBTYPES: Readonly<Record<string, Activity['kind']>> = { Call: 'call', Email: 'email', ListEmail: 'email' };

/**
 * A Task, Event, EmailMessage, ContentNote (or its ContentDocumentLink row), or classic Note → an activity. Total.
 * A task's `at` is when it was made, an event's when it starts.
 */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const row = object(raw);
  if (native === 'Event') return event(row, connection);
  if (native === 'EmailMessage') return email(row, connection);
  if (native === 'ContentDocumentLink') return linkedNote(row, connection);
  if (native === 'ContentNote' || native === 'Note') return note(native, row, connection);
  return task(native, row, connection);
}

function task(native: string, row: Raw, connection: Connection): Activity {
  const kind = native === 'Task' ? taskKind(row) : 'other';
  const seconds = row.CallDurationInSeconds;
  return {
    ...base(native, row, connection, readTime(row.CreatedDate) ?? readDay(row.ActivityDate, connection.timeZone)),
    kind,
    ...title(row.Subject),
    ...body(row.Description),
    ...(row.CallType === 'Inbound' && { direction: 'in' as const }),
    ...(row.CallType === 'Outbound' && { direction: 'out' as const }),
    ...(kind === 'email' && typeof row.Incoming === 'boolean' && { direction: row.Incoming ? ('in' as const) : ('out' as const) }),
    ...optional('outcome', text(row.CallDisposition)),
    ...optional('durationMs', typeof seconds === 'number' ? seconds * 1000 : undefined),
    ...(kind === 'task' && optional('dueAt', due(row, connection))),
    ...optional('done', typeof row.IsClosed === 'boolean' ? row.IsClosed : undefined),
  };
}

function taskKind(row: Raw): Activity['kind'] {
  const subtype = SUBTYPES[text(row.TaskSubtype) ?? ''];
  if (subtype) return subtype;
  return text(row.CallType) ? 'call' : (TYPES[text(row.Type) ?? ''] ?? 'task');
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
  const minutes = row.DurationInMinutes;
  const durationMs =
    typeof minutes === 'number' ? minutes * 60_000 : endAt !== undefined && startAt !== undefined ? endAt - startAt : undefined;
  return {
    ...base('Event', row, connection, startAt ?? readTime(row.CreatedDate)),
    kind: text(row.EventSubtype) === 'Call' ? 'call' : 'meeting',
    ...title(row.Subject),
    ...body(row.Description),
    ...optional('durationMs', durationMs),
  };
}

function email(row: Raw, connection: Connection): Activity {
  const html = text(row.HtmlBody);
  return {
    ...base('EmailMessage', row, connection, readTime(row.MessageDate) ?? readTime(row.CreatedDate)),
    kind: 'email',
    ...title(row.Subject),
    ...body(text(row.TextBody) ?? (html && htmlToText(html))),
    ...(typeof row.Incoming === 'boolean' && { direction: row.Incoming ? ('in' as const) : ('out' as const) }),
  };
}

/** A note whose title is only the beginning of its text has none. */
function note(native: string, row: Raw, connection: Connection): Activity {
  const content = html(row.Content) ?? text(row.TextPreview) ?? text(row.Body);
  const name = text(row.Title) === undefined ? undefined : unmarked(text(row.Title) ?? '');
  const repeats = name !== undefined && content?.trimStart().startsWith(name.replace(/…$/, ''));
  return { ...base(native, row, connection, readTime(row.CreatedDate)), kind: 'note', ...(!repeats && title(name)), ...body(content) };
}

/** The note behind a ContentDocumentLink row, on the record the link is of. */
function linkedNote(row: Raw, connection: Connection): Activity {
  const document = object(row.ContentDocument);
  const preview = object(document.LatestPublishedVersion).TextPreview;
  const found = note('ContentNote', { ...document, TextPreview: preview, Content: row.Content, Id: row.ContentDocumentId }, connection);
  const on = refOfId(connection, row.LinkedEntityId);
  return { ...found, on: on ? [on] : [] };
}

function base(native: string, row: Raw, connection: Connection, at: number | undefined): Omit<Activity, 'kind'> {
  return {
    ref: { ...refTo(connection, native, text(row.Id) ?? ''), object: 'activity' },
    at: at ?? 0,
    ...optional('ownerId', text(row.OwnerId) && toId18(text(row.OwnerId) ?? '')),
    on: on(row, connection),
  };
}

function on(row: Raw, connection: Connection): RecordRef[] {
  const refs = [row.WhoId, row.WhatId, row.RelatedToId, row.ParentId, row.AccountId].map((id) => refOfId(connection, id));
  return refs.filter((ref, at): ref is RecordRef => ref !== undefined && refs.findIndex((each) => each?.id === ref.id) === at);
}

const title = (value: unknown) => optional('title', text(value) === undefined ? undefined : unmarked(text(value) ?? ''));
const body = (value: unknown) => optional('text', text(value));
/** A note's HTML; the API itself gives an address there, which is no content. */
const html = (value: unknown) => (text(value)?.includes('<') ? htmlToText(text(value) ?? '') : undefined);

function optional<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  // The computed key is exactly K, which TypeScript widens to string.
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: T };
}

function object(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
