import { DEFAULT_SHARE_PCT, type SyncChoice } from '../../model/sync.ts';
import type { Used } from '../limits.ts';

/** A limit over so long is a matter of the day: background work stops. Over less, it waits a moment. */
const LONG_MS = 3_600_000;
/** How long background work keeps off an account whose share is used up before it looks again. */
export const LOOK_AGAIN_MS = 15 * 60_000;
/** Of a short window: one of its slots. */
const PART = 20;

/** May the background ask once more? `stopped`: the share of the day is used up, in per cent. */
export type Leave = { kind: 'go' } | { kind: 'wait'; ms: number } | { kind: 'stopped'; pct: number };

/** Leaves the rest of every limit to the rep, who is looking at the screen. */
export function leaveOf(used: readonly Used[], choice: SyncChoice | undefined): Leave {
  const share = (choice?.sharePct ?? DEFAULT_SHARE_PCT) / 100;
  const over = used.filter((each) => each.share >= share);
  const long = over.filter(({ windowMs }) => windowMs >= LONG_MS);
  if (long.length > 0) return { kind: 'stopped', pct: Math.round(Math.min(1, Math.max(...long.map((each) => each.share))) * 100) };
  const short = over.map(({ windowMs }) => windowMs / PART);
  return short.length > 0 ? { kind: 'wait', ms: Math.ceil(Math.max(...short)) } : { kind: 'go' };
}
