import { StoreError, storeTrouble } from '../model/errors.ts';
import { cacheDb } from './databases.ts';
import { dropCustomers } from './drop.ts';

/** The share of the cache that goes when the browser gives no more room: a quarter. */
const SHARE = 4;

/** Makes room: the customers not opened for longest go, and the rows of lists that were read first. The outbox is never touched. */
async function makeRoom(): Promise<void> {
  // Never the one opened last: she is on the screen, and what is being written may be her answer.
  const count = Math.ceil(((await cacheDb.dossiers.count()) - 1) / SHARE);
  await dropCustomers(await cacheDb.dossiers.orderBy('openedAt').limit(count).primaryKeys());
  await dropOldestRows();
}

/** What a row of places lists goes with it, so that no other row misses a chunk; ids of both count together. Newer versions of a record stay. */
async function dropOldestRows(): Promise<void> {
  const ids = await cacheDb.places.toCollection().primaryKeys();
  if (ids.length === 0) return;
  const end = ids[Math.ceil(ids.length / SHARE)] ?? Number.MAX_SAFE_INTEGER;
  await cacheDb.transaction('rw', cacheDb.chunks, cacheDb.places, () =>
    Promise.all([cacheDb.chunks.where('id').below(end).delete(), cacheDb.places.where('id').below(end).delete()]),
  );
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
