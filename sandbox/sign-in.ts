import { html } from './markup.ts';
import type { CreateVendor, VendorContext, VendorSandbox } from './vendor.ts';

/** Addresses that `identity.launchWebAuthFlow` answers at: a page of an extension, and nothing else. */
const REDIRECTS = [/^https:\/\/[a-p]{32}\.chromiumapp\.org\/$/, /^https:\/\/[0-9a-f]+\.extensions\.allizom\.org\/$/];

/** How a vendor signs people in, where its own folder does not play that. */
interface SignInRules {
  authorize: { host: string; path: string };
  token: { host: string; path: string };
  clientId: string;
  clientSecret: string;
  /** The word before the token in the Authorization header. */
  scheme: string;
  body: 'form' | 'json';
  codeLifeS: number;
  accessLifeS: number;
  /** `same`: good again and again; `single-use`: each renewal ends it. */
  refresh: 'same' | 'single-use';
  /** More in the answer with the code, and beside the tokens. */
  answer?: Readonly<Record<string, string>>;
  beside?: Readonly<Record<string, string>>;
  refused(code: 'invalid_client' | 'invalid_grant' | 'invalid_request'): Response;
}

const CLIENT_SECRET = 'secret-of-the-customers-own-app';
const oauthError = (status: number) => (code: string) => Response.json({ error: code, error_description: 'sandbox' }, { status });

/** What most vendors do. */
const USUAL = {
  clientSecret: CLIENT_SECRET,
  scheme: 'Bearer',
  body: 'form',
  accessLifeS: 3600,
  refresh: 'same',
  refused: oauthError(400),
} as const satisfies Partial<SignInRules>;

/** By the vendor's name in the sandbox. */
export const SIGN_IN: Readonly<Record<string, SignInRules>> = {
  hubspot: {
    ...USUAL,
    authorize: { host: 'app.hubspot.com', path: '/oauth/authorize' },
    token: { host: 'api.hubapi.com', path: '/oauth/2026-03/token' },
    clientId: '6f0a3c1e-0000-4000-8000-5a4db0a4db0a',
    codeLifeS: 60,
    accessLifeS: 1800,
  },
  pipedrive: {
    ...USUAL,
    authorize: { host: 'oauth.pipedrive.com', path: '/oauth/authorize' },
    token: { host: 'oauth.pipedrive.com', path: '/oauth/token' },
    clientId: 'a1b2c3d4e5f60718',
    codeLifeS: 300,
    beside: { api_domain: 'https://sidelight-demo.pipedrive.com', scope: 'base' },
  },
  amocrm: {
    ...USUAL,
    authorize: { host: 'www.amocrm.ru', path: '/oauth' },
    token: { host: 'vektordemo.amocrm.ru', path: '/oauth2/access_token' },
    clientId: '11111111-2222-4333-8444-555555555555',
    body: 'json',
    codeLifeS: 1200,
    accessLifeS: 86_400,
    refresh: 'single-use',
    answer: { referer: 'vektordemo.amocrm.ru', platform: '1' },
    refused: (code) =>
      code === 'invalid_grant'
        ? Response.json({ hint: 'Token has been revoked', title: 'Unauthorized', type: 'OAuthProblemJson', status: 401 }, { status: 401 })
        : Response.json({ hint: code, title: 'Bad Request', type: 'OAuthProblemJson', status: 400 }, { status: 400 }),
  },
  zoho: {
    ...USUAL,
    authorize: { host: 'accounts.zoho.eu', path: '/oauth/v2/auth' },
    token: { host: 'accounts.zoho.eu', path: '/oauth/v2/token' },
    clientId: '1000.SIDELIGHTOWNCLIENT',
    scheme: 'Zoho-oauthtoken',
    codeLifeS: 120,
    answer: { location: 'eu', 'accounts-server': 'https://accounts.zoho.eu' },
    beside: { api_domain: 'https://www.zohoapis.eu' },
    // This vendor tells its refusals with a status of 200.
    refused: (code) => Response.json({ error: code === 'invalid_grant' ? 'invalid_code' : code }),
  },
};

interface Grant {
  redirect: string;
  challenge: string;
  at: number;
}

/** Puts a vendor's sign-in before it: what the vendor itself gets is a request with the token it knows. */
export function withSignIn(create: CreateVendor, rules: SignInRules): CreateVendor {
  return (context): VendorSandbox => {
    const vendor = create(context);
    const desk = new SignInDesk(context, rules);
    const { credentials } = vendor.connection;
    const known = credentials.kind === 'token' ? credentials.token : '';
    return {
      ...vendor,
      hosts: {
        pages: [...new Set([...vendor.hosts.pages, rules.authorize.host])],
        api: [...new Set([...vendor.hosts.api, rules.token.host])],
      },
      async handle(request) {
        const { hostname, pathname } = new URL(request.url);
        if (hostname === rules.authorize.host && pathname === rules.authorize.path) return desk.authorize(request);
        if (hostname === rules.token.host && pathname === rules.token.path && request.method === 'POST')
          return desk.token(await request.clone().text(), () => vendor.handle(request));
        return vendor.handle(desk.signed(request, known));
      },
    };
  };
}

/** Codes, tokens and who is signed in, of one vendor. */
class SignInDesk {
  readonly #context: VendorContext;
  readonly #rules: SignInRules;
  readonly #codes = new Map<string, Grant>();
  /** Access token → until when it is good. */
  readonly #access = new Map<string, number>();
  readonly #refresh = new Set<string>();

  constructor(context: VendorContext, rules: SignInRules) {
    this.#context = context;
    this.#rules = rules;
  }

  /** With the vendor's own token in place of one that was given out here. */
  signed(request: Request, known: string): Request {
    const { scheme } = this.#rules;
    const given = request.headers.get('authorization');
    const token = given?.startsWith(`${scheme} `) ? given.slice(scheme.length + 1) : undefined;
    if (token === undefined || (this.#access.get(token) ?? 0) <= this.#context.now()) return request;
    const headers = new Headers(request.headers);
    headers.set('authorization', `${scheme} ${known}`);
    return new Request(request, { headers });
  }

  /** The consent page, and what its button does. Wrong apps and redirects are told here, never sent to the redirect. */
  async authorize(request: Request): Promise<Response> {
    const asked = request.method === 'POST' ? new URLSearchParams(await request.text()) : new URL(request.url).searchParams;
    const redirect = asked.get('redirect_uri') ?? '';
    if (asked.get('client_id') !== this.#rules.clientId || !REDIRECTS.some((each) => each.test(redirect)))
      return page(html`<h1>This app or its redirect address is not known</h1>`.text, 400);
    if (request.method !== 'POST') {
      const kept = ['client_id', 'redirect_uri', 'state', 'code_challenge'].map(
        (name) => html`<input type="hidden" name="${name}" value="${asked.get(name) ?? ''}">`,
      );
      return page(
        html`<h1>Allow access?</h1><form method="post" action="${this.#rules.authorize.path}">${kept}<button id="allow">Allow</button></form>`
          .text,
      );
    }
    const code = this.#secret('code');
    this.#codes.set(code, { redirect, challenge: asked.get('code_challenge') ?? '', at: this.#context.now() });
    const answer = new URL(redirect);
    const said = { code, state: asked.get('state') ?? '', ...this.#rules.answer };
    for (const [name, value] of Object.entries(said)) answer.searchParams.set(name, value);
    return new Response(null, { status: 302, headers: { location: answer.href } });
  }

  /** The token endpoint. A client of the vendor's own stand-in is left to that. */
  async token(body: string, vendor: () => Promise<Response>): Promise<Response> {
    const { clientId, clientSecret, body: wanted, refused } = this.#rules;
    const form = read(body, wanted);
    if (!form) return refused('invalid_request');
    if (form.client_id !== clientId) return form.client_id === undefined ? refused('invalid_client') : vendor();
    if (form.client_secret !== clientSecret) return refused('invalid_client');
    if (form.grant_type === 'refresh_token') {
      const token = form.refresh_token ?? '';
      if (!this.#refresh.has(token)) return refused('invalid_grant');
      if (this.#rules.refresh === 'single-use') this.#refresh.delete(token);
      return this.#grant(this.#rules.refresh === 'same' ? token : undefined);
    }
    const grant = this.#codes.get(form.code ?? '');
    this.#codes.delete(form.code ?? '');
    const isLate = grant && this.#context.now() - grant.at > this.#rules.codeLifeS * 1000;
    if (!grant || isLate || grant.redirect !== form.redirect_uri) return refused('invalid_grant');
    if (grant.challenge && grant.challenge !== (await s256(form.code_verifier ?? ''))) return refused('invalid_grant');
    return this.#grant(undefined);
  }

  #grant(kept: string | undefined): Response {
    const [access, refresh] = [this.#secret('access'), kept ?? this.#secret('refresh')];
    this.#access.set(access, this.#context.now() + this.#rules.accessLifeS * 1000);
    this.#refresh.add(refresh);
    return Response.json({
      token_type: 'Bearer',
      expires_in: this.#rules.accessLifeS,
      access_token: access,
      refresh_token: refresh,
      ...this.#rules.beside,
    });
  }

  #secret(kind: string): string {
    const letters = Array.from({ length: 32 }, () => Math.floor(this.#context.random() * 36).toString(36));
    return `sandbox-${kind}-${letters.join('')}`;
  }
}

function read(body: string, wanted: 'form' | 'json'): Record<string, string> | undefined {
  if (wanted === 'form') return body.startsWith('{') ? undefined : Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return undefined;
  }
}

async function s256(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function page(body: string, status = 200): Response {
  return new Response(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><body>${body}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
