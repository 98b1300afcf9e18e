import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { makeCast } from '../../../sandbox/cast.ts';
import { PORTAL } from '../../../sandbox/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { LIMITED, standIn } from './stand-in.ts';

describe('service key form', () => {
  const [form] = hubspot.auth;
  const connect = (values: Record<string, string>) => form?.toConnection({ token: 'pat-na1-1234-5678', ...values });
  const refuse = async (values: Record<string, string>) => (await failure(Promise.resolve().then(() => connect(values)))).field;

  it.each([
    [{}, 'https://app.hubspot.com'],
    [{ region: 'na1' }, 'https://app.hubspot.com'],
    [{ region: 'eu1' }, 'https://app-eu1.hubspot.com'],
    [{ token: 'pat-eu1-1234-5678' }, 'https://app-eu1.hubspot.com'],
    [{ token: 'pat-eu1-1234-5678', region: 'na2' }, 'https://app-na2.hubspot.com'],
    [{ token: 'pat-zz9-1234-5678' }, 'https://app.hubspot.com'],
  ])('toConnection of %j opens pages on %s', (values, baseUrl) => {
    const made = connect(values);
    expect(made).toMatchObject({ system: 'hubspot', account: '', baseUrl });
    const { pages, api } = hubspot.hosts(made ?? {});
    expect(pages).toEqual([...new Set(['https://app.hubspot.com/*', `${baseUrl}/*`])]);
    expect(api).toEqual(['https://api.hubapi.com/*']);
  });

  it('toConnection forgives blanks and a copied "Bearer"', () => {
    expect(connect({ token: ' Bearer pat-na1-1234-5678\n', email: ' a@b.example ' })).toMatchObject({
      credentials: { kind: 'token', token: 'pat-na1-1234-5678' },
      userId: 'a@b.example',
    });
  });

  it('toConnection names the field that is wrong', async () => {
    expect(await refuse({ token: '' })).toBe('token');
    expect(await refuse({ token: 'пароль-пароль' })).toBe('token');
    expect(await refuse({ email: 'nobody' })).toBe('email');
    expect(await refuse({ region: 'moon' })).toBe('region');
  });
});

describe('verify', () => {
  const reported = (connection: Partial<Connection>, box = standIn()) => hubspot.verify(box.io({ account: '', ...connection }));

  it('verify finds the rep by e-mail and tells what the account says of itself', async () => {
    const report = await reported({ userId: 'Marta.Ruiz@northwind.example' });
    expect(report).toMatchObject({ account: PORTAL, userName: 'Marta Ruiz', currency: 'EUR', timeZone: 'Europe/Madrid', missing: [] });
    expect(new Set(report.can)).toEqual(hubspot.capabilities);
  });

  it('verify finds the rep again by the owner id', async () => {
    const first = await reported({ userId: 'daniel.weber@northwind.example' });
    expect(await reported({ userId: first.userId })).toEqual(first);
  });

  it.each(['', 'nobody@northwind.example', '404', '1188223001'])(
    'verify says that it does not know the rep when told "%s"',
    async (userId) => {
      const report = await reported({ userId });
      expect(report).toMatchObject({ userId: '', userName: '', missing: [{ code: 'owner-unknown', what: userId }] });
      expect(report.can).toContain('write:note');
    },
  );

  it('verify takes the only owner there is when no e-mail was given, but only when connecting', async () => {
    const [only, ...others] = makeCast().owners;
    if (!only || others.length === 0) throw new RangeError('no owners');
    const box = standIn({ ...makeCast(), owners: [only] });
    expect((await reported({ userId: '' }, box)).userName).toBe('Marta Ruiz');
    expect((await reported({ userId: '', account: PORTAL }, box)).userId).toBe('');
  });

  it('verify names every right a key lacks and what cannot be done without it', async () => {
    const report = await reported(LIMITED);
    expect(report.missing).toEqual([
      ...[
        ...['crm.objects.contacts.write', 'crm.objects.deals.read', 'crm.objects.companies.write', 'crm.objects.deals.write'],
        ...['tickets', 'crm.objects.leads.read', 'crm.objects.line_items.read', 'files', 'sales-email-read', 'crm.objects.owners.read'],
      ].map((what) => ({ what, code: 'missing-scope' })),
    ]);
    expect(report.can).toEqual(['find', 'related', 'timeline', 'changes', 'fields', 'read:contact', 'read:company']);
  });

  it('verify changes nothing', async () => {
    const box = standIn();
    await reported({}, box);
    expect(box.effects).toEqual([]);
  });

  it('verify says which host the pages are on when the rep chose another region', async () => {
    const report = await reported({ baseUrl: 'https://app-eu1.hubspot.com' });
    expect(report.missing).toEqual([{ what: 'app.hubspot.com', code: 'other-region' }]);
  });

  it.each(['pat-na1-wrong', 'not a token', 'ключ'])('verify throws auth and leaks nothing when the token is %s', async (token) => {
    const error = await failure(reported({ credentials: { kind: 'token', token } }));
    expect(error.kind).toBe('auth');
    expect(`${error.message} ${String(error.cause)}`).not.toContain(token);
  });
});

describe('failures', () => {
  const failing = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    const box = standIn();
    const answer = () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
    return failure(hubspot.owners(box.answering(answer)));
  };
  const html = { 'content-type': 'text/html' };

  it.each([
    [530, '<html>Origin DNS error</html>', html, { kind: 'auth' }],
    [477, {}, { 'retry-after': '7200' }, { kind: 'unavailable', code: 'MIGRATION', retryAfterMs: 7_200_000 }],
    [524, '<html>timeout</html>', html, { kind: 'unavailable' }],
    [503, {}, {}, { kind: 'unavailable' }],
    [423, {}, {}, { kind: 'unavailable' }],
    [429, { policyName: 'DAILY' }, {}, { kind: 'rate-limit', code: 'DAILY', retryAfterMs: 3_600_000 }],
    [429, { policyName: 'SECONDLY' }, {}, { kind: 'rate-limit', code: 'SECONDLY', retryAfterMs: 1_000 }],
    [429, { category: 'RATE_LIMITS' }, { 'retry-after': '3' }, { kind: 'rate-limit', code: 'RATE_LIMITS', retryAfterMs: 3_000 }],
    [403, '<html>blocked</html>', html, { kind: 'unavailable', code: 'blocked' }],
    [
      403,
      { category: 'MISSING_SCOPES', errors: [{ context: { requiredScopes: ['contacts'] } }] },
      {},
      { kind: 'forbidden', field: 'contacts' },
    ],
    [
      400,
      { category: 'VALIDATION_ERROR', errors: [{ in: 'amount', code: 'INVALID_LONG' }] },
      {},
      { kind: 'invalid', field: 'amount', code: 'INVALID_LONG' },
    ],
    [400, 'not json', {}, { kind: 'invalid' }],
    [200, '<html>captive portal</html>', html, { kind: 'auth', code: 'html-answer' }],
    [200, { results: 5 }, {}, { kind: 'protocol', code: 'unexpected-shape' }],
  ])('%i %j is read by status and code', async (status, body, headers, expected) => {
    expect(await failing(status, body, headers as Record<string, string>)).toMatchObject(expected);
  });
});
