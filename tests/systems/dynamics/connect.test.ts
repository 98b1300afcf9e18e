import { describe, expect, it } from 'vitest';
import type { Connection, ErrorKind } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { dynamicsOAuth } from '../../../sandbox/dynamics/index.ts';
import { failure } from '../../failure.ts';
import { answering, aSandbox } from './harness.ts';

const [oauth, token] = dynamics.auth;
const ref = {
  system: 'dynamics',
  account: 'acme.crm4.dynamics.com',
  object: 'contact',
  native: 'contact',
  id: '28c35510-43da-e911-a84b-000d3a4f5c8c',
} as const;

describe('signing in', () => {
  it.each([
    'acme.crm4.dynamics.com',
    ' ACME.crm4.dynamics.com ',
    'https://acme.crm4.dynamics.com/main.aspx?appid=1&pagetype=dashboard',
    'https://acme.api.crm4.dynamics.com/api/data/v9.2/',
  ])('takes %j for the environment', (address) => {
    expect(token?.toConnection({ address, token: 'x' }).baseUrl).toBe('https://acme.crm4.dynamics.com');
  });

  it.each([
    'acme',
    'acme.dynamics.com',
    'businesscentral.dynamics.com',
    'http://acme.crm4.dynamics.com',
    'acme.crm4.dynamics.com.evil.test',
    'a@acme.crm4.dynamics.com',
  ])('refuses %j as an address', (address) => {
    expect(() => token?.toConnection({ address, token: 'x' })).toThrowError(expect.objectContaining({ kind: 'invalid', field: 'address' }));
  });

  it('asks Entra for this environment alone, in the tenant that was named', () => {
    const values = { address: 'acme.crm4.dynamics.com', clientId: 'app', tenant: 'acme.onmicrosoft.com' };
    expect(oauth?.oauth?.(values)).toEqual({
      authorizeUrl: 'https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/authorize',
      tokenUrl: 'https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/token',
      clientId: 'app',
      scope: 'https://acme.crm4.dynamics.com/user_impersonation offline_access openid profile',
    });
    expect(oauth?.oauth?.({ ...values, tenant: '' }).tokenUrl).toContain('/organizations/');
    expect(() => oauth?.oauth?.({ ...values, tenant: 'a/b' })).toThrowError(expect.objectContaining({ field: 'tenant' }));
  });

  it('lets tokens go to the environment and, where they are renewed, to the sign-in host', () => {
    const draft = oauth?.toConnection({ address: 'acme.crm4.dynamics.com', clientId: 'app' }) as Partial<Connection>;
    expect(dynamics.hosts(draft).api).toEqual(['https://acme.crm4.dynamics.com/*', 'https://login.microsoftonline.com/*']);
    expect(dynamics.hosts({ baseUrl: 'https://acme.crm4.dynamics.com' }).api).toEqual(['https://acme.crm4.dynamics.com/*']);
    expect(dynamics.hosts({ baseUrl: 'https://evil.example' })).toEqual({ pages: [], api: [] });
  });

  it('sends no token to an address that is no environment', async () => {
    const io = answering(() => Response.json({}), { baseUrl: 'https://evil.example' });
    expect(await failure(dynamics.verify(io))).toMatchObject({ kind: 'invalid', code: 'bad-address' });
  });

  it('sends no token at all when the browser’s session is used', async () => {
    const seen: (string | null)[] = [];
    const io = answering(
      (request) => {
        seen.push(request.headers.get('authorization'));
        return Response.json({ contactid: ref.id, fullname: 'Ana' });
      },
      { credentials: { kind: 'session' } },
    );
    expect((await dynamics.read(ref, io)).name).toBe('Ana');
    expect(seen).toEqual([null]);
  });

  it('signs in at Entra with PKCE and renews for a day', async () => {
    const sandbox = aSandbox();
    const { address, clientId, tenant } = dynamicsOAuth;
    const { authorizeUrl, tokenUrl, scope } = oauth?.oauth?.({ address, clientId, tenant }) ?? expect.fail('no oauth');
    const redirect = `https://${'a'.repeat(32)}.chromiumapp.org/`;
    const verifier = 'v'.repeat(43);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
    const challenge = Buffer.from(digest).toString('base64url');
    const ask = { client_id: clientId, redirect_uri: redirect, scope, state: 's', code_challenge: challenge };
    const query = new URLSearchParams({ ...ask, response_type: 'code', code_challenge_method: 'S256' });
    const consent = await sandbox.vendor.handle(new Request(`${authorizeUrl}?${query}`));
    expect(await consent.text()).toContain('id="idSIButton9"');
    const post = (url: string, form: Record<string, string>) =>
      sandbox.vendor.handle(new Request(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' }));
    const landed = new URL((await post(authorizeUrl.replace('oauth2/v2.0/authorize', 'kmsi'), ask)).headers.get('location') ?? '');
    expect(landed.searchParams.get('state')).toBe('s');
    const exchange = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirect, code_verifier: verifier };
    const tokens = await (await post(tokenUrl, { ...exchange, code: landed.searchParams.get('code') ?? '' })).json();
    const draft = { kind: 'oauth' as const, accessToken: tokens.access_token, clientId, tokenUrl };
    expect((await dynamics.verify(sandbox.io({ credentials: draft }))).userId).toBe(sandbox.vendor.connection.userId);
    sandbox.state.now += 3_700_000;
    expect((await failure(dynamics.verify(sandbox.io({ credentials: draft })))).kind).toBe('auth');
    const renew = () => post(tokenUrl, { grant_type: 'refresh_token', client_id: clientId, refresh_token: tokens.refresh_token });
    const renewed = { ...draft, accessToken: (await (await renew()).json()).access_token };
    expect((await dynamics.verify(sandbox.io({ credentials: renewed }))).account).toBe(address);
    sandbox.state.now += 24 * 3_600_000;
    expect((await renew()).status).toBe(400);
  });

  it('verify reports what the user’s roles lack', async () => {
    const sandbox = aSandbox();
    const poor = {
      ...sandbox.io(),
      fetch: async (request: Request) => {
        const answer = await sandbox.io().fetch(request);
        if (!request.url.endsWith('$batch')) return answer;
        let part = 0;
        const text = (await answer.text()).replaceAll(/\{"RolePrivileges":.*\}/g, (whole) =>
          part++ === 9 ? '{"RolePrivileges":[]}' : whole,
        );
        return new Response(text, answer);
      },
    };
    const report = await dynamics.verify(poor);
    expect(report.missing).toEqual([{ what: 'annotation', code: 'no-create' }]);
    expect(report.can).not.toContain('write:note');
    expect(report.can).not.toContain('write:file');
    expect(report.can).toContain('write:task');
  });
});

describe('errors', () => {
  const error = (code: string) => ({ error: { code, message: 'Secret sentence about Ana' } });
  it.each([
    [401, null, 'auth', undefined],
    [403, error('0x80040220'), 'forbidden', '0x80040220'],
    [404, error('0x80040217'), 'not-found', '0x80040217'],
    [400, error('0x80040203'), 'invalid', '0x80040203'],
    [400, error(''), 'invalid', undefined],
    [412, error('0x80060882'), 'conflict', '0x80060882'],
    [412, error(''), 'conflict', undefined],
    [413, error('0x0'), 'invalid', '0x0'],
    [429, error('0x80072321'), 'rate-limit', '0x80072321'],
    [503, error('0x80044150'), 'unavailable', '0x80044150'],
    [500, null, 'unavailable', undefined],
  ] as [number, unknown, ErrorKind, string | undefined][])('%i %j is %s', async (status, body, kind, code) => {
    const io = answering(() => new Response(body === null ? null : JSON.stringify(body), { status, headers: { 'retry-after': '24' } }));
    const thrown = await failure(dynamics.read(ref, io));
    expect(thrown).toMatchObject({
      kind,
      status,
      ...(code !== undefined && { code }),
      ...(kind === 'rate-limit' && { retryAfterMs: 24_000 }),
    });
    expect(JSON.stringify([thrown.message, thrown.stack, thrown.code])).not.toContain('Ana');
  });

  it('a login page in place of an answer is a lost sign-in', async () => {
    const io = answering(() => new Response('<!DOCTYPE html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } }));
    for (const verb of [dynamics.read(ref, io), dynamics.related(ref, io), dynamics.timeline(ref, { limit: 5 }, io)])
      expect((await failure(verb)).kind).toBe('auth');
  });

  it('a batch that was refused as a whole has the kind of its refusal', async () => {
    const io = answering(() => Response.json(error('0x80072322'), { status: 429, headers: { 'retry-after': '3' } }));
    expect(await failure(dynamics.related(ref, io))).toMatchObject({ kind: 'rate-limit', retryAfterMs: 3000 });
  });

  it('a part without permission leaves the others readable', async () => {
    const sandbox = aSandbox();
    const io = {
      ...sandbox.io(),
      fetch: async (request: Request) => {
        const text = await request.text();
        const hidden = text.replaceAll('/incidents?', '/nothings?').replaceAll('/opportunitysalesprocesses?', '/nothings?');
        return sandbox.io().fetch(new Request(request.url, { method: request.method, headers: request.headers, body: hidden }));
      },
    };
    const related = await dynamics.related(sandbox.ref('ana-perez'), io);
    expect(related.map(({ kind }) => kind).sort()).toEqual(['company', 'deal']);
    expect(related.find(({ kind }) => kind === 'deal')).toMatchObject({ stageName: '3-Propose' });
  });
});
