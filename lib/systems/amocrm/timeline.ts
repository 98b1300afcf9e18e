import * as v from 'valibot';
import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { getEntity } from './api.ts';
import { target } from './kinds.ts';
import { linkedIds } from './related.ts';
import { eventSource, noteSource, type Source, taskSource } from './sources.ts';

/*
 * A timeline is woven from several lists: notes and tasks of the record and of its leads, for a lead its events too. Notes can only be listed
 * by their last change, tasks by creation, so each page of the timeline reads each list from a known bound downwards until
 * everything newer than the page's last row is certain to have been seen ("floor"):
 *
 *     read pages of every source ─▶ keep rows after the cursor ─▶ enough rows above the highest floor? ─▶ emit, new cursor
 *                  ▲                                                         │ no
 *                  └────────────── next page of the source with the highest floor
 */

/** Most leads whose entries are woven in, newest first. */
const LEADS = 50;
/** Pages read per call at most: with 250 rows each, far more than a person reads. */
const PAGES = 40;

const cursorSchema = v.object({
  /** Time (epoch ms) and key of the last row that was given out. */
  at: v.number(),
  key: v.string(),
  leads: v.array(v.string()),
  /** Per source: upper bound, in Unix seconds, of what has not been given out; absent = from the top. */
  from: v.array(v.nullable(v.number())),
});
type Cursor = v.InferOutput<typeof cursorSchema>;

/** Newest first, no gaps, no row twice, whatever is written meanwhile. */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const cursor = page.next === undefined ? undefined : readCursor(cursorSchema, page.next);
  const { sources, leads } = await openSources(ref, cursor, io);
  const limit = Math.max(1, Math.floor(page.limit));
  for (let pages = 0; pages < PAGES && certain(sources, cursor).length <= limit && sources.some(unfinished); pages += 1)
    await highest(sources.filter(unfinished)).readOn();

  const rows = certain(sources, cursor);
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  if (!last || (rows.length <= limit && !sources.some(unfinished))) return { rows: given };
  const position = { at: last.at, key: keyOf(last) };
  const from = sources.map((source) => source.boundAfter((row) => isAfter(row, position)) ?? null);
  return { rows: given, next: writeCursor({ ...position, leads, from }) };
}

/** Every source with its first page read. The record's own lists need not wait for its links. */
async function openSources(ref: RecordRef, cursor: Cursor | undefined, io: Io): Promise<{ sources: Source[]; leads: string[] }> {
  const { native, id } = target(ref);
  const start = (sources: Source[], offset: number) => {
    for (const [index, source] of sources.entries()) source.startAt(cursor?.from[offset + index] ?? undefined);
    const reading = Promise.all(sources.map((source) => source.readOn()));
    // Awaited below; until then a failure must not count as unhandled.
    reading.catch(() => undefined);
    return reading;
  };
  const own = [noteSource(native, [id], io), taskSource(native, [id], io)];
  // Only here: two more requests for each customer shown would cost more than stage changes tell.
  if (native === 'leads') own.push(eventSource(id, io));
  const ownReading = start(own, 0);
  const hasLeads = native === 'contacts' || native === 'companies';
  const leads = cursor?.leads ?? (hasLeads ? linkedIds(await getEntity(io, native, id), 'leads').slice(0, LEADS) : []);
  const ofLeads = leads.length > 0 ? [noteSource('leads', leads, io), taskSource('leads', leads, io)] : [];
  await Promise.all([ownReading, start(ofLeads, own.length)]);
  return { sources: [...own, ...ofLeads], leads };
}

/** Rows after the cursor that no unread row can come before, in order, each once. */
function certain(sources: readonly Source[], cursor: Cursor | undefined): Activity[] {
  const floor = Math.max(...sources.filter(unfinished).map((source) => source.floor), -Infinity);
  const rows = new Map<string, Activity>();
  for (const source of sources)
    for (const row of source.rows) if (row.at > floor && (!cursor || isAfter(row, cursor))) rows.set(keyOf(row), row);
  return [...rows.values()].sort((a, b) => b.at - a.at || compare(keyOf(a), keyOf(b)));
}

function unfinished(source: Source): boolean {
  return !source.done;
}

function highest(sources: readonly Source[]): Source {
  return sources.reduce((top, each) => (each.floor > top.floor ? each : top));
}

function isAfter(row: Activity, position: { at: number; key: string }): boolean {
  return row.at < position.at || (row.at === position.at && keyOf(row) > position.key);
}

function keyOf({ ref }: Activity): string {
  return `${ref.native}/${ref.id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
