import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStand, FULL, ids, keysOf, locals, person, REGISTERED, type Stand } from './stand.ts';

/** Hand-written people that matter most, and a few of the crowd. */
const SAMPLE = [
  'ana-perez',
  'ivan-petrov',
  'james-oneil',
  'yuki-tanaka',
  'fatima-alsabah',
  'zoe-rocket',
  'soql',
  'percent',
  'lucia-lead',
  'only-last',
];

const HOSTILE = [
  "' OR '1'='1",
  "x' OR Email != null OR Name = 'x",
  '%',
  '_',
  '*',
  '**',
  '"',
  '\\',
  "\\'",
  '%@%',
  '*@*',
  'a\r\nX-Evil: 1',
  '} OR {',
  '{ana} OR {*}',
  ') FROM User --',
  '..%2f..%2f',
  '=cmd|x',
  '\u0000',
  '&limit=500&filter[id][]=1',
  '"} ]',
  'half a pair \ud83d',
];

describe.each(REGISTERED)('$name find', (system) => {
  let stand: Stand;
  let sample: ReturnType<typeof locals>;
  beforeAll(async () => {
    stand = await aStand(system);
    const all = locals(stand);
    sample = [
      ...all.filter((each) => SAMPLE.includes(each.person.key)),
      ...all.filter((each) => each.person.key.startsWith('person-')).slice(0, 12),
    ];
  });
  afterAll(() => stand.close());

  const found = async (keys: Parameters<typeof keysOf>[1], overrides = {}) =>
    ids(await system.find(keysOf('person', keys), stand.io(overrides)));

  it('find returns the person when asked with the e-mail, in any case', async () => {
    for (const { person: who, copies } of sample) {
      const email = copies[0]?.emails[0];
      if (email === undefined) continue;
      const ref = stand.refOf(who.key);
      expect(await found({ emails: [email] }), `${who.key} ${email}`).toContain(ref.id);
      expect(await found({ emails: [email.toUpperCase()] }), `${who.key} ${email.toUpperCase()}`).toContain(ref.id);
    }
  });

  it('find returns the person when asked with a secondary e-mail the system holds', async () => {
    const several = locals(stand).filter(({ copies }) => (copies[0]?.emails.length ?? 0) > 1);
    for (const { person: who } of several.slice(0, FULL ? undefined : 4)) {
      const ref = stand.refOf(who.key);
      for (const email of person(await system.read(ref, stand.io())).emails.slice(1))
        expect(await found({ emails: [email] }), `${who.key} ${email}`).toContain(ref.id);
    }
  });

  it('find returns the person when the phone is asked for in any usual way', async () => {
    const callable = locals(stand).flatMap(({ person: who, copies }) => {
      const stored = copies[0]?.phones[0] ?? '';
      const number = parsePhoneNumberFromString(stored);
      // Some vendors search stored text as it is: only what is stored in a usual way can be promised.
      return number && [number.number, number.formatInternational()].includes(stored) ? [{ key: who.key, number }] : [];
    });
    expect(callable.length).toBeGreaterThan(10);
    for (const { key, number } of callable.slice(0, FULL ? undefined : 12)) {
      for (const phone of spellings(number)) expect(await found({ phones: [phone] }), `${key} ${phone}`).toContain(stand.refOf(key).id);
      const connection = { ...stand.connection, ...(number.country && { defaultCountry: number.country }) };
      const national = number.formatNational();
      expect(await found({ phones: [national] }, { connection }), `${key} ${national}`).toContain(stand.refOf(key).id);
    }
  });

  it('find returns the person when asked with name and company', async () => {
    for (const key of ['ana-perez', 'ivan-petrov', 'james-oneil', 'yuki-tanaka']) {
      const copy = locals(stand).find(({ person: who }) => who.key === key)?.copies[0];
      const company = stand.cast.companies.find(
        (each) => each.copies.length > 0 && each.key === stand.cast.people.find((who) => who.key === key)?.companyKey,
      );
      const companyName = company?.copies.find((each) => each.system === system.id)?.name;
      expect(await found({ names: [`${copy?.firstName} ${copy?.lastName}`], companyNames: [companyName ?? ''] }), key).toContain(
        stand.refOf(key).id,
      );
    }
  });

  it('find returns every match when one system holds the person twice', async () => {
    const refs = stand.refsOf('twin');
    expect(refs.length).toBe(2);
    const answer = await found({ emails: ['tina@twin.example', 'tina.twin@twin.example'] });
    expect(answer).toEqual(expect.arrayContaining(refs.map((ref) => ref.id)));
    expect(new Set(answer).size).toBe(answer.length);
  });

  it('find returns the company when asked with its domain', async () => {
    for (const key of ['llantas-norte', 'vektor', 'oneil-sons', 'tanaka-seimitsu']) {
      const copy = stand.cast.companies.find((each) => each.key === key)?.copies.find((each) => each.system === system.id);
      const answer = await system.find(keysOf('company', { domains: [copy?.domain ?? ''] }), stand.io());
      expect(
        answer.filter((record) => record.kind === 'company').map((record) => record.name),
        key,
      ).toContain(copy?.name);
    }
  });

  it('find returns the company when asked with its name', async () => {
    for (const key of ['oneil-sons', 'best-co']) {
      const copy = stand.cast.companies.find((each) => each.key === key)?.copies.find((each) => each.system === system.id);
      const answer = await system.find(keysOf('company', { companyNames: [copy?.name ?? ''] }), stand.io());
      expect(
        answer.map((record) => record.name),
        key,
      ).toContain(copy?.name);
    }
  });

  it('find returns an empty list when nobody matches', async () => {
    expect(await found({ emails: ['nobody@nowhere.example'] })).toEqual([]);
    expect(await found({ phones: ['+1 202 555 0999'] })).toEqual([]);
    expect(await found({ names: ['Zyx Wvutsrq'], companyNames: ['Nothing Of The Kind'] })).toEqual([]);
    expect(await system.find(keysOf('company', { domains: ['nowhere.example'] }), stand.io())).toEqual([]);
  });

  it('find asks nobody when it has no keys', async () => {
    stand.network.exchanges.length = 0;
    expect(await found({})).toEqual([]);
    expect(await system.find(keysOf('company', {}), stand.io())).toEqual([]);
    expect(stand.network.exchanges).toEqual([]);
  });

  it.each(HOSTILE)('find returns no foreign record when the term is %j', async (term) => {
    for (const keys of [
      { emails: [term] },
      { phones: [term] },
      { names: [term] },
      { names: [term], companyNames: [term] },
      { emails: [`${term}@x.example`] },
    ])
      expect(await found(keys), JSON.stringify(keys)).toEqual([]);
    for (const keys of [{ domains: [term] }, { companyNames: [term] }])
      expect(ids(await system.find(keysOf('company', keys), stand.io())), JSON.stringify(keys)).toEqual([]);
  });
});

function spellings(number: PhoneNumber): string[] {
  const spaced = number.formatInternational();
  return [number.number, spaced, spaced.replaceAll(' ', '-'), spaced.replace(/^(\+\d+) (\d+)/, '$1 ($2)')];
}
