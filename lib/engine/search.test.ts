import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { summaryOf } from '../../tests/customer-summary.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import type { SyncedRow } from '../model/sync.ts';
import { cacheDb } from '../store/databases.ts';
import { forgetConnectionCache, saveHead } from '../store/dossiers.ts';
import { forgetPlaces } from '../store/places.ts';
import { forgetRecords, storePage } from '../store/record-pages.ts';
import { catchUpSearch, dropSearchMemory, forgetSearch, searchRecords, tidySearch } from './search.ts';
import { Told } from './search-entry.ts';

const NOW = Date.UTC(2026, 10, 21);

function ref(id: string, object: RecordRef['object'] = 'contact', system = 'hubspot'): RecordRef {
  return { system, account: '44', object, native: object, id };
}

function person(id: string, name: string, more: object = {}): SyncedRow {
  return { ref: ref(id), kind: 'person', name, emails: [], phones: [], links: [], custom: {}, changedAt: NOW, ...more };
}

async function store(...rows: SyncedRow[]): Promise<SyncedRow[]> {
  return storePage({ connectionId: 'h', object: 'contact', rows, at: NOW });
}

async function opened(id: string, name: string, at: number, members: string[] = [], system = 'hubspot'): Promise<void> {
  const anchor = ref(id, 'contact', system);
  const key = recordKey(anchor);
  const summary = summaryOf(anchor, name, at, { phones: ['+52 81 1234 5678'] });
  await saveHead({ key, kind: 'person', anchor, openedAt: at, summary });
  await cacheDb.dossiers.update(key, { members: [key, ...members] });
}

const names = async (query: string, limit = 10) => (await searchRecords(query, limit, NOW)).map(({ name }) => name);

/** What a worker that was stopped leaves to the next one. */
function restart(): void {
  dropSearchMemory();
  forgetPlaces();
}

beforeEach(async () => {
  for (const table of cacheDb.tables) await table.clear();
  restart();
});

describe('search of the worker', () => {
  it('finds what was stored, and finds it no more when it was changed or deleted', async () => {
    await store(person('1', 'Ana Pérez'), person('2', 'Борис Иванов'));
    expect(await names('perez')).toEqual(['Ana Pérez']);
    await store(person('1', 'Ana Castro', { changedAt: NOW + 5000 }), { ref: ref('2'), deletedAt: NOW + 5000 });
    expect(await names('perez')).toEqual([]);
    expect(await names('castro')).toEqual(['Ana Castro']);
    expect(await names('ivanov')).toEqual([]);
  });

  it('answers when there is no room to save the index, and saves it when there is', async () => {
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof real>) {
      if (this.name === 'indexes') throw new DOMException('no room', 'QuotaExceededError');
      return Reflect.apply(real, this, given);
    };
    try {
      // More chunks than are left to be read again.
      for (let id = 0; id < 70; id++) await store(person(String(id), `Ana Pérez ${id}`));
      expect(await names('perez', 50)).toHaveLength(50);
      expect(await cacheDb.indexes.count()).toBe(0);
    } finally {
      IDBObjectStore.prototype.put = real;
    }
    expect(await names('perez', 50)).toHaveLength(50);
    expect(await cacheDb.indexes.count()).toBeGreaterThan(0);
  });

  it('finds the same after the worker was stopped, saved or not', async () => {
    await store(person('1', 'Ana Pérez'), person('2', 'Boris Ivanov'));
    await tidySearch();
    await store(person('3', 'Ana Castro'), { ref: ref('2'), deletedAt: NOW + 5000 });
    expect(await names('ana')).toHaveLength(2);
    restart();
    expect(await names('ana')).toHaveLength(2);
    expect(await names('boris')).toEqual([]);
    await tidySearch();
    restart();
    expect(await names('ana')).toHaveLength(2);
    expect(await names('boris')).toEqual([]);
  });

  it('shows one customer under her merged name when she was opened from several systems', async () => {
    const [inSalesforce, inHubSpot] = [recordKey(ref('7', 'contact', 'salesforce')), recordKey(ref('1'))];
    await store({ ...person('7', 'Ana Perez', { changedAt: NOW + 9000 }), ref: ref('7', 'contact', 'salesforce') });
    // Left before the other systems had answered: only the name of the one is known there.
    await opened('7', 'Ana Perez', NOW + 8000, [], 'salesforce');
    await opened('1', 'Ana Pérez', NOW, [inSalesforce]);
    for (const query of ['ana', 'preez', 'perez']) {
      expect(await searchRecords(query, 10, NOW)).toMatchObject([{ key: inHubSpot, dossier: inHubSpot, name: 'Ana Pérez' }]);
    }
  });

  it('opens no chunk again that the saved index covers', async () => {
    await store(person('1', 'Ana Pérez'));
    await tidySearch();
    await cacheDb.chunks.clear();
    restart();
    expect(await names('perez')).toEqual(['Ana Pérez']);
  });

  it('takes a stored page as it is handed over, without opening its chunks', async () => {
    const news = await store(person('1', 'Ana Pérez'), person('2', 'Boris Ivanov'));
    await cacheDb.chunks.toCollection().modify({ sealed: new Uint8Array(90) });
    const told = new Told();
    told.add(news);
    await catchUpSearch(told);
    expect(await names('ana')).toEqual(['Ana Pérez']);
  });

  it('merges many saved segments without losing or reviving anything', async () => {
    for (let round = 0; round < 8; round += 1) {
      await store(person('x', `Common Nr${round}`, { changedAt: NOW + round * 5000 }), person(String(round), `Ana Nr${round}`));
      if (round === 5) await store({ ref: ref('2'), deletedAt: NOW + 60_000 });
      await tidySearch();
    }
    expect(await cacheDb.indexes.count()).toBeLessThan(8);
    for (const step of [() => undefined, restart]) {
      step();
      expect((await names('ana')).sort()).toEqual([0, 1, 3, 4, 5, 6, 7].map((nr) => `Ana Nr${nr}`));
      expect(await names('common')).toEqual(['Common Nr7']);
    }
  });

  it('makes the index anew when a piece of it is lost or changed', async () => {
    await store(person('1', 'Ana Pérez'));
    for (const harm of [
      () => cacheDb.indexes.delete('1.0'),
      () => cacheDb.indexes.update('1.0', { sealed: new Uint8Array(90) }),
      () => cacheDb.indexes.update('head', { sealed: new Uint8Array(90) }),
    ]) {
      await tidySearch();
      await harm();
      restart();
      expect(await names('perez')).toEqual(['Ana Pérez']);
    }
  });

  it('leaves nothing readable in its rows', async () => {
    await store(person('1', 'Canaryname'));
    await tidySearch();
    const rows = await cacheDb.indexes.toArray();
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['id', 'sealed']);
    for (const { sealed } of rows) expect(new TextDecoder('latin1').decode(sealed).toLowerCase()).not.toContain('canary');
  });

  it('finds opened customers by what all their systems say, the last opened first', async () => {
    await opened('1', 'Ana Pérez', NOW - 5000);
    await opened('2', 'Ana Castro', NOW - 9_000_000);
    expect(await names('1234 5678')).toEqual(['Ana Pérez', 'Ana Castro']);
    await opened('2', 'Ana Castro', NOW);
    expect(await names('ana')).toEqual(['Ana Castro', 'Ana Pérez']);
  });

  it('shows several records of one opened customer once, and where she is', async () => {
    const twin: SyncedRow = { ...person('9', 'Ana Pérez'), ref: ref('9', 'contact', 'pipedrive') } as SyncedRow;
    await store(twin);
    await opened('1', 'Ana Pérez', NOW, [recordKey(twin.ref)]);
    const found = await searchRecords('ana', 10, NOW);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ dossier: recordKey(ref('1')), ref: { system: 'hubspot', account: '44', object: 'contact', id: '1' } });
  });

  it('finds nothing of a connection that was removed, nor of a forgotten index', async () => {
    await store(person('1', 'Ana Pérez'), person('2', 'Ana Castro'));
    await tidySearch();
    expect(await names('ana', 1)).toHaveLength(1);
    await forgetRecords('h');
    await forgetConnectionCache('h');
    expect(await names('ana', 1)).toEqual([]);
    await forgetSearch();
    expect(await cacheDb.indexes.count()).toBe(0);
  });

  it('prefers a person with an open deal as long as it is open', async () => {
    const deal = (status: string, changedAt: number): SyncedRow =>
      ({
        ref: ref('d', 'deal'),
        kind: 'deal',
        name: 'Tyres',
        status,
        changedAt,
        custom: {},
        links: [{ role: 'contact', ref: ref('2') }],
      }) as SyncedRow;
    await store(person('1', 'Ana Pérez'), person('2', 'Ana Castro', { changedAt: NOW - 86_400_000 }));
    expect(await names('ana')).toEqual(['Ana Pérez', 'Ana Castro']);
    await storePage({ connectionId: 'h', object: 'deal', rows: [deal('open', NOW)], at: NOW });
    expect(await names('ana')).toEqual(['Ana Castro', 'Ana Pérez']);
    await storePage({ connectionId: 'h', object: 'deal', rows: [deal('won', NOW + 9000)], at: NOW });
    expect(await names('ana')).toEqual(['Ana Pérez', 'Ana Castro']);
    expect(await names('tyres')).toEqual(['Tyres']);
  });
});
