import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../../lib/engine/outbox/audit-of.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { type Action, madeBy } from '../../lib/model/actions.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { confirmDelivery } from '../../lib/store/deliveries.ts';
import { acceptDelivery, discardDelivery, enqueue, retryDelivery, undoAction } from '../../lib/store/queue.ts';
import { outbox } from '../../lib/store/reading.ts';
import { SystemError } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { changed, deliveryOf, SIX, Stand, WRITES } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset());

const first = (system: string) => stand.records(system, 1)[0] ?? expect.fail();

describe('undo', () => {
  it('sends nothing when it comes before the sending', async () => {
    const id = await stand.queue(first('hubspot'), { kind: 'note', text: 'never mind' });
    expect(await undoAction(id)).toBe(1);
    await stand.drainAll(stand.worker());
    expect(stand.sandbox.effects()).toEqual([]);
    expect((await deliveryOf(id)).state).toBe('cancelled');
  });

  it.each(SIX)('takes a note back in %s, or says that it stays there', async (system) => {
    const id = await stand.queue(first(system), { kind: 'note', text: 'too early' });
    await stand.drainAll(stand.worker());
    await undoAction(id);
    await stand.drainAll(stand.worker());
    const [delivery] = (await outbox())[0]?.deliveries ?? [];
    if (system === 'amocrm') expect(delivery).toMatchObject({ state: 'confirmed', remains: { code: 'cannot-undo' } });
    else expect(delivery).toMatchObject({ state: 'undone' });
    expect(stand.sandbox.effects()).toHaveLength(system === 'amocrm' ? 1 : 2);
  });

  it('happens once when its answer is lost and its worker killed', async () => {
    for (const system of ['hubspot', 'salesforce', 'pipedrive', 'zoho', 'dynamics'] as const) {
      const id = await stand.queue(first(system), { kind: 'note', text: `wrong ${system}` });
      await stand.drainAll(stand.worker());
      await undoAction(id);
      stand.sandbox.faults.add({ system, kind: 'lost-answer', match: WRITES, times: 1 });
      await drain(stand.worker());
      stand.locks.die();
      await stand.drainAll(stand.worker());
      expect((await deliveryOf(id)).state, system).toBe('undone');
      expect(stand.sandbox.effects(system), system).toHaveLength(2);
    }
  });

  it('leaves alone what somebody has changed since, and says so', async () => {
    const hubspot = systems.hubspot ?? expect.fail();
    const undo = () => Promise.reject(new SystemError('conflict', { code: 'changed', field: 'amount' }));
    const engine = stand.worker({ systems: { hubspot: changed(hubspot, { undo }) } });
    const id = await stand.queue(first('hubspot'), { kind: 'note', text: 'x' });
    await stand.drainAll(engine);
    await undoAction(id);
    await stand.drainAll(engine);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'confirmed', remains: { kind: 'conflict', code: 'changed' } });
  });
});

describe('a dependent action', () => {
  it('goes to the record the first one made, however often it is looked at before', async () => {
    const on = first('pipedrive');
    const before = await stand.queue(on, { kind: 'note', text: 'the first' });
    const made = madeBy(before, { ...on, object: 'contact' });
    const id = await stand.queue(made, { kind: 'task', title: 'the second' }, before);
    const seen: string[] = [];
    const pipedrive = systems.pipedrive ?? expect.fail();
    const perform: typeof pipedrive.perform = (action, key, io) => {
      seen.push(`${action.kind} ${action.on[0]?.id}`);
      if (action.kind === 'note') return pipedrive.perform(action, key, io).then((receipt) => ({ ...receipt, refs: [on] }));
      return pipedrive.perform(action, key, io);
    };
    await stand.drainAll(stand.worker({ systems: { pipedrive: changed(pipedrive, { perform }) } }));
    expect(seen).toEqual([`note ${on.id}`, `task ${on.id}`]);
    expect((await deliveryOf(id)).state).toBe('confirmed');
  });

  it('is held while the first is refused, goes after it was tried again, and stops when it is discarded', async () => {
    const on = first('hubspot');
    const nobody = { ...on, id: '999999999' };
    const refused = await stand.queue(nobody, { kind: 'note', text: 'refused' });
    const held = await stand.queue(on, { kind: 'task', title: 'follow up' }, refused);
    const free = await stand.queue(on, { kind: 'task', title: 'independent' });
    await stand.drainAll(stand.worker());
    expect([await state(refused), await state(held), await state(free)]).toEqual(['failed', 'queued', 'confirmed']);
    await discardDelivery((await deliveryOf(refused)).id);
    await stand.drainAll(stand.worker());
    expect(await deliveryOf(held)).toMatchObject({ state: 'needs-you', error: { code: 'not-without' } });
    await retryDelivery((await deliveryOf(held)).id);
    await stand.drainAll(stand.worker());
    expect(await state(held)).toBe('confirmed');
  });
});

describe('one entry for many systems', () => {
  it('retries only what did not arrive', async () => {
    const on = (['hubspot', 'pipedrive'] as const).map(first);
    const [hubspot, pipedrive] = [stand.ids.hubspot ?? '', stand.ids.pipedrive ?? ''];
    const refuse = changed(systems.pipedrive ?? expect.fail(), {
      perform: () => Promise.reject(new SystemError('forbidden', { status: 403 })),
    });
    const id = await enqueue({
      record: 'r',
      customerName: 'x',
      action: { kind: 'note', text: 'both', on, at: stand.clock.at },
      targets: [hubspot, pipedrive],
    });
    await stand.drainAll(stand.worker({ systems: { ...stand.worker().systems, pipedrive: refuse } }));
    const states = async () => Object.fromEntries(((await outbox())[0]?.deliveries ?? []).map((each) => [each.connectionId, each.state]));
    expect(await states()).toEqual({ [hubspot]: 'confirmed', [pipedrive]: 'failed' });
    for (const row of await outboxDb.deliveries.where('actionId').equals(id).toArray()) await retryDelivery(row.id);
    await stand.drainAll(stand.worker());
    expect(await states()).toEqual({ [hubspot]: 'confirmed', [pipedrive]: 'confirmed' });
    expect(stand.sandbox.effects()).toHaveLength(2);
  });

  it('keeps what nobody can confirm until the rep has looked', async () => {
    const zoho = changed(systems.zoho ?? expect.fail(), {
      confirm: () => Promise.reject(new SystemError('invalid', { code: 'unsupported' })),
    });
    const engine = stand.worker({ systems: { zoho } });
    const [there, gone] = [
      await stand.queue(first('zoho'), { kind: 'note', text: 'there' }),
      await stand.queue(first('zoho'), { kind: 'note', text: 'gone' }),
    ];
    stand.sandbox.faults.add({ system: 'zoho', kind: 'lost-answer', match: WRITES, times: 1 });
    await stand.drainAll(engine);
    stand.sandbox.faults.clear();
    expect([await state(there), await state(gone)]).toEqual(['needs-you', 'confirmed']);
    expect(await acceptDelivery((await deliveryOf(there)).id)).toBe(true);
    await stand.drainAll(engine);
    expect(stand.sandbox.effects()).toHaveLength(2);
  });
});

it('confirmDelivery writes neither receipt nor audit entry when the rep was faster', async () => {
  const id = await stand.queue(first('hubspot'), { kind: 'note', text: 'x' });
  const row = await deliveryOf(id);
  const job = {
    row,
    stored: { record: 'r', customerName: 'x', action: { kind: 'note', text: 'x', on: [], at: 0 } as Action },
    receipts: [],
    known: undefined,
  };
  const engine = stand.worker();
  expect(await confirmDelivery(row.id, { refs: [], at: 1 }, auditOf(engine, job, { state: 'written', refs: [] }))).toBe(false);
  expect(await outboxDb.audit.count()).toBe(0);
});

const state = async (id: string) => (await deliveryOf(id)).state;
