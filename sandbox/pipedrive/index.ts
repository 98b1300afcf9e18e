import { Hono } from 'hono';
import type { RecordRef } from '../../lib/systems/contract.ts';
import type { CreateVendor, VendorContext } from '../vendor.ts';
import { BURST, SEARCH_BURST, tooMany, trouble, unauthorized, unknownMethod } from './answers.ts';
import { effectRef } from './effects.ts';
import { pageRoutes } from './pages.ts';
import { seedTables } from './seed.ts';
import { COMPANY, HOST, type Tables, TIME_ZONE, TOKEN } from './tables.ts';
import { v1Routes } from './v1.ts';
import { v2Routes } from './v2.ts';

const WINDOW_MS = 2_000;

/** Pipedrive's stand-in: API v2 and what is left of v1 on the company's host, v1 also on api.pipedrive.com, record pages beside. */
export const createPipedrive: CreateVendor = (context) => {
  const tables = seedTables(context.cast);
  const api = apiRoutes(tables, context);
  const pages = pageRoutes(tables);
  return {
    system: 'pipedrive',
    hosts: { pages: [HOST, 'app.pipedrive.com'], api: [HOST, 'api.pipedrive.com'] },
    connection: {
      id: 'pipedrive-sandbox',
      system: 'pipedrive',
      account: COMPANY,
      baseUrl: `https://${HOST}`,
      userId: String(tables.users[0]?.id ?? ''),
      credentials: { kind: 'token', token: TOKEN },
      timeZone: TIME_ZONE,
      currency: 'EUR',
    },
    async handle(request) {
      const { hostname, pathname } = new URL(request.url);
      const isApi = hostname === 'api.pipedrive.com' || /^\/(api\/)?v\d\//.test(pathname);
      return isApi ? api.fetch(request) : pages.fetch(request);
    },
    trouble,
    people: () => people(tables),
  };
};

function apiRoutes(tables: Tables, context: VendorContext): Hono {
  const app = new Hono();
  const times: number[] = [];
  const searches: number[] = [];
  app.use(async ({ req }, next) => {
    const url = new URL(req.url);
    const given = req.header('x-api-token') ?? url.searchParams.get('api_token') ?? req.header('authorization')?.replace(/^Bearer /, '');
    if (given !== TOKEN) return unauthorized();
    const now = context.now();
    const search = url.pathname.endsWith('/itemSearch');
    if (!admit(times, BURST, now) || (search && !admit(searches, SEARCH_BURST, now))) return tooMany();
    await next();
    return undefined;
  });
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('x-ratelimit-limit', String(BURST));
    c.res.headers.set('x-ratelimit-remaining', String(BURST - times.length));
    c.res.headers.set('x-ratelimit-reset', '2');
    c.res.headers.set('date', new Date(context.now()).toUTCString());
  });
  const v1 = v1Routes(tables, context);
  app.route('/api/v2', v2Routes(tables, context));
  app.route('/api/v1', v1);
  app.route('/v1', v1);
  app.notFound(() => unknownMethod());
  return app;
}

/** A rolling window: forgets what is older, refuses what is too much. */
function admit(times: number[], most: number, now: number): boolean {
  while (times[0] !== undefined && times[0] <= now - WINDOW_MS) times.shift();
  if (times.length >= most) return false;
  times.push(now);
  return true;
}

function people(tables: Tables): ReadonlyMap<string, RecordRef[]> {
  return new Map([...tables.personIds].map(([key, ids]) => [key, ids.map((id) => effectRef('person', String(id)))]));
}
