import * as v from 'valibot';
import { type Activity, type Io, SystemError, type SystemRecord, type Tombstone } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';

/*
 * What changed since a cursor, out of several lists that can be asked from a time on: one after the other, a page per call, each from a
 * little before its newest row, which is told once all the same. Times are the vendor's own, in Unix seconds; the own clock is no bound
 * but for the first look at what was deleted.
 */

type Row = SystemRecord | Activity | Tombstone;

/** Seconds that are read again each time: rows may show up a little after the time they bear. */
const OVERLAP = 600;
/** A row this young (seconds) may change again within its second, so it is not yet remembered as told. */
const SETTLED = 2;
/** Rows of the overlap that are remembered at most; more are told twice, which does no harm. */
const MOST_TOLD = 1000;

/** `since`: where this list starts; `newest`: the latest change it has shown; `told`: `id@time` of its overlap. */
const stateSchema = v.object({ since: v.optional(v.number()), newest: v.optional(v.number()), told: v.optional(v.array(v.string())) });
type State = v.InferOutput<typeof stateSchema>;

/**
 * `feed`, `page`, `from`: where the sweep stands. `from` moves up with the rows, so that rows which leave their place while pages are
 * read push none out of sight. `whole`: the account ignores filters, so lists are read from the newest row down to `since`.
 */
const cursorSchema = v.object({
  feeds: v.array(stateSchema),
  feed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.optional(v.number()),
  from: v.optional(v.number()),
  whole: v.optional(v.boolean()),
});
type Cursor = v.InferOutput<typeof cursorSchema>;

/** One list. */
export interface SweptList {
  /** In which order it can be read: of changes upwards, newest first only, or in none that helps. */
  order: 'rising' | 'falling' | 'none';
  /** It tells of deletes only, so there is nothing to tell before the first row was read. */
  gone: boolean;
  /** One page of rows not older than `from`; `down`: the newest first, whatever the order. */
  read(page: { from: number | undefined; page: number; down: boolean }): Promise<{ rows: unknown[]; more: boolean }>;
  /** Unix seconds; 0 when it does not say. */
  stampOf(row: unknown): number;
  idOf(row: unknown): string;
  /** What the rows tell, asked once for those that are new. */
  tell(rows: readonly unknown[]): Row[] | Promise<Row[]>;
}

interface Step {
  rows: Row[];
  state: State;
  /** Where this list goes on; absent when it has been read. */
  next?: Pick<Cursor, 'page' | 'from' | 'whole'>;
}

/** One page of the sweep. @throws SystemError `invalid` with code `bad-cursor` for a cursor of other lists. */
export async function sweep(
  lists: readonly SweptList[],
  cursor: string | undefined,
  io: Pick<Io, 'now'>,
): Promise<{ rows: Row[]; cursor: string; more: boolean }> {
  const place: Cursor = cursor === undefined ? { feeds: lists.map(() => ({})), feed: 0, page: 1 } : readCursor(cursorSchema, cursor);
  const started = place.started ?? Math.floor(io.now() / 1000);
  const [list, state] = [lists[place.feed], place.feeds[place.feed]];
  if (!list || !state || place.feeds.length !== lists.length) throw new SystemError('invalid', { code: 'bad-cursor' });
  const step = await readOn(list, state, place, io);
  const states: State[] = place.feeds.with(place.feed, step.state);
  if (step.next) return { rows: step.rows, cursor: writeCursor({ ...step.next, feeds: states, feed: place.feed, started }), more: true };
  const upcoming = lists.findIndex((each, index) => index > place.feed && (!each.gone || states[index]?.since !== undefined));
  if (upcoming > 0) return { rows: step.rows, cursor: writeCursor({ feeds: states, feed: upcoming, page: 1, started }), more: true };
  return { rows: step.rows, cursor: writeCursor({ feeds: finish(states, lists, started), feed: 0, page: 1 }), more: false };
}

async function readOn(list: SweptList, state: State, place: Cursor, io: Pick<Io, 'now'>): Promise<Step> {
  const falling = list.order === 'falling';
  const from = falling ? (state.since ?? 0) : (place.from ?? state.since);
  const down = place.whole === true && list.order === 'rising';
  const { rows: all, more } = await list.read({ from, page: place.page, down });
  const since = state.since ?? 0;
  const older = state.since !== undefined && all.some((row) => list.stampOf(row) < since);
  // The account ignores filters: what is older was not asked for.
  if (older && !place.whole && list.order === 'rising') return { rows: [], state, next: { page: 1, whole: true } };
  const fresh = all.filter((row) => list.idOf(row) !== '' && list.stampOf(row) >= since);
  const told = new Set(state.told);
  const rows = await list.tell(fresh.filter((row) => !told.has(markOf(list, row))));
  const step = { rows, state: remember(state, list, fresh, io) };
  // Where the newest come first, new ones push rows to later pages, where they are told already.
  if (!more || all.length === 0 || ((down || falling) && older)) return step;
  const last = list.stampOf(all.at(-1));
  if (list.order === 'rising' && !down && last > (from ?? 0)) return { ...step, next: { page: 1, from: last } };
  return { ...step, next: { page: place.page + 1, ...(from !== undefined && !falling && { from }), ...(place.whole && { whole: true }) } };
}

const markOf = (list: SweptList, row: unknown) => `${list.idOf(row)}@${list.stampOf(row)}`;
const timeOf = (mark: string) => Number(mark.slice(mark.lastIndexOf('@') + 1));

function remember(state: State, list: SweptList, rows: readonly unknown[], io: Pick<Io, 'now'>): State {
  const newest = rows.reduce<number | undefined>((top, row) => Math.max(top ?? 0, list.stampOf(row)), state.newest);
  const settled = Math.floor(io.now() / 1000) - SETTLED;
  const marks = [...(state.told ?? []), ...rows.filter((row) => list.stampOf(row) < settled).map((row) => markOf(list, row))];
  const kept = [...new Set(marks)].filter((mark) => timeOf(mark) >= (newest ?? 0) - OVERLAP);
  return { ...state, ...(newest !== undefined && { newest }), ...(kept.length > 0 && { told: kept.slice(-MOST_TOLD) }) };
}

/** Each list goes on a little before its newest row, and before this sweep began: what was changed while it ran may have been missed. */
function finish(states: readonly State[], lists: readonly SweptList[], started: number): State[] {
  const live = Math.max(...states.flatMap((state, index) => (lists[index]?.gone ? [] : (state.newest ?? []))));
  return states.map(({ since: before, newest, told }, index) => {
    const gone = lists[index]?.gone === true;
    // An empty list is read whole again; deletes are looked for from the newest row on, by the vendor's own clock.
    const last = newest ?? (gone && before === undefined ? Math.min(started, Number.isFinite(live) ? live : started) : undefined);
    const since = last === undefined ? before : Math.max(1, Math.min(last, started) - OVERLAP);
    const kept = told?.filter((mark) => timeOf(mark) >= (since ?? 0)) ?? [];
    return { ...(since !== undefined && { since }), ...(newest !== undefined && { newest }), ...(kept.length > 0 && { told: kept }) };
  });
}
