import type { Best } from './best.ts';
import { SEGMENT_LIMIT } from './entry.ts';
import { NAME_WORDS_SHIFT } from './layout.ts';

/*
 * The loops over lists of records or words that take the time of a search. Each is a function of its own over what it is given: a loop
 * in the midst of a longer function is compiled for that one run of it and thrown away at its end, which made everything three times
 * slower in V8.
 */

/** How a list is written: differences of ascending numbers, seven bits a byte. */
type ListBytes = Uint8Array<ArrayBuffer>;

/** Room for numbers of records, how many are in it. */
export interface Running {
  records: Uint32Array<ArrayBuffer>;
  count: number;
}

/** Counts one more for each word of a list; a word that reaches `least` is added to `reached`, of which there are `count`. */
export function countList(
  lists: ListBytes,
  start: number,
  end: number,
  counts: Uint8Array,
  least: number,
  reached: Uint32Array,
  count: number,
): number {
  let found = count;
  let word = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    word += step;
    const times = (counts[word] as number) + 1;
    counts[word] = times;
    if (times === least) reached[found++] = word;
  }
  return found;
}

/** The first unit of several: what it costs in each record of a list, the lowest cost comes first. */
export function markFirst(lists: ListBytes, start: number, end: number, cost: number, sums: Uint16Array, running: Running): void {
  const { records } = running;
  let { count } = running;
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    if (sums[record] === 0) {
      sums[record] = cost;
      records[count++] = record;
    }
  }
  running.count = count;
}

/** A later unit: what it costs in the records that those before have left. */
export function markLater(lists: ListBytes, start: number, end: number, cost: number, sums: Uint16Array, costs: Uint16Array): void {
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    if (sums[record] !== 0 && costs[record] === 0) costs[record] = cost;
  }
}

/** Lets go of the records that the last unit is not in; of the others its cost is added. Leaves `costs` at zero. */
export function keepMarked(running: Running, sums: Uint16Array, costs: Uint16Array): void {
  const { records, count } = running;
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const record = records[at] as number;
    const cost = costs[record] as number;
    costs[record] = 0;
    if (cost === 0) sums[record] = 0;
    else {
      sums[record] = (sums[record] as number) + cost;
      records[kept++] = record;
    }
  }
  running.count = kept;
}

/** What the addresses a record lacks add to its code; `undefined`: it is not to be found at all. */
export type Extra = (record: number) => number | undefined;

/** Puts a record among the best if it belongs there. */
export function take(record: number, code: number, extra: Extra, best: Best): void {
  const more = extra(record);
  if (more !== undefined && code + more < best.worst) best.add(code + more);
}

/** Takes the records of a list, as far as they can be among the best. `base`: the cost as a part of the code. */
export function takeList(lists: ListBytes, start: number, end: number, base: number, extra: Extra, best: Best): void {
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    if (base + record >= best.worst) return;
    take(record, base + record, extra, best);
  }
}

/** The same for records named so: names of this one word alone are better, wherever they stand in the list. */
export function takeNames(lists: ListBytes, start: number, end: number, base: number, flags: Uint8Array, extra: Extra, best: Best): void {
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    const code = base + record - ((flags[record] as number) >> NAME_WORDS_SHIFT === 1 ? SEGMENT_LIMIT : 0);
    if (code < best.worst) take(record, code, extra, best);
  }
}

/** The records of a list as numbers; they are written into `to` from 0 on. Answers how many. */
export function readList(lists: ListBytes, start: number, end: number, to: Uint32Array): number {
  let count = 0;
  let record = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    record += step;
    to[count++] = record;
  }
  return count;
}
