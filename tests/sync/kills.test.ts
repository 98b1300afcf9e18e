import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/context.ts';
import { chooseSync } from '../../lib/engine/sync/choose.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { recordKey } from '../../lib/model/records.ts';
import { FEED_OBJECTS } from '../../lib/model/sync.ts';
import { feeds } from '../../lib/store/feeds.ts';
import { forgetPlaces } from '../../lib/store/places.ts';
import { cachedCounts, eachCached } from '../../lib/store/records.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { connectAll, TestClock, TestLocks, testEngine, wipe } from '../engine/bench.ts';

const SEED = Number(process.env.SEED ?? 20261121);
const RECORDS = process.env.FULL === '1' ? 100_000 : 10_000;
const KILLS = 50;
const PAGE = 200;

const clock = new TestClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: ['hubspot'], bulk: RECORDS });
  await wipe();
});
afterAll(() => sandbox.close());

/** Where a worker may die on one page; `asking`: the one before is written. */
type Moment = 'asking' | 'answered' | 'writing';

/** Workers that die: from its moment on nothing of one goes on, and its locks are free. */
class Mortal {
  readonly locks = new TestLocks();
  readonly asked: string[] = [];
  #doom: { moment: Moment; page: number; died: () => void } | undefined;

  /** A worker that dies on its `page`-th page, at that moment; `died` settles then. Without a moment it lives on. */
  start(page: number, moment?: Moment): { engine: Engine; died: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#doom = moment && { moment, page, died: resolve };
    let pages = 0;
    const engine = testEngine(sandbox, clock, {
      locks: this.locks,
      // The dead do not notice that their time is up.
      timeout: () => new AbortController().signal,
      fetch: async (request) => {
        const isPage = request.url.endsWith('/search');
        if (isPage) {
          pages += 1;
          this.asked.push(await request.clone().text());
        }
        const isLast = isPage && pages === page;
        if (isLast && moment === 'asking') return this.#die();
        const response = await sandbox.fetch(request);
        if (isLast && moment === 'answered') return this.#die();
        return response;
      },
    });
    const writes = isWriting(() => (pages >= page && moment === 'writing' ? this.#die : undefined));
    void promise.then(writes.stop);
    return { engine, died: promise };
  }

  readonly #die = (): Promise<never> => {
    this.#doom?.died();
    return new Promise(() => undefined);
  };

  bury(): void {
    this.locks.die();
    forgetPlaces();
  }
}

/** Cuts off the transaction of a page as the end of its process does: what it wrote is not there. */
function isWriting(due: () => (() => Promise<never>) | undefined): { stop: () => void } {
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (...row) {
    const die = this.name === 'chunks' ? due() : undefined;
    const request = add.apply(this, row);
    if (die) this.transaction.abort();
    void die?.();
    return request;
  };
  return { stop: () => Object.assign(IDBObjectStore.prototype, { add }) };
}

describe('first fill', () => {
  it(`repeats at most one page for each of ${KILLS} kills in ${RECORDS} records, and ends complete (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const mortal = new Mortal();
    const first = mortal.start(1);
    const { hubspot: id = '' } = await connectAll(first.engine, sandbox, ['hubspot']);
    const pace = Object.fromEntries(FEED_OBJECTS.map((object) => [object, object === 'contact' ? 'live' : 'never']));
    await chooseSync(first.engine, id, { scope: 'all', pace });
    const stride = Math.max(2, Math.floor((1.8 * RECORDS) / PAGE / KILLS));
    let told = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const moment = (['asking', 'answered', 'writing'] as const)[Math.floor(random() * 3)] ?? 'asking';
      const page = 1 + Math.floor(random() * stride);
      const { engine, died } = mortal.start(page, moment);
      await Promise.race([died, untilDone(engine)]);
      mortal.bury();
      const kept = (await cachedCounts(id)).contact ?? 0;
      const [state] = await feeds(id);
      expect(kept, 'rows and their place are written together').toBe(state?.rows ?? 0);
      expect(kept).toBeGreaterThanOrEqual(told);
      told = kept;
    }
    await untilDone(mortal.start(0).engine);
    // What was asked after the fill tells changes, not pages of it.
    const asked = mortal.asked.filter((body) => !/"lastmodifieddate","operator":"GTE"/.test(body));
    const repeated = asked.length - new Set(asked).size;
    expect(new Set(asked).size).toBe(RECORDS / PAGE);
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(KILLS);
    const keys = new Set<string>();
    for await (const { rows } of eachCached(id)) for (const row of rows) keys.add(recordKey(row.ref));
    expect(keys.size).toBe(RECORDS);
    expect((await cachedCounts(id)).contact).toBe(RECORDS);
  }, 600_000);
});

/** Until the list was read to its end, whatever it has to wait for on the way. */
async function untilDone(engine: Engine): Promise<void> {
  for (;;) {
    const { nextAt = clock.at } = await syncRound(engine);
    if ((await feeds()).some(({ filledAt }) => filledAt !== undefined)) return;
    clock.at = Math.max(clock.at, nextAt);
  }
}
