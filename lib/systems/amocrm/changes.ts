import * as v from 'valibot';
import { type Activity, type Io, type RecordRef, SystemError, type SystemRecord, type Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { EVENT_PAGE_LIMIT, idOf, LINKED, list, PAGE_LIMIT, withCurrency } from './api.ts';
import { FEEDS, type Feed, stampOf, toRow } from './feeds.ts';
import { tombstones } from './gone.ts';
import { eventSchema } from './schema.ts';

type Row = SystemRecord | Activity | Tombstone;

/** Seconds that are read again each time: rows may show up a little after the time they bear. */
const OVERLAP = 600;
/** A row this young (seconds) may change again within its second, so it is not yet remembered as told. */
const SETTLED = 2;
/** Rows of the overlap that are remembered at most; more are told twice, which does no harm. */
const MOST_TOLD = 1000;

/** Times in Unix seconds. `since`: where this feed starts; `newest`: the latest change it has shown; `told`: `id@time` of its overlap. */
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
interface Step {
  rows: Row[];
  state: State;
  /** Where this feed goes on; absent when it has been read. */
  next?: Pick<Cursor, 'page' | 'from' | 'whole'>;
}

/**
 * What was changed or deleted since the cursor, a page per call. The first sweep brings every row and no tombstones.
 * Source: amoCRM API v4, "Filters" and "Events and notes".
 */
export async function changes(
  object: RecordRef['object'],
  cursor: string | undefined,
  io: Io,
): Promise<{ rows: Row[]; cursor: string; more: boolean }> {
  const feeds = FEEDS[object];
  if (!feeds) throw new SystemError('invalid', { code: 'unsupported' });
  const place: Cursor = cursor === undefined ? { feeds: feeds.map(() => ({})), feed: 0, page: 1 } : placeOf(cursor, feeds.length);
  const started = place.started ?? Math.floor(io.now() / 1000);
  const [feed, state] = [feeds[place.feed], place.feeds[place.feed]];
  if (!feed || !state) throw new SystemError('invalid', { code: 'bad-cursor' });
  const step = await read(feed, state, place, io);
  const states: State[] = place.feeds.with(place.feed, step.state);
  if (step.next) return { rows: step.rows, cursor: writeCursor({ ...step.next, feeds: states, feed: place.feed, started }), more: true };
  // There is nothing to tell of what was deleted before the first row was read.
  const upcoming = feeds.findIndex((each, index) => index > place.feed && (!each.gone || states[index]?.since !== undefined));
  if (upcoming > 0) return { rows: step.rows, cursor: writeCursor({ feeds: states, feed: upcoming, page: 1, started }), more: true };
  const ended = finish(states, feeds, started);
  return { rows: step.rows, cursor: writeCursor({ feeds: ended, feed: 0, page: 1 }), more: false };
}

function read(feed: Feed, state: State, place: Cursor, io: Io): Promise<Step> {
  return feed.list === 'events' ? readEvents(feed, state, place, io) : readRows(feed, state, place, io);
}

async function readRows(feed: Feed, state: State, place: Cursor, io: Io): Promise<Step> {
  const from = place.from ?? state.since;
  const down = place.whole === true && feed.sorted;
  const query = {
    ...(from !== undefined && { 'filter[updated_at][from]': from }),
    ...(feed.gone ? { with: 'only_deleted' } : feed.native && feed.list === feed.native && { with: LINKED[feed.native] }),
    [feed.sorted ? 'order[updated_at]' : 'order[id]']: down ? 'desc' : 'asc',
    limit: PAGE_LIMIT,
    page: place.page,
  };
  const [{ rows: all, more }, connection] = await Promise.all([
    list(io, `/api/v4/${feed.path}`, feed.list, query),
    feed.list === 'leads' ? withCurrency(io) : io.connection,
  ]);
  const older = state.since !== undefined && all.some((row) => stampOf(row) < (state.since ?? 0));
  // The account ignores filters: what is older was not asked for.
  if (older && !place.whole && feed.sorted) return { rows: [], state, next: { page: 1, whole: true } };
  const fresh = all.filter((row) => idOf(row) !== '' && stampOf(row) >= (state.since ?? 0));
  const seen = remember(state, fresh, stampOf, io);
  const told = new Set(state.told);
  const rows = fresh.filter((row) => !told.has(markOf(row, stampOf))).map((row) => toRow(feed, row, connection));
  const last = all.at(-1) === undefined ? 0 : stampOf(all.at(-1));
  if (!more || all.length === 0 || (down && older)) return { rows, state: seen };
  if (feed.sorted && !down && last > (from ?? 0)) return { rows, state: seen, next: { page: 1, from: last } };
  const next = { page: place.page + 1, ...(from !== undefined && { from }), ...(place.whole && { whole: true }) };
  return { rows, state: seen, next };
}

/** Events come newest first: new ones push rows to later pages, where they are told already. */
async function readEvents(feed: Feed, state: State, place: Cursor, io: Io): Promise<Step> {
  const since = state.since ?? 0;
  const query = {
    ...(feed.entity !== undefined && { 'filter[entity]': feed.entity }),
    'filter[type][]': feed.types ?? [],
    'filter[created_at][from]': since,
    limit: EVENT_PAGE_LIMIT,
    page: place.page,
  };
  const { rows: all, more } = await list(io, '/api/v4/events', 'events', query);
  const at = (raw: unknown) => v.parse(eventSchema, raw).created_at ?? 0;
  const told = new Set(state.told);
  const fresh = all.filter((row) => at(row) >= since && feed.types?.includes(v.parse(eventSchema, row).type ?? ''));
  const rows = await tombstones(
    feed,
    fresh.filter((row) => !told.has(markOf(row, at))),
    io,
  );
  const step = { rows, state: remember(state, fresh, at, io) };
  return more && !all.some((row) => at(row) < since) ? { ...step, next: { page: place.page + 1 } } : step;
}

const markOf = (row: unknown, at: (row: unknown) => number) => `${idOf(row)}@${at(row)}`;

function remember(state: State, rows: readonly unknown[], at: (row: unknown) => number, io: Io): State {
  const newest = rows.reduce<number | undefined>((top, row) => Math.max(top ?? 0, at(row)), state.newest);
  const settled = Math.floor(io.now() / 1000) - SETTLED;
  const marks = [...(state.told ?? []), ...rows.filter((row) => at(row) < settled).map((row) => markOf(row, at))];
  const kept = [...new Set(marks)].filter((mark) => Number(mark.split('@')[1]) >= (newest ?? 0) - OVERLAP);
  return { ...state, ...(newest !== undefined && { newest }), ...(kept.length > 0 && { told: kept.slice(-MOST_TOLD) }) };
}

/** Each feed goes on a little before its newest row, and before this sweep began: what was changed while it ran may have been missed. */
function finish(states: readonly State[], feeds: readonly Feed[], started: number): State[] {
  const live = Math.max(...states.flatMap((state, index) => (feeds[index]?.gone ? [] : (state.newest ?? []))));
  return states.map(({ since: before, newest, told }, index) => {
    const gone = feeds[index]?.gone === true;
    // An empty list is read whole again; deletes are looked for from the newest row on, by the vendor's own clock.
    const last = newest ?? (gone && before === undefined ? Math.min(started, Number.isFinite(live) ? live : started) : undefined);
    const since = last === undefined ? before : Math.max(1, Math.min(last, started) - OVERLAP);
    const kept = told?.filter((mark) => Number(mark.split('@')[1]) >= (since ?? 0)) ?? [];
    return { ...(since !== undefined && { since }), ...(newest !== undefined && { newest }), ...(kept.length > 0 && { told: kept }) };
  });
}

/** @throws SystemError `invalid` for a cursor that is not ours. */
function placeOf(cursor: string, feeds: number): Cursor {
  const read = readCursor(cursorSchema, cursor);
  if (read.feeds.length === feeds && read.feed < feeds) return read;
  throw new SystemError('invalid', { code: 'bad-cursor' });
}
