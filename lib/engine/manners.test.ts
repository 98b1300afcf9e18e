import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { healthOf } from '../store/health.ts';
import { type System, SystemError } from '../systems/contract.ts';
import { systems } from '../systems/index.ts';
import { guardOf } from './guard.ts';
import type { WindowRow } from './window.ts';

/** What each vendor's own limits make of a connection: the guard with the system's real rules, on a clock of the test's. */
let clock: TestClock;
beforeEach(async () => {
  await wipe();
  clock = new TestClock();
  vi.spyOn(Date, 'now').mockImplementation(clock.now);
});
afterEach(() => vi.restoreAllMocks());

/** The guard as a new worker gets it. */
const guard = (id: string) =>
  guardOf(testEngine({ fetch: () => Promise.reject(new TypeError()) }, clock), 'c', (systems[id] as System).limits);
const spent = (row: WindowRow = []) => row.reduce((sum, [, units]) => sum + units, 0);
const post = (path: string) => new Request(`https://api.test${path}`, { method: 'POST' });
const answer =
  (headers: Record<string, string> = {}) =>
  () =>
    Promise.resolve(new Response('{}', { headers }));

describe('HubSpot', () => {
  it('gets at most four searches a second, and other requests beside them at once', async () => {
    const gate = await guard('hubspot');
    const from = clock.at;
    const sent: number[] = [];
    for (let count = 0; count < 9; count += 1)
      await gate.pass(post('/crm/objects/2026-09/contacts/search'), answer()).then(() => sent.push(clock.at - from));
    for (const at of sent) expect(sent.filter((each) => each > at - 1_000 && each <= at).length).toBeLessThanOrEqual(4);
    expect(sent.at(-1)).toBeGreaterThanOrEqual(2_000);
    const before = clock.at;
    await gate.pass(post('/crm/objects/2026-09/notes'), answer());
    expect(clock.at).toBe(before);
  });
});

describe('Pipedrive', () => {
  it('stops before our half of the day’s tokens ends, by what answers have really cost, in the next worker too', async () => {
    let sent = 0;
    const worker = async () => {
      const gate = await guard('pipedrive');
      for (let count = 0; count < 8; count += 1) {
        clock.at += 2_000;
        await gate.pass(post('/api/v2/persons'), answer({ 'x-token-cost': '1000' }));
        sent += 1;
      }
      // The clocks are written down beside the answers.
      await vi.waitFor(async () => expect(spent((await healthOf('c')).windows?.day)).toBe(sent * 1_000));
    };
    await worker();
    await expect(worker()).rejects.toMatchObject({ kind: 'rate-limit', code: 'share' });
    expect(sent).toBeGreaterThan(10);
    expect(sent * 1_000).toBeLessThanOrEqual(15_000);
  });
});

describe('Salesforce', () => {
  it('is left alone when the org has used its share of the day’s requests', async () => {
    const gate = await guard('salesforce');
    await gate.pass(post('/services/data/v67.0/composite'), answer({ 'sforce-limit-info': 'api-usage=100/15000' }));
    gate.gate();
    await gate.pass(post('/services/data/v67.0/composite'), answer({ 'sforce-limit-info': 'api-usage=14999/15000' }));
    await vi.waitFor(() => expect(() => gate.gate()).toThrow(SystemError));
    const next = await guard('salesforce');
    expect(() => next.gate()).toThrow(SystemError);
  });
});

describe('amoCRM', () => {
  it('gets nothing while the address is blocked, from this worker and the next, reads and writes', async () => {
    const retryAfterMs = 3_600_000;
    const blocked = new SystemError('rate-limit', { status: 403, code: 'blocked', retryAfterMs });
    await expect((await guard('amocrm')).read(() => Promise.reject(blocked))).rejects.toBe(blocked);
    const attempt = vi.fn();
    for (const passed of [0, 1_000, retryAfterMs - 61_000]) {
      clock.at += passed;
      const next = await guard('amocrm');
      await expect(next.write(attempt)).rejects.toMatchObject({ kind: 'rate-limit', code: 'blocked' });
      await expect(next.pass(post('/api/v4/leads'), attempt)).rejects.toMatchObject({ code: 'blocked' });
    }
    expect(attempt).not.toHaveBeenCalled();
    clock.at += 60_001;
    await (await guard('amocrm')).write(attempt);
    expect(attempt).toHaveBeenCalledOnce();
  });
});

describe('Retry-After', () => {
  it('is sat out by a read and left to the outbox by a write', async () => {
    const busy = new SystemError('rate-limit', { status: 429, retryAfterMs: 2_000 });
    const read = vi.fn().mockRejectedValueOnce(busy).mockResolvedValue('answer');
    expect(await (await guard('zoho')).read(read)).toBe('answer');
    expect(read).toHaveBeenCalledTimes(2);
    clock.at += 60_000;
    const write = vi.fn().mockRejectedValue(busy);
    await expect((await guard('zoho')).write(write)).rejects.toBe(busy);
    expect(write).toHaveBeenCalledOnce();
  });
});
