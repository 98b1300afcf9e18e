import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../../tests/engine/bench.ts';
import { recordKey } from '../../model/records.ts';
import type { SyncChoice } from '../../model/sync.ts';
import { changeConnectionInfo } from '../../store/connections.ts';
import { feeds } from '../../store/feeds.ts';
import { cachedCounts, cachedRecord, eachCached } from '../../store/records.ts';
import type { Engine } from '../context.ts';
import { syncRound } from './run.ts';

let sandbox: Sandbox;
let engine: Engine;
let ids: Record<string, string>;
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: ['hubspot'] });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  engine = testEngine(sandbox, clock);
  ids = await connectAll(engine, sandbox, ['hubspot']);
});

const id = () => ids.hubspot ?? '';
const choose = (sync: SyncChoice) => changeConnectionInfo(id(), (info) => ({ ...info, sync }));

/** Rounds until nothing is due at this moment. */
async function settle(): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const { nextAt } = await syncRound(engine);
    if (nextAt === undefined || nextAt > clock.at) return;
  }
  throw new Error('does not settle');
}

describe('syncRound', () => {
  it('asks nothing as long as only opened records are kept', async () => {
    const before = sandbox.requests().length;
    expect(await syncRound(engine)).toEqual({ news: 0 });
    expect(sandbox.requests()).toHaveLength(before);
  });

  it('keeps every record of the account when the rep wants the whole CRM', async () => {
    await choose({ scope: 'all' });
    await settle();
    const states = await feeds(id());
    const open = states.filter(({ filledAt }) => filledAt === undefined);
    expect(open.map(({ object, error }) => [object, error?.code])).toEqual([['product', 'unsupported']]);
    for (const { records } of sandbox.people()) {
      for (const ref of records) expect((await cachedRecord(recordKey(ref)))?.row.ref.id, ref.id).toBe(ref.id);
    }
    const kept: string[] = [];
    for await (const { rows } of eachCached(id())) kept.push(...rows.map((row) => recordKey(row.ref)));
    expect(new Set(kept).size).toBe(kept.length);
    const counts = await cachedCounts(id());
    for (const { object, rows } of states) expect(counts[object] ?? 0, object).toBe(rows);
    expect(kept.length).toBe(states.reduce((sum, { rows }) => sum + rows, 0));
  });

  it('drops nothing and asks again later when there is no room for a list', async () => {
    await choose({ scope: 'all' });
    const real = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...given: Parameters<typeof real>) {
      if (this.name === 'chunks') throw new DOMException('no room', 'QuotaExceededError');
      return Reflect.apply(real, this, given);
    };
    try {
      await settle();
    } finally {
      IDBObjectStore.prototype.add = real;
    }
    const states = await feeds(id());
    expect(states.find(({ object }) => object === 'contact')).toMatchObject({ error: { kind: 'unavailable', code: 'storage-full' } });
    expect(states.every(({ nextAt }) => nextAt > clock.at)).toBe(true);
    clock.at += 86_400_000;
    await settle();
    expect((await cachedCounts(id())).contact).toBeGreaterThan(0);
  });
});
