import type { Ruling } from '../model/rulings.ts';

/** What the rep's answers say about one customer's anchor. Keys are recordKeys. */
export interface Verdicts {
  /** Her answer on this very record and the anchor. */
  direct(record: string): boolean | undefined;
  /** Is the record the anchor by a chain of "the same"? */
  implied(record: string): boolean;
  /** Did she keep it apart from a record that is the customer: by her answers, or one of `accepted`? */
  parted(record: string, accepted: ReadonlySet<string>): boolean;
}

/** Reads the answers from one anchor. Where they contradict each other, the direct one holds. */
export function verdictsOn(anchor: string, rulings: readonly Pick<Ruling, 'a' | 'b' | 'same'>[]): Verdicts {
  const together = new Map<string, string[]>();
  const apart = new Map<string, string[]>();
  const direct = new Map<string, boolean>();
  for (const { a, b, same } of rulings) {
    const sides = same ? together : apart;
    sides.set(a, [...(sides.get(a) ?? []), b]);
    sides.set(b, [...(sides.get(b) ?? []), a]);
    if (a === anchor) direct.set(b, same);
    if (b === anchor) direct.set(a, same);
  }
  const group = new Set([anchor]);
  // The set grows while it is walked: that is the walk along the chains.
  for (const member of group) for (const next of together.get(member) ?? []) if (direct.get(next) !== false) group.add(next);
  return {
    direct: (record) => direct.get(record),
    implied: (record) => record !== anchor && group.has(record),
    parted: (record, accepted) => (apart.get(record) ?? []).some((other) => group.has(other) || accepted.has(other)),
  };
}
