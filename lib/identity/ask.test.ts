import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityKeys } from '../model/records.ts';
import { planQuestions, spellingsOf } from './ask.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const person = (keys: Partial<IdentityKeys>): IdentityKeys => ({
  kind: 'person',
  emails: [],
  phones: [],
  names: [],
  companyNames: [],
  domains: [],
  externalIds: [],
  ...keys,
});
const company = (keys: Partial<IdentityKeys>): IdentityKeys => ({ ...person(keys), kind: 'company' });
const order = (keys: IdentityKeys, options?: Parameters<typeof planQuestions>[1]) => planQuestions(keys, options).steps.map(({ by }) => by);

describe('planQuestions', () => {
  it('asks the most telling key first', () => {
    const keys = person({
      emails: ['ana@norte.mx'],
      phones: ['+52 81 1234 5678'],
      names: ['Ana Pérez'],
      externalIds: [{ name: 'erp', value: '7' }],
    });
    expect(order(keys)).toEqual(['id', 'email', 'phone', 'name']);
  });

  it('asks a shared mailbox together with the name, and not at all without one', () => {
    const { steps } = planQuestions(person({ emails: ['ventas@norte.mx'], names: ['Ana Pérez'] }));
    expect(steps[0]).toMatchObject({ by: 'shared-mailbox', keys: { emails: ['ventas@norte.mx'], names: ['Ana Pérez'] }, requests: 1 });
    const alone = planQuestions(person({ emails: ['ventas@norte.mx'], names: ['Ana'] }));
    expect(alone.steps).toEqual([]);
    expect(alone.leftOut).toContainEqual({ key: 'emails', value: 'ventas@norte.mx', why: 'shared-mailbox-without-name' });
    expect(order(company({ emails: ['info@norte.mx'] }))).toEqual(['email']);
  });

  it('counts the spellings of a phone as requests', () => {
    const { requests, steps } = planQuestions(person({ phones: ['8 (916) 123-45-67'] }), { defaultCountry: 'RU' });
    expect(steps[0]?.requests).toBe(4);
    expect(requests).toBe(4);
    expect(spellingsOf('8 (916) 123-45-67', 'RU')).toEqual(['+79161234567', '79161234567', '89161234567', '9161234567']);
    expect(spellingsOf('12')).toBeUndefined();
    expect(spellingsOf('916 123 45 67')).toEqual(['9161234567']);
  });

  it('does not take a free-mail domain for a company', () => {
    const plan = planQuestions(company({ domains: ['gmail.com', 'www.norte.mx', 'norte.mx'] }));
    expect(plan.keys.domains).toEqual(['norte.mx']);
    expect(plan.leftOut).toEqual([
      { key: 'domains', value: 'gmail.com', why: 'free-mail-domain' },
      { key: 'domains', value: 'norte.mx', why: 'twice' },
    ]);
  });

  it('asks one spelling of a mailbox, and nothing that is none', () => {
    const plan = planQuestions(person({ emails: ['Ana.Perez@gmail.com', 'anaperez+crm@googlemail.com', 'no address'] }));
    expect(plan.keys.emails).toEqual(['Ana.Perez@gmail.com']);
    expect(plan.leftOut.map(({ why }) => why)).toEqual(['twice', 'unreadable']);
  });

  it('leaves out the least telling keys when the limits are tight', () => {
    const keys = person({ emails: ['ana@norte.mx'], phones: ['+34 612 345 678'], names: ['Ana Pérez'] });
    const plan = planQuestions(keys, { requests: 2 });
    expect(plan.steps.map(({ by }) => by)).toEqual(['email', 'name']);
    expect(plan.leftOut).toEqual([{ key: 'phones', value: '+34 612 345 678', why: 'over-budget' }]);
  });

  it('asks a single word only together with a company', () => {
    expect(order(person({ names: ['Ana'] }))).toEqual([]);
    expect(planQuestions(person({ names: ['Ana'], companyNames: ['Norte'] })).steps[0]?.keys).toMatchObject({
      names: ['Ana'],
      companyNames: ['Norte'],
    });
  });

  const value = fc.oneof(
    fc.constantFrom('ana@norte.mx', 'info@norte.mx', '+34 612 345 678', '612345678', 'Ana Pérez', 'Ana', ' ', 'norte.mx'),
    fc.string(),
  );
  const values = fc.array(value, { maxLength: 4 });
  const keys = fc.record({
    kind: fc.constantFrom<'person' | 'company'>('person', 'company'),
    emails: values,
    phones: values,
    names: values,
    companyNames: values,
    domains: values,
    externalIds: fc.array(fc.record({ name: value, value }), { maxLength: 2 }),
  });

  it(`stays within the limits, asks nothing it was not given and is the same every time (seed ${seed})`, () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 12 }), (given, requests) => {
        const plan = planQuestions(given, { requests });
        expect(plan.requests).toBeLessThanOrEqual(requests);
        expect(plan.requests).toBe(plan.steps.reduce((sum, step) => sum + step.requests, 0));
        expect(planQuestions(given, { requests })).toEqual(plan);
        for (const list of ['emails', 'phones', 'names', 'companyNames'] as const)
          for (const asked of plan.keys[list]) expect(given[list].map((each) => each.trim())).toContain(asked.trim());
      }),
      { seed },
    );
  });
});
