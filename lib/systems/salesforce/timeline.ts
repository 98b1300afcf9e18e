import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { objectOf } from '../values.ts';
import { toActivity } from './activities.ts';
import { composite, noteHtml, type Part, type PartAnswer, partRows, queryPath } from './api.ts';
import { known } from './records.ts';
import type { Native } from './refs.ts';
import { soqlId, soqlText } from './soql.ts';

const MOST = 100;
/** ContentVersion.TextPreview ends here; longer notes are fetched whole. */
const PREVIEW_CHARS = 255;
const MOST_EMAILS = 500;

/** Where reading of one source goes on: after this row, or nowhere (`null`). Absent: from the start. */
type Position = { at: string; id: string } | null;
const position = v.nullable(
  v.object({ at: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)), id: v.pipe(v.string(), v.regex(/^\w{15,18}$/)) }),
);
const cursor = v.record(v.string(), position);

interface Source {
  native: 'Task' | 'Event' | 'ContentDocumentLink';
  /** Field rows are sorted by; the same that `toActivity` calls `at`. */
  time: string;
  key: string;
  soql(where: string): string;
}

interface Row {
  source: Source;
  raw: Record<string, unknown>;
  at: string;
  id: string;
}

/** Archived activities (a year and older) are only seen by "QueryAll", which sees deleted ones too. */
const activities = (native: 'Task' | 'Event', time: string, of: string): Source => ({
  native,
  time,
  key: 'Id',
  soql: (where) => `SELECT FIELDS(STANDARD) FROM ${native} WHERE ${of} AND IsDeleted = false${where} ORDER BY ${time} DESC, Id DESC`,
});

const NOTE_FIELDS =
  'ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.OwnerId, ContentDocument.CreatedDate, ContentDocument.LatestPublishedVersion.TextPreview';

function sources(native: Native, id: string): Source[] {
  const field = native === 'Account' ? 'AccountId' : native === 'Opportunity' || native === 'Case' ? 'WhatId' : 'WhoId';
  return [
    activities('Task', 'CreatedDate', `${field} = ${id}`),
    activities('Event', 'StartDateTime', `${field} = ${id}`),
    {
      native: 'ContentDocumentLink',
      time: 'ContentDocument.CreatedDate',
      key: 'ContentDocumentId',
      soql: (where) =>
        `SELECT ${NOTE_FIELDS} FROM ContentDocumentLink WHERE LinkedEntityId = ${id} AND ContentDocument.FileType = 'SNOTE'${where} ORDER BY ContentDocument.CreatedDate DESC, ContentDocumentId DESC`,
    },
  ];
}

/**
 * Tasks (calls and e-mails are tasks too), events and notes of a record, newest first, in one call a page. Each source is
 * read on from its own last shown row, so nothing is skipped or repeated when rows are added between two pages.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const limit = Math.min(Math.max(1, Math.floor(page.limit)), MOST);
  const from: Record<string, Position> = page.next === undefined ? {} : readCursor(cursor, page.next);
  const native = known(ref);
  const asked = sources(native, soqlId(ref.id)).filter((source) => from[source.native] !== null);
  const parts = asked.map((source) => toPart(source, from[source.native], limit));
  const answers = await composite(io, [...parts, { id: 'emails', path: queryPath(emailQuery(native, soqlId(ref.id))) }]);
  const incoming = directions(answers);
  const rows = asked.flatMap((source) => sourceRows(answers, source));
  // Rows of one source keep the server's order, which the next page continues.
  rows.sort((a, b) => compare(b.at, a.at) || compare(a.source.native, b.source.native));
  const shown = rows.slice(0, limit);
  const next: Record<string, Position> = { ...from };
  for (const { source, at, id } of shown) next[source.native] = { at, id };
  for (const source of asked) {
    const fetched = rows.filter((row) => row.source === source).length;
    const left = fetched - shown.filter((row) => row.source === source).length;
    if (left === 0 && fetched < limit) next[source.native] = null;
  }
  const more = asked.some(({ native }) => next[native] !== null);
  return { rows: await Promise.all(shown.map((row) => finish(row, incoming, io))), ...(more && { next: writeCursor(next) }) };
}

function toPart(source: Source, after: Position | undefined, limit: number): Part {
  const { time, key } = source;
  const where = after ? ` AND (${time} < ${after.at} OR (${time} = ${after.at} AND ${key} < ${soqlText(after.id)}))` : '';
  return { id: source.native, path: queryPath(`${source.soql(where)} LIMIT ${limit}`, source.native !== 'ContentDocumentLink') };
}

function sourceRows(answers: ReadonlyMap<string, PartAnswer>, source: Source): Row[] {
  return rawRows(answers, source).map((raw) => ({ source, raw, at: utc(readPath(raw, source.time)), id: String(raw[source.key] ?? '') }));
}

/** An org without enhanced notes does not know the type; there are none then. */
function rawRows(answers: ReadonlyMap<string, PartAnswer>, { native }: Source): Record<string, unknown>[] {
  try {
    return partRows(answers, native);
  } catch (error) {
    if (native === 'ContentDocumentLink' && error instanceof SystemError && error.code === 'INVALID_TYPE') return [];
    throw error;
  }
}

async function finish({ source, raw, id }: Row, incoming: ReadonlyMap<string, boolean>, io: Io): Promise<Activity> {
  const activity = toActivity(source.native, { ...raw, Incoming: incoming.get(id) }, io.connection);
  const preview = readPath(raw, 'ContentDocument.LatestPublishedVersion.TextPreview');
  if (activity.kind !== 'note' || typeof preview !== 'string' || preview.length < PREVIEW_CHARS) return activity;
  const whole = await noteHtml(io, activity.ref.id);
  return whole === undefined ? activity : toActivity(source.native, { ...raw, Content: whole }, io.connection);
}

/** An e-mail's task does not tell who wrote it, its message does. Rides along in the same call. */
function emailQuery(native: Native, id: string): string {
  if (native === 'Account' || native === 'Opportunity' || native === 'Case')
    return `SELECT ActivityId, Incoming FROM EmailMessage WHERE RelatedToId = ${id} ORDER BY MessageDate DESC LIMIT ${MOST_EMAILS}`;
  return `SELECT EmailMessage.ActivityId, EmailMessage.Incoming FROM EmailMessageRelation WHERE RelationId = ${id} ORDER BY CreatedDate DESC LIMIT ${MOST_EMAILS}`;
}

/** Task id → did the customer write it? Empty in orgs that keep no messages or hide them: then the direction is unknown. */
function directions(answers: ReadonlyMap<string, PartAnswer>): ReadonlyMap<string, boolean> {
  if ((answers.get('emails')?.status ?? 400) >= 400) return new Map();
  const rows = partRows(answers, 'emails').map((row) => ({ ...row, ...objectOf(row.EmailMessage) }) as Record<string, unknown>);
  return new Map(
    rows.flatMap(({ ActivityId, Incoming }) => (typeof ActivityId === 'string' ? [[ActivityId, Incoming === true] as const] : [])),
  );
}

function readPath(raw: Record<string, unknown>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => objectOf(value)[key], raw);
}

/** `…+0000` → `…Z`: as a literal, and so that strings sort as times do. */
function utc(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : '';
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
