import { Hono } from 'hono';
import { type Account, scopesOf } from './account.ts';
import { invalid, json, malformedToken, missingScope, notFound, refusal, tooMany, unauthenticated } from './answers.ts';
import { labels, listLinks, putLink, readLinks } from './associations.ts';
import { addProperty, archiveProperty, propertyRows } from './definitions.ts';
import { accountDetails, ownerList, ownerOf, salesPipeline } from './dictionary.ts';
import { readFile, removeFile, uploadFile } from './files.ts';
import { archive, create, merge, update } from './object-writes.ts';
import { list, type ObjectCall, readBatch, readOne, render } from './objects.ts';
import { propertiesOf } from './properties.ts';
import { searchAnswer } from './search.ts';
import { type HubspotType, typeNamed } from './types.ts';

/** Requests before 429. The real figures are 190 in 10 s and 5 searches a second; ours only have to exist, or they would slow down every test. */
const BURST = 4_000;
const SEARCHES_PER_SECOND = 300;
const TOLD_MAX = 190;

const VERSIONS = new Set(['2026-03', '2026-09', 'v3', 'v4']);

interface Env {
  Variables: { correlationId: string; scopes: ReadonlySet<string> };
}

/** The REST API under dated paths, and the same handlers under the numbered ones that the official client still calls. */
export function makeApi(account: Account): (request: Request) => Promise<Response> {
  const app = new Hono<Env>();
  app.notFound((c) => refusal(account.correlation(), 404, 'NOT_FOUND', `Unable to resolve ${new URL(c.req.url).pathname}`));
  // A fault of the stand-in itself must not look like the vendor's.
  app.onError((error) => {
    throw error;
  });
  app.use('*', async (c, next) => {
    const correlationId = account.correlation();
    const token = /^Bearer (.*)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (token !== undefined && !/^[\w-]+$/.test(token)) return malformedToken();
    const scopes = token === undefined ? undefined : scopesOf(token);
    if (!scopes) return unauthenticated(correlationId);
    c.set('correlationId', correlationId);
    c.set('scopes', scopes);
    return next();
  });

  app.get('/account-info/:version/details', () => json(accountDetails(account)));
  app.get(
    '/crm/owners/:version',
    (c) => guard(c.var, 'crm.objects.owners.read') ?? ownerList(account, c.var.correlationId, new URL(c.req.url)),
  );
  app.get('/crm/owners/:version/:id', (c) => {
    const byUser = c.req.query('idProperty') === 'userId';
    const owner = account.owners.find((each) => (byUser ? String(each.userId) : each.id) === c.req.param('id'));
    return guard(c.var, 'crm.objects.owners.read') ?? (owner ? json(ownerOf(owner)) : notFound(c.var.correlationId));
  });
  app.get('/crm/pipelines/:version/:type', (c) => {
    const type = typeNamed(c.req.param('type'));
    if (!type || !['deals', 'tickets'].includes(type.path)) return invalid(c.var.correlationId, 'Unable to infer object type');
    return guard(c.var, readScope(type)) ?? json({ results: type.path === 'deals' ? [salesPipeline()] : [] });
  });
  app.get('/crm/properties/:version/:type', (c) =>
    withType(c.req.param('type'), c.var, (type) => json({ results: propertyRows(account, type) })),
  );
  app.post('/crm/properties/:version/:type', (c) =>
    withType(
      c.req.param('type'),
      c.var,
      async (type) => addProperty(account, type, c.var.correlationId, c.req.path, await c.req.text()),
      (type) => `crm.schemas.${type.path}.write`,
    ),
  );
  app.delete('/crm/properties/:version/:type/:name', (c) =>
    withType(
      c.req.param('type'),
      c.var,
      (type) => archiveProperty(account, type, c.var.correlationId, c.req.param('name')),
      (type) => `crm.schemas.${type.path}.write`,
    ),
  );
  app.get('/crm/properties/:version/:type/:name', (c) =>
    withType(c.req.param('type'), c.var, (type) => {
      const property = propertyRows(account, type).find((each) => each.name === c.req.param('name'));
      return property ? json(property) : notFound(c.var.correlationId);
    }),
  );

  const files = '/files/:version/files';
  app.post(files, async (c) => guard(c.var, 'files') ?? uploadFile(account, c.var.correlationId, c.req.raw));
  app.get(`${files}/:id`, (c) => guard(c.var, 'files') ?? readFile(account, c.var.correlationId, c.req.param('id')));
  app.delete(`${files}/:id`, (c) => guard(c.var, 'files') ?? removeFile(account, c.var.correlationId, c.req.param('id')));

  const associations = '/crm/associations/:version/:from/:to';
  app.get(`${associations}/labels`, (c) => {
    const [from, to] = [typeNamed(c.req.param('from')), typeNamed(c.req.param('to'))];
    return from && to ? labels(from, to) : invalid(c.var.correlationId, 'Unable to infer object type');
  });
  app.post(`${associations}/batch/read`, (c) =>
    withType(c.req.param('from'), c.var, async (from) =>
      withType(c.req.param('to'), c.var, async (to) => readLinks(await callOf(c, from), to)),
    ),
  );

  const objects = '/crm/objects/:version/:type';
  const on = (c: Context, scope: (type: HubspotType) => string, answer: (call: ObjectCall) => Response) =>
    withType(c.req.param('type') ?? '', c.var, async (type) => guard(c.var, scope(type)) ?? answer(await callOf(c, type)), scope);
  app.get(objects, (c) => on(c, readScope, list));
  app.post(objects, (c) => on(c, writeScope, create));
  app.post(`${objects}/search`, (c) => on(c, readScope, (call) => search(account, call)));
  app.post(`${objects}/batch/read`, (c) => on(c, readScope, readBatch));
  app.post(`${objects}/merge`, (c) => on(c, writeScope, merge));
  app.get(`${objects}/:id`, (c) => on(c, readScope, (call) => lacking(call, c.var) ?? readOne(call, c.req.param('id'))));
  app.patch(`${objects}/:id`, (c) => on(c, writeScope, (call) => update(call, c.req.param('id'))));
  app.delete(`${objects}/:id`, (c) => on(c, writeScope, (call) => archive(call, c.req.param('id'))));
  app.get(`${objects}/:id/associations/:to`, (c) =>
    on(c, readScope, (call) => linked(c, call, (to) => listLinks(call, c.req.param('id'), to))),
  );
  app.put(`${objects}/:id/associations/default/:to/:toId`, (c) =>
    on(c, writeScope, (call) => linked(c, call, (to) => putLink(call, c.req.param('id'), to, c.req.param('toId'), true))),
  );
  app.put(`${objects}/:id/associations/:to/:toId`, (c) =>
    on(c, writeScope, (call) => linked(c, call, (to) => putLink(call, c.req.param('id'), to, c.req.param('toId'), false))),
  );

  async function callOf(c: Context, type: HubspotType): Promise<ObjectCall> {
    const url = new URL(c.req.url);
    return { account, type, correlationId: c.var.correlationId, method: c.req.method, path: url.pathname, url, text: await c.req.text() };
  }

  const limiter = makeLimiter(account);
  return async (request) => {
    const url = dated(new URL(request.url));
    const isSearch = url.pathname.endsWith('/search');
    const remaining = limiter(isSearch);
    if (remaining < 0) return tooMany(account.correlation(), isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING');
    const version = /^\/(?:account-info|files|crm\/[a-z]+)\/([^/]+)/.exec(url.pathname)?.[1];
    if (version === undefined || !VERSIONS.has(version))
      return refusal(account.correlation(), 404, 'NOT_FOUND', `Unable to resolve ${url.pathname}`);
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer();
    const response = await app.fetch(new Request(url, { method: request.method, headers: request.headers, body }));
    // The clock of the account, not of the machine that plays it.
    response.headers.set('date', new Date(account.context.now()).toUTCString());
    if (!isSearch) for (const [name, value] of Object.entries(limitHeaders(remaining))) response.headers.set(name, value);
    return response;
  };
}

/** The parts of Hono's context that the handlers use. */
interface Context {
  req: { param(name: string): string | undefined; url: string; method: string; text(): Promise<string> };
  var: Env['Variables'];
}

/** `/crm/v3/objects/…` and `/crm/v4/associations/…` name the version before the family; some end in a slash. */
function dated(url: URL): URL {
  const target = new URL(url);
  target.pathname = url.pathname.replace(/^\/crm\/(v[34])\/([a-z]+)/, '/crm/$2/$1').replace(/(.)\/$/, '$1');
  return target;
}

function search(account: Account, call: ObjectCall): Response {
  const { now, searchLagMs } = account.context;
  const visibleUntil = now() - searchLagMs();
  return searchAnswer({
    tables: account.tables,
    type: call.type.path,
    known: propertiesOf(call.type.path, account.properties),
    text: call.text,
    visibleUntil,
    correlationId: call.correlationId,
    render,
  });
}

/** E-mail bodies have a right of their own on top of the contact's. */
function readScope(type: HubspotType): string {
  if (type.path === 'tickets') return 'tickets';
  return type.path === 'emails' ? 'sales-email-read' : `${type.scope}.read`;
}

function writeScope(type: HubspotType): string {
  return type.path === 'tickets' ? 'tickets' : `${type.scope}.write`;
}

function guard(given: Env['Variables'], scope: string): Response | undefined {
  return given.scopes.has(scope) ? undefined : missingScope(given.correlationId, scope);
}

/** The first linked type that the token may not see. */
function lacking(call: ObjectCall, given: Env['Variables']): Response | undefined {
  const types = (call.url.searchParams.get('associations') ?? '').split(',').flatMap((name) => typeNamed(name.trim()) ?? []);
  const scope = types.map(readScope).find((each) => !given.scopes.has(each));
  return scope === undefined ? undefined : missingScope(call.correlationId, scope);
}

async function withType(
  name: string,
  given: Env['Variables'],
  answer: (type: HubspotType) => Response | Promise<Response>,
  scope: (type: HubspotType) => string = readScope,
): Promise<Response> {
  const type = typeNamed(name);
  if (!type) return invalid(given.correlationId, `Unable to infer object type from: ${name}`);
  return guard(given, scope(type)) ?? answer(type);
}

function linked(c: Context, call: ObjectCall, answer: (to: HubspotType) => Response): Response {
  const to = typeNamed(c.req.param('to') ?? '');
  return to ? (guard(c.var, readScope(to)) ?? answer(to)) : invalid(call.correlationId, 'Unable to infer object type');
}

function limitHeaders(remaining: number): Record<string, string> {
  return {
    'x-hubspot-ratelimit-max': String(TOLD_MAX),
    'x-hubspot-ratelimit-remaining': String(Math.min(TOLD_MAX, remaining)),
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-daily': '650000',
    'x-hubspot-ratelimit-daily-remaining': '649000',
  };
}

/** Requests left in the window that `now` lies in; below zero = too many. */
function makeLimiter(account: Account): (isSearch: boolean) => number {
  const spent = new Map<string, { window: number; count: number }>();
  const take = (name: string, windowMs: number, max: number) => {
    const window = Math.floor(account.context.now() / windowMs);
    const last = spent.get(name);
    const count = last?.window === window ? last.count + 1 : 1;
    spent.set(name, { window, count });
    return max - count;
  };
  return (isSearch) => {
    const burst = take('burst', 10_000, BURST);
    return isSearch ? Math.min(burst, take('search', 1_000, SEARCHES_PER_SECOND)) : burst;
  };
}
