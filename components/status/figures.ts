import type { StoredError } from '../../lib/model/errors.ts';
import type { FeedState } from '../../lib/model/sync.ts';
import { dayOf, latencyAt, summed, type TrafficDay } from '../../lib/model/traffic.ts';
import type { Health } from '../../lib/store/traffic.ts';

const DAY_MS = 86_400_000;
/** What an account has told of its day says little later than this. */
const TOLD_HOLDS_MS = 6 * 3_600_000;

/** What the status page says of one connection. Absent: nobody knows. */
export interface Figures {
  today: number;
  week: number;
  /** 0 to 1, over seven days. */
  successShare?: number;
  medianMs?: number;
  p95Ms?: number;
  lastAt?: number;
  nextAt?: number;
  /** 0 to 1: what is left of the account's allowance of the day, as it has told us. */
  quotaLeft?: number;
  /** Left alone until then, because it asked for it. */
  heldUntil?: number;
  isBroken: boolean;
  /** The last failure of reading its lists. */
  error?: StoredError;
}

/** Figures of one connection from what the worker has kept. `now`: epoch ms. */
export function figuresOf(health: Health | undefined, feeds: readonly FeedState[], now: number): Figures {
  const days = health?.days ?? [];
  const week = summed(days.filter(({ day }) => day > dayOf(now - 7 * DAY_MS)));
  const median = latencyAt(week.latency, 0.5);
  const p95 = latencyAt(week.latency, 0.95);
  const lastAt = latest([week.lastAt, ...feeds.map(({ doneAt }) => doneAt)]);
  const next = feeds.map(({ nextAt }) => nextAt).filter((at) => at > now && Number.isFinite(at));
  const { told, notBefore } = health ?? {};
  const error = feeds.find((feed) => feed.error)?.error;
  return {
    today: days.find(({ day }) => day === dayOf(now))?.requests ?? 0,
    week: week.requests,
    isBroken: health?.isBroken ?? false,
    ...(week.requests > 0 && { successShare: 1 - week.failures / week.requests }),
    ...(median !== undefined && { medianMs: median }),
    ...(p95 !== undefined && { p95Ms: p95 }),
    ...(lastAt !== undefined && { lastAt }),
    ...(next.length > 0 && { nextAt: Math.min(...next) }),
    ...(told && now - told.at < TOLD_HOLDS_MS && { quotaLeft: Math.max(0, 1 - told.share) }),
    ...(notBefore !== undefined && notBefore > now && notBefore < now + DAY_MS && { heldUntil: notBefore }),
    ...(error && { error }),
  };
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((at) => at !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** Hosts that were asked in seven days, the most asked first. */
export function hostsOf(all: readonly Health[], now: number): { host: string; requests: number }[] {
  const days: TrafficDay[] = all.flatMap(({ days }) => days.filter(({ day }) => day > dayOf(now - 7 * DAY_MS)));
  return Object.entries(summed(days).hosts)
    .map(([host, requests]) => ({ host, requests }))
    .sort((a, b) => b.requests - a.requests || a.host.localeCompare(b.host));
}
