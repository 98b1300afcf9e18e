import * as v from 'valibot';
import { type AuthMethod, type Connection, type System, SystemError } from '../systems/contract.ts';
import { send } from '../systems/http.ts';
import type { Engine } from './context.ts';
import { ioFor } from './fence.ts';
import { newChallenge } from './pkce.ts';
import { noToken, refusal } from './refresh.ts';

type Values = Readonly<Record<string, string>>;

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.optional(v.string()),
  expires_in: v.optional(v.number()),
  instance_url: v.optional(v.string()),
});

/**
 * Signs in through the browser's own window: authorization code with PKCE. The answer counts only when it came to our own
 * redirect address with the state this call made up; the code is then exchanged inside the fence, so only a host of this system
 * ever sees it. Source: RFC 6749 (authorization code), RFC 7636 (PKCE), RFC 9700 (state, redirect).
 * @throws SystemError `invalid` `sign-in-closed`, `auth` with the vendor's code or `state-mismatch`, `protocol`
 */
export async function signIn(engine: Engine, system: System, method: AuthMethod, values: Values): Promise<Omit<Connection, 'id'>> {
  const draft = method.toConnection(values);
  const { credentials } = draft;
  if (credentials.kind !== 'oauth' || !method.oauth) throw new SystemError('invalid', { code: 'unsupported' });
  const { authorizeUrl, tokenUrl, clientId, scope } = method.oauth(values);
  const redirectUri = engine.signIn.redirectUrl();
  const { verifier, challenge, state } = await newChallenge();
  const ask = new URL(authorizeUrl);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) ask.searchParams.set(name, value);
  const landed = await engine.signIn.open(ask.href).catch((cause: unknown) => {
    throw new SystemError('invalid', { code: 'sign-in-closed', cause });
  });
  const code = codeIn(landed, redirectUri, state);

  const live = { system, connection: { ...draft, id: '' } };
  const io = ioFor(engine, live, new AbortController().signal);
  const form = {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    // Only where the customer's own app has one and the rep has pasted it.
    ...(credentials.clientSecret && { client_secret: credentials.clientSecret }),
  };
  const { json } = await send(io, { method: 'POST', url: tokenUrl, form }, refusal);
  const tokens = v.safeParse(Tokens, json);
  if (!tokens.success) throw noToken(json);
  const { access_token, refresh_token, expires_in, instance_url } = tokens.output;
  const baseUrl = trustedInstance(system, draft, instance_url);
  return {
    ...draft,
    ...(baseUrl !== undefined && { baseUrl }),
    credentials: {
      ...credentials,
      tokenUrl,
      clientId,
      accessToken: access_token,
      ...(refresh_token !== undefined && { refreshToken: refresh_token }),
      ...(expires_in !== undefined && { expiresAt: engine.now() + expires_in * 1000 }),
    },
  };
}

/** The code in the address the window was sent to. Anything that does not fit what we asked is refused. */
function codeIn(landed: string, redirectUri: string, state: string): string {
  const url = URL.parse(landed);
  const expected = new URL(redirectUri);
  if (!url || url.origin !== expected.origin || url.pathname !== expected.pathname)
    throw new SystemError('auth', { code: 'foreign-redirect' });
  if (url.searchParams.get('state') !== state) throw new SystemError('auth', { code: 'state-mismatch' });
  const error = url.searchParams.get('error');
  if (error !== null) throw new SystemError('auth', { code: /^[\w-]{1,60}$/.test(error) ? error : 'refused' });
  const code = url.searchParams.get('code');
  if (!code) throw new SystemError('auth', { code: 'no-code' });
  return code;
}

/** The vendor may name the host to use; it counts when it lies where the rep has allowed us to go. */
function trustedInstance(system: System, draft: Omit<Connection, 'id'>, instance: string | undefined): string | undefined {
  const url = instance === undefined ? null : URL.parse(instance);
  if (url?.protocol !== 'https:') return undefined;
  const before = system.hosts(draft).api;
  const after = system.hosts({ ...draft, baseUrl: url.origin }).api;
  return after.length > 0 && after.every((pattern) => before.includes(pattern)) ? url.origin : undefined;
}
