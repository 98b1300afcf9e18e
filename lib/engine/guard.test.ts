import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { cacheDb } from '../store/databases.ts';
import { healthOf } from '../store/health.ts';
import { allHealth } from '../store/traffic.ts';
import { type Limits, SystemError } from '../systems/contract.ts';
import { guardOf } from './guard.ts';

const LIMITS: Limits = { requests: 10, windowMs: 1_000, concurrency: 2, writeLandsWithinMs: 30_000 };
let clock: TestClock;

beforeEach(async () => {
  await wipe();
  clock = new TestClock();
  vi.spyOn(Date, 'now').mockImplementation(clock.now);
});
afterEach(() => vi.restoreAllMocks());

/** A guard as the first or a later worker gets it. */
function guard(random = 0.5) {
  const engine = testEngine({ fetch: () => Promise.reject(new TypeError()) }, clock, { random: () => random });
  return guardOf(engine, 'c', LIMITS);
}

function failing(errors: readonly (SystemError | undefined)[]) {
  let calls = 0;
  const attempt = async () => {
    const error = errors[Math.min(calls++, errors.length - 1)];
    if (error) throw error;
    return 'answer';
  };
  return { attempt, calls: () => calls };
}

const down = new SystemError('unavailable', { status: 503 });
const request = () => new Request('https://a.test/', { method: 'POST' });

describe('guard.read', () => {
  it('repeats an outage at most twice, after growing waits', async () => {
    const { attempt, calls } = failing([down]);
    const before = clock.at;
    await expect((await guard()).read(attempt)).rejects.toBe(down);
    expect(calls()).toBe(3);
    expect(clock.at - before).toBe(0.5 * 800 + 0.5 * 1600);
  });

  it('answers when the second try does', async () => {
    const { attempt } = failing([down, undefined]);
    expect(await (await guard()).read(attempt)).toBe('answer');
  });

  it.each(['auth', 'forbidden', 'not-found', 'invalid', 'conflict', 'protocol', 'permission'] as const)(
    'never repeats %s',
    async (kind) => {
      const { attempt, calls } = failing([new SystemError(kind)]);
      await expect((await guard()).read(attempt)).rejects.toMatchObject({ kind });
      expect(calls()).toBe(1);
    },
  );

  it('tells of the outage when the browser itself holds back what is asked after it, and of the network when it was that', async () => {
    const network = new SystemError('unavailable', { code: 'network' });
    await expect((await guard()).read(failing([down, network]).attempt)).rejects.toMatchObject({ status: 503, code: undefined });
    clock.at += 60_000;
    await expect((await guard()).read(failing([network]).attempt)).rejects.toMatchObject({ code: 'network' });
  });

  it('does not repeat after twenty seconds of silence', async () => {
    const silent = new SystemError('unavailable', { code: 'timeout', cause: new DOMException('x', 'TimeoutError') });
    const { attempt, calls } = failing([silent]);
    await expect((await guard()).read(attempt)).rejects.toBe(silent);
    expect(calls()).toBe(1);
  });

  it('opens after five failures in a row, asks nothing for thirty seconds, then lets one probe through', async () => {
    const { attempt, calls } = failing([down, down, down, down, down, undefined]);
    const gate = await guard();
    await expect(gate.read(attempt)).rejects.toBe(down);
    await expect(gate.read(attempt)).rejects.toMatchObject({ kind: 'unavailable', code: 'circuit-open' });
    expect(calls()).toBe(5);
    clock.at += 29_000;
    await expect(gate.read(attempt)).rejects.toMatchObject({ code: 'circuit-open' });
    clock.at += 1_001;
    expect(await gate.read(attempt)).toBe('answer');
    expect(calls()).toBe(6);
  });

  it('stays open for the next worker', async () => {
    const { attempt, calls } = failing([down]);
    const first = await guard();
    await first.read(attempt).catch(() => undefined);
    await first.read(attempt).catch(() => undefined);
    expect((await healthOf('c')).breaker).toBeDefined();
    expect(await allHealth()).toMatchObject([{ connectionId: 'c', isBroken: true }]);
    const before = calls();
    await expect((await guard()).read(attempt)).rejects.toMatchObject({ code: 'circuit-open' });
    expect(calls()).toBe(before);
  });

  it('is closed for the next worker when the clock was set back since it opened', async () => {
    const first = await guard();
    for (let time = 0; time < 2; time++) await first.read(failing([down]).attempt).catch(() => undefined);
    clock.at -= 86_400_000;
    expect(await (await guard()).read(failing([undefined]).attempt)).toBe('answer');
  });
});

describe('guard and the server’s wish', () => {
  const busy = (retryAfterMs?: number) =>
    new SystemError('rate-limit', { status: 429, ...(retryAfterMs !== undefined && { retryAfterMs }) });

  it('sits a short wait out', async () => {
    const { attempt, calls } = failing([busy(2_000), undefined]);
    const before = clock.at;
    expect(await (await guard()).read(attempt)).toBe('answer');
    expect(calls()).toBe(2);
    expect(clock.at - before).toBeGreaterThanOrEqual(2_000);
  });

  it('sends nothing before a long wait is over, nor does the next worker', async () => {
    const { attempt, calls } = failing([busy(3_600_000)]);
    const first = await guard();
    await expect(first.read(attempt)).rejects.toMatchObject({ kind: 'rate-limit', retryAfterMs: 3_600_000 });
    expect(calls()).toBe(1);
    for (const worker of [first, await guard()]) {
      let sent = 0;
      const send = async () => {
        sent++;
        return new Response();
      };
      await expect(worker.pass(request(), send)).rejects.toMatchObject({ kind: 'rate-limit', code: 'waiting' });
      expect(() => worker.gate()).toThrow();
      expect(sent).toBe(0);
    }
    clock.at += 3_600_001;
    expect((await (await guard()).pass(request(), async () => new Response('x'))).status).toBe(200);
  });

  it.each([undefined, 0])('goes by its own backoff when the server names no time (%s)', async (retryAfterMs) => {
    const { attempt, calls } = failing([busy(retryAfterMs), undefined]);
    const before = clock.at;
    expect(await (await guard()).read(attempt)).toBe('answer');
    expect(calls()).toBe(2);
    expect(clock.at).toBeGreaterThan(before);
  });
});

it('a guard whose clocks could not be read is made anew for whoever comes next', async () => {
  const engine = testEngine({ fetch: () => Promise.reject(new TypeError()) }, clock);
  const get = vi.spyOn(cacheDb.health, 'get').mockRejectedValueOnce(new Error('the database was closed'));
  await expect(guardOf(engine, 'c', LIMITS)).rejects.toThrow('closed');
  get.mockRestore();
  expect(await (await guardOf(engine, 'c', LIMITS)).read(failing([undefined]).attempt)).toBe('answer');
});

describe('guard.pass', () => {
  it('spreads requests over the window when there are too many', async () => {
    const gate = await guard();
    const before = clock.at;
    for (let call = 0; call < 30; call++) await gate.pass(request(), async () => new Response());
    // Ten at once, then ten a second.
    expect(clock.at - before).toBeGreaterThanOrEqual(2_000);
  });

  it('has only so many under way', async () => {
    const gate = await guard();
    let now = 0;
    let most = 0;
    const send = async () => {
      most = Math.max(most, ++now);
      await new Promise((done) => setImmediate(done));
      now--;
      return new Response();
    };
    await Promise.all(Array.from({ length: 9 }, () => gate.pass(request(), send)));
    expect(most).toBe(2);
  });
});
