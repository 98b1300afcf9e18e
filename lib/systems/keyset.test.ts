import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Position, passOver, rewound, type Seen } from './keyset.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const OVERLAP_MS = 10_000;
const PAGE = 3;

/** Reads everything there is, page by page, as a system would: by stamp, then id. */
function run(rows: readonly Seen[], from: Position | undefined): { told: Seen[]; next: Position } {
  const told: Seen[] = [];
  let position = from;
  for (let page = 0; page <= rows.length; page++) {
    const { at = Number.NEGATIVE_INFINITY, id = '' } = position ?? {};
    const rest = rows
      .filter((row) => (row.at ?? 0) > at || (row.at === at && (id === '' || row.id > id)))
      .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1));
    const shown = rest.slice(0, PAGE);
    const passed = passOver(shown, position, { full: shown.length === PAGE, overlapMs: OVERLAP_MS });
    told.push(...passed.fresh.flatMap((index) => shown[index] ?? []));
    position = passed.position;
    if (position.end) break;
  }
  return { told, next: rewound({ x: position ?? { told: [] } }, OVERLAP_MS).x ?? { told: [] } };
}

describe('passOver and rewound', () => {
  const row = fc.record({ id: fc.stringMatching(/^[a-z]{4}$/), at: fc.integer({ min: 0, max: 40_000 }), facts: fc.nat(3) });
  const table = fc.uniqueArray(row, { maxLength: 20, selector: ({ id }) => id });

  it(`tell every row once, and what appears within the overlap in the next run (seed ${SEED})`, () => {
    fc.assert(
      fc.property(table, table, (first, late) => {
        const { told, next } = run(first, undefined);
        expect(told.map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
        const newest = Math.max(...first.map(({ at }) => at), Number.NEGATIVE_INFINITY);
        const known = new Set(first.map(({ id }) => id));
        const added = late.filter(({ id, at }) => !known.has(id) && at >= newest - OVERLAP_MS);
        const second = run([...first, ...added], next);
        expect(second.told.map(({ id }) => id).sort()).toEqual(added.map(({ id }) => id).sort());
      }),
      { seed: SEED },
    );
  });

  it('tell a row again when something in it changed without a newer stamp', () => {
    const { next } = run([{ id: 'a', at: 5, facts: 1 }], undefined);
    expect(run([{ id: 'a', at: 5, facts: 2 }], next).told).toHaveLength(1);
  });

  it.each([
    { id: 'a', at: undefined, facts: 1 },
    { id: '', at: 5, facts: 1 },
  ])('throw protocol when a full page ends with %j', (last) => {
    expect(() => passOver([last], undefined, { full: true, overlapMs: OVERLAP_MS })).toThrow('protocol');
  });
});
