import type { Table } from 'dexie';
import { settingsDb } from './databases.ts';
import { forgetOpened } from './opened.ts';
import type { KeyRow } from './rows.ts';

const DATA_KEY = 'data';
const PRINT_KEY = 'print';
let known: CryptoKey | undefined;
let knownPrint: CryptoKey | undefined;

/** The key of cache, outbox and settings for readers: `undefined` as long as nothing was ever written. Makes none. */
export async function existingDataKey(): Promise<CryptoKey | undefined> {
  known ??= (await settingsDb.keys.get(DATA_KEY))?.key;
  return known;
}

/** The key of cache, outbox and settings for writers; made at first use. */
export async function dataKey(): Promise<CryptoKey> {
  known ??= await keyIn(settingsDb.keys, DATA_KEY);
  return known;
}

/** The key of fingerprints: only who has it can tell what a fingerprint was made of. */
export async function printKey(): Promise<CryptoKey> {
  knownPrint ??= await keyIn(settingsDb.keys, PRINT_KEY, () =>
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  );
  return knownPrint;
}

/** Drops the keys from memory: after a wipe, and between tests. */
export function forgetDataKey(): void {
  known = undefined;
  knownPrint = undefined;
  forgetOpened();
}

function makeAesKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/**
 * The key stored under `id`, made when there is none. Two contexts that start at once get the same key: whoever adds first
 * wins, inside one transaction. It cannot be exported, only used.
 */
export async function keyIn(keys: Table<KeyRow, string>, id: string, make: () => Promise<CryptoKey> = makeAesKey): Promise<CryptoKey> {
  const there = await keys.get(id);
  if (there) return there.key;
  const made = await make();
  return keys.db.transaction('rw', keys, async () => {
    const first = await keys.get(id);
    if (first) return first.key;
    await keys.add({ id, key: made });
    return made;
  });
}
