import { checksum } from './bytes.ts';
import { SegmentError } from './entry.ts';
import type { Span } from './reading.ts';

/*
 * A segment is one buffer, so that it is sealed, stored and handed over as it is:
 *
 *   header    32 numbers: mark, checksum of the rest, length, counts, where each section starts
 *   words     words→, lists→, words, lists, flags: all that finds by beginnings of words
 *   shown     (flags,) touched, records→, strings→, strings
 *   records
 *   grams     grams, grams→, gram lists
 *   keys      byKey, key hashes
 *   phones    phones, phones→, phone lists
 *
 * What a first answer needs stands in front: of a saved segment no more is read for it. → stands for where each begins (32 bits each);
 * touched, byKey and key hashes have 32 bits each as well, grams and phones 16.
 *
 * Records stand in the order of `effectiveSeconds`, newest first: of two records that fit equally well the one with the lower
 * number is shown first, so a list of records can be left as soon as enough were found.
 *   record    phones, addresses (part before @, string), key (string, rest), name, string of company, of title
 *   string    what many records share: companies, titles, domains, beginnings of keys
 *   word      folded, sorted by its bytes; list: length of the first part, records named so, records that hold it elsewhere
 *   gram      two neighbouring bytes of a word (0 before its first) → words; four digits of a phone number → records
 * `byKey` names the records in the order of their keys' hashes. Lists hold the differences of ascending numbers, seven bits a byte.
 */

const MARK = 0x32534c53;
const HEADER = 32;
/** Of the records, the newest are among the first that are shown: so many bytes of them belong to the front. */
const NEWEST_BYTES = 100_000;

/** Parts of a segment in their order, with the size of their elements in bytes. */
const SECTIONS = {
  wordStarts: 4,
  listStarts: 4,
  words: 1,
  lists: 1,
  flags: 1,
  touched: 4,
  recordStarts: 4,
  stringStarts: 4,
  strings: 1,
  records: 1,
  grams: 2,
  gramStarts: 4,
  gramLists: 1,
  byKey: 4,
  keyHashes: 4,
  phones: 2,
  phoneStarts: 4,
  phoneLists: 1,
} as const;

/** Sections that are needed together, by their first and last. */
const PARTS = {
  words: ['wordStarts', 'flags'],
  shown: ['flags', 'strings'],
  records: ['records', 'records'],
  grams: ['grams', 'gramLists'],
  keys: ['byKey', 'keyHashes'],
  phones: ['phones', 'phoneLists'],
} as const satisfies Record<string, readonly [SectionName, SectionName]>;

/** A part of a segment that can be there or not. */
export type Part = keyof typeof PARTS;

type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

/** The sections of a segment; those of offsets have one element more than there are things. */
export type Sections = {
  [N in SectionName]: (typeof SECTIONS)[N] extends 4
    ? Uint32Array<ArrayBuffer>
    : (typeof SECTIONS)[N] extends 2
      ? Uint16Array<ArrayBuffer>
      : Uint8Array<ArrayBuffer>;
};

/** One buffer of all sections. */
export function pack(sections: Sections): Uint8Array<ArrayBuffer> {
  let length = HEADER * 4;
  const starts = NAMES.map((name) => {
    const start = length;
    length += (sections[name].byteLength + 3) & ~3;
    return start;
  });
  const bytes = new Uint8Array(length);
  const header = new Uint32Array(bytes.buffer, 0, HEADER);
  header.set([MARK, 0, length, NAMES.length]);
  NAMES.forEach((name, index) => {
    const section = sections[name];
    header[4 + index] = section.length;
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), starts[index]);
  });
  header[1] = checksum(new Uint32Array(bytes.buffer, 8));
  return bytes;
}

/**
 * The sections of a buffer, without copying it (unless it lies askew). `isProven`: the sum need not be checked, as the bytes were just made or
 * were sealed until now.
 * @throws SegmentError when it was cut short, changed, or written by another version.
 */
export function unpack(given: Uint8Array<ArrayBuffer>, isProven: boolean): Sections {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteLength < HEADER * 4 || byteLength % 4 !== 0) throw new SegmentError('length');
  const header = new Uint32Array(buffer, byteOffset, HEADER);
  if (header[0] !== MARK || header[2] !== byteLength || header[3] !== NAMES.length) throw new SegmentError('header');
  if (!isProven && header[1] !== checksum(new Uint32Array(buffer, byteOffset + 8, byteLength / 4 - 2))) throw new SegmentError('checksum');
  let at = byteOffset + HEADER * 4;
  const parts = NAMES.map((name, index) => {
    const count = header[4 + index] as number;
    const start = at;
    at += (count * SECTIONS[name] + 3) & ~3;
    const Section = SECTIONS[name] === 4 ? Uint32Array : SECTIONS[name] === 2 ? Uint16Array : Uint8Array;
    return [name, new Section(buffer, start, count)] as const;
  });
  return Object.fromEntries(parts) as unknown as Sections;
}

/** Where a part lies in its segment. */
export function spanOf(sections: Sections, part: Part): Span {
  const [first, last] = [sections[PARTS[part][0]], sections[PARTS[part][1]]];
  const start = sections[NAMES[0] as SectionName].byteOffset - HEADER * 4;
  return [first.byteOffset - start, last.byteOffset + last.byteLength - start];
}

/** How many bytes of a segment, from its beginning, most first answers need. */
export function frontOf(segment: Uint8Array<ArrayBuffer>): number {
  return Math.min(spanOf(unpack(segment, true), 'records')[0] + NEWEST_BYTES, segment.length);
}

/** In `flags`: which kind, whether a deal is open, and how many words the name has (15 = so many or more). */
export const KINDS = ['person', 'company', 'deal'] as const;
export const OPEN_DEAL = 4;
export const NAME_WORDS_SHIFT = 4;
export const NAME_WORDS_MAX = 15;
