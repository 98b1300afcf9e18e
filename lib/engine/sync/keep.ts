import { recordKey } from '../../model/records.ts';
import { FEED_OBJECTS, isActivity, type SyncedRow } from '../../model/sync.ts';
import { connections, dossier } from '../../store/reading.ts';
import { storePage } from '../../store/record-pages.ts';
import { cachedRows } from '../../store/records.ts';
import type { Engine } from '../context.ts';
import { stopContested } from './conflicts.ts';

/**
 * Rows that were read one by one, for the rep to see, join the synced ones: own writes show at once, and what was opened is found without the
 * network. Changes that wait and would overwrite them are stopped; the answer names them. Of entries of timelines only those of connections that are followed. Nothing is written for what is kept already.
 */
export async function keepRead(engine: Engine, connectionId: string, rows: readonly SyncedRow[]): Promise<ReadonlySet<string>> {
  const stopped = await stopContested(connectionId, rows);
  const info = (await connections()).find(({ id }) => id === connectionId);
  if (!info || rows.length === 0 || engine.memory.gone.has(connectionId)) return stopped;
  const isFollowed = (info.sync?.scope ?? 'opened') !== 'opened';
  // Vendors' stamps may be whole seconds: only the whole row tells whether it is the same.
  const kept = await cachedRows(rows.filter((row) => !isActivity(row)).map(({ ref }) => recordKey(ref)));
  const news = rows.filter((row) =>
    isActivity(row) ? isFollowed : JSON.stringify(kept.get(recordKey(row.ref))?.row) !== JSON.stringify(row),
  );
  for (const object of FEED_OBJECTS) {
    const mine = news.filter((row) => row.ref.object === object);
    if (mine.length > 0) await storePage({ connectionId, object, rows: mine, at: engine.now() });
  }
  return stopped;
}

/** The records of a customer who was looked up: found by search from now on, whatever is followed. */
export async function keepOpened(engine: Engine, key: string): Promise<void> {
  const found = await dossier(key);
  for (const part of found?.parts ?? []) {
    const records = part.records.filter(({ link }) => link !== 'apart').map(({ record }) => record);
    await keepRead(engine, part.connectionId, records);
  }
}
