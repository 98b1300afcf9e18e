import * as v from 'valibot';
import type { Activity, RecordRef } from '../../model/records.ts';
import type { Io, Page } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { linkedIds } from './api.ts';
import { toActivity } from './map.ts';
import { ACTIVITY_TYPES, type ObjectType } from './objects.ts';
import { readAllowed, readWithLinks, typeOfRef } from './read.ts';
import { type HubspotObject, nextAfter } from './schema.ts';

/** Most entries of one type that are sorted; of more, those with the highest ids (the newest made) are taken. */
const MAX_PER_TYPE = 1_000;
const CODES = new Map(ACTIVITY_TYPES.map((type, index) => [String(index), type]));
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
  const rows = sorted.slice(0, limit).map((each) => placed(each.activity, ref));
  return { rows, ...cursor(sorted.slice(limit).map((each) => each.code + each.activity.ref.id)) };
}

interface Entry {
  code: string;
  activity: Activity;
}

async function entriesOf(type: ObjectType, parent: ObjectType, object: HubspotObject, io: Io): Promise<Entry[]> {
  const links = object.associations?.[type.path];
  const ids = new Set((links?.results ?? []).map((row) => row.id).filter((id) => /^\d{1,20}$/.test(id)));
  const after = nextAfter(links?.paging);
  if (after !== undefined) for (const id of await linkedIds(io, parent, object.id, type, after)) ids.add(id);
  if (ids.size === 0) return [];
  const newest = [...ids].sort(higherId).slice(0, MAX_PER_TYPE);
  return entries(type, await readAllowed(io, type, newest), io);
}

function entries(type: ObjectType, objects: readonly HubspotObject[], io: Io): Entry[] {
  const code = [...CODES].find(([, each]) => each === type)?.[0] ?? '';
  return objects
    .filter((each) => each.archived !== true && /^\d{1,20}$/.test(each.id))
    .map((each) => ({ code, activity: toActivity(type.native, each, io.connection) }));
}

async function laterPage(ref: RecordRef, order: readonly string[], limit: number, io: Io): Promise<Page<Activity>> {
  const now = order.slice(0, limit);
  const read = await Promise.all(
    [...CODES].map(async ([code, type]) => {
      const ids = now.filter((each) => each.startsWith(code)).map((each) => each.slice(1));
      return ids.length === 0 ? [] : entries(type, await readAllowed(io, type, ids), io);
    }),
  );
  const byKey = new Map(read.flat().map((each) => [each.code + each.activity.ref.id, each.activity]));
  const rows = now.flatMap((key) => byKey.get(key) ?? []).map((activity) => placed(activity, ref));
  return { rows, ...cursor(order.slice(limit)) };
}

/** A batch answer does not say what an entry is linked to; the record it was asked for is certain. */
function placed(activity: Activity, ref: RecordRef): Activity {
  return {
    ...activity,
    on: activity.on.some((each) => each.id === ref.id && each.object === ref.object) ? activity.on : [ref, ...activity.on],
  };
}

function newestFirst(a: Entry, b: Entry): number {
  return b.activity.at - a.activity.at || a.code.localeCompare(b.code) || higherId(a.activity.ref.id, b.activity.ref.id);
}

/** Ids exceed 2^53: longer is higher, then by digits. */
function higherId(a: string, b: string): number {
  return b.length - a.length || (a < b ? 1 : a > b ? -1 : 0);
}

function cursor(order: readonly string[]): { next?: string } {
  return order.length === 0 ? {} : { next: writeCursor(order) };
}
