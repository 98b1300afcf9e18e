import { type Evidence, JUDGES, type LeadFacts } from './factors.ts';
import { DEFAULT_LEAD_MODEL, FACTORS, type FactorGroup, type FactorId, type LeadModel } from './model.ts';

export type { Evidence, LeadFacts } from './factors.ts';
export { leadFacts } from './facts.ts';
export { DEFAULT_LEAD_MODEL, FACTORS, type FactorGroup, type FactorId, type LeadModel } from './model.ts';
export { modelWith, type ScoreWeights } from './weights.ts';

/** One line of the breakdown. `weight`: share of the whole formula, so all twelve add up to 1. No `score` = not known. */
export interface LeadFactor {
  id: FactorId;
  group: FactorGroup;
  /** 0 to 100. */
  score?: number;
  weight: number;
  evidence?: Evidence;
}

/** All scores 0 to 100, not rounded. */
export interface LeadScore {
  /** Absent when less than `ENOUGH_KNOWN` of the formula is known. */
  total?: number;
  breakdown: { [G in FactorGroup]?: number };
  factors: LeadFactor[];
  /** Sum of the weights of the known factors, 0 to 1. */
  knownShare: number;
}

/** Below this share a total would be a guess. */
const ENOUGH_KNOWN = 0.4;

/**
 * demographic × 0.3 + behavioural × 0.4 + firmographic × 0.3. What is unknown has no score and takes no part: weights are
 * re-normalised over the known factors of a group, then over the groups with any. Same facts and model, same score.
 */
export function scoreLead(facts: LeadFacts, model: LeadModel = DEFAULT_LEAD_MODEL): LeadScore {
  const factors = (Object.keys(FACTORS) as FactorId[]).map((id) => judge(id, facts, model));
  const known = factors.filter(({ score }) => score !== undefined);
  const breakdown: LeadScore['breakdown'] = {};
  for (const group of Object.keys(model.groupWeights) as FactorGroup[]) {
    const score = weighted(known.filter((factor) => factor.group === group));
    if (score !== undefined) breakdown[group] = score;
  }
  const knownShare = Math.min(1, sum(known.map(({ weight }) => weight)));
  const total = weighted(
    (Object.entries(breakdown) as [FactorGroup, number][]).map(([group, score]) => ({ score, weight: model.groupWeights[group] })),
  );
  // Sums of binary fractions fall short by a hair: 0.4 known is enough.
  const enough = knownShare >= ENOUGH_KNOWN - 1e-9;
  return { ...(enough && total !== undefined && { total }), breakdown, factors, knownShare };
}

function judge(id: FactorId, facts: LeadFacts, model: LeadModel): LeadFactor {
  const group = FACTORS[id];
  const inGroup = sum((Object.keys(FACTORS) as FactorId[]).filter((each) => FACTORS[each] === group).map((each) => model.weights[each]));
  const groups = sum(Object.values(model.groupWeights));
  const weight = inGroup > 0 && groups > 0 ? (model.weights[id] / inGroup) * (model.groupWeights[group] / groups) : 0;
  return { id, group, weight, ...JUDGES[id](facts, model) };
}

function weighted(parts: readonly { score?: number; weight: number }[]): number | undefined {
  const weight = sum(parts.map((part) => part.weight));
  if (weight <= 0) return undefined;
  return Math.min(100, Math.max(0, sum(parts.map((part) => (part.score ?? 0) * part.weight)) / weight));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
