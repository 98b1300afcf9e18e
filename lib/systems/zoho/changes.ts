import * as v from 'valibot';
import { type Activity, type Io, type RecordRef, SystemError, type SystemRecord, type Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { unless } from '../refusals.ts';
import { toActivity } from './activities.ts';
import { fetchDeleted, fetchList, type Rows } from './api.ts';
import { columnsOf } from './columns.ts';
import { toRecord } from './map.ts';
import { type EntryModule, entryRef, type Module, moduleOf, recordRef } from './refs.ts';
import { deletedSchema } from './schema.ts';
import { instant, stamp } from './time.ts';

type Row = SystemRecord | Activity | Tombstone;
type Listed = Module | Exclude<EntryModule, 'Emails'>;

/** E-mails belong to records and have no list of their own. */
const ENTRIES: readonly Listed[] = ['Notes', 'Tasks', 'Calls', 'Events'];
/** Asked for again each time: rows written while the last page was read, and clocks that disagree. */
const OVERLAP_MS = 2 * 60_000;
/** Deletions come in short lists; more than this since the last time are told as far as they go. */
const MAX_DELETED_PAGES = 10;
/** Notes have no list of deleted ones in every account. */
const NOT_KEPT: Pick<Rows, 'rows' | 'info'> = { rows: [], info: {} };

/**
 * `since`: the watermark of the round before (absent on the first fill); `token`: the vendor's page inside this round; `next`: the
 * watermark of the round after; `at`: which of the modules (activities are four).
 */
const cursorSchema = v.object({
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
  since: v.optional(v.number()),
  next: v.optional(v.number()),
  token: v.optional(v.string()),
  began: v.optional(v.number()),
});
type Cursor = v.InferOutput<typeof cursorSchema>;

/**
 * What changed since the cursor, oldest first, then what was deleted. One page per call. A record that was merged into another is
 * among the deleted ones: the vendor does not say into which.
 */
export async function changes(
  object: RecordRef['object'],
  cursor: string | undefined,
  io: Io,
): Promise<{ rows: Row[]; cursor: string; more: boolean }> {
  const modules: readonly Listed[] = object === 'activity' ? ENTRIES : [moduleOf(object)].filter((each) => each !== undefined);
  const place: Cursor = cursor === undefined ? { at: 0 } : readCursor(cursorSchema, cursor);
  const module = modules[place.at];
  if (module === undefined) throw new SystemError('invalid', { code: modules.length === 0 ? 'unsupported' : 'bad-cursor' });
  const page = await fetchList(
    io,
    module,
    {
      fields: columnsOf(module, io.connection),
      sort_by: 'Modified_Time',
      sort_order: 'asc',
      ...(place.token === undefined ? { page: 1 } : { page_token: place.token }),
    },
    place.since === undefined ? undefined : stamp(place.since),
  );
  const rows: Row[] = page.rows.map((row) => toRow(module, row, io)).filter((row) => row.ref.id !== '');
  const began = place.began ?? page.serverNow ?? io.now();
  const newest = Math.max(place.next ?? 0, ...page.rows.map(modifiedAt));
  const token = page.info.more_records === true ? page.info.next_page_token : undefined;
  if (token !== undefined && token !== place.token)
    return { rows, cursor: writeCursor({ ...place, next: newest, token, began } satisfies Cursor), more: true };
  if (place.since !== undefined) rows.push(...(await deleted(module, place.since, io)));
  // The next module of this round starts from the same watermark; after the last one the round is over.
  const last = place.at + 1 >= modules.length;
  const next = Math.max(newest, place.next ?? 0);
  if (!last) {
    const { token: _, ...rest } = place;
    return { rows, cursor: writeCursor({ ...rest, at: place.at + 1, next, began } satisfies Cursor), more: true };
  }
  // With nothing changed the round itself moves the mark: the vendor looked up to the moment it was asked.
  const mark = Math.max(modules.length > 1 || next === 0 ? began : next, place.since ?? 0);
  return { rows, cursor: writeCursor({ at: 0, since: mark - OVERLAP_MS } satisfies Cursor), more: false };
}

async function deleted(module: Listed, since: number, io: Io): Promise<Tombstone[]> {
  const found: Tombstone[] = [];
  for (let page = 1; page <= MAX_DELETED_PAGES; page += 1) {
    const { rows, info } = await unless(fetchDeleted(io, module, page, stamp(since)), ['invalid', 'not-found'], NOT_KEPT);
    for (const row of rows) {
      const { id, deleted_time } = v.parse(deletedSchema, row);
      const deletedAt = instant(deleted_time);
      if (id !== undefined) found.push({ ref: refOf(module, id, io), ...(deletedAt !== undefined && { deletedAt }) });
    }
    if (info.more_records !== true || rows.length === 0) break;
  }
  return found;
}

function toRow(module: Listed, row: unknown, io: Io): SystemRecord | Activity {
  return isEntry(module) ? toActivity(module, row, io.connection) : toRecord(module, row, io.connection);
}

function refOf(module: Listed, id: string, io: Io): RecordRef {
  return isEntry(module) ? entryRef(io.connection, module, id) : recordRef(io.connection, module, id);
}

function isEntry(module: Listed): module is Exclude<EntryModule, 'Emails'> {
  return (ENTRIES as readonly string[]).includes(module);
}

function modifiedAt(row: unknown): number {
  return (typeof row === 'object' && row !== null && instant(Reflect.get(row, 'Modified_Time'))) || 0;
}
