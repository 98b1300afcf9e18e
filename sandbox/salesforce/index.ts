import { Hono } from 'hono';
import type { CreateVendor, VendorContext, VendorSandbox, VendorTrouble } from '../vendor.ts';
import { json } from './answers.ts';
import { OAuth } from './oauth.ts';
import { API_HOST, LABEL, Org, PAGE_HOST, VERSIONS } from './org.ts';
import { recordPages } from './pages.ts';
import { dispatch, type RestAnswer } from './rest.ts';
import { seed } from './seed.ts';
import { soapUserInfo } from './soap.ts';

export { salesforceOAuth } from './oauth.ts';

/** A stand-in of one production org with several currencies: its REST API, its sign-in, its Lightning pages. */
export const createSalesforce: CreateVendor = (context: VendorContext): VendorSandbox => {
  const org = new Org(context);
  const people = seed(org);
  const oauth = new OAuth(org);
  const api = apiApp(org, oauth);
  const pages = recordPages(org);
  return {
    system: 'salesforce',
    hosts: { pages: [PAGE_HOST], api: [API_HOST] },
    connection: {
      id: 'salesforce',
      system: 'salesforce',
      account: LABEL,
      baseUrl: `https://${API_HOST}`,
      userId: org.userId,
      credentials: { kind: 'token', token: oauth.pasted },
      timeZone: 'Europe/Madrid',
    },
    handle: async (request) => (new URL(request.url).hostname === PAGE_HOST ? pages : api).fetch(request),
    trouble: (kind) => trouble(kind, org),
    people: () => people,
  };
};

function apiApp(org: Org, oauth: OAuth): Hono {
  const app = new Hono();
  app.get('/services/oauth2/authorize', (c) => oauth.authorize(new URL(c.req.url)));
  app.post('/setup/secur/RemoteAccessAuthorizationPage.apexp', (c) => oauth.decide(c.req.raw));
  app.post('/services/oauth2/token', (c) => oauth.token(c.req.raw));
  app.on(['GET', 'POST'], '/services/oauth2/revoke', async (c) =>
    oauth.revoke(new URLSearchParams(c.req.method === 'POST' ? await c.req.text() : new URL(c.req.url).search).get('token') ?? ''),
  );
  app.on(['GET', 'POST'], '/services/oauth2/userinfo', (c) =>
    oauth.accepts(c.req.raw)
      ? oauth.userInfo()
      : new Response('Bad_OAuth_Token', { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' } }),
  );
  app.post('/services/Soap/u/:version', async (c) => soapUserInfo(org, oauth, await c.req.text()));
  app.get('/services/data', () => json(VERSIONS));
  app.get('/services/data/', () => json(VERSIONS));
  app.all('/services/data/*', (c) => rest(c.req.raw, org, oauth));
  app.get('/:id{[a-zA-Z0-9]{15,18}}', (c) => c.redirect(`https://${PAGE_HOST}/lightning/r/${c.req.param('id')}/view`));
  app.get('/lightning/*', (c) => c.redirect(c.req.url.replace(API_HOST, PAGE_HOST)));
  app.notFound(() => json([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }], 404));
  return app;
}

async function rest(request: Request, org: Org, oauth: OAuth): Promise<Response> {
  if (!oauth.accepts(request)) return json([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }], 401);
  org.apiUsage += 1;
  const text = await request.text();
  const headers = { 'sforce-limit-info': org.limitHeader };
  const body = text === '' ? undefined : parse(text);
  if (body instanceof SyntaxError)
    return json([{ message: `Unexpected character at [line:1, column:1]`, errorCode: 'JSON_PARSER_ERROR' }], 400, headers);
  const url = new URL(request.url);
  const call = { method: request.method, url: url.pathname + url.search, body, ...batchSize(request), ...unmodifiedSince(request) };
  const answer = org.commit(() => dispatch(org, call), stays);
  if (answer.text !== undefined) return new Response(answer.text, { status: answer.status, headers: { ...headers, ...answer.headers } });
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  const { location } = answer.headers ?? {};
  return json(answer.body, answer.status, { ...headers, ...(location && { location }) });
}

/** Refused calls and failed "all or nothing" calls leave no trace. */
function stays(answer: RestAnswer): boolean {
  return answer.status < 400 && answer.headers?.['x-rolled-back'] === undefined;
}

function batchSize(request: Request): { batchSize?: number } {
  const [, size] = /batchSize=(\d+)/.exec(request.headers.get('sforce-query-options') ?? '') ?? [];
  return size === undefined ? {} : { batchSize: Math.min(2000, Math.max(200, Number(size))) };
}

function unmodifiedSince(request: Request): { unmodifiedSince?: number } {
  const at = Date.parse(request.headers.get('if-unmodified-since') ?? '');
  return Number.isNaN(at) ? {} : { unmodifiedSince: at };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function trouble(kind: VendorTrouble, org: Org): Response {
  const headers = { 'sforce-limit-info': org.limitHeader };
  if (kind === 'rate-limit') return json([{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }], 403, headers);
  if (kind === 'expired-token') return json([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }], 401, headers);
  if (kind === 'server-error')
    return json(
      [
        {
          message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345',
          errorCode: 'UNKNOWN_EXCEPTION',
        },
      ],
      500,
      headers,
    );
  return new Response('<!DOCTYPE html><html><head><title>Maintenance</title></head><body>We are down for maintenance.</body></html>', {
    status: 200,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  });
}
