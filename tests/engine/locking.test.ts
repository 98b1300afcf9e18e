import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { lockWhenIdle } from '../../lib/engine/auto-lock.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { wipeAll } from '../../lib/engine/privacy.ts';
import { searchRecords } from '../../lib/engine/search.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { lockState } from '../../lib/store/lock-state.ts';
import { lock, setPassphrase, unlock } from '../../lib/store/passphrase.ts';
import { connections, outbox, recentCustomers } from '../../lib/store/reading.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { vaultDb } from '../../lib/store/vault.ts';
import { twoCustomers } from './two-customers.ts';

const MINUTE_MS = 60_000;
const here = twoCustomers();

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
    // The clock is set back by hours, right after a use: nobody can tell how long ago that was.
    used = now;
    now -= 240 * MINUTE_MS;
    await look();
    expect((await lockState()).isLocked).toBe(true);
    await unlock('correct horse');
    await saveSettings({ lockAfterMin: 0 });
    now += 999 * MINUTE_MS;
    await look();
    expect((await lockState()).isLocked).toBe(false);
  });

  test('stops sending and showing, keeps what waits, and lets it go once when it is opened again', async () => {
    await setPassphrase('correct horse', 10);
    await here.stand.queue(here.ana, { kind: 'note', text: 'waits for the passphrase' });
    const before = await outboxDb.deliveries.toArray();
    await lock();
    const worker = here.stand.worker();
    const asked = here.stand.sandbox.requests().length;
    await expect(drain(worker)).rejects.toMatchObject({ kind: 'locked' });
    await expect(syncRound(worker)).rejects.toMatchObject({ kind: 'locked' });
    expect(here.stand.sandbox.requests()).toHaveLength(asked);
    expect(here.stand.entries()).toEqual([]);
    expect(await outboxDb.deliveries.toArray()).toEqual(before);
    expect(await waitingCount()).toBe(1);
    expect([await outbox(), await recentCustomers(9), await connections()]).toEqual([[], [], []]);
    expect(await searchRecords('a', 9, here.stand.clock.at)).toEqual([]);
    await unlock('correct horse');
    await here.stand.drainAll(here.stand.worker());
    expect(here.stand.entries('hubspot')).toHaveLength(1);
  });

  test('lets a write that is under way when it closes arrive once', async () => {
    await setPassphrase('correct horse', 10);
    await here.stand.queue(here.ana, { kind: 'note', text: 'under way' });
    const fetch: typeof here.stand.fetch = async (request) => {
      const answer = await here.stand.fetch(request);
      if (request.method === 'POST' && /notes/.test(request.url)) await lock();
      return answer;
    };
    await expect(drain(here.stand.worker({ fetch }))).rejects.toMatchObject({ kind: 'locked' });
    expect((await outboxDb.deliveries.toArray()).map(({ state }) => state)).toEqual(['sending']);
    here.stand.locks.die();
    await unlock('correct horse');
    await here.stand.drainAll(here.stand.worker());
    expect(await here.stand.problems()).toEqual([]);
    expect(here.stand.entries('hubspot')).toHaveLength(1);
  });
});

describe('wiping', () => {
  test('leaves no row in any table, locked or not, and a store that can be used again', async () => {
    for (const isLocked of [false, true]) {
      await setPassphrase('correct horse', 10);
      await here.stand.queue(here.ana, { kind: 'note', text: 'gone' });
      if (isLocked) await lock();
      await wipeAll(here.stand.worker());
      for (const db of [cacheDb, outboxDb, settingsDb, vaultDb])
        for (const table of db.tables) expect(await table.count(), `${db.name} ${table.name}`).toBe(0);
      expect(await lockState()).toEqual({ hasPassphrase: false, isLocked: false });
      await here.stand.reset(['hubspot']);
      await here.open(here.ana);
      expect(await recentCustomers(5)).toHaveLength(1);
    }
  });
});
