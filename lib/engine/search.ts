import { storeTrouble } from '../model/errors.ts';
import type { FoundRecord } from '../model/found.ts';
import { type SearchEntry, type SearchHit, SegmentError } from '../search/index.ts';
import { cacheDb } from '../store/databases.ts';
import { dropIndex, loadIndex } from '../store/indexes.ts';
import { lockTurn } from '../store/keeper.ts';
import { existingDataKey } from '../store/keys.ts';
import { hashOf } from '../store/place-table.ts';
import { places } from '../store/places.ts';
import { rowsWith } from '../store/rows-with.ts';
import { withoutLulls } from './lulls.ts';
import { catchUp } from './search-catch-up.ts';
import type { Told } from './search-entry.ts';
import { buildPending, type Held, knownAs, loaded, settleAll } from './search-held.ts';

/* The search index of the worker: what it holds is in `search-held.ts`, how it follows the cache in `search-catch-up.ts`. */

let held: Held | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** One after the other: each finds the index as the one before left it. */
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  return withoutLulls(() => afterOthers(task));
}

function afterOthers<T>(task: () => Promise<T>): Promise<T> {
  const mine = turn.then(task, task);
  turn = mine.catch(() => undefined);
  return mine;
}

/** The best records of the cache for what the rep has typed; one hit per customer she has opened. Locked: nothing. */
export function searchRecords(query: string, limit: number, now: number): Promise<FoundRecord[]> {
  return inTurn(async () => {
    const found = await withIndex(async (mine) => {
      buildPending(mine);
      for (;;) {
        // Several records of one customer make one hit.
        const { shown, stale } = await stillKept(mine, await mine.index.ask(query, limit * 2, now), limit);
        if (stale.length === 0) {
          if (!mine.known) void prepareForMore(mine);
          return shown;
        }
        await mine.index.lookUp(stale);
        for (const key of stale) mine.index.remove(key);
      }
    });
    return found ?? [];
  });
}

/** What the first answer need not wait for: where records lie, and the rest of the index. */
async function prepareForMore(mine: Held): Promise<void> {
  await inTurn(async () => Object.assign(mine, { known: await places() })).catch(() => undefined);
  try {
    // Who is locked has let go of it.
    while (held === mine && (await mine.index.readMore()));
  } catch (error) {
    if (isHurt(error)) await inTurn(() => dropHurt(mine)).catch(() => undefined);
  }
}

/** Takes up what was stored lately. Safe to call at any time; a question does it by itself. `told`: the pages that were just stored. */
export function catchUpSearch(told?: Told): Promise<void> {
  return inTurn(async () => void (await withIndex(async () => undefined, told)));
}

/** The same for a fill, which goes on meanwhile: where the index has to be built, that is done in its lulls. */
export function catchUpSearchBeside(told: Told): Promise<void> {
  return afterOthers(async () => void (await withIndex(async () => undefined, told)));
}

/** For when nothing else is to be done: saves what is not saved yet and makes small segments one. */
export function tidySearch(): Promise<void> {
  return inTurn(async () => void (await withIndex(settleAll)));
}

/** Forgets the index, here and on disk: it is made anew out of what the cache then holds. */
export function forgetSearch(): Promise<void> {
  return inTurn(async () => {
    held = undefined;
    await dropIndex();
  });
}

/** Lets go of the index in memory: when the store is locked, and between tests. */
export function dropSearchMemory(): void {
  held = undefined;
}

/** What a task makes of the index; nothing while it is locked. One that turns out to be hurt is made anew, and asked again. */
async function withIndex<T>(task: (mine: Held) => Promise<T>, told?: Told): Promise<T | undefined> {
  const ask = async () => {
    const mine = await upToDate(told);
    return mine && task(mine);
  };
  try {
    return await ask();
  } catch (error) {
    if (!isHurt(error)) throw error;
    await dropHurt(held);
    return ask();
  }
}

/** Was a piece of the index lost or changed, or written by another version? */
function isHurt(error: unknown): boolean {
  return error instanceof SegmentError || storeTrouble(error) === 'tampered';
}

async function dropHurt(mine: Held | undefined): Promise<void> {
  if (held !== mine) return;
  held = undefined;
  await dropIndex();
}

async function upToDate(told?: Told): Promise<Held | undefined> {
  const turn = lockTurn();
  const asked = existingDataKey();
  // Two databases are opened: side by side.
  const reading = held ? undefined : loadIndex(asked);
  reading?.catch(() => undefined);
  const key = await asked;
  if (held && held.key !== key) held = undefined;
  if (!key) return undefined;
  const mine = held ?? (await loaded(key, reading ?? loadIndex(asked)));
  // Locked meanwhile: it serves who asked for it, and is not kept.
  if (turn === lockTurn()) held = mine;
  await catchUp(mine, told);
  return mine;
}

/** Hits that are still in the cache, one for each customer; and keys whose connection was removed, or the customer forgotten. */
async function stillKept(mine: Held, hits: readonly SearchHit[], limit: number): Promise<{ shown: FoundRecord[]; stale: string[] }> {
  // Once read it follows what is stored: this is quick.
  const known = mine.known && (await places());
  const found = await rowsWith(
    cacheDb.dossiers,
    'members',
    hits.map(({ key }) => key),
  );
  // Found once for each of her records among the hits.
  const rows = [...new Map(found.map((row) => [row.key, row])).values()];
  // One person may have been opened from several systems, once before the others had answered: what is known best of her speaks for her.
  const byKnown = rows.sort((a, b) => a.members.length - b.members.length || a.openedAt - b.openedAt);
  const customerOf = new Map(byKnown.flatMap((row) => row.members.map((member) => [member, row.key] as const)));
  const customers = new Set(rows.map(({ key }) => key));
  const stale = hits.map(({ key }) => key).filter((key) => known && (known.table.get(hashOf(key))?.stamp ?? -1) < 0 && !customers.has(key));
  const seen = new Set<string>(stale);
  const shown: FoundRecord[] = [];
  const each = hits.map((hit) => {
    const dossier = lastOf(customerOf, hit.key);
    return { hit, dossier, one: hit.kind === 'deal' ? hit.key : (dossier ?? hit.key) };
  });
  await mine.index.lookUp(each.flatMap(({ hit, one }) => (one === hit.key ? [] : one)));
  for (const { hit, dossier, one } of each) {
    if (seen.has(hit.key) || seen.has(one)) continue;
    seen.add(one);
    const found: SearchEntry & { score?: number } = one === hit.key ? hit : (knownAs(mine, one) ?? hit);
    const { score: _score, hasOpenDeal: _deal, ...entry } = found;
    const [system, account, object, id] = entry.key.split('/').map(decodeURIComponent) as [
      string,
      string,
      FoundRecord['ref']['object'],
      string,
    ];
    shown.push({ ...entry, ref: { system, account, object, id }, ...(dossier !== undefined && { dossier }) });
  }
  return { shown: shown.slice(0, limit), stale };
}

/** Where the links from this key end. They lead to later rows only, so there is an end. */
function lastOf(links: ReadonlyMap<string, string>, key: string): string | undefined {
  const next = links.get(key);
  return next === undefined || next === links.get(next) ? next : (lastOf(links, next) ?? next);
}
