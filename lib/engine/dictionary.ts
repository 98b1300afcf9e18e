import type { Dictionary } from '../model/dossier.ts';
import { saveDictionary } from '../store/dictionaries.ts';
import { dictionary } from '../store/reading.ts';
import { ask } from './ask.ts';
import { knownConnections } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { isYoung } from './young.ts';

const OLD_AFTER_MS = 12 * 3_600_000;

/** Fetches owners and pipelines where they are missing or half a day old. A system that cannot say keeps what it said before. */
export async function refreshDictionaries(engine: Engine): Promise<void> {
  const known = await knownConnections(engine);
  await Promise.all(known.map(({ info, live }) => (live && info.state === 'ok' ? refresh(engine, live) : undefined)));
}

async function refresh(engine: Engine, live: Live): Promise<void> {
  const { id } = live.connection;
  const old = await dictionary(id);
  const writable = writableOf(live);
  if (old && isYoung(old.fetchedAt, engine.now(), OLD_AFTER_MS)) {
    // The rep has mapped fields since: nobody has to be asked for that.
    if (JSON.stringify(old.writable) !== JSON.stringify(writable)) await saveDictionary({ ...old, writable });
    return;
  }
  const { capabilities } = live.system;
  const [owners, pipelines] = await Promise.allSettled([
    capabilities.has('owners') ? ask(engine, live, (system, io) => system.owners(io)) : [],
    capabilities.has('pipelines') ? ask(engine, live, (system, io) => system.pipelines(io)) : [],
  ]);
  // Removed while it was asked: nothing of what it told stays.
  if (engine.memory.gone.has(id) || (owners.status === 'rejected' && pipelines.status === 'rejected')) return;
  await saveDictionary({
    connectionId: id,
    owners: owners.status === 'fulfilled' ? owners.value : (old?.owners ?? []),
    pipelines: pipelines.status === 'fulfilled' ? pipelines.value : (old?.pipelines ?? []),
    writable,
    fetchedAt: engine.now(),
  });
}

/** What every account has, and what the rep has mapped. */
function writableOf({ system, connection }: Live): NonNullable<Dictionary['writable']> {
  const writable: Record<string, string[]> = {};
  for (const map of [system.ownFields, connection.fieldMap])
    for (const [native, fields] of Object.entries(map ?? {}))
      writable[native] = [...new Set([...(writable[native] ?? []), ...Object.keys(fields).filter((name) => !name.startsWith('pin:'))])];
  return writable;
}
