import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, TestLocks, testEngine, wipe } from '../../tests/engine/bench.ts';
import { recordKey } from '../model/records.ts';
import { changeConnectionInfo } from '../store/connections.ts';
import { cacheDb, outboxDb, settingsDb } from '../store/databases.ts';
import { enqueue } from '../store/queue.ts';
import { connections, outbox } from '../store/reading.ts';
import { allSecrets, getSecret, putSecret, vaultDb } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { tryton } from '../systems/tryton/index.ts';
import { alignPages, connect, removeConnection, saveConnection, verifyConnection } from './connect.ts';
import { changeConnection, setConnectionState } from './connections.ts';
import type { Engine } from './context.ts';
import { lookUp } from './look-up.ts';
import { testConnection } from './self-test.ts';

let sandbox: Sandbox;
let clock: TestClock;
let engine: Engine;
let attached: Map<string, readonly string[]>;
let released: string[];
let allowed: boolean;

beforeAll(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  attached = new Map();
  released = [];
  allowed = true;
  engine = anEngine();
});

function anEngine(more: Partial<Engine> = {}): Engine {
  return testEngine(sandbox, clock, {
    locks: new TestLocks(),
    hasHosts: async () => allowed,
    pages: {
      attach: async (id, patterns) => void attached.set(id, patterns),
      detach: async (id) => void attached.delete(id),
      releaseHosts: async (patterns) => void released.push(...patterns),
      releaseCookies: async () => undefined,
    },
    ...more,
  });
}

function tokenForm(token: string) {
  return { system: 'hubspot', method: hubspotMethod(), values: { [hubspotField()]: token } };
}

function hubspotMethod(): string {
  return engine.systems.hubspot?.auth[0]?.id ?? expect.fail();
}

function hubspotField(): string {
  return engine.systems.hubspot?.auth[0]?.fields[0]?.id ?? expect.fail();
}

function tokenOf(system: string): string {
  const { credentials } = sandbox.connection(system);
  return credentials.kind === 'token' ? credentials.token : expect.fail();
}

describe('connecting', () => {
  it('reports what a token can do and saves nothing', async () => {
    const verified = await verifyConnection(engine, tokenForm(tokenOf('hubspot')));
    expect(verified).toMatchObject({ report: { account: sandbox.connection('hubspot').account } });
    expect(await connections()).toEqual([]);
    expect(await allSecrets()).toEqual([]);
  });

  it('saves, registers the pages, and never shows the token outside the vault', async () => {
    const token = tokenOf('hubspot');
    const saved = await saveConnection(engine, tokenForm(token));
    expect(JSON.stringify(saved)).not.toContain(token);
    const [info] = await connections();
    expect(info).toMatchObject({ system: 'hubspot', systemName: 'HubSpot', state: 'ok' });
    expect(attached.get(info?.id ?? '')?.length).toBeGreaterThan(0);
    const rows = await Promise.all([cacheDb, outboxDb, settingsDb, vaultDb].flatMap((db) => db.tables.map((table) => table.toArray())));
    const plain = JSON.stringify(rows, (_name, value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
    expect(plain).not.toContain(token);
  });

  it('refuses a wrong token, an unknown method and missing host access, and saves nothing', async () => {
    expect(await saveConnection(engine, tokenForm('pat-na1-00000000-0000-0000-0000-000000000000'))).toMatchObject({
      error: { kind: 'auth' },
    });
    expect(await saveConnection(engine, { system: 'hubspot', method: 'magic', values: {} })).toMatchObject({ error: { kind: 'invalid' } });
    expect(await saveConnection(engine, { system: '__proto__', method: 'token', values: {} })).toMatchObject({
      error: { kind: 'invalid' },
    });
    allowed = false;
    expect(await saveConnection(engine, tokenForm(tokenOf('hubspot')))).toMatchObject({
      error: { kind: 'permission', code: 'host-access' },
    });
    expect(await connections()).toEqual([]);
    expect(await allSecrets()).toEqual([]);
  });

  it('replaces the credentials when the same account is connected again', async () => {
    const { id: _id, ...draft } = sandbox.connection('pipedrive');
    const first = await connect(engine, draft);
    const second = await connect(engine, draft);
    expect(second.id).toBe(first.id);
    expect(await connections()).toHaveLength(1);
  });

  it('lets a ready connection write at once, and asks before the first write of one that was typed in', async () => {
    const { id: _id, ...draft } = sandbox.connection('pipedrive');
    expect(await connect(engine, draft)).toMatchObject({ writes: 'yes', tag: 'iris' });
    expect(await saveConnection(engine, tokenForm(tokenOf('hubspot')))).toMatchObject({ connection: { writes: 'ask', tag: 'teal' } });
  });

  it('keeps name, colour and the rep’s word on writing when she signs in again', async () => {
    const saved = await saveConnection(engine, tokenForm(tokenOf('hubspot')));
    const { id } = 'connection' in saved ? saved.connection : expect.fail();
    await changeConnection(id, { label: ' EU portal ', tag: 'rose', writes: 'never' });
    expect(await saveConnection(engine, tokenForm(tokenOf('hubspot')))).toMatchObject({
      connection: { id, label: 'EU portal', tag: 'rose', writes: 'never' },
    });
    await changeConnection(id, { label: '' });
    expect((await connections())[0]).not.toHaveProperty('label');
  });

  it('loses no change when two are made at once', async () => {
    const { id: _id, ...draft } = sandbox.connection('pipedrive');
    const { id } = await connect(engine, draft);
    await Promise.all([
      changeConnection(id, { label: 'Second' }),
      setConnectionState(id, 'paused'),
      changeConnection(id, { writes: 'never' }),
    ]);
    expect((await connections())[0]).toMatchObject({ label: 'Second', state: 'paused', writes: 'never' });
  });

  it('refuses an account of another host by the same name, as their records could not be told apart', async () => {
    const { id: _id, ...draft } = sandbox.connection('amocrm');
    await connect(engine, draft);
    const kommo = { ...draft, baseUrl: 'https://vektordemo.kommo.com' };
    const elsewhere = anEngine({
      fetch: async (request) => sandbox.fetch(new Request(request.url.replace('kommo.com', 'amocrm.ru'), { headers: request.headers })),
    });
    await expect(connect(elsewhere, kommo)).rejects.toMatchObject({ kind: 'invalid', code: 'same-name' });
    expect(await connections()).toHaveLength(1);
  });

  it('asks again what a connection may do, and stores what has changed', async () => {
    const { id: _id, ...draft } = sandbox.connection('hubspot');
    const { id } = await connect(engine, draft);
    const stored = (await getSecret<Connection>(id)) ?? expect.fail();
    await putSecret(id, { ...stored, credentials: { kind: 'token', token: 'pat-na1-limited' } });
    expect(await testConnection(engine, id)).toMatchObject({ report: { account: sandbox.connection('hubspot').account } });
    const [now] = await connections();
    expect(now?.missing.length).toBeGreaterThan(0);
    expect(now?.can).not.toContain('write:note');
    expect(await testConnection(engine, 'gone')).toMatchObject({ error: { code: 'not-connected' } });
  });

  it('changes nothing when the credentials turn out to be somebody else’s', async () => {
    const { id: _id, ...draft } = sandbox.connection('pipedrive');
    const { id, ...before } = await connect(engine, draft);
    await putSecret(id, { ...(await getSecret<Connection>(id)), userId: 'somebody-else' });
    expect(await testConnection(engine, id)).toEqual({ error: { kind: 'conflict', code: 'user-changed' } });
    expect((await connections())[0]).toEqual({ id, ...before });
  });

  it('forgets everything of a removed connection, but shows what waited for it', async () => {
    const ids = await connectAll(engine, sandbox, ['hubspot', 'pipedrive']);
    const person = sandbox
      .people()
      .find(({ records }) => ['hubspot', 'pipedrive'].every((system) => records.some((ref) => ref.system === system)));
    const ref = person?.records.find((each) => each.system === 'hubspot') ?? expect.fail();
    await lookUp(engine, { open: { ref, connectionId: ids.hubspot ?? '' } });
    await enqueue({
      record: recordKey(ref),
      customerName: 'x',
      action: { kind: 'note', text: 'x', on: [ref], at: 1 },
      targets: [ids.hubspot ?? ''],
    });
    await removeConnection(engine, ids.hubspot ?? '');
    expect((await connections()).map(({ system }) => system)).toEqual(['pipedrive']);
    expect(await getSecret(ids.hubspot ?? '')).toBeUndefined();
    expect(attached.has(ids.hubspot ?? '')).toBe(false);
    expect(released.some((pattern) => pattern.includes('hubapi'))).toBe(true);
    expect(released.some((pattern) => pattern.includes('pipedrive'))).toBe(false);
    expect(
      await cacheDb.parts
        .where('connectionId')
        .equals(ids.hubspot ?? '')
        .count(),
    ).toBe(0);
    expect(await cacheDb.dossiers.count()).toBe(0);
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'failed', error: { code: 'connection-removed' } });
  });

  it('gives the cookies back with the last connection that read one', async () => {
    const { credentials, baseUrl } = sandbox.connection('salesforce');
    const sid = credentials.kind === 'token' ? credentials.token : expect.fail();
    let returned = 0;
    const session = anEngine({
      cookie: async () => sid,
      pages: { ...engine.pages, releaseCookies: async () => void returned++ },
    });
    const made = await connect(session, {
      system: 'salesforce',
      account: '',
      ...(baseUrl && { baseUrl }),
      credentials: { kind: 'session' },
    });
    const [other] = Object.values(await connectAll(session, sandbox, ['pipedrive']));
    await removeConnection(session, other ?? '');
    expect(returned).toBe(0);
    await removeConnection(session, made.id);
    expect(returned).toBe(1);
  });

  it('drops the answers of a connection that is removed while it is asked', async () => {
    const ids = await connectAll(engine, sandbox, ['hubspot', 'pipedrive']);
    const { records } = sandbox.people().find((person) => new Set(person.records.map((ref) => ref.system)).size >= 4) ?? expect.fail();
    const ref = records.find((each) => each.system === 'hubspot') ?? expect.fail();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const slow = anEngine({
      async fetch(request) {
        if (!request.url.includes('pipedrive')) return sandbox.fetch(request);
        asked.resolve();
        await answer.promise;
        return sandbox.fetch(request);
      },
    });
    const running = lookUp(slow, { open: { ref, connectionId: ids.hubspot ?? '' } });
    await asked.promise;
    await removeConnection(slow, ids.pipedrive ?? '');
    answer.resolve();
    await running;
    expect(
      await cacheDb.parts
        .where('connectionId')
        .equals(ids.pipedrive ?? '')
        .count(),
    ).toBe(0);
  });

  it('knows what to ask the browser for again when the server is on this machine, on a port, and the account in a path', async () => {
    const report = { account: 'localhost:8000/acme', userId: '1', userName: 'Ana', can: [], missing: [] };
    const draft =
      tryton.auth[0]?.toConnection({ address: 'localhost:8000', database: 'acme', user: 'ana', password: 'x' }) ?? expect.fail();
    const info = await connect(anEngine({ systems: { tryton: { ...tryton, verify: async () => report } } }), draft);
    expect(info.access).toEqual(['http://localhost:8000/*']);
  });

  it('asks for what a newer version needs when the connection was made with an older one', async () => {
    const ids = await connectAll(engine, sandbox, ['pipedrive']);
    const made = (await connections())[0]?.access;
    await changeConnectionInfo(ids.pipedrive ?? '', (info) => ({ ...info, access: ['https://old.example/*'] }));
    await alignPages(engine);
    expect((await connections())[0]?.access).toEqual(made);
    expect(made).toContain(`${new URL(sandbox.connection('pipedrive').baseUrl ?? '').origin}/*`);
  });

  it('follows host access that is taken away and given back', async () => {
    const ids = await connectAll(engine, sandbox, ['hubspot']);
    allowed = false;
    await alignPages(engine);
    expect((await connections())[0]).toMatchObject({ state: 'no-permission', error: { code: 'host-access' } });
    expect(attached.size).toBe(0);
    allowed = true;
    await alignPages(engine);
    expect((await connections())[0]?.state).toBe('ok');
    expect(attached.has(ids.hubspot ?? '')).toBe(true);
  });
});
