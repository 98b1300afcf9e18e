import { type AuthMethod, type Connection, type OAuthEndpoints, type System, SystemError } from '../systems/contract.ts';
import type { Engine } from './context.ts';
import { ioFor } from './fence.ts';
import { newChallenge } from './pkce.ts';
import { askForTokens } from './token-answer.ts';

type Values = Readonly<Record<string, string>>;

/**
 * Signs in through the browser's own window: authorization code with PKCE. The answer counts only when it came to our own
 * redirect address with the state this call made up, from the server that was asked; the code is then exchanged inside the
 * fence, so only a host of this system ever sees it. `silent`: without a window, as long as the vendor knows the rep.
 * Source: RFC 6749 (authorization code), RFC 7636 (PKCE), RFC 9700 (state, redirect, mix-up), RFC 9207 (issuer).
 * @throws SystemError `invalid` `sign-in-closed`, `auth` with the vendor's code, `state-mismatch` or `mixed-up`, `protocol`
 */
export async function signIn(
  engine: Engine,
  system: System,
  method: AuthMethod,
  values: Values,
  { silent = false } = {},
): Promise<Omit<Connection, 'id'>> {
  const draft = method.toConnection(values);
  const { credentials } = draft;
  if (credentials.kind !== 'oauth' || !method.oauth) throw new SystemError('invalid', { code: 'unsupported' });
  const endpoints = method.oauth(values);
  const { tokenUrl, clientId } = endpoints;
  const redirectUri = engine.signIn.redirectUrl();
  const { verifier, challenge, state } = await newChallenge();
  const ask = new URL(endpoints.authorizeUrl);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(endpoints.scope !== '' && { scope: endpoints.scope }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(silent && method.silent),
  };
  for (const [name, value] of Object.entries(parameters)) ask.searchParams.set(name, value);
  const landed = await engine.signIn.open(ask.href, { silent }).catch((cause: unknown) => {
    throw new SystemError('invalid', { code: 'sign-in-closed', cause });
  });
  const code = codeIn(landed, redirectUri, state, endpoints);

  const io = ioFor(engine, { system, connection: { ...draft, id: '' } }, new AbortController().signal);
  const tokens = await askForTokens(io, method, tokenUrl, {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    // Only where the customer's own app has one and the rep has pasted it.
    ...(credentials.clientSecret && { client_secret: credentials.clientSecret }),
  });
  const { access_token, refresh_token, expires_in, instance_url, api_domain } = tokens;
  const baseUrl = trustedInstance(system, draft, instance_url ?? api_domain);
  return {
    ...draft,
    ...(baseUrl !== undefined && { baseUrl }),
    credentials: {
      ...credentials,
      tokenUrl,
      clientId,
      accessToken: access_token,
      grantedAt: engine.now(),
      ...(refresh_token !== undefined && { refreshToken: refresh_token }),
      ...(expires_in !== undefined && { expiresAt: engine.now() + expires_in * 1000 }),
    },
  };
}

/** The code in the address the window was sent to. Anything that does not fit what we asked is refused. */
function codeIn(landed: string, redirectUri: string, state: string, { authorizeUrl, tokenUrl, expect = {} }: OAuthEndpoints): string {
  const url = URL.parse(landed);
  const expected = new URL(redirectUri);
  if (!url || url.origin !== expected.origin || url.pathname !== expected.pathname)
    throw new SystemError('auth', { code: 'foreign-redirect' });
  const said = (name: string): string | undefined => {
    const [first, ...more] = url.searchParams.getAll(name);
    // A parameter that comes twice is read differently by different readers.
    if (more.length > 0) throw new SystemError('auth', { code: 'state-mismatch' });
    return first;
  };
  if (said('state') !== state) throw new SystemError('auth', { code: 'state-mismatch' });
  const error = said('error');
  if (error !== undefined) throw new SystemError('auth', { code: /^[\w-]{1,60}$/.test(error) ? error : 'refused' });
  const issuer = said('iss');
  if (issuer !== undefined && ![authorizeUrl, tokenUrl].some((known) => hostOf(known) === hostOf(issuer)))
    throw new SystemError('auth', { code: 'mixed-up' });
  for (const [name, value] of Object.entries(expect)) {
    const answered = said(name);
    if (answered !== undefined && answered.toLowerCase().replace(/\/$/, '') !== value) throw new SystemError('auth', { code: 'mixed-up' });
  }
  const code = said('code');
  if (!code) throw new SystemError('auth', { code: 'no-code' });
  return code;
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

/** The vendor may name the host to use; it counts when it lies where the rep has allowed us to go. */
function trustedInstance(system: System, draft: Omit<Connection, 'id'>, instance: string | undefined): string | undefined {
  const url = instance === undefined ? null : URL.parse(instance);
  if (url?.protocol !== 'https:') return undefined;
  const before = apiOf(system, draft);
  const after = apiOf(system, { ...draft, baseUrl: url.origin });
  return after.length > 0 && after.every((pattern) => before.includes(pattern)) ? url.origin : undefined;
}

/** A host that is none of the vendor's has no API. */
function apiOf(system: System, draft: Omit<Connection, 'id'>): string[] {
  try {
    return system.hosts(draft).api;
  } catch (error) {
    if (error instanceof SystemError) return [];
    throw error;
  }
}
