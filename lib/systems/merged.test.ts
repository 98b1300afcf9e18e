import { describe, expect, it } from 'vitest';
import type { Activity } from './contract.ts';
import { merged, type Portion } from './merged.ts';

const entry = (at: number): Activity => ({
  ref: { system: 's', account: 'a', object: 'activity', native: 'n', id: String(at) },
  kind: 'note',
  at,
  on: [],
});
const portion = (name: string, times: number[], more = false): Portion<Record<string, number>> => ({
  rows: times.map(entry),
  more,
  after: (used) => (used === times.length && !more ? {} : { [name]: used }),
});

describe('merged', () => {
  it('takes the newest of all sources and remembers how far each was read', () => {
    const page = merged([portion('a', [9, 5, 1]), portion('b', [8, 7])], 3);
    expect(page.rows.map(({ at }) => at)).toEqual([9, 8, 7]);
    expect(page.next).toEqual({ a: 1 });
  });
  it('ends the page where a source has more than it gave', () => {
    const page = merged([portion('a', [9, 5], true), portion('b', [4, 3])], 10);
    expect(page.rows.map(({ at }) => at)).toEqual([9, 5]);
    expect(page.next).toEqual({ a: 2, b: 0 });
  });
  it('has no next when everything is read, or nothing came', () => {
    expect(merged([portion('a', [1])], 10).next).toBeUndefined();
    expect(merged([portion('a', [], true)], 10)).toEqual({ rows: [] });
  });
});
