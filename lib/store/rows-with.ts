import type { Table } from 'dexie';

/**
 * Rows whose indexed value is one of `values`, in no order. One request for each, all at once in one transaction: Dexie's `anyOf` walks
 * a cursor that waits for every hop, and a writer waits for it.
 */
export async function rowsWith<T, K>(table: Table<T, K>, index: string, values: readonly string[]): Promise<T[]> {
  if (values.length === 0) return [];
  const found = await table.db.transaction('r', table, () =>
    Promise.all(values.map((value) => table.where(index).equals(value).toArray())),
  );
  return found.flat();
}
