import { BrokenCircuitError, bulkhead, ConsecutiveBreaker, ConstantBackoff, circuitBreaker, handleWhen, retry } from 'cockatiel';
import { type HealthChanges, healthOf, saveHealth } from '../store/health.ts';
import { type Limits, SystemError } from '../systems/contract.ts';
import type { Engine } from './context.ts';
import { type Used, windowsOf } from './limits.ts';
import { sharedReads } from './shared-reads.ts';
import { isYoung } from './young.ts';

/* The one retry layer, for reads. Writes pass `pass` (rate and concurrency) and nothing else: they are never repeated in line. */

const MAX_RETRIES = 2;
const BASE_MS = 400;
const CAP_MS = 4_000;
/** After a refusal that names no time: 1 s, 2 s, 4 s … until something is answered again. */
const UNTOLD_BASE_MS = 1_000;
const UNTOLD_CAP_MS = 15 * 60_000;
/** How long we leave an account alone whose allowance is nearly used up, before one request looks again. */
const LEAVE_MS = 15 * 60_000;
/** A longer wait is not sat out in line: the clock is kept and the caller told. */
const MAX_WAIT_MS = 3_000;
/** How long a request waits for its turn at most, by our own pacing or a wait that was asked for. */
const MAX_TURN_MS = 4_500;
/** Nobody asks for more than a day; what stands further off was written by a clock that has been set back since. */
const DAY_MS = 86_400_000;
/** What an answer has said of the account's day is believed for so long. */
const TOLD_HOLDS_MS = 3_600_000;
/** A vendor's edge server turns this address away, whatever is asked. */
const BLOCKED = 'blocked';
/** Chromium answers an extension's requests itself for a while after some 5xx, as if there were no network: by then it is over. */
const HELD_BACK_MS = 60_000;
/** Marks refusals of ours, in which the vendor had no part. */
const OWN = Symbol('own refusal');
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
  /** How much of each limit is used now, the whole account's day among them where its answers tell. */
  used(): Used[];
  /** Lets one request through when its turn has come; equal reads at the same time are one. */
  pass(request: Request, send: () => Promise<Response>): Promise<Response>;
}

/** The guard of a connection, with its clocks as the last worker left them. */
export function guardOf(engine: Engine, connectionId: string, limits: Limits): Promise<Guard> {
  const there = engine.memory.guards.get(connectionId);
  if (there) return there;
  const made = makeGuard(engine, connectionId, limits);
  const { guards } = engine.memory;
  guards.set(connectionId, made);
  // Its clocks could not be read just now: whoever comes next tries again.
  made.catch(() => guards.get(connectionId) === made && guards.delete(connectionId));
  return made;
}

async function makeGuard(engine: Engine, connectionId: string, limits: Limits): Promise<Guard> {
  const health = await healthOf(connectionId);
  /** Nothing of a connection that was removed. */
  const remember = (changes: HealthChanges) => saveHealth(connectionId, changes, () => engine.memory.gone.has(connectionId));
  let notBefore = health.notBefore ?? 0;
  /** Why, where it is more than a wish to wait: the rep reads the same sentence as long as it lasts. */
  let because = health.because;
  let limited = health.limited ?? 0;
  let told = health.told;
  /** The last answer that the server itself is in trouble, until it answers otherwise. */
  let down: { status: number; at: number } | undefined;
  const windows = windowsOf(limits, health.windows);
  const save = saver(() => remember({ windows: windows.rows(engine.now()), told }));
  const lanes = bulkhead(Math.max(1, limits.concurrency), Number.POSITIVE_INFINITY);
  const share = sharedReads();
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(BREAK_AFTER),
    ...(health.breaker !== undefined && !isAhead(health.breaker, engine.now()) && { initialState: health.breaker }),
  });
  breaker.onStateChange(() => void remember({ breaker: breaker.toJSON() }).catch(() => undefined));
  // The wait between attempts is the engine's own, so that a test owns the clock.
  const again = retry(
    handleWhen((error) => canRepeat(error) && shutFor() <= MAX_WAIT_MS),
    { maxAttempts: MAX_RETRIES, backoff: new ConstantBackoff(0) },
  );

  /** What really is the matter: the server that said so itself, rather than the browser that no longer lets us ask it. */
  function meant(error: unknown): unknown {
    if (!(error instanceof SystemError) || error.kind !== 'unavailable') return error;
    if (error.status !== undefined && error.status >= 500) down = { status: error.status, at: engine.now() };
    const isHeldBack = error.code === 'network' && down !== undefined && engine.now() - down.at < HELD_BACK_MS;
    return isHeldBack && down ? new SystemError('unavailable', { status: down.status, cause: error }) : error;
  }

  /** How long the connection has to be left alone. */
  function shutFor(): number {
    const waitMs = notBefore - engine.now();
    if (waitMs > DAY_MS) notBefore = 0;
    return waitMs > DAY_MS ? 0 : Math.max(0, waitMs);
  }

  function gate(): void {
    const waitMs = shutFor();
    if (waitMs > 0) throw ownRefusal(waitMs, because ?? 'waiting');
  }

  /** A short wait is sat out, a long one refused. Answers the moment the request goes. */
  async function turn(line: string): Promise<number> {
    const now = engine.now();
    const room = windows.roomAt(now + shutFor(), line);
    const waitMs = room.at - now;
    if (waitMs > MAX_TURN_MS) throw ownRefusal(waitMs, room.at > notBefore && room.by !== 'all' ? 'share' : (because ?? 'waiting'));
    windows.take(room.at, line);
    save();
    if (waitMs > 0) await engine.wait(waitMs);
    return room.at;
  }

  /** What an answer's headers say. */
  function note({ headers, ok }: Response, line: string, at: number): void {
    if (ok && limited > 0) {
      limited = 0;
      void remember({ limited: undefined }).catch(() => undefined);
    }
    const date = Date.parse(headers.get('date') ?? '');
    const { cost, usedShare, waitMs = 0 } = limits.told?.(headers, Number.isNaN(date) ? engine.now() : date) ?? {};
    if (cost !== undefined) {
      windows.correct(at, line, cost);
      save();
    }
    if (usedShare !== undefined) told = { share: usedShare, at: engine.now() };
    const leaveMs = Math.max(waitMs, (usedShare ?? 0) >= (limits.stopAt ?? Number.POSITIVE_INFINITY) ? LEAVE_MS : 0);
    if (leaveMs > 0) void hold(leaveMs);
  }

  async function hold(forMs: number, code?: string): Promise<void> {
    // A shorter wait for another reason does not take the place of a longer one.
    if (forMs >= shutFor()) because = code === BLOCKED ? BLOCKED : undefined;
    notBefore = engine.now() + Math.max(shutFor(), Math.min(forMs, DAY_MS));
    await remember({ notBefore, because, ...(limited > 0 && { limited }) }).catch(() => undefined);
  }

  async function noteRateLimit(error: SystemError): Promise<void> {
    if (isOwn(error)) return;
    if (error.retryAfterMs) return hold(error.retryAfterMs, error.code);
    if (error.kind !== 'rate-limit') return;
    limited += 1;
    const backoff = Math.min(UNTOLD_CAP_MS, UNTOLD_BASE_MS * 2 ** (limited - 1));
    // Half of it is left to chance, so that not all reps of an office come back together.
    return hold(Math.ceil(backoff * (0.5 + engine.random() / 2)));
  }

  return {
    gate,
    used() {
      const now = engine.now();
      // The account's day may have begun anew since: what it told long ago says nothing.
      const ofDay = told && isYoung(told.at, now, TOLD_HOLDS_MS) ? [{ windowMs: DAY_MS, share: told.share }] : [];
      return [...windows.shares(now), ...ofDay];
    },
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
          const line = `${request.method} ${new URL(request.url).pathname}`;
          const at = await turn(line);
          const response = await send();
          if (response.status < 500) down = undefined;
          note(response, line, at);
          return response;
        }),
      );
    },
    async read(attempt) {
      let last: unknown;
      try {
        return await again.execute(async (context) => {
          if (context.attempt > 0) await engine.wait(delayMs(context.attempt, last, engine.random));
          return breaker.execute(attempt).catch(async (error: unknown) => {
            last = meant(error);
            if (error instanceof SystemError) await noteRateLimit(error);
            throw last;
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
  if (!(error instanceof SystemError) || error.code === 'circuit-open' || isOwn(error)) return false;
  // A time out of sight belongs to the gate, whatever the kind.
  if ((error.retryAfterMs ?? 0) > MAX_WAIT_MS) return false;
  return error.kind === 'rate-limit' || (error.kind === 'unavailable' && !gaveUp(error.cause));
}

/** Opened by a clock that has been set back since: it would stay open until that moment comes again. */
function isAhead(breaker: unknown, now: number): boolean {
  const { openedAt = 0 } = (breaker as { ownState?: { openedAt?: number } }).ownState ?? {};
  return openedAt > now;
}

/** Our own refusal to ask, in which the vendor had no part. */
function isOwn(error: SystemError): boolean {
  return error.cause === OWN;
}

function ownRefusal(retryAfterMs: number, code: string): SystemError {
  return new SystemError('rate-limit', { retryAfterMs, code, cause: OWN });
}

function isOutage(error: unknown): boolean {
  return error instanceof SystemError && (error.kind === 'unavailable' || error.kind === 'unknown-outcome');
}

/** The time was up, or the caller has gone. */
function gaveUp(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
}

/** Saves again when something changed while it was saving, never twice at once. */
function saver(save: () => Promise<void>): () => void {
  let state: 'idle' | 'saving' | 'again' = 'idle';
  const run = async () => {
    while (state === 'again') {
      state = 'saving';
      await save().catch(() => undefined);
    }
    state = 'idle';
  };
  return () => {
    const idle = state === 'idle';
    state = 'again';
    if (idle) void run();
  };
}
