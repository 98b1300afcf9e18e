import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookUp } from '../../lib/engine/look-up.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { recordKey } from '../../lib/model/records.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { enqueue, undoAction } from '../../lib/store/queue.ts';
import { connections } from '../../lib/store/reading.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { deliveryOf, FULL, Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset(['hubspot', 'salesforce']));

describe('the never-log list', () => {
  it.each(['email', 'domain', 'name'] as const)('refuses at the click and again in the worker when it names the %s', async (what) => {
    const [on] = stand.records('hubspot', 1);
    if (!on) return expect.fail();
    const engine = stand.worker();
    const hubspot = engine.systems.hubspot ?? expect.fail();
    const io = {
      connection: stand.sandbox.connection('hubspot'),
      fetch: stand.fetch,
      signal: new AbortController().signal,
      now: stand.clock.now,
      random: () => 0,
    };
    const person = await hubspot.read(on, io);
    if (person.kind !== 'person') return expect.fail();
    const email = person.emails[0] ?? expect.fail();
    const entry = { email, domain: email.split('@')[1] ?? '', name: person.name }[what];
    const url = hubspot.recordUrl(on, io.connection) ?? expect.fail();
    const connectionId = stand.ids.hubspot ?? '';
    const { detectRecord } = await import('../../lib/systems/detect.ts');
    const record = detectRecord(url) ?? expect.fail();
    const open = openRecord({ page: { kind: 'record', record }, via: 'url', connectionId, at: 0 } as never, await connections());
    await lookUp(engine, { open: open ?? expect.fail() });

    const before = await stand.queue(on, { kind: 'note', text: 'queued before the list knew' });
    await saveSettings({ neverLog: ['nobody@example.com', entry] });
    await expect(stand.queue(on, { kind: 'note', text: 'too late' })).rejects.toMatchObject({ kind: 'never-log' });
    await stand.drainAll(engine);
    expect(await deliveryOf(before)).toMatchObject({ state: 'failed', error: { code: 'never-log' }, attempts: 0 });
    expect(stand.sandbox.effects()).toEqual([]);
    await saveSettings({ neverLog: undefined });
    await stand.queue(on, { kind: 'note', text: 'allowed again' });
  });
});

describe('the same click', () => {
  it('is one entry from two windows, two panels or a double click', async () => {
    const [one, two] = stand.records('hubspot', 2);
    if (!one || !two) return expect.fail();
    const pairs = FULL ? 500 : 100;
    for (let index = 0; index < pairs; index++) {
      const on = index % 2 === 0 ? one : two;
      const note = { kind: 'note', text: `click ${index}` } as const;
      // Each window has its own composer, and with it its own id.
      const [left, right] = await Promise.all([stand.queue(on, note), stand.queue(on, note)]);
      expect(left).toBe(right);
    }
    await stand.drainAll(stand.worker());
    expect(stand.entries()).toHaveLength(pairs);
  });

  it('is one entry when a composer hands over the same id twice', async () => {
    const [on] = stand.records('hubspot', 1);
    if (!on) return expect.fail();
    const order = { id: crypto.randomUUID(), record: recordKey(on), customerName: 'x', targets: [stand.ids.hubspot ?? ''] };
    await enqueue({ ...order, action: { kind: 'note', text: 'once', on: [on], at: stand.clock.at } });
    await enqueue({ ...order, action: { kind: 'note', text: 'once', on: [on], at: stand.clock.at + 60_000 } });
    expect(await outboxDb.actions.count()).toBe(1);
  });

  it('is a new entry after half a minute, elsewhere, to another system, and when the first was taken back', async () => {
    const [on] = stand.records('hubspot', 1);
    const [other] = stand.records('salesforce', 1);
    if (!on || !other) return expect.fail();
    const note = { kind: 'note', text: 'called, no answer' } as const;
    const first = await stand.queue(on, note);
    expect(await stand.queue(other, note)).not.toBe(first);
    await undoAction(first);
    const again = await stand.queue(on, note);
    expect(again).not.toBe(first);
    stand.clock.at += 31_000;
    expect(await stand.queue(on, note)).not.toBe(again);
  });

  it('is a new entry when the rep has gone back and forth in between', async () => {
    const [on] = stand.records('hubspot', 1);
    if (!on) return expect.fail();
    const to = (value: string) => stand.queue(on, { kind: 'field', field: 'lifecyclestage', value });
    const ids = [await to('lead'), await to('customer'), await to('lead')];
    expect(new Set(ids).size).toBe(3);
  });
});
