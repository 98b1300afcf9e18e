import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/context.ts';
import { lookUp } from '../../lib/engine/look-up.ts';
import { refreshAfter } from '../../lib/engine/more.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { searchRecords } from '../../lib/engine/search.ts';
import { chooseSync } from '../../lib/engine/sync/choose.ts';
import { keepOpened } from '../../lib/engine/sync/keep.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { enqueue, retryDelivery } from '../../lib/store/queue.ts';
import { dossier } from '../../lib/store/reading.ts';
import { cachedRecord } from '../../lib/store/records.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../engine/bench.ts';
import { hubspotColleague } from './remote.ts';

const clock = new TestClock();
let sandbox: Sandbox;
let engine: Engine;
let id = '';
let ana: RecordRef;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: ['hubspot'] });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  engine = testEngine(sandbox, clock);
  id = (await connectAll(engine, sandbox, ['hubspot'])).hubspot ?? '';
  ana = sandbox.people().find(({ key }) => key === 'ana-perez')?.records[0] ?? expect.fail();
});

const key = () => recordKey(ana);
const followAll = async () => {
  await chooseSync(engine, id, { scope: 'all', sharePct: 95 });
  await later(0);
};
/** Time passes, and everything that is due is read. */
async function later(minutes: number): Promise<void> {
  clock.at += minutes * 60_000;
  for (let round = 0; round < 50; round++) {
    const { nextAt } = await syncRound(engine);
    if (nextAt === undefined || nextAt > clock.at) return;
  }
}
const anchorNow = async () => {
  const records = (await dossier(key()))?.parts.flatMap((part) => part.records) ?? [];
  const record = records.find(({ link }) => link === 'anchor')?.record;
  return record?.kind === 'person' ? record : expect.fail();
};
const titleInHubspot = async () => {
  await lookUp(engine, { open: { ref: ana, connectionId: id }, force: true });
  return (await anchorNow()).title;
};
const changeTitle = async (value: string) => {
  const action = { kind: 'field' as const, field: 'title', ours: true, value, on: [ana], at: clock.at };
  await enqueue({ record: key(), customerName: 'Ana', action, targets: [id] });
};
const states = async () => (await outboxDb.deliveries.toArray()).map(({ state, error }) => [state, error?.code, error?.field]);

describe('an opened customer', () => {
  it('shows what a list tells of her, and no deal that is gone', async () => {
    await lookUp(engine, { open: { ref: ana, connectionId: id } });
    await followAll();
    const deals = (await dossier(key()))?.parts.flatMap((part) => part.records).filter(({ record }) => record.kind === 'deal') ?? [];
    const deal = deals[0]?.record.ref ?? expect.fail('she has no deal');
    clock.at += 60_000;
    const colleague = hubspotColleague(sandbox);
    await colleague.change('contacts', ana.id, { jobtitle: 'Chief Buyer' });
    await colleague.remove('deals', deal.id);
    await later(20);
    expect((await anchorNow()).title).toBe('Chief Buyer');
    const left = (await dossier(key()))?.parts.flatMap((part) => part.records).map(({ record }) => recordKey(record.ref));
    expect(left).not.toContain(recordKey(deal));
  });

  it('is kept and found afterwards with no list followed at all', async () => {
    await lookUp(engine, { open: { ref: ana, connectionId: id } });
    await keepOpened(engine, key());
    expect((await cachedRecord(key()))?.row).toMatchObject({ kind: 'person' });
    expect((await searchRecords('ana per', 5, clock.at)).map((found) => found.key)).toContain(key());
  });

  it('shows an own write at once, here and among what is synced', async () => {
    await followAll();
    await lookUp(engine, { open: { ref: ana, connectionId: id } });
    clock.at += 60_000;
    await changeTitle('Owner');
    const { delivered } = await drain(engine);
    await Promise.all(delivered.map(({ connectionId, action }) => refreshAfter(engine, connectionId, action)));
    expect((await anchorNow()).title).toBe('Owner');
    expect((await cachedRecord(key()))?.row).toMatchObject({ title: 'Owner' });
  });
});

describe('a change that waits', () => {
  beforeEach(async () => {
    await lookUp(engine, { open: { ref: ana, connectionId: id } });
    await changeTitle('Mine');
    clock.at += 120_000;
    await hubspotColleague(sandbox).change('contacts', ana.id, { jobtitle: 'Theirs' });
  });

  it.each([
    ['a list tells so', followAll],
    ['she is looked up', () => lookUp(engine, { open: { ref: ana, connectionId: id }, force: true })],
    ['it is about to be sent', () => drain(engine)],
  ])('stops for the rep when somebody else has set the same field, and %s', async (_how, happens) => {
    await happens();
    expect(await states()).toEqual([['needs-you', 'changed', 'title']]);
    await drain(engine);
    expect(await titleInHubspot()).toBe('Theirs');
  });

  it('goes out when the rep says so', async () => {
    await drain(engine);
    const [row] = await outboxDb.deliveries.toArray();
    expect(await retryDelivery(row?.id ?? '')).toBe(true);
    await drain(engine);
    expect(await states()).toEqual([['confirmed', undefined, undefined]]);
    expect(await titleInHubspot()).toBe('Mine');
  });

  it('goes out when something else of the record was changed', async () => {
    const colleague = hubspotColleague(sandbox);
    await colleague.change('contacts', ana.id, { jobtitle: (await cachedTitle()) ?? '', city: 'Monterrey' });
    await drain(engine);
    expect(await states()).toEqual([['confirmed', undefined, undefined]]);
  });
});

async function cachedTitle(): Promise<string | undefined> {
  return (await anchorNow()).title;
}
