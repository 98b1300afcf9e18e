import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { offline, twoRunners } from './scenarios.ts';
import { FULL, SEED, Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset());

it.each(Array.from({ length: 10 }, (_, index) => SEED + index))(
  'outbox sends everything in order and within the limits when the network is back after 8 hours (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    expect(await offline(stand, seed)).toEqual([]);
  },
);

it('outbox sends each once, four at a time per system, when two workers compete', { timeout: 300_000 }, async () => {
  for (let round = 0; round < (FULL ? 10 : 2); round++) {
    await stand.reset();
    expect(await twoRunners(stand, 50), `SEED=${SEED}`).toEqual([]);
  }
});
