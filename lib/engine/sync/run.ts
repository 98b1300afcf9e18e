import type { ConnectionInfo } from '../../model/connection.ts';
import type { FeedState, SyncedRow } from '../../model/sync.ts';
import { saveFeed } from '../../store/feeds.ts';
import { ownPlaces } from '../../store/places.ts';
import { knownConnections } from '../connections.ts';
import type { Engine, Live } from '../context.ts';
import { guardOf } from '../guard.ts';
import { withoutLulls } from '../lulls.ts';
import { catchUpSearchBeside } from '../search.ts';
import { Told } from '../search-entry.ts';
import { LOOK_AGAIN_MS, leaveOf } from './budget.ts';
import { type ReadPage, readPage } from './page.ts';
import { dueAt, planned } from './plan.ts';
import { reflect } from './reflect.ts';

/*
 * Reads lists of changes, page by page. Between two pages anything may end: the worker, the network, the rep's patience. Each page is
 * stored with its place, so whoever goes on asks for the next one.
 *
 *   due ──page──▶ stored, more ──page──▶ … ──▶ read to its end ──pace──▶ due
 *    │                                  └─ the share of the day is used up ─▶ looks again after a quarter of an hour
 *    └─ refused ──backoff──▶ due; a place the vendor no longer knows: from the start
 */

const LOCK = 'sidelight-sync';
/** After so long a round ends and is planned anew. */
const SLICE_MS = 20_000;
/** Without a network it is looked again after so long: a worker that was stopped hears of no network that comes back. */
const OFFLINE_MS = 60_000;
/** A segment of the search index is made of so many rows. */
const LOT_ROWS = 5_000;
/** So many lots may wait for the index, in memory; then the pages wait for it. */
const LOTS_AHEAD = 4;

/** When to look again (epoch ms), absent when nothing is followed; and how many rows were news. */
export interface SyncRound {
  nextAt?: number;
  news: number;
}

/**
 * Reads everything that is due, connections side by side, each list in its turn, until nothing more is or the slice is over; without a network
 * nothing. One round at a time in the whole browser; a second one returns at once.
 */
export async function syncRound(engine: Engine, signal?: AbortSignal): Promise<SyncRound> {
  return engine.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    // Whoever is at it may die before it has planned the next round.
    if (!lock) return { news: 0, nextAt: engine.now() + SLICE_MS };
    const isOffline = engine.isOnline?.() === false;
    const until = isOffline ? engine.now() : engine.now() + SLICE_MS;
    const known = await knownConnections(engine);
    const lot = new Lot();
    const ends = await Promise.all(
      known.map(({ info, live }) => (live && info.state === 'ok' ? syncConnection(engine, { info, live, until, lot, signal }) : undefined)),
    ).finally(() => lot.end());
    const done = ends.filter((end) => end !== undefined);
    const news = done.reduce((sum, end) => sum + end.news, 0);
    const times = done.map(({ nextAt }) => nextAt).filter((at) => at !== undefined);
    const notBefore = isOffline ? engine.now() + OFFLINE_MS : 0;
    return { news, ...(times.length > 0 && { nextAt: Math.max(notBefore, Math.min(...times)) }) };
  });
}

/** The rep has changed what is kept, paused or removed the connection: nothing of what is under way for it is stored any more. */
export function stopSync(engine: Engine, connectionId: string): void {
  engine.memory.syncing.get(connectionId)?.abort();
  engine.memory.syncing.delete(connectionId);
}

interface Run {
  info: ConnectionInfo;
  live: Live;
  until: number;
  lot: Lot;
  signal: AbortSignal | undefined;
}

/** `undefined` when nothing of it is followed. */
async function syncConnection(engine: Engine, { info, live, until, lot, signal }: Run): Promise<SyncRound | undefined> {
  if (info.sync?.isPaused || engine.memory.gone.has(info.id)) return undefined;
  const states = await planned(info);
  if (states.length === 0) return undefined;
  const stop = new AbortController();
  engine.memory.syncing.set(info.id, stop);
  const either = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
  let news = 0;
  try {
    while (!either.aborted && engine.now() < until) {
      const due = states.filter((state) => dueAt(info, state, engine.now()) <= engine.now());
      // What is in the midst of its pages first, then in the order of the lists.
      const state = due.find(({ nextAt, cursor }) => nextAt === 0 && cursor !== undefined) ?? due[0];
      if (!state) break;
      const held = await waits(engine, info, live, state);
      const page = held ? { state: held, news: [], before: [] } : await onePage(engine, { info, live, state, lot }, either);
      states[states.indexOf(state)] = page.state;
      news += page.news.length;
    }
  } catch (error) {
    if (!either.aborted) throw error;
  } finally {
    if (engine.memory.syncing.get(info.id) === stop) engine.memory.syncing.delete(info.id);
  }
  const now = engine.now();
  return either.aborted ? { news } : { news, nextAt: Math.min(...states.map((state) => Math.max(now, dueAt(info, state, now)))) };
}

async function onePage(
  engine: Engine,
  { info, live, state, lot }: Pick<Run, 'info' | 'live' | 'lot'> & { state: FeedState },
  signal: AbortSignal,
): Promise<ReadPage> {
  const page = await readPage(engine, { info, live, state }, signal);
  if (page.news.length === 0) return page;
  await lot.add(page.news);
  // The view of a customer who was opened is no older than a first fill.
  if (state.filledAt !== undefined) await reflect(engine, info.id, page.news, page.before);
  return page;
}

/**
 * For the search index. What is in memory need not be opened again when somebody searches; many at once cost it less than few. It is taken up
 * while further pages are read, in the moments in which these wait for the disk.
 */
class Lot {
  #told = new Told();
  /** Lots on their way into the index. */
  #handed: Promise<void> = Promise.resolve();
  #count = 0;

  async add(rows: readonly SyncedRow[]): Promise<void> {
    this.#told.add(rows);
    if (this.#told.hashes.length < LOT_ROWS) return;
    if (this.#count >= LOTS_AHEAD) await withoutLulls(() => this.#handed);
    await this.#hand();
  }

  async #hand(): Promise<void> {
    const told = this.#told;
    this.#told = new Told();
    if (told.hashes.length === 0) return;
    told.until = (await ownPlaces()).last;
    this.#count += 1;
    this.#handed = Promise.all([this.#handed, catchUpSearchBeside(told)]).then(() => {
      this.#count -= 1;
    });
    this.#handed.catch(() => undefined);
  }

  /** No more pages follow: on return all of them are in the index. */
  async end(): Promise<void> {
    await this.#hand();
    await withoutLulls(() => this.#handed);
  }
}

/** The background keeps to its share: a short wait is sat out, the day's share is noted on the list, which then waits. */
async function waits(engine: Engine, info: ConnectionInfo, live: Live, state: FeedState): Promise<FeedState | undefined> {
  const guard = await guardOf(engine, info.id, live.system.limits);
  for (let leave = leaveOf(guard.used(), info.sync); leave.kind !== 'go'; leave = leaveOf(guard.used(), info.sync)) {
    if (leave.kind === 'stopped') {
      const error = { kind: 'rate-limit', code: 'sync-share' } as const;
      const next = { ...state, error, usedPct: leave.pct, nextAt: engine.now() + LOOK_AGAIN_MS };
      await saveFeed(next);
      return next;
    }
    await engine.wait(leave.ms);
  }
  return undefined;
}
