import { describe, expect, it } from 'vitest';
import type { Action } from './contract.ts';
import { fromMinor, toMinor } from './money.ts';
import { newRecord, underNames } from './new-record.ts';

const create = (object: 'contact' | 'company' | 'deal' | 'lead', values: Record<string, unknown>) =>
  ({ kind: 'create', object, values, on: [], at: 1 }) as Extract<Action, { kind: 'create' }>;

describe('newRecord', () => {
  it.each([
    [create('contact', { name: ' Ana María Pérez ' }), { name: 'Ana María Pérez', firstName: 'Ana María', lastName: 'Pérez' }],
    [create('lead', { name: 'Cher' }), { name: 'Cher', lastName: 'Cher' }],
    [create('contact', { firstName: 'Ana', title: null }), { name: 'Ana', firstName: 'Ana' }],
    [create('company', { name: 'Acme GmbH' }), { name: 'Acme GmbH' }],
    [
      create('deal', { name: 'Tyres', amount: { amountMinor: 5, currency: 'JPY' } }),
      { name: 'Tyres', amount: { amountMinor: 5, currency: 'JPY' } },
    ],
  ])('checks values and names a person in parts (%#)', (action, record) => {
    expect(newRecord(action)).toEqual(record);
  });

  it.each([
    [create('contact', {}), { code: 'required', field: 'name' }],
    [create('company', { name: '  ' }), { code: 'bad-value', field: 'name' }],
    [create('deal', { name: 'X', amount: { amountMinor: 1.5, currency: 'EUR' } }), { code: 'bad-value', field: 'amount' }],
    [create('deal', { name: 'X', emails: [] }), { code: 'bad-field', field: 'emails' }],
    [create('contact', { name: 'X', __proto__x: 1 }), { code: 'bad-field', field: '__proto__x' }],
  ])('refuses what cannot be written (%#)', (action, expected) => {
    expect(() => newRecord(action)).toThrow(expect.objectContaining({ kind: 'invalid', ...expected }));
  });

  it('takes the members a system can write, when it says which', () => {
    expect(() => newRecord(create('deal', { name: 'X', stageId: '1' }), ['name'])).toThrow(expect.objectContaining({ field: 'stageId' }));
  });
});

describe('fromMinor', () => {
  it.each([
    [1250, 'EUR', 12.5],
    [1200, 'JPY', 1200],
    [1001, 'KWD', 1.001],
    [-5, 'USD', -0.05],
  ])('%i %s is %f, and comes back as it was', (amountMinor, currency, amount) => {
    expect(fromMinor({ amountMinor, currency })).toBe(amount);
    expect(toMinor(amount, currency)).toEqual({ amountMinor, currency });
  });
});

it('underNames gives the first of several values, money as a decimal, and nothing that the vendor has no name for', () => {
  const record = newRecord(create('contact', { name: 'Ana Perez', emails: ['a@x.example', 'b@x.example'], title: 'CEO' }));
  expect(underNames(record, { lastName: 'LastName', emails: 'Email', phones: 'Phone' })).toEqual({
    ...{ LastName: 'Perez', Email: 'a@x.example', Phone: undefined },
  });
  const deal = newRecord(create('deal', { name: 'D', amount: { amountMinor: 1250, currency: 'EUR' } }));
  expect(underNames(deal, { amount: 'Amount' })).toEqual({ Amount: 12.5 });
  expect(underNames(deal)).toEqual({});
});
