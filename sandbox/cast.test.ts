import type { CountryCode } from 'libphonenumber-js';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from './cast.ts';
import type { CastSystem } from './cast-types.ts';

/** Invariants hold for any seed; the first is the one everybody sees. */
const SEEDS = [1, 2, 3, 17, 4242];
const isIn = (entry: { copies: { system: CastSystem }[] } | undefined, system: CastSystem) =>
  entry?.copies.some((copy) => copy.system === system) ?? false;

it('makeCast tells the same story when the seed is the same', () => {
  expect(makeCast(7)).toEqual(makeCast(7));
  expect(makeCast(7)).not.toEqual(makeCast(8));
});

it('makeCast moves every moment along when it is told at another time', () => {
  const later = makeCast(1, CAST_AS_OF + 1000);
  expect(later.activities.map((each) => each.at - 1000)).toHaveLength(makeCast().activities.length);
  expect(later.activities[0]?.at).toBe((makeCast().activities[0]?.at ?? 0) + 1000);
});

describe.each(SEEDS)('seed %i', (seed) => {
  const cast = makeCast(seed);
  const companies = new Map(cast.companies.map((company) => [company.key, company]));
  const people = new Map(cast.people.map((person) => [person.key, person]));

  it('makeCast has about 200 people and 90 companies that overlap', () => {
    expect(cast.people.length).toBeGreaterThan(180);
    expect(cast.people.length).toBeLessThan(240);
    expect(cast.companies.length).toBeGreaterThanOrEqual(85);
    const overlapping = cast.people.filter((person) => new Set(person.copies.map((copy) => copy.system)).size > 1);
    expect(overlapping.length).toBeGreaterThan(cast.people.length / 3);
  });

  it('makeCast gives every key once', () => {
    for (const rows of [cast.people, cast.companies, cast.deals, cast.activities])
      expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });

  it('makeCast lets deals and activities point only at copies of their own system', () => {
    for (const deal of cast.deals) {
      if (deal.companyKey) expect(isIn(companies.get(deal.companyKey), deal.system), deal.key).toBe(true);
      for (const key of deal.personKeys)
        expect(
          people.get(key)?.copies.some((copy) => copy.system === deal.system && copy.as === 'contact'),
          `${deal.key} ${key}`,
        ).toBe(true);
    }
    for (const activity of cast.activities) {
      if (activity.companyKey) expect(isIn(companies.get(activity.companyKey), activity.system), activity.key).toBe(true);
      if (activity.personKey) expect(isIn(people.get(activity.personKey), activity.system), activity.key).toBe(true);
    }
  });

  it('makeCast keeps a Salesforce lead free of companies and deals', () => {
    for (const activity of cast.activities.filter((each) => each.system === 'salesforce')) {
      const copies = people.get(activity.personKey ?? '')?.copies.filter((copy) => copy.system === 'salesforce') ?? [];
      if (copies.length > 0 && copies.every((copy) => copy.as === 'lead'))
        expect([activity.companyKey, activity.dealKey]).toEqual([undefined, undefined]);
    }
  });

  it('makeCast never gives two people the same e-mail address in HubSpot, which refuses it', () => {
    const seen = cast.people.flatMap((person) =>
      person.copies.filter((copy) => copy.system === 'hubspot').flatMap((copy) => copy.emails.map((email) => email.toLowerCase())),
    );
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('makeCast writes phones that are possible in their country', () => {
    const bad = cast.people.flatMap((person) => {
      const company = companies.get(person.companyKey ?? '')?.copies[0];
      return person.copies.flatMap((copy) =>
        copy.phones.filter((phone) => !parsePhoneNumberFromString(phone, (copy.country ?? company?.country) as CountryCode)?.isPossible()),
      );
    });
    expect(bad).toEqual([]);
  });

  it('makeCast gives each system one hero with more than 250 activities', () => {
    for (const [system, key] of [
      ['hubspot', 'ana-perez'],
      ['amocrm', 'ivan-petrov'],
      ['salesforce', 'james-oneil'],
      ['pipedrive', 'yuki-tanaka'],
    ])
      expect(cast.activities.filter((each) => each.system === system && each.personKey === key).length).toBeGreaterThan(250);
  });
});
