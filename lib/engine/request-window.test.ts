import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestWindow } from './request-window.ts';

const SEED = Number(process.env.SEED ?? 20261121);

it('RequestWindow lets no span hold more than the limit whatever the requests come at', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 120 }), (requests, gaps) => {
      const window = new RequestWindow({ requests, windowMs: 1_000 });
      let now = 1_700_000_000_123;
      const went: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const at = window.nextAt(now);
        window.book(at);
        went.push(at);
      }
      expect(went).toEqual([...went].sort((a, b) => a - b));
      for (const from of went) expect(went.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(requests);
    }),
    { seed: SEED },
  );
});

it('RequestWindow lets the whole limit go at once when nothing went before', () => {
  const window = new RequestWindow({ requests: 4, windowMs: 1_000 });
  const now = 1_700_000_000_000;
  for (let count = 0; count < 4; count++) {
    expect(window.nextAt(now)).toBe(now);
    window.book(now);
  }
  expect(window.nextAt(now)).toBeGreaterThanOrEqual(now + 1_000);
  expect(new RequestWindow({ requests: 4, windowMs: 1_000 }, window.toJSON()).nextAt(now)).toBe(window.nextAt(now));
});
