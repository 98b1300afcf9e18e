import { html } from '../markup.ts';
import { json } from './answers.ts';
import { API_HOST, LABEL, type Org } from './org.ts';

/** What a rep types into "Connect Salesforce", and the app the demo org's admin has made for it. */
export const salesforceOAuth = {
  address: API_HOST,
  consumerKey: '3MVG9northwindDemoSidelightExternalClientApp0001',
  /** The redirect must be an extension's own address for identity.launchWebAuthFlow. */
  redirects: [
    /^https:\/\/[a-p]{32}\.chromiumapp\.org\/$/,
    /^https:\/\/[0-9a-f]+\.extensions\.allizom\.org\/$/,
    /^http:\/\/127\.0\.0\.1:\d+\//,
  ],
  scopes: ['api', 'refresh_token', 'openid'],
  /** Selector of the consent page's button. */
  allowButton: '#oaapprove',
} as const;

const CODE_LIFE_MS = 15 * 60 * 1000;

interface Grant {
  redirect: string;
  challenge: string;
  scope: string;
  at: number;
}

/** Codes, tokens and refresh tokens of one org. Rotation is on: an old refresh token used again kills the whole family. */
export class OAuth {
  readonly #org: Org;
  readonly #codes = new Map<string, Grant>();
  readonly #access = new Set<string>();
  /** Token → family and whether it is the newest of it. */
  readonly #refresh = new Map<string, { family: number; current: boolean; scope: string }>();
  #count = 0;
  /** A token that is good from the start, as pasted by a rep. */
  readonly pasted: string;

  constructor(org: Org) {
    this.#org = org;
    this.pasted = this.#newAccess();
  }

  accepts(request: Request): boolean {
    const [, token] = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    return token !== undefined && this.knows(token);
  }

  knows(token: string): boolean {
    return this.#access.has(token);
  }

  /** The consent page. Wrong apps and redirects are told here, never sent to the redirect. */
  authorize(url: URL): Response {
    const ask = url.searchParams;
    if (ask.get('client_id') !== salesforceOAuth.consumerKey) return page('error=invalid_client_id', 'client identifier invalid', 400);
    const redirect = ask.get('redirect_uri') ?? '';
    if (!salesforceOAuth.redirects.some((pattern) => pattern.test(redirect)))
      return page('error=redirect_uri_mismatch', 'redirect_uri must match configuration', 400);
    if (ask.get('response_type') !== 'code') return back(redirect, ask, { error: 'unsupported_response_type' });
    if (ask.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(ask.get('code_challenge') ?? ''))
      return back(redirect, ask, { error: 'invalid_request', error_description: 'missing required code challenge' });
    const fields = ['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge'].map(
      (name) => html`<input type="hidden" name="${name}" value="${ask.get(name) ?? ''}">`,
    );
    return document(
      'Allow Access?',
      html`<p>Sidelight is asking to access the ${LABEL} org as ${String(this.#org.tables.get('User', this.#org.userId)?.Name)}.</p>
<form method="post" action="/setup/secur/RemoteAccessAuthorizationPage.apexp">${fields}<button id="oaapprove" name="save" value="1">Allow</button> <button id="oadeny" name="cancel" value="1">Deny</button></form>`
        .text,
    );
  }

  /** The button of the consent page. */
  async decide(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const redirect = form.get('redirect_uri') ?? '';
    if (!salesforceOAuth.redirects.some((pattern) => pattern.test(redirect)))
      return page('error=redirect_uri_mismatch', 'redirect_uri must match configuration', 400);
    if (form.has('cancel')) return back(redirect, form, { error: 'access_denied', error_description: 'end-user denied authorization' });
    const code = `aPrx${this.#secret()}==`;
    this.#codes.set(code, {
      redirect,
      challenge: form.get('code_challenge') ?? '',
      scope: form.get('scope') || 'api',
      at: this.#org.context.now(),
    });
    return back(redirect, form, { code });
  }

  async token(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    if (form.get('client_id') !== salesforceOAuth.consumerKey) return refused('invalid_client_id', 'client identifier invalid');
    if (form.get('grant_type') === 'authorization_code') return this.#exchange(form);
    if (form.get('grant_type') === 'refresh_token') return this.#renew(form.get('refresh_token') ?? '');
    return refused('unsupported_grant_type', 'grant type not supported');
  }

  revoke(token: string): Response {
    const known = this.#access.delete(token) || this.#refresh.delete(token);
    return known ? new Response(null, { status: 200 }) : refused('unsupported_token_type', 'this token type is not supported');
  }

  userInfo(): Response {
    const { orgId, userId, tables } = this.#org;
    const user = tables.get('User', userId);
    return json({
      sub: `https://login.salesforce.com/id/${orgId}/${userId}`,
      user_id: userId,
      organization_id: orgId,
      preferred_username: user?.Username,
      nickname: String(user?.FirstName).toLowerCase(),
      name: user?.Name,
      email: user?.Email,
      email_verified: true,
      given_name: user?.FirstName,
      family_name: user?.LastName,
      zoneinfo: user?.TimeZoneSidKey,
      active: true,
      user_type: 'STANDARD',
      language: 'en_US',
      locale: 'en_GB',
      urls: { rest: `https://${API_HOST}/services/data/v{version}/`, users: `https://${API_HOST}/services/data/v{version}/chatter/users` },
    });
  }

  async #exchange(form: URLSearchParams): Promise<Response> {
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (!grant || this.#org.context.now() - grant.at > CODE_LIFE_MS) return refused('invalid_grant', 'expired authorization code');
    if (grant.redirect !== form.get('redirect_uri')) return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form.get('code_verifier') ?? ''));
    if (base64Url(new Uint8Array(digest)) !== grant.challenge) return refused('invalid_grant', 'invalid code verifier');
    return this.#grant(grant.scope, ++this.#count);
  }

  #renew(token: string): Response {
    const known = this.#refresh.get(token);
    if (!known) return refused('invalid_grant', 'expired access/refresh token');
    if (!known.current) {
      for (const [each, { family }] of this.#refresh) if (family === known.family) this.#refresh.delete(each);
      return refused('invalid_grant', 'expired access/refresh token');
    }
    known.current = false;
    return this.#grant(known.scope, known.family);
  }

  #grant(scope: string, family: number): Response {
    const refresh = `5Aep${this.#secret()}`;
    if (/\brefresh_token\b/.test(scope)) this.#refresh.set(refresh, { family, current: true, scope });
    const { orgId, userId, context } = this.#org;
    return json({
      access_token: this.#newAccess(),
      ...(this.#refresh.has(refresh) && { refresh_token: refresh }),
      signature: this.#secret(),
      scope,
      instance_url: `https://${API_HOST}`,
      id: `https://login.salesforce.com/id/${orgId}/${userId}`,
      token_type: 'Bearer',
      issued_at: String(context.now()),
    });
  }

  #newAccess(): string {
    const token = `${this.#org.orgId.slice(0, 15)}!AQEAQ${this.#secret()}`;
    this.#access.add(token);
    return token;
  }

  #secret(): string {
    return Array.from({ length: 40 }, () => Math.floor(this.#org.context.random() * 36).toString(36)).join('');
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function refused(error: string, description: string): Response {
  return json({ error, error_description: description }, 400);
}

function back(redirect: string, ask: URLSearchParams, values: Record<string, string>): Response {
  const url = new URL(redirect);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  const state = ask.get('state');
  if (state) url.searchParams.set('state', state);
  return new Response(null, { status: 302, headers: { location: url.href } });
}

function page(code: string, text: string, status: number): Response {
  return document('OAuth Error', html`<p>${code}</p><p>error_description=${text}</p>`.text, status);
}

function document(title: string, body: string, status = 200): Response {
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`,
    {
      status,
      headers: { 'content-type': 'text/html;charset=UTF-8', 'cache-control': 'no-store' },
    },
  );
}
