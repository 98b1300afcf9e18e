/**
 * Boosted trees that ask the same question on every node of a level, so that a tree of depth n is n comparisons and a table
 * of 2ⁿ leaves: small to ship, quick to ask. Made by `scripts/identity/train.ts`.
 */
export interface TreeModel {
  /** Log-odds before any tree. */
  base: number;
  /** Trees one after the other, `depth` places each: which feature, and above which number (in thousandths) the answer is yes. */
  features: Uint8Array;
  thresholds: Int32Array;
  /** 2^depth leaves per tree, log-odds; the first question is the lowest bit. */
  leaves: Float64Array;
  depth: number;
}

/** A model as it is shipped: per tree `feature>threshold …:leaf leaf …`, leaves in thousandths. */
export interface ShippedModel {
  base: number;
  depth: number;
  trees: readonly string[];
}

/** Unpacks a shipped model; feature names are resolved to their places in `names`. */
export function readModel({ base, depth, trees }: ShippedModel, names: readonly string[]): TreeModel {
  const features = new Uint8Array(trees.length * depth);
  const thresholds = new Int32Array(trees.length * depth);
  const leaves = new Float64Array(trees.length << depth);
  for (const [at, tree] of trees.entries()) {
    const [questions = '', values = ''] = tree.split(':');
    for (const [level, question] of questions.split(' ').entries()) {
      const [feature = '', threshold] = question.split('>');
      features[at * depth + level] = names.indexOf(feature);
      thresholds[at * depth + level] = Math.round(Number(threshold) * 1000);
    }
    for (const [leaf, value] of values.split(' ').entries()) leaves[(at << depth) + leaf] = Number(value) / 1000;
  }
  return { base, depth, features, thresholds, leaves };
}

const scaled = new Int32Array(64);

/** Log-odds that the model gives to measured numbers. Whole numbers and their sign bits instead of branches: half the time. */
export function logOdds({ base, depth, features, thresholds, leaves }: TreeModel, measured: Float64Array): number {
  for (let at = 0; at < measured.length; at++) scaled[at] = Math.ceil((measured[at] as number) * 1000 - 1e-6);
  let sum = base;
  let place = 0;
  for (let from = 0; from < leaves.length; from += 1 << depth) {
    let leaf = from;
    for (let level = 0; level < depth; level++) {
      leaf += (((thresholds[place] as number) - (scaled[features[place] as number] as number)) >>> 31) << level;
      place++;
    }
    sum += leaves[leaf] as number;
  }
  return sum;
}
