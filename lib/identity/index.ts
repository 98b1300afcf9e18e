import { candidatePairs, contextOf } from './blocking.ts';
import { cluster, type Ruling } from './cluster.ts';
import { probabilityOf } from './compare.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { MatchRecord } from './types.ts';
import { THRESHOLDS } from './weights.ts';

export { compareCompanies, comparePeople } from './compare.ts';
export { toMatchRecord } from './to-match-record.ts';
export type { Comparison, MatchContext, MatchRecord, Reason } from './types.ts';

/** `likely`: shown as one customer or as "Maybe the same?"; `certain`: linked without asking. */
export interface ResolveOptions {
  level?: 'likely' | 'certain';
  rulings?: Ruling[];
  /** ISO 3166-1 alpha-2, for phones without a country code. */
  defaultCountry?: string;
}

const LEVELS = {
  likely: { limit: 'maybe', mean: 0.45, least: 0.05 },
  certain: { limit: 'same', mean: 0.8, least: 0.3 },
} as const;

/**
 * Groups records of one person or company: every id in exactly one group, singles too, people and companies never mixed.
 * Deterministic; the order of the records decides nothing but the order of groups. Rulings name record ids; those of
 * unknown ids, and of a person with a company, have no effect.
 */
export function resolve(records: readonly MatchRecord[], options: ResolveOptions = {}): { ids: string[] }[] {
  const { limit, mean, least } = LEVELS[options.level ?? 'likely'];
  const prepared = byId(records).map((record) => prepare(record, options.defaultCountry));
  const context = contextOf(prepared, options.defaultCountry);
  const probability = (a: number, b: number) => probabilityOf(prepared[a] as Prepared, prepared[b] as Prepared, context);
  const pairs = candidatePairs(prepared)
    .map(([a, b]) => ({ a, b, probability: probability(a, b) }))
    .filter((pair) => pair.probability >= THRESHOLDS[(prepared[pair.a] as Prepared).record.kind][limit])
    .sort((one, other) => other.probability - one.probability || one.a - other.a || one.b - other.b);

  const at = new Map(prepared.map(({ record }, index) => [record.id, index]));
  const ruled = (same: boolean) =>
    (options.rulings ?? []).flatMap((ruling): [number, number][] => {
      const [a, b] = [at.get(ruling.a), at.get(ruling.b)];
      const oneKind = a !== undefined && b !== undefined && prepared[a]?.record.kind === prepared[b]?.record.kind;
      return ruling.same === same && oneKind && a !== b ? [[a, b]] : [];
    });
  const groups = cluster({ size: prepared.length, pairs, probability, together: ruled(true), apart: ruled(false), mean, least });
  return groups.map((group) => ({ ids: group.map((index) => (prepared[index] as Prepared).record.id).sort() }));
}

/** Every pair that shares a telling key, with its probability; pairs that share none are left out. */
export function scorePairs(records: readonly MatchRecord[]): { a: string; b: string; probability: number }[] {
  const prepared = byId(records).map((record) => prepare(record));
  const context = contextOf(prepared);
  return candidatePairs(prepared).map(([a, b]) => {
    const [one, other] = [prepared[a] as Prepared, prepared[b] as Prepared];
    return { a: one.record.id, b: other.record.id, probability: probabilityOf(one, other, context) };
  });
}

/** In one fixed order, an id that comes twice only once. */
function byId(records: readonly MatchRecord[]): MatchRecord[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
