import Dexie, { type Table } from 'dexie';
import { keyIn } from './keys.ts';
import type { KeyRow, SecretRow } from './rows.ts';
import { open, seal } from './seal.ts';

/*
 * Credentials. Imported by the engine alone (the lint holds it): a page can read the cache, but has neither this database's
 * code nor its key at hand.
 */

class VaultDatabase extends Dexie {
  declare secrets: Table<SecretRow, string>;
  declare keys: Table<KeyRow, string>;

  constructor() {
    super('sidelight-vault', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ secrets: 'id', keys: 'id' });
  }
}

export const vaultDb = new VaultDatabase();
let known: CryptoKey | undefined;

async function vaultKey(): Promise<CryptoKey> {
  known ??= await keyIn(vaultDb.keys, 'vault');
  return known;
}

/** Seals a value under an id; on return it is on disk. */
export async function putSecret(id: string, value: unknown): Promise<void> {
  const sealed = await seal(await vaultKey(), { table: 'secrets', id }, value);
  await vaultDb.secrets.put({ id, sealed });
}

/** The value under an id; `undefined` when there is none. @throws StoreError `tampered` */
export async function getSecret<T>(id: string): Promise<T | undefined> {
  const row = await vaultDb.secrets.get(id);
  return row && open<T>(await vaultKey(), { table: 'secrets', id }, row.sealed);
}

/** All values. @throws StoreError `tampered` */
export async function allSecrets<T>(): Promise<T[]> {
  const rows = await vaultDb.secrets.toArray();
  if (rows.length === 0) return [];
  const key = await vaultKey();
  return Promise.all(rows.map((row) => open<T>(key, { table: 'secrets', id: row.id }, row.sealed)));
}

export async function dropSecret(id: string): Promise<void> {
  await vaultDb.secrets.delete(id);
}

/** Drops the key from memory: after a wipe, and between tests. */
export function forgetVaultKey(): void {
  known = undefined;
}
