import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../sandbox/random.ts';
import { wipe } from '../../tests/engine/bench.ts';
import { recordKey } from '../model/records.ts';
import { isTombstone, type SyncedRow } from '../model/sync.ts';
import { compactRecords } from './compaction.ts';
import { cacheDb } from './databases.ts';
import { CHUNK_ROWS, hashOf, PlaceTable } from './place-table.ts';
import { forgetPlaces } from './places.ts';
import { forgetRecords, storePage } from './record-pages.ts';
import { cachedCounts, cachedRecord, cachedRow, cachedRows, eachCached } from './records.ts';
import { newIv } from './seal.ts';
import { saveSettings } from './settings.ts';

const SEED = Number(process.env.SEED ?? 20261121);
const DAY_MS = 86_400_000;
const ref = (id: number) => ({ system: 'hubspot', account: '7', object: 'contact', native: '0-1', id: String(id) }) as const;
const person = (id: number, changedAt: number, name = `Person ${id}`): SyncedRow => ({
  kind: 'person',
  ref: ref(id),
  name,
  emails: [`p${id}@example.com`],
  phones: [],
  links: [],
  custom: {},
  changedAt,
});
const gone = (id: number, deletedAt?: number): SyncedRow => ({ ref: ref(id), ...(deletedAt !== undefined && { deletedAt }) });
const page = (rows: readonly SyncedRow[], at = 1000) => storePage({ connectionId: 'c', object: 'contact', rows, at });
const key = (id: number) => recordKey(ref(id));

beforeEach(wipe);

describe('synced records', () => {
  it('come back by key, the newest version of each, in this context and in the next', async () => {
    await page(Array.from({ length: 250 }, (_, id) => person(id, 10)));
    await page([person(7, 20, 'Ana'), gone(8, 30)]);
    for (const fresh of [false, true]) {
      if (fresh) forgetPlaces();
      expect(await cachedRecord(key(7))).toMatchObject({ row: { name: 'Ana' }, connectionId: 'c', at: 1000 });
      expect((await cachedRow(key(8)))?.row).toEqual(gone(8, 30));
      expect(await cachedRecord(key(8))).toBeUndefined();
      expect(await cachedRow(key(999))).toBeUndefined();
      expect((await cachedRows([key(1), key(249), key(400)])).size).toBe(2);
    }
    expect(await cacheDb.chunks.count()).toBe(Math.ceil(250 / CHUNK_ROWS) + 1);
  });

  it('are not overtaken by an answer from before', async () => {
    await page([person(1, 50, 'new')]);
    expect(await page([person(1, 40, 'old')])).toEqual([]);
    await page([gone(2, 50)]);
    expect(await page([person(2, 40), gone(2, 50)])).toEqual([]);
    expect((await cachedRecord(key(1)))?.row).toMatchObject({ name: 'new' });
    expect(await cachedRecord(key(2))).toBeUndefined();
    await page([person(2, 60, 'restored')]);
    expect((await cachedRecord(key(2)))?.row).toMatchObject({ name: 'restored' });
  });

  it('lead from a merged record to the one it became', async () => {
    await page([person(1, 1), person(2, 1, 'winner')]);
    await page([{ ref: ref(1), mergedInto: ref(2) }]);
    expect((await cachedRecord(key(1)))?.row).toMatchObject({ name: 'winner' });
  });

  it('hold the last word of a page that tells a record twice', async () => {
    await page([person(1, 1, 'first'), person(1, 1, 'second')]);
    expect((await cachedRecord(key(1)))?.row).toMatchObject({ name: 'second' });
  });

  it('of a removed connection leave nothing', async () => {
    await page([person(1, 1)]);
    await forgetRecords('c');
    expect(await cachedRow(key(1))).toBeUndefined();
    expect([await cacheDb.chunks.count(), await cacheDb.places.count(), await cacheDb.cursors.count()]).toEqual([0, 0, 0]);
  });

  it('are written once when two workers store at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, id) => page([person(id, 1)])));
    expect((await cachedCounts('c')).contact).toBe(20);
  });

  it('remember a delete for 90 days, and as long as an older version lies anywhere', async () => {
    await page(Array.from({ length: 100 }, (_, id) => person(id, 1)));
    await page([gone(1, DAY_MS), gone(500, DAY_MS)], DAY_MS);
    await page([person(300, 1)], DAY_MS);
    await compactRecords(50 * DAY_MS);
    expect((await cachedRow(key(500)))?.row).toEqual(gone(500, DAY_MS));
    await page([person(301, 1)], DAY_MS);
    await compactRecords(99 * DAY_MS);
    expect(await cachedRow(key(500))).toBeUndefined();
    expect((await cachedRow(key(1)))?.row).toEqual(gone(1, DAY_MS));
  });

  it(`equal a plain map after any pages, deletes, merging steps and restarts (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const pick = (below: number) => Math.floor(random() * below);
    const model = new Map<string, SyncedRow>();
    let clock = 0;
    for (let step = 0; step < 120; step++) {
      clock += 1;
      const rows = Array.from({ length: 1 + pick(40) }, () => {
        const id = pick(600);
        return random() < 0.2 ? gone(id, clock * DAY_MS) : person(id, clock * DAY_MS, `v${step}`);
      });
      await page(rows, clock * DAY_MS);
      for (const row of rows) model.set(recordKey(row.ref), row);
      if (random() < 0.3) await compactRecords(clock * DAY_MS);
      if (random() < 0.2) forgetPlaces();
    }
    while (await compactRecords((clock + 200) * DAY_MS));
    const alive = [...model].filter(([, row]) => !isTombstone(row));
    const kept = new Map<string, SyncedRow>();
    for await (const { rows } of eachCached()) for (const row of rows) kept.set(recordKey(row.ref), row);
    expect(kept).toEqual(new Map(alive));
    const found = await cachedRows([...model.keys()]);
    for (const [each, row] of model) expect(found.get(each)?.row, each).toEqual(isTombstone(row) ? found.get(each)?.row : row);
    expect(await cacheDb.chunks.count()).toBeLessThan(2 * Math.ceil(alive.length / CHUNK_ROWS) + 3);
  });

  it('are dropped when their chunk or its list was changed or moved, whichever bit', async () => {
    await page(Array.from({ length: 120 }, (_, id) => person(id, 1)));
    const random = seededRandom(SEED);
    const [chunk, other] = await cacheDb.chunks.toArray();
    const [listing] = await cacheDb.places.toArray();
    if (!chunk || !other || !listing) throw new Error('no rows');
    for (let round = 0; round < 200; round++) {
      const at = Math.floor(random() * chunk.sealed.length);
      const sealed = chunk.sealed.slice();
      sealed[at] = (sealed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      await cacheDb.chunks.put({ ...chunk, sealed });
      expect(await cachedRow(key(0)), `byte ${at}`).toBeUndefined();
    }
    await cacheDb.chunks.bulkPut([
      { ...chunk, sealed: other.sealed },
      { ...other, sealed: chunk.sealed },
    ]);
    expect(await cachedRow(key(0))).toBeUndefined();
    expect(await cachedRow(key(119))).toBeUndefined();
    await cacheDb.chunks.bulkPut([chunk, other]);
    expect(await cachedRow(key(0))).toBeDefined();
    const sealed = listing.sealed.slice();
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    await cacheDb.places.put({ ...listing, sealed });
    forgetPlaces();
    expect(await cachedRow(key(0))).toBeUndefined();
  });
});

describe('PlaceTable', () => {
  it('finds what a Map finds, for 50,000 keys', () => {
    const table = new PlaceTable();
    const hashes = Array.from({ length: 50_000 }, (_, id) => hashOf(key(id)));
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const [id, hash] of hashes.entries()) table.set(hash, { chunk: 1 + Math.floor(id / 100), slot: id % 100, stamp: id });
    for (const [id, hash] of hashes.entries())
      expect(table.get(hash)?.stamp === id && table.isAt(hash, 1 + Math.floor(id / 100), id % 100)).toBe(true);
    expect(table.get(hashOf('nobody'))).toBeUndefined();
    expect(table.size).toBe(50_000);
    expect([...table.countByChunk().values()].every((count) => count === 100)).toBe(true);
  });
});

describe('newIv', () => {
  it('draws a million initialisation vectors without a repeat, by the first 64 bits alone', () => {
    const drawn = new BigUint64Array(1_000_000);
    for (let at = 0; at < drawn.length; at++) drawn[at] = new DataView(newIv().buffer).getBigUint64(0);
    drawn.sort();
    expect(drawn.findIndex((iv, at) => at > 0 && iv === drawn[at - 1])).toBe(-1);
  });
});

describe('fields that are never stored', () => {
  it('are left out from the page after they were named, and kept again after that was taken back', async () => {
    await page([person(1, 1)]);
    await saveSettings({ neverStore: ['emails'] });
    await page([person(2, 1)]);
    await page([person(3, 1)]);
    await saveSettings({ neverStore: undefined });
    await page([person(4, 1)]);
    const emails = async (id: number) => {
      const row = (await cachedRecord(key(id)))?.row;
      return row && 'emails' in row ? row.emails : undefined;
    };
    expect(await Promise.all([1, 2, 3, 4].map(emails))).toEqual([['p1@example.com'], [], [], ['p4@example.com']]);
  });
});
