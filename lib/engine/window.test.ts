import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Window } from './window.ts';

const SEED = Number(process.env.SEED ?? 1);

it(`Window lets no stretch of its length hold more than its units, whatever is asked for and when (seed ${SEED})`, () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 100, max: 10_000 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 60 }),
      (units, windowMs, asked) => {
        let window = new Window(units, windowMs);
        let now = 1_794_860_000_000;
        const taken: { at: number; units: number }[] = [];
        for (const [pauseMs, wanted, dies] of asked) {
          now += pauseMs;
          const at = window.roomAt(now, wanted);
          expect(at).toBeGreaterThanOrEqual(now);
          window.take(at, Math.min(wanted, units));
          taken.push({ at, units: Math.min(wanted, units) });
          // The next worker goes on with the row.
          if (dies) window = new Window(units, windowMs, window.row(now));
        }
        for (const { at } of taken) {
          const within = taken.filter((each) => each.at >= at && each.at < at + windowMs);
          expect(within.reduce((sum, each) => sum + each.units, 0)).toBeLessThanOrEqual(units);
        }
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

it('Window lets all its units go at once when nothing went before', () => {
  const window = new Window(4, 1_000);
  for (let call = 0; call < 4; call++) {
    expect(window.roomAt(50_000, 1)).toBe(50_000);
    window.take(50_000, 1);
  }
  expect(window.roomAt(50_000, 1)).toBeGreaterThan(51_000 - 1);
});

it('Window forgets what was taken before the clock was set back', () => {
  const now = 1_794_860_000_000;
  const window = new Window(10, 86_400_000);
  window.take(now + 3 * 86_400_000, 10);
  expect(window.shareAt(now)).toBe(0);
  expect(window.row(now)).toEqual([]);
});
