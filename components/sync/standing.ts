import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { type FeedState, paceOf } from '../../lib/model/sync.ts';

/** How the background reading of a connection stands, as one line can say it. */
export type Standing =
  | { kind: 'off' }
  | { kind: 'paused'; records: number }
  | { kind: 'stopped'; pct: number; records: number }
  | { kind: 'failed'; error: StoredError; records: number }
  | { kind: 'filling'; records: number; lists: number; done: number }
  | { kind: 'kept'; records: number; doneAt: number; nextAt: number };

/** A list that this vendor does not have is no trouble of anybody's. */
export function isAbsent({ error }: FeedState): boolean {
  return error?.code === 'unsupported';
}

/** The worst that is true of any list, the most telling first. */
export function standingOf({ sync, state }: ConnectionInfo, all: readonly FeedState[]): Standing {
  if ((sync?.scope ?? 'opened') === 'opened') return { kind: 'off' };
  const states = all.filter((each) => !isAbsent(each) && paceOf(sync, each.object) !== 'never');
  const records = states.reduce((sum, { rows }) => sum + rows, 0);
  if (sync?.isPaused || state === 'paused') return { kind: 'paused', records };
  const stopped = states.find(({ error }) => error?.code === 'sync-share');
  if (stopped) return { kind: 'stopped', pct: stopped.usedPct ?? 0, records };
  // A first failure is tried again within seconds.
  const error = states.find(({ attempts }) => attempts > 1)?.error;
  if (error) return { kind: 'failed', error, records };
  const done = states.filter(({ filledAt, refillFrom }) => filledAt !== undefined && refillFrom === undefined).length;
  if (states.length === 0 || done < states.length) return { kind: 'filling', records, lists: states.length, done };
  const times = states.map(({ doneAt = 0 }) => doneAt);
  return { kind: 'kept', records, doneAt: Math.min(...times), nextAt: Math.min(...states.map(({ nextAt }) => nextAt)) };
}
