import { cacheDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { type Cut, pieceId, piecesOf, placeOf, SavedBytes } from './index-pieces.ts';
import { dataKey } from './keys.ts';
import type { IndexRow } from './rows.ts';
import { openBytes, seal, sealBytes } from './seal.ts';

/*
 * The search index at rest: one row that says what there is, and the segments in pieces. All encrypted; ids are numbers. It can be made
 * anew from the cache at any time, so whatever does not open is dropped.
 */

/** One segment of the index, the oldest first. */
export interface StoredSegment extends Cut {
  id: number;
  /** Bytes, from the beginning, that most first answers need. */
  front: number;
  /** Records in it. */
  count: number;
  /** Records that are not to be found any more, by their numbers: from, to, from, to … */
  hidden: number[];
}

/** What the index covers. */
export interface IndexHead {
  /** Chunks up to this id are in the segments. */
  chunk: number;
  /** Customers opened up to this moment are, epoch ms. */
  openedAt: number;
  segments: StoredSegment[];
}

const HEAD = 'head';
/** How all this is written down. What another version has written is made anew. */
const FORM = 2;

/** What was saved; the segments are read as they are needed. */
export interface StoredIndex {
  head: IndexHead;
  segments: SavedBytes[];
}

/**
 * The index as it was saved; `undefined` when there is none that can be read, or there is no key. The key may still be on its way. Of each
 * segment the front is being read.
 */
export async function loadIndex(asked: Promise<CryptoKey | undefined>): Promise<StoredIndex | undefined> {
  const [key, row] = await Promise.all([asked, cacheDb.indexes.get(HEAD)]);
  const head = key && row && (await openHead(key, row));
  if (!head) return undefined;
  const segments = head.segments.map((segment) => new SavedBytes(key, segment.id, segment));
  for (const [at, segment] of segments.entries()) segment.need([[0, head.segments[at]?.front ?? 0]]).catch(() => undefined);
  return { head, segments };
}

async function openHead(key: CryptoKey, { sealed }: IndexRow): Promise<IndexHead | undefined> {
  const bytes = await openBytes(key, placeOf(HEAD), sealed).catch((error: unknown) => {
    if (error instanceof StoreError) return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const { form, ...head } = JSON.parse(new TextDecoder().decode(bytes)) as IndexHead & { form?: number };
  return form === FORM ? head : undefined;
}

/** Saves what the index covers now, and the one segment that is new; rows that are no piece of a listed segment go. One transaction. */
export async function saveIndex(head: IndexHead, added?: { id: number; bytes: Uint8Array<ArrayBuffer> }): Promise<void> {
  const key = await dataKey();
  const pieces = added ? piecesOf(added.bytes) : [];
  const rows = await Promise.all([
    seal(key, placeOf(HEAD), { form: FORM, ...head }).then((sealed): IndexRow => ({ id: HEAD, sealed })),
    ...pieces.map(async (bytes, nth): Promise<IndexRow> => {
      const id = pieceId(added?.id ?? 0, nth);
      return { id, sealed: await sealBytes(key, placeOf(id), bytes) };
    }),
  ]);
  const listed = new Set(head.segments.flatMap(({ id, pieces }) => Array.from({ length: pieces }, (_, nth) => pieceId(id, nth))));
  await cacheDb.transaction('rw', cacheDb.indexes, async () => {
    const there = await cacheDb.indexes.toCollection().primaryKeys();
    await cacheDb.indexes.bulkDelete(there.filter((id) => id !== HEAD && !listed.has(id)));
    await cacheDb.indexes.bulkPut(rows);
  });
}

/** Forgets the index: it is made anew when somebody searches. */
export async function dropIndex(): Promise<void> {
  await cacheDb.indexes.clear();
}
