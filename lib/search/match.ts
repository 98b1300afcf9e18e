import type { Best } from './best.ts';
import { EDIT, NAME_EXACT, type Tier } from './costs.ts';
import { SEGMENT_LIMIT } from './entry.ts';
import { NAME_WORDS_SHIFT } from './layout.ts';
import type { Reading } from './query.ts';
import type { Segment } from './segment.ts';
import { type Source, sourcesOf } from './sources.ts';

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
  const extra: Extra = (record) => {
    if (segment.gone[record]) return undefined;
    if (literals.length === 0 || segment.hasLiterals(record, literals)) return always * SEGMENT_LIMIT;
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
  for (const source of byWeight[0]?.sources ?? []) {
    each(segment, source, (record) => {
      if (sums[record] === 0) running[count++] = record;
      if (sums[record] === 0) sums[record] = source.cost;
      return true;
    });
  }
  for (const { sources } of byWeight.slice(1)) {
    if (count === 0) return;
    for (const source of sources) {
      each(
        segment,
        source,
        (record) => {
          if (costs[record] === 0) costs[record] = source.cost;
          return true;
        },
        sums,
      );
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

/** Walks the records of a source, of each list as long as `visit` says so; with `among`, those alone that are not zero there. */
function each(segment: Segment, source: Source, visit: (record: number) => boolean, among?: Uint16Array): void {
  const { lists, listStarts, phoneLists, phoneStarts } = segment.sections;
  if (source.kind === 'phone') {
    const { digits } = source;
    walk(phoneLists, phoneStarts[source.list] as number, phoneStarts[source.list + 1] as number, (record) => {
      if (among && among[record] === 0) return true;
      return digits === undefined || segment.hasDigits(record, digits) ? visit(record) : true;
    });
    return;
  }
  const inRunning = among ? (record: number) => (among[record] === 0 ? true : visit(record)) : visit;
  for (let word = source.from; word < source.to; word += 1) {
    let start = listStarts[word] as number;
    let byte = lists[start++] as number;
    let size = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[start++] as number;
      size |= (byte & 127) << shift;
    }
    const middle = start + size;
    if (source.elsewhere) walk(lists, middle, listStarts[word + 1] as number, inRunning);
    else walk(lists, start, middle, inRunning);
  }
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
