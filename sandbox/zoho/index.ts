import type { CreateVendor } from '../vendor.ts';
import { fail, trouble } from './answers.ts';
import { apiRoutes, tokenAnswer } from './api.ts';
import { pageRoutes } from './pages.ts';
import { seedTables } from './seed.ts';
import { ACCOUNT, ACCOUNTS, API, CURRENCY, PAGES, TIME_ZONE, TOKEN } from './tables.ts';
import { refOf } from './writes.ts';

/** Zoho CRM's stand-in in the European data centre: API v8, the accounts server and record pages, a host each. */
export const createZoho: CreateVendor = (context) => {
  const tables = seedTables(context.cast);
  const api = apiRoutes(tables, context);
  api.notFound(() => fail(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one'));
  const pages = pageRoutes(tables);
  return {
    system: 'zoho',
    hosts: { pages: [PAGES], api: [API, ACCOUNTS] },
    connection: {
      id: 'zoho-sandbox',
      system: 'zoho',
      account: ACCOUNT,
      baseUrl: `https://${API}`,
      userId: tables.users[0]?.id ?? '',
      credentials: { kind: 'token', token: TOKEN },
      timeZone: TIME_ZONE,
      currency: CURRENCY,
    },
    async handle(request) {
      const { hostname } = new URL(request.url);
      if (hostname === ACCOUNTS) return tokenAnswer(request);
      return hostname === API ? api.fetch(request) : pages.fetch(request);
    },
    trouble,
    people: () => new Map([...tables.people].map(([key, all]) => [key, all.map(({ module, id }) => refOf(module, id))])),
  };
};
