import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { poison } from './scenarios.ts';
import { SEED, Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset());

it.each(Array.from({ length: 20 }, (_, index) => index * 5 + (index % 5)))(
  'outbox delivers the other 99 and puts aside what is refused for ever when it is number %i',
  async (position) => {
    expect(await poison(stand, position), `SEED=${SEED}`).toEqual([]);
  },
);
