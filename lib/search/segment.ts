import { Arrival } from './arrival.ts';
import { hashOf } from './bytes.ts';
import { OPEN_DEAL_SECONDS, type SearchEntry } from './entry.ts';
import { KINDS, OPEN_DEAL, type Sections, unpack } from './layout.ts';
import type { Reading, Steps } from './reading.ts';
import { textAt } from './utf8.ts';

/** Reads a segment where it lies. Words and records go by their numbers in it. */
export class Segment {
  readonly sections: Sections;
  /** Records. */
  readonly count: number;
  readonly words: number;
  /** 1 = removed, or a newer segment has the key. */
  readonly gone: Uint8Array;
  live: number;
  /** How much of it is there: whoever looks at more than the header waits for it first. */
  readonly arrival: Arrival;
  #at = 0;

  /** `isProven`: the bytes are as they were made. `reading`: what brings in all but the header. @throws SegmentError */
  constructor(
    readonly source: Uint8Array<ArrayBuffer>,
    isProven = false,
    reading?: Reading,
  ) {
    this.sections = unpack(source, isProven);
    this.count = this.sections.touched.length;
    this.words = this.sections.listStarts.length - 1;
    this.gone = new Uint8Array(this.count);
    this.live = this.count;
    this.arrival = new Arrival(this.sections, source.byteLength, reading);
  }

  /** Waits for what `find` and `hide` look at for these keys. */
  *needsKeys(keys: readonly string[]): Steps<void> {
    if (!this.arrival.isPartial || keys.length === 0) return;
    yield* this.arrival.needs('shown', 'keys');
    yield* this.arrival.needsRecords(keys.flatMap((key) => this.#namesakes(hashOf(key))));
  }

  /** Runs of hidden records: the first of each, and the first after it. */
  get hidden(): number[] {
    const runs: number[] = [];
    if (this.live === this.count) return runs;
    for (let record = 0; record <= this.count; record += 1) if ((this.gone[record] ?? 0) !== (runs.length & 1)) runs.push(record);
    return runs;
  }

  /** Hides such runs of records. */
  hideRuns(runs: readonly number[]): void {
    for (let at = 0; at + 1 < runs.length; at += 2) this.gone.fill(1, runs[at], runs[at + 1]);
    this.live = this.count - this.gone.reduce((sum, gone) => sum + gone, 0);
  }

  get bytes(): number {
    return this.source.byteLength + this.gone.byteLength;
  }

  /** Hides the record of a key; true when there was one to hide. */
  hide(key: string): boolean {
    const record = this.find(key);
    if (record < 0 || this.gone[record]) return false;
    this.gone[record] = 1;
    this.live -= 1;
    return true;
  }

  /** Hides what a newer segment has. */
  hideAll(newer: Segment): void {
    if (newer.count > 0) this.arrival.mustHave('keys');
    const [mine, theirs] = [this.sections.keyHashes, newer.sections.keyHashes];
    for (let here = 0, there = 0; here < mine.length && there < theirs.length; ) {
      const difference = (mine[here] as number) - (theirs[there] as number);
      if (difference === 0) this.hide(newer.keyOf(newer.sections.byKey[there] as number));
      if (difference < 0) here += 1;
      else there += 1;
    }
  }

  /** Number of the record with this key, or -1. */
  find(key: string): number {
    this.arrival.mustHave('keys');
    return this.#namesakes(hashOf(key)).find((record) => this.keyOf(record) === key) ?? -1;
  }

  /** Records whose keys have this hash: hardly ever more than one. */
  #namesakes(hash: number): number[] {
    const { byKey, keyHashes } = this.sections;
    let low = 0;
    let high = byKey.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keyHashes[middle] as number) < hash) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (; keyHashes[low] === hash; low += 1) found.push(byKey[low] as number);
    return found;
  }

  /** The record as it was given. */
  entry(record: number): SearchEntry {
    const { flags, touched } = this.sections;
    this.#seek(record);
    const phones: string[] = [];
    for (let left = this.#number(); left > 0; left -= 1) phones.push(this.#text());
    const emails: string[] = [];
    for (let left = this.#number(); left > 0; left -= 1) emails.push(this.#text() + this.#string(this.#number()));
    const key = this.#string(this.#number()) + this.#text();
    const name = this.#text();
    const [company, title] = [this.#string(this.#number()), this.#string(this.#number())];
    const flag = flags[record] as number;
    const seconds = touched[record] as number;
    return {
      key,
      kind: KINDS[flag & 3] as SearchEntry['kind'],
      name,
      ...(company !== '' && { company }),
      ...(title !== '' && { title }),
      emails,
      phones,
      ...(seconds > 0 && { touchedAt: seconds * 1000 }),
      ...(flag & OPEN_DEAL && { hasOpenDeal: true }),
    };
  }

  keyOf(record: number): string {
    this.#seek(record);
    for (let left = this.#number(); left > 0; left -= 1) this.#skip();
    for (let left = this.#number(); left > 0; left -= 1) {
      this.#skip();
      this.#number();
    }
    return this.#string(this.#number()) + this.#text();
  }

  /** By what records of equal fit are ordered, in seconds. */
  effective(record: number): number {
    return (this.sections.touched[record] as number) + ((this.sections.flags[record] as number) & OPEN_DEAL ? OPEN_DEAL_SECONDS : 0);
  }

  /** Does a phone number of the record hold these digits in a row, whatever stands between them? ASCII. */
  hasDigits(record: number, digits: Uint8Array): boolean {
    const { records } = this.sections;
    this.#seek(record);
    for (let left = this.#number(); left > 0; left -= 1) {
      const size = this.#number();
      const end = this.#at + size;
      for (let at = this.#at; at < end; at += 1) if (digitsFrom(records, at, end, digits)) return true;
      this.#at = end;
    }
    return false;
  }

  /** Does each of these stand in an address of the record? Lower case. */
  hasLiterals(record: number, literals: readonly Literal[]): boolean {
    const { records, strings, stringStarts } = this.sections;
    return literals.every(({ text, before, after }) => {
      this.#seek(record);
      for (let left = this.#number(); left > 0; left -= 1) this.#skip();
      for (let left = this.#number(); left > 0; left -= 1) {
        const size = this.#number();
        const start = this.#at;
        const end = start + size;
        this.#at = end;
        const domain = this.#number();
        const from = stringStarts[domain] as number;
        // A second `@` before the last one: by the whole text.
        if (after && !records.subarray(start, end).includes(64)) {
          const fits = size >= before.length && (stringStarts[domain + 1] as number) - from >= after.length;
          if (fits && isAt(strings, from, after) && isAt(records, end - before.length, before)) return true;
        } else if ((textAt(records, start, end) + this.#string(domain)).toLowerCase().includes(text)) return true;
      }
      return false;
    });
  }

  /** The first word that is not before these bytes; or, with `isAfter`, the first after all that begin with them. */
  lowerBound(bytes: Uint8Array, isAfter = false): number {
    const { words, wordStarts } = this.sections;
    const { length } = bytes;
    let low = 0;
    let high = this.words;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = wordStarts[middle] as number;
      const size = (wordStarts[middle + 1] as number) - start;
      let at = 0;
      while (at < size && at < length && words[start + at] === bytes[at]) at += 1;
      const isBefore = at === length ? isAfter : at === size || (words[start + at] as number) < (bytes[at] as number);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @throws UnreadError */
  #seek(record: number): void {
    this.arrival.mustHaveRecord(record);
    this.#at = this.sections.recordStarts[record] as number;
  }

  /** Reads a number at `at` of the records. */
  #number(): number {
    const { records } = this.sections;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = records[this.#at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  #skip(): void {
    const length = this.#number();
    this.#at += length;
  }

  #text(): string {
    const length = this.#number();
    const { records } = this.sections;
    const start = this.#at;
    this.#at += length;
    return textAt(records, start, this.#at);
  }

  #string(id: number): string {
    const { strings, stringStarts } = this.sections;
    return textAt(strings, stringStarts[id] as number, stringStarts[id + 1] as number);
  }
}

/** A piece of an address; of plain ASCII with one `@` the bytes before it, and those from it on. */
export interface Literal {
  text: string;
  before: Uint8Array;
  after?: Uint8Array;
}

/** A piece of an address, to be compared with many. */
export function literalOf(text: string): Literal {
  const at = text.indexOf('@');
  const isPlain = /^[^@\u0080-\uffff]*@[^@\u0080-\uffff]*$/.test(text);
  const encoder = new TextEncoder();
  return { text, before: encoder.encode(text.slice(0, at)), ...(isPlain && { after: encoder.encode(text.slice(at)) }) };
}

/** Do these digits come next from here on? */
function digitsFrom(text: Uint8Array, start: number, end: number, digits: Uint8Array): boolean {
  let wanted = 0;
  for (let at = start; at < end && wanted < digits.length; at += 1) {
    const byte = text[at] as number;
    if (byte === digits[wanted]) wanted += 1;
    // What is no digit stands between them, but not before the first.
    else if (wanted === 0 || (byte >= 48 && byte <= 57)) return false;
  }
  return wanted === digits.length;
}

/** Letters of the text may be capitals, the bytes are not. */
function isAt(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = text[start + at] as number;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== bytes[at]) return false;
  }
  return true;
}
