import Dexie from 'dexie';
import { settingsDb } from './databases.ts';
import { lockTurn, onLockChange, passKeeper } from './keeper.ts';
import { forgetOpened } from './opened.ts';
import type { KeyRow } from './rows.ts';
import { unwrapped, wrappingKey } from './wrap.ts';

/*
 *   passphrase ─PBKDF2─▶ its bytes ─┐
 *                                   ├─opens─▶ master ─opens─▶ data (rows), print (fingerprints), vault (credentials)
 *   no passphrase: the carrier ─────┘
 *
 * Only the row of the master changes with the passphrase, in one put; no other key and no row is touched. The carrier lies beside it.
 *
 * This is the reading side, which a page needs for its first frame; `keys.ts` makes keys.
 */

/** The row of the key that seals rows. */
export const DATA_KEY = 'data';
/** The row that a passphrase changes. */
export const MASTER_KEY = 'master';
let known: CryptoKey | undefined;

onLockChange(forgetKnownKey);

/** The key of cache, outbox and settings for readers: `undefined` as long as nothing was ever written, and while it is locked. Makes none. */
export async function existingDataKey(): Promise<CryptoKey | undefined> {
  if (known) return known;
  const turn = lockTurn();
  const [row, master] = await settingsDb.keys.bulkGet([DATA_KEY, MASTER_KEY]);
  // Rows are on their way to a key that can be wrapped; which of the two opens one is told by trying, so neither is remembered.
  if (row?.key) return row.key;
  if (!row?.wrapped || !master) return undefined;
  const by = await openedMaster(master);
  if (!by) return undefined;
  const opened = await Dexie.Promise.resolve(unwrapped(row.wrapped, by, DATA_KEY, 'seal')).catch(() => undefined);
  if (turn === lockTurn()) known = opened;
  return opened;
}

/** The master out of its row; `undefined` while it is locked, or when it does not open. */
export async function openedMaster({ key, wrapped: sealed, salt }: KeyRow): Promise<CryptoKey | undefined> {
  const bytes = salt && (await Dexie.Promise.resolve(passKeeper().get()));
  const by = bytes === undefined ? key : await Dexie.Promise.resolve(wrappingKey(bytes));
  if (!by || !sealed) return undefined;
  return Dexie.Promise.resolve(unwrapped(sealed, by, MASTER_KEY, 'wrap')).catch(() => undefined);
}

/** Drops the key from memory, and what it has opened. */
export function forgetKnownKey(): void {
  known = undefined;
  forgetOpened();
}
