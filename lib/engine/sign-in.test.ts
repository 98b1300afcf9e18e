import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { consentWindow, REDIRECT } from '../../tests/engine/consent.ts';
import { OWN_APPS } from '../../tests/engine/own-apps.ts';
import { connections } from '../store/reading.ts';
import { allSecrets } from '../store/vault.ts';
import { type Connection, systems } from '../systems/index.ts';
import { saveConnection } from './connect.ts';
import type { Engine } from './context.ts';

const SIGNING_IN = Object.values(systems).flatMap((system) => (system?.auth.some(({ kind }) => kind === 'oauth-pkce') ? [system.id] : []));

let sandbox: Sandbox;
let window: ReturnType<typeof consentWindow>;
let tokenCalls: { url: string; body: string }[];
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  window = consentWindow(sandbox);
  tokenCalls = [];
});

const isTokenCall = (request: Request) => request.method === 'POST' && /oauth2?\/|token/.test(new URL(request.url).pathname);

function anEngine(open: Engine['signIn']['open'] = window.open): Engine {
  return testEngine(sandbox, clock, {
    signIn: { redirectUrl: () => REDIRECT, open },
    fetch: async (request) => {
      if (isTokenCall(request)) tokenCalls.push({ url: request.url, body: await request.clone().text() });
      return sandbox.fetch(request);
    },
  });
}

const form = (system: string, values: Record<string, string> = {}) => ({
  system,
  method: 'oauth',
  values: { ...OWN_APPS[system], ...values },
});

it('every system that signs in is played by the sandbox', () => {
  expect(SIGNING_IN.sort()).toEqual(Object.keys(OWN_APPS).sort());
});

describe.each(SIGNING_IN)('signing in to %s with the customer’s own app', (system) => {
  const tampered = (change: (answer: URL) => void) => async (url: string, options: { silent: boolean }) => {
    const answer = new URL(await window.open(url, options));
    change(answer);
    return answer.href;
  };

  it('connects, and keeps every secret in the vault alone', async () => {
    const saved = await saveConnection(anEngine(), form(system));
    expect(saved).toMatchObject({ connection: { system, state: 'ok', signIn: { kind: 'oauth-pkce', method: 'oauth' } } });
    const [connection] = await allSecrets<Connection>();
    expect(connection?.credentials).toMatchObject({ kind: 'oauth', refreshToken: expect.any(String), grantedAt: clock.at });
    const secrets = Object.values(connection?.credentials ?? {}).filter(
      (each) => typeof each === 'string' && /secret|sandbox-|!|eyJ/.test(each),
    );
    expect(secrets.length).toBeGreaterThan(0);
    const shown = JSON.stringify([saved, await connections()]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('binds the sign-in to this browser: S256, a state of its own, our redirect and no secret in the address', async () => {
    await saveConnection(anEngine(), form(system));
    await saveConnection(anEngine(), form(system));
    const [first, second] = window.asked;
    for (const asked of [first, second]) {
      expect(asked?.searchParams.get('code_challenge_method')).toBe('S256');
      expect(asked?.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(asked?.searchParams.get('redirect_uri')).toBe(REDIRECT);
      expect(asked?.href).not.toContain('secret-of');
    }
    expect(first?.searchParams.get('state')).not.toBe(second?.searchParams.get('state'));
    expect(first?.searchParams.get('code_challenge')).not.toBe(second?.searchParams.get('code_challenge'));
    expect(tokenCalls.every(({ body }) => body.includes('code_verifier'))).toBe(true);
  });

  it.each([
    ['another state', (answer: URL) => answer.searchParams.set('state', 'x'), 'state-mismatch'],
    ['no state', (answer: URL) => answer.searchParams.delete('state'), 'state-mismatch'],
    ['two states', (answer: URL) => answer.searchParams.append('state', 'x'), 'state-mismatch'],
    ['two codes', (answer: URL) => answer.searchParams.append('code', 'x'), 'state-mismatch'],
    ['no code', (answer: URL) => answer.searchParams.delete('code'), 'no-code'],
    [
      'another host',
      (answer: URL) => {
        answer.host = 'evil.test';
      },
      'foreign-redirect',
    ],
    [
      'another extension',
      (answer: URL) => {
        answer.host = 'p'.repeat(32).concat('.chromiumapp.org');
      },
      'foreign-redirect',
    ],
    [
      'another path',
      (answer: URL) => {
        answer.pathname = '/elsewhere';
      },
      'foreign-redirect',
    ],
    [
      'another scheme',
      (answer: URL) => {
        answer.protocol = 'http:';
      },
      'foreign-redirect',
    ],
    ['another issuer', (answer: URL) => answer.searchParams.set('iss', 'https://evil.test/'), 'mixed-up'],
    ['a refusal', (answer: URL) => answer.searchParams.set('error', 'access_denied'), 'access_denied'],
    ['a refusal in words', (answer: URL) => answer.searchParams.set('error', '<b>no</b>'), 'refused'],
  ])('refuses an answer with %s, exchanges nothing and saves nothing', async (_name, change, code) => {
    expect(await saveConnection(anEngine(tampered(change)), form(system))).toEqual({ error: { kind: 'auth', code } });
    expect(tokenCalls).toEqual([]);
    expect(await allSecrets()).toEqual([]);
  });

  it('refuses the answer of an earlier sign-in', async () => {
    await saveConnection(anEngine(), form(system));
    const old = window.landed[0] ?? expect.fail();
    tokenCalls = [];
    expect(
      await saveConnection(
        anEngine(async () => old),
        form(system),
      ),
    ).toEqual({ error: { kind: 'auth', code: 'state-mismatch' } });
    expect(tokenCalls).toEqual([]);
  });

  it('gets nothing for a code that was used before, or was made for another challenge', async () => {
    const stolen: string[] = [];
    const keep = tampered((answer) => void stolen.push(answer.searchParams.get('code') ?? ''));
    await saveConnection(anEngine(keep), form(system));
    const replay = tampered((answer) => answer.searchParams.set('code', stolen[0] ?? ''));
    expect(await saveConnection(anEngine(replay), form(system))).toMatchObject({ error: { kind: 'auth', code: 'grant-refused' } });
    // Somebody else's code, never exchanged: it carries somebody else's challenge.
    let unused = '';
    await saveConnection(
      anEngine(async (url, options) => {
        unused = new URL(await window.open(url, options)).searchParams.get('code') ?? '';
        throw new Error('closed');
      }),
      form(system),
    );
    const injected = tampered((answer) => answer.searchParams.set('code', unused));
    expect(await saveConnection(anEngine(injected), form(system))).toMatchObject({ error: { kind: 'auth', code: 'grant-refused' } });
    expect(await allSecrets()).toHaveLength(1);
  });

  it('sends the code to this vendor’s own host alone', async () => {
    await saveConnection(anEngine(), form(system));
    const { api } = systems[system]?.hosts((await allSecrets<Connection>())[0] ?? expect.fail()) ?? expect.fail();
    for (const { url } of tokenCalls) expect(api).toContain(`https://${new URL(url).host}/*`);
  });

  it('refuses what another system’s sign-in page has answered', async () => {
    for (const other of SIGNING_IN.filter((each) => each !== system)) {
      let foreign = '';
      await saveConnection(
        anEngine(async (url, options) => {
          foreign = await window.open(url, options);
          throw new Error('closed');
        }),
        form(other),
      );
      tokenCalls = [];
      expect(
        await saveConnection(
          anEngine(async () => foreign),
          form(system),
        ),
      ).toEqual({ error: { kind: 'auth', code: 'state-mismatch' } });
      expect(tokenCalls).toEqual([]);
    }
  });

  it('says so when the window was closed, the app is not known, or its secret is wrong', async () => {
    const closed = anEngine(() => Promise.reject(new Error('closed')));
    expect(await saveConnection(closed, form(system))).toEqual({ error: { kind: 'invalid', code: 'sign-in-closed' } });
    if (!OWN_APPS[system]?.clientSecret) return;
    const wrong = await saveConnection(anEngine(), form(system, { clientSecret: 'not-it' }));
    expect(wrong).toMatchObject({ error: { kind: 'auth' } });
    expect(JSON.stringify(wrong)).not.toContain('not-it');
  });
});

describe('an answer that names where it comes from', () => {
  it.each([
    ['amocrm', 'referer', 'other.amocrm.ru'],
    ['zoho', 'accounts-server', 'https://accounts.zoho.com'],
  ])('is refused for %s when %s is not what the rep typed', async (system, name, value) => {
    const open: Engine['signIn']['open'] = async (url, options) => {
      const answer = new URL(await window.open(url, options));
      answer.searchParams.set(name, value);
      return answer.href;
    };
    expect(await saveConnection(anEngine(open), form(system))).toEqual({ error: { kind: 'auth', code: 'mixed-up' } });
    expect(tokenCalls).toEqual([]);
  });
});
