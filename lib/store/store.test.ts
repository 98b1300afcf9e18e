import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CustomerSummary, Draft } from '../model/dossier.ts';
import type { RecordRef } from '../model/records.ts';
import { recordKey } from '../model/records.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { answerPart, askParts, failPart, forgetConnectionCache, saveHead, saveOpening, settleAbandonedParts } from './dossiers.ts';
import { drafts, draftsOf, saveDraft } from './drafts.ts';
import { dataKey, forgetDataKey, keyIn } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { cancelDelivery, discardDelivery, enqueue, retryDelivery } from './queue.ts';
import { dossier, dueTasks, openingOf, outbox, recentCustomers, settings } from './reading.ts';
import { open, seal } from './seal.ts';
import { neverLogList, saveSettings } from './settings.ts';
import { saveTasks } from './tasks.ts';
import { forgetVaultKey, getSecret, putSecret, vaultDb } from './vault.ts';

const ref = (system: string, id: string, object: RecordRef['object'] = 'contact'): RecordRef => ({
  system,
  account: 'acme',
  object,
  native: 'x',
  id,
});
const ana = ref('hubspot', '1');
const anaKey = recordKey(ana);

function summary(name: string, more: Partial<CustomerSummary> = {}): CustomerSummary {
  return { dossier: anaKey, kind: 'person', anchor: ana, name, emails: [], phones: [], connectionIds: ['h'], openedAt: 1, ...more };
}

function person(at: RecordRef, name: string) {
  return { kind: 'person' as const, ref: at, name, emails: [], phones: [], links: [], custom: {} };
}

async function anaIsKnown(): Promise<void> {
  await saveHead({
    key: anaKey,
    kind: 'person',
    anchor: ana,
    openedAt: 5,
    summary: summary('Ана Перес', { phones: ['+52 81 1234 5678'] }),
  });
  await saveOpening({ record: anaKey, dossier: anaKey, people: [{ ref: ana, name: 'Ана Перес' }], at: 5 });
  await askParts(anaKey, ['h', 'p'], 5);
  await answerPart(
    { dossier: anaKey, connectionId: 'h', askedAt: 5, answeredAt: 6, state: 'answered', members: [anaKey] },
    { records: [{ record: person(ana, 'Ана Перес'), link: 'anchor' }], activities: [], hasMore: false },
  );
}

beforeEach(async () => {
  forgetDataKey();
  forgetVaultKey();
  for (const db of [cacheDb, outboxDb, settingsDb, vaultDb]) {
    await db.delete();
    await db.open();
  }
});

describe('seal', () => {
  it('gives back what was sealed, bytes included, and never the same bytes twice', async () => {
    const key = await dataKey();
    const value = { a: 'Ана', bytes: new Uint8Array([1, 2, 250]), n: null };
    const [one, two] = [await seal(key, { table: 't', id: '1' }, value), await seal(key, { table: 't', id: '1' }, value)];
    expect(await open(key, { table: 't', id: '1' }, one)).toEqual(value);
    expect(one).not.toEqual(two);
  });

  it('refuses a value when any bit changed or the row was swapped', async () => {
    const key = await dataKey();
    const sealed = await seal(key, { table: 't', id: '1' }, 'secret');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(open(key, { table: 't', id: '1' }, changed)).rejects.toMatchObject({ kind: 'tampered' });
    }
    await expect(open(key, { table: 't', id: '2' }, sealed)).rejects.toMatchObject({ kind: 'tampered' });
    await expect(open(key, { table: 'u', id: '1' }, sealed)).rejects.toMatchObject({ kind: 'tampered' });
  });

  it('uses one key when many contexts make it at once, and it cannot be exported', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => keyIn(settingsDb.keys, 'race', 'seal')));
    const [first] = keys;
    if (!first) throw new Error('no key');
    const sealed = await seal(first, { table: 't', id: '1' }, 'x');
    for (const key of keys) expect(await open(key, { table: 't', id: '1' }, sealed)).toBe('x');
    await expect(crypto.subtle.exportKey('raw', first)).rejects.toThrow();
  });
});

describe('reading', () => {
  it('makes no key and answers empty when nothing was ever stored', async () => {
    expect(await openingOf(anaKey)).toBeUndefined();
    expect(await recentCustomers(5)).toEqual([]);
    expect(await existingDataKey()).toBeUndefined();
    expect(await settings()).toMatchObject({ language: 'auto', followPreviews: true });
  });

  it('leaves no name, text or phone in clear in any row', async () => {
    await anaIsKnown();
    await enqueue({
      record: anaKey,
      customerName: 'Ана Перес',
      action: { kind: 'note', text: 'Ана Перес', on: [ana], at: 1 },
      targets: ['h'],
    });
    const rows = await Promise.all([...cacheDb.tables, ...outboxDb.tables].map((table) => table.toArray()));
    const plain = JSON.stringify(rows, (_name, value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
    expect(plain).not.toMatch(/Ана|Перес|1234/);
  });

  it('shows what a system answered before while it is asked again or fails', async () => {
    await anaIsKnown();
    await askParts(anaKey, ['h'], 9);
    await failPart({ dossier: anaKey, connectionId: 'h', askedAt: 9, error: { kind: 'unavailable' } });
    const part = (await dossier(anaKey))?.parts.find((each) => each.connectionId === 'h');
    expect(part).toMatchObject({ state: 'failed', answeredAt: 6, error: { kind: 'unavailable' }, records: [{ link: 'anchor' }] });
  });

  it('finds the customer by a member record, and a deal by its member key', async () => {
    await anaIsKnown();
    const twin = ref('pipedrive', '7');
    const deal = ref('pipedrive', '3', 'deal');
    await answerPart(
      { dossier: anaKey, connectionId: 'p', askedAt: 5, answeredAt: 7, state: 'answered', members: [recordKey(twin), recordKey(deal)] },
      {
        records: [
          { record: person(twin, 'Ana Perez'), link: 'same', probability: 0.99 },
          { record: { kind: 'deal', status: 'open', ref: deal, name: 'Deal', links: [], custom: {} }, link: 'related' },
        ],
        activities: [],
        hasMore: false,
      },
    );
    expect(await openingOf(recordKey(twin))).toMatchObject({ dossier: anaKey, people: [{ ref: ana }] });
    expect((await openingOf(recordKey(deal)))?.focus?.name).toBe('Deal');
    expect(await openingOf(recordKey(ref('pipedrive', '4', 'deal')))).toBeUndefined();
  });

  it('settles what a stopped worker left open, so that it is asked again', async () => {
    await anaIsKnown();
    await askParts(anaKey, ['h', 'p'], 99);
    await settleAbandonedParts();
    const parts = (await dossier(anaKey))?.parts.map(({ state, askedAt, error }) => ({ state, askedAt, code: error?.code }));
    expect(parts).toEqual([
      { state: 'answered', askedAt: 0, code: undefined },
      { state: 'failed', askedAt: 0, code: 'interrupted' },
    ]);
  });

  it('drops a part that was moved to another customer by hand', async () => {
    await anaIsKnown();
    const row = await cacheDb.parts.get(`${anaKey}#h`);
    if (!row) throw new Error('no row');
    const other = recordKey(ref('hubspot', '2'));
    await saveHead({ key: other, kind: 'person', anchor: ref('hubspot', '2'), openedAt: 5, summary: summary('Boris') });
    await cacheDb.parts.put({ ...row, id: `${other}#h`, dossier: other });
    expect((await dossier(other))?.parts[0]?.records).toEqual([]);
  });

  it('lists a customer opened from two systems once', async () => {
    await anaIsKnown();
    const twin = recordKey(ref('pipedrive', '7'));
    await saveHead({ key: twin, kind: 'person', anchor: ref('pipedrive', '7'), openedAt: 9, summary: summary('Ana', { dossier: twin }) });
    await answerPart(
      { dossier: twin, connectionId: 'h', askedAt: 9, answeredAt: 9, state: 'answered', members: [anaKey] },
      { records: [], activities: [], hasMore: false },
    );
    expect((await recentCustomers(5)).map((each) => each.dossier)).toEqual([twin]);
  });

  it('lists open tasks before a moment, the longest overdue first', async () => {
    const task = (id: string, dueAt: number) => ({
      task: { ref: ref('hubspot', id, 'activity'), kind: 'task' as const, at: 1, dueAt, on: [ana] },
      connectionId: 'h',
      dossier: anaKey,
      customerName: 'Ana',
    });
    await saveTasks(anaKey, 'h', [task('t1', 50), task('t2', 10), task('t3', 99)]);
    expect((await dueTasks(60)).map((each) => each.task.ref.id)).toEqual(['t2', 't1']);
    await saveTasks(anaKey, 'h', [task('t3', 20)]);
    expect((await dueTasks(60)).map((each) => each.task.ref.id)).toEqual(['t3']);
  });

  it('forgets what a removed connection told', async () => {
    await anaIsKnown();
    await forgetConnectionCache('h');
    expect((await dossier(anaKey))?.parts.map((part) => part.connectionId)).toEqual(['p']);
  });
});

describe('queue', () => {
  const note = { kind: 'note' as const, text: 'call back', on: [ana], at: 3 };
  const draft: Draft = { record: anaKey, customerName: 'Ana', kind: 'note', text: 'call b', targets: ['h'], savedAt: 1 };

  it('keeps one draft per record and kind, and drops it when the note is queued', async () => {
    await saveDraft(draft);
    await saveDraft({ ...draft, text: 'call back', savedAt: 2 });
    expect((await draftsOf(anaKey)).map((each) => each.text)).toEqual(['call back']);
    await enqueue({ record: anaKey, customerName: 'Ana', action: note, targets: ['h', 'p', 'h'] });
    expect(await drafts()).toEqual([]);
    expect((await outbox(anaKey))[0]).toMatchObject({ action: note, deliveries: [{ state: 'queued' }, { state: 'queued' }] });
  });

  it('makes one action when the same id is queued many times at once', async () => {
    const order = { id: 'once', record: anaKey, customerName: 'Ana', action: note, targets: ['h'] };
    await Promise.all(Array.from({ length: 10 }, () => enqueue(order)));
    expect(await outbox()).toHaveLength(1);
    expect(await outboxDb.deliveries.count()).toBe(1);
  });

  it('lists newest first', async () => {
    for (const text of ['1', '2', '3']) await enqueue({ record: anaKey, customerName: 'Ana', action: { ...note, text }, targets: ['h'] });
    expect((await outbox()).map((each) => (each.action.kind === 'note' ? each.action.text : ''))).toEqual(['3', '2', '1']);
  });

  it('lets the rep change only what is not under way', async () => {
    await enqueue({ record: anaKey, customerName: 'Ana', action: note, targets: ['h'] });
    const [row] = await outboxDb.deliveries.toArray();
    if (!row) throw new Error('no delivery');
    await outboxDb.deliveries.update(row.id, { state: 'sending' });
    expect(await cancelDelivery(row.id)).toBe(false);
    expect(await retryDelivery(row.id)).toBe(false);
    await outboxDb.deliveries.update(row.id, { state: 'failed', error: { kind: 'invalid' } });
    expect(await retryDelivery(row.id)).toBe(true);
    expect((await outbox())[0]?.deliveries[0]).not.toHaveProperty('error');
    expect(await discardDelivery(row.id)).toBe(false);
    expect(await cancelDelivery(row.id)).toBe(true);
  });
});

describe('vault', () => {
  it('keeps a secret under a key the data key cannot replace', async () => {
    await putSecret('c1', { token: 'canary' });
    expect(await getSecret('c1')).toEqual({ token: 'canary' });
    const row = await vaultDb.secrets.get('c1');
    if (!row) throw new Error('no row');
    await expect(open(await dataKey(), { table: 'secrets', id: 'c1' }, row.sealed)).rejects.toMatchObject({ kind: 'tampered' });
  });
});

describe('settings', () => {
  it('fills in defaults and takes changes', async () => {
    await saveSettings({ language: 'ru', noteTargets: ['h'] });
    expect(await settings()).toEqual({ language: 'ru', theme: 'auto', followPreviews: true, noteTargets: ['h'] });
  });

  it('seals templates, which are texts of the rep', async () => {
    const templates = [{ id: 't', name: 'Thanks', kind: 'note' as const, text: 'Thank you, {first-name}, says Marta' }];
    await saveSettings({ templates });
    expect((await settings()).templates).toEqual(templates);
    expect(JSON.stringify(await settingsDb.settings.toArray())).not.toContain('Marta');
  });

  it('seals the never-log list, which names people, and lets nothing be written when it cannot be opened', async () => {
    await saveSettings({ neverLog: ['ana@llantasnorte.example'], language: 'es' });
    expect(await settings()).toMatchObject({ neverLog: ['ana@llantasnorte.example'], language: 'es' });
    expect(JSON.stringify(await settingsDb.settings.toArray())).not.toContain('ana');
    const row = await settingsDb.settings.get('neverLog');
    await settingsDb.settings.put({ name: 'neverLog', sealed: (row?.sealed ?? expect.fail()).with(20, 1).with(21, 1).with(22, 1) });
    await expect(neverLogList()).rejects.toMatchObject({ kind: 'tampered' });
    await saveSettings({ neverLog: undefined });
    expect(await neverLogList()).toEqual([]);
  });
});
