import { recordKey } from '../model/records.ts';
import { type FeedObject, isTombstone, type SyncedRow } from '../model/sync.ts';
import { LEAST_ROWS } from './chunk-bytes.ts';
import { cacheDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { hashOf } from './place-table.ts';
import { type ChunkHead, forgetPlaces, type NewPlaces, openPlaces, type Places, places, placesRow } from './places.ts';
import { addChunks, chunksOf, inTurn, type Placed, stampOf } from './record-pages.ts';
import { isNewest, openChunks } from './records.ts';
import type { PlacesRow } from './rows.ts';

/** Chunks merged in one step: a step holds up the next page for some ten ms. */
const MOST = 20;
/** A delete is remembered for so long, so that no older answer brings the record back. */
const REMEMBER_MS = 90 * 86_400_000;

/**
 * Merges chunks of one list in which little is left: what was replaced is dropped, and so are deletes after 90 days. One transaction
 * a step; answers whether another step has something to do.
 */
export async function compactRecords(now: number): Promise<boolean> {
  return inTurn(async () => {
    const known = await places();
    const [first, ...more] = sparse(known);
    if (!first) return false;
    await merge(known, first, now);
    forgetPlaces();
    return more.length > 0 || first.length === MOST;
  });
}

/** Groups of chunks to merge in which half or little is left, each of one list. Of a group of one only an empty chunk is worth a step. */
function sparse(known: Places): ChunkHead[][] {
  const live = known.table.countByChunk();
  const isSparse = ({ id, rows }: ChunkHead) => (live.get(id) ?? 0) < LEAST_ROWS || (live.get(id) ?? 0) <= rows / 2;
  const candidates = [...known.chunks.values()].filter(isSparse).sort((a, b) => a.id - b.id);
  const groups = Map.groupBy(candidates, ({ connectionId, object }) => `${connectionId}#${object}`);
  const pays = (group: ChunkHead[]) => {
    const rows = group.reduce((sum, { id }) => sum + (live.get(id) ?? 0), 0);
    // How many rows of this list a chunk takes, as far as these tell.
    const room = Math.max(LEAST_ROWS, ...group.map((head) => head.rows));
    return Math.ceil(rows / room) < group.length;
  };
  return [...groups.values()].map((group) => group.slice(0, MOST)).filter(pays);
}

async function merge(known: Places, group: readonly ChunkHead[], now: number): Promise<void> {
  const [{ connectionId, object }] = group as [ChunkHead];
  const ids = group.map(({ id }) => id);
  const listings = await listingsOf(connectionId);
  const elsewhere = hashesOutside(listings, new Set(ids));
  const bodies = await openChunks(ids);
  const groups: { object: FeedObject; at: number; rows: Placed[] }[] = [];
  for (const id of ids) {
    const body = bodies.get(id);
    const kept = (body?.rows ?? []).flatMap((row, slot): Placed[] => {
      const placed = { row, hash: hashOf(recordKey(row.ref)), stamp: stampOf(row) };
      return isNewest(known, row.ref, id, slot) && !isForgotten(row, body?.at ?? 0, placed.hash, elsewhere, now) ? [placed] : [];
    });
    if (kept.length > 0) groups.push({ object, at: body?.at ?? 0, rows: kept });
  }
  const made = await chunksOf(known.last, connectionId, together(groups));
  const touched = await withoutChunks(listings, new Set(ids));
  await cacheDb.transaction('rw', [cacheDb.chunks, cacheDb.places], async () => {
    await cacheDb.chunks.bulkDelete(ids);
    await cacheDb.places.bulkDelete(touched.empty);
    await cacheDb.places.bulkPut(touched.changed);
    await addChunks(made);
  });
}

/** One run of rows: the time of the oldest answer among them stands for all. */
function together(groups: readonly { object: FeedObject; at: number; rows: Placed[] }[]) {
  const [first] = groups;
  if (!first) return [];
  return [{ object: first.object, at: Math.min(...groups.map(({ at }) => at)), rows: groups.flatMap(({ rows }) => rows) }];
}

/** A delete that is long past, of a record no older version of which lies anywhere else: without it that version would count again. */
function isForgotten(row: SyncedRow, toldAt: number, hash: number, elsewhere: ReadonlySet<number>, now: number): boolean {
  if (!isTombstone(row) || elsewhere.has(hash)) return false;
  return now - Math.max(row.deletedAt ?? 0, toldAt) > REMEMBER_MS;
}

interface Listing {
  row: PlacesRow;
  holds: NewPlaces;
}

async function listingsOf(connectionId: string): Promise<Listing[]> {
  const key = await dataKey();
  const rows = await cacheDb.places.where('connectionId').equals(connectionId).toArray();
  return Promise.all(rows.map(async (row) => ({ row, holds: await openPlaces(key, row) })));
}

function hashesOutside(listings: readonly Listing[], ids: ReadonlySet<number>): Set<number> {
  return new Set(listings.flatMap(({ holds }) => holds.chunks.filter(({ id }) => !ids.has(id)).flatMap(({ hashes }) => hashes)));
}

/** Listings without some chunks: those left empty go, the others are sealed anew under the id they have. */
async function withoutChunks(listings: readonly Listing[], ids: ReadonlySet<number>): Promise<{ empty: number[]; changed: PlacesRow[] }> {
  const concerned = listings.filter(({ holds }) => holds.chunks.some(({ id }) => ids.has(id)));
  const left = concerned.map(({ row, holds }) => ({ row, holds: { ...holds, chunks: holds.chunks.filter(({ id }) => !ids.has(id)) } }));
  return {
    empty: left.filter(({ holds }) => holds.chunks.length === 0).map(({ row }) => row.id),
    changed: await Promise.all(
      left.filter(({ holds }) => holds.chunks.length > 0).map(({ row, holds }) => placesRow(holds, { id: row.id })),
    ),
  };
}
