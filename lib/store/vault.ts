import Dexie, { type Table } from 'dexie';
import { refuseNewer } from './databases.ts';
import { lockTurn, onLockChange } from './keeper.ts';
import { keyIn } from './keys.ts';
import { renewIn } from './legacy-keys.ts';
import { withRoom } from './room.ts';
import type { KeyRow, RenewalRow, SecretRow } from './rows.ts';
import { open, seal } from './seal.ts';

/*
 * Credentials. Imported by the engine alone (the lint holds it): a page can read the cache, but has neither this database's
 * code nor its key at hand.
 */

class VaultDatabase extends Dexie {
  declare secrets: Table<SecretRow, string>;
  declare keys: Table<KeyRow, string>;
  declare renewals: Table<RenewalRow, string>;

  constructor() {
    super('sidelight-vault', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ secrets: 'id', keys: 'id' });
    this.version(2).stores({ renewals: 'id' });
  }
}

export const vaultDb = refuseNewer(new VaultDatabase());
let known: CryptoKey | undefined;
onLockChange(forgetVaultKey);

async function vaultKey(): Promise<CryptoKey> {
  if (known) return known;
  const turn = lockTurn();
  const opened = await keyIn(vaultDb.keys, 'vault', 'seal', async () => (await vaultDb.secrets.count()) > 0);
  if (turn === lockTurn()) known = opened;
  return opened;
}

/** Seals a value under an id; on return it is on disk. */
export async function putSecret(id: string, value: unknown): Promise<void> {
  const sealed = await seal(await vaultKey(), { table: 'secrets', id }, value);
  await withRoom(() => vaultDb.secrets.put({ id, sealed }));
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

/** Forgets what lies under this id, and when it was renewed. */
export async function dropSecret(id: string): Promise<void> {
  await vaultDb.transaction('rw', vaultDb.secrets, vaultDb.renewals, async () => {
    await vaultDb.secrets.delete(id);
    await vaultDb.renewals.delete(id);
  });
}

/** When a connection's tokens were renewed of late, and whether an answer may have been lost. */
export async function renewalOf(id: string): Promise<Omit<RenewalRow, 'id'>> {
  return (await vaultDb.renewals.get(id)) ?? { at: [], isOpen: false };
}

/** Notes a renewal; on return it is on disk, and the vendor may be asked. */
export async function noteRenewal(id: string, renewal: Omit<RenewalRow, 'id'>): Promise<void> {
  await withRoom(() => vaultDb.renewals.put({ id, ...renewal }));
}

/** Stores renewed credentials and that nothing is open any more, both or neither. */
export async function putRenewed(id: string, value: unknown): Promise<void> {
  const sealed = await seal(await vaultKey(), { table: 'secrets', id }, value);
  const renew = async () => {
    // Removed meanwhile: it stays removed.
    if ((await vaultDb.secrets.update(id, { sealed })) === 0) return;
    await vaultDb.renewals.update(id, { isOpen: false });
  };
  await withRoom(() => vaultDb.transaction('rw', vaultDb.secrets, vaultDb.renewals, renew));
}

/** Moves the credentials to a key that can be wrapped; nothing happens where that was done. */
export async function renewVaultKey(): Promise<void> {
  if (await renewIn(vaultDb, 'vault', [vaultDb])) forgetVaultKey();
}

/** Deletes all credentials, and the key that opened them. */
export async function wipeVault(): Promise<void> {
  await vaultDb.transaction('rw', vaultDb.tables, () => Promise.all(vaultDb.tables.map((table) => table.clear())));
  forgetVaultKey();
}

/** Drops the key from memory: after a wipe, and between tests. */
export function forgetVaultKey(): void {
  known = undefined;
}
