import type { FeedObject, FeedState } from '../model/sync.ts';
import { cacheDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import type { CursorRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';

/** How far the lists of one connection, or of all, were read. One that does not open is read from its start. */
export async function feeds(connectionId?: string): Promise<FeedState[]> {
  const [key, rows] = await Promise.all([
    existingDataKey(),
    connectionId === undefined ? cacheDb.cursors.toArray() : cacheDb.cursors.where('connectionId').equals(connectionId).toArray(),
  ]);
  if (!key) return [];
  const states = await Promise.all(rows.map(({ id, sealed }) => openIfIntact<FeedState>(key, { table: 'cursors', id }, sealed)));
  return states.filter((state) => state !== undefined);
}

/** Notes how a list stands when no rows go with it: it failed, or waits. */
export async function saveFeed(state: FeedState): Promise<void> {
  await cacheDb.cursors.put(await feedRow(state));
}

/** The row of a state, sealed, for the transaction of its page. */
export async function feedRow(state: FeedState): Promise<CursorRow> {
  const id = feedId(state.connectionId, state.object);
  return { id, connectionId: state.connectionId, sealed: await seal(await dataKey(), { table: 'cursors', id }, state) };
}

/** Row id of a list. */
export function feedId(connectionId: string, object: FeedObject): string {
  return `${connectionId}#${object}`;
}
