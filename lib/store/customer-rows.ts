import type { DossierRow, OpeningRow, PartRow } from './rows.ts';

/*
 * Which rows of the cache are one customer, whoever reads them: by Dexie, which tells live queries what was read, or by hand, which needs
 * no library and half of the time in Firefox. It must stay without a library: the panel's first frame reads so.
 */

/** Reads rows by key or index. */
export interface RowReader {
  get<T>(table: string, key: string): Promise<T | undefined>;
  first<T>(table: string, index: string, value: string): Promise<T | undefined>;
  all<T>(table: string, index: string, value: string): Promise<T[]>;
}

/** The tables that a customer's rows lie in. */
export const CUSTOMER_TABLES = ['openings', 'dossiers', 'parts'] as const;

/** A record's own row, and the customer of which it is known to be a part. */
export interface Way {
  row: OpeningRow | undefined;
  owner: DossierRow | undefined;
}

/** A customer's own row with every connection's share. */
export interface DossierRows {
  head: DossierRow | undefined;
  parts: PartRow[];
}

/** All that one record leads to. */
export interface CustomerRows {
  way: Way;
  /** Of the person chosen instead of the first. */
  chosenWay: Way | undefined;
  customer: DossierRows;
}

/** How a record leads to a customer. */
export async function wayOf(rows: RowReader, record: string): Promise<Way> {
  const [row, owner] = await Promise.all([rows.get<OpeningRow>('openings', record), rows.first<DossierRow>('dossiers', 'members', record)]);
  return { row, owner };
}

/** The key of the customer a way leads to; `undefined` where nobody is known. */
export function leadsTo({ row, owner }: Way): string | undefined {
  return row ? row.dossier : owner?.key;
}

/** One customer. */
export async function dossierRows(rows: RowReader, key: string): Promise<DossierRows> {
  const [head, parts] = await Promise.all([rows.get<DossierRow>('dossiers', key), rows.all<PartRow>('parts', 'dossier', key)]);
  return { head, parts };
}

/** The customer of a record, or of the person chosen there instead (her recordKey). */
export async function customerRows(rows: RowReader, record: string, chosen: string | undefined): Promise<CustomerRows> {
  const person = chosen ?? record;
  // Mostly she is kept under the record that is open.
  const [way, chosenWay, likely] = await Promise.all([
    wayOf(rows, record),
    chosen === undefined ? undefined : wayOf(rows, chosen),
    dossierRows(rows, person),
  ]);
  const key = leadsTo(chosenWay ?? way);
  return { way, chosenWay, customer: key === undefined || key === person ? likely : await dossierRows(rows, key) };
}

/** Rows out of one transaction, which ends when nothing more is asked of it: nothing else may be waited for in between. */
export function rowsByHand(db: IDBDatabase, tables: readonly string[]): RowReader {
  const reading = db.transaction(tables);
  return {
    get(table, key) {
      return settled(reading.objectStore(table).get(key));
    },
    first(table, index, value) {
      return settled(reading.objectStore(table).index(index).get(value));
    },
    async all<T>(table: string, index: string, value: string) {
      return (await settled<T[]>(reading.objectStore(table).index(index).getAll(value))) ?? [];
    },
  };
}

/** What a request has found. */
export function settled<T>(request: IDBRequest): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T | undefined);
    request.onerror = () => reject(request.error);
  });
}
