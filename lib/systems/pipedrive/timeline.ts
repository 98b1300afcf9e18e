import { type Activity, type Io, type Page, type RecordRef, SystemError } from '../contract.ts';
import { newestFirst, onRecord } from '../entries.ts';
import { toActivity } from './activities.ts';
import { fetchActivities, fetchFlow, fetchNotes } from './api.ts';
import { COLLECTIONS, requireKind } from './refs.ts';

/** Rows asked for again before the next page, so that a deletion above moves nothing out of sight. */
const OVERLAP = 5;
/** Most rows of a page that the next one remembers, so that an insertion above repeats nothing. */
const REMEMBERED = 30;
const MAX_LIMIT = 100;
/** A lead's entries are read at once, as many as the vendor gives in one answer. */
const LEAD_ROWS = 500;

/** Where a timeline goes on: offset, and the ids of the rows before it. */
interface Place {
  start: number;
  seen: string[];
}

/**
 * Entries of a record, newest first. Person, organization and deal have a flow: one request that also knows participants
 * and e-mails. A lead has none: its activities and notes are read side by side.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const kind = requireKind(ref, io.connection);
  const limit = Math.max(1, Math.min(MAX_LIMIT, Math.floor(page.limit) || MAX_LIMIT));
  const place = readPlace(page.next);
  return kind === 'lead' ? leadPage(ref, place, limit, io) : flowPage(ref, COLLECTIONS[kind], place, limit, io);
}

async function flowPage(
  ref: RecordRef,
  collection: (typeof COLLECTIONS)[keyof typeof COLLECTIONS],
  place: Place,
  limit: number,
  io: Io,
): Promise<Page<Activity>> {
  const start = Math.max(0, place.start - OVERLAP);
  const flow = await fetchFlow(io, collection, ref.id, start, limit + place.start - start);
  const all = flow.rows.map((row) => toActivity('activity', row, io.connection));
  const seen = new Set(place.seen);
  const fresh: Activity[] = [];
  let used = 0;
  for (const each of all) {
    if (fresh.length === limit) break;
    used += 1;
    // An e-mail with attachments may be listed under both of its names.
    if (each.ref.id === '' || seen.has(each.ref.id)) continue;
    seen.add(each.ref.id);
    fresh.push(each);
  }
  const nextStart = used < all.length ? start + used : flow.nextStart;
  const remembered = all.slice(Math.max(0, used - REMEMBERED), used).map((each) => each.ref.id);
  // A place that does not move on would be asked for for ever.
  const next = nextStart !== undefined && nextStart > place.start ? writePlace({ start: nextStart, seen: remembered }) : undefined;
  return asPage(
    newestFirst(fresh).map((each) => onRecord(each, ref)),
    next,
  );
}

async function leadPage(ref: RecordRef, place: Place, limit: number, io: Io): Promise<Page<Activity>> {
  const [activities, notes] = await Promise.all([
    fetchActivities(io, { lead_id: ref.id, limit: LEAD_ROWS, sort_by: 'due_date' }),
    fetchNotes(io, { lead_id: ref.id, limit: LEAD_ROWS }),
  ]);
  const all = newestFirst([
    ...activities.rows.map((row) => toActivity('activity', row, io.connection)),
    ...notes.rows.map((row) => toActivity('note', row, io.connection)),
  ]).filter((each) => each.ref.id !== '');
  const end = place.start + limit;
  return asPage(
    all.slice(place.start, end).map((each) => onRecord(each, ref)),
    end < all.length ? writePlace({ start: end, seen: [] }) : undefined,
  );
}

function asPage(rows: Activity[], next: string | undefined): Page<Activity> {
  return next === undefined ? { rows } : { rows, next };
}

function writePlace(place: Place): string {
  return `${place.start}~${place.seen.join('~')}`;
}

function readPlace(next: string | undefined): Place {
  if (next === undefined) return { start: 0, seen: [] };
  const [start = '', ...seen] = next.split('~');
  if (!/^\d{1,9}$/.test(start)) throw new SystemError('invalid', { code: 'bad-cursor' });
  return { start: Number(start), seen: seen.filter((each) => each !== '') };
}
