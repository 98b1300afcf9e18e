import type { Dictionary } from '../model/dossier.ts';
import { cacheDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { withRoom } from './room.ts';
import { seal } from './seal.ts';

/** Stores owners and pipelines of a connection. */
export async function saveDictionary(dictionary: Dictionary): Promise<void> {
  const { connectionId, fetchedAt, ...body } = dictionary;
  const sealed = await seal(await dataKey(), { table: 'dictionaries', id: connectionId }, body);
  await withRoom(() => cacheDb.dictionaries.put({ connectionId, fetchedAt, sealed }));
}
