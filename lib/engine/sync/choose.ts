import { FEED_OBJECTS, paceOf, type SyncChoice } from '../../model/sync.ts';
import { changeConnectionInfo } from '../../store/connections.ts';
import { feeds } from '../../store/feeds.ts';
import { connections } from '../../store/reading.ts';
import { forgetRecords } from '../../store/record-pages.ts';
import type { Engine } from '../context.ts';
import { forgetSearch } from '../search.ts';
import { stopSync } from './run.ts';

/**
 * Takes up what the rep has chosen for a connection. Another scope begins anew: rows of others that were left out cannot be told apart from
 * rows that never were, and rows she no longer wants must not stay. Nor must those of a list she no longer wants.
 */
export async function chooseSync(engine: Engine, connectionId: string, choice: SyncChoice): Promise<void> {
  stopSync(engine, connectionId);
  const before = (await connections()).find(({ id }) => id === connectionId)?.sync;
  const dropped = FEED_OBJECTS.filter((object) => choice.pace?.[object] === 'never' && paceOf(before, object) !== 'never');
  const isOther = choice.scope !== undefined && choice.scope !== (before?.scope ?? 'opened');
  await changeConnectionInfo(connectionId, (info) => ({ ...info, sync: { ...info.sync, ...choice } }));
  const begins = isOther && (before?.scope !== undefined || (await feeds(connectionId)).length > 0);
  if (begins) await forgetRecords(connectionId);
  else for (const object of dropped) await forgetRecords(connectionId, object);
  if (begins || dropped.length > 0) await forgetSearch();
}
