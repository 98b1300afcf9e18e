import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { connectAll, TestClock, TestLocks, testEngine, wipe } from '../../tests/engine/bench.ts';
import type { RecordRef } from '../model/records.ts';
import { recordKey } from '../model/records.ts';
import { outboxDb } from '../store/databases.ts';
import { cancelDelivery, enqueue, retryDelivery } from '../store/queue.ts';
import { outbox } from '../store/reading.ts';
import { getSecret, putSecret } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { setConnectionState } from './connections.ts';
import type { Engine } from './context.ts';
import { drain } from './outbox.ts';

const ALL = ['hubspot', 'salesforce', 'pipedrive', 'amocrm'] as const;
const SEED = Number(process.env.SEED ?? 20261121);
const NEVER = new AbortController().signal;
let sandbox: Sandbox;
let clock: TestClock;
let locks: TestLocks;
let engine: Engine;
let ids: Record<string, string>;

beforeAll(async () => {
  clock = new TestClock();
  // The circuit breaker's library asks the system clock.
  vi.spyOn(Date, 'now').mockImplementation(clock.now);
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  locks = new TestLocks();
  engine = worker();
  ids = await connectAll(engine, sandbox, ALL);
});

/** A worker: starting another one after `locks.die()` is what a kill and restart is. */
function worker(more: Partial<Engine> = {}): Engine {
  return testEngine(sandbox, clock, { locks, timeout: () => NEVER, ...more });
}

function people(count: number): RecordRef[][] {
  return sandbox
    .people()
    .filter(({ records }) => ALL.every((system) => records.some((ref) => ref.system === system)))
    .slice(0, count)
    .map(({ records }) => ALL.map((system) => records.find((ref) => ref.system === system) ?? expect.fail()));
}

async function queueNote(on: RecordRef[], text: string, targets: readonly string[] = ALL): Promise<string> {
  const [first] = on;
  return enqueue({
    record: recordKey(first ?? expect.fail()),
    customerName: 'x',
    action: { kind: 'note', text, on, at: clock.at },
    targets: targets.map((system) => ids[system] ?? ''),
  });
}

/** Drains again and again, letting the time pass that the outbox asks for. */
async function drainAll(by: Engine = engine): Promise<void> {
  for (let round = 0; round < 500; round++) {
    const { nextAt } = await drain(by);
    if (nextAt === undefined) return;
    clock.at = Math.max(clock.at, nextAt);
  }
  const left = (await outboxDb.deliveries.toArray()).filter((row) => row.state !== 'confirmed');
  expect.fail(
    `does not come to an end: ${JSON.stringify(left.map(({ state, error, attempts, nextAt }) => ({ state, error, attempts, inMs: nextAt - clock.at })))}`,
  );
}

async function states(): Promise<string[]> {
  return (await outboxDb.deliveries.orderBy('seq').toArray()).map((row) => row.state);
}

/** Every delivery took effect exactly once in the vendor, in the order it was queued per record. */
async function expectExactlyOnce(): Promise<void> {
  const rows = await outboxDb.deliveries.orderBy('seq').toArray();
  expect(rows.filter((row) => row.state !== 'confirmed').map(({ state, error }) => ({ state, error }))).toEqual([]);
  expect(sandbox.effects().length).toBe(rows.length);
}

describe('drain', () => {
  it('delivers a note to all chosen systems and keeps a receipt from each', async () => {
    const [on = []] = people(1);
    await queueNote(on, 'call back');
    const { delivered } = await drain(engine);
    expect(delivered.map(({ connectionId }) => connectionId).sort()).toEqual(Object.values(ids).sort());
    const [action] = await outbox();
    for (const delivery of action?.deliveries ?? []) {
      expect(delivery).toMatchObject({ state: 'confirmed', attempts: 1 });
      expect(delivery.receipt?.refs.length).toBeGreaterThan(0);
    }
    await expectExactlyOnce();
  });

  it('delivers a task', async () => {
    const [on = []] = people(1);
    await enqueue({
      record: recordKey(on[0] ?? expect.fail()),
      customerName: 'x',
      action: { kind: 'task', title: 'send offer', dueAt: clock.at + 86_400_000, on, at: clock.at },
      targets: Object.values(ids),
    });
    await drainAll();
    await expectExactlyOnce();
  });

  it.each(['lost-answer', 'late-commit'] as const)('delivers once when answers are a %s', async (kind) => {
    for (const system of ALL) sandbox.faults.add({ system, kind, match: /./, times: 3, delayMs: 5_000 });
    for (const on of people(3)) await queueNote(on, `note ${kind}`);
    await drainAll();
    await expectExactlyOnce();
  });

  it('loses and doubles nothing when the worker is killed at any moment', { timeout: 120_000 }, async () => {
    const random = seededRandom(SEED);
    const everybody = people(10);
    for (let note = 0; note < 3; note++) for (const on of everybody) await queueNote(on, `note ${note}`);
    const points = ['before-persist', 'before-commit', 'after-commit', 'none'] as const;
    for (let kill = 0; kill < 40; kill++) {
      let countdown = Math.floor(random() * 12);
      const point = points[Math.floor(random() * points.length)];
      let died: () => void = () => undefined;
      const death = new Promise<void>((resolve) => {
        died = resolve;
      });
      const hang = <T>() => {
        died();
        return new Promise<T>(() => undefined);
      };
      let dead = false;
      const mortal = worker({
        async fetch(request) {
          if (dead) return hang();
          const isWrite = request.method !== 'GET' && countdown-- <= 0;
          if (!isWrite || point === 'none') return sandbox.fetch(request);
          dead = true;
          if (point === 'after-commit') await sandbox.fetch(request);
          return hang();
        },
      });
      await Promise.race([drain(mortal), death]);
      dead = true;
      locks.die();
    }
    await drainAll(worker());
    expect(await outboxDb.deliveries.count(), `SEED=${SEED}`).toBe(120);
    await expectExactlyOnce();
  });

  it('lets one runner work at a time', async () => {
    for (const on of people(5)) await queueNote(on, 'once');
    const runners = Array.from({ length: 5 }, () => worker());
    await Promise.all(runners.map((runner) => drain(runner)));
    await drainAll();
    await expectExactlyOnce();
    expect((await outboxDb.deliveries.toArray()).every((row) => row.attempts === 1)).toBe(true);
  });

  it('takes over at once what another boot was sending, and asks before it sends again', async () => {
    const [on = []] = people(1);
    await queueNote(on, 'interrupted', ['hubspot']);
    const [row] = await outboxDb.deliveries.toArray();
    await outboxDb.deliveries.update(row?.id ?? '', { state: 'sending', sentAt: clock.at, attempts: 1, bootId: 'older' });
    const { nextAt } = await drain(engine);
    expect(await states()).toEqual(['unknown']);
    expect(nextAt).toBeGreaterThanOrEqual(clock.at + 30_000);
    expect(sandbox.effects()).toEqual([]);
    await drainAll();
    await expectExactlyOnce();
  });

  it('puts what is refused for good aside and delivers the rest', async () => {
    const [on = []] = people(1);
    const nobody = on.map((ref): RecordRef => (ref.system === 'hubspot' ? { ...ref, id: '999999999' } : ref));
    await queueNote(nobody, 'poison', ['hubspot']);
    for (let note = 0; note < 5; note++) await queueNote(on, `good ${note}`, ['hubspot']);
    await drainAll();
    const all = await states();
    expect(all[0]).toBe('failed');
    expect(all.slice(1)).toEqual(Array(5).fill('confirmed'));
    expect((await outbox()).at(-1)?.deliveries[0]).toMatchObject({
      attempts: 1,
      error: { kind: expect.stringMatching(/not-found|invalid/) },
    });
  });

  it('keeps what cannot be sent while signed out, and sends it after a new sign-in', async () => {
    const [on = []] = people(1);
    await setConnectionState(ids.pipedrive ?? '', 'signed-out');
    await queueNote(on, 'waits', ['pipedrive']);
    const before = sandbox.requests().length;
    await drain(engine);
    expect(sandbox.requests()).toHaveLength(before);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'queued', error: { kind: 'auth' } });
    await setConnectionState(ids.pipedrive ?? '', 'ok');
    await drainAll();
    await expectExactlyOnce();
  });

  it('writes nothing when another user is signed in', async () => {
    const [on = []] = people(1);
    const id = ids.salesforce ?? '';
    await putSecret(id, { ...(await getSecret<Connection>(id)), userId: 'somebody-else' });
    await queueNote(on, 'not as her', ['salesforce']);
    await drainAll();
    expect(sandbox.effects()).toEqual([]);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'failed', error: { code: 'user-changed' }, attempts: 0 });
  });

  it('waits as long as the server says, and then delivers', async () => {
    for (const system of ALL) sandbox.faults.add({ system, kind: 'rate-limit', times: 2 });
    for (const on of people(2)) await queueNote(on, 'patience');
    await drainAll();
    await expectExactlyOnce();
  });

  it('sends nothing that the rep has taken back', async () => {
    const [on = []] = people(1);
    await queueNote(on, 'never mind', ['hubspot']);
    const [row] = await outboxDb.deliveries.toArray();
    expect(await cancelDelivery(row?.id ?? '')).toBe(true);
    await drainAll();
    expect(sandbox.effects()).toEqual([]);
  });

  it('tries a refused delivery again when the rep says so', async () => {
    const [on = []] = people(1);
    await queueNote(on, 'again', ['hubspot']);
    const [row] = await outboxDb.deliveries.toArray();
    await outboxDb.deliveries.update(row?.id ?? '', { state: 'failed', error: { kind: 'forbidden' } });
    await retryDelivery(row?.id ?? '');
    await drainAll();
    await expectExactlyOnce();
  });
});
