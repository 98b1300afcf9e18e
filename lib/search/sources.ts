import {
  EDIT,
  INSIDE_BYTES,
  NAME_EXACT,
  NAME_INSIDE,
  NAME_PREFIX,
  OTHER_EXACT,
  OTHER_INSIDE,
  OTHER_PREFIX,
  PHONE,
  SPELLING,
  type Tier,
} from './costs.ts';
import { editsFrom, NEVER, verdict } from './edits.ts';
import { PHONE_DIGITS, type Unit } from './query.ts';
import type { Segment } from './segment.ts';
import { bytesOf } from './utf8.ts';
import { countWords, readList } from './walk.ts';

/** Records of the words `from` to `to`, that one not: named so, or holding them elsewhere. */
export interface WordSource {
  kind: 'words';
  from: number;
  to: number;
  elsewhere: boolean;
  cost: number;
}

/** Records whose numbers hold the four digits of a list. */
export interface PhoneSource {
  kind: 'phone';
  list: number;
  /** Absent where every record of the list fits. */
  digits?: Uint8Array;
  cost: number;
}

/** Lists of records that fit a unit at one cost. */
export type Source = WordSource | PhoneSource;

/** Per word of a segment: how many of the typed grams it has. Shared, always left at zero. */
let counts = new Uint8Array(0);
let touched = new Uint32Array(0);
/** The words of the list at hand. */
let listed = new Uint32Array(0);

/** Bytes kept between searches: the room that the largest segment needed. */
export function scratchBytes(): number {
  return counts.byteLength + touched.byteLength + listed.byteLength;
}

/** All that fits a unit, cheapest first. A list may come again at a higher cost. */
export function sourcesOf(segment: Segment, unit: Unit, tier: Tier): Source[] {
  const sources: Source[] = [];
  if (unit.kind === 'phone') {
    phoneSource(segment, unit.digits, PHONE, sources);
    if (tier !== 'plain') for (const digits of unit.spellings) phoneSource(segment, digits, PHONE + SPELLING, sources);
    return sources;
  }
  const bytes = bytesOf(unit.word);
  beginnings(segment, bytes, 0, sources);
  if (tier !== 'plain') {
    for (const spelling of unit.spellings) beginnings(segment, bytesOf(spelling), SPELLING, sources);
    middles(segment, bytes, sources);
  }
  if (tier === 'typos') nearly(segment, bytes, unit.most, sources);
  return sources.sort((a, b) => a.cost - b.cost);
}

function push(sources: Source[], from: number, to: number, name: number, other: number): void {
  sources.push({ kind: 'words', from, to, elsewhere: false, cost: name }, { kind: 'words', from, to, elsewhere: true, cost: other });
}

function beginnings(segment: Segment, bytes: Uint8Array, extra: number, sources: Source[]): void {
  const { wordStarts } = segment.sections;
  const from = segment.lowerBound(bytes);
  const to = segment.lowerBound(bytes, true);
  if (from === to) return;
  const isWhole = (wordStarts[from + 1] as number) - (wordStarts[from] as number) === bytes.length;
  if (isWhole) push(sources, from, from + 1, NAME_EXACT + extra, OTHER_EXACT + extra);
  if (to > from + Number(isWhole)) push(sources, from + Number(isWhole), to, NAME_PREFIX + extra, OTHER_PREFIX + extra);
}

function middles(segment: Segment, bytes: Uint8Array, sources: Source[]): void {
  if (bytes.length < INSIDE_BYTES) return;
  const { words, wordStarts } = segment.sections;
  const count = readRarest(segment, gramsOf(bytes).slice(1));
  for (let each = 0; each < count; each += 1) {
    const word = listed[each] as number;
    const end = (wordStarts[word + 1] as number) - bytes.length;
    for (let at = (wordStarts[word] as number) + 1; at <= end; at += 1) {
      if (!startsAt(words, at, bytes)) continue;
      push(sources, word, word + 1, NAME_INSIDE, OTHER_INSIDE);
      break;
    }
  }
}

/** The words with the rarest of these grams into `listed`; none where one of the grams is nowhere. */
function readRarest(segment: Segment, wanted: readonly number[]): number {
  makeRoom(segment);
  const { grams, gramStarts, gramLists } = segment.sections;
  let [start, end] = [0, gramLists.length];
  for (const gram of wanted) {
    const index = indexOf(grams, gram);
    if (index < 0) return 0;
    const [from, to] = [gramStarts[index] as number, gramStarts[index + 1] as number];
    if (to - from < end - start) [start, end] = [from, to];
  }
  return readList(gramLists, start, end, listed);
}

function startsAt(words: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (words[start + at] !== bytes[at]) return false;
  return true;
}

/**
 * Words with few edits, or that begin so. An insertion, deletion or substitution spoils two grams at most; two letters that changed
 * places spoil three, so they are looked up as what was meant.
 */
function nearly(segment: Segment, bytes: Uint8Array, most: number, sources: Source[]): void {
  const { length } = bytes;
  if (length < 3 || most === NEVER) return;
  const grams = gramsOf(bytes);
  const { words, wordStarts } = segment.sections;
  const measure = editsFrom(bytes);
  const edits = { whole: 0, prefix: 0 };
  const distinct = new Set(grams).size;
  withGrams(segment, grams, Math.max(1, distinct - (length >= 6 ? 5 : 2)), (word, count) => {
    const start = wordStarts[word] as number;
    const size = (wordStarts[word + 1] as number) - start;
    // Letters left out of a long word: see `verdict`.
    const isLonger = size >= 8 && size <= length + 2;
    if (most === 0 ? size !== 4 : size < length - most || (most === 1 && !isLonger && count < distinct - 2)) return;
    measure(words, start, start + Math.min(size, length + 3), edits);
    const found = edits.prefix > 0 && verdict(edits, most, length, size);
    if (!found) return;
    const cost = found.edits * EDIT;
    if (found.isWhole) push(sources, word, word + 1, cost + NAME_EXACT, cost + OTHER_EXACT);
    else push(sources, word, word + 1, cost + NAME_PREFIX, cost + OTHER_PREFIX);
  });
  if (most > 0) misplaced(segment, bytes, most, sources);
}

/** Two neighbours changed places, once or twice. */
function misplaced(segment: Segment, bytes: Uint8Array, most: number, sources: Source[]): void {
  const meant = bytes.slice();
  for (let at = 0; at < meant.length - 1; at += 1) {
    if (!swap(meant, at)) continue;
    beginnings(segment, meant, EDIT, sources);
    for (let next = at + 2; most === 2 && next < meant.length - 1; next += 1) {
      if (!swap(meant, next)) continue;
      beginnings(segment, meant, 2 * EDIT, sources);
      swap(meant, next);
    }
    swap(meant, at);
  }
}

/** Changes the places of two neighbours; false where they are the same. */
function swap(bytes: Uint8Array, at: number): boolean {
  const [one, other] = [bytes[at] as number, bytes[at + 1] as number];
  [bytes[at], bytes[at + 1]] = [other, one];
  return one !== other;
}

/** Two bytes each, as `layout.ts` says. */
function gramsOf(bytes: Uint8Array): number[] {
  return Array.from(bytes, (byte, at) => ((at === 0 ? 0 : (bytes[at - 1] as number)) << 8) | byte);
}

/** Calls `visit` for every word that has at least `least` of the distinct grams. */
function withGrams(segment: Segment, grams: readonly number[], least: number, visit: (word: number, count: number) => void): void {
  makeRoom(segment);
  const { gramStarts, gramLists } = segment.sections;
  let reached = 0;
  for (const gram of new Set(grams)) {
    const index = indexOf(segment.sections.grams, gram);
    if (index < 0) continue;
    const [start, end] = [gramStarts[index] as number, gramStarts[index + 1] as number];
    reached = countWords(listed, readList(gramLists, start, end, listed), counts, least, touched, reached);
  }
  for (let at = 0; at < reached; at += 1) visit(touched[at] as number, counts[touched[at] as number] as number);
  counts.fill(0, 0, segment.words);
}

function makeRoom({ words }: Segment): void {
  if (counts.length >= words) return;
  counts = new Uint8Array(words);
  touched = new Uint32Array(words);
  listed = new Uint32Array(words);
}

function phoneSource(segment: Segment, digits: string, cost: number, sources: Source[]): void {
  const { phones, phoneStarts } = segment.sections;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + PHONE_DIGITS <= digits.length; at += 1) {
    const list = indexOf(phones, Number(digits.slice(at, at + PHONE_DIGITS)));
    if (list < 0) return;
    const size = (phoneStarts[list + 1] as number) - (phoneStarts[list] as number);
    if (size < least) [best, least] = [list, size];
  }
  if (best >= 0) sources.push({ kind: 'phone', list: best, cost, ...(digits.length > PHONE_DIGITS && { digits: bytesOf(digits) }) });
}

function indexOf(sorted: Uint16Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value ? low : -1;
}
