import { Best } from './best.ts';
import { buildSegment } from './build.ts';
import { EDIT, type Tier } from './costs.ts';
import { SEGMENT_LIMIT, type SearchEntry, type SearchHit } from './entry.ts';
import type { Part } from './layout.ts';
import { match, matchScratchBytes } from './match.ts';
import { type Reading as Meaning, PHONE_DIGITS, readings } from './query.ts';
import { atOnce, inSteps, type Reading, type Steps } from './reading.ts';
import { Segment } from './segment.ts';
import { scratchBytes } from './sources.ts';
import { otherLayout } from './spellings.ts';

export { buildingSegment, buildSegment } from './build.ts';
export { type SearchEntry, type SearchHit, SegmentError } from './entry.ts';
export { frontOf } from './layout.ts';

/** The age at which recency counts half. */
const RECENCY_SECONDS = 30 * 24 * 3600;

interface Found {
  segment: Segment;
  record: number;
  cost: number;
}

/**
 * Search over segments, the later added the newer: a record hides those of its key in the segments before. Segments are read where
 * they lie and never written to. Of one that was saved, bytes may still be on their way: `ask`, `lookUp` and `readMore` wait for what they
 * need; all else throws an UnreadError where it meets bytes that nobody has waited for.
 */
export class SearchIndex {
  #segments: Segment[] = [];

  /**
   * `isProven`: whoever gives the bytes knows that none was changed, so they are not summed up, which takes longer than all else here.
   * @throws SegmentError when the bytes are no segment; the index is then as it was.
   */
  addSegment(bytes: Uint8Array<ArrayBuffer>, isProven = false): void {
    this.replaceNewest(0, bytes, isProven);
  }

  /** Puts one segment in the place of the last `count`, of which it was made. @throws SegmentError as `addSegment` does. */
  replaceNewest(count: number, bytes: Uint8Array<ArrayBuffer>, isProven = false): void {
    const segment = new Segment(bytes, isProven);
    const kept = this.#segments.slice(0, this.#segments.length - count);
    for (const older of kept) older.hideAll(segment);
    this.#segments = [...kept, segment];
  }

  /**
   * Adds a segment as it was saved, and hides what was hidden of it then (`hiddenIn`). `reading` brings in what is there of the bytes but for
   * the header. @throws SegmentError
   */
  restore(bytes: Uint8Array<ArrayBuffer>, reading: Reading, hidden: readonly number[]): void {
    const segment = new Segment(bytes, true, reading);
    segment.hideRuns(hidden);
    this.#segments.push(segment);
  }

  /** Runs of records of the nth segment that are not to be found: the first of each, and the first after it. */
  hiddenIn(nth: number): number[] {
    return this.#segments[nth]?.hidden ?? [];
  }

  /** Waits until `entry` and `remove` can be asked about these keys, and segments added that hold them. */
  async lookUp(keys: readonly string[]): Promise<void> {
    for (const segment of this.#segments) await inSteps(segment.needsKeys(keys));
  }

  /** Reads a further stretch of what is not there; false when all is. */
  async readMore(): Promise<boolean> {
    const segment = this.#segments.find(({ arrival }) => arrival.isPartial);
    await segment?.arrival.readMore();
    return segment !== undefined;
  }

  /** Takes the record out of what is searched; a segment added later may bring it back. */
  remove(key: string): void {
    for (const segment of this.#segments) segment.hide(key);
  }

  /** The record as the index knows it. */
  entry(key: string): SearchEntry | undefined {
    for (const segment of this.#segments) {
      const record = segment.find(key);
      if (record >= 0 && !segment.gone[record]) return segment.entry(record);
    }
    return undefined;
  }

  /** Records that can be found. */
  get size(): number {
    return this.#segments.reduce((total, { live }) => total + live, 0);
  }

  /** Everything the index holds in memory. */
  get bytes(): number {
    return this.#segments.reduce((total, { bytes }) => total + bytes, scratchBytes() + matchScratchBytes());
  }

  /**
   * The best `limit` records. All words must fit: as beginnings of words anywhere in the record; where that fills no list also in
   * the middle of words and in other spellings; then with typing errors, or as if typed in the keyboard's other layout (of several
   * words only where nothing was found). First what fits best, of equal ones the last touched (an open deal counts as 30 days), then
   * by key.
   */
  search(query: string, limit: number, now: number): SearchHit[] {
    return atOnce(this.#answer(query, limit, now));
  }

  /** The same, waiting for what it needs. */
  ask(query: string, limit: number, now: number): Promise<SearchHit[]> {
    return inSteps(this.#answer(query, limit, now));
  }

  *#answer(query: string, limit: number, now: number): Steps<SearchHit[]> {
    const asTyped = readings(query);
    // On the other layout a sign alone may be a letter: it must not stand for everybody.
    if (asTyped.length === 0) return [];
    let found = yield* this.#find(limit, [asTyped, 'plain']);
    if (found.length < limit) found = yield* this.#find(limit, [asTyped, 'loose']);
    // What fits all words as they are needs no guesses beside it; for one word there may be more that was meant.
    const isSure = found.length === limit || (found.length > 0 && asTyped.every(({ units }) => units.length > 1));
    if (!isSure) found = yield* this.#find(limit, [asTyped, 'typos'], [readings(otherLayout(query), EDIT), 'loose']);
    yield* this.#needs(found);
    return found.map((each) => hitOf(each, now));
  }

  *#find(limit: number, ...asked: Asked[]): Steps<Found[]> {
    const found: Found[] = [];
    for (const segment of this.#segments) {
      if (segment.arrival.isPartial) yield* segment.arrival.needs(...partsFor(asked));
      const best = new Best(limit);
      for (const [meant, tier] of asked) for (const meaning of meant) match(segment, meaning, tier, best);
      for (const code of best.codes) found.push({ segment, record: code % SEGMENT_LIMIT, cost: Math.floor(code / SEGMENT_LIMIT) });
    }
    if (this.#segments.length < 2) return found;
    yield* this.#needs(found);
    return found.sort(compareFound).slice(0, limit);
  }

  /** Waits for these records. */
  *#needs(found: readonly Found[]): Steps<void> {
    for (const segment of this.#segments)
      if (segment.arrival.isPartial)
        yield* segment.arrival.needsRecords(found.filter((each) => each.segment === segment).map(({ record }) => record));
  }
}

type Asked = [meant: readonly Meaning[], tier: Tier];

/** What matching looks at. */
function partsFor(asked: readonly Asked[]): Part[] {
  const units = asked.flatMap(([meant]) => meant.flatMap((each) => each.units));
  const numbers = units.flatMap((unit) => (unit.kind === 'phone' ? [unit.digits, ...unit.spellings] : []));
  const isCompared =
    numbers.some(({ length }) => length > PHONE_DIGITS) || asked.some(([meant]) => meant.some(({ literals }) => literals.length > 0));
  return [
    'words',
    ...(asked.some(([, tier]) => tier !== 'plain') ? (['grams'] as const) : []),
    ...(numbers.length > 0 ? (['phones'] as const) : []),
    ...(isCompared ? (['shown', 'records'] as const) : []),
  ];
}

/** One segment of what these hold, the later the newer, without the keys that are gone: equal to one built of the same records. */
export function mergeSegments(segments: readonly Uint8Array<ArrayBuffer>[], gone: (key: string) => boolean): Uint8Array<ArrayBuffer> {
  const entries: SearchEntry[] = [];
  for (const bytes of segments) {
    const segment = new Segment(bytes, true);
    for (let record = 0; record < segment.count; record += 1) {
      const entry = segment.entry(record);
      if (!gone(entry.key)) entries.push(entry);
    }
  }
  return buildSegment(entries);
}

function compareFound(a: Found, b: Found): number {
  if (a.cost !== b.cost) return a.cost - b.cost;
  const [left, right] = [a.segment.effective(a.record), b.segment.effective(b.record)];
  if (left !== right) return right - left;
  return a.segment.keyOf(a.record) < b.segment.keyOf(b.record) ? -1 : 1;
}

function hitOf({ segment, record, cost }: Found, now: number): SearchHit {
  const age = Math.max(0, now / 1000 - segment.effective(record));
  return { ...segment.entry(record), score: RECENCY_SECONDS / (RECENCY_SECONDS + age) - cost };
}
