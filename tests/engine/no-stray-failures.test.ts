import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { lookUp } from '../../lib/engine/look-up.ts';
import { recordKey } from '../../lib/model/records.ts';
import { cacheDb } from '../../lib/store/databases.ts';
import { dossier } from '../../lib/store/reading.ts';
import { twoCustomers } from './two-customers.ts';

const here = twoCustomers();

/** Runs something with tables that take no row any more; answers the promises that were rejected and that nobody looked at. */
async function withoutRoom(tables: readonly string[], run: () => Promise<unknown>): Promise<unknown[]> {
  const stray: unknown[] = [];
  const note = (reason: unknown) => void stray.push(reason);
  const theirs = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', note);
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof real>) {
    if (tables.includes(this.name)) throw new DOMException('no room', 'QuotaExceededError');
    return Reflect.apply(real, this, given);
  };
  try {
    await run();
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
  } finally {
    IDBObjectStore.prototype.put = real;
    process.off('unhandledRejection', note);
    for (const listener of theirs) process.on('unhandledRejection', listener);
  }
  return stray;
}

test.each([['dossiers'], ['parts'], ['openings'], ['tasks']])(
  'a look-up that can store no %s says so, and leaves no failure that nobody hears of',
  async (table) => {
    for (const cached of [true, false]) {
      if (!cached) await cacheDb.dossiers.clear();
      here.stand.clock.at += 86_400_000;
      let found: unknown;
      const stray = await withoutRoom([table], async () => {
        found = await here.open(here.ana);
      });
      expect(stray, `cached ${cached}`).toEqual([]);
      // A task that cannot be kept is no reason to show nothing of her; and where room is made, she may be who goes.
      const isShown = table === 'tasks' || (cached && table === 'dossiers');
      expect(found).toMatchObject(isShown ? { dossier: here.key } : { error: { code: 'storage-full' } });
    }
  },
);

test('so does one of a company or deal whose customer is known', async () => {
  const known = (await dossier(here.key))?.parts.flatMap(({ records }) => records) ?? [];
  const deal = known.find(({ record }) => record.ref.system === 'hubspot' && record.ref.object !== 'contact')?.record.ref;
  if (!deal) expect.fail(`nothing beside her: ${JSON.stringify(known.map(({ record }) => record.ref))}`);
  const open = { ref: deal, connectionId: here.stand.ids.hubspot ?? '' };
  await lookUp(here.stand.worker(), { open });
  for (const table of ['dossiers', 'parts', 'openings']) {
    here.stand.clock.at += 86_400_000;
    const stray = await withoutRoom([table], () => lookUp(here.stand.worker(), { open }));
    expect(stray, `${table} of ${recordKey(deal)}`).toEqual([]);
  }
});
