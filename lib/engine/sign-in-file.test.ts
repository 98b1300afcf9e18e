import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import type { SealedPart } from '../model/settings-file.ts';
import { hooks } from '../store/hooks.ts';
import { lock, setPassphrase } from '../store/passphrase.ts';
import { connections } from '../store/reading.ts';
import { sealPart } from '../store/sealed-part.ts';
import { getSecret } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { changeConnection, saveCredentials } from './connections.ts';
import type { Engine } from './context.ts';
import { knownHook, saveHook } from './hooks.ts';
import { testConnection } from './self-test.ts';
import { sealSignIns, signInChanges, takeSignIns } from './sign-in-file.ts';

const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const SYSTEMS = ['hubspot', 'dynamics', 'pipedrive'] as const;
const PASSPHRASE = 'correct horse battery staple';
const ADDRESS = 'https://n8n.example/webhook/very-secret-path';
/** Stretching is the browser's; here it only has to be the same both ways. */
const ROUNDS = 1;

let sandbox: Sandbox;
let engine: Engine;
let part: SealedPart;
let secrets: string[];
const clock = new TestClock();

/** Every text of some length in what the vault holds. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 5 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

async function otherBrowser(): Promise<void> {
  await wipe();
  engine = testEngine(sandbox, clock);
}

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: SYSTEMS });
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.reset();
  await otherBrowser();
  const ids = await connectAll(engine, sandbox, SYSTEMS);
  const renewed = await getSecret<Connection>(ids.dynamics ?? '');
  if (renewed?.credentials.kind !== 'token') return expect.fail('another kind of key');
  // One that is renewed by itself, with all it takes.
  const app = {
    clientId: 'client-of-acme',
    clientSecret: 'secret-of-acme',
    tokenUrl: 'https://login.microsoftonline.com/x/oauth2/v2.0/token',
  };
  const { token } = renewed.credentials;
  await saveCredentials({ ...renewed, credentials: { kind: 'oauth', accessToken: token, refreshToken: 'refresh-of-acme', ...app } });
  await changeConnection(ids.hubspot ?? '', { label: 'North team', writes: 'never' });
  const saved = await saveHook(engine, { name: 'To n8n', address: ADDRESS, isPrivateMeant: false });
  if (!('hook' in saved)) return expect.fail(JSON.stringify(saved));
  const kept = await Promise.all(Object.values(ids).map((id) => getSecret<Connection>(id)));
  secrets = [...kept.flatMap((connection) => textsIn(connection?.credentials)), ADDRESS, saved.secret];
  part = await sealSignIns(engine, PASSPHRASE, ROUNDS);
});

describe('keys in a settings file', () => {
  it('cannot be read in it, as they are or in hexadecimal', () => {
    const text = JSON.stringify(part);
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of [...secrets, 'North team', 'n8n', ...SYSTEMS]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('connect another browser when the passphrase is given, and a page hears of hosts and names alone', async () => {
    await otherBrowser();
    const changes = await signInChanges(engine, part, PASSPHRASE);
    expect(changes.connections.map(({ name, isNew }) => [name.split(' ')[0], isNew]).sort()).toEqual([
      ['Dynamics', true],
      ['North', true],
      ['Pipedrive', true],
    ]);
    expect(changes.hooks).toEqual([{ name: 'To n8n', isNew: true, hosts: ['https://n8n.example/*'] }]);
    for (const secret of secrets) expect(JSON.stringify(changes)).not.toContain(secret);
    expect(await connections()).toEqual([]);

    expect(await takeSignIns(engine, part, PASSPHRASE)).toBe(3);
    const known = await connections();
    expect(known.map(({ system, label, writes }) => [system, label, writes]).sort()).toEqual([
      ['dynamics', undefined, 'ask'],
      ['hubspot', 'North team', 'never'],
      ['pipedrive', undefined, 'ask'],
    ]);
    expect(new Set(known.flatMap(({ access = [] }) => access))).toEqual(new Set(changes.connections.flatMap(({ hosts }) => hosts)));
    for (const { id } of known) expect(await testConnection(engine, id)).toHaveProperty('report');
    const [hook] = await hooks();
    expect(await knownHook(hook?.id ?? '')).toMatchObject({ name: 'To n8n', address: ADDRESS });
    expect(await signInChanges(engine, part, PASSPHRASE)).toEqual({ connections: [], hooks: [] });
  });

  it('replace those of the same account when it is connected already, under its own id and name', async () => {
    const hubspot = (await connections()).find(({ system }) => system === 'hubspot');
    const own = hubspot && (await getSecret<Connection>(hubspot.id));
    if (!own) return expect.fail('no connection');
    await saveCredentials({ ...own, credentials: { kind: 'token', token: 'withdrawn' } });
    await changeConnection(own.id, { label: 'Mine', writes: 'yes' });
    expect((await signInChanges(engine, part, PASSPHRASE)).connections).toMatchObject([{ isNew: false }]);
    expect(await takeSignIns(engine, part, PASSPHRASE)).toBe(1);
    expect(await getSecret<Connection>(own.id)).toMatchObject({ credentials: own.credentials });
    const after = await connections();
    expect(after.find(({ id }) => id === own.id)).toMatchObject({ label: 'Mine', writes: 'yes' });
    expect(after).toHaveLength(3);
  });

  it('stay closed and change nothing when the passphrase is another one', async () => {
    await otherBrowser();
    await expect(takeSignIns(engine, part, `${PASSPHRASE} `)).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    expect([await connections(), await hooks()]).toEqual([[], []]);
  });

  it('stay closed when anything of the file was changed', async () => {
    const place = fc
      .constantFrom('salt' as const, 'key' as const, 'data' as const)
      .chain((member) => fc.tuple(fc.constant(member), fc.nat(part[member].length - 1), fc.integer({ min: 1, max: 15 })));
    await fc.assert(
      fc.asyncProperty(place, async ([member, at, by]) => {
        const text = part[member];
        const digit = (Number.parseInt(text[at] ?? '0', 16) ^ by).toString(16);
        const changed = { ...part, [member]: text.slice(0, at) + digit + text.slice(at + 1) };
        const kind = member === 'data' ? 'tampered' : 'wrong-passphrase';
        await expect(signInChanges(engine, changed, PASSPHRASE)).rejects.toMatchObject({ kind });
      }),
      { numRuns: 60, ...(SEED !== undefined && { seed: SEED }) },
    );
    await expect(signInChanges(engine, { ...part, rounds: 2 }, PASSPHRASE)).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    await expect(signInChanges(engine, { ...part, data: part.data.slice(0, -2) }, PASSPHRASE)).rejects.toMatchObject({ kind: 'tampered' });
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['a member too many', { connections: [], hooks: [], more: 1 }],
    [
      'credentials of no kind',
      { connections: [{ connection: { system: 'hubspot', account: 'a', credentials: { kind: 'key' } } }], hooks: [] },
    ],
  ])('are refused as changed when somebody has sealed %s', async (_what, value) => {
    const odd = await sealPart(value ?? null, PASSPHRASE, ROUNDS);
    await expect(signInChanges(engine, odd, PASSPHRASE)).rejects.toMatchObject({ kind: 'tampered' });
  });

  it('are left out when they are of no system or no address of it or post in clear, and never reach a host that is not its own', async () => {
    const told = { userId: '1', userName: 'Mallory', can: [], missing: [], writes: 'yes' };
    const credentials = { kind: 'token', token: 'x' };
    const odd = await sealPart(
      {
        connections: [
          { ...told, connection: { system: 'constructor', account: 'a', credentials } },
          { ...told, connection: { system: 'pipedrive', account: 'a', baseUrl: 'https://evil.example', credentials } },
          { ...told, connection: { system: 'salesforce', account: 'a', baseUrl: 'https://evil.example', credentials } },
        ],
        hooks: [{ name: 'clear', address: 'http://evil.example/', secret: 's' }],
      },
      PASSPHRASE,
      ROUNDS,
    );
    const { connections: taken, hooks: posts } = await signInChanges(engine, odd, PASSPHRASE);
    expect(taken.map(({ name, hosts }) => [name, hosts])).toEqual([
      ['Pipedrive a', ['https://a.pipedrive.com/*', 'https://app.pipedrive.com/*']],
    ]);
    expect(posts).toEqual([]);
  });

  it('are not given out while the store is locked', async () => {
    await setPassphrase(PASSPHRASE, ROUNDS);
    await lock();
    await expect(sealSignIns(engine, PASSPHRASE, ROUNDS)).rejects.toMatchObject({ kind: 'locked' });
  });
});
