import * as v from 'valibot';
import type { Activity, RecordRef } from '../../model/records.ts';
import type { Io, Page } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { onRecord } from '../entries.ts';
import { linkedIds } from './api.ts';
import { toActivity } from './map.ts';
import { ACTIVITY_TYPES, type ObjectType } from './objects.ts';
import { readAllowed, readWithLinks, typeOfRef } from './read.ts';
import { type HubspotObject, nextAfter } from './schema.ts';
import { higherId, isId } from './values.ts';

/** Most entries of one type that are sorted; of more, those with the highest ids (the newest made) are taken. */
const MAX_PER_TYPE = 1_000;
const entrySchema = v.pipe(v.string(), v.regex(/^[0-9]\d{1,20}$/));
const cursorSchema = v.array(entrySchema);

/**
 * Notes, tasks, calls, meetings and e-mails of a record, newest first. HubSpot has no merged list: the first page reads the ids of
 * all entries, then the entries, and puts the order of the rest into `next`; a further page is one round trip and can neither
 * skip nor repeat an entry, whatever is logged in between.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const limit = Math.max(1, Math.min(Math.floor(page.limit) || 1, 100));
  if (page.next !== undefined) return laterPage(ref, readCursor(cursorSchema, page.next), limit, io);
  const type = typeOfRef(ref);
  const object = await readWithLinks(io, type, ref.id, ACTIVITY_TYPES);
  const read = await Promise.all(ACTIVITY_TYPES.map((each) => entriesOf(each, type, object, io)));
  const sorted = read.flat().sort(newestFirst);
  const rows = sorted.slice(0, limit).map(({ activity }) => onRecord(activity, ref));
  return { rows, ...cursor(sorted.slice(limit).map(({ key }) => key)) };
}

interface Entry {
  /** Place of the type among all, and the id. */
  key: string;
  activity: Activity;
}

async function entriesOf(type: ObjectType, parent: ObjectType, object: HubspotObject, io: Io): Promise<Entry[]> {
  const links = object.associations?.[type.path];
  const after = nextAfter(links?.paging);
  const more = after === undefined ? [] : await linkedIds(io, parent, object.id, type, after);
  const ids = new Set([...(links?.results ?? []).map((row) => row.id), ...more].filter(isId));
  return entries(type, [...ids].sort(higherId).slice(0, MAX_PER_TYPE), io);
}

async function entries(type: ObjectType, ids: readonly string[], io: Io): Promise<Entry[]> {
  const objects = ids.length === 0 ? [] : await readAllowed(io, type, ids);
  return objects
    .filter((each) => each.archived !== true && isId(each.id))
    .map((each) => ({ key: codeOf(type) + each.id, activity: toActivity(type.native, each, io.connection) }));
}

async function laterPage(ref: RecordRef, order: readonly string[], limit: number, io: Io): Promise<Page<Activity>> {
  const now = order.slice(0, limit);
  const idsOf = (type: ObjectType) => now.filter((each) => each.startsWith(codeOf(type))).map((each) => each.slice(1));
  const read = await Promise.all(ACTIVITY_TYPES.map((type) => entries(type, idsOf(type), io)));
  const byKey = new Map(read.flat().map(({ key, activity }) => [key, activity]));
  // A batch answer does not say what an entry is linked to; the record it was asked for is certain.
  const rows = now.flatMap((key) => byKey.get(key) ?? []).map((activity) => onRecord(activity, ref));
  return { rows, ...cursor(order.slice(limit)) };
}

const codeOf = (type: ObjectType) => String(ACTIVITY_TYPES.indexOf(type));

function newestFirst(a: Entry, b: Entry): number {
  return b.activity.at - a.activity.at || higherId(a.key, b.key);
}

function cursor(order: readonly string[]): { next?: string } {
  return order.length === 0 ? {} : { next: writeCursor(order) };
}
