import { readFileSync } from 'node:fs';

/** One rule of `docs/systems.md`. */
export interface Rule {
  id: string;
  tier: Tier;
  /** File or folder that checks it; empty when no program can. */
  seenBy: string;
}

export const TIERS = ['none', 'bronze', 'silver', 'gold'] as const;
export type Tier = (typeof TIERS)[number];

/** What a system's quality.md says of one rule. */
export interface Claim {
  id: string;
  state: string;
  reason: string;
}

/** The rules, from the tables under the headings of the tiers. */
export function rulesOf(doc: string): Rule[] {
  return doc.split(/^## /m).flatMap((section): Rule[] => {
    const tier = TIERS.find((each) => section.toLowerCase().startsWith(`${each}:`)) ?? (section.startsWith('No tier') ? 'none' : undefined);
    if (tier === undefined) return [];
    return rowsIn(section).map(([id = '', , , seenBy = '']) => ({ id: bare(id), tier, seenBy: bare(seenBy) }));
  });
}

/** The first table of a quality.md; undefined when it is not in the shape that `docs/systems.md` describes. */
export function claimsOf(text: string): { tier: Tier; claims: Claim[] } | undefined {
  const [, tier] = /^Tier: (\w+)$/m.exec(text) ?? [];
  const head = /^\| rule +\| state +\| reason +\|$/m.exec(text);
  if (!head || !TIERS.some((each) => each === tier)) return undefined;
  const table = text.slice(head.index).split('\n\n')[0] ?? '';
  const claims = rowsIn(table).map(([id = '', state = '', reason = '']) => ({ id: bare(id), state, reason }));
  return { tier: tier as Tier, claims };
}

/** The highest tier whose rules, and all under it, are done or exempt. */
export function earned(rules: readonly Rule[], claims: readonly Claim[]): Tier {
  const open = (tier: Tier) =>
    rules.some((rule) => rule.tier === tier && !claims.some(({ id, state }) => id === rule.id && state !== 'todo'));
  const missed = TIERS.slice(1).findIndex(open);
  return (missed < 0 ? 'gold' : TIERS[missed]) ?? 'none';
}

export const textOf = (path: string) => readFileSync(path, 'utf8');
const bare = (cell: string) => cell.replaceAll('`', '').trim();

/** Rows of a table under its heading; cells trimmed. */
function rowsIn(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
