import * as v from 'valibot';
import { toStoredError } from '../model/errors.ts';
import { getSecret } from '../store/vault.ts';
import { type Connection, SystemError } from '../systems/contract.ts';
import { type Failure, send } from '../systems/http.ts';
import { saveCredentials, setConnectionState } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { ioFor } from './fence.ts';

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.optional(v.string()),
  expires_in: v.optional(v.number()),
});

/**
 * New credentials for a connection whose access token was refused. However many callers fail at once, and whichever worker they
 * live in, the vendor is asked once: the others find the new token when their turn comes. The answer is on disk before it is
 * used, because a rotated refresh token that is lost cannot be had again. Source: RFC 6749, "Refreshing an Access Token".
 * @throws SystemError `auth` when the rep must sign in again (the connection is marked so), `unavailable` when it may work later.
 */
export async function refreshed(engine: Engine, { system, connection: used }: Live): Promise<Connection> {
  return engine.locks.request(`sidelight-refresh-${used.id}`, {}, async () => {
    const current = await getSecret<Connection>(used.id);
    if (!current) throw new SystemError('auth', { code: 'connection-removed' });
    // The vault holds no field mapping.
    const { fieldMap, fieldOptions } = used;
    const mapped = { ...(fieldMap && { fieldMap }), ...(fieldOptions && { fieldOptions }) };
    if (accessToken(current) !== accessToken(used)) return { ...current, ...mapped };
    try {
      const renewed = await askForTokens(engine, { system, connection: current });
      await saveCredentials(renewed);
      return { ...renewed, ...mapped };
    } catch (error) {
      if (error instanceof SystemError && error.kind === 'auth') await setConnectionState(used.id, 'signed-out', toStoredError(error));
      throw error;
    }
  });
}

async function askForTokens(engine: Engine, live: Live): Promise<Connection> {
  const { credentials } = live.connection;
  if (credentials.kind !== 'oauth' || !credentials.refreshToken) throw new SystemError('auth', { code: 'signed-out' });
  const { refreshToken, clientId, clientSecret, tokenUrl } = credentials;
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
  };
  const io = ioFor(engine, live, new AbortController().signal);
  const { json } = await send(io, { method: 'POST', url: tokenUrl, form }, refusal);
  const tokens = v.safeParse(Tokens, json);
  if (!tokens.success) throw noToken(json);
  const { access_token, refresh_token, expires_in } = tokens.output;
  const { expiresAt: _old, ...rest } = credentials;
  return {
    ...live.connection,
    credentials: {
      ...rest,
      accessToken: access_token,
      refreshToken: refresh_token ?? refreshToken,
      ...(expires_in !== undefined && { expiresAt: engine.now() + expires_in * 1000 }),
    },
  };
}

const Refused = v.object({ error: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)) });

/** `invalid_grant`, `invalid_client` and the like: only a new sign-in helps. The code is the vendor's own word, never its sentence. */
export function refusal({ status, json }: Failure): SystemError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  const code = v.safeParse(Refused, json);
  return new SystemError('auth', { status, code: code.success ? code.output.error : 'refused' });
}

/** An answer below 400 without a token: a refusal where it says so (Zoho does), else something we do not understand. */
export function noToken(json: unknown): SystemError {
  const refused = v.safeParse(Refused, json);
  return refused.success ? new SystemError('auth', { code: refused.output.error }) : new SystemError('protocol', { code: 'no-token' });
}

function accessToken({ credentials }: Connection): string | undefined {
  return credentials.kind === 'oauth' ? credentials.accessToken : undefined;
}
