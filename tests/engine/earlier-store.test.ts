import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { drafts } from '../../lib/store/drafts.ts';
import { passKeeper } from '../../lib/store/keeper.ts';
import { dataKey, forgetDataKey } from '../../lib/store/keys.ts';
import { renewDataKey } from '../../lib/store/legacy-keys.ts';
import { lock, setPassphrase, unlock } from '../../lib/store/passphrase.ts';
import { connections, outbox, recentCustomers } from '../../lib/store/reading.ts';
import { neverLogList } from '../../lib/store/settings.ts';
import { forgetVaultKey, getSecret, renewVaultKey, vaultDb } from '../../lib/store/vault.ts';
import { type DatabaseName, EARLIER, type Filling, fillEarlier } from './earlier-store.ts';

const FULL = process.env.FULL === '1';
const databases = {
  'sidelight-cache': cacheDb,
  'sidelight-outbox': outboxDb,
  'sidelight-settings': settingsDb,
  'sidelight-vault': vaultDb,
};
const newest = Object.fromEntries(Object.entries(EARLIER).map(([name, all]) => [name, all.length])) as Record<DatabaseName, number>;

/** Every earlier version of one database beside the newest of the others, and all at their first. */
const CASES: [string, Record<DatabaseName, number>][] = [
  ['all databases at version 1', { 'sidelight-cache': 1, 'sidelight-outbox': 1, 'sidelight-settings': 1, 'sidelight-vault': 1 }],
  ...(Object.keys(EARLIER) as DatabaseName[]).flatMap((name) =>
    EARLIER[name].map((_, index): [string, Record<DatabaseName, number>] => [
      `${name} at version ${index + 1}`,
      { ...newest, [name]: index + 1 },
    ]),
  ),
];
const MANY: Filling = { customers: 10_000, waiting: 50 };
/** The size is tried where everything is oldest; the other pairs are about schemas. */
const FEW: Filling = { customers: 200, waiting: 50 };

/** As if this context had just started: no key in memory. */
function keptKeysForgotten(): void {
  forgetDataKey();
  forgetVaultKey();
}

beforeEach(async () => {
  for (const db of Object.values(databases)) await db.delete();
  keptKeysForgotten();
  await passKeeper().set(undefined);
});

async function everythingIsThere({ customers, waiting }: Filling): Promise<void> {
  expect(await cacheDb.dossiers.count()).toBe(customers);
  expect((await recentCustomers(3)).map(({ name }) => name)).toEqual([1, 2, 3].map((back) => `Ана ${customers - back}`));
  const actions = await outbox();
  expect(actions.map(({ action }) => (action.kind === 'note' ? action.text : ''))).toEqual(
    Array.from({ length: waiting }, (_, index) => `note ${waiting - index}`),
  );
  expect(actions.every(({ deliveries }) => deliveries[0]?.state === 'queued')).toBe(true);
  expect(await drafts()).toMatchObject([{ text: 'черновик' }]);
  expect(await connections()).toMatchObject([{ id: 'c', systemName: 'HubSpot' }]);
  expect(await neverLogList()).toEqual(['ana@example.com']);
  expect(await getSecret('c')).toEqual({ id: 'c', token: 'old token' });
}

describe('the store', () => {
  test.each(CASES)('keeps every row when it finds %s', async (name, versions) => {
    const filling = FULL || name.startsWith('all') ? MANY : FEW;
    await fillEarlier(versions, filling);
    for (const db of Object.values(databases)) await db.open();
    await everythingIsThere(filling);
    await renewDataKey();
    await renewVaultKey();
    for (const row of [...(await settingsDb.keys.toArray()), ...(await vaultDb.keys.toArray())])
      if (row.id !== 'master') expect(row, row.id).not.toHaveProperty('key');
    await everythingIsThere(filling);
    await setPassphrase('correct horse', 10);
    await lock();
    expect(await connections()).toEqual([]);
    await unlock('correct horse');
    await everythingIsThere(filling);
  });

  test('goes on where it was stopped when old rows move to the new key', async () => {
    await fillEarlier(newest, FEW);
    for (const db of Object.values(databases)) await db.open();
    // The worker dies at every write of rows, one after the other.
    for (let writes = 0; ; writes++) {
      let left = writes;
      const dying = (_mode: string, ...rest: unknown[]) => {
        if (left-- === 0) throw new Error('the worker was stopped');
        return Reflect.apply(real, outboxDb, [_mode, ...rest]) as never;
      };
      const real = outboxDb.transaction;
      Object.assign(outboxDb, { transaction: dying });
      const stopped = await renewDataKey().then(
        () => false,
        () => true,
      );
      Object.assign(outboxDb, { transaction: real });
      keptKeysForgotten();
      if (!stopped) break;
    }
    await everythingIsThere(FEW);
  });

  test('does not bring back what was deleted while old rows move', async () => {
    await fillEarlier(newest, FEW);
    for (const db of Object.values(databases)) await db.open();
    const moving = renewDataKey();
    await outboxDb.drafts.clear();
    await moving;
    expect(await outboxDb.drafts.count()).toBe(0);
    expect(await dataKey()).toBeDefined();
  });
});
