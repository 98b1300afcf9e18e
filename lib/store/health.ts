import { cacheDb } from './databases.ts';
import type { HealthRow } from './rows.ts';

/** Rate-limit clock, breaker and last check of a connection; an empty row when nothing is known. */
export async function healthOf(connectionId: string): Promise<HealthRow> {
  return (await cacheDb.health.get(connectionId)) ?? { connectionId };
}

/** What of a connection's health changes; a member set to `undefined` is removed. */
export type HealthChanges = { [K in keyof HealthRow]?: HealthRow[K] | undefined };

/**
 * Changes some of a connection's health. Nothing of one that is `isGone`: asked in the transaction, so that whoever says so first and deletes
 * afterwards leaves no row, however late we come.
 */
export async function saveHealth(connectionId: string, changes: HealthChanges, isGone = () => false): Promise<void> {
  await cacheDb.transaction('rw', cacheDb.health, async () => {
    const merged = { ...(await cacheDb.health.get(connectionId)), ...changes, connectionId };
    if (isGone()) return;
    const row = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    await cacheDb.health.put(row as unknown as HealthRow);
  });
}

/** Forgets how a connection or workflow was doing. */
export async function dropHealth(connectionId: string): Promise<void> {
  await cacheDb.health.delete(connectionId);
}
