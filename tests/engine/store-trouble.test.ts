import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Marks, noteKept, noticeVanished } from '../../lib/engine/vanished.ts';
import { toStoredError } from '../../lib/model/errors.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { condition, troubleOpening } from '../../lib/store/condition.ts';
import { saveConnectionInfo } from '../../lib/store/connections.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { moveDelivery } from '../../lib/store/deliveries.ts';
import { answerPart, askParts, saveHead } from '../../lib/store/dossiers.ts';
import { saveDraft } from '../../lib/store/drafts.ts';
import { dataKey, forgetDataKey } from '../../lib/store/keys.ts';
import { enqueue } from '../../lib/store/queue.ts';
import { dossier, outbox, recentCustomers, settings } from '../../lib/store/reading.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { cachedRecord } from '../../lib/store/records.ts';
import { forgetVaultKey, getSecret, putSecret } from '../../lib/store/vault.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { wipe } from './bench.ts';

const SEED = Number(process.env.SEED ?? 20261121);
const ref = (id: number): RecordRef => ({ system: 'hubspot', account: '1', object: 'contact', native: '0-1', id: String(id) });
const note = (id: number) => ({
  id: `a${id}`,
  record: recordKey(ref(id)),
  customerName: 'Ana',
  action: { kind: 'note' as const, text: `note ${id}`, on: [ref(id)], at: id * 60_000 },
  targets: ['h'],
});

async function customers(count: number): Promise<void> {
  for (let id = 1; id <= count; id++) {
    const key = recordKey(ref(id));
    const summary = {
      dossier: key,
      kind: 'person' as const,
      anchor: ref(id),
      name: `Ana ${id}`,
      emails: [],
      phones: [],
      connectionIds: ['h'],
      openedAt: id,
    };
    await saveHead({ key, kind: 'person', anchor: ref(id), openedAt: id, summary });
  }
}

/** From now on `refuses` decides about each write of a row: true = the browser gives no more room. */
function noRoomWhen(refuses: (store: string) => boolean): void {
  for (const name of ['put', 'add'] as const) {
    const real = IDBObjectStore.prototype[name];
    vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...given: Parameters<typeof real>) {
      if (refuses(this.name)) throw new DOMException('no room', 'QuotaExceededError');
      return Reflect.apply(real, this, given);
    });
  }
}

beforeEach(wipe);
afterEach(() => {
  vi.restoreAllMocks();
});

describe('no more room', () => {
  test('lets the customers not opened for longest go, nothing of the outbox, and the write happens', async () => {
    await customers(8);
    await enqueue(note(1));
    await saveDraft({ record: 'r', customerName: 'Ana', kind: 'note', text: 'half', targets: [], savedAt: 1 });
    let left = 1;
    noRoomWhen((store) => store === 'actions' && left-- > 0);
    await enqueue(note(2));
    expect((await outbox()).map(({ id }) => id)).toEqual(['a2', 'a1']);
    expect(await outboxDb.drafts.count()).toBe(1);
    expect((await recentCustomers(20)).map(({ openedAt }) => openedAt)).toEqual([8, 7, 6, 5, 4, 3]);
  });

  test('keeps the customer who was just opened when she was the longest not seen', async () => {
    await customers(8);
    const [key, at] = [recordKey(ref(1)), { connectionId: 'h', askedAt: 9, answeredAt: 10 }];
    await askParts(key, ['h'], 9);
    let left = 1;
    noRoomWhen((store) => store === 'parts' && left-- > 0);
    await answerPart({ dossier: key, ...at, state: 'answered', members: [key] }, { records: [], activities: [], hasMore: false });
    expect((await dossier(key))?.parts).toMatchObject([{ state: 'answered' }]);
    expect((await cacheDb.dossiers.orderBy('openedAt').toArray()).map(({ openedAt }) => openedAt)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('keeps the only customer there is, however often it strikes', async () => {
    await customers(3);
    noRoomWhen((store) => store === 'drafts');
    for (let each = 0; each < 4; each++)
      await expect(
        saveDraft({ record: 'r', customerName: 'Ana', kind: 'note', text: 'half', targets: [], savedAt: 1 }),
      ).rejects.toMatchObject({ kind: 'storage-full' });
    expect((await recentCustomers(20)).map(({ openedAt }) => openedAt)).toEqual([3]);
  });

  test('lets what was read first of followed lists go, and keeps what changed since', async () => {
    const row = (id: number, name: string) => ({
      kind: 'person' as const,
      ref: ref(id),
      name,
      emails: [],
      phones: [],
      links: [],
      custom: {},
    });
    for (let page = 0; page < 4; page++) {
      const rows = [row(page, `Ana ${page}`), row(99, `changed ${page}`)].map((each) => ({ ...each, changedAt: (page + 1) * 10_000 }));
      await storePage({ connectionId: 'h', object: 'contact', rows, at: page });
    }
    let left = 1;
    noRoomWhen((store) => store === 'drafts' && left-- > 0);
    await saveDraft({ record: 'r', customerName: 'Ana', kind: 'note', text: 'half', targets: [], savedAt: 1 });
    expect(await outboxDb.drafts.count()).toBe(1);
    const kept = await Promise.all([0, 1, 2, 3, 99].map(async (id) => (await cachedRecord(recordKey(ref(id))))?.row));
    expect(kept.map((each) => (each && 'name' in each ? each.name : undefined))).toEqual([
      undefined,
      'Ana 1',
      'Ana 2',
      'Ana 3',
      'changed 3',
    ]);
  });

  test('is said in plain words with the text kept when nothing helps', async () => {
    await customers(2);
    await enqueue(note(1));
    noRoomWhen((store) => store === 'actions');
    const failed: unknown = await enqueue(note(2)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ kind: 'storage-full' });
    expect(toStoredError(failed)).toEqual({ kind: 'unavailable', code: 'storage-full' });
    vi.restoreAllMocks();
    expect((await outbox()).map(({ id }) => id)).toEqual(['a1']);
  });

  test(`loses no entry when it strikes at random writes (SEED=${SEED})`, async () => {
    const random = seededRandom(SEED);
    await customers(40);
    noRoomWhen(() => random() < 0.15);
    const told = new Set<string>();
    for (let id = 1; id <= 20; id++) {
      const saved = await enqueue(note(id)).catch(() => undefined);
      if (saved !== undefined) told.add(saved);
    }
    for (const { id } of await outboxDb.deliveries.toArray()) await moveDelivery(id, ['queued'], { state: 'sending' }).catch(() => false);
    vi.restoreAllMocks();
    expect(new Set((await outbox()).map(({ id }) => id))).toEqual(told);
    expect(told.size).toBeGreaterThan(10);
    expect(await outboxDb.deliveries.count()).toBe(told.size);
  });
});

describe('a database a newer version has written', () => {
  test.each([
    ['settings', settingsDb],
    ['outbox', outboxDb],
    ['cache', cacheDb],
  ])('is left as it is and said so when it is the %s', async (_name, db: Dexie) => {
    await enqueue(note(1));
    db.close();
    const newer = new Dexie(db.name);
    const stores = db.tables.map(({ name, schema }) => [name, [schema.primKey, ...schema.indexes].map(({ src }) => src).join(', ')]);
    newer.version(db.verno + 1).stores({ ...Object.fromEntries(stores), later: 'id' });
    await newer.open();
    const version = newer.backendDB().version;
    newer.close();
    await db.open().catch(() => undefined);
    expect(await troubleOpening()).toBe('storage-newer');
    if (db === settingsDb) expect(await condition()).toMatchObject({ trouble: 'storage-newer' });
    const there = await indexedDB.databases();
    expect(there.find(({ name }) => name === db.name)?.version).toBe(version);
    await Dexie.delete(db.name);
  });
});

describe('an upgrade that another window blocks', () => {
  test('waits, changes nothing, and goes on by itself when the window is closed', async () => {
    await enqueue(note(1));
    outboxDb.close();
    await Dexie.delete('sidelight-outbox');
    const old = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('sidelight-outbox', 10);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('drafts', { keyPath: 'id' });
        request.result.createObjectStore('actions', { keyPath: 'id' });
        request.result.createObjectStore('deliveries', { keyPath: 'id' });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    let isOpen = false;
    const opening = troubleOpening().then((trouble) => {
      isOpen = true;
      return trouble;
    });
    await new Promise((done) => setTimeout(done, 20));
    expect(isOpen).toBe(false);
    old.close();
    expect(await opening).toBeUndefined();
    expect(await outboxDb.audit.count()).toBe(0);
  });
});

describe('a key that is gone', () => {
  test('is said so, the outbox stays byte for byte, and no new key hides it', async () => {
    await saveConnectionInfo({ id: 'h', system: 'hubspot', createdAt: 1 } as never);
    await enqueue(note(1));
    await putSecret('h', 'token');
    const before = { actions: await outboxDb.actions.toArray(), deliveries: await outboxDb.deliveries.toArray() };
    await settingsDb.keys.clear();
    forgetDataKey();
    forgetVaultKey();
    expect(await condition()).toEqual({ hasPassphrase: false, isLocked: false, trouble: 'key-gone' });
    await expect(dataKey()).rejects.toMatchObject({ kind: 'key-gone' });
    await expect(enqueue(note(2))).rejects.toMatchObject({ kind: 'key-gone' });
    await expect(getSecret('h')).rejects.toMatchObject({ kind: 'key-gone' });
    expect({ actions: await outboxDb.actions.toArray(), deliveries: await outboxDb.deliveries.toArray() }).toEqual(before);
  });
});

describe('storage the browser has deleted', () => {
  const held: { mark?: { waiting: number } | undefined } = {};
  const marks: Marks = {
    read: () => Promise.resolve(held.mark),
    set: (mark) => {
      held.mark = mark;
      return Promise.resolve();
    },
  };

  beforeEach(() => {
    held.mark = undefined;
  });

  test('is told with how many entries went with it, and everything can be used again', async () => {
    await enqueue(note(1));
    await enqueue(note(2));
    await noteKept(marks);
    expect(held.mark).toEqual({ waiting: 2 });
    expect(await noticeVanished(marks)).toBe(false);
    await wipe();
    expect(await noticeVanished(marks)).toBe(true);
    expect((await settings()).lost).toEqual({ waiting: 2 });
    expect(await condition()).toEqual({ hasPassphrase: false, isLocked: false });
    expect(await noticeVanished(marks)).toBe(false);
    await enqueue(note(3));
    expect(await outbox()).toHaveLength(1);
  });

  test('is told when the outbox alone is gone, and not when all of it was sent', async () => {
    await enqueue(note(1));
    await noteKept(marks);
    await outboxDb.actions.clear();
    await outboxDb.deliveries.clear();
    expect(await noticeVanished(marks)).toBe(true);
    expect((await settings()).lost).toEqual({ waiting: 1 });
    await noteKept(marks);
    expect(held.mark).toEqual({ waiting: 0 });
    expect(await noticeVanished(marks)).toBe(false);
  });

  test('is nothing to tell on the first day', async () => {
    await noteKept(marks);
    expect(held.mark).toBeUndefined();
    expect(await noticeVanished(marks)).toBe(false);
  });
});
