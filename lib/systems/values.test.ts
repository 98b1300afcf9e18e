import { describe, expect, it } from 'vitest';
import { distinctBy, objectOf, withoutUndefined } from './values.ts';

describe('objectOf', () => {
  it('is empty for whatever is no object', () => {
    expect([null, undefined, 5, 'x', [1]].map(objectOf)).toEqual([{}, {}, {}, {}, {}]);
    expect(objectOf({ a: 1 })).toEqual({ a: 1 });
  });
});

describe('withoutUndefined', () => {
  it('keeps what is known, also false and null', () => {
    expect(withoutUndefined({ a: undefined, b: false, c: null })).toEqual({ b: false, c: null });
  });
});

describe('distinctBy', () => {
  it('keeps the last of each key in the first order', () => {
    expect(
      distinctBy(
        [
          { k: 'a', v: 1 },
          { k: 'b', v: 2 },
          { k: 'a', v: 3 },
        ],
        ({ k }) => k,
      ).map(({ v }) => v),
    ).toEqual([3, 2]);
  });
});
