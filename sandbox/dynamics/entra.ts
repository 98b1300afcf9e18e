import { html } from '../markup.ts';
import { HOST, type Store } from './store.ts';

export const LOGIN_HOST = 'login.microsoftonline.com';
const TENANT = 'northwind.onmicrosoft.com';

/** What a rep types into "Connect Dynamics 365", and the app the demo tenant's administrator has registered for it. */
export const dynamicsOAuth = {
  address: HOST,
  clientId: '6f0a3c1e-2b7d-4a55-9d0e-51deb4117e00',
  tenant: TENANT,
  /** Platform "Single-page application": the redirect must be an extension's own address. */
  redirects: [/^https:\/\/[a-p]{32}\.chromiumapp\.org\/$/, /^https:\/\/[0-9a-f]+\.extensions\.allizom\.org\/$/],
  /** Selector of the consent page's button. */
  allowButton: '#idSIButton9',
} as const;

const SCOPE = `https://${HOST}/user_impersonation`;
const CODE_LIFE_MS = 10 * 60 * 1000;
const ACCESS_LIFE_S = 3600;
/** Refresh tokens of single-page applications live a day from the sign-in, however often they are renewed. */
const REFRESH_LIFE_MS = 24 * 60 * 60 * 1000;

interface Grant {
  redirect: string;
  challenge: string;
  scope: string;
  at: number;
}

/** The rep's own sign-in in the browser. Its name is only the stand-in's: no one reads it. */
const SESSION = 'CrmOwinAuth=sandbox';

/** The tenant's sign-in host: codes with PKCE, tokens for this one environment, refresh tokens that end after a day. */
export class Entra {
  readonly #store: Store;
  readonly #codes = new Map<string, Grant>();
  readonly #access = new Map<string, number>();
  readonly #refresh = new Map<string, number>();
  /** A token that is good from the start, as pasted by a rep. */
  readonly pasted = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.bm9ydGh3aW5kLXNhbmRib3g.c2lnbmVkLWJ5LW5vYm9keQ';

  constructor(store: Store) {
    this.#store = store;
  }

  /** Does the API take this request's token? */
  accepts(request: Request): boolean {
    const token = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
    const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
    if (!request.headers.has('authorization') && cookies.includes(SESSION)) return true;
    return token === this.pasted || (this.#access.get(token) ?? 0) > this.#store.context.now();
  }

  async handle(request: Request, url: URL): Promise<Response> {
    const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (!['organizations', 'common', TENANT].includes(tenant))
      return refused('invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
    if (rest === 'oauth2/v2.0/authorize') return this.#authorize(url);
    const form = new URLSearchParams(await request.text());
    if (rest === 'kmsi') return this.#decide(form);
    if (rest === 'oauth2/v2.0/token' && request.method === 'POST') return this.#token(form);
    return new Response(null, { status: 404 });
  }

  /** The consent page. Wrong apps and redirects are told here, never sent to the redirect. */
  #authorize(url: URL): Response {
    const ask = url.searchParams;
    const wrong = wrongApp(ask);
    if (wrong) return page('Sign in', html`<p>${wrong}</p>`.text, 400);
    if (ask.get('response_type') !== 'code') return back(ask, { error: 'unsupported_response_type' });
    if (ask.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(ask.get('code_challenge') ?? ''))
      return back(ask, { error: 'invalid_request', error_description: 'AADSTS9002325: Proof Key for Code Exchange is required.' });
    if (!(ask.get('scope') ?? '').split(' ').includes(SCOPE)) return back(ask, { error: 'invalid_scope' });
    // The rep of the story is always signed in and has agreed before: nothing need be shown.
    if (ask.get('prompt') === 'none') return this.#decide(ask);
    const fields = ['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge'].map(
      (name) => html`<input type="hidden" name="${name}" value="${ask.get(name) ?? ''}">`,
    );
    const action = url.pathname.replace('oauth2/v2.0/authorize', 'kmsi');
    return page(
      'Permissions requested',
      html`<form method="post" action="${action}">${fields}<button id="idSIButton9" name="ok" value="1">Accept</button> <button name="cancel" value="1">Cancel</button></form>`
        .text,
    );
  }

  #decide(form: URLSearchParams): Response {
    const wrong = wrongApp(form);
    if (wrong) return page('Sign in', html`<p>${wrong}</p>`.text, 400);
    if (form.has('cancel')) return back(form, { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent.' });
    const code = `0.AX${this.#secret()}`;
    const [redirect = '', challenge = '', scope = ''] = ['redirect_uri', 'code_challenge', 'scope'].map((name) => form.get(name) ?? '');
    this.#codes.set(code, { redirect, challenge, scope, at: this.#store.context.now() });
    return back(form, { code });
  }

  async #token(form: URLSearchParams): Promise<Response> {
    if (form.get('client_id') !== dynamicsOAuth.clientId) return refused('unauthorized_client', 'AADSTS700016: Application was not found.');
    if (form.get('grant_type') === 'authorization_code') return this.#exchange(form);
    if (form.get('grant_type') === 'refresh_token') return this.#renew(form.get('refresh_token') ?? '');
    return refused('unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
  }

  async #exchange(form: URLSearchParams): Promise<Response> {
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const now = this.#store.context.now();
    if (!grant || now - grant.at > CODE_LIFE_MS)
      return refused('invalid_grant', 'AADSTS70008: The provided authorization code has expired.');
    if (grant.redirect !== form.get('redirect_uri')) return refused('invalid_grant', 'AADSTS50011: The redirect URI does not match.');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form.get('code_verifier') ?? ''));
    if (base64Url(new Uint8Array(digest)) !== grant.challenge)
      return refused('invalid_grant', 'AADSTS501481: The Code_Verifier does not match.');
    return this.#grant(grant.scope.includes('offline_access') ? now + REFRESH_LIFE_MS : undefined);
  }

  /** Every renewal gives a new refresh token; the old one stays good until its day is over. */
  #renew(token: string): Response {
    const until = this.#refresh.get(token);
    if (until === undefined || until <= this.#store.context.now())
      return answer(
        { error: 'invalid_grant', error_description: 'AADSTS700084: The refresh token has a fixed lifetime.', error_codes: [700084] },
        400,
      );
    return this.#grant(until);
  }

  #grant(refreshUntil: number | undefined): Response {
    const [access, refresh] = [`eyJ0.${this.#secret()}.x`, `1.AX${this.#secret()}`];
    this.#access.set(access, this.#store.context.now() + ACCESS_LIFE_S * 1000);
    if (refreshUntil !== undefined) this.#refresh.set(refresh, refreshUntil);
    return answer({
      token_type: 'Bearer',
      scope: SCOPE,
      expires_in: ACCESS_LIFE_S,
      ext_expires_in: ACCESS_LIFE_S,
      access_token: access,
      ...(refreshUntil !== undefined && { refresh_token: refresh }),
    });
  }

  #secret(): string {
    return Array.from({ length: 40 }, () => Math.floor(this.#store.context.random() * 36).toString(36)).join('');
  }
}

function wrongApp(ask: URLSearchParams): string | undefined {
  if (ask.get('client_id') !== dynamicsOAuth.clientId) return 'AADSTS700016: Application was not found in the directory.';
  const redirect = ask.get('redirect_uri') ?? '';
  return dynamicsOAuth.redirects.some((pattern) => pattern.test(redirect)) ? undefined : 'AADSTS50011: The redirect URI does not match.';
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function answer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

const refused = (error: string, description: string) => answer({ error, error_description: description }, 400);

function back(ask: URLSearchParams, values: Record<string, string>): Response {
  const url = new URL(ask.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  const state = ask.get('state');
  if (state) url.searchParams.set('state', state);
  return new Response(null, { status: 302, headers: { location: url.href } });
}

function page(title: string, body: string, status = 200): Response {
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}
