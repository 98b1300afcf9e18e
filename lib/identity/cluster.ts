/** An answer of the rep: these two are, or are not, the same. */
export interface Ruling {
  a: string;
  b: string;
  same: boolean;
}

/** What the clustering needs to know; indexes instead of records. */
export interface ClusterTask {
  size: number;
  /** Candidate pairs that are good enough, best first. */
  pairs: readonly { a: number; b: number; probability: number }[];
  /** For pairs that are no candidates. */
  probability(a: number, b: number): number;
  together: readonly (readonly [number, number])[];
  apart: readonly (readonly [number, number])[];
  /** Two groups become one only when their records agree with each other this much on average, … */
  mean: number;
  /** … and no two of them less than this: no chain of friends of friends. */
  least: number;
}

/** So many records of each group are asked before two large groups become one. */
const ASKED = 16;

/**
 * Groups indexes. Pairs are taken best first; two groups become one only if their records agree on average (average link),
 * so a chain of single links never joins strangers. What the rep said goes before everything else, and no group ever holds
 * two that she kept apart. Of rulings that contradict each other, directly or through others, those keeping apart win (a
 * wrong merge is worse than a missing one); of the joining ones, in order of their indexes, each holds that can.
 */
export function cluster(task: ClusterTask): number[][] {
  const groupOf = Array.from({ length: task.size }, (_, at) => [at]);
  const apart = new Map<number, Set<number>>();
  for (const [a, b] of task.apart) {
    apart.set(a, (apart.get(a) ?? new Set()).add(b));
    apart.set(b, (apart.get(b) ?? new Set()).add(a));
  }
  const known = new Map(task.pairs.map(({ a, b, probability }) => [a * task.size + b, probability]));
  function likeness(a: number, b: number): number {
    const key = Math.min(a, b) * task.size + Math.max(a, b);
    let found = known.get(key);
    if (found === undefined) {
      found = task.probability(Math.min(a, b), Math.max(a, b));
      known.set(key, found);
    }
    return found;
  }
  const forbidden = (one: number[], other: number[]) => apart.size > 0 && one.some((a) => other.some((b) => apart.get(a)?.has(b)));

  function join(a: number, b: number, agreed: (one: number[], other: number[]) => boolean): void {
    const one = groupOf[a] ?? [];
    const other = groupOf[b] ?? [];
    if (one === other || forbidden(one, other) || !agreed(one, other)) return;
    one.push(...other);
    for (const each of other) groupOf[each] = one;
  }

  const ruled = task.together.map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
  for (const [a, b] of ruled.sort(([a, b], [c, d]) => a - c || b - d)) join(a, b, () => true);
  for (const { a, b } of task.pairs) {
    join(a, b, (one, other) => {
      let sum = 0;
      let asked = 0;
      for (const left of one.slice(0, ASKED)) {
        for (const right of other.slice(0, ASKED)) {
          const agreement = likeness(left, right);
          if (agreement < task.least) return false;
          sum += agreement;
          asked++;
        }
      }
      return sum / asked >= task.mean;
    });
  }
  return [...new Set(groupOf)];
}
