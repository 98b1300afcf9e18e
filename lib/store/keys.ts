import type { Table } from 'dexie';
import { outboxDb, settingsDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { lockTurn, onLockChange } from './keeper.ts';
import { DATA_KEY, existingDataKey, forgetKnownKey, MASTER_KEY, openedMaster } from './known-keys.ts';
import { newKey, wrapped } from './new-key.ts';
import type { KeyRow } from './rows.ts';
import type { Sealed } from './sealed.ts';
import { type Purpose, unwrapped } from './wrap.ts';

/** The reading side, for those who write as well. */
export { existingDataKey } from './known-keys.ts';

const PRINT_KEY = 'print';
let knownPrint: CryptoKey | undefined;

onLockChange(forgetDataKey);

/** The key of cache, outbox and settings for writers; made at first use. @throws StoreError `locked`, `key-gone` */
export async function dataKey(): Promise<CryptoKey> {
  return (await existingDataKey()) ?? keyIn(settingsDb.keys, DATA_KEY, 'seal', hasRows);
}

/** The key of fingerprints: only who has it can tell what a fingerprint was made of. @throws StoreError `locked`, `key-gone` */
export async function printKey(): Promise<CryptoKey> {
  if (knownPrint) return knownPrint;
  const turn = lockTurn();
  const opened = await keyIn(settingsDb.keys, PRINT_KEY, 'print');
  if (turn === lockTurn()) knownPrint = opened;
  return opened;
}

/** Drops the keys from memory: after a wipe, and between tests. */
export function forgetDataKey(): void {
  forgetKnownKey();
  knownPrint = undefined;
}

/**
 * The key stored under `id`, made when there is none. Two contexts that start at once get the same key: whoever adds first
 * wins, inside one transaction. It cannot be exported, only used. `isMissed`: there are rows that only this key could open.
 * @throws StoreError `locked`, `key-gone`
 */
export async function keyIn(
  keys: Table<KeyRow, string>,
  id: string,
  purpose: Purpose,
  isMissed: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<CryptoKey> {
  const there = await keys.get(id);
  if (there?.key) return there.key;
  if (there?.wrapped) return keyOf(there.wrapped, id, purpose);
  if (await isMissed()) throw new StoreError('key-gone');
  const sealed = await freshKey(id, purpose);
  const row = await firstIn(keys, { id, wrapped: sealed });
  return row.key ?? keyOf(row.wrapped ?? sealed, id, purpose);
}

/** A new key, as it is stored under `id`. @throws StoreError `locked`, `key-gone` */
export async function freshKey(id: string, purpose: Purpose): Promise<Sealed> {
  return wrapped(await newKey(purpose, true), await masterKey(), id);
}

/** The key that is stored so. @throws StoreError `locked`, `key-gone` */
export async function keyOf(sealed: Sealed, id: string, purpose: Purpose): Promise<CryptoKey> {
  return openedBy(await masterKey(), sealed, id, purpose);
}

/** The key of keys, made at first use. @throws StoreError `locked`, `key-gone` */
async function masterKey(): Promise<CryptoKey> {
  const row = (await settingsDb.keys.get(MASTER_KEY)) ?? (await makeMaster());
  const master = await openedMaster(row);
  if (!master) throw new StoreError(row.salt ? 'locked' : 'key-gone');
  return master;
}

async function makeMaster(): Promise<KeyRow> {
  const carrier = await newKey('wrap', false);
  const sealed = await wrapped(await newKey('wrap', true), carrier, MASTER_KEY);
  const { keys } = settingsDb;
  return settingsDb.transaction('rw', keys, async () => {
    const first = await keys.get(MASTER_KEY);
    if (first) return first;
    // Others were wrapped by the one that is gone.
    if ((await keys.filter((row) => row.wrapped !== undefined).count()) > 0) throw new StoreError('key-gone');
    const row: KeyRow = { id: MASTER_KEY, key: carrier, wrapped: sealed };
    await keys.add(row);
    return row;
  });
}

async function openedBy(master: CryptoKey, sealed: Sealed, id: string, purpose: Purpose): Promise<CryptoKey> {
  return unwrapped(sealed, master, id, purpose).catch((cause: unknown) => {
    throw new StoreError('key-gone', { cause });
  });
}

function firstIn(keys: Table<KeyRow, string>, row: KeyRow): Promise<KeyRow> {
  return keys.db.transaction('rw', keys, async () => {
    const first = await keys.get(row.id);
    if (first) return first;
    await keys.add(row);
    return row;
  });
}

/** Is there anything of the rep's that a new key would make unreadable for good? The cache does not count. */
async function hasRows(): Promise<boolean> {
  const counts = await Promise.all([settingsDb.connections, outboxDb.actions, outboxDb.drafts].map((table) => table.count()));
  return counts.some((count) => count > 0);
}
