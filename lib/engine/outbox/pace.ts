import type { DeliveryRow } from '../../store/rows.ts';
import type { Engine, Live } from '../context.ts';

const BACKOFF_BASE_MS = 1_000;
const BACKOFF_CAP_MS = 15 * 60_000;
/** A server's own time is believed for so long. */
const TOLD_CAP_MS = 86_400_000;
/** How long a delivery to a signed-out system waits before it is looked at again; a new sign-in wakes it at once. */
const SIGNED_OUT_MS = 60_000;
/** For a system nobody knows any more, and for workflows. */
const LANDS_WITHIN_MS = 30_000;

/** When to try again (epoch ms): full jitter from 1 s to 15 min; a server's own time wins. Source: "Exponential Backoff And Jitter" (AWS). */
export function postponed(engine: Engine, attempts: number, retryAfterMs = 0): number {
  const jitter = engine.random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempts, 20));
  return engine.now() + Math.max(retryAfterMs, Math.ceil(jitter), BACKOFF_BASE_MS);
}

/** Is it put off for longer than anything is? Then the clock has been set back since, and the moment may be far off. */
export function isBeyond(engine: Engine, { nextAt, error }: Pick<DeliveryRow, 'nextAt' | 'error'>): boolean {
  const mostMs = error?.kind === 'rate-limit' || error?.kind === 'unavailable' ? TOLD_CAP_MS : BACKOFF_CAP_MS;
  return nextAt - engine.now() > mostMs;
}

/** When to look again at what waits for the rep (epoch ms). */
export function heldUntil(engine: Engine): number {
  return engine.now() + SIGNED_OUT_MS;
}

/** From then on (epoch ms) a request that has left by now can no longer take effect. */
export function landsBy(engine: Engine, live: Live | undefined): number {
  return engine.now() + (live?.system.limits.writeLandsWithinMs ?? LANDS_WITHIN_MS);
}
