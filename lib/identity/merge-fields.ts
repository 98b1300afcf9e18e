import type { FieldSource, MergedField, MergedValue } from '../model/customer.ts';
import { recordKey } from '../model/records.ts';

/** How the values of one field are told apart. */
export interface FieldRule<T> {
  /** Equal keys = the same value in another spelling. */
  key(value: T): string;
  /** Do two keys, though different, agree (a short form of the other, a number without its country code)? Default: no. */
  agree?(a: string, b: string): boolean;
  /** Keys that agree are one value (phones), instead of two values that do not conflict (names). */
  joins?: boolean;
  /** A person may have several (e-mails, phones). */
  many?: boolean;
}

/** Who comes first: the page's own system, then what changed last; then a fixed order, so that no order of arrival matters. */
export type Rank = (a: FieldSource<unknown>, b: FieldSource<unknown>) => number;

/** Groups what all records say about one field; `undefined` when nobody says anything. Loses no source. */
export function mergeField<T>(sources: readonly FieldSource<T>[], rule: FieldRule<T>, rank: Rank): MergedField<T> | undefined {
  if (sources.length === 0) return undefined;
  // Mostly all say the same, and to fold a name takes a dozen passes.
  const keys = new Map([...new Set(sources.map(({ value }) => value))].map((value) => [value, rule.key(value)]));
  const keyOf = ({ value }: FieldSource<T>) => keys.get(value) ?? rule.key(value);
  const groups = group(sources, rule, keyOf);
  const values = groups.map(({ sources: said }): MergedValue<T> & { keys: string[] } => {
    const sorted = said.toSorted(rank);
    return { value: (sorted[0] as FieldSource<T>).value, sources: sorted, keys: [...new Set(said.map(keyOf))] };
  });
  values.sort((a, b) => rank(a.sources[0] as FieldSource<T>, b.sources[0] as FieldSource<T>));
  const differs = rule.many ? isDisputed(values) : values.some((a, at) => values.slice(at + 1).some((b) => !agrees(a.keys, b.keys, rule)));
  return { values: values.map(({ value, sources: said }) => ({ value, sources: said })), differs };
}

function agrees<T>(a: readonly string[], b: readonly string[], rule: FieldRule<T>): boolean {
  return a.some((one) => b.some((other) => rule.agree?.(one, other) ?? false));
}

function group<T>(
  sources: readonly FieldSource<T>[],
  rule: FieldRule<T>,
  keyOf: (source: FieldSource<T>) => string,
): { key: string; sources: FieldSource<T>[] }[] {
  const byKey = Map.groupBy(sources, keyOf);
  // Longest first, so that a number without country code finds the one that has it, in whatever order they came.
  const keys = [...byKey.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const groups: { key: string; sources: FieldSource<T>[] }[] = [];
  for (const key of keys) {
    const said = byKey.get(key) ?? [];
    const home = rule.joins ? groups.find((one) => rule.agree?.(one.key, key)) : undefined;
    if (home) home.sources.push(...said);
    else groups.push({ key, sources: [...said] });
  }
  return groups;
}

/** Several addresses are a dispute only when two systems have nothing in common and none lists all. */
function isDisputed<T>(values: readonly MergedValue<T>[]): boolean {
  const bySystem = new Map<string, Set<number>>();
  for (const [at, { sources }] of values.entries()) {
    for (const { ref } of sources) {
      const system = `${ref.system}/${ref.account}`;
      bySystem.set(system, (bySystem.get(system) ?? new Set()).add(at));
    }
  }
  const said = [...bySystem.values()];
  if (said.some(({ size }) => size === values.length)) return false;
  return said.some((a, at) => said.slice(at + 1).some((b) => a.isDisjointFrom(b)));
}

/**
 * Whose value stands first. `page`: the page's own system, then what changed last; `newest`: what changed last, whoever says it;
 * `trusted`: in the order of `systems` (`hubspot`, or `hubspot/account` for one of two), those not named last; `complete`: what says
 * most (words, then letters). All fall back to `page`.
 */
export type FieldChoice = { by: 'page' } | { by: 'newest' } | { by: 'complete' } | { by: 'trusted'; systems: readonly string[] };

/** `own`: the system and account of the page. */
export function rankFor(own?: { system: string; account: string }, choice: FieldChoice = { by: 'page' }): Rank {
  const page = pageRank(own);
  if (choice.by === 'newest') return (a, b) => (b.changedAt ?? 0) - (a.changedAt ?? 0) || page(a, b);
  if (choice.by === 'complete') return (a, b) => fullness(b.value) - fullness(a.value) || page(a, b);
  if (choice.by === 'page') return page;
  const place = ({ ref }: FieldSource<unknown>) => {
    const found = choice.systems.findIndex((system) => system === ref.system || system === `${ref.system}/${ref.account}`);
    return found < 0 ? choice.systems.length : found;
  };
  return (a, b) => place(a) - place(b) || page(a, b);
}

/** Words count more than letters: `Ana Pérez Gómez` before `Alexandra-Pérez`. */
function fullness(value: unknown): number {
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return text.split(/\s+/).length * 1000 + Math.min(text.length, 999);
}

function pageRank(own?: { system: string; account: string }): Rank {
  const isOwn = ({ ref }: FieldSource<unknown>) => Number(ref.system === own?.system && ref.account === own?.account);
  const name = (source: FieldSource<unknown>) => `${recordKey(source.ref)} ${JSON.stringify(source.value)}`;
  return (a, b) => isOwn(b) - isOwn(a) || (b.changedAt ?? 0) - (a.changedAt ?? 0) || (name(a) < name(b) ? -1 : Number(name(a) > name(b)));
}
