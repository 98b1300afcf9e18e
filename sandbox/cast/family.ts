import type { CastActivity, CastCompany, CastDeal, CastPerson, CastSystem } from '../cast-types.ts';
import type { Moments } from './moments.ts';

/** A hand-written or generated piece of the story: companies with their people, deals and activities. */
export interface Family {
  companies: CastCompany[];
  people: CastPerson[];
  deals: CastDeal[];
  activities: CastActivity[];
}

type CompanyCopy = CastCompany['copies'][number];
type PersonCopy = CastPerson['copies'][number];

/** How one system writes a company; what is left out is the same everywhere. */
export type CompanySpelling = { system: CastSystem; name: string } & Partial<CompanyCopy>;
/** How one system writes a person. */
export type PersonSpelling = { system: CastSystem } & Partial<PersonCopy>;

export function company(
  key: string,
  moments: Moments,
  shared: { currency: string } & Partial<CompanyCopy>,
  copies: CompanySpelling[],
): CastCompany {
  return {
    key,
    copies: copies.map((copy) => ({ createdAt: moments.daysAgo(700), changedAt: moments.daysAgo(9), ownerIndex: 0, ...shared, ...copy })),
  };
}

export function person(
  key: string,
  companyKey: string | undefined,
  moments: Moments,
  shared: Partial<PersonCopy>,
  copies: PersonSpelling[],
): CastPerson {
  return {
    key,
    ...(companyKey !== undefined && { companyKey }),
    copies: copies.map((copy) => ({
      as: 'contact',
      emails: [],
      phones: [],
      createdAt: moments.daysAgo(420),
      changedAt: moments.daysAgo(2),
      ownerIndex: 0,
      custom: {},
      ...shared,
      ...copy,
    })),
  };
}

export function deal(
  key: string,
  system: CastSystem,
  moments: Moments,
  facts: Pick<CastDeal, 'title' | 'currency' | 'personKeys'> & Partial<CastDeal>,
): CastDeal {
  return {
    stageIndex: 1,
    status: 'open',
    createdAt: moments.daysAgo(60),
    changedAt: moments.daysAgo(3),
    ownerIndex: 0,
    ...facts,
    key,
    system,
  };
}

export function activity(
  key: string,
  system: CastSystem,
  kind: CastActivity['kind'],
  at: number,
  facts: Partial<CastActivity>,
): CastActivity {
  return { ownerIndex: 0, ...facts, key, system, kind, at };
}

export function join(families: readonly Family[]): Family {
  return {
    companies: families.flatMap((family) => family.companies),
    people: families.flatMap((family) => family.people),
    deals: families.flatMap((family) => family.deals),
    activities: families.flatMap((family) => family.activities),
  };
}
