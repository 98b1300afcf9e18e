import * as v from 'valibot';
import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { merged, type Portion } from '../merged.ts';
import { objectOf } from '../values.ts';
import { toActivity } from './activities.ts';
import { composite, noteHtml, type Part, type PartAnswer, partPage, partRows, queryPath } from './api.ts';
import { known, partIfAllowed } from './records.ts';
import type { Native } from './refs.ts';
import { soqlId, soqlText, soqlTime } from './soql.ts';

const MOST = 100;
/** ContentVersion.TextPreview ends here; longer notes are fetched whole. */
const PREVIEW_CHARS = 255;
const MOST_EMAILS = 500;

/** Where reading of each source goes on, by its type: after this row, or from the start (`null`). Absent: it has been read. */
const placeSchema = v.record(
  v.string(),
  v.nullable(
    v.object({
      at: v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15)),
      id: v.pipe(v.string(), v.regex(/^\w{15,18}$/)),
    }),
  ),
);
type Place = v.InferOutput<typeof placeSchema>;
type Raw = Readonly<Record<string, unknown>>;

interface Source {
  native: 'Task' | 'Event' | 'ContentDocumentLink';
  columns: string;
  where: string;
  /** Field rows are sorted by; the same that `toActivity` calls `at`. */
  time: string;
  key: string;
}

const NOTE_FIELDS =
  'ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.OwnerId, ContentDocument.CreatedDate, ContentDocument.LatestPublishedVersion.TextPreview';

function sources(native: Native, id: string): Source[] {
  const field = native === 'Account' ? 'AccountId' : isAbout(native) ? 'WhatId' : 'WhoId';
  const activities = { columns: 'FIELDS(STANDARD)', where: `${field} = ${id} AND IsDeleted = false`, key: 'Id' };
  return [
    { native: 'Task', time: 'CreatedDate', ...activities },
    { native: 'Event', time: 'StartDateTime', ...activities },
    {
      native: 'ContentDocumentLink',
      columns: NOTE_FIELDS,
      where: `LinkedEntityId = ${id} AND ContentDocument.FileType = 'SNOTE'`,
      time: 'ContentDocument.CreatedDate',
      key: 'ContentDocumentId',
    },
  ];
}

/** Deals and cases are what an entry is about, not whom. */
const isAbout = (native: Native) => native === 'Opportunity' || native === 'Case';

/**
 * Tasks (calls and e-mails are tasks too), events and notes of a record, newest first, in one call a page. Each source is
 * read on from its own last shown row, so nothing is skipped or repeated when rows are added between two pages.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const limit = Math.min(Math.max(1, Math.floor(page.limit)), MOST);
  const native = known(ref);
  const id = soqlId(ref.id);
  const from = page.next === undefined ? undefined : readCursor(placeSchema, page.next);
  const asked = sources(native, id).filter((source) => from?.[source.native] !== undefined || !from);
  const parts = asked.map((source) => toPart(source, from?.[source.native] ?? null, limit));
  const answers = await composite(io, [...parts, { id: 'emails', path: queryPath(emailQuery(native, id)) }]);
  const incoming = directions(answers);
  const raws = new Map<Activity, Raw>();
  const portions = asked.map((source): Portion<Place> => {
    // An org without enhanced notes does not know the type; there are none then.
    const answer = source.native === 'ContentDocumentLink' ? partIfAllowed : partPage;
    const { records, partial } = answer(answers, source.native);
    const rows = records.map((raw) => {
      const activity = toActivity(source.native, { ...raw, Incoming: incoming.get(raw.Id) }, io.connection);
      raws.set(activity, raw);
      return activity;
    });
    const more = partial || rows.length >= limit;
    const after = (used: number): Place => {
      const last = rows[used - 1];
      if (used === rows.length && !more) return {};
      return { [source.native]: last ? { at: last.at, id: last.ref.id } : (from?.[source.native] ?? null) };
    };
    return { rows, more, after };
  });
  const { rows, next } = merged(portions, limit);
  return {
    rows: await Promise.all(rows.map((activity) => whole(activity, raws.get(activity) ?? {}, io))),
    ...(next && { next: writeCursor(next) }),
  };
}

/** Archived activities (a year and older) are only seen by "QueryAll", which sees deleted ones too. */
function toPart({ native, columns, where, time, key }: Source, after: Place[string], limit: number): Part {
  const at = after && soqlTime(after.at);
  const later = after ? ` AND (${time} < ${at} OR (${time} = ${at} AND ${key} < ${soqlText(after.id)}))` : '';
  const soql = `SELECT ${columns} FROM ${native} WHERE ${where}${later} ORDER BY ${time} DESC, ${key} DESC LIMIT ${limit}`;
  return { id: native, path: queryPath(soql, key === 'Id') };
}

async function whole(activity: Activity, raw: Raw, io: Io): Promise<Activity> {
  const preview = objectOf(objectOf(raw.ContentDocument).LatestPublishedVersion).TextPreview;
  if (typeof preview !== 'string' || preview.length < PREVIEW_CHARS) return activity;
  const Content = await noteHtml(io, activity.ref.id);
  return Content === undefined ? activity : toActivity('ContentDocumentLink', { ...raw, Content }, io.connection);
}

/** An e-mail's task does not tell who wrote it, its message does. Rides along in the same call. */
function emailQuery(native: Native, id: string): string {
  if (native === 'Account' || isAbout(native))
    return `SELECT ActivityId, Incoming FROM EmailMessage WHERE RelatedToId = ${id} ORDER BY MessageDate DESC LIMIT ${MOST_EMAILS}`;
  return `SELECT EmailMessage.ActivityId, EmailMessage.Incoming FROM EmailMessageRelation WHERE RelationId = ${id} ORDER BY CreatedDate DESC LIMIT ${MOST_EMAILS}`;
}

/** Task id → did the customer write it? Empty in orgs that keep no messages or hide them: then the direction is unknown. */
function directions(answers: ReadonlyMap<string, PartAnswer>): ReadonlyMap<unknown, boolean> {
  if ((answers.get('emails')?.status ?? 400) >= 400) return new Map();
  const rows = partRows(answers, 'emails').map((row): Raw => ({ ...row, ...objectOf(row.EmailMessage) }));
  return new Map(rows.map(({ ActivityId, Incoming }) => [ActivityId, Incoming === true]));
}
