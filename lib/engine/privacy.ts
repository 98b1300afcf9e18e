import { readMail } from '../identity/addresses.ts';
import { isSettled, keepingOf, seenAt, surelyPast } from '../model/keeping.ts';
import { settingsDb } from '../store/databases.ts';
import { addressesOf, forgetPerson, tracesOf, wipeTables } from '../store/forget.ts';
import { addressOf, markForgotten } from '../store/forgotten.ts';
import { passKeeper } from '../store/keeper.ts';
import { forgetDataKey } from '../store/keys.ts';
import { lock } from '../store/passphrase.ts';
import { forgetPlaces } from '../store/places.ts';
import { settings } from '../store/reading.ts';
import { inTurn } from '../store/record-pages.ts';
import { redate, sweep } from '../store/retention.ts';
import { saveSettings } from '../store/settings.ts';
import { wipeVault } from '../store/vault.ts';
import type { Engine } from './context.ts';
import { dropSearchMemory, forgetSearch } from './search.ts';
import { stopSync } from './sync/run.ts';
import { newTally } from './traffic.ts';

const DAY_MS = 86_400_000;

/** Lets go what is older than the rep wants to keep, by a clock that has held for a day: what is dropped does not come back when it is set right. */
export async function sweepStore(engine: Pick<Engine, 'now'>): Promise<void> {
  const set = await settings();
  const { keepDays, keepHistoryDays } = keepingOf(set);
  const now = engine.now();
  const clock = seenAt(now, set.clock);
  if (clock !== set.clock) await saveSettings({ clock });
  const past = surelyPast(clock);
  const before = (days: number) => (days > 0 && past !== undefined ? past - days * DAY_MS : undefined);
  const redated = isSettled(clock) ? await redate(now) : 0;
  const dropped = await sweep({ cache: before(keepDays), history: before(keepHistoryDays) });
  // The index knows customers by when they were opened.
  if (redated + dropped > 0) await forgetSearch();
}

/**
 * Forgets one customer, once what is being asked about her is answered. She stays forgotten, by her records and her own addresses, until
 * `liftForgotten`: nothing writes her back. Answers how many entries still wait.
 */
export async function forgetCustomer(engine: Engine, dossier: string, waiting: boolean): Promise<number> {
  await Promise.allSettled(engine.memory.lookups.values());
  const traces = await tracesOf(dossier);
  // Whoever else reads a department's mail is not forgotten.
  const own = (await addressesOf(traces)).filter((email) => readMail(email)?.shared === false);
  await markForgotten([...traces.herself, ...own.map(addressOf)]);
  const left = await forgetPerson(dossier, waiting);
  await forgetSearch();
  return left;
}

/** Deletes everything: credentials, rows, keys, page detectors. Works while locked. No context keeps a key of before. */
export async function wipeAll(engine: Engine): Promise<void> {
  for (const id of await settingsDb.hooks.toCollection().primaryKeys()) engine.memory.gone.add(id);
  engine.memory.tally = newTally();
  for (const id of await settingsDb.connections.toCollection().primaryKeys()) {
    engine.memory.gone.add(id);
    stopSync(engine, id);
    await engine.pages.detach(id);
  }
  await Promise.allSettled(engine.memory.lookups.values());
  // What is being written ends first: nothing of it may come after what was emptied.
  await forgetSearch().catch(() => undefined);
  await inTurn(() => wipeTables(wipeVault));
  forgetDataKey();
  forgetPlaces();
  dropSearchMemory();
  await lock();
  await passKeeper().announce();
}
