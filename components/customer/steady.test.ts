import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadyOrder } from './steady.ts';

const seed = process.env.SEED === undefined ? Date.now() : Number(process.env.SEED);
const ids = fc.uniqueArray(fc.constantFrom('late', 'email', 'phone', 'deal', 'last', 'owner', 'company', 'place'), { maxLength: 7 });

describe('steadyOrder', () => {
  it('puts what comes later below what is read already', () => {
    expect(steadyOrder(['email', 'owner'], ['late', 'email', 'phone', 'owner'])).toEqual(['email', 'owner', 'late', 'phone']);
  });

  it('gives the place of what no longer counts to what matters more', () => {
    expect(steadyOrder(['email', 'company', 'owner'], ['late', 'email', 'owner'])).toEqual(['email', 'late', 'owner']);
  });

  it('shows exactly what is wanted, and moves nothing that stays', () => {
    fc.assert(
      fc.property(ids, ids, (shown, wanted) => {
        const order = steadyOrder(shown, wanted);
        expect([...order].sort()).toEqual([...wanted].sort());
        if (shown.every((id) => wanted.includes(id))) expect(order.slice(0, shown.length)).toEqual(shown);
      }),
      { seed },
    );
  });
});
