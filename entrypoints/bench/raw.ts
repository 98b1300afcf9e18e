/** Rows put into a plain object store one by one, in transactions of five thousand: what everything is compared with. */
const BATCH = 5_000;

/** An empty store; answers its database. */
export async function emptyRaw(): Promise<IDBDatabase> {
  await done(indexedDB.deleteDatabase('bench-raw'));
  const open = indexedDB.open('bench-raw', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('rows', { keyPath: 'key' });
  return done(open);
}

/** Rows made as they are put, so that no more of them are held than of a page; ms it took. */
export async function putAll(db: IDBDatabase, count: number, row: (nth: number) => { key: string }): Promise<number> {
  const start = performance.now();
  for (let from = 0; from < count; from += BATCH) {
    const write = db.transaction('rows', 'readwrite', { durability: 'relaxed' });
    const store = write.objectStore('rows');
    for (let nth = from; nth < Math.min(count, from + BATCH); nth++) store.put(row(nth));
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
