import type { CustomerSummary } from '../model/dossier.ts';
import { storeTrouble } from '../model/errors.ts';
import type { SearchEntry } from '../search/index.ts';
import { cacheDb } from '../store/databases.ts';
import { type Places, places } from '../store/places.ts';
import { openChunks } from '../store/records.ts';
import { openIfIntact } from '../store/seal.ts';
import { IV_BYTES } from '../store/sealed.ts';
import { entryOfCustomer, Told, withKnown } from './search-entry.ts';
import { add, type Held, knownAs, remove, settle } from './search-held.ts';

/*
 * What was stored since: two marks say what the index covers, the last chunk and the last opening of a customer, and whatever lies
 * behind them is taken up. So nothing that writes records needs to know of search.
 */

/** Chunks opened at once while catching up. */
const STRIDE = 20;
/** A customer's head is written again while her systems answer. */
const SETTLING_MS = 120_000;

/** Takes up all that lies behind the marks. `told`: the pages that were just stored, which then need not be opened again. */
export async function catchUp(mine: Held, told?: Told): Promise<void> {
  await readChunks(mine, told);
  await readOpened(mine);
  await saved(mine);
}

/** Where there is no room to save it, the index is searched all the same; a worker that wakes makes the rest anew. */
async function saved(mine: Held): Promise<void> {
  await settle(mine).catch((error: unknown) => {
    if (storeTrouble(error) !== 'storage-full') throw error;
  });
}

async function readChunks(mine: Held, told: Told | undefined): Promise<void> {
  const all = await cacheDb.chunks.where('id').above(mine.chunk).primaryKeys();
  // What was stored since is told later.
  const until = told?.until ?? Number.POSITIVE_INFINITY;
  const ids = all.filter((id) => id <= until);
  if (told && isAllOf(told, ids, await places())) {
    await takeUp(mine, told);
    mine.chunk = ids.at(-1) ?? mine.chunk;
    return;
  }
  for (let from = 0; from < ids.length; from += STRIDE) {
    const some = ids.slice(from, from + STRIDE);
    const bodies = await openChunks(some);
    const found = new Told();
    for (const body of bodies.values()) found.add(body?.rows ?? []);
    await takeUp(mine, found);
    mine.chunk = some.at(-1) ?? mine.chunk;
    await saved(mine);
  }
}

/** Is this all that lies in these chunks? Then they need not be opened. */
function isAllOf({ hashes }: Told, ids: readonly number[], known: Places): boolean {
  const mine = new Set(ids);
  const count = ids.reduce((sum, id) => sum + (known.chunks.get(id)?.rows ?? 0), 0);
  return count === hashes.length && hashes.every((hash) => mine.has(known.table.get(hash)?.chunk ?? -1));
}

async function takeUp(mine: Held, { entries, gone, deals }: Told): Promise<void> {
  await mine.index.lookUp([...gone, ...entries.keys(), ...deals.keys()]);
  remove(mine, [...gone]);
  add(
    mine,
    [...entries.values()].map((entry) => withKnown(entry, knownAs(mine, entry.key))),
  );
  add(
    mine,
    [...deals].flatMap(([key, isOpen]) => {
      const { hasOpenDeal, ...entry } = knownAs(mine, key) ?? {};
      return 'key' in entry && (hasOpenDeal ?? false) !== isOpen
        ? [{ ...(entry as SearchEntry), ...(isOpen && { hasOpenDeal: true }) }]
        : [];
    }),
  );
}

/** Customers opened since: found by what all their systems say, and before others. */
async function readOpened(mine: Held): Promise<void> {
  const rows = await cacheDb.dossiers
    .where('openedAt')
    .aboveOrEqual(mine.openedAt - SETTLING_MS)
    .toArray();
  const changed = rows.filter(({ key, sealed }) => mine.heads.get(key) !== String(sealed.subarray(0, IV_BYTES)));
  const heads = await Promise.all(
    changed.map(({ key: id, sealed }) => openIfIntact<CustomerSummary>(mine.key, { table: 'dossiers', id }, sealed)),
  );
  await mine.index.lookUp(heads.flatMap((head) => head?.dossier ?? []));
  add(
    mine,
    heads.flatMap((head) => (head ? [withKnown(entryOfCustomer(head), knownAs(mine, head.dossier))] : [])),
  );
  for (const { key, sealed } of changed) mine.heads.set(key, String(sealed.subarray(0, IV_BYTES)));
  mine.openedAt = rows.reduce((last, { openedAt }) => Math.max(last, openedAt), mine.openedAt);
}
