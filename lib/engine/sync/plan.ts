import type { ConnectionInfo } from '../../model/connection.ts';
import { type FeedObject, type FeedState, PACE_MS, paceOf, readableLists } from '../../model/sync.ts';
import { feeds } from '../../store/feeds.ts';

/** Lists this connection's key may read and the rep wants kept. */
export function followed({ can, sync }: ConnectionInfo): FeedObject[] {
  if ((sync?.scope ?? 'opened') === 'opened') return [];
  return readableLists(can).filter((object) => paceOf(sync, object) !== 'never');
}

/** How each followed list stands; one that was never read is due at once. */
export async function planned(info: ConnectionInfo): Promise<FeedState[]> {
  const wanted = followed(info);
  if (wanted.length === 0) return [];
  const known = new Map((await feeds(info.id)).map((state) => [state.object, state]));
  return wanted.map((object) => known.get(object) ?? { connectionId: info.id, object, rows: 0, nextAt: 0, attempts: 0 });
}

/** When a list that was read to its end is asked again. A tenth is left to chance, so that lists do not come back all together. */
export function nextRound(info: ConnectionInfo, object: FeedObject, now: number, random: () => number): number {
  return now + PACE_MS[paceOf(info.sync, object)] * (0.95 + random() / 10);
}

/** Nothing is put off for longer than a list that is barred, a day. */
const FARTHEST_MS = 2 * PACE_MS.day;

/**
 * A pace that was made quicker counts from the last time, not from the plan of before. What was planned before the clock was set back is due: the
 * moment may be far off.
 */
export function dueAt(info: ConnectionInfo, { object, nextAt, doneAt, error }: FeedState, now: number): number {
  if (doneAt === undefined || error) return nextAt - now > FARTHEST_MS ? now : nextAt;
  if (doneAt > now) return now;
  return Math.min(nextAt, doneAt + PACE_MS[paceOf(info.sync, object)] * 1.05);
}
