import { keptRow } from '../model/never-store.ts';
import { recordKey } from '../model/records.ts';
import { type FeedObject, type FeedState, isTombstone, type SyncedRow } from '../model/sync.ts';
import { bodyBytes } from './chunk-bytes.ts';
import { cacheDb } from './databases.ts';
import { feedId, feedRow } from './feeds.ts';
import { markStrangers, namesOfRow } from './forgotten.ts';
import { type Kept, lastKept, whatIsKept } from './kept.ts';
import { dataKey } from './keys.ts';
import { writePage } from './page-write.ts';
import { CHUNK_ROWS, hashOf } from './place-table.ts';
import { forgetPlaces, type NewPlaces, notePlaces, ownPlaces, type Places, places, placesRow } from './places.ts';
import { chunkPlace, isNewest, openChunks } from './records.ts';
import type { ChunkRow } from './rows.ts';
import { sealBytes } from './seal.ts';

/*
 * The worker's side of synced records. Everything is encrypted first and written in one transaction: the rows of a page, where they lie, and
 * how far the list was read. A worker that dies loses the page it was on and nothing else.
 */

/** Vendors' stamps are whole seconds here and milliseconds there, in one and the same answer. */
const CLOCK_GRAIN_MS = 1_000;

/** Rows as a system has told them. */
export interface RowsPage {
  connectionId: string;
  object: FeedObject;
  rows: readonly SyncedRow[];
  /** When they were told, epoch ms. */
  at: number;
  /** Where the list stands after this page; absent for rows that were read one by one. */
  feed?: FeedState;
  /** Has to be done before anything is written; runs while the rows are encrypted. */
  first?: () => Promise<unknown>;
  /** Called when for a moment there is nothing to do but to wait: at most twice, and for a millisecond or two. */
  lull?: () => void;
}

/** Stores a page; answers the rows that were news: neither older than what is kept nor the same delete again. */
export async function storePage(page: RowsPage): Promise<SyncedRow[]> {
  return inTurn(() => tryTwice(() => write(page)));
}

let turn: Promise<unknown> = Promise.resolve();

/** One writer at a time in this context. */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = turn.catch(() => undefined).then(task);
  turn = mine;
  return mine;
}

/** Somebody else has taken the same ids meanwhile: a worker that was replaced and is not dead yet. */
async function tryTwice<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!isClash(error)) throw error;
    forgetPlaces();
    return task();
  }
}

function isClash(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ConstraintError' || error.name === 'BulkError');
}

async function write(page: RowsPage): Promise<SyncedRow[]> {
  const { feed, first, lull } = page;
  const beside = Promise.all([whatIsKept(), feed && feedRow(feed), first?.()]);
  // Awaited below, whatever fails before.
  beside.catch(() => undefined);
  const known = await ownPlaces();
  // Encrypted while it is read what may not be kept; most often that is what it was, else the rows are encrypted once more.
  const guess = lastKept();
  const early = guess && (await sealPage(known, page, guess));
  const [kept, cursor] = await beside;
  const { news, made } = early && guess === kept ? early : await sealPage(known, page, kept);
  await writePage({ ...made, cursor }, lull);
  notePlaces(known, made.places);
  await markStrangers(kept.forgotten, page.rows);
  return news.map(({ row }) => row);
}

async function sealPage(known: Places, { connectionId, object, rows, at, lull }: RowsPage, { never, forgotten }: Kept) {
  const mine = await forgotten.without(rows.map(asMerged), namesOfRow);
  const news = newsOf(
    known,
    mine.map((row) => keptRow(never, row)),
  );
  return { news, made: await chunksOf(known.last, connectionId, [{ object, at, rows: news }], lull) };
}

/** A record that was merged into another one is told with that one's values by some systems: what is kept is where it went. */
function asMerged(row: SyncedRow): SyncedRow {
  return 'mergedInto' in row && row.mergedInto ? { ref: row.ref, mergedInto: row.mergedInto, ...('deletedAt' in row && row) } : row;
}

/** A row with what the table says of it. */
export interface Placed {
  row: SyncedRow;
  hash: number;
  stamp: number;
}

/** Chunks, encrypted, and the row that lists them. */
export interface Made {
  chunks: ChunkRow[];
  places: NewPlaces;
  listed: Awaited<ReturnType<typeof placesRow>> | undefined;
}

/** Seals rows into chunks with the ids after `last`. `lull`: called while they are being encrypted. */
export async function chunksOf(
  last: number,
  connectionId: string,
  groups: readonly { object: FeedObject; at: number; rows: readonly Placed[] }[],
  lull?: () => void,
): Promise<Made> {
  const key = await dataKey();
  const places: NewPlaces = { connectionId, chunks: [] };
  const sealing: Promise<ChunkRow>[] = [];
  for (const { object, at, rows } of groups)
    for (let from = 0; from < rows.length; ) {
      const id = last + 1 + sealing.length;
      const { bytes, taken } = bodyBytes(
        at,
        rows.slice(from, from + CHUNK_ROWS).map(({ row }) => row),
      );
      // WebCrypto copies what it is given before it returns.
      sealing.push(sealBytes(key, chunkPlace(id), bytes).then((sealed) => ({ id, connectionId, sealed })));
      const held = rows.slice(from, from + taken);
      places.chunks.push({ id, object, hashes: held.map(({ hash }) => hash), stamps: held.map(({ stamp }) => stamp) });
      from += taken;
    }
  const listing = sealing.length > 0 ? placesRow(places, { key }) : undefined;
  lull?.();
  const [listed, chunks] = await Promise.all([listing, Promise.all(sealing)]);
  return { chunks, places, listed };
}

/** Inside a transaction. `add`: an id that is taken is a clash, not an overwriting. */
export function addChunks({ chunks, listed }: Made): Promise<unknown> {
  return Promise.all([cacheDb.chunks.bulkAdd(chunks), listed && cacheDb.places.add(listed)]);
}

/** The last word on each record of the page, as far as it is news. */
function newsOf(known: Places, rows: readonly SyncedRow[]): Placed[] {
  const byKey = new Map<string, SyncedRow>();
  for (const row of rows) byKey.set(recordKey(row.ref), row);
  const news: Placed[] = [];
  for (const [key, row] of byKey) {
    const hash = hashOf(key);
    const stamp = stampOf(row);
    const before = known.table.get(hash)?.stamp;
    if (before === undefined || isNewer(row, stamp, before)) news.push({ row, hash, stamp });
  }
  return news;
}

/** Above 0: last changed. Below: gone, since when (-1 where nobody says). */
export function stampOf(row: SyncedRow): number {
  if (isTombstone(row)) return -Math.max(1, row.deletedAt ?? 1);
  return 'changedAt' in row ? (row.changedAt ?? 0) : 0;
}

/** May it take the place of what is kept? An answer that was overtaken must not bring an older state, or the dead, back. */
function isNewer(row: SyncedRow, stamp: number, before: number): boolean {
  if (isTombstone(row)) return before >= 0 ? row.deletedAt === undefined || before <= row.deletedAt + CLOCK_GRAIN_MS : stamp < before;
  if (stamp === 0) return before >= -1;
  return stamp >= Math.abs(before);
}

/**
 * A list was read anew from its start: what lies in older chunks of it and was not told again is gone. Answers those records.
 */
export async function dropUntold(connectionId: string, object: FeedObject, before: number, at: number): Promise<SyncedRow[]> {
  const known = await places();
  const old = [...known.chunks.values()].filter((head) => head.connectionId === connectionId && head.object === object && head.id < before);
  const gone: SyncedRow[] = [];
  for (const { id } of old) {
    const body = (await openChunks([id])).get(id);
    for (const [slot, row] of (body?.rows ?? []).entries())
      if (!isTombstone(row) && isNewest(known, row.ref, id, slot)) gone.push({ ref: row.ref });
  }
  for (let from = 0; from < gone.length; from += CHUNK_ROWS)
    await storePage({ connectionId, object, rows: gone.slice(from, from + CHUNK_ROWS), at });
  return gone;
}

/** Forgets what a connection's lists, or one of them, have told, and how far they were read. */
export async function forgetRecords(connectionId: string, object?: FeedObject): Promise<void> {
  await inTurn(async () => {
    const heads = [...(await places()).chunks.values()].filter((head) => head.connectionId === connectionId && head.object === object);
    await cacheDb.transaction('rw', [cacheDb.chunks, cacheDb.places, cacheDb.cursors], async () => {
      if (object === undefined) return dropRecords(connectionId);
      await cacheDb.chunks.bulkDelete(heads.map(({ id }) => id));
      // Chunks of one list are listed together, and with no others.
      await cacheDb.places.bulkDelete(heads.map(({ listedIn }) => listedIn));
      await cacheDb.cursors.delete(feedId(connectionId, object));
    });
    forgetPlaces();
  });
}

/** The same inside a transaction of the caller. */
export async function dropRecords(connectionId: string): Promise<void> {
  await Promise.all(
    [cacheDb.chunks, cacheDb.places, cacheDb.cursors].map((table) => table.where('connectionId').equals(connectionId).delete()),
  );
  forgetPlaces();
}
