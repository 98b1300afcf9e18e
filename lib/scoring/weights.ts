import { DEFAULT_LEAD_MODEL, FACTORS, type FactorGroup, type FactorId, type LeadModel } from './model.ts';

/** Weights as a rep sets them: any unit, only their proportions count. A name that is not there keeps the product's own. */
export interface ScoreWeights {
  groups: Readonly<Record<string, number>>;
  factors: Readonly<Record<string, number>>;
}

/** The product's model with the rep's weights. Groups (or all factors of a group) that are set to nothing at all stay as they were. */
export function modelWith(weights: ScoreWeights | undefined): LeadModel {
  if (!weights) return DEFAULT_LEAD_MODEL;
  const { groupWeights, weights: own } = DEFAULT_LEAD_MODEL;
  const groups = replaced(groupWeights, weights.groups);
  const factors = { ...own };
  for (const group of Object.keys(groupWeights) as FactorGroup[]) {
    const ids = (Object.keys(FACTORS) as FactorId[]).filter((id) => FACTORS[id] === group);
    Object.assign(factors, replaced(Object.fromEntries(ids.map((id) => [id, own[id]])), weights.factors));
  }
  return { ...DEFAULT_LEAD_MODEL, groupWeights: groups, weights: factors };
}

function replaced<K extends string>(own: Readonly<Record<K, number>>, wanted: Readonly<Record<string, number>>): Record<K, number> {
  const names = Object.keys(own) as K[];
  const set = Object.fromEntries(names.map((name) => [name, usable(wanted[name]) ?? own[name]])) as Record<K, number>;
  return names.some((name) => set[name] > 0) ? set : { ...own };
}

/** Beyond these, sums and products of weights leave what a number can hold; a file that was edited by hand may say anything. */
const LEAST = 1e-6;
const MOST = 1e6;

function usable(value: number | undefined): number | undefined {
  if (value === undefined || !Number.isFinite(value) || value < 0) return undefined;
  return value < LEAST ? 0 : Math.min(value, MOST);
}
