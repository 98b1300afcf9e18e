import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../../tests/engine/bench.ts';
import { isWrite } from '../../../tests/engine/hurt-writes.ts';
import { type RecordRef, recordKey } from '../../model/records.ts';
import { outboxDb } from '../../store/databases.ts';
import { lock, setPassphrase, unlock } from '../../store/passphrase.ts';
import { enqueue } from '../../store/queue.ts';
import { removeConnection } from '../connect.ts';
import type { Engine } from '../context.ts';
import { drain, type Round, startRunner } from './drain.ts';

let sandbox: Sandbox;
let clock: TestClock;
let ids: Record<string, string>;

beforeAll(async () => {
  clock = new TestClock();
  // The circuit breaker's library asks the system clock.
  vi.spyOn(Date, 'now').mockImplementation(clock.now);
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: ['hubspot'] });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  ids = await connectAll(testEngine(sandbox, clock), sandbox, ['hubspot']);
});

async function queueNotes(count: number): Promise<void> {
  const people = sandbox.people().flatMap(({ records }) => records.slice(0, 1));
  for (const on of people.slice(0, count)) await queueNote(on);
}

async function queueNote(on: RecordRef): Promise<void> {
  const action = { kind: 'note' as const, text: `for ${on.id}`, on: [on], at: clock.at };
  await enqueue({ record: recordKey(on), customerName: 'x', action, targets: [ids.hubspot ?? ''] });
}

/** A runner whose bursts are waited for one by one. */
function runner(more: Partial<Engine>) {
  const rounds: Round[] = [];
  let heard = Promise.withResolvers<void>();
  const { wake } = startRunner(testEngine(sandbox, clock, more), (round) => {
    rounds.push(round);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  return {
    wake,
    async next(): Promise<Round> {
      if (rounds.length === 0) await heard.promise;
      return rounds.shift() ?? expect.fail('no burst');
    },
  };
}

const states = async () => (await outboxDb.deliveries.orderBy('seq').toArray()).map(({ state }) => state);

describe('a runner', () => {
  it('goes on after it was unlocked, also when a write ended after the lock had fallen', async () => {
    await setPassphrase('correct horse', 10);
    await queueNotes(2);
    const [both, release] = [Promise.withResolvers<void>(), [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const];
    let writes = 0;
    const { wake, next } = runner({
      async fetch(request) {
        const nth = (await isWrite(request)) ? writes++ : -1;
        if (nth === 1) both.resolve();
        if (nth >= 0) await release[nth]?.promise;
        return sandbox.fetch(request);
      },
    });
    await both.promise;
    await lock();
    release[0].resolve();
    expect(await next()).toEqual({ delivered: [] });
    release[1].resolve();
    await vi.waitFor(() => expect(sandbox.effects()).toHaveLength(2));
    for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
    await unlock('correct horse');
    wake();
    expect((await next()).nextAt, 'waits for the moment to ask').toBeGreaterThan(clock.at);
    clock.at += 60_000;
    wake();
    await next();
    expect(await states()).toEqual(['confirmed', 'confirmed']);
    expect(sandbox.effects()).toHaveLength(2);
  });

  it('keeps no opened text in memory when nothing is to be done', async () => {
    let reads = 0;
    const count = (row: unknown) => {
      reads++;
      return row;
    };
    outboxDb.actions.hook('reading', count);
    await queueNotes(1);
    const { wake, next } = runner({
      fetch: async (request) => ((await isWrite(request)) ? Promise.reject(new TypeError('reset')) : sandbox.fetch(request)),
    });
    await next();
    expect(await states()).toEqual(['unknown']);
    const before = reads;
    wake();
    await next();
    outboxDb.actions.hook('reading').unsubscribe(count);
    expect(reads).toBeGreaterThan(before);
  });
});

it('a delivery that was put off before the clock was set back goes out soon, not when that moment comes again', async () => {
  await queueNotes(2);
  const [put, told] = await outboxDb.deliveries.orderBy('seq').toArray();
  await outboxDb.deliveries.update(put?.id ?? '', { nextAt: clock.at + 3 * 3_600_000 });
  await outboxDb.deliveries.update(told?.id ?? '', { nextAt: clock.at + 3 * 3_600_000, error: { kind: 'rate-limit' } });
  const engine = testEngine(sandbox, clock);
  const { nextAt = 0 } = await drain(engine);
  expect(nextAt).toBe(clock.at + 30_000);
  clock.at = nextAt;
  await drain(engine);
  expect(await states(), 'a server’s own word is kept').toEqual(['confirmed', 'queued']);
});

describe('a write that has left when its connection is removed', () => {
  it('is confirmed by the answer that still comes', async () => {
    await queueNotes(1);
    const engine = testEngine(sandbox, clock, {
      async fetch(request) {
        const answer = await sandbox.fetch(request);
        if (await isWrite(request)) await removeConnection(engine, ids.hubspot ?? '');
        return answer;
      },
    });
    await drain(engine);
    expect(await states()).toEqual(['confirmed']);
  });

  it('waits for the rep’s word when no answer came: it may be there', async () => {
    await queueNotes(1);
    const fetch: Engine['fetch'] = async (request) => {
      const answer = await sandbox.fetch(request);
      return (await isWrite(request)) ? Promise.reject(new TypeError('reset')) : answer;
    };
    const engine = testEngine(sandbox, clock, { fetch });
    await drain(engine);
    expect(await states()).toEqual(['unknown']);
    await removeConnection(engine, ids.hubspot ?? '');
    clock.at += 60_000;
    expect(await drain(engine)).toEqual({ delivered: [] });
    expect(await outboxDb.deliveries.toArray()).toMatchObject([{ state: 'needs-you', error: { code: 'cannot-confirm' } }]);
  });
});
