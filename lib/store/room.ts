import { StoreError, storeTrouble } from '../model/errors.ts';
import { cacheDb } from './databases.ts';
import { dropCustomers } from './drop.ts';

/** The share of cached customers that goes when the browser gives no more room. */
const SHARE = 4;

/** Makes room: the customers not opened for longest go, a quarter of them, one at least. The outbox is never touched. Answers how many. */
async function makeRoom(): Promise<number> {
  const count = Math.ceil((await cacheDb.dossiers.count()) / SHARE);
  return dropCustomers(await cacheDb.dossiers.orderBy('openedAt').limit(count).primaryKeys());
}

/**
 * Runs a write; when the browser gives no more room, old customers go out of the cache and it is tried once more.
 * @throws StoreError `storage-full` when there is still no room
 */
export async function withRoom<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (storeTrouble(error) !== 'storage-full') throw error;
    // Where not even deleting works, the write's own error says it.
    await makeRoom().catch(() => undefined);
  }
  return write().catch((cause: unknown) => {
    throw storeTrouble(cause) === 'storage-full' ? new StoreError('storage-full', { cause }) : cause;
  });
}
