import type Dexie from 'dexie';
import type { Table } from 'dexie';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { forgetDataKey, freshKey, keyOf } from './keys.ts';
import type { KeyRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';
import type { Sealed } from './sealed.ts';

/*
 * Profiles from before keys could be wrapped hold keys that cannot be read out, so no passphrase could ever protect what lies under them.
 * Their rows are sealed anew, once, by the worker at its start. The old key stays beside the new one until every row has moved, so that it
 * can be interrupted anywhere and goes on at the next start; a row that is written meanwhile is left alone.
 */

const BATCH = 500;
interface SealedRow {
  sealed?: Sealed;
}

/** Moves cache, outbox and settings to a key that can be wrapped; nothing happens where that was done. */
export async function renewDataKey(): Promise<void> {
  if (!(await settingsDb.keys.get('data'))?.key) return;
  // Synced lists are no rows of values; they are read again.
  for (const table of [cacheDb.chunks, cacheDb.places, cacheDb.cursors, cacheDb.indexes]) await table.clear();
  if (!(await renewIn(settingsDb, 'data', [settingsDb, outboxDb, cacheDb]))) return;
  forgetDataKey();
  // Fingerprints are compared within seconds of each other: a new key does no harm.
  await settingsDb.keys.delete('print');
}

/** The same for the key `id` of `home`, under which the rows of `dbs` lie. False where that was done. */
export async function renewIn(home: Dexie, id: string, dbs: readonly Dexie[]): Promise<boolean> {
  const keys = home.table<KeyRow, string>('keys');
  const row = await keys.get(id);
  if (!row?.key) return false;
  const wrapped = row.wrapped ?? (await freshKey(id, 'seal'));
  await keys.put({ ...row, wrapped });
  const move = { old: row.key, fresh: await keyOf(wrapped, id, 'seal'), isResumed: row.wrapped !== undefined };
  for (const db of dbs) for (const table of db.tables) await moveRows(table, move);
  await keys.put({ id, wrapped });
  return true;
}

async function moveRows(
  table: Table<SealedRow, string>,
  { old, fresh, isResumed }: { old: CryptoKey; fresh: CryptoKey; isResumed: boolean },
) {
  const ids = await table.toCollection().primaryKeys();
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const rows = await table.bulkGet(batch);
    const moved = await Promise.all(
      rows.map(async (row, index) => {
        const place = { table: table.name, id: String(batch[index]) };
        if (!row?.sealed || (isResumed && (await openIfIntact(fresh, place, row.sealed)) !== undefined)) return undefined;
        const value = await openIfIntact(old, place, row.sealed);
        return value === undefined ? undefined : seal(fresh, place, value);
      }),
    );
    await table.db.transaction('rw', table, async () => {
      const now = await table.bulkGet(batch);
      const same = now.flatMap((row, index) => {
        const sealed = moved[index];
        return row?.sealed && sealed && isSame(row.sealed, rows[index]?.sealed) ? [{ ...row, sealed }] : [];
      });
      await table.bulkPut(same);
    });
  }
}

function isSame(a: Sealed, b: Sealed | undefined): boolean {
  return a.length === b?.length && a.every((byte, index) => byte === b[index]);
}
