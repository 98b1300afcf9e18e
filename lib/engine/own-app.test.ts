import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, TestLocks, testEngine, wipe } from '../../tests/engine/bench.ts';
import { connections } from '../store/reading.ts';
import { getSecret, putSecret } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { ask } from './ask.ts';
import { saveConnection } from './connect.ts';
import { knownConnection } from './connections.ts';
import type { Engine } from './context.ts';

const REDIRECT = 'https://abcdefghijklmnop.chromiumapp.org/';
const clock = new TestClock();
let sandbox: Sandbox;
let engine: Engine;
const anEngine = (more: Partial<Engine> = {}): Engine => testEngine(sandbox, clock, more);

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  engine = anEngine();
});

/** A vendor's sign-in and token pages beside the sandbox: it knows which codes and refresh tokens it gave out. */
function aSignInServer(more: { onRefresh?: () => Response | undefined } = {}) {
  const real = sandbox.connection('salesforce');
  const good =
    real.credentials.kind === 'token' ? real.credentials.token : real.credentials.kind === 'oauth' ? real.credentials.accessToken : '';
  const seen = { refreshes: 0, forms: [] as Record<string, string>[] };
  let refreshToken = 'refresh-0';
  const fetch = async (request: Request): Promise<Response> => {
    if (!request.url.endsWith('/services/oauth2/token')) {
      const isStale = request.headers.get('authorization') !== `Bearer ${good}`;
      return isStale ? Response.json([{ errorCode: 'INVALID_SESSION_ID', message: 'x' }], { status: 401 }) : sandbox.fetch(request);
    }
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    seen.forms.push(form);
    if (form.grant_type === 'refresh_token') {
      seen.refreshes++;
      const special = more.onRefresh?.();
      if (special) return special;
      if (form.refresh_token !== refreshToken) return Response.json({ error: 'invalid_grant', error_description: 'x' }, { status: 400 });
    }
    refreshToken = `refresh-${seen.refreshes}`;
    return Response.json({ access_token: good, refresh_token: refreshToken, instance_url: real.baseUrl });
  };
  return { fetch, seen, baseUrl: real.baseUrl ?? '' };
}

describe('signing in', () => {
  const form = (baseUrl: string) => ({
    system: 'salesforce',
    method: 'oauth',
    values: { address: new URL(baseUrl).host, clientId: 'client-1' },
  });

  it('exchanges the code with the verifier whose challenge was sent', async () => {
    const server = aSignInServer();
    let asked = new URL('https://x.test');
    engine = anEngine({
      fetch: server.fetch,
      signIn: {
        redirectUrl: () => REDIRECT,
        open: async (url) => {
          asked = new URL(url);
          return `${REDIRECT}?code=the-code&state=${asked.searchParams.get('state')}`;
        },
      },
    });
    const saved = await saveConnection(engine, form(server.baseUrl));
    expect(saved).toMatchObject({ connection: { system: 'salesforce', state: 'ok' } });
    const sent = Object.fromEntries(asked.searchParams);
    expect(sent).toMatchObject({ response_type: 'code', client_id: 'client-1', redirect_uri: REDIRECT, code_challenge_method: 'S256' });
    const exchange = server.seen.forms[0] ?? expect.fail();
    expect(exchange).toMatchObject({ grant_type: 'authorization_code', code: 'the-code', redirect_uri: REDIRECT });
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(exchange.code_verifier));
    expect(Buffer.from(digest).toString('base64url')).toBe(sent.code_challenge);
    expect(exchange).not.toHaveProperty('client_secret');
  });

  it.each([
    ['another state', (_state: string) => `${REDIRECT}?code=c&state=other`, 'state-mismatch'],
    ['no state', () => `${REDIRECT}?code=c`, 'state-mismatch'],
    ['another address', (state: string) => `https://evil.test/?code=c&state=${state}`, 'foreign-redirect'],
    ['another path', (state: string) => `${REDIRECT}x?code=c&state=${state}`, 'foreign-redirect'],
    ['a refusal', (state: string) => `${REDIRECT}?error=access_denied&state=${state}`, 'access_denied'],
    ['no code', (state: string) => `${REDIRECT}?state=${state}`, 'no-code'],
  ])('refuses an answer with %s, and exchanges nothing', async (_name, landed, code) => {
    const server = aSignInServer();
    const open = async (url: string) => landed(new URL(url).searchParams.get('state') ?? '');
    engine = anEngine({ fetch: server.fetch, signIn: { redirectUrl: () => REDIRECT, open } });
    expect(await saveConnection(engine, form(server.baseUrl))).toEqual({ error: { kind: 'auth', code } });
    expect(server.seen.forms).toEqual([]);
    expect(await connections()).toEqual([]);
  });

  it('says so when the rep closes the window', async () => {
    expect(await saveConnection(engine, form(aSignInServer().baseUrl))).toEqual({ error: { kind: 'invalid', code: 'sign-in-closed' } });
  });
});

describe('renewing credentials', () => {
  async function signedIn(more?: Parameters<typeof aSignInServer>[0]) {
    const server = aSignInServer(more);
    const [id] = Object.values(await connectAll(engine, sandbox, ['salesforce']));
    const stored = (await getSecret<Connection>(id ?? '')) ?? expect.fail();
    const credentials = {
      kind: 'oauth' as const,
      accessToken: 'stale',
      refreshToken: 'refresh-0',
      clientId: 'client-1',
      tokenUrl: `${server.baseUrl}/services/oauth2/token`,
    };
    await putSecret(stored.id, { ...stored, credentials });
    return { server, id: stored.id, locks: new TestLocks() };
  }

  const owners = async (by: Engine, id: string) => {
    const live = (await knownConnection(by, id))?.live ?? expect.fail();
    return ask(by, live, (system, io) => system.owners(io));
  };

  it('asks once for new tokens when many requests are refused at once, over two workers', async () => {
    const { server, id, locks } = await signedIn();
    const workers = [anEngine({ fetch: server.fetch, locks }), anEngine({ fetch: server.fetch, locks })];
    const answers = await Promise.all(Array.from({ length: 20 }, (_value, index) => owners(workers[index % 2] ?? engine, id)));
    expect(answers.every((rows) => rows.length > 0)).toBe(true);
    expect(server.seen.refreshes).toBe(1);
    const now = (await getSecret<Connection>(id))?.credentials;
    expect(now).toMatchObject({ refreshToken: 'refresh-1' });
  });

  it('renews before use when the token is about to end', async () => {
    const { server, id, locks } = await signedIn();
    const stored = (await getSecret<Connection>(id)) ?? expect.fail();
    await putSecret(id, { ...stored, credentials: { ...stored.credentials, expiresAt: clock.at + 1_000 } });
    await owners(anEngine({ fetch: server.fetch, locks }), id);
    expect(server.seen.refreshes).toBe(1);
  });

  it('is signed out when the refusal comes as an answer that looks well', async () => {
    const { server, id, locks } = await signedIn({ onRefresh: () => Response.json({ error: 'invalid_code' }) });
    await expect(owners(anEngine({ fetch: server.fetch, locks }), id)).rejects.toMatchObject({ kind: 'auth', code: 'grant-revoked' });
    expect((await connections())[0]).toMatchObject({ state: 'signed-out' });
  });

  it('is signed out when the vendor refuses the refresh token, and does not ask twice', async () => {
    const { server, id, locks } = await signedIn({ onRefresh: () => Response.json({ error: 'invalid_grant' }, { status: 400 }) });
    const worker = anEngine({ fetch: server.fetch, locks });
    await expect(owners(worker, id)).rejects.toMatchObject({ kind: 'auth', code: 'grant-revoked' });
    expect((await connections())[0]).toMatchObject({ state: 'signed-out', error: { code: 'grant-revoked' } });
    expect(server.seen.refreshes).toBe(1);
  });

  it('stays signed in when the token page is down', async () => {
    const { server, id, locks } = await signedIn({ onRefresh: () => new Response('x', { status: 503 }) });
    await expect(owners(anEngine({ fetch: server.fetch, locks }), id)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await connections())[0]?.state).toBe('ok');
  });
});
