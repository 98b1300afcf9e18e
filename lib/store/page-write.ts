import Dexie, { RangeSet } from 'dexie';
import { cacheDb } from './databases.ts';
import type { ChunkRow, CursorRow, PlacesRow } from './rows.ts';

/** What one page adds, in one transaction. */
interface PageRows {
  chunks: readonly ChunkRow[];
  listed: PlacesRow | undefined;
  cursor: CursorRow | undefined;
}

/**
 * Writes a page without Dexie's help, which takes half as long again. `lull`: called while it is under way. All of it is written or nothing
 * is; so no `commit()`: in Firefox a request that fails after that takes nothing back.
 * @throws DOMException `ConstraintError` when an id is taken, `QuotaExceededError`
 */
export async function writePage({ chunks, listed, cursor }: PageRows, lull?: () => void): Promise<void> {
  // Opened, or refused, as anything else is.
  if (!cacheDb.isOpen()) await cacheDb.cursors.count();
  const write = cacheDb.backendDB().transaction(['chunks', 'places', 'cursors'], 'readwrite', { durability: 'relaxed' });
  const done = new Promise<void>((resolve, reject) => {
    write.oncomplete = () => resolve();
    write.onabort = () => reject(write.error ?? new DOMException('the page was not written', 'AbortError'));
  });
  // Thrown below, if what follows does not throw itself.
  done.catch(() => undefined);
  for (const row of chunks) write.objectStore('chunks').add(row);
  if (listed) write.objectStore('places').add(listed);
  if (cursor) write.objectStore('cursors').put(cursor);
  lull?.();
  await done;
  if (cursor) tell(cursor);
}

/** Live queries, here and in other contexts, hear how far the list is read; of the rest of a page there are none, and to tell of it takes time in each. */
function tell({ id, connectionId }: CursorRow): void {
  const part = `idb://${cacheDb.name}/cursors/`;
  const [ids, connections] = [new RangeSet(id), new RangeSet(connectionId)];
  Dexie.on.storagemutated.fire({ [part]: ids, [`${part}:dels`]: ids, [`${part}connectionId`]: connections });
}
