import { toStoredError } from '../model/errors.ts';
import { getSecret, noteRenewal, putRenewed, renewalOf } from '../store/vault.ts';
import { type AuthMethod, type Connection, SystemError } from '../systems/contract.ts';
import { knownConnection, setConnectionState } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { ioFor } from './fence.ts';
import { signIn } from './sign-in.ts';
import { askForTokens } from './token-answer.ts';

/*
 * One renewal, step by step; each arrow is on disk before the next begins:
 *
 *   at rest ──noted as begun──▶ asked ──new tokens and "done" in one write──▶ at rest
 *                                │
 *                                ├── answered with a refusal ──▶ signed out, with why
 *                                └── no answer, or the worker died: it may have been answered. The old refresh token is tried
 *                                    once more; where the vendor takes it only once, that is a clear "sign in again"
 */

/** At most so many renewals of one connection in so long: a vendor counts them, and some lock out who asks too often. */
const MOST = 2;
const WINDOW_MS = 60_000;

/** The lock that is held by whoever writes a connection's credentials. */
export function credentialsLock(id: string): string {
  return `sidelight-refresh-${id}`;
}

/**
 * New credentials for a connection whose access token was refused or is about to end. However many callers come at once, and
 * whichever worker they live in, the vendor is asked once: the others find the new token when their turn comes. The answer is on
 * disk before it is used, because a rotated refresh token that is lost cannot be had again.
 * Source: RFC 6749, "Refreshing an Access Token"; RFC 9700, "Refresh Token Protection".
 * @throws SystemError `auth` when the rep must sign in again (the connection is marked so), `unavailable` and `rate-limit` when
 * it may work later.
 */
export async function refreshed(engine: Engine, { system, connection: used }: Live): Promise<Connection> {
  return engine.locks.request(credentialsLock(used.id), {}, async () => {
    const current = await getSecret<Connection>(used.id);
    if (!current) throw new SystemError('auth', { code: 'connection-removed' });
    // The vault holds no field mapping.
    const { fieldMap, fieldOptions } = used;
    const mapped = { ...(fieldMap && { fieldMap }), ...(fieldOptions && { fieldOptions }) };
    if (accessToken(current) !== accessToken(used)) return { ...current, ...mapped };
    // Whoever came before was refused for good: one question, one answer for all who waited behind it.
    const error = (await knownConnection(engine, used.id))?.info.error;
    if (error?.kind === 'auth') throw new SystemError('auth', error);
    return { ...(await renewed(engine, { system, connection: current })), ...mapped };
  });
}

async function renewed(engine: Engine, live: Live): Promise<Connection> {
  const { id } = live.connection;
  const { at, isOpen } = await renewalOf(id);
  const now = engine.now();
  const recent = at.filter((each) => each <= now && each > now - WINDOW_MS);
  if (recent.length >= MOST)
    throw new SystemError('rate-limit', { code: 'renewal-waiting', retryAfterMs: (recent[0] ?? now) + WINDOW_MS - now });
  await noteRenewal(id, { at: [...recent, now], isOpen: true });
  try {
    const connection = await askAnew(engine, live);
    await putRenewed(id, connection);
    return connection;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    // Answered with a refusal: nothing was handed out. Silence, and an answer cut off, leave it open.
    const wasAnswered = error.kind === 'auth' || (error.status !== undefined && error.status < 500);
    if (wasAnswered) await noteRenewal(id, { at: [...recent, now], isOpen });
    if (error.kind !== 'auth') throw error;
    return (await silently(engine, live, error)) ?? (await signedOut(id, whyEnded(engine, live, error, isOpen)));
  }
}

async function askAnew(engine: Engine, live: Live): Promise<Connection> {
  const { credentials } = live.connection;
  const io = ioFor(engine, live, new AbortController().signal);
  if (live.system.renew) return { ...live.connection, credentials: await live.system.renew(io) };
  if (credentials.kind !== 'oauth' || !credentials.refreshToken) throw new SystemError('auth', { code: 'grant-expired' });
  const { refreshToken, clientId, clientSecret, tokenUrl } = credentials;
  const method = methodOf(live);
  const tokens = await askForTokens(io, method, tokenUrl, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
    // The vendor that wants JSON (amoCRM) wants to hear this again too.
    ...(method?.tokenBody === 'json' && { redirect_uri: engine.signIn.redirectUrl() }),
  });
  const { expiresAt: _old, ...rest } = credentials;
  return {
    ...live.connection,
    credentials: {
      ...rest,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? refreshToken,
      ...(method?.refreshLife?.sliding !== false && { grantedAt: engine.now() }),
      ...(tokens.expires_in !== undefined && { expiresAt: engine.now() + tokens.expires_in * 1000 }),
    },
  };
}

/** Where the vendor answers without a page as long as it knows the rep: once a day nobody need click. Undefined when it does not. */
async function silently(engine: Engine, live: Live, refusal: SystemError): Promise<Connection | undefined> {
  const { id, account, userId } = live.connection;
  const method = methodOf(live);
  const values = (await knownConnection(engine, id))?.info.signIn?.values;
  if (!method?.silent || !values || refusal.code === 'app-blocked' || refusal.code === 'app-unknown') return undefined;
  try {
    const draft = await signIn(engine, live.system, method, values, { silent: true });
    const connection = { ...live.connection, credentials: draft.credentials };
    const io = ioFor(engine, { ...live, connection }, new AbortController().signal);
    const report = await live.system.verify(io);
    // Whoever is signed in to the browser by now must be the same person.
    if (report.account !== account || (userId !== undefined && report.userId !== userId)) return undefined;
    await putRenewed(id, connection);
    return connection;
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** Expired and withdrawn look the same to most vendors; what we know of the token's life, and of lost answers, tells them apart. */
function whyEnded(engine: Engine, live: Live, error: SystemError, wasOpen: boolean): SystemError {
  if (error.code !== 'grant-refused') return error;
  const { credentials } = live.connection;
  const life = methodOf(live)?.refreshLife;
  const since = credentials.kind === 'oauth' ? credentials.grantedAt : undefined;
  const isOver = life !== undefined && since !== undefined && engine.now() - since >= life.ms;
  const code = wasOpen ? 'renewal-lost' : isOver ? 'grant-expired' : 'grant-revoked';
  return new SystemError('auth', { code, ...(error.status !== undefined && { status: error.status }), cause: error });
}

async function signedOut(id: string, error: SystemError): Promise<never> {
  await setConnectionState(id, 'signed-out', toStoredError(error));
  throw error;
}

function methodOf({ system }: Live): AuthMethod | undefined {
  return system.auth.find(({ kind }) => kind === 'oauth-pkce');
}

/** What is used up: an access token, or the session that stands in for a password. */
function accessToken({ credentials }: Connection): string | undefined {
  if (credentials.kind === 'basic') return credentials.session;
  return credentials.kind === 'oauth' ? credentials.accessToken : undefined;
}
