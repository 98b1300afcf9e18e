import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameValue } from '../../../lib/systems/hubspot/values.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe('sameValue', () => {
  it.each([
    ['15000', '15000.00', true],
    ['2026-12-31', '2026-12-31T00:00:00Z', true],
    ['1798675200000', '2026-12-31T00:00:00Z', true],
    ['A@b.example', 'a@B.example', true],
    [null, '', true],
    [true, 'true', true],
    ['007', '7', false],
    ['9007199254740993', '9007199254740992', false],
    ['Ann', 'ann', false],
    ['2026-12-31', '2026-12-30', false],
    ['', '0', false],
  ])('sameValue of %j and %j is %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
    expect(sameValue(b, a)).toBe(same);
  });

  it(`sameValue holds for a text and itself with blanks around it (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => sameValue(text, ` ${text}\n`)),
      { seed: SEED },
    );
  });
});
