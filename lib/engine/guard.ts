import { BrokenCircuitError, bulkhead, ConsecutiveBreaker, ConstantBackoff, circuitBreaker, handleWhen, retry } from 'cockatiel';
import { healthOf, saveHealth } from '../store/health.ts';
import { type Limits, SystemError } from '../systems/contract.ts';
import type { Engine } from './context.ts';
import { RequestWindow } from './request-window.ts';
import { sharedReads } from './shared-reads.ts';

/* The one retry layer, for reads. Writes pass `pass` (rate and concurrency) and nothing else: they are never repeated in line. */

const MAX_RETRIES = 2;
const BASE_MS = 400;
const CAP_MS = 4_000;
/** A longer wait is not sat out in line: the clock is kept and the caller told. */
const MAX_WAIT_MS = 3_000;
const BREAK_AFTER = 5;
const HALF_OPEN_AFTER_MS = 30_000;

/** What stands before one connection's API. */
export interface Guard {
  /** Runs a read: refuses while the server wants to be left alone or the circuit is open; repeats what may be repeated. */
  read<T>(attempt: () => Promise<T>): Promise<T>;
  /** Throws when a request now would be too early. */
  gate(): void;
  /** Runs a write: refuses like `read`, repeats nothing. Its failures count for the circuit. */
  write<T>(attempt: () => Promise<T>): Promise<T>;
  /** Lets one request through when its turn has come; equal reads at the same time are one. */
  pass(request: Request, send: () => Promise<Response>): Promise<Response>;
}

/** The guard of a connection, with its clocks as the last worker left them. */
export function guardOf(engine: Engine, connectionId: string, limits: Limits): Promise<Guard> {
  const there = engine.memory.guards.get(connectionId);
  if (there) return there;
  const made = makeGuard(engine, connectionId, limits);
  engine.memory.guards.set(connectionId, made);
  return made;
}

async function makeGuard(engine: Engine, connectionId: string, limits: Limits): Promise<Guard> {
  const health = await healthOf(connectionId);
  let notBefore = health.notBefore ?? 0;
  const window = new RequestWindow(limits, health.sent);
  const lanes = bulkhead(Math.max(1, limits.concurrency), Number.POSITIVE_INFINITY);
  const share = sharedReads();
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(BREAK_AFTER),
    ...(health.breaker !== undefined && { initialState: health.breaker }),
  });
  breaker.onStateChange(() => void saveHealth(connectionId, { breaker: breaker.toJSON() }).catch(() => undefined));
  // The wait between attempts is the engine's own, so that a test owns the clock.
  const again = retry(handleWhen(canRepeat), { maxAttempts: MAX_RETRIES, backoff: new ConstantBackoff(0) });

  function gate(): void {
    const waitMs = notBefore - engine.now();
    if (waitMs > 0) throw new SystemError('rate-limit', { retryAfterMs: waitMs, code: 'waiting' });
  }

  /** A short wait is sat out, a long one refused. */
  async function turn(): Promise<void> {
    const now = engine.now();
    const at = Math.max(notBefore, window.nextAt(now), now);
    if (at - now > MAX_WAIT_MS) throw new SystemError('rate-limit', { retryAfterMs: at - now, code: 'waiting' });
    window.book(at);
    // Near the limit the next worker must know.
    if (window.isHalfFull(at)) void saveHealth(connectionId, { sent: window.toJSON() }).catch(() => undefined);
    if (at > now) await engine.wait(at - now);
  }

  async function noteRateLimit(error: SystemError): Promise<void> {
    if (error.kind !== 'rate-limit' || error.code === 'waiting' || error.retryAfterMs === undefined) return;
    notBefore = Math.max(notBefore, engine.now() + error.retryAfterMs);
    await saveHealth(connectionId, { notBefore });
  }

  return {
    gate,
    async write(attempt) {
      gate();
      return breaker.execute(attempt).catch(async (error: unknown) => {
        if (error instanceof BrokenCircuitError) throw new SystemError('unavailable', { code: 'circuit-open', cause: error });
        if (error instanceof SystemError) await noteRateLimit(error);
        throw error;
      });
    },
    pass(request, send) {
      return share(request, () =>
        lanes.execute(async () => {
          await turn();
          return send();
        }),
      );
    },
    async read(attempt) {
      let last: unknown;
      try {
        return await again.execute(async (context) => {
          if (context.attempt > 0) await engine.wait(delayMs(context.attempt, last, engine.random));
          return breaker.execute(attempt).catch(async (error: unknown) => {
            last = error;
            if (error instanceof SystemError) await noteRateLimit(error);
            throw error;
          });
        });
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new SystemError('unavailable', { code: 'circuit-open', cause: error });
        throw error;
      }
    },
  };
}

/** Full jitter: uniform in [0, min(cap, base * 2^attempt)); a server's own time wins. Source: "Exponential Backoff And Jitter" (AWS). */
function delayMs(attempt: number, error: unknown, random: () => number): number {
  const jitter = Math.floor(random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt));
  return Math.max(jitter, error instanceof SystemError ? (error.retryAfterMs ?? 0) : 0);
}

/** May a read be repeated right away? Not after 20 s of silence: that would keep everybody waiting for a minute. */
function canRepeat(error: unknown): boolean {
  if (!(error instanceof SystemError) || error.code === 'circuit-open' || error.code === 'waiting') return false;
  if (error.kind === 'rate-limit') return (error.retryAfterMs ?? 0) <= MAX_WAIT_MS;
  return error.kind === 'unavailable' && !isTimeout(error.cause);
}

function isOutage(error: unknown): boolean {
  return error instanceof SystemError && (error.kind === 'unavailable' || error.kind === 'unknown-outcome');
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}
