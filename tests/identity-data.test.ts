import { beforeAll, describe, expect, it } from 'vitest';
import { resolve, scorePairs } from '../lib/identity/index.ts';
import { type DataSet, hasData, loadSet, pairsOf, truePairs } from '../scripts/identity/data.ts';

const MISSING = '(skipped: ../shared/data/matching is absent)';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Pairwise precision, recall and F1 of the clusters of a set. */
function measure(set: DataSet, level: 'likely' | 'certain'): { precision: number; recall: number; f1: number } {
  const groups = resolve(set.records, { level });
  const predicted = groups.reduce((sum, { ids }) => sum + pairsOf(ids.length), 0);
  const right = groups
    .flatMap(({ ids }) => [...Map.groupBy(ids, (id) => set.entity.get(id)).values()])
    .reduce((sum, { length }) => sum + pairsOf(length), 0);
  const [precision, recall] = [right / predicted, right / truePairs(set)];
  const f1 = (2 * precision * recall) / (precision + recall);
  say(`${set.name} ${level}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`);
  return { precision, recall, f1 };
}

if (!hasData()) say(`identity over the benchmark sets ${MISSING}`);

describe.skipIf(!hasData())(`identity over crm-cross ${hasData() ? '' : MISSING}`, () => {
  let set: DataSet;
  beforeAll(() => {
    set = loadSet('crm-cross');
  });

  it('finds most of what belongs together when the level is likely', { timeout: 60_000 }, () => {
    expect(measure(set, 'likely').f1).toBeGreaterThanOrEqual(0.9);
  });

  it('links nearly without error when the level is certain', { timeout: 60_000 }, () => {
    expect(measure(set, 'certain').precision).toBeGreaterThanOrEqual(0.99);
  });

  it('keeps the true pairs and ranks them before the others', { timeout: 60_000 }, () => {
    const total = truePairs(set);
    const scored = scorePairs(set.records).sort((a, b) => b.probability - a.probability);
    let right = 0;
    let sure = 0;
    for (const [at, { a, b }] of scored.entries()) {
      if (set.entity.get(a) === set.entity.get(b)) right++;
      if (right / (at + 1) >= 0.99) sure = right / total;
    }
    say(`crm-cross pairs: kept ${(right / total).toFixed(3)}, recall at precision 0.99 ${sure.toFixed(3)}`);
    expect(right / total).toBeGreaterThanOrEqual(0.97);
    expect(sure).toBeGreaterThanOrEqual(0.62);
    expect(new Set(scored.map(({ a, b }) => `${a} ${b}`)).size).toBe(scored.length);
  });

  it('hardly ever lets the removal of a record merge others', { timeout: 60_000 }, () => {
    // The records that one company's name brings together, and what else is near: small worlds with real conflicts.
    const sample = set.records.filter((_, at) => at % 8 < 1);
    const groupOf = (records: typeof sample) => new Map(resolve(records).flatMap(({ ids }, at) => ids.map((id) => [id, at] as const)));
    const before = groupOf(sample);
    let merged = 0;
    const removals = 12;
    for (let at = 0; at < removals; at++) {
      const gone = (at * 79) % sample.length;
      const after = Map.groupBy(groupOf(sample.toSpliced(gone, 1)), ([, group]) => group);
      for (const members of after.values()) merged += new Set(members.map(([id]) => before.get(id))).size - 1;
    }
    say(`crm-cross: ${merged} groups merged by ${removals} removals out of ${sample.length} records`);
    expect(merged).toBeLessThanOrEqual(1);
  });
});

describe.skipIf(!hasData())(`identity over other sets with the same weights ${hasData() ? '' : MISSING}`, () => {
  it.each([
    ['senzing', 0.8],
    ['febrl3', 0.99],
    ['fake1000', 0.8],
  ])('groups %s with F1 of %d or more', { timeout: 60_000 }, (name, least) => {
    expect(measure(loadSet(name), 'likely').f1).toBeGreaterThanOrEqual(least);
  });
});
