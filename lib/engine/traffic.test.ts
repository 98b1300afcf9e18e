import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { dayOf, latencyAt, latencyStep, summed, type TrafficDay, withDays, withSent } from '../model/traffic.ts';
import { dataKey } from '../store/keys.ts';
import { allHealth } from '../store/traffic.ts';
import type { Engine } from './context.ts';
import { wipeAll } from './privacy.ts';
import { counted } from './traffic.ts';

const seed = process.env.SEED === undefined ? Date.now() : Number(process.env.SEED);
const get = (host: string) => new Request(`https://${host}/v1/things`);

describe('counted', () => {
  let clock: TestClock;
  let later: (() => void)[];
  beforeEach(async () => {
    await wipe();
    clock = new TestClock();
    later = [];
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  const engine = () => testEngine({ fetch: () => Promise.reject(new TypeError()) }, clock, { later: (_ms, task) => void later.push(task) });
  /** The write behind a task ends when the row says so. */
  const written = async (requests: number) => {
    for (const task of later.splice(0)) task();
    for (;;) {
      const health = await allHealth();
      if (health.some(({ days }) => summed(days).requests === requests)) return health;
      await new Promise((done) => setTimeout(done));
    }
  };

  it('keeps requests, failures, times and hosts when several were sent', async () => {
    const own = engine();
    const sendIn = (ms: number, status: number) => async () => {
      clock.at += ms;
      return new Response(null, { status });
    };
    await counted(own, 'c', get('api.one.test'), sendIn(100, 200));
    await counted(own, 'c', get('api.one.test'), sendIn(100, 404));
    await counted(own, 'c', get('api.two.test'), sendIn(3000, 503));
    await expect(counted(own, 'c', get('api.two.test'), () => Promise.reject(new TypeError('down')))).rejects.toThrow('down');
    expect(later).toHaveLength(1);
    const [health] = await written(4);
    const day = summed(health?.days ?? []);
    expect(day).toMatchObject({ requests: 4, failures: 2, hosts: { 'api.one.test': 2, 'api.two.test': 2 } });
    expect(latencyAt(day.latency, 0.5)).toBeGreaterThan(80);
    expect(latencyAt(day.latency, 0.5)).toBeLessThan(120);
    expect(latencyAt(day.latency, 0.95)).toBeGreaterThan(2400);
  });

  it('adds to what an earlier worker has counted when it writes again', async () => {
    const send = async () => new Response('{}');
    await counted(engine(), 'c', get('api.one.test'), send);
    await written(1);
    await counted(engine(), 'c', get('api.one.test'), send);
    const [health] = await written(2);
    expect(health?.days).toHaveLength(1);
  });

  it('writes nothing of a connection when it was removed meanwhile', async () => {
    const own = engine();
    await counted(own, 'gone', get('api.one.test'), async () => new Response('{}'));
    own.memory.gone.add('gone');
    await counted(own, 'kept', get('api.one.test'), async () => new Response('{}'));
    expect((await written(1)).map(({ connectionId }) => connectionId)).toEqual(['kept']);
  });

  it.each([
    ['its connection was removed', async (own: Engine) => void own.memory.gone.add('late'), 'late'],
    ['everything was deleted', wipeAll, ''],
  ])('leaves no row when %s while the counts were being sealed', async (_name, remove, connectionId) => {
    const own = engine();
    await dataKey();
    await counted(own, connectionId, get('api.one.test'), async () => new Response('{}'));
    const [sealing, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...given) => {
      sealing.resolve();
      await release.promise;
      return encrypt(...given);
    });
    for (const task of later.splice(0)) task();
    await sealing.promise;
    await remove(own);
    release.resolve();
    // What is counted afterwards is written after it.
    await vi.waitFor(async () => {
      await counted(own, 'kept', get('api.one.test'), async () => new Response('{}'));
      for (const task of later.splice(0)) task();
      expect((await allHealth()).map((each) => each.connectionId)).toContain('kept');
    });
    expect((await allHealth()).map((each) => each.connectionId)).toEqual(['kept']);
  });

  it('keeps hosts out of sight when the rows are read as they lie', async () => {
    await counted(engine(), 'c', get('secret-account.test'), async () => new Response('{}'));
    await written(1);
    const { cacheDb } = await import('../store/databases.ts');
    const rows = await cacheDb.health.toArray();
    expect(new TextDecoder('latin1').decode(rows[0]?.traffic)).not.toContain('secret-account');
  });
});

describe('a day of traffic', () => {
  const sent = fc.record({
    at: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_000 + 20 * 86_400_000 }),
    host: fc.constantFrom('a.test', 'b.test', '__proto__'),
    tookMs: fc.integer({ min: 0, max: 60_000 }),
    status: fc.constantFrom(200, 404, 429, 500),
  });
  const daysOf = (all: readonly { at: number; host: string; tookMs: number; status: number }[]) => {
    const byDay = Map.groupBy(all, ({ at }) => dayOf(at));
    return [...byDay.values()].map((each) => each.reduce<TrafficDay | undefined>(withSent, undefined)).filter((day) => day !== undefined);
  };

  it('sums to the same when it was counted in pieces', () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 60 }), fc.array(sent, { maxLength: 60 }), (one, two) => {
        const together = withDays([], daysOf([...one, ...two]));
        expect(withDays(withDays([], daysOf(one)), daysOf(two)).map(({ day, requests }) => [day, requests])).toEqual(
          together.map(({ day, requests }) => [day, requests]),
        );
        const sum = summed(together);
        expect(Object.values(sum.hosts).reduce((total, each) => total + each, 0)).toBe(sum.requests);
        expect(sum.latency.reduce((total, each) => total + each, 0)).toBe(sum.requests);
        expect(together.length).toBeLessThanOrEqual(8);
        expect(JSON.parse(JSON.stringify(sum.latency))).toEqual(sum.latency);
      }),
      { seed },
    );
  });

  it('tells a time within a fifth of the true one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 25_000 }), (ms) => {
        const latency: number[] = [];
        latency[latencyStep(ms)] = 1;
        const told = latencyAt(
          Array.from(latency, (count) => count ?? 0),
          0.5,
        );
        expect(Math.abs((told ?? 0) - ms) / ms).toBeLessThan(0.2);
      }),
      { seed },
    );
  });
});
