import { cacheDb } from './databases.ts';
import type { HealthRow } from './rows.ts';

/** Rate-limit clock, breaker and last check of a connection; an empty row when nothing is known. */
export async function healthOf(connectionId: string): Promise<HealthRow> {
  return (await cacheDb.health.get(connectionId)) ?? { connectionId };
}

/** Changes some of a connection's health; a member set to `undefined` is removed. */
export async function saveHealth(connectionId: string, changes: { [K in keyof HealthRow]?: HealthRow[K] | undefined }): Promise<void> {
  await cacheDb.transaction('rw', cacheDb.health, async () => {
    const merged = { ...(await cacheDb.health.get(connectionId)), ...changes, connectionId };
    const row = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    await cacheDb.health.put(row as unknown as HealthRow);
  });
}
