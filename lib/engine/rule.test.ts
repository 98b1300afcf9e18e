import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import type { LinkedRecord } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { dossier, openingOf, recentCustomers } from '../store/reading.ts';
import { rulings } from '../store/rulings.ts';
import type { Engine } from './context.ts';
import { lookUp } from './look-up.ts';
import { rule } from './rule.ts';

const ALL = ['hubspot', 'salesforce', 'pipedrive', 'amocrm'] as const;
let sandbox: Sandbox;
let engine: Engine;
let ids: Record<string, string>;
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  engine = testEngine(sandbox, clock);
  ids = await connectAll(engine, sandbox, ALL);
});

const open = (ref: RecordRef, force = false) => ({ open: { ref, connectionId: ids[ref.system] ?? '' }, force });
const asked = () => sandbox.requests().length;

/** Ana, and how certain everybody else's copy of her is made to be. */
async function ana(decision: 'same' | 'maybe') {
  const records = sandbox.people().find(({ key }) => key === 'ana-perez')?.records ?? [];
  const at = (system: string) => records.find((each) => each.system === system) ?? expect.fail();
  const [anchor, other] = [at('hubspot'), at('pipedrive')];
  const compare = engine.compare;
  engine.compare = (a, b, country) => {
    const likeness = compare(a, b, country);
    const isPair = [a, b].every(({ ref }) => [anchor, other].some((each) => recordKey(each) === recordKey(ref)));
    return isPair ? { ...likeness, decision } : likeness;
  };
  await lookUp(engine, open(anchor));
  return { anchor, other };
}

async function linkOf(anchor: RecordRef, other: RecordRef): Promise<LinkedRecord | undefined> {
  const parts = (await dossier(recordKey(anchor)))?.parts ?? [];
  return parts.flatMap(({ records }) => records).find(({ record }) => recordKey(record.ref) === recordKey(other));
}
async function partOf(anchor: RecordRef, system: string) {
  return (await dossier(recordKey(anchor)))?.parts.find(({ connectionId }) => connectionId === ids[system]) ?? expect.fail();
}

describe('rule', () => {
  it('links an uncertain record with its deals and timeline when the rep says it is the same, and lets go when she takes it back', async () => {
    const { anchor, other } = await ana('maybe');
    expect((await linkOf(anchor, other))?.link).toBe('maybe');
    expect((await partOf(anchor, 'pipedrive')).activities).toEqual([]);

    await rule(engine, anchor, other, true);
    expect(await linkOf(anchor, other)).toMatchObject({ link: 'same', ruling: 'same' });
    const part = await partOf(anchor, 'pipedrive');
    expect(part.activities.length).toBeGreaterThan(0);
    expect(part.records.some(({ record }) => record.kind === 'deal')).toBe(true);
    expect((await openingOf(recordKey(other)))?.dossier).toBe(recordKey(anchor));
    expect((await recentCustomers(1))[0]?.connectionIds).toContain(ids.pipedrive);

    const before = asked();
    await rule(engine, anchor, other, null);
    expect(await linkOf(anchor, other)).toMatchObject({ link: 'maybe' });
    expect((await linkOf(anchor, other))?.ruling).toBeUndefined();
    expect((await partOf(anchor, 'pipedrive')).activities).toEqual([]);
    expect(asked()).toBe(before);
    expect(await rulings()).toEqual([]);
  });

  it('takes a certain record out at once without asking anybody, and it stays out when all are asked again', async () => {
    const { anchor, other } = await ana('same');
    expect((await linkOf(anchor, other))?.link).toBe('same');
    const before = asked();
    await rule(engine, other, anchor, false);
    expect(asked()).toBe(before);
    expect(await linkOf(anchor, other)).toMatchObject({ link: 'apart', ruling: 'different' });
    expect((await partOf(anchor, 'pipedrive')).activities).toEqual([]);
    expect((await openingOf(recordKey(other)))?.dossier).toBeUndefined();

    await lookUp(engine, open(anchor, true));
    expect((await linkOf(anchor, other))?.link).toBe('apart');
    await rule(engine, anchor, other, null);
    expect((await linkOf(anchor, other))?.link).toBe('same');
    expect((await partOf(anchor, 'pipedrive')).activities.length).toBeGreaterThan(0);
  });

  it('holds seen from the other record too, and for a worker that has just started', async () => {
    const { anchor, other } = await ana('same');
    await rule(engine, anchor, other, false);
    engine = testEngine(sandbox, clock);
    await lookUp(engine, open(other, true));
    expect((await linkOf(other, anchor))?.link).toBe('apart');
    await lookUp(engine, open(anchor, true));
    expect((await linkOf(anchor, other))?.link).toBe('apart');
  });

  it('holds when it is given while the systems are being asked', async () => {
    const { anchor, other } = await ana('same');
    const running = lookUp(engine, open(anchor, true));
    await rule(engine, anchor, other, false);
    await running;
    await expect.poll(async () => (await linkOf(anchor, other))?.link).toBe('apart');
  });

  it('takes nothing of a record and itself', async () => {
    const { anchor } = await ana('same');
    await rule(engine, anchor, anchor, false);
    expect(await rulings()).toEqual([]);
  });
});

describe('a second record of the open page’s own account', () => {
  const james = () => {
    const [open, double] = sandbox
      .people()
      .flatMap(({ key, records }) => (key === 'james-oneil' ? records : []))
      .filter((ref) => ref.system === 'hubspot' && ref.object === 'contact');
    if (!open || !double) return expect.fail('the cast has no duplicate');
    return { open, double };
  };
  beforeEach(async () => {
    for (const ref of Object.values(james())) {
      const io = {
        connection: sandbox.connection('hubspot'),
        fetch: sandbox.fetch,
        signal: new AbortController().signal,
        now: clock.now,
        random: () => 0.5,
      };
      await engine.systems.hubspot?.perform({ kind: 'note', text: `On ${ref.id}`, on: [ref], at: clock.now() }, ref.id, io);
    }
  });
  const stored = async (ref: RecordRef) => {
    const part = await partOf(ref, 'hubspot');
    return {
      records: part.records.map(({ record }) => recordKey(record.ref)).sort(),
      activities: part.activities.map((each) => recordKey(each.ref)),
    };
  };

  it('is shown as a possible duplicate and not merged', async () => {
    const { open: first, double } = james();
    await lookUp(engine, open(first));
    const found = await linkOf(first, double);
    expect(found).toMatchObject({ link: 'maybe' });
    expect(found?.reasons?.[0]?.code).toBe('same-account-duplicate');
    expect((await partOf(first, 'hubspot')).state).toBe('answered');
    expect(await openingOf(recordKey(double))).toBeUndefined();
  });

  it('joins with what belongs to it when the rep says it is the same, and goes again when she takes it back', async () => {
    const { open: first, double } = james();
    await lookUp(engine, open(first));
    const alone = await stored(first);
    await rule(engine, first, double, true);
    expect(await linkOf(first, double)).toMatchObject({ link: 'same', ruling: 'same' });
    const joined = await stored(first);
    expect(joined.activities.length).toBeGreaterThan(alone.activities.length);
    expect(joined.activities).toEqual(expect.arrayContaining(alone.activities));
    await lookUp(engine, open(first, true));
    expect(new Set((await stored(first)).activities)).toEqual(new Set(joined.activities));
    await rule(engine, first, double, null);
    expect(await linkOf(first, double)).toMatchObject({ link: 'maybe' });
    expect(await stored(first)).toEqual(alone);
  });

  it('is not spoken of when it could not be asked for, and the rest is shown', async () => {
    const { open: first, double } = james();
    sandbox.faults.add({ system: 'hubspot', match: /contacts\/search/, kind: 'server-error' });
    await lookUp(engine, open(first));
    expect(await linkOf(first, double)).toBeUndefined();
    expect(await partOf(first, 'hubspot')).toMatchObject({ state: 'answered' });
    expect((await stored(first)).activities.length).toBeGreaterThan(0);
  });
});
