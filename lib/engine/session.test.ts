import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamicsOAuth } from '../../sandbox/dynamics/entra.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { SESSIONS } from '../../sandbox/session.ts';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import type { TabState } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { cacheDb, outboxDb, settingsDb } from '../store/databases.ts';
import { enqueue } from '../store/queue.ts';
import { connections, outbox } from '../store/reading.ts';
import { allSecrets, vaultDb } from '../store/vault.ts';
import { type Connection, systems } from '../systems/index.ts';
import { ask } from './ask.ts';
import { connect, saveConnection } from './connect.ts';
import { changeConnection, knownConnection } from './connections.ts';
import type { Engine } from './context.ts';
import { handlersOf, type TabStates } from './handlers.ts';
import { drain } from './outbox/drain.ts';
import { testConnection } from './self-test.ts';

const FORMS: Readonly<Record<string, Record<string, string>>> = {
  amocrm: { address: 'vektordemo.amocrm.ru' },
  dynamics: { address: dynamicsOAuth.address },
  zoho: { dc: 'eu' },
  salesforce: { address: 'northwind-demo.my.salesforce.com' },
};
/** Systems whose API takes the browser's cookies; Salesforce wants the cookie's value as a token. */
const BY_COOKIES = ['amocrm', 'dynamics', 'zoho'] as const;
const WRITING = ['amocrm', 'dynamics'] as const;

let sandbox: Sandbox;
/** Signed in on the vendors' pages in this browser? */
let isSignedIn: boolean;
let mayReadCookies: boolean;
let sid: string;
let read: string[];
let sent: { url: string; method: string; cookies: boolean; authorized: boolean }[];
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  [isSignedIn, mayReadCookies, read, sent] = [true, true, [], []];
  const { credentials } = sandbox.connection('salesforce');
  sid = credentials.kind === 'token' ? credentials.token : expect.fail();
});

/** What a browser does with a request that may carry cookies. */
function inBrowser(request: Request): Request {
  const { host } = new URL(request.url);
  const rules = Object.values(SESSIONS).find((each) => each.host === host);
  const carries = request.credentials === 'include' && isSignedIn && rules !== undefined;
  sent.push({
    url: request.url,
    method: request.method,
    cookies: request.credentials === 'include',
    authorized: request.headers.has('authorization'),
  });
  if (!carries) return request;
  const headers = new Headers(request.headers);
  headers.set('cookie', `theme=dark; ${rules.cookie.name}=${rules.cookie.value}`);
  return new Request(request, { headers });
}

function anEngine(more: Partial<Engine> = {}): Engine {
  return testEngine(sandbox, clock, {
    fetch: async (request) => sandbox.fetch(inBrowser(request)),
    cookie: async (url, name) => {
      if (!mayReadCookies) throw new Error('no permission');
      read.push(`${new URL(url).host} ${name}`);
      return isSignedIn ? sid : undefined;
    },
    ...more,
  });
}

const form = (system: string) => ({ system, method: 'session', values: FORMS[system] ?? {} });

async function connected(system: string, by = anEngine()): Promise<string> {
  const saved = await saveConnection(by, form(system));
  const { id } = 'connection' in saved ? saved.connection : expect.fail(JSON.stringify(saved));
  await changeConnection(id, { writes: 'yes' });
  return id;
}

const info = async (id: string) => (await connections()).find((each) => each.id === id) ?? expect.fail();
const refIn = (system: string): RecordRef =>
  sandbox
    .people()
    .flatMap(({ records }) => records)
    .find((each) => each.system === system) ?? expect.fail();

async function person(by: Engine, id: string): Promise<string> {
  const live = (await knownConnection(by, id))?.live ?? expect.fail();
  return (await ask(by, live, (system, io) => system.read(refIn(system.id), io))).name;
}

async function note(system: string, id: string, text: string): Promise<void> {
  const ref = refIn(system);
  await enqueue({ record: recordKey(ref), customerName: 'x', action: { kind: 'note', text, on: [ref], at: clock.at }, targets: [id] });
}

describe.each(BY_COOKIES)('the rep’s own sign-in to %s', (system) => {
  it('connects without any credential of ours: cookies go along, no token does', async () => {
    const id = await connected(system);
    expect(await person(anEngine(), id)).not.toBe('');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ cookies, authorized }) => cookies && !authorized)).toBe(true);
    const { api } = systems[system]?.hosts((await allSecrets<Connection>())[0] ?? expect.fail()) ?? expect.fail();
    for (const { url } of sent) expect(api).toContain(`https://${new URL(url).host}/*`);
    expect((await allSecrets<Connection>())[0]?.credentials).toEqual({ kind: 'session' });
    expect(read).toEqual([]);
  });

  it('is not offered when nobody is signed in', async () => {
    isSignedIn = false;
    expect(await saveConnection(anEngine(), form(system))).toMatchObject({ error: { kind: 'auth' } });
    expect(await connections()).toEqual([]);
  });

  it('is said to have ended when it has, holds what waits, and goes on by itself once a record is open there again', async () => {
    const id = await connected(system);
    isSignedIn = false;
    await expect(person(anEngine(), id)).rejects.toMatchObject({ kind: 'auth' });
    expect(await info(id)).toMatchObject({ state: 'signed-out', error: { kind: 'auth', code: 'session-ended' } });
    await note(system, id, 'kept');
    await drain(anEngine());
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, error: { kind: 'auth' } });
    isSignedIn = true;
    let drained = 0;
    const engine = anEngine();
    const handlers = handlersOf(engine, memoryTabs(), { drain: () => drained++ });
    const url = systems[system]?.recordUrl(refIn(system), sandbox.connection(system)) ?? expect.fail();
    await handlers['page-changed']({ url }, { tabId: 1 } as Parameters<(typeof handlers)['page-changed']>[1]);
    expect(drained).toBe(1);
    expect((await info(id)).state).toBe('ok');
    expect(await person(engine, id)).not.toBe('');
  });

  it('takes a redirect to the sign-in page for its end', async () => {
    const id = await connected(system);
    const away = anEngine({ fetch: async () => new Response(null, { status: 302, headers: { location: 'https://login.test/' } }) });
    await expect(person(away, id)).rejects.toMatchObject({ kind: 'auth', code: 'session-ended' });
  });
});

describe.each(WRITING)('writing with the rep’s own sign-in to %s', (system) => {
  it('arrives once', async () => {
    const id = await connected(system);
    await note(system, id, 'hello');
    await drain(anEngine());
    expect(sandbox.effects(system).filter(({ actionKind }) => actionKind === 'note')).toHaveLength(1);
  });

  it('is an absent capability once it was refused for where it comes from', async () => {
    const id = await connected(system);
    const refusing = anEngine({
      fetch: async (request) => {
        const isWrite = request.method !== 'GET' && !(await request.clone().text()).includes('GET ');
        if (isWrite) return new Response('<html>Forbidden</html>', { status: 403, headers: { 'content-type': 'text/html' } });
        return sandbox.fetch(inBrowser(request));
      },
    });
    await note(system, id, 'refused');
    await drain(refusing);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { kind: 'forbidden', code: 'session-write' },
    });
    const now = await info(id);
    expect(now.can.some((each) => each.startsWith('write:'))).toBe(false);
    expect(now.can).toContain('read:contact');
    expect(now.missing).toContainEqual({ what: now.systemName, code: 'session-write' });
    expect(now.state).toBe('ok');
    expect(await testConnection(anEngine(), id)).toHaveProperty('report');
    expect((await info(id)).can).toContain('write:note');
  });
});

it('Zoho’s session reads and offers no writing', async () => {
  const { can, missing } = await info(await connected('zoho'));
  expect(can).toContain('find');
  expect(can.some((each) => each.startsWith('write:'))).toBe(false);
  expect(missing).toContainEqual({ what: 'Zoho CRM', code: 'session-write' });
  expect(sent.every(({ method }) => method === 'GET')).toBe(true);
});

describe('the rep’s own sign-in to Salesforce', () => {
  it('is read for each question anew and written nowhere', async () => {
    const id = await connected('salesforce');
    expect(await person(anEngine(), id)).not.toBe('');
    expect(new Set(read)).toEqual(new Set(['northwind-demo.my.salesforce.com sid']));
    expect(read.length).toBeGreaterThan(1);
    expect(sent.some(({ cookies }) => cookies)).toBe(false);
    expect((await allSecrets<Connection>())[0]?.credentials).toEqual({ kind: 'session' });
    const rows = await Promise.all([cacheDb, outboxDb, settingsDb, vaultDb].flatMap((db) => db.tables.map((table) => table.toArray())));
    const stored = JSON.stringify([rows, await allSecrets()], (_name, value) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    expect(stored).not.toContain(sid);
  });

  it('goes on with a new cookie when the old one was refused', async () => {
    const id = await connected('salesforce');
    const good = sid;
    const cookies = [`${good.slice(0, 15)}!AQEAQold-and-refused`, good];
    const engine = anEngine({ cookie: async () => cookies.shift() });
    expect(await person(engine, id)).not.toBe('');
    expect((await info(id)).state).toBe('ok');
  });

  it.each([
    ['no cookie', undefined],
    ['a cookie of something else', 'not-a-sid'],
    ['a cookie that cannot be a header', `00D000000000001!${'x'.repeat(20)}\r\nx: y`],
  ])('has ended when there is %s', async (_name, value) => {
    const id = await connected('salesforce');
    sent = [];
    await expect(person(anEngine({ cookie: async () => value }), id)).rejects.toMatchObject({ kind: 'auth', code: 'session-ended' });
    expect(sent).toEqual([]);
    expect(await info(id)).toMatchObject({ state: 'signed-out', error: { code: 'session-ended' } });
  });

  it('asks nothing when the permission to read cookies is gone', async () => {
    const id = await connected('salesforce');
    mayReadCookies = false;
    sent = [];
    await expect(person(anEngine(), id)).rejects.toMatchObject({ kind: 'permission', code: 'cookie-access' });
    expect(sent).toEqual([]);
    expect((await info(id)).state).toBe('ok');
  });
});

it('no other way to sign in ever sends cookies', async () => {
  for (const system of ['hubspot', 'pipedrive', 'amocrm', 'zoho', 'dynamics']) {
    const { id: _id, ...draft } = sandbox.connection(system);
    const { id } = await connect(anEngine(), draft);
    await person(anEngine(), id);
  }
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.some(({ cookies }) => cookies)).toBe(false);
});

function memoryTabs(): TabStates {
  const states = new Map<number, TabState>();
  return {
    get: async (tabId) => states.get(tabId),
    set: async (tabId, state) => void states.set(tabId, state),
    drop: async (tabId) => void states.delete(tabId),
    all: async () => [...states].map(([tabId, state]) => ({ tabId, state })),
  };
}
