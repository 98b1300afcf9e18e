import * as cost from '../../lib/search/costs.ts';
import { verdict } from '../../lib/search/edits.ts';
import { effectiveSeconds, type SearchEntry } from '../../lib/search/entry.ts';
import { type Reading, readings, type Unit } from '../../lib/search/query.ts';
import { otherLayout } from '../../lib/search/spellings.ts';
import { digitsOf, searchWords } from '../../lib/search/words.ts';

/*
 * What search must answer, without an index: every record is compared with every word, by definition. Shares with the index how texts
 * are folded and queries understood, and nothing of how records are found.
 */

interface Known {
  entry: SearchEntry;
  name: readonly string[];
  other: readonly string[];
  digits: readonly string[];
  emails: readonly string[];
}

/** Costs of one typed word against the words met so far: many records share a word. */
type Memo = Map<string, readonly [number, number]>;

/** Keys of the best records, best first. */
export class Oracle {
  private readonly known: readonly Known[];
  private readonly memos = new Map<string, Memo>();

  constructor(entries: readonly SearchEntry[]) {
    this.known = entries.map((entry) => ({
      entry,
      name: searchWords(entry.name),
      other: [entry.company ?? '', entry.title ?? '', ...entry.emails].flatMap(searchWords),
      digits: entry.phones.map(digitsOf),
      emails: entry.emails.map((email) => email.toLowerCase()),
    }));
  }

  search(query: string, limit: number): string[] {
    const asTyped = readings(query);
    if (asTyped.length === 0) return [];
    const loose = this.ranked(limit, [asTyped, 'loose']);
    if (loose.length === limit || (loose.length > 0 && asTyped.every(({ units }) => units.length > 1))) return loose;
    return this.ranked(limit, [asTyped, 'typos'], [readings(otherLayout(query), cost.EDIT), 'loose']);
  }

  private ranked(limit: number, ...asked: [readonly Reading[], cost.Tier][]): string[] {
    const found = this.known.flatMap((known) => {
      const best = Math.min(...asked.flatMap(([meant, tier]) => meant.map((reading) => this.costOf(known, reading, tier) + reading.extra)));
      return Number.isFinite(best) ? [{ cost: best, entry: known.entry }] : [];
    });
    found.sort((a, b) => a.cost - b.cost || effectiveSeconds(b.entry) - effectiveSeconds(a.entry) || (a.entry.key < b.entry.key ? -1 : 1));
    return found.slice(0, limit).map(({ entry }) => entry.key);
  }

  private costOf(known: Known, { units, literals }: Reading, tier: cost.Tier): number {
    let sum = 0;
    for (const unit of units) {
      sum += this.unitCost(known, unit, tier);
      if (!Number.isFinite(sum)) return sum;
    }
    if (sum === units.length && known.name.length === units.length) sum -= 1;
    if (literals.every((literal) => known.emails.some((email) => email.includes(literal)))) return sum;
    return tier === 'typos' ? sum + cost.EDIT : Number.POSITIVE_INFINITY;
  }

  private unitCost({ name, other, digits }: Known, unit: Unit, tier: cost.Tier): number {
    if (unit.kind === 'phone') {
      const has = (typed: string) => digits.some((each) => each.includes(typed));
      if (has(unit.digits)) return cost.PHONE;
      return tier !== 'plain' && unit.spellings.some(has) ? cost.PHONE + cost.SPELLING : Number.POSITIVE_INFINITY;
    }
    let best = Number.POSITIVE_INFINITY;
    for (const word of name) best = Math.min(best, this.wordCosts(word, unit, tier)[0]);
    for (const word of other) best = Math.min(best, this.wordCosts(word, unit, tier)[1]);
    return best;
  }

  /** In the name, and elsewhere. */
  private wordCosts(word: string, unit: Unit & { kind: 'word' }, tier: cost.Tier): readonly [number, number] {
    // What is forgiven depends on the script it was typed in, not on the folded word alone.
    const id = `${tier} ${unit.most} ${unit.word}`;
    let memo = this.memos.get(id);
    if (!memo) {
      memo = new Map();
      this.memos.set(id, memo);
    }
    let known = memo.get(word);
    if (!known) {
      known = [
        wordCost(word, unit, tier, [cost.NAME_EXACT, cost.NAME_PREFIX, cost.NAME_INSIDE]),
        wordCost(word, unit, tier, [cost.OTHER_EXACT, cost.OTHER_PREFIX, cost.OTHER_INSIDE]),
      ];
      memo.set(word, known);
    }
    return known;
  }
}

const encoder = new TextEncoder();

function byteLength(word: string): number {
  return encoder.encode(word).length;
}

function wordCost(word: string, unit: Unit & { kind: 'word' }, tier: cost.Tier, costs: readonly [number, number, number]): number {
  const [exact, prefix, inside] = costs;
  if (word === unit.word) return exact;
  if (word.startsWith(unit.word)) return prefix;
  if (tier === 'plain') return Number.POSITIVE_INFINITY;
  if (unit.spellings.includes(word)) return exact + cost.SPELLING;
  if (unit.spellings.some((each) => word.startsWith(each))) return prefix + cost.SPELLING;
  if (byteLength(unit.word) >= cost.INSIDE_BYTES && word.includes(unit.word)) return inside;
  if (tier !== 'typos') return Number.POSITIVE_INFINITY;
  const found = verdict(editsBetween(unit.word, word), unit.most, byteLength(unit.word), byteLength(word));
  if (!found || found.edits === 0) return Number.POSITIVE_INFINITY;
  return found.edits * cost.EDIT + (found.isWhole ? exact : prefix);
}

/** Optimal string alignment, row by row: from the whole word, and from its nearest beginning. */
export function editsBetween(typed: string, word: string): { whole: number; prefix: number } {
  const [a, b] = [encoder.encode(typed).subarray(0, 31), encoder.encode(word)];
  let before: number[] = [];
  let row = Array.from({ length: a.length + 1 }, (_, at) => at);
  let prefix = row[a.length] as number;
  for (let j = 1; j <= b.length; j += 1) {
    const next = [j];
    for (let i = 1; i <= a.length; i += 1) {
      let best = Math.min((row[i] as number) + 1, (next[i - 1] as number) + 1, (row[i - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[i - 2] as number) + 1);
      next.push(best);
    }
    [before, row] = [row, next];
    prefix = Math.min(prefix, row[a.length] as number);
  }
  return { whole: row[a.length] as number, prefix };
}
