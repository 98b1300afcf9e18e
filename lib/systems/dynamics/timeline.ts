import * as v from 'valibot';
import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { checkedGuid } from '../guid.ts';
import { moment } from '../odata.ts';
import { toActivity } from './activities.ts';
import { allowedRows, batchRead, readPart } from './api.ts';
import { known } from './records.ts';
import { ACTIVITY_SETS, refTo } from './refs.ts';
import { NOTE_COLUMNS } from './tables.ts';
import { instant, text } from './values.ts';

const MOST = 100;

/** Where reading of one source goes on: not after this moment, without these rows; `null`: it has no more. Absent: from the start. */
const position = v.nullable(v.object({ at: v.pipe(v.number(), v.integer()), seen: v.array(v.string()) }));
const cursor = v.record(v.string(), position);
type Position = v.InferOutput<typeof position>;

interface Source {
  native: string;
  key: string;
  /** The column rows are sorted by. */
  time: string;
  filter: string;
}

/** Everything that has columns of its own is read from its own table; the rest from the table all activities share. */
function sources(id: string): Source[] {
  const about = `_regardingobjectid_value eq ${id}`;
  const party = (native: string) => `${native}_activity_parties/any(p:p/_partyid_value eq ${id})`;
  const own = ['task', 'phonecall', 'email', 'appointment'];
  return [
    { native: 'task', key: 'activityid', time: 'createdon', filter: about },
    { native: 'phonecall', key: 'activityid', time: 'createdon', filter: party('phonecall') },
    { native: 'email', key: 'activityid', time: 'createdon', filter: party('email') },
    { native: 'appointment', key: 'activityid', time: 'scheduledstart', filter: party('appointment') },
    { native: 'annotation', key: 'annotationid', time: 'createdon', filter: `_objectid_value eq ${id}` },
    {
      native: 'activitypointer',
      key: 'activityid',
      time: 'createdon',
      filter: [about, ...own.map((each) => `activitytypecode ne '${each}'`)].join(' and '),
    },
  ];
}

interface Found {
  source: Source;
  activity: Activity;
  at: number;
  id: string;
}

/**
 * Tasks, calls, e-mails, meetings, notes and other activities of a record, newest first, in one batch a page. Each source is read on
 * from its own last shown row, so nothing is skipped or repeated when rows are added between two pages.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const limit = Math.min(Math.max(1, Math.floor(page.limit)), MOST);
  const native = known(ref);
  const id = checkedGuid(ref.id);
  const from: Record<string, Position> = page.next === undefined ? {} : readCursor(cursor, page.next);
  const asked = sources(id).filter((source) => from[source.native] !== null);
  if (asked.length === 0) return { rows: [] };
  const answers = await batchRead(
    io,
    asked.map((source) => toPart(source, from[source.native], limit)),
  );
  const self = refTo(io.connection, native, id);
  const found = asked.map((source, index) => {
    const seen = new Set(from[source.native]?.seen);
    const rows = allowedRows(answers[index]);
    const fresh = rows.filter((row) => !seen.has(text(row[source.key]) ?? ''));
    // An answer that is not full is the end of that table.
    return { source, full: rows.length >= limit + seen.size, rows: fresh.map((row): Found => toFound(source, row, self, io)) };
  });
  const merged = found.flatMap(({ rows }) => rows).sort((a, b) => b.at - a.at);
  const shown = merged.slice(0, limit);
  const next: Record<string, Position> = { ...from };
  for (const { source, full, rows } of found) {
    const mine = shown.filter((each) => each.source === source);
    next[source.native] = !full && mine.length === rows.length ? null : moved(from[source.native], mine);
  }
  const more = Object.values(next).some((each) => each !== null);
  const rows = shown.map(({ activity }) => activity).sort((a, b) => b.at - a.at);
  return { rows, ...(more && { next: writeCursor(next) }) };
}

function toFound(source: Source, row: Record<string, unknown>, self: RecordRef, io: Io): Found {
  const activity = toActivity(source.native, row, io.connection);
  // It was found as this record's own, also where it is about another and this one only took part.
  const on = activity.on.some(({ id }) => id === self.id) ? activity.on : [...activity.on, self];
  return { source, activity: { ...activity, on }, at: instant(row[source.time]) ?? 0, id: text(row[source.key]) ?? '' };
}

/** After the last row shown; rows of the very same moment are remembered, because the next page begins with that moment. */
function moved(before: Position | undefined, shown: readonly Found[]): Position {
  const last = shown.at(-1);
  if (!last) return before ?? { at: Number.MAX_SAFE_INTEGER, seen: [] };
  const seen = shown.filter(({ at }) => at === last.at).map(({ id }) => id);
  return { at: last.at, seen: before?.at === last.at ? [...before.seen, ...seen] : seen };
}

function toPart({ native, time, filter }: Source, after: Position | undefined, limit: number) {
  const since = after && after.at < 8.64e15 ? ` and ${time} le ${moment(after.at)}` : '';
  return readPart(`/${ACTIVITY_SETS[native]}`, {
    select: native === 'annotation' ? NOTE_COLUMNS : undefined,
    filter: `${filter}${since}`,
    orderby: `${time} desc`,
    top: limit + (after?.seen.length ?? 0),
  });
}
