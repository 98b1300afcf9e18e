import { candidatePairs } from '../../lib/identity/blocking.ts';
import { COMPANY_FEATURES, measureCompanies } from '../../lib/identity/company-features.ts';
import { contextOf } from '../../lib/identity/crowd.ts';
import { measurePeople, PERSON_FEATURES } from '../../lib/identity/person-features.ts';
import { type Prepared, prepare } from '../../lib/identity/prepare.ts';
import type { MatchContext, MatchRecord } from '../../lib/identity/types.ts';
import type { Rows } from './boosting.ts';
import type { DataSet } from './data.ts';

export type Kind = 'person' | 'org';

/** A candidate pair of one kind, measured. */
export interface MeasuredPair {
  a: string;
  b: string;
  set: string;
  same: boolean;
  weight: number;
  /** Pairs of one fold are never both trained on and judged. */
  fold: number;
  values: Float64Array;
}

export const FEATURES: Readonly<Record<Kind, readonly string[]>> = { person: PERSON_FEATURES, org: COMPANY_FEATURES };

/** All candidate pairs of one kind of a set. `crowd` false: measured as two records alone, as the engine does at view time. */
export function measureSet(
  set: DataSet,
  kind: Kind,
  options: { crowd: boolean; weight: number; share?: number; folds: number },
): MeasuredPair[] {
  const prepared = set.records.map((record) => prepare(record));
  const context: MatchContext = options.crowd ? contextOf(prepared) : {};
  const width = FEATURES[kind].length;
  const out = new Float64Array(width);
  const measure = kind === 'org' ? measureCompanies : measurePeople;
  const foldOf = foldsOf(set, options.folds);
  return candidatePairs(prepared).flatMap(([left, right]) => {
    const [a, b] = [prepared[left] as Prepared, prepared[right] as Prepared];
    if (a.kind !== kind) return [];
    const same = set.entity.get(a.id) === set.entity.get(b.id);
    if (options.share !== undefined && hash(`${a.id} ${b.id}`) % 1000 >= options.share * 1000) return [];
    measure(a, b, context, out);
    const fold = Math.min(foldOf.get(a.id) ?? 0, foldOf.get(b.id) ?? 0);
    return [{ a: a.id, b: b.id, set: set.name, same, weight: options.weight, fold, values: out.slice() }];
  });
}

/** By the family name that most of an entity's records bear, so that no name is in two folds; companies by their first word. */
function foldsOf({ records, entity }: DataSet, folds: number): Map<string, number> {
  const fold = new Map<string, number>();
  for (const group of Map.groupBy(records, ({ id }) => entity.get(id)).values()) {
    const counts = new Map<string, number>();
    for (const word of group.flatMap(nameWords)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const [most = ''] = [...counts].sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1)).map(([word]) => word);
    for (const { id } of group) fold.set(id, hash(most) % folds);
  }
  return fold;
}

function nameWords(record: MatchRecord): string[] {
  const prepared = prepare(record);
  const family = prepared.names.flatMap((name) => [...name.family]);
  if (family.length > 0) return family;
  return [
    ...prepared.names.flatMap(({ full }) => full.slice(-1)),
    ...prepared.companies.flatMap(({ words }) => (record.kind === 'org' ? words.slice(0, 1) : [])),
  ];
}

/** FNV-1a. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

/**
 * The same pairs as if one name were in a script that does not compare (東京, الكويت), which the benchmark sets hardly hold: the
 * names' numbers unknown, only pairs that meet without their names.
 */
export function inOtherScript(pairs: readonly MeasuredPair[], kind: Kind, weight: number): MeasuredPair[] {
  const at = (name: string) => FEATURES[kind].indexOf(name);
  const meets = kind === 'org' ? ['domain', 'phone', 'mail', 'id', 'street'] : ['mailKey', 'phone', 'company', 'domain', 'day', 'id'];
  const unknown =
    kind === 'org'
      ? ['name', 'part', 'nameRecords', 'nameInOneSource', 'nameGroups']
      : ['nameMean', 'nameWorst', 'nameWhole', 'nameRecords', 'nameInOneSource', 'nameGroups'];
  const zero = kind === 'org' ? [] : ['nameInitials', 'nameExact', 'nameNick', 'nameClash'];
  return pairs
    .filter(({ values }) => meets.some((name) => values[at(name)] === 1))
    .map((pair) => {
      const values = pair.values.slice();
      for (const name of unknown) values[at(name)] = -1;
      for (const name of zero) values[at(name)] = 0;
      if (kind === 'person') values[at('nameChance')] = -20;
      const dice = hash(`${pair.b} ${pair.a}`) % 4;
      if (dice & 1) values[at(kind === 'org' ? 'brand' : 'fitCross')] = -1;
      if (dice & 2 && kind === 'person') values[at('company')] = -1;
      return { ...pair, weight: pair.weight * weight, values };
    });
}

export function toRows(pairs: readonly MeasuredPair[]): Rows {
  const width = pairs[0]?.values.length ?? 0;
  const values = new Float32Array(pairs.length * width);
  for (const [row, pair] of pairs.entries()) values.set(pair.values, row * width);
  return {
    width,
    values,
    labels: Uint8Array.from(pairs, ({ same }) => Number(same)),
    weights: Float32Array.from(pairs, ({ weight }) => weight),
  };
}
