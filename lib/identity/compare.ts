import { type Prepared, prepare } from './prepare.ts';
import { companySignals, peopleSignals, type Signal } from './signals.ts';
import type { Comparison, MatchContext, MatchRecord, Reason } from './types.ts';
import { COMPANY_WEIGHTS, PEOPLE_WEIGHTS, THRESHOLDS } from './weights.ts';

/**
 * Are two records the same person? Symmetric. `context`, where given, tells how common phones and names are in the crowd;
 * without it each counts as one person's own.
 */
export function comparePeople(a: MatchRecord, b: MatchRecord, context: MatchContext = {}): Comparison {
  const signals = peopleSignals(prepare(a, context.defaultCountry), prepare(b, context.defaultCountry), context);
  return toComparison(signals, PEOPLE_WEIGHTS, THRESHOLDS.person);
}

/** Are two records the same company? Symmetric. Sister companies of one brand in two countries are not. */
export function compareCompanies(a: MatchRecord, b: MatchRecord, context: MatchContext = {}): Comparison {
  const signals = companySignals(prepare(a, context.defaultCountry), prepare(b, context.defaultCountry), context);
  return toComparison(signals, COMPANY_WEIGHTS, THRESHOLDS.org);
}

/** Probability alone, for records that are prepared; 0 across kinds. */
export function probabilityOf(a: Prepared, b: Prepared, context: MatchContext): number {
  if (a.record.kind !== b.record.kind) return 0;
  const [signals, weights] =
    a.record.kind === 'org' ? [companySignals(a, b, context), COMPANY_WEIGHTS] : [peopleSignals(a, b, context), PEOPLE_WEIGHTS];
  return logistic(logOdds(signals, weights));
}

function toComparison(
  signals: readonly Signal[],
  weights: Readonly<Record<string, number>>,
  limits: { same: number; maybe: number },
): Comparison {
  const probability = logistic(logOdds(signals, weights));
  const reasons = signals
    .map(({ code, values }): Reason => ({ code, weight: weights[code] ?? 0, ...(values && { values }) }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.code < b.code ? -1 : 1));
  return { probability, decision: probability >= limits.same ? 'same' : probability >= limits.maybe ? 'maybe' : 'different', reasons };
}

function logOdds(signals: readonly Signal[], weights: Readonly<Record<string, number>>): number {
  return signals.reduce((sum, { code }) => sum + (weights[code] ?? 0), weights.bias ?? 0);
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
