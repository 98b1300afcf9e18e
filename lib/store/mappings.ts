import { type MappingChoice, mappingId, type ObjectMapping } from '../model/mapping.ts';
import { settingsDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { openKept } from './opened.ts';
import { seal } from './seal.ts';

/** All mappings, in a fixed order. Reads only: pages may call it, inside a live query too. */
export async function mappings(): Promise<ObjectMapping[]> {
  const [key, rows] = await Promise.all([existingDataKey(), settingsDb.mappings.orderBy('id').toArray()]);
  if (!key) return [];
  const opened = await Promise.all(
    rows.map(async ({ id, system, account, object, sealed }) => {
      const choice = await openKept<MappingChoice>(key, { table: 'mappings', id }, sealed);
      return choice && { system, account, object, ...choice };
    }),
  );
  return opened.filter((mapping) => mapping !== undefined);
}

/** Stores mappings, each in the place of the one its object had; one that says nothing is forgotten. The worker alone calls this. */
export async function saveMappings(changed: readonly ObjectMapping[]): Promise<void> {
  const key = await dataKey();
  const rows = await Promise.all(
    changed.filter(saysSomething).map(async ({ system, account, object, ...choice }) => {
      const id = mappingId({ system, account, object });
      return { id, system, account, object, sealed: await seal(key, { table: 'mappings', id }, choice) };
    }),
  );
  await settingsDb.transaction('rw', settingsDb.mappings, async () => {
    await settingsDb.mappings.bulkDelete(changed.map(mappingId));
    await settingsDb.mappings.bulkPut(rows);
  });
}

function saysSomething({ fields, pins, skipped }: MappingChoice): boolean {
  return Object.keys(fields).length + pins.length + skipped.length > 0;
}
