import { COMPANY_FEATURES, handSetCompanies, isTellingCompanies, measureCompanies } from './company-features.ts';
import { handSetPeople, isTellingPeople, measurePeople, PERSON_FEATURES } from './person-features.ts';
import { type Prepared, prepared } from './prepare.ts';
import { explain } from './reasons.ts';
import { logOdds, readModel } from './trees.ts';
import type { Comparison, MatchContext, MatchRecord, Reason } from './types.ts';
import { COMPANY_MODEL, PEOPLE_MODEL } from './weights.ts';

const people = readModel(PEOPLE_MODEL, PERSON_FEATURES);
const companies = readModel(COMPANY_MODEL, COMPANY_FEATURES);
const measured = new Float64Array(Math.max(PERSON_FEATURES.length, COMPANY_FEATURES.length));

/**
 * From these probabilities on; found out of fold on crm-cross. `certain`: links within a crowd at precision 0.995; `same`: two
 * records alone that have a telling fact in common; `maybe`: best F1.
 */
export const THRESHOLDS = { person: { same: 0.9, certain: 0.97, maybe: 0.4 }, org: { same: 0.93, certain: 0.93, maybe: 0.4 } } as const;

/**
 * Are two records the same person? Symmetric. `context`, where given, tells how common phones and names are in the crowd;
 * without it nothing is known about that. A record is folded once and remembered as long as the object lives: change a copy,
 * not the object.
 */
export function comparePeople(a: MatchRecord, b: MatchRecord, context: MatchContext = {}): Comparison {
  return compared(prepared(a, context.defaultCountry, 'person'), prepared(b, context.defaultCountry, 'person'), context);
}

/** Are two records the same company? Symmetric. Sister companies of one brand in two countries are not. */
export function compareCompanies(a: MatchRecord, b: MatchRecord, context: MatchContext = {}): Comparison {
  return compared(prepared(a, context.defaultCountry, 'org'), prepared(b, context.defaultCountry, 'org'), context);
}

/** Probability alone, for records that are prepared; 0 across kinds. */
export function probabilityOf(a: Prepared, b: Prepared, context: MatchContext): number {
  return a.kind === b.kind ? logistic(oddsOf(a, b, context)) : 0;
}

function compared(a: Prepared, b: Prepared, context: MatchContext): Comparison {
  const probability = logistic(oddsOf(a, b, context));
  const limits = THRESHOLDS[a.kind];
  // Two records alone do not show how many namesakes there are: then likeness without a telling fact asks the rep.
  const telling = context.size !== undefined || (a.kind === 'org' ? isTellingCompanies : isTellingPeople)(measured);
  let reasons: Reason[] | undefined;
  return {
    probability,
    decision: probability >= limits.same && telling ? 'same' : probability >= limits.maybe ? 'maybe' : 'different',
    // Dozens of model runs: made when somebody looks.
    get reasons() {
      reasons ??= reasonsOf(a, b, context);
      return reasons;
    },
  };
}

function oddsOf(a: Prepared, b: Prepared, context: MatchContext): number {
  if (a.kind === 'org') {
    measureCompanies(a, b, context, measured);
    return companyOdds(measured);
  }
  measurePeople(a, b, context, measured);
  return personOdds(measured);
}

function personOdds(values: Float64Array): number {
  return logOdds(people, values) + handSetPeople(values);
}

function companyOdds(values: Float64Array): number {
  return logOdds(companies, values) + handSetCompanies(values);
}

function reasonsOf(a: Prepared, b: Prepared, context: MatchContext): Reason[] {
  const odds = oddsOf(a, b, context);
  const [oddsFor, names] = a.kind === 'org' ? ([companyOdds, COMPANY_FEATURES] as const) : ([personOdds, PERSON_FEATURES] as const);
  const seen = measured.slice(0, names.length);
  return explain(a, b, seen, names, odds, oddsFor);
}

function logistic(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
