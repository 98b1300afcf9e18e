import { checksum } from './bytes.ts';
import { SegmentError } from './entry.ts';

/*
 * A segment is one buffer, so that it is sealed, stored and handed over as it is:
 *
 *   header    32 numbers: mark, checksum of the rest, length, counts, where each section starts
 *   numbers   touched, records→, byKey, key hashes, strings→, words→, lists→, grams→, phones→    (32 bits each)
 *             grams, phones                                                         (16 bits each)
 *   bytes     flags, records, strings, words, lists, gram lists, phone lists
 *
 * Records stand in the order of `effectiveSeconds`, newest first: of two records that fit equally well the one with the lower
 * number is shown first, so a list of records can be left as soon as enough were found.
 *   record    phones, addresses (part before @, string), key (string, rest), name, string of company, of title
 *   string    what many records share: companies, titles, domains, beginnings of keys
 *   word      folded, sorted by its bytes; list: length of the first part, records named so, records that hold it elsewhere
 *   gram      two neighbouring bytes of a word (0 before its first) → words; four digits of a phone number → records
 * `byKey` names the records in the order of their keys' hashes. Lists hold the differences of ascending numbers, seven bits a byte.
 */

const MARK = 0x31534c53;
const HEADER = 32;

/** Parts of a segment in their order, with the size of their elements in bytes. */
const SECTIONS = {
  touched: 4,
  recordStarts: 4,
  byKey: 4,
  keyHashes: 4,
  stringStarts: 4,
  wordStarts: 4,
  listStarts: 4,
  gramStarts: 4,
  phoneStarts: 4,
  grams: 2,
  phones: 2,
  flags: 1,
  records: 1,
  strings: 1,
  words: 1,
  lists: 1,
  gramLists: 1,
  phoneLists: 1,
} as const;

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

/** In `flags`: which kind, whether a deal is open, and how many words the name has (15 = so many or more). */
export const KINDS = ['person', 'company', 'deal'] as const;
export const OPEN_DEAL = 4;
export const NAME_WORDS_SHIFT = 4;
export const NAME_WORDS_MAX = 15;
