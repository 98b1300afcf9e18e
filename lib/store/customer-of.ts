import type { Dossier, Opening } from '../model/dossier.ts';
import { CUSTOMER_TABLES, type CustomerRows, customerRows, rowsByHand } from './customer-rows.ts';
import { cacheDb } from './databases.ts';
import { existingDataKey } from './known-keys.ts';
import { dossier, openDossier, openWay, watchedRows } from './reading.ts';
import { syncedCustomer } from './synced.ts';

/** What the cache knows of the customer of one record. */
export interface KnownCustomer {
  opening?: Opening;
  dossier?: Dossier;
}

/**
 * The customer a record leads to, out of one transaction. `chosen`: recordKey of the person shown on a deal's or company's page instead of the
 * first. For live queries.
 */
export async function customerOf(record: string, chosen: string | undefined): Promise<KnownCustomer> {
  const { openings, dossiers, parts } = cacheDb;
  return opened(
    record,
    chosen,
    cacheDb.transaction('r', openings, dossiers, parts, () => customerRows(watchedRows, record, chosen)),
  );
}

/** The same as soon as can be, for the first frame of a record: no live query hears of it. Fails where the database is not open. */
export async function customerAtOnce(record: string, chosen: string | undefined): Promise<KnownCustomer> {
  const rows = rowsByHand(cacheDb.backendDB(), CUSTOMER_TABLES);
  return opened(record, chosen, customerRows(rows, record, chosen));
}

async function opened(record: string, chosen: string | undefined, reading: PromiseLike<CustomerRows>): Promise<KnownCustomer> {
  const [key, { way, chosenWay, customer }] = await Promise.all([existingDataKey(), reading]);
  const beside = key && openDossier(key, customer);
  const [known, opening, chosenOpening] = await Promise.all([
    beside,
    key && openWay(key, record, way, beside),
    key && chosen !== undefined && chosenWay ? openWay(key, chosen, chosenWay, beside) : undefined,
  ]);
  // Never opened: what is synced of it stands until the systems have answered.
  if (!opening) {
    const synced = await syncedCustomer(record);
    return synced ? { opening: synced.opening, ...(synced.customer && { dossier: synced.customer }) } : {};
  }
  const shownKey = chosen === undefined ? opening.dossier : chosenOpening?.dossier;
  // A row that did not open leads elsewhere than it says.
  const shown = shownKey === known?.key ? known : shownKey !== undefined && (await dossier(shownKey));
  return { opening, ...(shown && { dossier: shown }) };
}
