import { cacheDb } from './databases.ts';

/** Deletes a customer with all that was known of her; inside a transaction over the whole cache. */
export async function dropDossier(dossier: string): Promise<void> {
  await cacheDb.dossiers.delete(dossier);
  await cacheDb.parts.where('dossier').equals(dossier).delete();
  await cacheDb.openings.where('dossier').equals(dossier).delete();
  await cacheDb.tasks.where('dossier').equals(dossier).delete();
}

/** Deletes customers, and openings from before `openingsBefore` that led to nobody (a deal, a custom record). Answers how many customers. */
export async function dropCustomers(keys: readonly string[], openingsBefore = 0): Promise<number> {
  await cacheDb.transaction('rw', cacheDb.tables, async () => {
    for (const key of keys) await dropDossier(key);
    await cacheDb.openings.filter(({ at, dossier }) => dossier === undefined && at < openingsBefore).delete();
  });
  return keys.length;
}
