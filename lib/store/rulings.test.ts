import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import { settingsDb } from './databases.ts';
import { settings } from './reading.ts';
import { rulings, saveRuling } from './rulings.ts';

beforeEach(async () => {
  await settingsDb.delete();
  await settingsDb.open();
});

describe('saveRuling', () => {
  it('keeps one answer for a pair, whichever record comes first, and forgets it when it is taken back', async () => {
    await saveRuling('b', 'a', true, 1);
    await saveRuling('a', 'c', false, 2);
    await saveRuling('a', 'b', false, 3);
    expect(await rulings()).toEqual([
      { id: 'a b', a: 'a', b: 'b', same: false, at: 3 },
      { id: 'a c', a: 'a', b: 'c', same: false, at: 2 },
    ]);
    await saveRuling('b', 'a', null, 4);
    expect(await rulings()).toEqual([{ id: 'a c', a: 'a', b: 'c', same: false, at: 2 }]);
  });

  it('finds the settings of a database that knew no rulings', async () => {
    await settingsDb.delete();
    const old = new Dexie('sidelight-settings');
    old.version(1).stores({ settings: 'name', connections: 'id', keys: 'id' });
    await old.table('settings').put({ name: 'theme', value: 'dark' });
    old.close();
    await settingsDb.open();
    expect((await settings()).theme).toBe('dark');
    expect(await rulings()).toEqual([]);
    await saveRuling('a', 'b', true, 1);
    expect(await rulings()).toHaveLength(1);
  });
});
