import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepSame } from './keep-same.ts';

const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

describe('keepSame', () => {
  it('gives what was there when all of it says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = structuredClone(value);
        expect(keepSame(value, copy)).toBe(Object.is(value, copy) || typeof value === 'object' ? value : copy);
      }),
      seed,
    );
  });

  it('says what was found, whatever was there', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, found) => {
        expect(keepSame<unknown>(before, structuredClone(found))).toEqual(found);
      }),
      seed,
    );
  });

  it('keeps the parts that are the same and changes none of both', () => {
    const before = { parts: [{ id: 'a', list: [1, 2] }, { id: 'b' }], at: 1 };
    const found = { parts: [{ id: 'a', list: [1, 2] }, { id: 'c' }], at: 1, more: undefined };
    const [one, other] = [structuredClone(before), structuredClone(found)];
    const kept = keepSame<object>(before, found) as typeof found;
    expect(kept).toEqual(found);
    expect(kept.parts[0]).toBe(before.parts[0]);
    expect([before, found]).toEqual([one, other]);
  });

  it('takes a list or a map that was made anew for new', () => {
    const map = new Map([[1, 2]]);
    expect(keepSame<unknown>({ map: new Map(map) }, { map })).toEqual({ map });
    expect((keepSame<unknown>({ map: new Map(map) }, { map }) as { map: unknown }).map).toBe(map);
    expect(keepSame<unknown>([], {})).toEqual({});
  });
});
