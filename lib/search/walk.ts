import type { Best } from './best.ts';
import { SEGMENT_LIMIT } from './entry.ts';
import { NAME_WORDS_SHIFT } from './layout.ts';

/*
 * The loops over lists of records or words that take the time of a search. Each is a function of its own over what it is given: a loop
 * in the midst of a longer function is compiled for that one run of it and thrown away at its end.
 */

/** Room for numbers of records, how many are in it. */
export interface Running {
  records: Uint32Array<ArrayBuffer>;
  count: number;
}

/** The numbers of the list from `start` to `end` (differences, seven bits a byte), ascending; written into `to`. Answers how many. */
export function readList(lists: Uint8Array, start: number, end: number, to: Uint32Array): number {
  let count = 0;
  let number = 0;
  for (let at = start; at < end; ) {
    let byte = lists[at++] as number;
    let step = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = lists[at++] as number;
      step |= (byte & 127) << shift;
    }
    number += step;
    to[count++] = number;
  }
  return count;
}

/** Counts one more for each of these words; one that reaches `least` is added to `reached`, of which there are `before`. Answers how many then. */
export function countWords(
  words: Uint32Array,
  count: number,
  counts: Uint8Array,
  least: number,
  reached: Uint32Array,
  before: number,
): number {
  let found = before;
  for (let at = 0; at < count; at += 1) {
    const word = words[at] as number;
    const times = (counts[word] as number) + 1;
    counts[word] = times;
    if (times === least) reached[found++] = word;
  }
  return found;
}

/** The first unit of several: what it costs in each of these records, the lowest cost comes first. */
export function markFirst(listed: Uint32Array, count: number, cost: number, sums: Uint16Array, running: Running): void {
  const { records } = running;
  let more = running.count;
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
    if (sums[record] !== 0) continue;
    sums[record] = cost;
    records[more++] = record;
  }
  running.count = more;
}

/** A later unit: what it costs in those of these records that the units before have left. */
export function markLater(listed: Uint32Array, count: number, cost: number, sums: Uint16Array, costs: Uint16Array): void {
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
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

/** Takes these records, as far as they can be among the best. `base`: the cost as a part of the code. */
export function takeAll(listed: Uint32Array, count: number, base: number, extra: Extra, best: Best): void {
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
    if (base + record >= best.worst) return;
    take(record, base + record, extra, best);
  }
}

/** The same for records named so: names of this one word alone are better, wherever they stand in the list. */
export function takeNames(listed: Uint32Array, count: number, base: number, flags: Uint8Array, extra: Extra, best: Best): void {
  for (let at = 0; at < count; at += 1) {
    const record = listed[at] as number;
    const code = base + record - ((flags[record] as number) >> NAME_WORDS_SHIFT === 1 ? SEGMENT_LIMIT : 0);
    if (code < best.worst) take(record, code, extra, best);
  }
}
