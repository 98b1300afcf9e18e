import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lockWhenIdle } from '../../lib/engine/auto-lock.ts';
import { lookUp } from '../../lib/engine/look-up.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { forgetCustomer, sweepStore, wipeAll } from '../../lib/engine/privacy.ts';
import { searchRecords } from '../../lib/engine/search.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { type PersonRecord, recordKey } from '../../lib/model/records.ts';
import type { FeedObject, SyncedRow } from '../../lib/model/sync.ts';
import { checkAudit } from '../../lib/store/audit.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { beginDossier } from '../../lib/store/dossiers.ts';
import { drafts, saveDraft } from '../../lib/store/drafts.ts';
import { liftForgotten, markForgotten } from '../../lib/store/forgotten.ts';
import { whatIsKept } from '../../lib/store/kept.ts';
import { lockState } from '../../lib/store/lock-state.ts';
import { lock, setPassphrase, unlock } from '../../lib/store/passphrase.ts';
import { connections, dossier, outbox, recentCustomers, settings } from '../../lib/store/reading.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { cachedRecord } from '../../lib/store/records.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { vaultDb } from '../../lib/store/vault.ts';
import type { RecordRef } from '../../lib/systems/contract.ts';
import { Stand } from './stand.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let stand: Stand;
let ana: RecordRef;
let other: RecordRef;
/** Ana's dossier. */
let key: string;

beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(async () => {
  await stand.reset(['hubspot', 'pipedrive']);
  const [first, second] = stand.records('hubspot', 2);
  [ana, other] = [first ?? expect.fail(), second ?? expect.fail()];
  await open(ana);
  await open(other);
  key = (await recentCustomers(5)).find(({ anchor }) => recordKey(anchor) === recordKey(ana))?.dossier ?? expect.fail('not opened');
});

const showAgain = (ref: RecordRef) => liftForgotten([recordKey(ref)]);

async function open(ref: RecordRef): Promise<Awaited<ReturnType<typeof lookUp>>> {
  const { native, id, account } = ref;
  const record = { system: ref.system, object: 'contact' as const, native, id, account, host: 'app.hubspot.com' };
  const tab = { page: { kind: 'record' as const, record }, via: 'url' as const, connectionId: stand.ids[ref.system] ?? '', at: 1 };
  return lookUp(stand.worker(), { open: openRecord(tab, await connections()) ?? expect.fail('not connected') });
}

/** Tables that name her record in a column in clear. */
async function everythingAbout(ref: RecordRef): Promise<string[]> {
  const rows = await Promise.all(
    [...cacheDb.tables, ...outboxDb.tables, settingsDb.rulings].map(async (table) => [table.name, await table.toArray()]),
  );
  const wanted = recordKey(ref);
  return rows.filter(([, each]) => JSON.stringify(each).includes(wanted)).map(([name]) => String(name));
}

describe('forgetting a person', () => {
  test('leaves nothing of her here, everything of others, and a chain that holds', async () => {
    await stand.queue(ana, { kind: 'note', text: 'delivered' });
    await stand.drainAll(stand.worker());
    await saveDraft({ record: recordKey(ana), customerName: 'Ana', kind: 'task', text: 'half', targets: [], savedAt: 1 });
    const name = (await recentCustomers(5)).find(({ dossier: each }) => each === key)?.name ?? '';
    const row = { kind: 'person' as const, ref: ana, name, emails: [], phones: [], links: [], custom: {} };
    const note = { ref: { ...ana, object: 'activity' as const, id: 'n1' }, kind: 'note' as const, at: 1, text: 'about her', on: [ana] };
    const kept = { ...row, ref: other, name: 'Somebody Else' };
    await storePage({ connectionId: stand.ids.hubspot ?? '', object: 'contact', rows: [row, kept], at: 1 });
    await storePage({ connectionId: stand.ids.hubspot ?? '', object: 'activity', rows: [note], at: 1 });
    expect(await searchRecords(name, 5, stand.clock.at)).not.toEqual([]);

    expect(await forgetCustomer(stand.worker(), key, false)).toBe(0);

    expect(await dossier(key)).toBeUndefined();
    expect(await everythingAbout(ana)).toEqual([]);
    expect(await drafts()).toEqual([]);

    expect(await searchRecords(name, 5, stand.clock.at)).toEqual([]);
    expect(await cachedRecord(recordKey(ana))).toBeUndefined();
    expect(await cachedRecord(recordKey(note.ref))).toBeUndefined();
    expect((await cachedRecord(recordKey(other)))?.row).toMatchObject({ name: 'Somebody Else' });
    expect((await recentCustomers(5)).map(({ anchor }) => recordKey(anchor))).toEqual([recordKey(other)]);
    expect(await checkAudit()).toEqual({ entries: 1, dropped: 1 });
    expect(await connections()).toHaveLength(2);
  });

  test('keeps what was not sent yet until the rep says otherwise', async () => {
    await stand.queue(ana, { kind: 'note', text: 'waits' });
    expect(await forgetCustomer(stand.worker(), key, false)).toBe(1);
    expect(await outbox()).toHaveLength(1);
    await stand.drainAll(stand.worker());
    expect(stand.entries('hubspot')).toHaveLength(1);
    await showAgain(ana);
    await open(ana);
    await stand.queue(ana, { kind: 'note', text: 'waits too' });
    expect(await forgetCustomer(stand.worker(), key, true)).toBe(0);
    expect(await outbox()).toEqual([]);
    expect(await drain(stand.worker())).toEqual({ delivered: [] });
    expect(stand.entries('hubspot')).toHaveLength(1);
  });

  test('takes her out of what lies with others, in every system', async () => {
    const deal = (await dossier(key))?.parts.flatMap((part) => part.records).find(({ record }) => record.kind === 'company')?.record;
    await forgetCustomer(stand.worker(), key, false);
    const parts = await Promise.all((await recentCustomers(9)).map(({ dossier: each }) => dossier(each)));
    const refs = parts.flatMap((each) => each?.parts ?? []).flatMap((part) => part.records.map(({ record }) => recordKey(record.ref)));
    expect(refs).not.toContain(recordKey(ana));
    expect(deal).toBeDefined();
  });
});

describe('a forgotten person', () => {
  const row = (ref: RecordRef, emails: string[], name = 'Quartzine'): PersonRecord => ({
    kind: 'person',
    ref,
    name,
    emails,
    phones: [],
    links: [],
    custom: {},
    changedAt: stand.clock.at,
  });
  const told = async (object: FeedObject, ...rows: SyncedRow[]) => {
    const news = await storePage({ connectionId: stand.ids.hubspot ?? '', object, rows, at: stand.clock.at });
    return news.map((each) => recordKey(each.ref));
  };
  const another = (id: string): RecordRef => ({ ...ana, id });

  test('is not brought back by a list, under another record of hers with her address either, nor is what is said about her', async () => {
    const { emails } = (await recentCustomers(5)).find(({ dossier: each }) => each === key) ?? expect.fail();
    const [email] = emails as [string];
    await forgetCustomer(stand.worker(), key, false);
    const double = another('900001');
    const note = (id: string, on: RecordRef) => ({
      ref: { ...on, object: 'activity' as const, id },
      kind: 'note' as const,
      at: 1,
      on: [on],
    });
    expect(await told('contact', row(ana, []), row(double, [` ${email.toUpperCase()}`]), row(other, ['b@example.com'], 'Else'))).toEqual([
      recordKey(other),
    ]);
    expect(await told('activity', note('n1', ana), note('n2', double), note('n3', other))).toHaveLength(1);
    expect(await told('contact', row(double, []))).toEqual([]);
    expect(await told('contact', { ref: ana, deletedAt: stand.clock.at + 1 })).toEqual([]);
    expect(await searchRecords('Quartzine', 5, stand.clock.at)).toEqual([]);
    expect(await cachedRecord(recordKey(double))).toBeUndefined();
  });

  test('is asked about nowhere and kept nowhere when she is opened, until the rep wants to see her again', async () => {
    await forgetCustomer(stand.worker(), key, false);
    const asked = stand.sandbox.requests().length;
    expect(await open(ana)).toEqual({ error: { kind: 'invalid', code: 'forgotten' } });
    expect(stand.sandbox.requests()).toHaveLength(asked);
    expect(await everythingAbout(ana)).toEqual([]);

    await showAgain(ana);
    expect(await open(ana)).toEqual({ dossier: key });
    expect((await recentCustomers(5)).map(({ dossier: each }) => each)).toContain(key);
    expect(await told('contact', row(ana, []))).toEqual([recordKey(ana)]);
  });

  test('is known by her address in another system, and shown again from there', async () => {
    const twin = (await dossier(key))?.parts.flatMap(({ records }) => records).find(({ link }) => link === 'same')?.record.ref;
    const from = twin ?? expect.fail('she is in one system alone');
    const { emails } = (await recentCustomers(5)).find(({ dossier: each }) => each === key) ?? expect.fail();
    await forgetCustomer(stand.worker(), key, false);
    // As if that record had come later: her address alone tells.
    await showAgain(from);
    await markForgotten(emails);
    expect(await open(from)).toMatchObject({ error: { code: 'forgotten' } });
    expect(await everythingAbout(from)).toEqual([]);
    await showAgain(from);
    expect(await open(from)).toEqual({ dossier: recordKey(from) });
  });

  test('leaves out nobody who shares no more with her than the mailbox of a department', async () => {
    const buyer = row(another('900002'), ['info@example.com']);
    const [theirs, connectionId] = [recordKey(buyer.ref), stand.ids.hubspot ?? ''];
    const opening = { record: theirs, dossier: theirs, people: [{ ref: buyer.ref, name: 'Buyer' }], at: 1 };
    const { name, ref, emails, phones } = buyer;
    await beginDossier({
      ...{ key: theirs, kind: 'person', anchor: ref, openedAt: 1, opening, connectionIds: [connectionId] },
      summary: { dossier: theirs, kind: 'person', anchor: ref, name, emails, phones, connectionIds: [connectionId], openedAt: 1 },
      own: {
        ...{ connectionId, answeredAt: 1, members: [theirs] },
        body: { records: [{ record: buyer, link: 'anchor' }], activities: [], hasMore: false },
      },
    });
    await forgetCustomer(stand.worker(), theirs, false);
    const colleague = row(another('900003'), ['info@example.com']);
    expect(await told('contact', buyer, colleague)).toEqual([recordKey(colleague.ref)]);
  });

  test('leaves prints alone behind, sealed, and they open nothing to whoever guesses', async () => {
    await forgetCustomer(stand.worker(), key, false);
    const rows = await settingsDb.settings.toArray();
    const mark = rows.find(({ name }) => name === 'forgotten') ?? expect.fail('no mark');
    expect(Object.keys(mark).sort()).toEqual(['name', 'sealed']);
    expect(await settings()).not.toHaveProperty('forgotten');
    const names = [recordKey(ana), 'ana'];
    const kept = JSON.stringify((await whatIsKept()).forgotten.all);
    for (const name of names) expect(kept).not.toContain(name);
    await wipeAll(stand.worker());
    expect(await settingsDb.settings.count()).toBe(0);
  });
});

describe('keeping', () => {
  test('drops customers and contents of the history when they are older than the rep wants, never what waits', async () => {
    await stand.queue(ana, { kind: 'note', text: 'old' });
    await stand.drainAll(stand.worker());
    await stand.queue(other, { kind: 'note', text: 'still waits' });
    await saveSettings({ keepDays: 30, keepHistoryDays: 60 });
    const start = stand.clock.at;
    const leftAfter = async (days: number) => {
      await sweepStore({ now: () => start + days * DAY_MS });
      return [await cacheDb.dossiers.count(), await cacheDb.parts.count(), await outboxDb.auditPayloads.count()].map((count) => count > 0);
    };
    expect(await leftAfter(29)).toEqual([true, true, true]);
    expect(await leftAfter(31)).toEqual([false, false, true]);
    expect(await leftAfter(61)).toEqual([false, false, false]);
    expect(await waitingCount()).toBe(1);
    expect(await checkAudit()).toMatchObject({ entries: 1, dropped: 1 });
  });

  test('keeps everything when the rep wants no end', async () => {
    await saveSettings({ keepDays: 0, keepHistoryDays: 0 });
    await sweepStore({ now: () => stand.clock.at + 9999 * DAY_MS });
    expect(await cacheDb.dossiers.count()).toBe(2);
  });

  test('drops fields that are never stored before they are, and shows none of them after a reload', async () => {
    await saveSettings({ neverStore: ['Phones', 'title', 'jobtitle', 'TEXT'] });
    stand.clock.at += DAY_MS;
    await open(ana);
    const parts = (await dossier(key))?.parts ?? [];
    const records = parts.flatMap((part) => part.records.map(({ record }) => record));
    expect(records.length).toBeGreaterThan(1);
    for (const record of records) {
      if ('phones' in record) expect(record.phones).toEqual([]);
      if (record.kind === 'person') expect(record).not.toHaveProperty('title');
      expect(Object.keys(record.custom).map((name) => name.toLowerCase())).not.toContain('jobtitle');
    }
    for (const activity of parts.flatMap((part) => part.activities)) expect(activity).not.toHaveProperty('text');
    const summary = (await recentCustomers(5)).find(({ dossier: each }) => each === key);
    expect(summary).toMatchObject({ phones: [] });
    expect(summary?.name).toBeTruthy();
  });
});

describe('the lock', () => {
  test('closes after so many minutes without use, by the clock alone, and never earlier', async () => {
    await setPassphrase('correct horse', 10);
    await saveSettings({ lockAfterMin: 15 });
    let [now, used, wakeAt] = [1_000_000, 1_000_000, undefined as number | undefined];
    const idle = {
      lastUse: () => Promise.resolve(used),
      wakeAt: (at: number | undefined) => {
        wakeAt = at;
        return Promise.resolve();
      },
    };
    const look = () => lockWhenIdle({ now: () => now }, idle);
    await look();
    expect(wakeAt).toBe(used + 15 * MINUTE_MS);
    now += 14 * MINUTE_MS;
    used = now;
    now = wakeAt ?? 0;
    await look();
    expect((await lockState()).isLocked).toBe(false);
    expect(wakeAt).toBe(used + 15 * MINUTE_MS);
    now = wakeAt ?? 0;
    await look();
    expect((await lockState()).isLocked).toBe(true);
    expect(wakeAt).toBeUndefined();
    await unlock('correct horse');
    await saveSettings({ lockAfterMin: 0 });
    now += 999 * MINUTE_MS;
    await look();
    expect((await lockState()).isLocked).toBe(false);
  });

  test('stops sending and showing, keeps what waits, and lets it go once when it is opened again', async () => {
    await setPassphrase('correct horse', 10);
    await stand.queue(ana, { kind: 'note', text: 'waits for the passphrase' });
    const before = await outboxDb.deliveries.toArray();
    await lock();
    const worker = stand.worker();
    const asked = stand.sandbox.requests().length;
    await expect(drain(worker)).rejects.toMatchObject({ kind: 'locked' });
    await expect(syncRound(worker)).rejects.toMatchObject({ kind: 'locked' });
    expect(stand.sandbox.requests()).toHaveLength(asked);
    expect(stand.entries()).toEqual([]);
    expect(await outboxDb.deliveries.toArray()).toEqual(before);
    expect(await waitingCount()).toBe(1);
    expect([await outbox(), await recentCustomers(9), await connections()]).toEqual([[], [], []]);
    expect(await searchRecords('a', 9, stand.clock.at)).toEqual([]);
    await unlock('correct horse');
    await stand.drainAll(stand.worker());
    expect(stand.entries('hubspot')).toHaveLength(1);
  });

  test('lets a write that is under way when it closes arrive once', async () => {
    await setPassphrase('correct horse', 10);
    await stand.queue(ana, { kind: 'note', text: 'under way' });
    const fetch: typeof stand.fetch = async (request) => {
      const answer = await stand.fetch(request);
      if (request.method === 'POST' && /notes/.test(request.url)) await lock();
      return answer;
    };
    await expect(drain(stand.worker({ fetch }))).rejects.toMatchObject({ kind: 'locked' });
    expect((await outboxDb.deliveries.toArray()).map(({ state }) => state)).toEqual(['sending']);
    stand.locks.die();
    await unlock('correct horse');
    await stand.drainAll(stand.worker());
    expect(await stand.problems()).toEqual([]);
    expect(stand.entries('hubspot')).toHaveLength(1);
  });
});

describe('wiping', () => {
  test('leaves no row in any table, locked or not, and a store that can be used again', async () => {
    for (const isLocked of [false, true]) {
      await setPassphrase('correct horse', 10);
      await stand.queue(ana, { kind: 'note', text: 'gone' });
      if (isLocked) await lock();
      await wipeAll(stand.worker());
      for (const db of [cacheDb, outboxDb, settingsDb, vaultDb])
        for (const table of db.tables) expect(await table.count(), `${db.name} ${table.name}`).toBe(0);
      expect(await lockState()).toEqual({ hasPassphrase: false, isLocked: false });
      await stand.reset(['hubspot']);
      await open(ana);
      expect(await recentCustomers(5)).toHaveLength(1);
    }
  });
});
