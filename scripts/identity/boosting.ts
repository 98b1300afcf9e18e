import type { ShippedModel } from '../../lib/identity/trees.ts';

/** Measured pairs: one row after the other, `width` numbers each. */
export interface Rows {
  width: number;
  values: Float32Array;
  labels: Uint8Array;
  weights: Float32Array;
}

export interface BoostingOptions {
  names: readonly string[];
  trees: number;
  depth: number;
  rate: number;
  /** Added to each leaf's curvature. */
  smoothing: number;
  /** Share of features each tree may ask about. */
  featureShare: number;
  seed: number;
}

const BINS = 32;

/**
 * Gradient boosting with one question per level (oblivious trees) for the logistic loss, Newton leaves. Same rows and seed,
 * same model. Source: J. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine" (2001); questions per level as
 * in A. Dorogush et al., "CatBoost: gradient boosting with categorical features support" (2018).
 */
export function boost({ width, values, labels, weights }: Rows, options: BoostingOptions): ShippedModel {
  const count = labels.length;
  const random = generator(options.seed);
  const borders = Array.from({ length: width }, (_, feature) => bordersOf(values, width, feature, count));
  const bins = borders.map((cuts, feature) => binned(values, width, feature, count, cuts));
  let positive = 0;
  let total = 0;
  for (let row = 0; row < count; row++) {
    total += weights[row] as number;
    positive += (labels[row] as number) * (weights[row] as number);
  }
  const base = Math.round(1000 * Math.log(positive / (total - positive))) / 1000;
  const score = new Float64Array(count).fill(base);
  const slopes = new Float64Array(count);
  const curves = new Float64Array(count);
  const leafOf = new Uint8Array(count);
  const leafCount = 1 << options.depth;
  const trees: string[] = [];
  for (let tree = 0; tree < options.trees; tree++) {
    for (let row = 0; row < count; row++) {
      const p = 1 / (1 + Math.exp(-(score[row] as number)));
      slopes[row] = ((labels[row] as number) - p) * (weights[row] as number);
      curves[row] = p * (1 - p) * (weights[row] as number);
    }
    leafOf.fill(0);
    const allowed = bins
      .keys()
      .filter(() => random() < options.featureShare)
      .toArray();
    const questions: string[] = [];
    for (let level = 0; level < options.depth; level++) {
      let best = { gain: Number.NEGATIVE_INFINITY, feature: allowed[0] ?? 0, bin: 0 };
      for (const feature of allowed) {
        const found = bestCut(
          bins[feature] as Uint8Array,
          leafOf,
          slopes,
          curves,
          1 << level,
          borders[feature]?.length ?? 0,
          options.smoothing,
        );
        if (found.gain > best.gain + 1e-9) best = { ...found, feature };
      }
      const column = bins[best.feature] as Uint8Array;
      for (let row = 0; row < count; row++) if ((column[row] as number) > best.bin) leafOf[row] = (leafOf[row] as number) | (1 << level);
      questions.push(`${options.names[best.feature]}>${borders[best.feature]?.[best.bin] ?? 1e9}`);
    }
    const slope = new Float64Array(leafCount);
    const curve = new Float64Array(leafCount);
    for (let row = 0; row < count; row++) {
      add(slope, leafOf[row] as number, slopes[row] as number);
      add(curve, leafOf[row] as number, curves[row] as number);
    }
    const leaves = Array.from(slope, (sum, leaf) => {
      const value = (options.rate * sum) / ((curve[leaf] as number) + options.smoothing);
      return Math.round(1000 * Math.max(-1, Math.min(1, value)));
    });
    for (let row = 0; row < count; row++) add(score, row, (leaves[leafOf[row] as number] as number) / 1000);
    trees.push(`${questions.join(' ')}:${leaves.join(' ')}`);
  }
  return { base, depth: options.depth, trees };
}

const slopeSum = new Float64Array(64 * BINS);
const curveSum = new Float64Array(64 * BINS);

function bestCut(
  column: Uint8Array,
  leafOf: Uint8Array,
  slopes: Float64Array,
  curves: Float64Array,
  leaves: number,
  cuts: number,
  smoothing: number,
): { gain: number; bin: number } {
  slopeSum.fill(0, 0, leaves * BINS);
  curveSum.fill(0, 0, leaves * BINS);
  for (let row = 0; row < column.length; row++) {
    const place = (leafOf[row] as number) * BINS + (column[row] as number);
    add(slopeSum, place, slopes[row] as number);
    add(curveSum, place, curves[row] as number);
  }
  const gains = new Float64Array(cuts);
  for (let leaf = 0; leaf < leaves; leaf++) {
    let slope = 0;
    let curve = 0;
    for (let bin = 0; bin <= cuts; bin++) {
      slope += slopeSum[leaf * BINS + bin] as number;
      curve += curveSum[leaf * BINS + bin] as number;
    }
    let left = 0;
    let leftCurve = 0;
    for (let bin = 0; bin < cuts; bin++) {
      left += slopeSum[leaf * BINS + bin] as number;
      leftCurve += curveSum[leaf * BINS + bin] as number;
      add(gains, bin, left ** 2 / (leftCurve + smoothing) + (slope - left) ** 2 / (curve - leftCurve + smoothing));
    }
  }
  let best = { gain: Number.NEGATIVE_INFINITY, bin: 0 };
  for (let bin = 0; bin < cuts; bin++) if ((gains[bin] as number) > best.gain) best = { gain: gains[bin] as number, bin };
  return best;
}

/** Up to 31 cuts between the values a feature takes. */
function bordersOf(values: Float32Array, width: number, feature: number, count: number): number[] {
  const step = Math.max(1, Math.floor(count / 40_000));
  const seen: number[] = [];
  for (let row = 0; row < count; row += step) seen.push(values[row * width + feature] as number);
  const distinct = [...new Set(seen)].sort((a, b) => a - b);
  const middle = (a: number, b: number) => Math.round(((a + b) / 2) * 1000) / 1000;
  if (distinct.length < BINS) return unique(distinct.slice(1).map((value, at) => middle(distinct[at] as number, value)));
  seen.sort((a, b) => a - b);
  // Half of the cuts by share of rows, half evenly over the distinct values: rare values matter too.
  const cuts = Array.from({ length: 15 }, (_, at) => {
    const value = seen[Math.floor(((at + 1) * seen.length) / 16)] as number;
    const next = distinct[distinct.indexOf(value) + 1];
    return next === undefined ? value : middle(value, next);
  });
  for (let at = 1; at <= 15; at++) {
    const place = Math.floor((at * (distinct.length - 1)) / 16);
    cuts.push(middle(distinct[place] as number, distinct[place + 1] as number));
  }
  cuts.push(middle(distinct.at(-2) as number, distinct.at(-1) as number));
  return unique(cuts.sort((a, b) => a - b)).slice(0, BINS - 1);
}

function unique(values: number[]): number[] {
  return [...new Set(values)];
}

function binned(values: Float32Array, width: number, feature: number, count: number, cuts: readonly number[]): Uint8Array {
  const bins = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const value = values[row * width + feature] as number;
    let bin = 0;
    while (bin < cuts.length && value > (cuts[bin] as number)) bin++;
    bins[row] = bin;
  }
  return bins;
}

/** A small seeded generator (mulberry32), 0 to 1. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function add(to: Float64Array, at: number, value: number): void {
  to[at] = (to[at] as number) + value;
}
