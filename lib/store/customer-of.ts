import type { Dictionary, Dossier, Opening } from '../model/dossier.ts';
import { cacheDb } from './databases.ts';
import { existingDataKey } from './known-keys.ts';
import { type DossierRows, dossier, dossierRows, openDictionaries, openDossier, openWay, type Way, wayOf } from './reading.ts';
import type { DictionaryRow } from './rows.ts';
import { syncedCustomer } from './synced.ts';

/** What the cache knows of the customer of one record. */
export interface KnownCustomer {
  opening?: Opening;
  dossier?: Dossier;
  dictionaries: ReadonlyMap<string, Dictionary>;
}

interface CustomerRows {
  way: Way;
  /** Of the person chosen instead. */
  chosenWay: Way | undefined;
  customer: DossierRows;
  lists: (DictionaryRow | undefined)[];
}

/**
 * The customer a record leads to, with all that her view reads, out of one transaction: the first frame of a record waits for it.
 * `chosen`: recordKey of the person shown on a deal's or company's page instead of the first. `connectionIds`: whose owners and pipelines.
 * Works inside a live query.
 */
export async function customerOf(record: string, chosen: string | undefined, connectionIds: readonly string[]): Promise<KnownCustomer> {
  const [key, { way, chosenWay, customer, lists }] = await Promise.all([existingDataKey(), rowsOf(record, chosen, connectionIds)]);
  const beside = key && openDossier(key, customer);
  const [known, opening, chosenOpening, dictionaries] = await Promise.all([
    beside,
    key && openWay(key, record, way, beside),
    key && chosen !== undefined && chosenWay ? openWay(key, chosen, chosenWay, beside) : undefined,
    openDictionaries(key, lists),
  ]);
  // Never opened: what is synced of it stands until the systems have answered.
  if (!opening) {
    const synced = await syncedCustomer(record);
    return { ...(synced && { opening: synced.opening, ...(synced.customer && { dossier: synced.customer }) }), dictionaries };
  }
  const leadsTo = chosen === undefined ? opening.dossier : chosenOpening?.dossier;
  // A row that did not open leads elsewhere than it says.
  const shown = leadsTo === known?.key ? known : leadsTo !== undefined && (await dossier(leadsTo));
  return { opening, ...(shown && { dossier: shown }), dictionaries };
}

function rowsOf(record: string, chosen: string | undefined, connectionIds: readonly string[]): Promise<CustomerRows> {
  const { openings, dossiers, parts, dictionaries } = cacheDb;
  return cacheDb.transaction('r', openings, dossiers, parts, dictionaries, async () => {
    const person = chosen ?? record;
    // Mostly she is kept under the record that is open.
    const [way, chosenWay, likely, lists] = await Promise.all([
      wayOf(record),
      chosen === undefined ? undefined : wayOf(chosen),
      dossierRows(person),
      dictionaries.bulkGet([...connectionIds]),
    ]);
    const { row, owner } = chosenWay ?? way;
    const leadsTo = row ? row.dossier : owner?.key;
    const customer = leadsTo === undefined || leadsTo === person ? likely : await dossierRows(leadsTo);
    return { way, chosenWay, customer, lists };
  });
}
