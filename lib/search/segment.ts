import { hashOf } from './bytes.ts';
import { OPEN_DEAL_SECONDS, type SearchEntry } from './entry.ts';
import { KINDS, OPEN_DEAL, type Sections, unpack } from './layout.ts';
import { digitsOf } from './words.ts';

const decoder = new TextDecoder();

/** Reads a segment where it lies. Words and records go by their numbers in it. */
export class Segment {
  readonly sections: Sections;
  /** Records. */
  readonly count: number;
  readonly words: number;
  /** 1 = removed, or a newer segment has the key. */
  readonly gone: Uint8Array;
  live: number;
  #at = 0;

  /** @throws SegmentError */
  constructor(readonly source: Uint8Array<ArrayBuffer>) {
    this.sections = unpack(source);
    this.count = this.sections.touched.length;
    this.words = this.sections.listStarts.length - 1;
    this.gone = new Uint8Array(this.count);
    this.live = this.count;
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
    const { byKey, keyHashes } = this.sections;
    const hash = hashOf(key);
    let low = 0;
    let high = byKey.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keyHashes[middle] as number) < hash) low = middle + 1;
      else high = middle;
    }
    for (; keyHashes[low] === hash; low += 1) if (this.keyOf(byKey[low] as number) === key) return byKey[low] as number;
    return -1;
  }

  /** The record as it was given. */
  entry(record: number): SearchEntry {
    const { flags, touched } = this.sections;
    this.#at = this.sections.recordStarts[record] as number;
    const phones = Array.from({ length: this.#number() }, () => this.#text());
    const emails = Array.from({ length: this.#number() }, () => this.#text() + this.#string(this.#number()));
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
    this.#at = this.sections.recordStarts[record] as number;
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

  /** Does a phone number of the record hold these digits in a row? */
  hasDigits(record: number, digits: string): boolean {
    this.#at = this.sections.recordStarts[record] as number;
    for (let left = this.#number(); left > 0; left -= 1) if (digitsOf(this.#text()).includes(digits)) return true;
    return false;
  }

  /** Does each of these stand in an address of the record? Lower case. */
  hasLiterals(record: number, literals: readonly Literal[]): boolean {
    const { records, strings, stringStarts } = this.sections;
    return literals.every(({ text, before, after }) => {
      this.#at = this.sections.recordStarts[record] as number;
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
        } else if ((decode(records, start, end) + this.#string(domain)).toLowerCase().includes(text)) return true;
      }
      return false;
    });
  }

  /** The first word that is not before these bytes. */
  lowerBound(bytes: Uint8Array, length: number): number {
    const { words, wordStarts } = this.sections;
    let low = 0;
    let high = this.words;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = wordStarts[middle] as number;
      const size = (wordStarts[middle + 1] as number) - start;
      let at = 0;
      while (at < size && at < length && words[start + at] === bytes[at]) at += 1;
      const isBefore = at === size ? size < length : at < length && (words[start + at] as number) < (bytes[at] as number);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
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
    return decode(records, start, this.#at);
  }

  #string(id: number): string {
    const { strings, stringStarts } = this.sections;
    return decode(strings, stringStarts[id] as number, stringStarts[id + 1] as number);
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

/** Letters of the text may be capitals, the bytes are not. */
function isAt(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = text[start + at] as number;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== bytes[at]) return false;
  }
  return true;
}

/** Short ASCII without the decoder's fixed cost. */
function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 24) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte > 127) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
