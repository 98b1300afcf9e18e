import { cacheDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { dataKey } from './keys.ts';
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
  /** Bytes of a piece, but of the last; absent where an earlier version has written it. */
  each?: number;
  /** All pieces together; absent as well. */
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

/**
 * While one piece is opened the next is read, on more than one core. Both browsers take longer over a few large values (Firefox keeps each
 * above a megabyte in a file of its own), and over very many.
 */
const PIECE_BYTES = 400_000;
const FIRST_PIECE_BYTES = 4_000_000;
const HEAD = 'head';

/** What was saved. */
export interface StoredIndex {
  head: IndexHead;
  segments: Uint8Array<ArrayBuffer>[];
}

/** The index as it was saved; `undefined` when there is none, it is not whole, or there is no key. The key may still be on its way. */
export async function loadIndex(key: Promise<CryptoKey | undefined>): Promise<StoredIndex | undefined> {
  return readIndex(key).catch((error: unknown) => {
    if (error instanceof StoreError) return undefined;
    throw error;
  });
}

/**
 * Rows are read side by side, each is opened as soon as it is there, straight into its place. No transaction around them: it would end while
 * they are being opened, and who writes is the one who reads. @throws StoreError `tampered`
 */
async function readIndex(asked: Promise<CryptoKey | undefined>): Promise<StoredIndex | undefined> {
  const [key, ids] = await Promise.all([asked, cacheDb.indexes.toCollection().primaryKeys()]);
  if (!key || !ids.includes(HEAD)) return undefined;
  const read = async (id: string): Part => {
    const row = await cacheDb.indexes.get(id);
    if (!row) throw new StoreError('tampered');
    return openBytes(key, placeOf(id), row.sealed);
  };
  const first = read(HEAD);
  const parts = new Map(ids.map((id) => [id, id === HEAD ? first : read(id)]));
  // Of no interest once one has not opened.
  for (const part of parts.values()) part.catch(() => undefined);
  const head = JSON.parse(new TextDecoder().decode(await first)) as IndexHead;
  return { head, segments: await Promise.all(head.segments.map((segment) => segmentOf(segment, parts))) };
}

type Part = Promise<Uint8Array<ArrayBuffer>>;

async function segmentOf(
  { id, pieces, each = FIRST_PIECE_BYTES, bytes = pieces * each }: StoredSegment,
  parts: ReadonlyMap<string, Part>,
): Part {
  const segment = new Uint8Array(bytes);
  const lengths = Array.from({ length: pieces }, async (_, nth) => {
    const part = await parts.get(pieceId(id, nth));
    if (!part) throw new StoreError('tampered');
    segment.set(part, nth * each);
    return part.length;
  });
  const length = (await Promise.all(lengths)).reduce((sum, more) => sum + more, 0);
  return length === segment.length ? segment : segment.slice(0, length);
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

/** How a segment of so many bytes is cut. */
export function piecesIn(bytes: number): { pieces: number; each: number; bytes: number } {
  return { pieces: Math.ceil(bytes / PIECE_BYTES), each: PIECE_BYTES, bytes };
}

function piecesOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: piecesIn(bytes.length).pieces }, (_, nth) => bytes.subarray(nth * PIECE_BYTES, (nth + 1) * PIECE_BYTES));
}

function pieceId(segment: number, nth: number): string {
  return `${segment}.${nth}`;
}

function placeOf(id: string): Place {
  return { table: 'indexes', id };
}
