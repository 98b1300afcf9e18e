import { type Activity, type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { type FeedObject, isTombstone, type SyncedRow } from '../model/sync.ts';
import { cacheDb } from './databases.ts';
import { existingDataKey } from './known-keys.ts';
import { hashOf } from './place-table.ts';
import { type ChunkHead, forgetPlaces, type Places, places } from './places.ts';
import { openBytes, type Place } from './seal.ts';

/*
 * The reading side of synced records, for pages and the worker. Nothing here writes. A record lies in a chunk with up to a hundred others; a
 * keyed look-up costs one chunk: get, decrypt, parse.
 */

/** What a chunk holds: when it was fetched, and the rows. */
export interface ChunkBody {
  at: number;
  rows: SyncedRow[];
}

/** A synced row, and when its system told it. */
export interface Cached<T extends SyncedRow = SyncedRow> {
  row: T;
  connectionId: string;
  /** Epoch ms. */
  at: number;
}

/** A record's newest version, a tombstone when it is gone; `undefined` when it was never synced. */
export async function cachedRow(key: string): Promise<Cached | undefined> {
  return (await cachedRows([key])).get(key);
}

/** The record itself; of one that was merged into another, that other one. */
export async function cachedRecord(key: string, hops = 3): Promise<Cached<SystemRecord | Activity> | undefined> {
  const found = await cachedRow(key);
  if (!found) return undefined;
  const { row } = found;
  if (!isTombstone(row)) return { ...found, row };
  return row.mergedInto && hops > 0 ? cachedRecord(recordKey(row.mergedInto), hops - 1) : undefined;
}

/** Newest versions by recordKey, each chunk opened once. */
export async function cachedRows(keys: readonly string[]): Promise<Map<string, Cached>> {
  const first = await tryRows(keys);
  if (first) return first;
  // Chunks were merged while we looked.
  forgetPlaces();
  return (await tryRows(keys)) ?? new Map();
}

async function tryRows(keys: readonly string[]): Promise<Map<string, Cached> | undefined> {
  const known = await places();
  const wanted = new Map<number, { key: string; slot: number }[]>();
  for (const key of keys) {
    const at = known.table.get(hashOf(key));
    if (at) wanted.set(at.chunk, [...(wanted.get(at.chunk) ?? []), { key, slot: at.slot }]);
  }
  const found = new Map<string, Cached>();
  const bodies = await openChunks([...wanted.keys()]);
  for (const [id, asked] of wanted) {
    const body = bodies.get(id);
    if (body === undefined) return undefined;
    const connectionId = known.chunks.get(id)?.connectionId ?? '';
    for (const { key, slot } of asked) {
      const row = body?.rows[slot];
      if (row && recordKey(row.ref) === key) found.set(key, { row, connectionId, at: body.at });
    }
  }
  return found;
}

/** Everything that is synced and not gone, chunk by chunk, for whoever sums or indexes it. */
export async function* eachCached(connectionId?: string): AsyncGenerator<{ head: ChunkHead; at: number; rows: SyncedRow[] }> {
  const known = await places();
  for (const head of [...known.chunks.values()].sort((a, b) => a.id - b.id)) {
    if (connectionId !== undefined && head.connectionId !== connectionId) continue;
    const body = (await openChunks([head.id])).get(head.id);
    if (!body) continue;
    const rows = body.rows.filter((row, slot) => !isTombstone(row) && isNewest(known, row.ref, head.id, slot));
    if (rows.length > 0) yield { head, at: body.at, rows };
  }
}

/** Is this the record's newest version? */
export function isNewest(known: Places, ref: RecordRef, chunk: number, slot: number): boolean {
  return known.table.isAt(hashOf(recordKey(ref)), chunk, slot);
}

/** Bodies by id; `undefined` for a chunk that is not there, `null` for one that does not open. */
export async function openChunks(ids: readonly number[]): Promise<Map<number, ChunkBody | null | undefined>> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.chunks.bulkGet([...ids])]);
  const bodies = await Promise.all(
    rows.map(async (row) => {
      if (!row || !key) return undefined;
      const bytes = await openBytes(key, chunkPlace(row.id), row.sealed).catch(() => null);
      return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as ChunkBody);
    }),
  );
  return new Map(ids.map((id, index) => [id, bodies[index]]));
}

/** What binds a chunk to its id. */
export function chunkPlace(id: number): Place {
  return { table: 'chunks', id: String(id) };
}

/** How many records of a connection are kept, by list. */
export async function cachedCounts(connectionId: string): Promise<Partial<Record<FeedObject, number>>> {
  const known = await places();
  const live = known.table.countByChunk();
  const counts: Partial<Record<FeedObject, number>> = {};
  for (const [id, head] of known.chunks)
    if (head.connectionId === connectionId) counts[head.object] = (counts[head.object] ?? 0) + (live.get(id) ?? 0);
  return counts;
}
