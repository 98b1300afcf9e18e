import { LEAST_ROUNDS } from '../model/rounds.ts';
import { settingsDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { passKeeper } from './keeper.ts';
import { dataKey } from './keys.ts';
import { MASTER_KEY } from './known-keys.ts';
import { newKey, wrapped } from './new-key.ts';
import type { KeyRow } from './rows.ts';
import type { Sealed } from './sealed.ts';
import { stretched } from './stretch.ts';
import { unwrapped, wrappingKey } from './wrap.ts';

/*
 * Setting, changing and giving the passphrase; the worker alone does it. Each change is one put of one row, flushed to disk, and what it
 * replaces goes with it: whenever it is interrupted, either the old way or the new one opens everything.
 */

/**
 * Sets a passphrase, or another one. `current` opens what is locked with the one before.
 * @throws StoreError `wrong-passphrase`; `key-gone` when there is nothing to protect any more
 */
export async function setPassphrase(passphrase: string, iterations: number, current?: string): Promise<void> {
  const row = await masterRow();
  const master = await masterOf(row, current);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const bytes = await stretched(passphrase, salt, iterations);
  const next: KeyRow = { id: MASTER_KEY, wrapped: await wrapped(master, await wrappingKey(bytes), MASTER_KEY), salt, iterations };
  // Without a passphrase the carrier opens, whatever lies here; with one, a crash in between means giving the old one again.
  await passKeeper().set(bytes);
  await settingsDb.keys.put(next);
}

/** Goes without a passphrase from now on. @throws StoreError `wrong-passphrase` */
export async function dropPassphrase(current: string): Promise<void> {
  const master = await masterOf(await masterRow(), current);
  const carrier = await newKey('wrap', false);
  await settingsDb.keys.put({ id: MASTER_KEY, key: carrier, wrapped: await wrapped(master, carrier, MASTER_KEY) });
  await passKeeper().set(undefined);
}

/** Opens the store for all contexts until it is locked or the browser closes. @throws StoreError `wrong-passphrase` */
export async function unlock(passphrase: string): Promise<void> {
  const { salt, wrapped: sealed, iterations = LEAST_ROUNDS } = await masterRow();
  if (!salt || !sealed) return;
  const bytes = await stretched(passphrase, salt, iterations);
  await openedWith(bytes, sealed);
  await passKeeper().set(bytes);
}

/** Closes it; what is in the memory of any context goes too. */
export async function lock(): Promise<void> {
  await passKeeper().set(undefined);
}

async function masterRow(): Promise<KeyRow> {
  const row = await settingsDb.keys.get(MASTER_KEY);
  if (row) return row;
  await dataKey();
  return (await settingsDb.keys.get(MASTER_KEY)) ?? Promise.reject(new StoreError('key-gone'));
}

/** Extractable: it goes into its next wrapping and nowhere else. */
async function masterOf(
  { key, wrapped: sealed, salt, iterations = LEAST_ROUNDS }: KeyRow,
  passphrase: string | undefined,
): Promise<CryptoKey> {
  if (!sealed) throw new StoreError('key-gone');
  if (!salt) return key ? unwrapped(sealed, key, MASTER_KEY, 'wrap', true) : Promise.reject(new StoreError('key-gone'));
  return openedWith(await stretched(passphrase ?? '', salt, iterations), sealed, true);
}

async function openedWith(bytes: string, sealed: Sealed, extractable = false): Promise<CryptoKey> {
  return unwrapped(sealed, await wrappingKey(bytes), MASTER_KEY, 'wrap', extractable).catch((cause: unknown) => {
    throw new StoreError('wrong-passphrase', { cause });
  });
}
