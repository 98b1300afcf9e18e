import { buildingSegment, buildSegment, frontOf, mergeSegments, type SearchEntry, SearchIndex } from '../search/index.ts';
import { piecesIn } from '../store/index-pieces.ts';
import { type IndexHead, type StoredIndex, type StoredSegment, saveIndex } from '../store/indexes.ts';
import type { Places } from '../store/places.ts';
import { inLulls } from './lulls.ts';

/*
 * The index as the worker holds it: segments as they were saved, and behind them the tail.
 *
 *   taken up ──▶ tail: small segments in memory ──many──▶ one segment, saved with the marks ──idle──▶ merged
 *
 * Of the saved ones a part may still lie on disk alone: before keys are added, removed or asked for they are looked up (`index.lookUp`).
 */

/** So many records behind the saved marks, and the tail is saved: few large segments are built in less time than many small ones. */
const TAIL_RECORDS = 20_000;
/** Or so many chunks: what a worker that wakes has to read again. In a fill they are full, and more of them may wait. */
const TAIL_CHUNKS = 60;
const FILL_CHUNKS = 250;
/** Small segments in memory before they are made one. */
const TAIL_SEGMENTS = 8;
/** Saved segments before those below `MERGED_RECORDS` are made one. */
const SAVED_SEGMENTS = 24;
const IDLE_SEGMENTS = 4;
/** No segment is merged beyond this: a merge holds up the worker for as long as it takes. */
export const MERGED_RECORDS = 130_000;

/** The index, and what it covers. */
export interface Held {
  key: CryptoKey;
  index: SearchIndex;
  /** As saved. */
  head: IndexHead;
  saved: Uint8Array<ArrayBuffer>[];
  /** What the index covers in memory. */
  chunk: number;
  openedAt: number;
  tail: Map<string, SearchEntry>;
  /** Of the tail: what no segment holds yet. A fill that nobody searches builds each record once. */
  pending: Map<string, SearchEntry>;
  tailSegments: number;
  /** All of the tail in one segment, when the index holds it so: as it will be saved. */
  whole: Uint8Array<ArrayBuffer> | undefined;
  gone: Set<string>;
  /** Customers' heads that were read, by the random number that each writing draws anew. */
  heads: Map<string, string>;
  /** Where records lie, for seeing that one is gone; from the second answer on: reading it takes longer than the first may. */
  known?: Places;
}

/**
 * The index as it was saved, or an empty one: what it lacks is read again out of the cache.
 * @throws StoreError `tampered`, SegmentError
 */
export async function loaded(key: CryptoKey, reading: Promise<StoredIndex | undefined>): Promise<Held> {
  const index = new SearchIndex();
  const stored = await reading;
  const head = stored?.head ?? { chunk: 0, openedAt: 0, segments: [] };
  const saved = stored?.segments ?? [];
  for (const [at, each] of saved.entries()) {
    await each.need([[0, 1]]);
    index.restore(each.bytes, each, head.segments[at]?.hidden ?? []);
  }
  const { chunk, openedAt } = head;
  return {
    key,
    index,
    head,
    saved: saved.map(({ bytes }) => bytes),
    chunk,
    openedAt,
    tail: new Map(),
    pending: new Map(),
    tailSegments: 0,
    whole: undefined,
    gone: new Set(),
    heads: new Map(),
  };
}

/** Records that are new, or are to be found otherwise than before. */
export function add(mine: Held, entries: readonly SearchEntry[]): void {
  if (entries.length > 0) mine.whole = undefined;
  for (const entry of entries) {
    mine.tail.set(entry.key, entry);
    mine.pending.set(entry.key, entry);
    mine.gone.delete(entry.key);
  }
}

/** Records that are to be found no more. */
export function remove(mine: Held, keys: readonly string[]): void {
  if (keys.length > 0) mine.whole = undefined;
  for (const key of keys) {
    mine.index.remove(key);
    mine.tail.delete(key);
    mine.pending.delete(key);
    mine.gone.add(key);
  }
}

/** The record as it will be found. */
export function knownAs(mine: Held, key: string): SearchEntry | undefined {
  return mine.tail.get(key) ?? mine.index.entry(key);
}

/** Makes everything taken up searchable. */
export function buildPending(mine: Held): void {
  if (mine.pending.size === 0) return;
  if (mine.tailSegments === 0 || mine.tailSegments >= TAIL_SEGMENTS) {
    takeWhole(mine, buildSegment([...mine.tail.values()]));
    return;
  }
  mine.index.addSegment(buildSegment([...mine.pending.values()]), true);
  mine.tailSegments += 1;
  mine.whole = undefined;
  mine.pending.clear();
}

/** Puts one segment of all of the tail in the place of those it was in. */
function takeWhole(mine: Held, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  mine.index.replaceNewest(mine.tailSegments, bytes, true);
  mine.tailSegments = 1;
  mine.whole = bytes;
  mine.pending.clear();
  return bytes;
}

/** Saves the tail when it has grown long. */
export async function settle(mine: Held): Promise<void> {
  const most = mine.tail.size > TAIL_CHUNKS * 20 ? FILL_CHUNKS : TAIL_CHUNKS;
  if (mine.tail.size < TAIL_RECORDS && mine.chunk - mine.head.chunk < most) return;
  await saveTail(mine);
  await mergeSaved(mine, SAVED_SEGMENTS);
}

/** Saves the tail however short, and leaves few segments: for when nothing else is to be done. */
export async function settleAll(mine: Held): Promise<void> {
  await saveTail(mine);
  await mergeSaved(mine, IDLE_SEGMENTS);
}

async function saveTail(mine: Held): Promise<void> {
  const { chunk, openedAt } = mine;
  if (mine.tail.size === 0 && mine.gone.size === 0) {
    if (chunk > mine.head.chunk) await saveIndex({ ...mine.head, chunk, openedAt });
    Object.assign(mine.head, { chunk, openedAt });
    return;
  }
  const bytes = mine.whole ?? takeWhole(mine, await inLulls(buildingSegment([...mine.tail.values()])));
  const segment = stored(mine, bytes, mine.tail.size);
  const head = { chunk, openedAt, segments: [...asHidden(mine), segment] };
  await saveIndex(head, { id: segment.id, bytes });
  Object.assign(mine, { head, saved: [...mine.saved, bytes], tail: new Map(), gone: new Set(), tailSegments: 0, whole: undefined });
}

/** A segment that is about to be saved. */
function stored({ head }: Held, bytes: Uint8Array<ArrayBuffer>, count: number): StoredSegment {
  const id = 1 + Math.max(0, ...head.segments.map((each) => each.id));
  return { id, ...piecesIn(bytes.length), front: frontOf(bytes), count, hidden: [] };
}

/** The saved segments, with what is hidden of them by now. */
function asHidden({ head, index }: Held): StoredSegment[] {
  return head.segments.map((each, nth) => ({ ...each, hidden: index.hiddenIn(nth) }));
}

/** Makes the newest saved segments one, as many as one may hold, when there are more than `most`. The tail must be saved. */
async function mergeSaved(mine: Held, most: number): Promise<void> {
  const { segments } = mine.head;
  if (mine.tailSegments > 0 || segments.length <= most) return;
  let from = segments.length;
  for (let count = 0; from > 0 && count + (segments[from - 1]?.count ?? 0) <= MERGED_RECORDS; from -= 1)
    count += segments[from - 1]?.count ?? 0;
  if (segments.length - from < 2) return;
  while (await mine.index.readMore());
  const merging = mine.saved.slice(from);
  const bytes = mergeSegments(merging, (key) => mine.index.entry(key) === undefined);
  const merged = stored(
    mine,
    bytes,
    segments.slice(from).reduce((sum, each) => sum + each.count, 0),
  );
  const head = { ...mine.head, segments: [...asHidden(mine).slice(0, from), merged] };
  await saveIndex(head, { id: merged.id, bytes });
  mine.index.replaceNewest(merging.length, bytes, true);
  Object.assign(mine, { head, saved: [...mine.saved.slice(0, from), bytes] });
}
