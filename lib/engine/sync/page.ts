import type { ConnectionInfo } from '../../model/connection.ts';
import { storeTrouble, toStoredError } from '../../model/errors.ts';
import { recordKey } from '../../model/records.ts';
import { type FeedState, isTombstone, type SyncedRow } from '../../model/sync.ts';
import { saveFeed } from '../../store/feeds.ts';
import { hashOf } from '../../store/place-table.ts';
import { ownPlaces } from '../../store/places.ts';
import { dropUntold, storePage } from '../../store/record-pages.ts';
import { cachedRows } from '../../store/records.ts';
import { SystemError } from '../../systems/contract.ts';
import { ask } from '../ask.ts';
import type { Engine, Live } from '../context.ts';
import { lull } from '../lulls.ts';
import { postponed } from '../outbox/pace.ts';
import { LOOK_AGAIN_MS } from './budget.ts';
import { stopContested } from './conflicts.ts';
import { nextRound } from './plan.ts';
import { inScope } from './scope.ts';

/** A list that the key may not read, or the vendor does not have, is asked for again after a day: rights change. */
const DAY_MS = 86_400_000;

/** One list of one connection that is being read. */
export interface Feed {
  info: ConnectionInfo;
  live: Live;
  state: FeedState;
}

/** How the list stands after a page, what of it was news, and of what is gone the record as it was. */
export interface ReadPage {
  state: FeedState;
  news: SyncedRow[];
  before: SyncedRow[];
}

/** One page: asked for, stored together with its place. */
export async function readPage(engine: Engine, { info, live, state }: Feed, signal: AbortSignal): Promise<ReadPage> {
  const { object } = state;
  const from = await begun(state);
  let answer: Awaited<ReturnType<Live['system']['changes']>>;
  try {
    answer = await ask(engine, live, (system, io) => system.changes(object, state.cursor, io), signal);
    if (answer.more && answer.cursor === state.cursor) throw new SystemError('protocol', { code: 'no-progress' });
  } catch (error) {
    if (signal.aborted) throw error;
    return { state: await failed(engine, from, error), news: [], before: [] };
  }
  // The rep has changed her mind, or the connection is gone: nothing of it may be stored any more.
  signal.throwIfAborted();
  const at = engine.now();
  const known = await ownPlaces();
  const isKept = (row: SyncedRow) => (known.table.get(hashOf(recordKey(row.ref)))?.stamp ?? -1) >= 0;
  const scope = { scope: info.sync?.scope ?? 'opened', object, userId: live.connection.userId } as const;
  const rows = inScope(answer.rows, scope, isKept);
  const next = onward(engine, { info, live, state: from }, answer, at);
  const before = await asTheyWere(rows);
  const first = async () => {
    await stopContested(info.id, rows);
    // In its turn among writers: whoever stopped it and then dropped what was kept finds nothing of this page behind that.
    signal.throwIfAborted();
  };
  let news: SyncedRow[];
  try {
    news = await storePage({ connectionId: info.id, object, rows, at, feed: next, first, lull });
  } catch (error) {
    // No room: what the rep opens and writes comes first, so nothing is dropped for a list. It is asked for again later.
    if (storeTrouble(error) !== 'storage-full') throw error;
    const full = new SystemError('unavailable', { code: 'storage-full', retryAfterMs: LOOK_AGAIN_MS, cause: error });
    return { state: await failed(engine, from, full), news: [], before: [] };
  }
  if (answer.more || from.refillFrom === undefined) return { state: next, news, before };
  const gone = await dropUntold(info.id, object, from.refillFrom, at);
  const { refillFrom: _done, ...settled } = next;
  await saveFeed(settled);
  return { state: settled, news: [...news, ...gone], before };
}

async function asTheyWere(rows: readonly SyncedRow[]): Promise<SyncedRow[]> {
  const gone = rows.filter(isTombstone).map(({ ref }) => recordKey(ref));
  return gone.length === 0 ? [] : [...(await cachedRows(gone)).values()].map(({ row }) => row);
}

/** A list read again from its start while older rows of it are kept: what is not told again will be gone. */
async function begun(state: FeedState): Promise<FeedState> {
  if (state.cursor !== undefined || state.refillFrom !== undefined || state.filledAt === undefined) return state;
  return { ...state, refillFrom: (await ownPlaces()).last + 1, rows: 0 };
}

function onward(engine: Engine, { info, state }: Feed, answer: { rows: unknown[]; cursor: string; more: boolean }, at: number): FeedState {
  const { error: _gone, usedPct: _too, ...rest } = state;
  const isFilling = state.filledAt === undefined || state.refillFrom !== undefined;
  const rows = isFilling ? state.rows + answer.rows.length : state.rows;
  const read = { ...rest, cursor: answer.cursor, rows, attempts: 0 };
  if (answer.more) return { ...read, nextAt: 0 };
  return { ...read, filledAt: state.filledAt ?? at, doneAt: at, nextAt: nextRound(info, state.object, at, engine.random) };
}

/** What a failure means for the list. A place the vendor no longer knows is given up: the list is read anew, tombstones stay. */
async function failed(engine: Engine, state: FeedState, failure: unknown): Promise<FeedState> {
  const error = toStoredError(failure);
  const attempts = state.attempts + 1;
  const isLost = error.kind === 'invalid' && error.code !== 'unsupported' && state.cursor !== undefined;
  const isBarred = error.kind === 'forbidden' || error.code === 'unsupported';
  const nextAt = isBarred ? engine.now() + DAY_MS : postponed(engine, attempts, error.retryAfterMs);
  const { cursor, ...rest } = state;
  const next = { ...rest, ...(cursor !== undefined && !isLost && { cursor }), attempts, nextAt, error };
  await saveFeed(next);
  return next;
}
