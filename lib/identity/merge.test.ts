import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompanyRecord, PersonRecord, RecordRef, SystemRecord } from '../model/records.ts';
import { mergeProfile } from './merge.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const aRef = (system: string, id = '1'): RecordRef => ({ system, account: 'acme', object: 'contact', native: 'x', id });
const aPerson = (system: string, facts: Partial<PersonRecord> & { id?: string }): SystemRecord => {
  const { id, ...rest } = facts;
  return { ref: aRef(system, id), kind: 'person', name: 'Ana Pérez', links: [], custom: {}, emails: [], phones: [], ...rest };
};
const aCompany = (system: string, facts: Partial<CompanyRecord>): SystemRecord => ({
  ref: aRef(system),
  kind: 'company',
  name: 'Acme',
  links: [],
  custom: {},
  emails: [],
  phones: [],
  domains: [],
  ...facts,
});
const fieldsOf = (...records: SystemRecord[]) => mergeProfile(records)?.fields ?? expect.fail();

describe('mergeProfile', () => {
  it.each([
    ['Ana Pérez', 'PEREZ ANA'],
    ['Дмитрий Щербаков', 'Dmitry Shcherbakov'],
    ['Юлия Волкова', 'Yulia Volkova'],
    ['Ana Pérez', 'Ana Pérez Gómez'],
    ['A. Pérez', 'Ana Pérez'],
    ["Conor O'Brien", 'Conor O’Brien'],
  ])('sees no conflict when a name is written %s and %s', (a, b) => {
    expect(fieldsOf(aPerson('hubspot', { name: a }), aPerson('pipedrive', { name: b })).name?.differs).toBe(false);
  });

  it('sees a conflict when names are those of two people', () => {
    expect(fieldsOf(aPerson('hubspot', { name: 'Ana Pérez' }), aPerson('pipedrive', { name: 'Eva Pérez' })).name?.differs).toBe(true);
  });

  it.each([
    ['+7 916 123-45-67', '8 (916) 123-45-67'],
    ['+34 612 345 678', '612345678'],
    ['0049 30 1234567', '+49 (0)30 1234567'],
    ['+1 555 123 4567 ext. 12', '(555) 123-4567'],
  ])('joins the spellings %s and %s of one phone', (a, b) => {
    const { phone } = fieldsOf(aPerson('hubspot', { phones: [a] }), aPerson('pipedrive', { phones: [b] }));
    expect(phone?.values).toHaveLength(1);
    expect(phone?.values[0]?.sources.map(({ value }) => value).sort()).toEqual([a, b].sort());
    expect(phone?.differs).toBe(false);
  });

  it('sees a conflict only when systems list addresses apart and none lists all', () => {
    const a = aPerson('hubspot', { emails: ['a@x.test'] });
    const b = aPerson('pipedrive', { emails: ['B@x.test'] });
    const both = aPerson('salesforce', { emails: ['A@x.test', 'b@x.test'] });
    expect(fieldsOf(a, b).email?.differs).toBe(true);
    expect(fieldsOf(a, b, both).email?.differs).toBe(false);
    expect(fieldsOf(a, both).email).toMatchObject({ differs: false, values: [{}, {}] });
  });

  it("chooses the page's own system, then what changed last", () => {
    const old = aPerson('hubspot', { title: 'Buyer', changedAt: 1 });
    const recent = aPerson('pipedrive', { title: 'Head of Purchasing', changedAt: 9 });
    const title = (own?: string) => mergeProfile([old, recent], own ? { own: { system: own, account: 'acme' } } : {})?.fields.title;
    expect(title()?.values[0]?.value).toBe('Head of Purchasing');
    expect(title('hubspot')?.values[0]?.value).toBe('Buyer');
    expect(title()?.differs).toBe(true);
  });

  it.each([
    ['the newest', { by: 'newest' }, 'Head of Purchasing'],
    ['the most complete', { by: 'complete' }, 'Head of Purchasing for the North'],
    ['the most trusted', { by: 'trusted', systems: ['salesforce', 'hubspot'] }, 'Buyer'],
    ["the account's own, when one system is connected twice,", { by: 'trusted', systems: ['pipedrive/acme'] }, 'Head of Purchasing'],
    ["the page's own, when none is trusted,", { by: 'trusted', systems: [] }, 'Head of Purchasing for the North'],
  ] as const)('chooses %s value when the rule of the field says so', (_, title, expected) => {
    const records = [
      aPerson('hubspot', { title: 'Buyer', changedAt: 1 }),
      aPerson('pipedrive', { title: 'Head of Purchasing', changedAt: 9 }),
      aPerson('amocrm', { title: 'Head of Purchasing for the North', changedAt: 5 }),
    ];
    const profile = mergeProfile(records, { own: { system: 'amocrm', account: 'acme' }, rules: { title } });
    expect(profile?.fields.title?.values[0]?.value).toBe(expected);
    expect(profile?.fields.title?.values).toHaveLength(3);
    expect(profile?.refs[0]?.system).toBe('amocrm');
  });

  it('knows one country in several languages and codes', () => {
    const names = ['Spain', 'España', 'ES', 'Испания'];
    expect(fieldsOf(...names.map((country, at) => aPerson('hubspot', { id: `${at}`, country }))).country).toMatchObject({ differs: false });
    expect(fieldsOf(aPerson('hubspot', { country: 'Spain' }), aPerson('pipedrive', { country: 'MX' })).country?.differs).toBe(true);
  });

  it('ignores the legal form when companies are compared', () => {
    const same = fieldsOf(aCompany('hubspot', { name: 'Llantas Norte, S.A. de C.V.' }), aCompany('pipedrive', { name: 'LLANTAS NORTE' }));
    expect(same.name).toMatchObject({ differs: false, values: [{}] });
    expect(fieldsOf(aCompany('hubspot', { employees: 10 }), aCompany('pipedrive', { employees: 12 })).employees?.differs).toBe(true);
    expect(
      fieldsOf(aCompany('hubspot', { domains: ['acme.test'] }), aCompany('pipedrive', { domains: ['https://www.Acme.test/x'] })).website,
    ).toMatchObject({
      differs: false,
      values: [{}],
    });
  });

  it('names owners where they can be looked up and leaves fields nobody fills absent', () => {
    const profile = mergeProfile([aPerson('hubspot', { title: ' ' }), aPerson('pipedrive', {})], {
      ownerName: ({ system }) => (system === 'hubspot' ? 'Rita Rep' : undefined),
    });
    expect(profile?.fields.owner?.values.map(({ value }) => value)).toEqual(['Rita Rep']);
    expect(Object.keys(profile?.fields ?? {}).sort()).toEqual(['name', 'owner']);
    expect(mergeProfile([])).toBeUndefined();
  });

  const text = fc.oneof(
    fc.constantFrom('Ana', 'ANA', 'Ána', 'Анна', 'a@x.test', '+34 612 345 678', '612345678', '345678', ''),
    fc.string(),
  );
  const person = fc.record({
    system: fc.constantFrom('hubspot', 'salesforce', 'pipedrive'),
    id: fc.constantFrom('1', '2', '3', '4'),
    name: text,
    title: text,
    city: text,
    country: text,
    emails: fc.array(text, { maxLength: 3 }),
    phones: fc.array(text, { maxLength: 3 }),
    changedAt: fc.integer({ min: 0, max: 3 }),
  });
  const people = fc
    .uniqueArray(person, { selector: ({ system, id }) => `${system}/${id}`, minLength: 1, maxLength: 6 })
    .map((all) => all.map(({ system, ...facts }) => aPerson(system, facts)));

  it(`does not depend on the order of the records (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        people.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(mergeProfile(shuffled)).toEqual(mergeProfile(all));
        },
      ),
      { seed },
    );
  });

  it(`loses no value (seed ${seed})`, () => {
    fc.assert(
      fc.property(people, (all) => {
        const fields = fieldsOf(...all);
        const kept = (field: { values: { sources: { ref: RecordRef; value: string }[] }[] } | undefined) =>
          new Set(field?.values.flatMap(({ sources }) => sources.map(({ ref, value }) => `${ref.system}/${ref.id} ${value}`)));
        for (const record of all) {
          if (record.kind !== 'person') continue;
          const from = (value: string) => `${record.ref.system}/${record.ref.id} ${value}`;
          for (const email of record.emails) if (email.trim()) expect(kept(fields.email)).toContain(from(email));
          for (const phone of record.phones) if (phone.trim()) expect(kept(fields.phone)).toContain(from(phone));
          if (record.title?.trim()) expect(kept(fields.title)).toContain(from(record.title));
          if (record.name.trim()) expect(kept(fields.name)).toContain(from(record.name));
        }
      }),
      { seed },
    );
  });
});
