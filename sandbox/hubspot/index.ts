import type { RecordRef } from '../../lib/systems/contract.ts';
import type { CreateVendor, VendorSandbox, VendorTrouble } from '../vendor.ts';
import { type Account, FULL_TOKEN, openAccount, PORTAL } from './account.ts';
import { badGateway, expired, serverError, tooMany } from './answers.ts';
import { makeApi } from './api.ts';
import { answerPage } from './pages.ts';

export { FULL_TOKEN, LIMITED_TOKEN, PORTAL } from './account.ts';

const API_HOST = 'api.hubapi.com';
const PAGE_HOST = 'app.hubspot.com';

/** HubSpot's stand-in: one portal, its REST API and the pages of its web UI. */
export const createHubspot: CreateVendor = (context): VendorSandbox => {
  const account = openAccount(context);
  const api = makeApi(account);
  return {
    system: 'hubspot',
    hosts: { pages: [PAGE_HOST], api: [API_HOST] },
    connection: {
      id: 'hubspot-sandbox',
      system: 'hubspot',
      account: PORTAL,
      baseUrl: `https://${PAGE_HOST}`,
      userId: account.owners[0]?.id ?? '',
      credentials: { kind: 'token', token: FULL_TOKEN },
      timeZone: 'Europe/Madrid',
      currency: 'EUR',
    },
    handle: async (request) => (new URL(request.url).hostname === API_HOST ? api(request) : answerPage(account, request)),
    trouble: (kind) => trouble(account, kind),
    people: () => new Map([...account.people].map(([key, ids]) => [key, ids.map(contactRef)])),
  };
};

function trouble(account: Account, kind: VendorTrouble): Response {
  const correlationId = account.correlation();
  switch (kind) {
    case 'rate-limit':
      return tooMany(correlationId, 'TEN_SECONDLY_ROLLING');
    case 'server-error':
      return serverError(correlationId);
    case 'expired-token':
      return expired(correlationId);
    case 'html':
      return badGateway();
  }
}

function contactRef(id: string): RecordRef {
  return { system: 'hubspot', account: PORTAL, object: 'contact', native: '0-1', id };
}
