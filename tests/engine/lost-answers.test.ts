import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { lostAnswers } from './scenarios.ts';
import { FULL, SEED, Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset());

it('outbox doubles nothing and asks about what cannot be confirmed when answers are lost and commits and searches lag', {
  timeout: 600_000,
}, async () => {
  expect(await lostAnswers(stand, FULL ? 1_000 : 300), `SEED=${SEED}`).toEqual([]);
});
