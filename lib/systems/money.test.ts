import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits } from '../model/currency.ts';
import { toMinor } from './money.ts';

describe('toMinor', () => {
  it.each([
    [12.5, 'EUR', 1250],
    ['12.50', 'eur', 1250],
    [1.005, 'USD', 101],
    ['1.005', 'USD', 101],
    [0.1 + 0.2, 'USD', 30],
    [-3.335, 'USD', -334],
    [1200, 'JPY', 1200],
    ['1200.5', 'JPY', 1201],
    ['4.123', 'KWD', 4123],
    [0, 'USD', 0],
    [-0, 'USD', 0],
    [1e-9, 'USD', 0],
  ])('toMinor gives minor units when the amount is %s %s', (amount, currency, amountMinor) => {
    expect(toMinor(amount, currency)).toEqual({ amountMinor, currency: currency.toUpperCase() });
  });

  it.each([
    [undefined, 'EUR'],
    [null, 'EUR'],
    ['', 'EUR'],
    ['12,50', 'EUR'],
    ['€12', 'EUR'],
    [Number.NaN, 'EUR'],
    [Number.POSITIVE_INFINITY, 'EUR'],
    ['99999999999999999999', 'EUR'],
    [1e22, 'EUR'],
    [5, ''],
    [5, undefined],
    [5, 'EURO'],
  ])('toMinor knows no amount when it is given %s %s', (amount, currency) => {
    expect(toMinor(amount, currency)).toBeUndefined();
  });

  it('toMinor gives back the minor units it was written from when the decimals are those of the currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('EUR', 'JPY', 'KWD', 'MXN'), (amountMinor, currency) => {
        const digits = minorDigits(currency);
        const text = (Math.abs(amountMinor) / 10 ** digits).toFixed(digits);
        expect(toMinor(`${amountMinor < 0 ? '-' : ''}${text}`, currency)).toEqual({ amountMinor, currency });
      }),
      { seed: Number(process.env.SEED ?? Date.now() % 1_000_000) },
    );
  });
});
