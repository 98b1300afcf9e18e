import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock, testEngine, wipe } from '../../../tests/engine/bench.ts';
import { StoreError } from '../../model/errors.ts';
import type { Engine } from '../context.ts';
import { syncPump } from './pump.ts';
import type { SyncRound } from './run.ts';

const clock = new TestClock();
let engine: Engine;
/** What the waker is set to. */
let wakeAt: number | undefined;
/** What the engine is to do later, and after how long. */
let laters: { ms: number; task: () => void }[];
/** Rounds that were begun and wait for their end. */
let rounds: PromiseWithResolvers<SyncRound>[];
let sync: () => void;

beforeEach(async () => {
  await wipe();
  [wakeAt, laters, rounds] = [undefined, [], []];
  engine = testEngine({ fetch: () => Promise.reject(new TypeError('fetch failed')) }, clock, {
    later: (ms, task) => void laters.push({ ms, task }),
  });
  const waker = {
    set: (at: number) => {
      wakeAt = at;
    },
    clear: async () => {
      wakeAt = undefined;
    },
  };
  sync = syncPump(engine, waker, () => {
    const round = Promise.withResolvers<SyncRound>();
    rounds.push(round);
    return round.promise;
  });
});

const turns = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise((done) => setImmediate(done));
};

describe('the background reading', () => {
  it('reads once more when it is called in the midst of a round that was planned before', async () => {
    sync();
    sync();
    expect(rounds).toHaveLength(1);
    rounds[0]?.resolve({ news: 0 });
    await turns();
    expect(rounds).toHaveLength(2);
    expect(wakeAt).toBe(clock.at + 30_000);
    rounds[1]?.resolve({ news: 0 });
    await turns();
    expect([rounds.length, wakeAt]).toEqual([2, undefined]);
  });

  it('sits out a short wait, leaves a long one to the waker, and of several waits keeps the last', async () => {
    sync();
    rounds[0]?.resolve({ news: 0, nextAt: clock.at + 5_000 });
    await turns();
    expect(laters.map(({ ms }) => ms)).toEqual([5_000]);
    sync();
    rounds[1]?.resolve({ news: 0, nextAt: clock.at + 900_000 });
    await turns();
    expect([laters.length, wakeAt]).toEqual([1, clock.at + 900_000]);
    laters[0]?.task();
    expect(rounds).toHaveLength(2);
  });

  it('stands still while it is locked, and looks again after any other trouble', async () => {
    sync();
    rounds[0]?.reject(new StoreError('locked'));
    await turns();
    expect(wakeAt).toBeUndefined();
    sync();
    rounds[1]?.reject(new Error('odd'));
    await turns();
    expect(wakeAt).toBe(clock.at + 30_000);
  });
});
