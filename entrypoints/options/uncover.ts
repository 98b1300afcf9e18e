import type Dexie from 'dexie';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { existingDataKey } from '../../lib/store/known-keys.ts';
import { openBytes } from '../../lib/store/seal.ts';
import type { Sealed } from '../../lib/store/sealed.ts';

/**
 * For the demo build alone: puts beside every sealed value what it holds, in clear, into the same row. The test of what can be read out of a
 * profile proves itself by this: what it does not find there, it would not find anywhere. `more`: texts that this page cannot open.
 */
export async function uncover(more: readonly string[]): Promise<number> {
  const key = await existingDataKey();
  if (!key) return 0;
  let count = 0;
  for (const db of [cacheDb, outboxDb, settingsDb] as Dexie[]) {
    for (const table of db.tables) {
      for (const id of await table.toCollection().primaryKeys()) {
        const row = (await table.get(id)) as { sealed?: Sealed };
        const bytes = row.sealed && (await openBytes(key, { table: table.name, id: String(id) }, row.sealed).catch(() => undefined));
        if (!bytes) continue;
        await table.put({ ...row, clear: new TextDecoder().decode(bytes) });
        count += 1;
      }
    }
  }
  await settingsDb.settings.put({ name: 'uncovered', value: more });
  return count;
}
