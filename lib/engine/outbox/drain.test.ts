import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { seededRandom } from '../../../sandbox/random.ts';
import { connectAll, TestClock, TestLocks, testEngine, wipe } from '../../../tests/engine/bench.ts';
import { hurtWrites, isWrite } from '../../../tests/engine/hurt-writes.ts';
import type { RecordRef } from '../../model/records.ts';
import { recordKey } from '../../model/records.ts';
import { outboxDb } from '../../store/databases.ts';
import { cancelDelivery, enqueue, retryDelivery } from '../../store/queue.ts';
import { connections, outbox } from '../../store/reading.ts';
import { getSecret, putSecret } from '../../store/vault.ts';
import type { Connection } from '../../systems/contract.ts';
import { changeConnection, setConnectionState } from '../connections.ts';
import type { Engine } from '../context.ts';
import { drain, wakeDeliveries } from './drain.ts';

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

type Written = { kind: 'note'; text: string } | { kind: 'task'; title: string; dueAt: number };

async function queue(on: RecordRef[], written: Written, targets: readonly string[] = ALL): Promise<string> {
  const record = recordKey(on[0] ?? expect.fail());
  const action = { ...written, on, at: clock.at };
  return enqueue({ record, customerName: 'x', action, targets: targets.map((system) => ids[system] ?? '') });
}

const queueNote = (on: RecordRef[], text: string, targets?: readonly string[]) => queue(on, { kind: 'note', text }, targets);

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
    await queue(on, { kind: 'task', title: 'send offer', dueAt: clock.at + 86_400_000 });
    await drainAll();
    await expectExactlyOnce();
  });

  it.each(['lost-answer', 'late-commit', 'truncated', 'server-error'] as const)('delivers once when a write meets %s', async (kind) => {
    for (const on of people(3)) await queueNote(on, `note ${kind}`);
    await drainAll(worker({ fetch: hurtWrites(sandbox, kind, 2) }));
    await expectExactlyOnce();
    expect((await outboxDb.deliveries.toArray()).filter((row) => row.sentAt !== undefined)).toHaveLength(12);
  });

  it('sends nothing again before the lost request can no longer land', async () => {
    const [on = []] = people(1);
    await queueNote(on, 'late');
    const late: { at: number; request: Request }[] = [];
    const lost = new Set<string>();
    const slow = worker({
      async fetch(request) {
        for (const each of late.splice(0)) await (each.at <= clock.at ? sandbox.fetch(each.request) : late.push(each));
        const host = new URL(request.url).host;
        if (lost.has(host) || !(await isWrite(request))) return sandbox.fetch(request);
        lost.add(host);
        late.push({ at: clock.at + 29_000, request: request.clone() });
        throw new TypeError('fetch failed');
      },
    });
    const before = clock.at;
    const { nextAt } = await drain(slow);
    expect(await states()).toEqual(Array(4).fill('unknown'));
    expect(nextAt).toBeGreaterThanOrEqual(before + 30_000);
    await drainAll(slow);
    await expectExactlyOnce();
    expect((await outboxDb.deliveries.toArray()).map((row) => row.attempts)).toEqual([1, 1, 1, 1]);
  });

  it('loses and doubles nothing when the worker is killed at any moment', { timeout: 120_000 }, async () => {
    const random = seededRandom(SEED);
    const everybody = people(10);
    const points = ['before-send', 'before-commit', 'after-commit', 'after-answer'] as const;
    const died: Record<string, number> = {};
    let blocked = false;
    const block = () => {
      if (blocked) throw new Error('the worker is dead');
    };
    outboxDb.deliveries.hook('updating', block);
    for (let round = 0; round < 64; round++) {
      clock.at += 60_000;
      if (round % 2 === 0) await queueNote(everybody[(round / 2) % everybody.length] ?? [], `note ${round}`);
      const point = points[round % points.length] ?? 'before-send';
      let countdown = Math.floor(random() * 3);
      const death = Promise.withResolvers<void>();
      let dead = false;
      async function die<T>(): Promise<T> {
        dead = true;
        blocked = true;
        died[point] = (died[point] ?? 0) + 1;
        // Whatever else this worker had begun comes to nothing.
        for (let turn = 0; turn < 30; turn++) await new Promise((done) => setImmediate(done));
        death.resolve();
        return new Promise<T>(() => undefined);
      }
      const mortal = worker({
        async fetch(request) {
          if (dead) return new Promise(() => undefined);
          const write = await isWrite(request);
          const isHit = write !== (point === 'before-send') && countdown-- <= 0;
          if (!isHit) return sandbox.fetch(request);
          if (point === 'before-send' || point === 'before-commit') return die();
          const answer = await sandbox.fetch(request);
          if (point === 'after-commit') return die();
          void die();
          return answer;
        },
      });
      await Promise.race([drain(mortal).catch(() => undefined), death.promise]);
      dead = true;
      blocked = false;
      locks.die();
    }
    outboxDb.deliveries.hook('updating').unsubscribe(block);
    await drainAll(worker());
    expect(await outboxDb.deliveries.count(), `SEED=${SEED}`).toBe(128);
    await expectExactlyOnce();
    expect(Object.values(died).every((times) => times > 2) && Object.keys(died).length === points.length, JSON.stringify(died)).toBe(true);
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

  it.each([
    ['never', 'read-only'],
    ['ask', 'first-write'],
  ] as const)('writes nothing as long as the connection says %s, and everything after a yes', async (writes, code) => {
    const id = ids.hubspot ?? '';
    await changeConnection(id, { writes });
    const [on = []] = people(1);
    await queueNote(on, 'waits', ['hubspot']);
    await drain(engine);
    expect(sandbox.effects()).toEqual([]);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, error: { kind: 'permission', code } });
    await changeConnection(id, { writes: 'yes' });
    await wakeDeliveries(id);
    await drain(engine);
    expect(sandbox.effects('hubspot')).toHaveLength(1);
  });

  it('writes nothing and says so once when another user is signed in', async () => {
    const [on = []] = people(1);
    const id = ids.salesforce ?? '';
    await putSecret(id, { ...(await getSecret<Connection>(id)), userId: 'somebody-else' });
    await queueNote(on, 'not as her', ['salesforce']);
    await drain(engine);
    expect(sandbox.effects()).toEqual([]);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'queued', error: { code: 'user-changed' }, attempts: 0 });
    expect((await connections()).filter((each) => each.state !== 'ok')).toMatchObject([{ id, error: { code: 'user-changed' } }]);
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
