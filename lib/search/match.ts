import type { Best } from './best.ts';
import { EDIT, NAME_EXACT, type Tier } from './costs.ts';
import { SEGMENT_LIMIT } from './entry.ts';
import { NAME_WORDS_SHIFT } from './layout.ts';
import type { Reading } from './query.ts';
import { literalOf, type Segment } from './segment.ts';
import { type Source, sourcesOf, type WordSource } from './sources.ts';

/** Cost so far, cost of the unit at hand, records still in the running. Shared by all segments, always left at zero. */
let sums = new Uint16Array(0);
let costs = new Uint16Array(0);
let running = new Uint32Array(0);

/** What matching needs besides the segments. */
export function matchScratchBytes(): number {
  return sums.byteLength + costs.byteLength + running.byteLength;
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

/** What the addresses a record lacks add to its code; `undefined`: it is not to be found at all. */
type Extra = (record: number) => number | undefined;

function take(record: number, code: number, extra: Extra, best: Best): void {
  const more = extra(record);
  if (more !== undefined && code + more < best.worst) best.add(code + more);
}

function matchOne(segment: Segment, sources: readonly Source[], extra: Extra, best: Best): void {
  const { flags } = segment.sections;
  for (const source of sources) {
    const base = source.cost * SEGMENT_LIMIT;
    // Names of this one word alone are better, wherever they stand in the list.
    const isName = source.kind === 'words' && !source.elsewhere && source.cost === NAME_EXACT;
    each(segment, source, (record) => {
      const code = base + record - (isName && (flags[record] as number) >> NAME_WORDS_SHIFT === 1 ? SEGMENT_LIMIT : 0);
      if (code >= best.worst) return isName;
      take(record, code, extra, best);
      return true;
    });
  }
}

function matchAll(segment: Segment, all: readonly (readonly Source[])[], extra: Extra, best: Best): void {
  if (sums.length < segment.count) {
    sums = new Uint16Array(segment.count);
    costs = new Uint16Array(segment.count);
    running = new Uint32Array(segment.count);
  }
  const byWeight = all.map((sources) => ({ sources, weight: weightOf(segment, sources) })).sort((a, b) => a.weight - b.weight);
  let count = 0;
  for (const [turn, { sources }] of byWeight.entries()) {
    for (const source of sources) {
      if (source.kind === 'words') markWords(segment, source, turn > 0);
      else {
        const visit = (record: number) => {
          mark(record, source.cost, turn > 0);
          return true;
        };
        each(segment, source, visit, (record) => turn === 0 || sums[record] !== 0);
      }
    }
    if (turn === 0) {
      count = marked;
      marked = 0;
      continue;
    }
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const record = running[at] as number;
      const cost = costs[record] as number;
      costs[record] = 0;
      if (cost === 0) sums[record] = 0;
      else {
        sums[record] = (sums[record] as number) + cost;
        running[kept++] = record;
      }
    }
    count = kept;
    if (count === 0) return;
  }
  const { flags } = segment.sections;
  for (let at = 0; at < count; at += 1) {
    const record = running[at] as number;
    const sum = sums[record] as number;
    sums[record] = 0;
    const isName = sum === all.length * NAME_EXACT && (flags[record] as number) >> NAME_WORDS_SHIFT === all.length;
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

let marked = 0;

/** Notes what a unit costs in a record, the lowest first: of the first unit in every record, of others in those still running. */
function mark(record: number, cost: number, isLater: boolean): void {
  if (isLater) {
    if (sums[record] !== 0 && costs[record] === 0) costs[record] = cost;
  } else if (sums[record] === 0) {
    sums[record] = cost;
    running[marked++] = record;
  }
}

/** `mark` for every record of these words: the loop that takes the time. */
function markWords(segment: Segment, { from, to, elsewhere, cost }: WordSource, isLater: boolean): void {
  const { lists, listStarts } = segment.sections;
  for (let word = from; word < to; word += 1) {
    const [start, end] = bounds(lists, listStarts, word, elsewhere);
    let record = 0;
    for (let at = start; at < end; ) {
      let byte = lists[at++] as number;
      let step = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = lists[at++] as number;
        step |= (byte & 127) << shift;
      }
      record += step;
      mark(record, cost, isLater);
    }
  }
}

/** Walks the records of a source, of each list as long as `visit` says so; numbers are compared only where that `concerns` anybody. */
function each(segment: Segment, source: Source, visit: (record: number) => boolean, concerns?: (record: number) => boolean): void {
  const { lists, listStarts, phoneLists, phoneStarts } = segment.sections;
  if (source.kind === 'phone') {
    const { digits } = source;
    walk(phoneLists, phoneStarts[source.list] as number, phoneStarts[source.list + 1] as number, (record) =>
      (!concerns || concerns(record)) && (digits === undefined || segment.hasDigits(record, digits)) ? visit(record) : true,
    );
    return;
  }
  for (let word = source.from; word < source.to; word += 1) {
    const [start, end] = bounds(lists, listStarts, word, source.elsewhere);
    walk(lists, start, end, visit);
  }
}

/** Where in `lists` the records of a word lie: those named so, or those that hold it elsewhere. */
function bounds(lists: Uint8Array, listStarts: Uint32Array, word: number, elsewhere: boolean): [start: number, end: number] {
  let start = listStarts[word] as number;
  let byte = lists[start++] as number;
  let size = byte & 127;
  for (let shift = 7; byte > 127; shift += 7) {
    byte = lists[start++] as number;
    size |= (byte & 127) << shift;
  }
  return elsewhere ? [start + size, listStarts[word + 1] as number] : [start, start + size];
}

function walk(lists: Uint8Array, start: number, end: number, visit: (record: number) => boolean): void {
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    if (!visit(record)) return;
  }
}
