import { cacheDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { dataKey, existingDataKey } from './keys.ts';
import type { IndexRow } from './rows.ts';
import { open, openBytes, type Place, seal, sealBytes } from './seal.ts';

/*
 * The search index at rest: one row that says what there is, and the segments in pieces. All encrypted; ids are numbers. It can be made
 * anew from the cache at any time, so whatever does not open is dropped.
 */

/** One segment of the index, the oldest first. */
export interface StoredSegment {
  id: number;
  pieces: number;
  /** Records in it. */
  count: number;
  /** Keys that were removed when it was written: they hide records of earlier segments. */
  gone: string[];
}

/** What the index covers. */
export interface IndexHead {
  /** Chunks up to this id are in the segments. */
  chunk: number;
  /** Customers opened up to this moment are, epoch ms. */
  openedAt: number;
  segments: StoredSegment[];
}

/** A browser may refuse larger values; decrypting pieces side by side uses more than one core. */
const PIECE_BYTES = 4_000_000;
const HEAD = 'head';

/** The index as it was saved; `undefined` when there is none, or it is not whole. */
export async function loadIndex(): Promise<{ head: IndexHead; segments: Uint8Array<ArrayBuffer>[] } | undefined> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.indexes.toArray()]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const first = byId.get(HEAD);
  if (!key || !first) return undefined;
  try {
    const head = await open<IndexHead>(key, placeOf(HEAD), first.sealed);
    const segments = head.segments.map(async ({ id, pieces }) => {
      const parts = Array.from({ length: pieces }, async (_, nth) => {
        const row = byId.get(pieceId(id, nth));
        if (!row) throw new StoreError('tampered');
        return openBytes(key, placeOf(row.id), row.sealed);
      });
      return joined(await Promise.all(parts));
    });
    return { head, segments: await Promise.all(segments) };
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

/** Saves what the index covers now, and the one segment that is new; rows of segments that are no longer listed go. One transaction. */
export async function saveIndex(head: IndexHead, added?: { id: number; bytes: Uint8Array<ArrayBuffer> }): Promise<void> {
  const key = await dataKey();
  const pieces = added ? piecesOf(added.bytes) : [];
  const rows = await Promise.all([
    seal(key, placeOf(HEAD), head).then((sealed): IndexRow => ({ id: HEAD, sealed })),
    ...pieces.map(async (bytes, nth): Promise<IndexRow> => {
      const id = pieceId(added?.id ?? 0, nth);
      return { id, sealed: await sealBytes(key, placeOf(id), bytes) };
    }),
  ]);
  const listed = new Set(head.segments.map(({ id }) => id));
  await cacheDb.transaction('rw', cacheDb.indexes, async () => {
    const there = await cacheDb.indexes.toCollection().primaryKeys();
    await cacheDb.indexes.bulkDelete(there.filter((id) => id !== HEAD && !listed.has(Number.parseInt(id, 10))));
    await cacheDb.indexes.bulkPut(rows);
  });
}

/** Forgets the index: it is made anew when somebody searches. */
export async function dropIndex(): Promise<void> {
  await cacheDb.indexes.clear();
}

/** How many rows a segment of so many bytes takes. */
export function piecesIn(bytes: number): number {
  return Math.ceil(bytes / PIECE_BYTES);
}

function piecesOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: piecesIn(bytes.length) }, (_, nth) => bytes.subarray(nth * PIECE_BYTES, (nth + 1) * PIECE_BYTES));
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function pieceId(segment: number, nth: number): string {
  return `${segment}.${nth}`;
}

function placeOf(id: string): Place {
  return { table: 'indexes', id };
}
