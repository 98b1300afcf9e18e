import type { Action } from '../../../lib/systems/contract.ts';

export type Made = Extract<Action, { kind: 'create' }>['object'];

/**
 * Which members of a record the vendor keeps, and how much of each: texts by characters, lists by entries, counts by their largest value,
 * money by the currencies an account may have (those with 0, 2 and 3 decimals where the vendor takes them).
 */
export interface Shape {
  texts: Readonly<Record<string, number>>;
  lists?: Readonly<Record<string, number>>;
  counts?: Readonly<Record<string, number>>;
  money?: readonly string[];
  /** Amounts are whole units of the currency. */
  whole?: boolean;
  day?: boolean;
  stage?: boolean;
  /** Stages at the beginning of a pipeline in which no deal can be made. */
  inboxStages?: number;
  /** Members that must have a value, or cannot be emptied again once they have one. */
  always: readonly string[];
  /** Hangs on the hero. */
  onHero?: boolean;
  /** This kind of record is made, but its fields are not written by actions of ours. */
  createOnly?: boolean;
}

const ANY = ['JPY', 'EUR', 'KWD'] as const;
const COUNT = 2_000_000_000;

/** Contacts and leads that are kept alike; a lead names its company too. */
const people = (texts: Shape['texts'], companyName: number, lists: NonNullable<Shape['lists']>) => ({
  contact: { texts, lists, always: ['lastName'] },
  lead: { texts: { ...texts, companyName }, lists, always: ['lastName', 'companyName'] },
});

/**
 * Lengths from the vendors' metadata: HubSpot properties (65 536, kept shorter here), Salesforce Object Reference, Pipedrive (varchar 255),
 * amoCRM (255), Zoho CRM field lengths, Dataverse table reference (`MaxLength`).
 */
export const SHAPES: Readonly<Record<string, Partial<Record<Made, Shape>>>> = {
  hubspot: {
    contact: {
      texts: { firstName: 900, lastName: 900, title: 900, city: 300, country: 300 },
      lists: { emails: 1, phones: 2 },
      always: [],
    },
    company: {
      texts: { name: 900, city: 300, country: 300 },
      lists: { domains: 1, phones: 1 },
      counts: { employees: COUNT },
      always: ['name'],
    },
    deal: { texts: { name: 900 }, money: ANY, day: true, stage: true, always: ['name', 'stageId'] },
    lead: { texts: { name: 900 }, always: ['name'], onHero: true, createOnly: true },
  },
  salesforce: {
    ...people({ firstName: 40, lastName: 80, title: 128, city: 40, country: 80 }, 255, { emails: 1, phones: 2 }),
    company: {
      texts: { name: 255, city: 40, country: 80 },
      lists: { domains: 1, phones: 1 },
      counts: { employees: 99_999_999 },
      always: ['name'],
    },
    deal: { texts: { name: 120 }, money: ANY, day: true, stage: true, always: ['name', 'closeAt', 'stageId'] },
  },
  pipedrive: {
    contact: { texts: { name: 255, title: 255 }, lists: { emails: 5, phones: 5 }, always: ['name'] },
    company: { texts: { name: 255 }, lists: { domains: 1 }, counts: { employees: COUNT }, always: ['name'] },
    deal: { texts: { name: 255 }, money: ANY, day: true, stage: true, always: ['name', 'amount', 'closeAt', 'stageId'] },
    lead: { texts: { name: 255 }, money: ANY, day: true, always: ['name'], onHero: true, createOnly: true },
  },
  amocrm: {
    contact: { texts: { firstName: 255, lastName: 255, title: 255 }, lists: { emails: 5, phones: 5 }, always: ['firstName'] },
    company: { texts: { name: 255 }, lists: { domains: 3, emails: 5, phones: 5 }, always: ['name'] },
    // A price is a whole number of the account's currency. The first stage is for what forms and telephony bring, not for deals that are made.
    deal: {
      texts: { name: 255 },
      money: ['RUB', 'JPY', 'KWD'],
      whole: true,
      stage: true,
      inboxStages: 1,
      always: ['name', 'amount', 'stageId'],
    },
  },
  zoho: {
    ...people({ firstName: 40, lastName: 80, title: 100, city: 100, country: 100 }, 200, { emails: 2, phones: 2 }),
    company: {
      texts: { name: 200, city: 100, country: 100 },
      lists: { domains: 1, phones: 1 },
      counts: { employees: 999_999_999 },
      always: ['name'],
    },
    deal: { texts: { name: 120 }, money: ANY, day: true, stage: true, always: ['name', 'stageId'] },
  },
  dynamics: {
    ...people({ firstName: 50, lastName: 50, title: 100, city: 80, country: 80 }, 100, { emails: 3, phones: 3 }),
    company: {
      texts: { name: 160, city: 80, country: 80 },
      lists: { domains: 1, emails: 3, phones: 2 },
      counts: { employees: 1_000_000_000 },
      always: ['name'],
    },
    deal: { texts: { name: 300 }, money: ANY, day: true, always: ['name'] },
  },
};
