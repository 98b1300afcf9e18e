import { cacheDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { dataKey, existingDataKey } from './keys.ts';
import type { IndexRow } from './rows.ts';
import { openBytes, type Place, seal, sealBytes } from './seal.ts';

/*
 * The search index at rest: one row that says what there is, and the segments in pieces. All encrypted; ids are numbers. It can be made
 * anew from the cache at any time, so whatever does not open is dropped.
 */

/** One segment of the index, the oldest first. */
export interface StoredSegment {
  id: number;
  pieces: number;
  /** All pieces together; absent where an earlier version has written it. */
  bytes?: number;
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

/** What was saved. */
export interface StoredIndex {
  head: IndexHead;
  segments: Uint8Array<ArrayBuffer>[];
}

/** The index as it was saved; `undefined` when there is none, or it is not whole. */
export async function loadIndex(): Promise<StoredIndex | undefined> {
  return readIndex().catch((error: unknown) => {
    if (error instanceof StoreError) return undefined;
    throw error;
  });
}

/** All rows are opened side by side, each straight into its place. @throws StoreError `tampered` */
async function readIndex(): Promise<StoredIndex | undefined> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.indexes.toArray()]);
  if (!key) return undefined;
  const parts = new Map(rows.map(({ id, sealed }) => [id, openBytes(key, placeOf(id), sealed)]));
  // Of no interest once one has not opened.
  for (const part of parts.values()) part.catch(() => undefined);
  return whole(parts);
}

type Part = Promise<Uint8Array<ArrayBuffer>>;

async function whole(parts: ReadonlyMap<string, Part>): Promise<StoredIndex | undefined> {
  const first = await parts.get(HEAD);
  if (!first) return undefined;
  const head = JSON.parse(new TextDecoder().decode(first)) as IndexHead;
  const segments = head.segments.map(async ({ id, pieces, bytes }) => {
    const segment = new Uint8Array(bytes ?? pieces * PIECE_BYTES);
    const lengths = Array.from({ length: pieces }, async (_, nth) => {
      const part = await parts.get(pieceId(id, nth));
      if (!part) throw new StoreError('tampered');
      segment.set(part, nth * PIECE_BYTES);
      return part.length;
    });
    const length = (await Promise.all(lengths)).reduce((sum, each) => sum + each, 0);
    return length === segment.length ? segment : segment.slice(0, length);
  });
  return { head, segments: await Promise.all(segments) };
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

function pieceId(segment: number, nth: number): string {
  return `${segment}.${nth}`;
}

function placeOf(id: string): Place {
  return { table: 'indexes', id };
}
