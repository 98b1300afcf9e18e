/** Rows put into a plain object store one by one, in transactions of five thousand: what everything is compared with. */
const BATCH = 5_000;

/** An empty store; answers its database. */
export async function emptyRaw(): Promise<IDBDatabase> {
  await done(indexedDB.deleteDatabase('bench-raw'));
  const open = indexedDB.open('bench-raw', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('rows', { keyPath: 'key' });
  return done(open);
}

/** ms it took. */
export async function putAll(db: IDBDatabase, rows: readonly { key: string }[]): Promise<number> {
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    const write = db.transaction('rows', 'readwrite', { durability: 'relaxed' });
    const store = write.objectStore('rows');
    for (const row of rows.slice(from, from + BATCH)) store.put(row);
    await new Promise<void>((resolve, reject) => {
      write.oncomplete = () => resolve();
      write.onabort = () => reject(write.error);
    });
  }
  return performance.now() - start;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
