import { Best } from './best.ts';
import { buildSegment } from './build.ts';
import { EDIT, type Tier } from './costs.ts';
import { SEGMENT_LIMIT, type SearchEntry, type SearchHit } from './entry.ts';
import { match, matchScratchBytes } from './match.ts';
import { type Reading, readings } from './query.ts';
import { Segment } from './segment.ts';
import { scratchBytes } from './sources.ts';
import { otherLayout } from './spellings.ts';

export { buildingSegment, buildSegment } from './build.ts';
export { type SearchEntry, type SearchHit, SegmentError } from './entry.ts';

/** The age at which recency counts half. */
const RECENCY_SECONDS = 30 * 24 * 3600;

interface Found {
  segment: Segment;
  record: number;
  cost: number;
}

/**
 * Search over segments, the later added the newer: a record hides those of its key in the segments before. Segments are read where
 * they lie and never written to.
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
    const asTyped = readings(query);
    // On the other layout a sign alone may be a letter: it must not stand for everybody.
    if (asTyped.length === 0) return [];
    let found = this.#find(limit, [asTyped, 'plain']);
    if (found.length < limit) found = this.#find(limit, [asTyped, 'loose']);
    // What fits all words as they are needs no guesses beside it; for one word there may be more that was meant.
    const isSure = found.length === limit || (found.length > 0 && asTyped.every(({ units }) => units.length > 1));
    if (isSure) return found.map((each) => hitOf(each, now));
    const otherwise = readings(otherLayout(query), EDIT);
    return this.#find(limit, [asTyped, 'typos'], [otherwise, 'loose']).map((each) => hitOf(each, now));
  }

  #find(limit: number, ...asked: [readonly Reading[], Tier][]): Found[] {
    const found: Found[] = [];
    for (const segment of this.#segments) {
      const best = new Best(limit);
      for (const [meant, tier] of asked) for (const reading of meant) match(segment, reading, tier, best);
      for (const code of best.codes) found.push({ segment, record: code % SEGMENT_LIMIT, cost: Math.floor(code / SEGMENT_LIMIT) });
    }
    return this.#segments.length > 1 ? found.sort(compareFound).slice(0, limit) : found;
  }
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
