import type { CustomerSummary } from '../model/dossier.ts';
import type { FoundRecord } from '../model/found.ts';
import { recordKey } from '../model/records.ts';
import type { SyncedRow } from '../model/sync.ts';
import { buildSegment, mergeSegments, type SearchEntry, type SearchHit, SearchIndex, SegmentError } from '../search/index.ts';
import { cacheDb } from '../store/databases.ts';
import { dropIndex, type IndexHead, loadIndex, piecesIn, saveIndex } from '../store/indexes.ts';
import { existingDataKey } from '../store/keys.ts';
import { hashOf } from '../store/place-table.ts';
import { type Places, places } from '../store/places.ts';
import { openChunks } from '../store/records.ts';
import { openIfIntact } from '../store/seal.ts';
import { IV_BYTES } from '../store/sealed.ts';
import { changesOf, dealsOf, entryOfCustomer, withKnown } from './search-entry.ts';

/*
 * The search index of the worker. What it covers is said by two marks, the last chunk and the last opening; whatever lies behind them is
 * taken up before a question is answered, so nothing that writes records needs to know of it.
 *
 *   rows of chunks, customers opened ──▶ tail: small segments in memory ──many──▶ one segment, saved with the marks ──idle──▶ merged
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
const MERGED_RECORDS = 130_000;
/** Chunks opened at once while catching up. */
const STRIDE = 20;
/** A customer's head is written again while her systems answer. */
const SETTLING_MS = 120_000;

interface Held {
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

let held: Held | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** One after the other: each finds the index as the one before left it. */
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = turn.then(task, task);
  turn = mine.catch(() => undefined);
  return mine;
}

/** The best records of the cache for what the rep has typed; one hit per customer she has opened. Locked: nothing. */
export function searchRecords(query: string, limit: number, now: number): Promise<FoundRecord[]> {
  return inTurn(async () => {
    const mine = await upToDate();
    if (!mine) return [];
    buildPending(mine);
    for (;;) {
      // Several records of one customer make one hit.
      const { shown, stale } = await stillKept(mine, mine.index.search(query, limit * 2, now), limit);
      if (stale.length === 0) {
        if (!mine.known) void inTurn(async () => Object.assign(mine, { known: await places() })).catch(() => undefined);
        return shown;
      }
      for (const key of stale) mine.index.remove(key);
    }
  });
}

/** Takes up what was stored lately. Safe to call at any time; a question does it by itself. `rows`: the page that was just stored. */
export function catchUpSearch(rows?: readonly SyncedRow[]): Promise<void> {
  return inTurn(async () => void (await upToDate(rows)));
}

/** For when nothing else is to be done: saves what is not saved yet and makes small segments one. */
export function tidySearch(): Promise<void> {
  return inTurn(async () => {
    const mine = await upToDate();
    if (!mine) return;
    await saveTail(mine);
    await mergeSaved(mine, IDLE_SEGMENTS);
  });
}

/** Forgets the index, here and on disk: it is made anew out of what the cache then holds. */
export function forgetSearch(): Promise<void> {
  return inTurn(async () => {
    held = undefined;
    await dropIndex();
  });
}

/** Lets go of the index in memory: when the store is locked, and between tests. */
export function dropSearchMemory(): void {
  held = undefined;
}

async function upToDate(rows?: readonly SyncedRow[]): Promise<Held | undefined> {
  const key = await existingDataKey();
  if (held && held.key !== key) held = undefined;
  if (!key) return undefined;
  held ??= await loaded(key);
  const mine = held;
  await readChunks(mine, rows);
  await readOpened(mine);
  await settle(mine);
  return mine;
}

async function settle(mine: Held): Promise<void> {
  const most = mine.tail.size > TAIL_CHUNKS * 20 ? FILL_CHUNKS : TAIL_CHUNKS;
  if (mine.tail.size < TAIL_RECORDS && mine.chunk - mine.head.chunk < most) return;
  await saveTail(mine);
  await mergeSaved(mine, SAVED_SEGMENTS);
}

async function loaded(key: CryptoKey): Promise<Held> {
  const index = new SearchIndex();
  const stored = await loadIndex();
  const head = stored?.head ?? { chunk: 0, openedAt: 0, segments: [] };
  const saved = stored?.segments ?? [];
  try {
    for (const [at, bytes] of saved.entries()) {
      index.addSegment(bytes);
      for (const gone of head.segments[at]?.gone ?? []) index.remove(gone);
    }
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    // Written by another version, or damaged before it was sealed: made anew.
    await dropIndex();
    return loaded(key);
  }
  const { chunk, openedAt } = head;
  return {
    key,
    index,
    head,
    saved,
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

async function readChunks(mine: Held, rows: readonly SyncedRow[] | undefined): Promise<void> {
  const ids = await cacheDb.chunks.where('id').above(mine.chunk).primaryKeys();
  if (rows && isAllOf(rows, ids, await places())) {
    takeUp(mine, rows);
    mine.chunk = ids.at(-1) ?? mine.chunk;
    return;
  }
  for (let from = 0; from < ids.length; from += STRIDE) {
    const some = ids.slice(from, from + STRIDE);
    const bodies = await openChunks(some);
    takeUp(
      mine,
      [...bodies.values()].flatMap((body) => body?.rows ?? []),
    );
    mine.chunk = some.at(-1) ?? mine.chunk;
    await settle(mine);
  }
}

/** Are these rows all that lies in these chunks? Then they need not be opened. */
function isAllOf(rows: readonly SyncedRow[], ids: readonly number[], known: Places): boolean {
  const mine = new Set(ids);
  const count = ids.reduce((sum, id) => sum + (known.chunks.get(id)?.rows ?? 0), 0);
  return count === rows.length && rows.every((row) => mine.has(known.table.get(hashOf(recordKey(row.ref)))?.chunk ?? -1));
}

function takeUp(mine: Held, rows: readonly SyncedRow[]): void {
  const { entries, gone } = changesOf(rows);
  if (gone.length > 0) mine.whole = undefined;
  for (const key of gone) {
    mine.index.remove(key);
    mine.tail.delete(key);
    mine.pending.delete(key);
    mine.gone.add(key);
  }
  add(
    mine,
    entries.map((entry) => withKnown(entry, knownAs(mine, entry.key))),
  );
  add(
    mine,
    dealsOf(rows).flatMap(({ key, isOpen }) => {
      const { hasOpenDeal, ...entry } = knownAs(mine, key) ?? {};
      return 'key' in entry && (hasOpenDeal ?? false) !== isOpen
        ? [{ ...(entry as SearchEntry), ...(isOpen && { hasOpenDeal: true }) }]
        : [];
    }),
  );
}

/** Customers opened since: found by what all their systems say, and before others. */
async function readOpened(mine: Held): Promise<void> {
  const rows = await cacheDb.dossiers
    .where('openedAt')
    .aboveOrEqual(mine.openedAt - SETTLING_MS)
    .toArray();
  const changed = rows.filter(({ key, sealed }) => mine.heads.get(key) !== String(sealed.subarray(0, IV_BYTES)));
  const heads = await Promise.all(
    changed.map(({ key: id, sealed }) => openIfIntact<CustomerSummary>(mine.key, { table: 'dossiers', id }, sealed)),
  );
  add(
    mine,
    heads.flatMap((head) => (head ? [withKnown(entryOfCustomer(head), knownAs(mine, head.dossier))] : [])),
  );
  for (const { key, sealed } of changed) mine.heads.set(key, String(sealed.subarray(0, IV_BYTES)));
  mine.openedAt = rows.reduce((last, { openedAt }) => Math.max(last, openedAt), mine.openedAt);
}

function add(mine: Held, entries: readonly SearchEntry[]): void {
  if (entries.length > 0) mine.whole = undefined;
  for (const entry of entries) {
    mine.tail.set(entry.key, entry);
    mine.pending.set(entry.key, entry);
    mine.gone.delete(entry.key);
  }
}

/** The record as it will be found. */
function knownAs(mine: Held, key: string): SearchEntry | undefined {
  return mine.tail.get(key) ?? mine.index.entry(key);
}

/** Makes everything taken up searchable. */
function buildPending(mine: Held): void {
  if (mine.pending.size === 0) return;
  const isWhole = mine.tailSegments === 0 || mine.tailSegments >= TAIL_SEGMENTS;
  const bytes = buildSegment([...(isWhole ? mine.tail : mine.pending).values()]);
  mine.index.replaceNewest(isWhole ? mine.tailSegments : 0, bytes);
  mine.tailSegments = isWhole ? 1 : mine.tailSegments + 1;
  mine.whole = isWhole ? bytes : undefined;
  mine.pending.clear();
}

async function saveTail(mine: Held): Promise<void> {
  const { chunk, openedAt } = mine;
  if (mine.tail.size === 0 && mine.gone.size === 0) {
    if (chunk > mine.head.chunk) await saveIndex({ ...mine.head, chunk, openedAt });
    Object.assign(mine.head, { chunk, openedAt });
    return;
  }
  const bytes = mine.whole ?? buildSegment([...mine.tail.values()]);
  const id = 1 + Math.max(0, ...mine.head.segments.map((each) => each.id));
  const segment = { id, pieces: piecesIn(bytes.length), count: mine.tail.size, gone: [...mine.gone] };
  const head = { chunk, openedAt, segments: [...mine.head.segments, segment] };
  await saveIndex(head, { id, bytes });
  if (bytes !== mine.whole) mine.index.replaceNewest(mine.tailSegments, bytes);
  Object.assign(mine, { head, saved: [...mine.saved, bytes], tail: new Map(), gone: new Set(), tailSegments: 0, whole: undefined });
  mine.pending.clear();
}

/** Makes the newest saved segments one, as many as one may hold, when there are more than `most`. The tail must be saved. */
async function mergeSaved(mine: Held, most: number): Promise<void> {
  const { segments } = mine.head;
  if (mine.tailSegments > 0 || segments.length <= most) return;
  let from = segments.length;
  for (let count = 0; from > 0 && count + (segments[from - 1]?.count ?? 0) <= MERGED_RECORDS; from -= 1)
    count += segments[from - 1]?.count ?? 0;
  if (segments.length - from < 2) return;
  const merging = mine.saved.slice(from);
  const bytes = mergeSegments(merging, (key) => mine.index.entry(key) === undefined);
  const id = 1 + Math.max(...segments.map((each) => each.id));
  // What was removed still hides records of the segments before.
  const gone = from === 0 ? [] : segments.slice(from).flatMap((each) => each.gone.filter((key) => mine.index.entry(key) === undefined));
  const merged = { id, pieces: piecesIn(bytes.length), count: segments.slice(from).reduce((sum, each) => sum + each.count, 0), gone };
  const head = { ...mine.head, segments: [...segments.slice(0, from), merged] };
  await saveIndex(head, { id, bytes });
  mine.index.replaceNewest(merging.length, bytes);
  Object.assign(mine, { head, saved: [...mine.saved.slice(0, from), bytes] });
}

/** Hits that are still in the cache, one for each customer; and keys whose connection was removed, or the customer forgotten. */
async function stillKept(mine: Held, hits: readonly SearchHit[], limit: number): Promise<{ shown: FoundRecord[]; stale: string[] }> {
  // Once read it follows what is stored: this is quick.
  const known = mine.known && (await places());
  const rows = await cacheDb.dossiers
    .where('members')
    .anyOf(hits.map(({ key }) => key))
    .toArray();
  // One person may have been opened from several systems, once before the others had answered: what is known best of her speaks for her.
  const byKnown = rows.sort((a, b) => a.members.length - b.members.length || a.openedAt - b.openedAt);
  const customerOf = new Map(byKnown.flatMap((row) => row.members.map((member) => [member, row.key] as const)));
  const customers = new Set(rows.map(({ key }) => key));
  const stale = hits.map(({ key }) => key).filter((key) => known && (known.table.get(hashOf(key))?.stamp ?? -1) < 0 && !customers.has(key));
  const seen = new Set<string>(stale);
  const shown: FoundRecord[] = [];
  for (const hit of hits) {
    const dossier = lastOf(customerOf, hit.key);
    const one = hit.kind === 'deal' ? hit.key : (dossier ?? hit.key);
    if (seen.has(hit.key) || seen.has(one)) continue;
    seen.add(one);
    const { score: _score, hasOpenDeal: _deal, ...entry }: SearchEntry & { score?: number } = knownAs(mine, one) ?? hit;
    const [system, account, object, id] = entry.key.split('/').map(decodeURIComponent) as [
      string,
      string,
      FoundRecord['ref']['object'],
      string,
    ];
    shown.push({ ...entry, ref: { system, account, object, id }, ...(dossier !== undefined && { dossier }) });
  }
  return { shown: shown.slice(0, limit), stale };
}

/** Where the links from this key end. They lead to later rows only, so there is an end. */
function lastOf(links: ReadonlyMap<string, string>, key: string): string | undefined {
  const next = links.get(key);
  return next === undefined || next === links.get(next) ? next : (lastOf(links, next) ?? next);
}
