import { Hono } from 'hono';
import type { Connection } from '../../lib/systems/contract.ts';
import type { CreateVendor, VendorContext, VendorTrouble } from '../vendor.ts';
import { blocked, problem } from './answers.ts';
import { page } from './pages.ts';
import { addReads } from './reads.ts';
import { seed } from './seed.ts';
import { ACCOUNT, FIRST_USER } from './tables.ts';
import { makeToken } from './token.ts';
import { press } from './ui.ts';
import { addWrites, recordRef } from './writes.ts';

/** Requests per second before 429. The real figure is 7; ours only has to exist, or it would slow down every test. */
const REQUESTS_PER_SECOND = 2000;

/** amoCRM's stand-in: API v4 and record pages on one account host. */
export const createAmocrm: CreateVendor = (context) => {
  const state = seed(context.cast);
  const token = makeToken(context.cast.asOf);
  const app = new Hono();
  app.use('/api/*', async ({ req }, next) => refusal(req.raw, token) ?? tooMany() ?? next());
  addReads(app, state, context);
  addWrites(app, state, context);
  app.all('/api/*', () => problem(404, 'Not Found'));
  app.onError(() => trouble('server-error'));
  const tooMany = limiter(context);
  return {
    system: 'amocrm',
    hosts: { pages: [ACCOUNT.host], api: [ACCOUNT.host] },
    connection: connection(token),
    handle: async (request) => {
      const url = new URL(request.url);
      if (url.pathname.startsWith('/ajax/')) return press(request, state, context);
      return url.pathname.startsWith('/api/') ? app.fetch(request) : page(url, state);
    },
    trouble,
    people: () => new Map([...state.people].map(([key, ids]) => [key, ids.map((id) => recordRef('contacts', id))])),
  };
};

function connection(token: string): Connection {
  return {
    id: 'amocrm-sandbox',
    system: 'amocrm',
    account: ACCOUNT.subdomain,
    baseUrl: `https://${ACCOUNT.host}`,
    userId: String(FIRST_USER),
    credentials: { kind: 'token', token },
    defaultCountry: 'RU',
    timeZone: ACCOUNT.timezone,
    currency: ACCOUNT.currency,
  };
}

/** The rep's own sign-in in the browser. Its name is only the stand-in's: no one reads it. */
const SESSION = 'session_id=sandbox';

/** A token, or the browser's cookie on a script's request. Without either, a browser is shown the sign-in page. */
function refusal({ headers }: Request, token: string): Response | undefined {
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
  const isScript = headers.get('x-requested-with') === 'XMLHttpRequest';
  if (headers.get('authorization') === `Bearer ${token}` || (isScript && cookies.includes(SESSION))) return undefined;
  return headers.has('authorization') || !isScript ? trouble('expired-token') : signIn();
}

function signIn(): Response {
  const page = '<!doctype html><html><head><title>amoCRM</title></head><body><form id="auth_form">Вход</form></body></html>';
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function limiter(context: VendorContext): () => Response | undefined {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(context.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    return count > REQUESTS_PER_SECOND ? trouble('rate-limit') : undefined;
  };
}

function trouble(kind: VendorTrouble): Response {
  switch (kind) {
    case 'rate-limit':
      return problem(429, 'You have sent too many requests in a given amount of time.', { retry_after: 1 });
    case 'server-error':
      return problem(500, 'Unexpected error', { trace_id: 'sandbox' });
    case 'expired-token':
      return problem(401, 'Invalid username or password');
    case 'html':
      return blocked();
  }
}
