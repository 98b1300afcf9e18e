/**
 * Fits the weights of `lib/identity/weights.ts` on the benchmark sets: `npx tsx scripts/identity/train.ts`. Same data, same file.
 * `--check` judges instead of writing: two folds by family name, each judged by a model that has seen none of its names.
 * `--seed 2` learns with another seed (which features each tree may look at); the shipped weights are of seed 1.
 */
import { writeFileSync } from 'node:fs';
import { cluster } from '../../lib/identity/cluster.ts';
import { logOdds, readModel, type ShippedModel } from '../../lib/identity/trees.ts';
import { type BoostingOptions, boost } from './boosting.ts';
import { hasData, loadSet, pairsOf, truePairs } from './data.ts';
import { FEATURES, inOtherScript, type Kind, type MeasuredPair, measureSet, toRows } from './rows.ts';

/** How much a pair of each set counts; `share`: how many of its pairs are learnt from. */
const SETS: Readonly<Record<string, { weight: number; share: number }>> = {
  'crm-cross': { weight: 1, share: 1 },
  senzing: { weight: 10, share: 1 },
  fake1000: { weight: 1, share: 1 },
  febrl3: { weight: 0.5, share: 1 },
  historical17k: { weight: 0.15, share: 0.25 },
};
/** A pair seen without its crowd, as at view time, counts this much of the same within it. */
const ALONE = 0.4;
/** And a pair whose names are hidden this much of that. */
const FOREIGN = 0.3;
const FOLDS = 2;
const seed = process.argv.includes('--seed') ? Number(process.argv[process.argv.indexOf('--seed') + 1]) : 1;
const OPTIONS: Readonly<Record<Kind, Omit<BoostingOptions, 'names'>>> = {
  person: { trees: 190, depth: 4, rate: 0.13, smoothing: 8, featureShare: 0.5, seed },
  org: { trees: 96, depth: 4, rate: 0.15, smoothing: 8, featureShare: 0.5, seed },
};

function measured(kind: Kind): MeasuredPair[] {
  return Object.entries(SETS).flatMap(([name, { weight, share }]) => {
    const set = loadSet(name);
    const crowd = measureSet(set, kind, { crowd: true, weight, share, folds: FOLDS });
    if (name === 'senzing') return crowd;
    const alone = measureSet(set, kind, { crowd: false, weight: weight * ALONE, share, folds: FOLDS });
    const foreign = name === 'crm-cross' ? inOtherScript(alone, kind, FOREIGN) : [];
    // Not spread: too many for arguments.
    return crowd.concat(
      alone,
      foreign.map((pair) => ({ ...pair, set: `${name} in another script` })),
    );
  });
}

function learn(kind: Kind, pairs: readonly MeasuredPair[]): ShippedModel {
  return boost(toRows(pairs), { ...OPTIONS[kind], names: FEATURES[kind] });
}

function write(models: Readonly<Record<Kind, ShippedModel>>): void {
  const literal = ({ base, depth, trees }: ShippedModel) =>
    `{\n  base: ${base},\n  depth: ${depth},\n  trees: [\n${trees.map((tree) => `    '${tree}',`).join('\n')}\n  ],\n}`;
  const text = `import type { ShippedModel } from './trees.ts';

/** Made by \`scripts/identity/train.ts\`; not for editing. Per tree: \`feature>threshold …:leaf leaf …\`, leaves in thousandths of log-odds. */
export const PEOPLE_MODEL: ShippedModel = ${literal(models.person)};

/** The same for companies. */
export const COMPANY_MODEL: ShippedModel = ${literal(models.org)};
`;
  writeFileSync(new URL('../../lib/identity/weights.ts', import.meta.url), text);
  say(`weights.ts: ${(text.length / 1024).toFixed(1)} kB`);
}

/** Clusters of a set with probabilities of models that have not seen the names; pairs that are no candidates count as 0.02. */
function reportClusters(name: string, probability: ReadonlyMap<MeasuredPair, number>): void {
  const set = loadSet(name);
  const ids = set.records.map(({ id }) => id).sort();
  const at = new Map(ids.map((id, place) => [id, place]));
  const scored = [...probability]
    .filter(([pair]) => pair.set === name && pair.weight === SETS[name]?.weight)
    .map(([{ a, b }, p]) => ({ a: at.get(a) ?? 0, b: at.get(b) ?? 0, probability: p }));
  for (const [level, limit, mean, least] of [
    ['likely', 0.4, 0.4, 0.008],
    ['certain', 0.97, 0.8, 0.3],
  ] as const) {
    const known = new Map(scored.map(({ a, b, probability: p }) => [Math.min(a, b) * ids.length + Math.max(a, b), p]));
    const pairs = scored.filter(({ probability: p }) => p >= limit).sort((one, other) => other.probability - one.probability);
    const groups = cluster({
      size: ids.length,
      pairs,
      probability: (a, b) => known.get(a * ids.length + b) ?? 0.02,
      together: [],
      apart: [],
      mean,
      least,
    });
    const predicted = groups.reduce((sum, { length }) => sum + pairsOf(length), 0);
    const right = groups
      .flatMap((group) => [...Map.groupBy(group, (place) => set.entity.get(ids[place] ?? '')).values()])
      .reduce((sum, { length }) => sum + pairsOf(length), 0);
    const [precision, recall] = [right / predicted, right / truePairs(set)];
    const f1 = (2 * precision * recall) / (precision + recall);
    say(`${name} clusters, ${level}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`);
  }
}

/** Figures over pairs whose family name the judging model has not seen. */
function check(): void {
  const all = new Map<MeasuredPair, number>();
  for (const kind of ['person', 'org'] as const) {
    const pairs = measured(kind);
    const probability = new Map<MeasuredPair, number>();
    for (let fold = 0; fold < FOLDS; fold++) {
      const model = readModel(
        learn(
          kind,
          pairs.filter((pair) => pair.fold !== fold),
        ),
        FEATURES[kind],
      );
      for (const pair of pairs) if (pair.fold === fold) probability.set(pair, 1 / (1 + Math.exp(-logOdds(model, pair.values))));
    }
    for (const [pair, p] of probability) all.set(pair, p);
    for (const [name, { share }] of Object.entries(SETS)) {
      if (share < 1) continue;
      const set = loadSet(name);
      const total = truePairs({ ...set, records: set.records.filter((record) => record.kind === kind) });
      const seen = new Set<string>();
      const own = pairs.filter((pair) => {
        const key = `${pair.a} ${pair.b}`;
        const first = pair.set === name && !seen.has(key);
        seen.add(key);
        return first;
      });
      if (total > 0) report(`${name} ${kind}`, own, probability, total);
    }
  }
  for (const [name, { share }] of Object.entries(SETS)) if (share === 1) reportClusters(name, all);
}

function report(what: string, pairs: readonly MeasuredPair[], probability: ReadonlyMap<MeasuredPair, number>, total: number): void {
  const sorted = pairs.toSorted((a, b) => (probability.get(b) ?? 0) - (probability.get(a) ?? 0));
  let right = 0;
  let [best, sure] = [0, 0];
  for (const [at, { same }] of sorted.entries()) {
    if (same) right++;
    best = Math.max(best, (2 * right) / (at + 1 + total));
    if (right / (at + 1) >= 0.99) sure = right / total;
  }
  say(
    `${what}: best F1 over pairs ${best.toFixed(3)}, recall at precision 0.99 ${sure.toFixed(3)}, kept by blocking ${(right / total).toFixed(3)}`,
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (!hasData()) say('The benchmark sets are absent (../shared/data/matching): nothing to learn from.');
else if (process.argv.includes('--check')) check();
else write({ person: learn('person', measured('person')), org: learn('org', measured('org')) });
