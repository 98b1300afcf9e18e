import type { Best } from './best.ts';
import { EDIT, NAME_EXACT, type Tier } from './costs.ts';
import { SEGMENT_LIMIT } from './entry.ts';
import { NAME_WORDS_SHIFT } from './layout.ts';
import type { Reading } from './query.ts';
import { literalOf, type Segment } from './segment.ts';
import { type PhoneSource, type Source, sourcesOf, type WordSource } from './sources.ts';
import { type Extra, keepMarked, markFirst, markLater, type Running, readList, take, takeAll, takeNames } from './walk.ts';

/** Cost so far, cost of the unit at hand: of each record. Shared by all segments, always left at zero. */
let sums = new Uint16Array(0);
let costs = new Uint16Array(0);
/** Records still in the running. */
const running: Running = { records: new Uint32Array(0), count: 0 };
/** Records of the list at hand. */
let listed = new Uint32Array(0);

/** What matching needs besides the segments. */
export function matchScratchBytes(): number {
  return sums.byteLength + costs.byteLength + running.records.byteLength + listed.byteLength;
}

/** Adds the records of a segment that fit a reading. */
export function match(segment: Segment, { units, literals, extra: always }: Reading, tier: Tier, best: Best): void {
  const wanted = literals.map(literalOf);
  const extra: Extra = (record) => {
    if (segment.gone[record]) return undefined;
    if (literals.length === 0 || segment.hasLiterals(record, wanted)) return always * SEGMENT_LIMIT;
    return tier === 'typos' ? (always + EDIT) * SEGMENT_LIMIT : undefined;
  };
  const sources = units.map((unit) => sourcesOf(segment, unit, tier));
  if (sources.some((each) => each.length === 0)) return;
  if (sources.length === 1) matchOne(segment, sources[0] as Source[], extra, best);
  else matchAll(segment, sources, extra, best);
}

function matchOne(segment: Segment, sources: readonly Source[], extra: Extra, best: Best): void {
  const { flags } = segment.sections;
  for (const source of sources) {
    const base = source.cost * SEGMENT_LIMIT;
    if (source.kind === 'phone') {
      takeNumbers(segment, source, base, extra, best);
      continue;
    }
    const { from, to, elsewhere } = source;
    const isName = !elsewhere && source.cost === NAME_EXACT;
    for (let word = from; word < to; word += 1) {
      const count = readRecords(segment, word, elsewhere);
      if (isName) takeNames(listed, count, base, flags, extra, best);
      else takeAll(listed, count, base, extra, best);
    }
  }
}

/** Numbers are compared only of records that can still be among the best. */
function takeNumbers(segment: Segment, source: PhoneSource, base: number, extra: Extra, best: Best): void {
  const count = readNumbers(segment, source);
  const { digits } = source;
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
    if (base + record >= best.worst) return;
    if (digits === undefined || segment.hasDigits(record, digits)) take(record, base + record, extra, best);
  }
}

function matchAll(segment: Segment, all: readonly (readonly Source[])[], extra: Extra, best: Best): void {
  if (sums.length < segment.count) {
    sums = new Uint16Array(segment.count);
    costs = new Uint16Array(segment.count);
    running.records = new Uint32Array(segment.count);
  }
  running.count = 0;
  const byWeight = all.map((sources) => ({ sources, weight: weightOf(segment, sources) })).sort((a, b) => a.weight - b.weight);
  for (const [turn, { sources }] of byWeight.entries()) {
    for (const source of sources) {
      if (source.kind === 'words') markWords(segment, source, turn > 0);
      else markNumbers(segment, source, turn > 0);
    }
    if (turn > 0) keepMarked(running, sums, costs);
    if (running.count === 0) return;
  }
  takeRunning(segment, all.length, extra, best);
}

/** The records that all units are in. */
function takeRunning(segment: Segment, units: number, extra: Extra, best: Best): void {
  const { flags } = segment.sections;
  const { records, count } = running;
  for (let at = 0; at < count; at += 1) {
    const record = records[at] as number;
    const sum = sums[record] as number;
    sums[record] = 0;
    const isName = sum === units * NAME_EXACT && (flags[record] as number) >> NAME_WORDS_SHIFT === units;
    const code = (isName ? sum - 1 : sum) * SEGMENT_LIMIT + record;
    if (code < best.worst) take(record, code, extra, best);
  }
}

/** Roughly how long it takes to walk these lists. */
function weightOf(segment: Segment, sources: readonly Source[]): number {
  const { listStarts, phoneStarts } = segment.sections;
  let weight = 0;
  for (const source of sources) {
    weight +=
      source.kind === 'words'
        ? (listStarts[source.to] as number) - (listStarts[source.from] as number)
        : ((phoneStarts[source.list + 1] as number) - (phoneStarts[source.list] as number)) * (source.digits === undefined ? 1 : 50);
  }
  return weight;
}

function markWords(segment: Segment, { from, to, elsewhere, cost }: WordSource, isLater: boolean): void {
  for (let word = from; word < to; word += 1) {
    const count = readRecords(segment, word, elsewhere);
    if (isLater) markLater(listed, count, cost, sums, costs);
    else markFirst(listed, count, cost, sums, running);
  }
}

/** Numbers are compared only of records that are still in the running. */
function markNumbers(segment: Segment, source: PhoneSource, isLater: boolean): void {
  const count = readNumbers(segment, source);
  const { cost, digits } = source;
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
    if (isLater ? sums[record] === 0 || costs[record] !== 0 : sums[record] !== 0) continue;
    if (digits !== undefined && !segment.hasDigits(record, digits)) continue;
    if (isLater) costs[record] = cost;
    else {
      sums[record] = cost;
      running.records[running.count++] = record;
    }
  }
}

/** The records of a list of phone numbers into `listed`. */
function readNumbers(segment: Segment, { list }: PhoneSource): number {
  const { phoneLists, phoneStarts } = segment.sections;
  return readList(phoneLists, phoneStarts[list] as number, phoneStarts[list + 1] as number, roomFor(segment));
}

/** The records of a word into `listed`: those named so, or those that hold it elsewhere. */
function readRecords(segment: Segment, word: number, elsewhere: boolean): number {
  const { lists, listStarts } = segment.sections;
  const start = startOf(lists, listStarts, word, elsewhere);
  const end = elsewhere ? (listStarts[word + 1] as number) : startOf(lists, listStarts, word, true);
  return readList(lists, start, end, roomFor(segment));
}

function roomFor({ count }: Segment): Uint32Array<ArrayBuffer> {
  if (listed.length < count) listed = new Uint32Array(count);
  return listed;
}

/** Where in `lists` the records of a word begin that are named so, or those that hold it elsewhere. */
function startOf(lists: Uint8Array, listStarts: Uint32Array, word: number, elsewhere: boolean): number {
  let at = listStarts[word] as number;
  let byte = lists[at++] as number;
  let size = byte & 127;
  for (let shift = 7; byte > 127; shift += 7) {
    byte = lists[at++] as number;
    size |= (byte & 127) << shift;
  }
  return elsewhere ? at + size : at;
}
