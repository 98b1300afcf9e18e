import type { Table } from 'dexie';
import { outboxDb } from './databases.ts';
import type { DeliveryRow } from './rows.ts';

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

/**
 * Deliveries that are not over. From `failed`: somebody or something still has to act; from `queued`: something has. In the order of
 * letters only `cancelled` and `confirmed` come before those, and only `undone` stands between them: two ranges.
 */
export async function deliveriesFrom(first: 'failed' | 'queued'): Promise<DeliveryRow[]> {
  const { deliveries } = outboxDb;
  const found = await outboxDb.transaction('r', deliveries, () =>
    Promise.all([deliveries.where('state').between(first, 'undone').toArray(), deliveries.where('state').above('undone').toArray()]),
  );
  return found.flat();
}
