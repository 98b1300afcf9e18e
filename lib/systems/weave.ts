import * as v from 'valibot';
import type { Activity } from './contract.ts';

/*
 * A timeline that is woven from several lists, none of which is in the order of the timeline: each can only be bounded by something that is
 * never before the time of an entry (its last change, its number). Each page of the timeline reads each list from a known bound
 * downwards until everything newer than the page's last row is certain to have been seen ("floor"):
 *
 *     read pages of every source ─▶ keep rows after the cursor ─▶ enough rows above the highest floor? ─▶ emit, new cursor
 *                  ▲                                                         │ no
 *                  └────────────── next page of the source with the highest floor
 */

/** Pages read per call at most: with some hundred rows each, far more than a person reads. */
const PAGES = 40;

/** One list that a timeline is woven from, read downwards page by page. */
export interface Source {
  readonly rows: readonly Activity[];
  /** Every unread row happened at or before this, epoch ms. */
  readonly floor: number;
  readonly done: boolean;
  /** Leaves out what is newer than this, in Unix seconds of the list's own order. */
  startAt(bound: number | undefined): void;
  readOn(): Promise<void>;
  /** Bound for the next call, so that no row for which `needed` holds is left out; undefined = from the top. */
  boundAfter(needed: (row: Activity) => boolean): number | undefined;
}

/** How a list is read. */
export interface Listing {
  /** Reads page `page` (from 1) of rows not above `bound`. */
  readPage(page: number, bound: number | undefined): Promise<{ rows: unknown[]; more: boolean }>;
  /** Unix seconds a raw row is ordered by. */
  orderOf(raw: unknown): number | undefined;
  toRow(raw: unknown): Activity;
}

/** Where a woven timeline goes on. */
export const positionSchema = v.object({
  /** Time (epoch ms) and key of the last row that was given out. */
  at: v.number(),
  key: v.string(),
  /** Per source: upper bound, in Unix seconds, of what has not been given out; absent = from the top. */
  from: v.array(v.nullable(v.number())),
});
type Position = v.InferOutput<typeof positionSchema>;

/** The next `limit` rows, newest first, no gaps, no row twice, whatever is written meanwhile. The sources have their first page. */
export async function weave(
  sources: readonly Source[],
  after: Pick<Position, 'at' | 'key'> | undefined,
  limit: number,
): Promise<{ rows: Activity[]; position?: Position }> {
  for (let pages = 0; pages < PAGES && certain(sources, after).length <= limit && sources.some(unfinished); pages += 1)
    await highest(sources.filter(unfinished)).readOn();
  const rows = certain(sources, after);
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  if (!last || (rows.length <= limit && !sources.some(unfinished))) return { rows: given };
  const place = { at: last.at, key: keyOf(last) };
  return { rows: given, position: { ...place, from: sources.map((source) => source.boundAfter((row) => isAfter(row, place)) ?? null) } };
}

/** Rows after the cursor that no unread row can come before, in order, each once. */
function certain(sources: readonly Source[], after: Pick<Position, 'at' | 'key'> | undefined): Activity[] {
  const floor = Math.max(...sources.filter(unfinished).map((source) => source.floor), -Infinity);
  const rows = new Map<string, Activity>();
  for (const source of sources)
    for (const row of source.rows) if (row.at > floor && (!after || isAfter(row, after))) rows.set(keyOf(row), row);
  return [...rows.values()].sort((a, b) => b.at - a.at || compare(keyOf(a), keyOf(b)));
}

const unfinished = (source: Source) => !source.done;
const keyOf = ({ ref }: Activity) => `${ref.native}/${ref.id}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function highest(sources: readonly Source[]): Source {
  return sources.reduce((top, each) => (each.floor > top.floor ? each : top));
}

function isAfter(row: Activity, { at, key }: Pick<Position, 'at' | 'key'>): boolean {
  return row.at < at || (row.at === at && keyOf(row) > key);
}

/** One list to be woven in; reads nothing until it is asked to. */
export function makeSource({ readPage, orderOf, toRow }: Listing): Source {
  const rows: Activity[] = [];
  const orders: number[] = [];
  let page = 0;
  let bound: number | undefined;
  let floor = Number.POSITIVE_INFINITY;
  let done = false;
  return {
    rows,
    get floor() {
      return floor;
    },
    get done() {
      return done;
    },
    startAt(value) {
      bound = value;
    },
    async readOn() {
      page += 1;
      const answer = await readPage(page, bound);
      for (const raw of answer.rows) {
        const order = orderOf(raw) ?? 0;
        rows.push(toRow(raw));
        orders.push(order);
        floor = Math.min(floor, order * 1000);
      }
      done = !answer.more || answer.rows.length === 0;
    },
    boundAfter(needed) {
      if (!done && rows.length === 0) return bound;
      const open = orders.filter((_, index) => needed(rows[index] as Activity));
      // Unread rows lie at or below the floor; a finished source without needed rows has nothing left at all.
      const unread = done ? 0 : Math.ceil(floor / 1000);
      return Math.max(unread, ...open, 1);
    },
  };
}
