import * as v from 'valibot';
import { type Activity, type Io, type RecordRef, SystemError, type SystemRecord, type Tombstone } from '../contract.ts';
import { supported } from '../refusals.ts';
import { toActivity } from './activities.ts';
import { type ChangedPage, fetchChanged, fetchChangedV1 } from './api.ts';
import { toRecord } from './map.ts';
import { entryRef, recordRef } from './refs.ts';
import { changedSchema } from './schema.ts';
import { instant } from './time.ts';

type Native = 'person' | 'organization' | 'deal' | 'lead' | 'activity' | 'note';
type Stream = { native: Native; page(io: Io, since: string | undefined, next: string | undefined): Promise<ChangedPage> };
type Row = SystemRecord | Activity | Tombstone;

/** Deleted deals are listed apart, for 30 days; nothing else that was deleted is listed at all. */
const STREAMS: Readonly<Partial<Record<RecordRef['object'], readonly Stream[]>>> = {
  contact: [{ native: 'person', page: (io, since, next) => fetchChanged(io, 'persons', since, next) }],
  company: [{ native: 'organization', page: (io, since, next) => fetchChanged(io, 'organizations', since, next) }],
  deal: [
    { native: 'deal', page: (io, since, next) => fetchChanged(io, 'deals', since, next) },
    { native: 'deal', page: (io, since, next) => fetchChanged(io, 'deals', since, next, { status: 'deleted' }) },
  ],
  lead: [{ native: 'lead', page: (io, since, next) => fetchChangedV1(io, 'leads', 'id', since, next) }],
  activity: [
    { native: 'activity', page: (io, since, next) => fetchChanged(io, 'activities', since, next) },
    { native: 'note', page: (io, since, next) => fetchChangedV1(io, 'notes', 'id ASC', since, next) },
  ],
};

/** A row may be committed a little after the time it bears. */
const OVERLAP_MS = 60_000;
/** Stamps are whole seconds: a row this young may change once more and bear the same one. */
const YOUNG_MS = 2_000;
/** Where the server does not tell its time, the rep's clock is believed this far. */
const CLOCK_TRUST_MS = 24 * 3_600_000;
const TOLD_MOST = 500;

/**
 * Where one stream stands, in epoch ms. A sweep lists by id everything changed since `since`: updates then move no row between
 * pages. `next`: the vendor's own place inside a sweep, `until`: from where the following sweep must look. `told`: id and time of
 * rows of the overlap that were handed out.
 */
const placeShape = v.object({
  since: v.optional(v.number()),
  next: v.optional(v.string()),
  until: v.optional(v.number()),
  told: v.array(v.string()),
  fresh: v.array(v.string()),
});
const cursorShape = v.array(placeShape);
type Place = v.InferOutput<typeof placeShape>;

/**
 * What was written since the cursor, or everything without one; deleted deals come as tombstones. `updated_since` includes its
 * second, so a sweep looks back a minute behind the start of the last one and leaves out what it knows.
 * Source: Pipedrive API v2 "Get all deals" and its siblings, v1 "Get all notes", "Get all leads".
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io) {
  const streams = supported(STREAMS[object]);
  const places = cursor === undefined ? streams.map((): Place => ({ told: [], fresh: [] })) : readCursor(cursor, streams.length);
  // Streams that are through wait for those that are not, so that a cursor without more stands at the end of all.
  const unfinished = places.some((place) => place.next !== undefined);
  const pages = await Promise.all(
    streams.map((stream, index) => {
      const place = places[index] ?? { told: [], fresh: [] };
      return unfinished && place.next === undefined ? { rows: [], place } : sweep(stream, place, io);
    }),
  );
  return {
    rows: pages.flatMap((page) => page.rows),
    cursor: JSON.stringify(pages.map((page) => page.place)),
    more: pages.some((page) => page.place.next !== undefined),
  };
}

async function sweep(stream: Stream, place: Place, io: Io): Promise<{ rows: Row[]; place: Place }> {
  const since = place.since === undefined ? undefined : `${new Date(place.since).toISOString().slice(0, 19)}Z`;
  const page = await stream.page(io, since, place.next);
  if (page.next !== undefined && page.next === place.next) throw new SystemError('protocol', { code: 'stuck-cursor' });
  const until = place.until ?? (page.serverNow === undefined ? io.now() - CLOCK_TRUST_MS : page.serverNow - OVERLAP_MS);
  const ripe = (page.serverNow ?? 0) - YOUNG_MS;
  const told = new Set(place.told);
  const marked = page.rows.map((raw) => ({ raw, ...markOf(raw) }));
  const marks = marked.filter(({ at }) => at !== undefined && at >= until && at < ripe).map(({ mark }) => mark);
  const fresh = [...place.fresh, ...marks].slice(-TOLD_MOST);
  const rows = marked.filter(({ mark }) => !told.has(mark)).flatMap(({ raw }) => toRow(stream.native, raw, io));
  if (page.next === undefined) return { rows, place: { since: until, told: fresh, fresh: [] } };
  return { rows, place: { ...place, next: page.next, until, fresh } };
}

function markOf(raw: unknown): { mark: string; at: number | undefined } {
  const { id, update_time: changed } = v.parse(changedSchema, raw);
  return { mark: `${id} ${changed}`, at: instant(changed) };
}

/** A row without an id names nothing. */
function toRow(native: Native, raw: unknown, io: Io): Row[] {
  const state = v.parse(changedSchema, raw);
  if (state.id === undefined) return [];
  const entry = native === 'activity' || native === 'note';
  if (state.is_deleted === true || state.active_flag === false || state.status === 'deleted') {
    const ref = entry ? entryRef(io.connection, native, state.id) : recordRef(io.connection, native, state.id);
    const deletedAt = instant(state.update_time);
    return [{ ref, ...(deletedAt !== undefined && { deletedAt }) }];
  }
  return [entry ? toActivity(native, raw, io.connection) : toRecord(native, raw, io.connection)];
}

function readCursor(cursor: string, streams: number): Place[] {
  try {
    const places = v.parse(cursorShape, JSON.parse(cursor));
    if (places.length === streams && places.every(({ since }) => since === undefined || !Number.isNaN(new Date(since).getTime())))
      return places;
  } catch (cause) {
    throw new SystemError('invalid', { code: 'bad-cursor', cause });
  }
  throw new SystemError('invalid', { code: 'bad-cursor' });
}
