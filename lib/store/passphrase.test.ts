import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { LEAST_ROUNDS } from '../model/rounds.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { drafts, saveDraft } from './drafts.ts';
import { passKeeper } from './keeper.ts';
import { dataKey, forgetDataKey, printKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { lockState } from './lock-state.ts';
import { dropPassphrase, lock, setPassphrase, unlock } from './passphrase.ts';
import { open, seal } from './seal.ts';
import { roundsHere } from './stretch.ts';
import { forgetVaultKey, getSecret, putSecret, vaultDb } from './vault.ts';

/** Far fewer than in use: what is tried here does not depend on how long it takes. */
const FEW = 10;
const ana = { record: 'r', customerName: 'Ана Перес', kind: 'note' as const, text: 'llamar mañana', targets: [], savedAt: 1 };

beforeEach(async () => {
  forgetDataKey();
  forgetVaultKey();
  await passKeeper().set(undefined);
  for (const db of [cacheDb, outboxDb, settingsDb, vaultDb]) {
    await db.delete();
    await db.open();
  }
});

/** What a reader with the profile's files has: every key object that lies there, and every sealed value. */
async function openableWithWhatLiesThere(): Promise<number> {
  const keys = [...(await settingsDb.keys.toArray()), ...(await vaultDb.keys.toArray())];
  return keys.filter(({ key }) => key !== undefined).length;
}

describe('passphrase', () => {
  it('opens the same rows and credentials before and after it is set, changed and dropped', async () => {
    await saveDraft(ana);
    await putSecret('c', { token: 'canary' });
    const before = { drafts: await outboxDb.drafts.toArray(), secrets: await vaultDb.secrets.toArray() };
    const isReadable = async () => {
      expect(await drafts()).toMatchObject([{ text: ana.text }]);
      expect(await getSecret('c')).toEqual({ token: 'canary' });
    };
    await setPassphrase('correct horse', FEW);
    await isReadable();
    await setPassphrase('battery staple', FEW, 'correct horse');
    await isReadable();
    await dropPassphrase('battery staple');
    await isReadable();
    expect({ drafts: await outboxDb.drafts.toArray(), secrets: await vaultDb.secrets.toArray() }).toEqual(before);
    expect(await lockState()).toEqual({ hasPassphrase: false, isLocked: false });
  });

  it('leaves nothing in the profile that opens anything when it is locked', async () => {
    await saveDraft(ana);
    await putSecret('c', { token: 'canary' });
    await setPassphrase('correct horse', FEW);
    await lock();
    expect(await lockState()).toEqual({ hasPassphrase: true, isLocked: true });
    expect(await openableWithWhatLiesThere()).toBe(0);
    expect(await existingDataKey()).toBeUndefined();
    expect(await drafts()).toEqual([]);
    await expect(dataKey()).rejects.toMatchObject({ kind: 'locked' });
    await expect(printKey()).rejects.toMatchObject({ kind: 'locked' });
    await expect(getSecret('c')).rejects.toMatchObject({ kind: 'locked' });
    await expect(putSecret('d', 1)).rejects.toMatchObject({ kind: 'locked' });
    await unlock('correct horse');
    expect(await drafts()).toMatchObject([{ text: ana.text }]);
  });

  it('refuses any other passphrase and loses nothing by it', async () => {
    await saveDraft(ana);
    await setPassphrase('correct horse', FEW);
    await lock();
    for (const other of ['correct Horse', 'correct horse ', '', 'x'.repeat(500)])
      await expect(unlock(other), other).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    await expect(setPassphrase('another one', FEW)).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    await expect(dropPassphrase('another one')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    expect((await lockState()).isLocked).toBe(true);
    await unlock('correct horse');
    expect(await drafts()).toHaveLength(1);
  });

  it('takes the same letters from another keyboard when they were composed differently', async () => {
    await dataKey();
    await setPassphrase('contraseña й', FEW);
    await lock();
    await unlock('contraseña й'.normalize('NFD'));
    expect((await lockState()).isLocked).toBe(false);
  });

  it('opens with the old or the new one, never with neither, when a change is interrupted', async () => {
    await saveDraft(ana);
    await setPassphrase('first one', FEW);
    const old = await settingsDb.keys.get('master');
    await setPassphrase('second one', FEW, 'first one');
    const next = await settingsDb.keys.get('master');
    if (!old || !next) throw new Error('no key row');
    // Stopped before the row was flushed: the bytes of the new one are known, the row is the old one.
    await settingsDb.keys.put(old);
    forgetDataKey();
    expect((await lockState()).isLocked).toBe(true);
    await unlock('first one');
    expect(await drafts()).toHaveLength(1);
    await settingsDb.keys.put(next);
    await lock();
    await unlock('second one');
    expect(await drafts()).toHaveLength(1);
  });

  it('says key-gone and makes no other key when rows are there that only the lost one could open', async () => {
    await saveDraft(ana);
    await putSecret('c', 1);
    for (const id of ['data', 'master']) {
      const row = await settingsDb.keys.get(id);
      if (!row) throw new Error('no key row');
      await settingsDb.keys.delete(id);
      forgetDataKey();
      forgetVaultKey();
      await expect(dataKey(), id).rejects.toMatchObject({ kind: 'key-gone' });
      expect(await settingsDb.keys.get(id)).toBeUndefined();
      await settingsDb.keys.put(row);
    }
    expect(await drafts()).toHaveLength(1);
  });

  it('opens no key when any bit of its wrapping changed or it was put in another’s place', async () => {
    await saveDraft(ana);
    const row = await settingsDb.keys.get('data');
    const wrapped = row?.wrapped ?? expect.fail('no wrapped key');
    await fc.assert(
      fc.asyncProperty(fc.nat(wrapped.length * 8 - 1), async (bit) => {
        const changed = wrapped.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await settingsDb.keys.put({ id: 'data', wrapped: changed });
        forgetDataKey();
        await expect(dataKey()).rejects.toMatchObject({ kind: 'key-gone' });
      }),
      { numRuns: 40, ...(process.env.SEED !== undefined && { seed: Number(process.env.SEED) }) },
    );
    const print = (await printKey().then(() => settingsDb.keys.get('print')))?.wrapped ?? expect.fail('no print key');
    await settingsDb.keys.put({ id: 'data', wrapped: print });
    forgetDataKey();
    await expect(dataKey()).rejects.toMatchObject({ kind: 'key-gone' });
  });
});

describe('the first keys', () => {
  it('fit each other when all of them are made at once, from nothing', async () => {
    for (let round = 0; round < 20; round++) {
      await settingsDb.keys.clear();
      forgetDataKey();
      await Promise.all([printKey(), dataKey(), dataKey(), printKey()]);
      const made = await dataKey();
      forgetDataKey();
      const sealed = await seal(made, { table: 't', id: '1' }, 'x');
      expect(await open(await dataKey(), { table: 't', id: '1' }, sealed)).toBe('x');
    }
  });
});

describe('roundsHere', () => {
  it('never asks for fewer rounds than the least, and for more on a fast machine', async () => {
    const clock = (...ticks: number[]) => {
      const left = [...ticks];
      return () => left.shift() ?? 0;
    };
    expect(await roundsHere(clock(0, 1000))).toBe(LEAST_ROUNDS);
    expect(await roundsHere(clock(0, 20))).toBe(2_000_000);
    expect(await roundsHere(clock(0, 0))).toBe(5_000_000);
  });
});
