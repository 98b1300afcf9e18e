import { type TrafficDay, withDays } from '../model/traffic.ts';
import { cacheDb } from './databases.ts';
import { healthOf, saveHealth } from './health.ts';
import { dataKey, existingDataKey } from './keys.ts';
import type { HealthRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';

/** How one connection (or workflow) is doing, for the status page. */
export interface Health extends Pick<HealthRow, 'connectionId' | 'notBefore' | 'because' | 'told'> {
  /** Too many failures in a row: it is left alone for a while. */
  isBroken: boolean;
  /** The newest first. */
  days: TrafficDay[];
}

const placeOf = (id: string) => ({ table: 'health', id });

/** Adds to what was counted, unless it `isGone` by then. The worker alone calls this, one call at a time. */
export async function addTraffic(connectionId: string, come: readonly TrafficDay[], isGone?: () => boolean): Promise<void> {
  const [key, row] = await Promise.all([dataKey(), healthOf(connectionId)]);
  const kept = row.traffic && (await openIfIntact<TrafficDay[]>(key, placeOf(connectionId), row.traffic));
  await saveHealth(connectionId, { traffic: await seal(key, placeOf(connectionId), withDays(kept ?? [], come)) }, isGone);
}

/** How every connection is doing. Reads only: pages call it, inside a live query too. */
export async function allHealth(): Promise<Health[]> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.health.toArray()]);
  return Promise.all(
    rows.map(async ({ connectionId, notBefore, because, told, breaker, traffic }) => ({
      connectionId,
      isBroken: isOpen(breaker),
      days: (key && traffic && (await openIfIntact<TrafficDay[]>(key, placeOf(connectionId), traffic))) || [],
      ...(notBefore !== undefined && { notBefore }),
      ...(because !== undefined && { because }),
      ...(told && { told }),
    })),
  );
}

/** As cockatiel writes it (`CircuitBreakerPolicy.toJSON`): 0 is closed, 1 open. */
function isOpen(breaker: unknown): boolean {
  const own = (breaker as { ownState?: { value?: unknown } } | undefined)?.ownState;
  return own?.value === 1;
}
