import { describe, expect, it } from 'vitest';
import { type RecordRef, SystemError } from '../../../lib/systems/contract.ts';
import { detectRecord } from '../../../lib/systems/detect.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { answering, aSandbox } from './harness.ts';

const method = (id: string) => {
  const found = zoho.auth.find((each) => each.id === id);
  if (!found) throw new RangeError(id);
  return found;
};

describe('auth', () => {
  it.each([
    ['com', 'www.zohoapis.com', 'accounts.zoho.com', 'crm.zoho.com'],
    ['eu', 'www.zohoapis.eu', 'accounts.zoho.eu', 'crm.zoho.eu'],
    ['in', 'www.zohoapis.in', 'accounts.zoho.in', 'crm.zoho.in'],
    ['com.au', 'www.zohoapis.com.au', 'accounts.zoho.com.au', 'crm.zoho.com.au'],
    ['jp', 'www.zohoapis.jp', 'accounts.zoho.jp', 'crm.zoho.jp'],
    ['com.cn', 'www.zohoapis.com.cn', 'accounts.zoho.com.cn', 'crm.zoho.com.cn'],
    ['sa', 'www.zohoapis.sa', 'accounts.zoho.sa', 'crm.zoho.sa'],
    ['ca', 'www.zohoapis.ca', 'accounts.zohocloud.ca', 'crm.zohocloud.ca'],
  ])('toConnection asks the hosts of the data centre alone when it is %s', (dc, api, accounts, pages) => {
    const values = { dc, clientId: '1000.X', clientSecret: '' };
    const connection = method('oauth').toConnection(values);
    expect(connection).toEqual({
      system: 'zoho',
      account: '',
      baseUrl: `https://${api}`,
      credentials: { kind: 'oauth', accessToken: '', clientId: '1000.X', tokenUrl: `https://${accounts}/oauth/v2/token` },
    });
    expect(zoho.hosts(connection)).toEqual({ pages: [`https://${pages}/*`], api: [`https://${api}/*`, `https://${accounts}/*`] });
    const token = method('token').toConnection({ dc, token: ' Zoho-oauthtoken 1000.abc ' });
    expect(token.credentials).toEqual({ kind: 'token', token: '1000.abc' });
    expect(zoho.hosts(token).api).toEqual([`https://${api}/*`]);
  });

  it('oauth asks for a refresh token and for no more rights than the verbs use', () => {
    const endpoints = method('oauth').oauth?.({ dc: 'eu', clientId: '1000.X' });
    const url = new URL(endpoints?.authorizeUrl ?? '');
    expect([url.origin, url.pathname]).toEqual(['https://accounts.zoho.eu', '/oauth/v2/auth']);
    expect(Object.fromEntries(url.searchParams)).toEqual({ access_type: 'offline', prompt: 'consent' });
    expect(endpoints?.scope.split(',').every((scope) => /^ZohoCRM\.[\w.]+$/.test(scope))).toBe(true);
  });

  it.each([
    ['oauth', { dc: '', clientId: '1' }, 'dc', 'required'],
    ['oauth', { dc: 'constructor', clientId: '1' }, 'dc', 'malformed'],
    ['oauth', { dc: 'eu', clientId: '' }, 'clientId', 'required'],
    ['oauth', { dc: 'eu', clientId: '1', clientSecret: 'ä' }, 'clientSecret', 'malformed'],
    ['token', { dc: 'eu', token: '  ' }, 'token', 'required'],
    ['token', { dc: 'eu', token: 'two words' }, 'token', 'malformed'],
  ])('toConnection of %s names the field when given %j', (id, values, field, code) => {
    expect(caught(() => method(id).toConnection(values as unknown as Record<string, string>))).toMatchObject({
      kind: 'invalid',
      field,
      code,
    });
  });

  it('hosts names the field when nobody knows the data centre', () => {
    for (const baseUrl of [undefined, 'https://evil.test', 'https://www.zohoapis.eu.evil.test', 'x'])
      expect(caught(() => zoho.hosts(baseUrl === undefined ? {} : { baseUrl }))).toMatchObject({ kind: 'invalid', field: 'dc' });
  });

  it.each([
    ['contact', 'Contacts'],
    ['lead', 'Leads'],
    ['company', 'Accounts'],
    ['deal', 'Potentials'],
    ['ticket', 'Cases'],
  ] as const)('recordUrl of a %s is a page that detection knows', (object, native) => {
    const ref: RecordRef = { system: 'zoho', account: 'org7', object, native, id: '5725767000002889886' };
    const { connection } = answering(() => new Response());
    expect(detectRecord(zoho.recordUrl(ref, connection) ?? '')).toEqual({ ...ref, host: 'crm.zoho.eu' });
    expect(zoho.recordUrl({ ...ref, object: 'activity' }, connection)).toBeUndefined();
  });

  it('verify finds account, user, currency and zone, and sends the vendor’s own word before the token', async () => {
    const { io, requests } = aSandbox();
    const report = await zoho.verify(io({ account: '' }));
    expect(report).toMatchObject({
      account: 'org20093847562',
      userName: 'Marta Ruiz',
      currency: 'EUR',
      timeZone: 'Europe/Madrid',
      missing: [],
    });
    expect(requests.map(({ line }) => line).sort()).toEqual([
      'GET /crm/v8/org',
      'GET /crm/v8/settings/modules',
      'GET /crm/v8/users?type=CurrentUser',
      'POST /crm/v8/coql',
    ]);
    expect(
      requests.every(({ headers, line }) => headers.get('authorization')?.startsWith('Zoho-oauthtoken 1000.') && !line.includes('1000.')),
    ).toBe(true);
  });

  it('verify lists what the profile forbids, and goes on without settings', async () => {
    const { vendor, io } = aSandbox();
    const limited = (change: (path: string, body: Record<string, unknown>) => Response | undefined) => ({
      ...io(),
      fetch: async (request: Request) => {
        const response = await vendor.handle(request);
        const body = (await response.clone().json()) as Record<string, unknown>;
        return change(new URL(request.url).pathname, body) ?? response;
      },
    });
    const modules = (rows: unknown) => (path: string) => (path.endsWith('/modules') ? Response.json({ modules: rows }) : undefined);
    const some = [
      ...['Contacts', 'Leads', 'Accounts', 'Calls', 'Events', 'Cases'].map((api_name) => ({
        api_name,
        viewable: true,
        creatable: true,
        editable: true,
      })),
      { api_name: 'Deals', viewable: false },
      { api_name: 'Tasks', viewable: true, creatable: false, editable: true },
    ];
    const report = await zoho.verify(limited(modules(some)));
    expect(report.missing).toEqual([{ what: 'Deals', code: 'no-permission' }]);
    expect(report.can).not.toEqual(expect.arrayContaining(['read:deal']));
    expect(['write:task', 'write:stage', 'pipelines'].filter((each) => (report.can as string[]).includes(each))).toEqual([]);
    expect(report.can).toEqual(expect.arrayContaining(['write:note', 'write:task-change', 'write:call', 'read:contact']));

    const scope = { code: 'OAUTH_SCOPE_MISMATCH', status: 'error', message: 'Unauthorized', details: {} };
    const blind = await zoho.verify(limited((path) => (path.endsWith('/modules') ? Response.json(scope, { status: 401 }) : undefined)));
    expect(blind.missing).toEqual([{ what: 'ZohoCRM.settings.READ', code: 'missing-scope' }]);
    expect(blind.can).not.toContain('fields');
    expect(blind.can).toContain('read:deal');

    const unasked = await zoho.verify(limited((path) => (path.endsWith('/coql') ? Response.json(scope, { status: 401 }) : undefined)));
    expect(unasked.missing).toEqual([{ what: 'ZohoCRM.coql.READ', code: 'missing-scope' }]);
    expect(unasked.can).not.toContain('write:task');
    expect(unasked.can).toContain('write:note');
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
  throw new Error('expected a SystemError');
}
