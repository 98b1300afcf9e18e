import { candidatePairs } from './blocking.ts';
import { cluster, type Ruling } from './cluster.ts';
import { probabilityOf, THRESHOLDS } from './compare.ts';
import { contextOf } from './crowd.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { MatchContext, MatchRecord } from './types.ts';

export { compareCompanies, comparePeople } from './compare.ts';
export { REASON_CODES, type ReasonCode } from './reasons.ts';
export { indexRecords, type RecordIndex } from './record-index.ts';
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
  likely: { limit: 'maybe', mean: 0.4, least: 0.008 },
  certain: { limit: 'certain', mean: 0.8, least: 0.3 },
} as const;

/**
 * Groups records of one person or company: every id in exactly one group, singles too, people and companies never mixed.
 * Deterministic; the order of the records decides nothing but the order of groups. Rulings name record ids; those of
 * unknown ids, and of a person with a company, have no effect.
 */
export function resolve(records: readonly MatchRecord[], options: ResolveOptions = {}): { ids: string[] }[] {
  const { limit, mean, least } = LEVELS[options.level ?? 'likely'];
  const { prepared, context } = crowdOf(records, options.defaultCountry);
  const probability = (a: number, b: number) => probabilityOf(prepared[a] as Prepared, prepared[b] as Prepared, context);
  const pairs = candidatePairs(prepared)
    .map(([a, b]) => ({ a, b, probability: probability(a, b) }))
    .filter((pair) => pair.probability >= THRESHOLDS[(prepared[pair.a] as Prepared).kind][limit])
    .sort((one, other) => other.probability - one.probability || one.a - other.a || one.b - other.b);

  const at = new Map(prepared.map(({ id }, index) => [id, index]));
  const ruled = (same: boolean) =>
    (options.rulings ?? []).flatMap((ruling): [number, number][] => {
      const [a, b] = [at.get(ruling.a), at.get(ruling.b)];
      const oneKind = a !== undefined && b !== undefined && prepared[a]?.kind === prepared[b]?.kind;
      return ruling.same === same && oneKind && a !== b ? [[a, b]] : [];
    });
  const groups = cluster({ size: prepared.length, pairs, probability, together: ruled(true), apart: ruled(false), mean, least });
  return groups.map((group) => ({ ids: group.map((index) => (prepared[index] as Prepared).id).sort() }));
}

/** Every pair that shares a telling key, with its probability; pairs that share none are left out. */
export function scorePairs(records: readonly MatchRecord[]): { a: string; b: string; probability: number }[] {
  const { prepared, context } = crowdOf(records);
  return candidatePairs(prepared).map(([a, b]) => {
    const [one, other] = [prepared[a] as Prepared, prepared[b] as Prepared];
    return { a: one.id, b: other.id, probability: probabilityOf(one, other, context) };
  });
}

/** Prepared in one fixed order, an id that comes twice only once. */
function crowdOf(records: readonly MatchRecord[], defaultCountry?: string): { prepared: Prepared[]; context: MatchContext } {
  const byId = [...new Map(records.map((record) => [record.id, record])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const prepared = byId.map((record) => prepare(record, defaultCountry));
  return { prepared, context: contextOf(prepared, defaultCountry) };
}
