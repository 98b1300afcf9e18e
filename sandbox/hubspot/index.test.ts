import { beforeEach, describe, expect, it } from 'vitest';
import { classifyPage, detectRecord } from '../../lib/systems/detect.ts';
import { CAST_AS_OF, makeCast } from '../cast.ts';
import type { VendorSandbox } from '../vendor.ts';
import { createHubspot, FULL_TOKEN, LIMITED_TOKEN, PORTAL } from './index.ts';

let vendor: VendorSandbox;
let now: number;
let searchLagMs: number;
let effects: unknown[];

beforeEach(() => {
  now = CAST_AS_OF;
  searchLagMs = 0;
  effects = [];
  vendor = createHubspot({
    cast: makeCast(),
    now: () => now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => searchLagMs,
  });
});

async function call(method: string, path: string, body?: unknown, token = FULL_TOKEN) {
  const response = await vendor.handle(
    new Request(`https://api.hubapi.com${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
  };
}
const page = async (path: string) => {
  const response = await vendor.handle(new Request(`https://app.hubspot.com${path}`));
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
};
const anaId = () => vendor.people().get('ana-perez')?.[0]?.id ?? '';
const search = (body: unknown) => call('POST', '/crm/objects/2026-09/contacts/search', body);
const byEmail = (value: string) => ({ filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value }] }] });

describe('API', () => {
  it('search sees a new contact only after the lag when the index is behind', async () => {
    searchLagMs = 20_000;
    const made = await call('POST', '/crm/objects/2026-09/contacts', { properties: { email: 'New@example.com' }, associations: [] });
    expect(made.status).toBe(201);
    expect((await call('GET', `/crm/objects/2026-09/contacts/${made.body.id}`)).status).toBe(200);
    expect((await search(byEmail('new@example.com'))).body.total).toBe(0);
    now += 20_000;
    expect((await search(byEmail('new@example.com'))).body.total).toBe(1);
  });

  it.each([
    [{ filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
    [{ filterGroups: [], after: '10000' }],
    [{ filterGroups: [], limit: 201 }],
    [{ filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ', value: '1' }] }] }],
    [{ filterGroups: [{ filters: [{ propertyName: 'email', operator: 'LIKE', value: '1' }] }] }],
    [{ query: 'x'.repeat(3_001) }],
  ])('search refuses when the question breaks a limit: %#', async (body) => {
    expect(await search(body)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  it.each([
    [{ properties: {} }, 400],
    [{ properties: { hs_timestamp: 'soon' }, associations: [] }, 400],
    [{ properties: { hs_timestamp: '1', hs_object_id: '5' }, associations: [] }, 400],
    [{ properties: { hs_timestamp: '1', hs_note_body: 'x'.repeat(65_537) }, associations: [] }, 400],
    [
      {
        properties: { hs_timestamp: '1' },
        associations: [{ to: { id: '1' }, types: [{ associationCategory: 'USER_DEFINED', associationTypeId: 202 }] }],
      },
      400,
    ],
  ])('create refuses a note and keeps nothing: %#', async (body, status) => {
    expect((await call('POST', '/crm/objects/2026-09/notes', body)).status).toBe(status);
    expect(effects).toEqual([]);
  });

  it('answers never allow another origin and always name the correlation when they refuse', async () => {
    for (const answer of [
      await call('GET', '/crm/objects/2026-09/contacts?limit=1'),
      await call('GET', '/crm/objects/2026-09/contacts/1'),
    ]) {
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers.get('x-hubspot-ratelimit-max')).toBe('190');
    }
    expect((await call('GET', '/crm/objects/2026-09/contacts/1')).body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await search({})).headers.has('x-hubspot-ratelimit-max')).toBe(false);
  });

  it.each([
    ['nobody', 401, 'INVALID_AUTHENTICATION'],
    [LIMITED_TOKEN, 403, 'MISSING_SCOPES'],
  ])('deals are refused when the token is %s', async (token, status, category) => {
    expect(await call('GET', '/crm/objects/2026-09/deals', undefined, token)).toMatchObject({ status, body: { category } });
  });

  it('a token that is not well-formed gets the page of Cloudflare', async () => {
    expect((await call('GET', '/account-info/2026-09/details', undefined, 'a b')).status).toBe(530);
  });

  it.each(['/crm/objects/2026-09/contacts', '/crm/v3/objects/contacts', '/crm/objects/2026-03/0-1'])(
    '%s is the same contacts',
    async (path) => {
      expect((await call('GET', `${path}/${anaId()}?properties=email`)).body.properties.email).toBe('ana.perez@llantasnorte.mx');
    },
  );

  it.each(['/crm/objects/2019-01/contacts', '/contacts/v1/lists/all', '/'])('%s is not there', async (path) => {
    expect((await call('GET', path)).status).toBe(404);
  });

  it('requests are refused when far too many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 301 }, () => search({ limit: 1 })));
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { policyName: 'SECONDLY' } });
    now += 1_000;
    expect((await search({ limit: 1 })).status).toBe(200);
  });
});

describe('pages', () => {
  it('lead from the list, the board and old addresses to records', async () => {
    for (const path of ['/objects/0-1/views/all/list', '/objects/0-2/views/all/list', '/objects/0-3/views/all/board']) {
      const { status, text } = await page(`/contacts/${PORTAL}${path}`);
      expect(status).toBe(200);
      const [, href] = /href="(\/contacts\/\d+\/record\/[^"]+)" data-full/.exec(text) ?? [];
      expect(detectRecord(`https://app.hubspot.com${href}`)?.account).toBe(PORTAL);
      expect((await page(href ?? '')).status).toBe(200);
    }
    expect((await page(`/contacts/${PORTAL}/contact/${anaId()}`)).location).toBe(`/contacts/${PORTAL}/record/0-1/${anaId()}`);
    expect((await page('/')).status).toBe(302);
  });

  it('of another portal are somebody else’s account', async () => {
    const path = '/contacts/9990001/record/0-1/48100002331';
    const { status, text } = await page(path);
    expect(status).toBe(200);
    expect(text).toContain('9990001');
    expect(classifyPage(`https://app.hubspot.com${path}`)).toMatchObject({ kind: 'record', record: { account: '9990001' } });
  });

  it('say so when there is no such record', async () => {
    expect((await page(`/contacts/${PORTAL}/record/0-1/1`)).status).toBe(404);
    expect((await page('/nowhere')).status).toBe(404);
  });
});
