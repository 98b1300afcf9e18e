import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { cacheDb } from '../store/databases.ts';
import { connections, dossier, openingOf, recentCustomers } from '../store/reading.ts';
import { setConnectionState } from './connections.ts';
import type { Engine } from './context.ts';
import { lookUp } from './look-up.ts';
import { moreTimeline } from './more.ts';

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

/** Somebody who is in all four systems, once each. */
function everywhere(): RecordRef[] {
  const found = sandbox.people().find(({ records }) => ALL.every((system) => records.filter((ref) => ref.system === system).length === 1));
  if (!found) throw new Error('nobody is everywhere');
  return found.records;
}

function refIn(system: string, records: readonly RecordRef[] = everywhere()): RecordRef {
  return records.find((ref) => ref.system === system) ?? expect.fail();
}

const open = (ref: RecordRef) => ({ open: { ref, connectionId: ids[ref.system] ?? '' } });

describe('lookUp', () => {
  it.each(ALL)('finds a person of %s in all other systems', async (system) => {
    const records = everywhere();
    const ref = refIn(system, records);
    const found = await lookUp(engine, open(ref));
    expect(found).toEqual({ dossier: recordKey(ref) });
    const known = (await dossier(recordKey(ref))) ?? expect.fail();
    expect(known.parts.map((part) => [part.state, part.error])).toEqual(ALL.map(() => ['answered', undefined]));
    for (const part of known.parts) {
      const own = part.records.find(({ link }) => link === 'anchor' || link === 'same');
      const expected = records.find((each) => ids[each.system] === part.connectionId);
      expect(own?.record.ref.id, expected?.system).toBe(expected?.id);
    }
    expect((await recentCustomers(5)).map((each) => each.connectionIds.length)).toEqual([4]);
  });

  it('asks nobody again within a minute, and everybody when the rep insists', async () => {
    const ref = refIn('hubspot');
    await lookUp(engine, open(ref));
    const before = sandbox.requests().length;
    await lookUp(engine, open(ref));
    expect(sandbox.requests()).toHaveLength(before);
    await lookUp(engine, { ...open(ref), force: true });
    expect(sandbox.requests().length).toBeGreaterThan(before);
  });

  it('asks again when the clock was set back behind the last answers', async () => {
    const ref = refIn('hubspot');
    await lookUp(engine, open(ref));
    const before = sandbox.requests().length;
    clock.at -= 86_400_000;
    await lookUp(engine, open(ref));
    expect(sandbox.requests().length).toBeGreaterThan(before);
    clock.at += 86_400_000;
  });

  it('joins a second call for the same record', async () => {
    const ref = refIn('hubspot');
    const before = sandbox.requests().length;
    const running = [lookUp(engine, open(ref)), lookUp(engine, open(ref)), lookUp(engine, open(ref))];
    expect(new Set((await Promise.all(running)).map((found) => JSON.stringify(found))).size).toBe(1);
    const together = sandbox.requests().length - before;
    await lookUp(engine, { ...open(ref), force: true });
    expect(sandbox.requests().length - before - together).toBe(together);
  });

  it('shows what answers when others fail, and says in whose place', async () => {
    const ref = refIn('hubspot');
    sandbox.faults.add({ system: 'pipedrive', kind: 'server-error' });
    sandbox.faults.add({ system: 'amocrm', kind: 'html' });
    expect(await lookUp(engine, open(ref))).toEqual({ dossier: recordKey(ref) });
    const known = (await dossier(recordKey(ref))) ?? expect.fail();
    const by = Object.fromEntries(known.parts.map((part) => [part.connectionId, part]));
    expect(by[ids.hubspot ?? '']?.state).toBe('answered');
    expect(by[ids.salesforce ?? '']?.state).toBe('answered');
    expect(by[ids.pipedrive ?? '']).toMatchObject({ state: 'failed', error: { kind: 'unavailable' } });
    expect(by[ids.amocrm ?? '']?.state).toBe('failed');
  });

  it('waits for nobody when one system hangs: the others are stored before it gives up', async () => {
    const ref = refIn('hubspot');
    const giveUp = new AbortController();
    engine = testEngine(sandbox, clock, { timeout: () => giveUp.signal });
    sandbox.faults.add({ system: 'salesforce', kind: 'hang' });
    const running = lookUp(engine, open(ref));
    const state = async () =>
      Object.fromEntries(((await dossier(recordKey(ref)))?.parts ?? []).map((part) => [part.connectionId, part.state]));
    await expect.poll(state).toEqual({
      [ids.hubspot ?? '']: 'answered',
      [ids.pipedrive ?? '']: 'answered',
      [ids.amocrm ?? '']: 'answered',
      [ids.salesforce ?? '']: 'asking',
    });
    giveUp.abort(new DOMException('too late', 'TimeoutError'));
    await running;
    expect((await state())[ids.salesforce ?? '']).toBe('failed');
  });

  it('keeps what was known when the record cannot be read any more', async () => {
    const ref = refIn('hubspot');
    await lookUp(engine, open(ref));
    sandbox.faults.add({ system: 'hubspot', kind: 'server-error' });
    const again = await lookUp(engine, { ...open(ref), force: true });
    expect(again).toMatchObject({ dossier: recordKey(ref), error: { kind: 'unavailable' } });
    const own = (await dossier(recordKey(ref)))?.parts.find((part) => part.connectionId === ids.hubspot);
    expect(own).toMatchObject({ state: 'failed' });
    expect(own?.records.some(({ link }) => link === 'anchor')).toBe(true);
  });

  it('answers why when an unknown record does not exist', async () => {
    const ref = { ...refIn('hubspot'), id: '999999999999' };
    expect(await lookUp(engine, open(ref))).toEqual({ error: expect.objectContaining({ kind: 'not-found' }) });
    expect(await openingOf(recordKey(ref))).toBeUndefined();
    expect(await cacheDb.parts.count()).toBe(0);
  });

  it('looks nothing up when the connection is another account', async () => {
    const ref = { ...refIn('hubspot'), account: 'somebody-else' };
    const before = sandbox.requests().length;
    expect(await lookUp(engine, { open: { ref, connectionId: ids.hubspot ?? '' } })).toEqual({
      error: { kind: 'auth', code: 'not-connected' },
    });
    expect(sandbox.requests()).toHaveLength(before);
  });

  it('marks a connection signed out when its token is refused, and leaves it alone until the rep insists', async () => {
    const ref = refIn('hubspot');
    const healed = sandbox.faults.add({ system: 'pipedrive', kind: 'expired-token' });
    await lookUp(engine, open(ref));
    expect((await connections()).find(({ id }) => id === ids.pipedrive)?.state).toBe('signed-out');
    const asked = () => sandbox.requests().filter(({ system }) => system === 'pipedrive').length;
    const before = asked();
    await lookUp(testEngine(sandbox, clock), open(refIn('salesforce')));
    expect(asked()).toBe(before);
    healed();
    await lookUp(engine, { ...open(ref), force: true });
    expect((await connections()).find(({ id }) => id === ids.pipedrive)?.state).toBe('ok');
  });

  it('refreshes the other systems when the page’s own is signed out, and asks that one nothing', async () => {
    const ref = refIn('hubspot');
    await lookUp(engine, open(ref));
    await setConnectionState(ids.hubspot ?? '', 'signed-out');
    clock.at += 3_600_000;
    const before = sandbox.requests().length;
    expect(await lookUp(engine, open(ref))).toEqual({ dossier: recordKey(ref), error: { kind: 'auth', code: 'signed-out' } });
    const asked = new Set(
      sandbox
        .requests()
        .slice(before)
        .map(({ system }) => system),
    );
    expect([...asked].sort()).toEqual(['amocrm', 'pipedrive', 'salesforce']);
    expect(await lookUp(engine, open({ ...ref, id: '1' }))).toEqual({ error: { kind: 'auth', code: 'signed-out' } });
  });

  it('opens a deal at its primary contact, and lists its other people', async () => {
    const ref = refIn('hubspot');
    await lookUp(engine, open(ref));
    const deals = ((await dossier(recordKey(ref)))?.parts ?? [])
      .flatMap((part) => part.records)
      .filter(({ record }) => record.kind === 'deal');
    for (const { record } of deals) {
      const found = await lookUp(engine, open(record.ref));
      const opening = (await openingOf(recordKey(record.ref))) ?? expect.fail();
      expect(opening.focus?.ref.id).toBe(record.ref.id);
      expect(opening.dossier).toBe(found.dossier);
      expect(opening.people[0] && recordKey(opening.people[0].ref)).toBe(found.dossier);
    }
    expect(deals.length).toBeGreaterThan(0);
  });

  it('opens a company at one of its people', async () => {
    const ref = refIn('pipedrive');
    await lookUp(engine, open(ref));
    const part = (await dossier(recordKey(ref)))?.parts.find((each) => each.connectionId === ids.pipedrive);
    const company = part?.records.find(({ record }) => record.kind === 'company')?.record ?? expect.fail();
    const found = await lookUp(engine, open(company.ref));
    expect((await dossier(found.dossier ?? ''))?.kind).toBe('person');
    expect((await openingOf(recordKey(company.ref)))?.focus?.ref.id).toBe(company.ref.id);
  });

  it('starts a person opened in a second system with what the first one knew', async () => {
    const records = everywhere();
    await lookUp(engine, open(refIn('hubspot', records)));
    const twin = refIn('pipedrive', records);
    for (const system of ALL) sandbox.faults.add({ system, kind: 'server-error' });
    await lookUp(engine, open(twin));
    const known = (await dossier(recordKey(twin))) ?? expect.fail();
    expect(known.anchor.system).toBe('pipedrive');
    expect(known.parts.flatMap((part) => part.records).filter(({ link }) => link === 'anchor' || link === 'same')).toHaveLength(4);
    expect(await recentCustomers(5)).toHaveLength(1);
  });

  it('stores under each customer only what was asked for her when many are opened at once', async () => {
    const people = sandbox.people().slice(0, 12);
    const refs = people.flatMap(({ records }) => records.filter((ref) => ref.system === 'hubspot').slice(0, 1));
    await Promise.all(refs.map((ref) => lookUp(engine, open(ref))));
    const owner = new Map(sandbox.people().flatMap(({ key, records }) => records.map((ref) => [`${ref.system} ${ref.id}`, key])));
    for (const ref of refs) {
      const known = (await dossier(recordKey(ref))) ?? expect.fail();
      const same = known.parts.flatMap((part) => part.records).filter(({ link }) => link === 'anchor' || link === 'same');
      for (const { record } of same)
        expect(owner.get(`${record.ref.system} ${record.ref.id}`), record.name).toBe(owner.get(`hubspot ${ref.id}`));
    }
  });

  it('continues a long timeline page by page to its end', async () => {
    let continued = false;
    for (const { records } of sandbox.people().slice(0, 12)) {
      const ref = records.find((each) => each.system === 'pipedrive');
      if (!ref) continue;
      await lookUp(engine, open(ref));
      const part = async () => (await dossier(recordKey(ref)))?.parts.find((each) => each.connectionId === ids.pipedrive) ?? expect.fail();
      for (let page = 0; page < 100 && (await part()).hasMore; page++) {
        const before = (await part()).activities.length;
        expect(await moreTimeline(engine, recordKey(ref), ids.pipedrive ?? '')).toEqual({});
        expect((await part()).activities.length).toBeGreaterThanOrEqual(before);
        continued = true;
      }
      expect((await part()).hasMore).toBe(false);
    }
    expect(continued).toBe(true);
  });
});
