import { toStoredError } from '../model/errors.ts';
import { type Connection, type Io, type System, SystemError } from '../systems/contract.ts';
import { setConnectionState } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { ioFor } from './fence.ts';
import { guardOf } from './guard.ts';
import { refreshed } from './refresh.ts';
import { isSession, noteRefusedWrite, withSession } from './session.ts';

/** A token that ends sooner is renewed before it is used: a look-up's many requests would else be refused in its midst. */
const RENEW_BEFORE_MS = 5 * 60_000;
const NEVER = new AbortController().signal;

/** One verb of a system. */
export type Verb<T> = (system: System, io: Io) => Promise<T>;

/**
 * Asks a system to read something: through the guard (rate limits, circuit breaker, retries), with the credentials renewed when
 * they were refused. A refusal that stays marks the connection signed out.
 * @throws SystemError
 */
export async function ask<T>(engine: Engine, live: Live, verb: Verb<T>, signal: AbortSignal = NEVER): Promise<T> {
  const guard = await guardOf(engine, live.connection.id, live.system.limits);
  return signedIn(engine, live, (connection) => {
    const io = ioFor(engine, { ...live, connection }, signal, guard.pass);
    return guard.read(() => settled(verb(live.system, io)));
  });
}

/**
 * Runs a write: once. Only a refusal of the credentials (the vendor has then done nothing) is followed by a second try, and
 * only after a renewal.
 * @throws SystemError; `unavailable` `circuit-open` and `rate-limit` are sure signs that nothing was sent.
 */
export async function askOnce<T>(engine: Engine, live: Live, verb: Verb<T>): Promise<T> {
  const guard = await guardOf(engine, live.connection.id, live.system.limits);
  return signedIn(engine, live, (connection) => {
    const io = ioFor(engine, { ...live, connection }, NEVER, guard.pass);
    return guard
      .write(() => settled(verb(live.system, io)))
      .catch(async (error: unknown) => {
        await noteRefusedWrite(live, error);
        throw error;
      });
  });
}

async function signedIn<T>(engine: Engine, live: Live, run: (connection: Connection) => Promise<T>): Promise<T> {
  const first = await ready(engine, live);
  try {
    return await run(first);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const renewed = await anew(engine, { ...live, connection: first }, live.connection, error);
    return run(renewed).catch((again: unknown) => (isRefused(again) ? giveUp(live.connection, again) : Promise.reject(again)));
  }
}

/** The credentials to begin with: renewed where they are about to end, read from the browser where it holds them. */
async function ready(engine: Engine, live: Live): Promise<Connection> {
  const { connection } = live;
  if (isSession(connection))
    return withSession(engine, live).catch((error: unknown) => (isRefused(error) ? giveUp(connection, error) : Promise.reject(error)));
  return isEnding(live, engine.now()) ? ahead(engine, live) : connection;
}

/** Other credentials than those that were refused; where there are none, the rep has to sign in. */
async function anew(engine: Engine, used: Live, stored: Connection, refusal: SystemError): Promise<Connection> {
  if (stored.credentials.kind === 'oauth' || used.system.renew) return refreshed(engine, used);
  if (!isSession(stored)) return giveUp(stored, refusal);
  // The rep has signed in anew meanwhile, or the vendor has changed the cookie.
  const now = await ready(engine, { ...used, connection: stored });
  return JSON.stringify(now.credentials) === JSON.stringify(used.connection.credentials) ? giveUp(stored, refusal) : now;
}

/** Renewed ahead of its end. A token page that cannot be reached is no harm as long as the old token is good. */
async function ahead(engine: Engine, live: Live): Promise<Connection> {
  return refreshed(engine, live).catch((error: unknown) => {
    if (isRefused(error) || !isGood(live.connection, engine.now())) throw error;
    return live.connection;
  });
}

async function giveUp(connection: Connection, refusal: SystemError): Promise<never> {
  const error = isSession(connection) ? new SystemError('auth', { code: 'session-ended', cause: refusal }) : refusal;
  await setConnectionState(connection.id, 'signed-out', toStoredError(error));
  throw error;
}

function isRefused(error: unknown): error is SystemError {
  return error instanceof SystemError && error.kind === 'auth';
}

/** Over soon, or not begun: a password is exchanged for a session before it is used. */
function isEnding({ connection: { credentials }, system }: Live, now: number): boolean {
  if (credentials.kind === 'basic') return system.renew !== undefined && credentials.session === undefined;
  return credentials.kind === 'oauth' && credentials.expiresAt !== undefined && credentials.expiresAt - now < RENEW_BEFORE_MS;
}

function isGood({ credentials }: Connection, now: number): boolean {
  if (credentials.kind === 'basic') return true;
  return credentials.kind === 'oauth' && credentials.expiresAt !== undefined && credentials.expiresAt > now;
}

/** A verb throws only SystemError; whatever else escapes is our own fault and must not look like an outage. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((cause: unknown) => {
    throw cause instanceof SystemError ? cause : new SystemError('protocol', { code: 'internal', cause });
  });
}
