import type { ConnectionInfo } from '../model/connection.ts';
import type { CustomerSummary, TabState } from '../model/dossier.ts';
import { openRecord } from '../model/open-record.ts';
import { recordKey } from '../model/records.ts';
import { rowsByHand, settled, wayOf } from './customer-rows.ts';
import type { ConnectionRow, DossierRow, KeyRow } from './rows.ts';
import { decryption, IV_BYTES, type Place, type Sealed } from './sealed.ts';
import { unwrapped, wrappingKey } from './wrap.ts';

/*
 * The panel's first frame, before Dexie and React are there: five rows, read and opened by hand. It must stay without a library.
 * A test holds it against the reading side.
 */

/** What the first frame may show. */
export interface FirstLook {
  customer?: CustomerSummary;
  /** A passphrase is set and was not given in this browser run. */
  isLocked: boolean;
}

/**
 * The head of the customer that a tab's record leads to, if the cache knows her, and whether the store is locked. `bytes`: what the
 * passphrase gave, while it is unlocked. Makes no database, no key, no row.
 */
export async function firstLook(state: TabState | undefined, bytes?: string): Promise<FirstLook> {
  const [settings, cache] = await Promise.all([openDatabase('sidelight-settings'), openDatabase('sidelight-cache')]);
  const found: FirstLook = { isLocked: false };
  try {
    if (!settings) return found;
    const connectionId = state?.page.kind === 'record' ? state.connectionId : undefined;
    const [master, data, connection] = await rowsOf(settings, connectionId);
    found.isLocked = master?.salt !== undefined && bytes === undefined;
    if (!cache || !state || !master || !data || !connection || found.isLocked) return found;
    const key = await dataKey(master, data, bytes);
    const customer = key && (await look(cache, key, state, connection));
    return customer ? { ...found, customer } : found;
  } catch {
    // Whatever is wrong with the store, the panel itself says it.
    return found;
  } finally {
    settings?.close();
    cache?.close();
  }
}

/** All that the settings hold for it, in one transaction. */
function rowsOf(
  settings: IDBDatabase,
  connectionId: string | undefined,
): Promise<[KeyRow | undefined, KeyRow | undefined, ConnectionRow | undefined]> {
  const reading = settings.transaction(['keys', 'connections']);
  const keys = reading.objectStore('keys');
  return Promise.all([
    settled<KeyRow>(keys.get('master')),
    settled<KeyRow>(keys.get('data')),
    connectionId === undefined ? undefined : settled<ConnectionRow>(reading.objectStore('connections').get(connectionId)),
  ]);
}

async function dataKey(master: KeyRow, data: KeyRow, bytes: string | undefined): Promise<CryptoKey | undefined> {
  const by = master.salt ? bytes && (await wrappingKey(bytes)) : master.key;
  if (!by || !data.wrapped || !master.wrapped) return undefined;
  return unwrapped(data.wrapped, await unwrapped(master.wrapped, by, 'master', 'wrap'), 'data', 'seal');
}

async function look(cache: IDBDatabase, key: CryptoKey, state: TabState, row: ConnectionRow): Promise<CustomerSummary | undefined> {
  const connection = await open<ConnectionInfo>(key, { table: 'connections', id: row.id }, row.sealed);
  const record = openRecord(state, [connection]);
  if (!record) return undefined;
  const wanted = recordKey(record.ref);
  const rows = rowsByHand(cache, ['openings', 'dossiers']);
  const way = await wayOf(rows, wanted);
  const dossier = way.row ? way.row.dossier && (await rows.get<DossierRow>('dossiers', way.row.dossier)) : way.owner;
  return dossier ? open<CustomerSummary>(key, { table: 'dossiers', id: dossier.key }, dossier.sealed) : undefined;
}

async function open<T>(key: CryptoKey, place: Place, sealed: Sealed): Promise<T> {
  const text = await crypto.subtle.decrypt(decryption(sealed, place), key, sealed.subarray(IV_BYTES));
  return JSON.parse(new TextDecoder().decode(text)) as T;
}

/** `undefined` when there is none: it is not for us to make it. */
function openDatabase(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
    request.onblocked = () => resolve(undefined);
  });
}
