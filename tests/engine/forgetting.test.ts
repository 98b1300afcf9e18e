import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { forgetCustomer, sweepStore, wipeAll } from '../../lib/engine/privacy.ts';
import { rule } from '../../lib/engine/rule.ts';
import { searchRecords } from '../../lib/engine/search.ts';
import { type PersonRecord, recordKey } from '../../lib/model/records.ts';
import type { FeedObject, SyncedRow } from '../../lib/model/sync.ts';
import { checkAudit } from '../../lib/store/audit.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { beginDossier } from '../../lib/store/dossiers.ts';
import { drafts, saveDraft } from '../../lib/store/drafts.ts';
import { liftForgotten, markForgotten } from '../../lib/store/forgotten.ts';
import { whatIsKept } from '../../lib/store/kept.ts';
import { connections, dossier, outbox, recentCustomers, settings } from '../../lib/store/reading.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { cachedRecord } from '../../lib/store/records.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import type { RecordRef } from '../../lib/systems/contract.ts';
import { twoCustomers } from './two-customers.ts';

const DAY_MS = 86_400_000;
const here = twoCustomers();

const showAgain = (ref: RecordRef) => liftForgotten([recordKey(ref)]);

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
    await here.stand.queue(here.ana, { kind: 'note', text: 'delivered' });
    await here.stand.drainAll(here.stand.worker());
    await saveDraft({ record: recordKey(here.ana), customerName: 'Ana', kind: 'task', text: 'half', targets: [], savedAt: 1 });
    const name = (await recentCustomers(5)).find(({ dossier: each }) => each === here.key)?.name ?? '';
    const row = { kind: 'person' as const, ref: here.ana, name, emails: [], phones: [], links: [], custom: {} };
    const note = {
      ref: { ...here.ana, object: 'activity' as const, id: 'n1' },
      kind: 'note' as const,
      at: 1,
      text: 'about her',
      on: [here.ana],
    };
    const kept = { ...row, ref: here.other, name: 'Somebody Else' };
    await storePage({ connectionId: here.stand.ids.hubspot ?? '', object: 'contact', rows: [row, kept], at: 1 });
    await storePage({ connectionId: here.stand.ids.hubspot ?? '', object: 'activity', rows: [note], at: 1 });
    expect(await searchRecords(name, 5, here.stand.clock.at)).not.toEqual([]);

    expect(await forgetCustomer(here.stand.worker(), here.key, false)).toBe(0);

    expect(await dossier(here.key)).toBeUndefined();
    expect(await everythingAbout(here.ana)).toEqual([]);
    expect(await drafts()).toEqual([]);

    expect(await searchRecords(name, 5, here.stand.clock.at)).toEqual([]);
    expect(await cachedRecord(recordKey(here.ana))).toBeUndefined();
    expect(await cachedRecord(recordKey(note.ref))).toBeUndefined();
    expect((await cachedRecord(recordKey(here.other)))?.row).toMatchObject({ name: 'Somebody Else' });
    expect((await recentCustomers(5)).map(({ anchor }) => recordKey(anchor))).toEqual([recordKey(here.other)]);
    expect(await checkAudit()).toEqual({ entries: 1, dropped: 1 });
    expect(await connections()).toHaveLength(2);
  });

  test('keeps what was not sent yet until the rep says otherwise', async () => {
    await here.stand.queue(here.ana, { kind: 'note', text: 'waits' });
    expect(await forgetCustomer(here.stand.worker(), here.key, false)).toBe(1);
    expect(await outbox()).toHaveLength(1);
    await here.stand.drainAll(here.stand.worker());
    expect(here.stand.entries('hubspot')).toHaveLength(1);
    await showAgain(here.ana);
    await here.open(here.ana);
    await here.stand.queue(here.ana, { kind: 'note', text: 'waits too' });
    expect(await forgetCustomer(here.stand.worker(), here.key, true)).toBe(0);
    expect(await outbox()).toEqual([]);
    expect(await drain(here.stand.worker())).toEqual({ delivered: [] });
    expect(here.stand.entries('hubspot')).toHaveLength(1);
  });

  test('takes her out of what lies with others, in every system', async () => {
    const deal = (await dossier(here.key))?.parts.flatMap((part) => part.records).find(({ record }) => record.kind === 'company')?.record;
    await forgetCustomer(here.stand.worker(), here.key, false);
    const parts = await Promise.all((await recentCustomers(9)).map(({ dossier: each }) => dossier(each)));
    const refs = parts.flatMap((each) => each?.parts ?? []).flatMap((part) => part.records.map(({ record }) => recordKey(record.ref)));
    expect(refs).not.toContain(recordKey(here.ana));
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
    changedAt: here.stand.clock.at,
  });
  const told = async (object: FeedObject, ...rows: SyncedRow[]) => {
    const news = await storePage({ connectionId: here.stand.ids.hubspot ?? '', object, rows, at: here.stand.clock.at });
    return news.map((each) => recordKey(each.ref));
  };
  const another = (id: string): RecordRef => ({ ...here.ana, id });

  test('is not brought back by a list, under another record of hers with her address either, nor is what is said about her', async () => {
    const { emails } = (await recentCustomers(5)).find(({ dossier: each }) => each === here.key) ?? expect.fail();
    const [email] = emails as [string];
    await forgetCustomer(here.stand.worker(), here.key, false);
    const double = another('900001');
    const note = (id: string, on: RecordRef) => ({
      ref: { ...on, object: 'activity' as const, id },
      kind: 'note' as const,
      at: 1,
      on: [on],
    });
    expect(
      await told('contact', row(here.ana, []), row(double, [` ${email.toUpperCase()}`]), row(here.other, ['b@example.com'], 'Else')),
    ).toEqual([recordKey(here.other)]);
    expect(await told('activity', note('n1', here.ana), note('n2', double), note('n3', here.other))).toHaveLength(1);
    expect(await told('contact', row(double, []))).toEqual([]);
    expect(await told('contact', { ref: here.ana, deletedAt: here.stand.clock.at + 1 })).toEqual([]);
    expect(await searchRecords('Quartzine', 5, here.stand.clock.at)).toEqual([]);
    expect(await cachedRecord(recordKey(double))).toBeUndefined();
  });

  test('is asked about nowhere and kept nowhere when she is opened, until the rep wants to see her again', async () => {
    await forgetCustomer(here.stand.worker(), here.key, false);
    const asked = here.stand.sandbox.requests().length;
    expect(await here.open(here.ana)).toEqual({ error: { kind: 'invalid', code: 'forgotten' } });
    expect(here.stand.sandbox.requests()).toHaveLength(asked);
    expect(await everythingAbout(here.ana)).toEqual([]);

    await showAgain(here.ana);
    expect(await here.open(here.ana)).toEqual({ dossier: here.key });
    expect((await recentCustomers(5)).map(({ dossier: each }) => each)).toContain(here.key);
    expect(await told('contact', row(here.ana, []))).toEqual([recordKey(here.ana)]);
  });

  test('is known by her address in another system, and shown again from there', async () => {
    const twin = (await dossier(here.key))?.parts.flatMap(({ records }) => records).find(({ link }) => link === 'same')?.record.ref;
    const from = twin ?? expect.fail('she is in one system alone');
    const { emails } = (await recentCustomers(5)).find(({ dossier: each }) => each === here.key) ?? expect.fail();
    await forgetCustomer(here.stand.worker(), here.key, false);
    // As if that record had come later: her address alone tells.
    await showAgain(from);
    await markForgotten(emails);
    expect(await here.open(from)).toMatchObject({ error: { code: 'forgotten' } });
    expect(await everythingAbout(from)).toEqual([]);
    await showAgain(from);
    expect(await here.open(from)).toEqual({ dossier: recordKey(from) });
  });

  test('leaves out nobody who shares no more with her than the mailbox of a department', async () => {
    const buyer = row(another('900002'), ['info@example.com']);
    const [theirs, connectionId] = [recordKey(buyer.ref), here.stand.ids.hubspot ?? ''];
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
    await forgetCustomer(here.stand.worker(), theirs, false);
    const colleague = row(another('900003'), ['info@example.com']);
    expect(await told('contact', buyer, colleague)).toEqual([recordKey(colleague.ref)]);
  });

  test('leaves prints alone behind, sealed, and they open nothing to whoever guesses', async () => {
    await forgetCustomer(here.stand.worker(), here.key, false);
    const rows = await settingsDb.settings.toArray();
    const mark = rows.find(({ name }) => name === 'forgotten') ?? expect.fail('no mark');
    expect(Object.keys(mark).sort()).toEqual(['name', 'sealed']);
    expect(await settings()).not.toHaveProperty('forgotten');
    const names = [recordKey(here.ana), 'ana'];
    const kept = JSON.stringify((await whatIsKept()).forgotten.all);
    for (const name of names) expect(kept).not.toContain(name);
    await wipeAll(here.stand.worker());
    expect(await settingsDb.settings.count()).toBe(0);
  });
});

test('a question that an answer on who is the same had begun brings nobody back who is forgotten meanwhile', async () => {
  const twin = (await dossier(here.key))?.parts.flatMap(({ records }) => records).find(({ link }) => link === 'same')?.record.ref;
  const other = twin ?? expect.fail('she is in one system alone');
  await rule(here.stand.worker(), here.ana, other, false);
  const [asked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const fetch: typeof here.stand.fetch = async (request) => {
    asked.resolve();
    await release.promise;
    return here.stand.fetch(request);
  };
  const ruling = rule(here.stand.worker({ fetch }), here.ana, other, true);
  await asked.promise;
  await forgetCustomer(here.stand.worker(), here.key, false);
  release.resolve();
  await ruling;
  expect((await recentCustomers(9)).map(({ dossier: each }) => each)).not.toContain(here.key);
  expect(await everythingAbout(here.ana)).toEqual([]);
});

describe('keeping', () => {
  /** At this day since now, by what the clock shows. */
  const sweptAt = (day: number) => sweepStore({ now: () => here.stand.clock.at + day * DAY_MS });
  const sweptDaily = async (from: number, to: number) => {
    for (let day = from; day <= to; day++) await sweptAt(day);
  };
  /** Customers, their parts, contents of the history. */
  const left = async () =>
    [await cacheDb.dossiers.count(), await cacheDb.parts.count(), await outboxDb.auditPayloads.count()].map((count) => count > 0);
  const written = async () => {
    await here.stand.queue(here.ana, { kind: 'note', text: 'old' });
    await here.stand.drainAll(here.stand.worker());
    await saveSettings({ keepDays: 30, keepHistoryDays: 60 });
  };

  test.each([
    ['years ahead', 4000],
    ['years behind', -4000],
  ])('drops nothing when the clock was %s for less than a day', async (_name, days) => {
    await written();
    await sweptDaily(0, 2);
    for (const day of [days, days + 0.25, days + 0.9, 3, 4, 5]) await sweptAt(day);
    expect(await left()).toEqual([true, true, true]);
  });

  test('drops nothing on the first day, and goes by a jump of the clock that holds', async () => {
    await written();
    await sweptAt(4000);
    expect(await left()).toEqual([true, true, true]);
    await sweptDaily(4001, 4002);
    expect(await left()).toEqual([false, false, false]);
  });

  test('lets what was written by a clock that was ahead count from when it is set right for a month', async () => {
    here.stand.clock.at += 4000 * DAY_MS;
    await here.open(here.other);
    await written();
    here.stand.clock.at -= 4000 * DAY_MS;
    await sweptDaily(0, 58);
    expect(await left()).toEqual([true, true, true]);
    await sweptDaily(59, 62);
    expect(await left()).toEqual([false, false, true]);
    await sweptDaily(63, 92);
    expect(await left()).toEqual([false, false, false]);
    expect(await checkAudit()).toEqual({ entries: 1, dropped: 1 });
  });

  test('drops customers and contents of the history when they are older than the rep wants, never what waits', async () => {
    await here.stand.queue(here.ana, { kind: 'note', text: 'old' });
    await here.stand.drainAll(here.stand.worker());
    await here.stand.queue(here.other, { kind: 'note', text: 'still waits' });
    await saveSettings({ keepDays: 30, keepHistoryDays: 60 });
    await sweptDaily(0, 29);
    expect(await left()).toEqual([true, true, true]);
    await sweptDaily(30, 31);
    expect(await left()).toEqual([false, false, true]);
    await sweptDaily(32, 61);
    expect(await left()).toEqual([false, false, false]);
    expect(await waitingCount()).toBe(1);
    expect(await checkAudit()).toMatchObject({ entries: 1, dropped: 1 });
  });

  test('keeps everything when the rep wants no end', async () => {
    await saveSettings({ keepDays: 0, keepHistoryDays: 0 });
    await sweptDaily(9999, 10_001);
    expect(await cacheDb.dossiers.count()).toBe(2);
  });

  test('drops fields that are never stored before they are, and shows none of them after a reload', async () => {
    await saveSettings({ neverStore: ['Phones', 'title', 'jobtitle', 'TEXT'] });
    here.stand.clock.at += DAY_MS;
    await here.open(here.ana);
    const parts = (await dossier(here.key))?.parts ?? [];
    const records = parts.flatMap((part) => part.records.map(({ record }) => record));
    expect(records.length).toBeGreaterThan(1);
    for (const record of records) {
      if ('phones' in record) expect(record.phones).toEqual([]);
      if (record.kind === 'person') expect(record).not.toHaveProperty('title');
      expect(Object.keys(record.custom).map((name) => name.toLowerCase())).not.toContain('jobtitle');
    }
    for (const activity of parts.flatMap((part) => part.activities)) expect(activity).not.toHaveProperty('text');
    const summary = (await recentCustomers(5)).find(({ dossier: each }) => each === here.key);
    expect(summary).toMatchObject({ phones: [] });
    expect(summary?.name).toBeTruthy();
  });
});
