import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { TestClock, TestLocks, testEngine, wipe } from '../../tests/engine/bench.ts';
import { consentWindow } from '../../tests/engine/consent.ts';
import { OWN_APPS } from '../../tests/engine/own-apps.ts';
import { recordKey } from '../model/records.ts';
import { enqueue } from '../store/queue.ts';
import { connections, outbox } from '../store/reading.ts';
import { getSecret, putSecret } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { ask } from './ask.ts';
import { saveConnection } from './connect.ts';
import { changeConnection, knownConnection } from './connections.ts';
import type { Engine } from './context.ts';
import { drain, wakeDeliveries } from './outbox/drain.ts';
import { storeConnection } from './store-connection.ts';

/* F9, F10 and F11 of the fault matrix, for every system that signs in: at the stand-ins' own token endpoints. */

const SYSTEMS = Object.keys(OWN_APPS);
/** Those whose refresh token is good once: an answer that is lost cannot be had again. */
const ONCE = new Set(['salesforce', 'amocrm']);
const HOUR = 3_600_000;

let sandbox: Sandbox;
let clock: TestClock;
let locks: TestLocks;
/** Renewals that reached the vendor, and what may happen to the next. */
let renewals: number[];
let hurt: ((request: Request) => Promise<Response>) | undefined;

beforeAll(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  await wipe();
  locks = new TestLocks();
  renewals = [];
  hurt = undefined;
});

/** A worker on the same databases and locks. `windows` = whether sign-in pages may still answer without being shown. */
function worker(more: Partial<Engine> = {}): Engine {
  return testEngine(sandbox, clock, {
    locks,
    signIn: consentWindow(sandbox),
    async fetch(request) {
      const body = request.method === 'POST' ? await request.clone().text() : '';
      if (!/grant_type["=:]+refresh_token/.test(body)) return sandbox.fetch(request);
      renewals.push(clock.at);
      return hurt ? hurt(request) : sandbox.fetch(request);
    },
    ...more,
  });
}

async function connected(system: string): Promise<string> {
  const saved = await saveConnection(worker(), { system, method: 'oauth', values: OWN_APPS[system] ?? {} });
  const { id } = 'connection' in saved ? saved.connection : expect.fail(JSON.stringify(saved));
  await changeConnection(id, { writes: 'yes' });
  return id;
}

/** As an access token is that its vendor no longer takes; the refresh token stays. */
async function expireAccess(id: string): Promise<void> {
  await changeSecret(id, { accessToken: 'sandbox-access-long-over' });
}

async function changeSecret(id: string, changes: object): Promise<void> {
  const stored = (await getSecret<Connection>(id)) ?? expect.fail();
  await putSecret(id, { ...stored, credentials: { ...stored.credentials, ...changes } });
}

async function owners(by: Engine, id: string): Promise<number> {
  const live = (await knownConnection(by, id))?.live ?? expect.fail();
  return (await ask(by, live, (system, io) => system.owners(io))).length;
}

const stateOf = async (id: string) => (await connections()).find((each) => each.id === id);
const noWindow: Engine['signIn'] = {
  ...consentWindow({ fetch: async () => new Response('') }),
  open: () => Promise.reject(new Error('no')),
};

describe.each(SYSTEMS)('%s, when an access token has ended (F9)', (system) => {
  it('is asked once for a new one however many callers fail at once, over two workers, and each call is repeated once', async () => {
    const id = await connected(system);
    await expireAccess(id);
    const workers = [worker(), worker()];
    const counts = await Promise.all(Array.from({ length: 20 }, (_value, index) => owners(workers[index % 2] ?? expect.fail(), id)));
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(renewals).toHaveLength(1);
    expect((await stateOf(id))?.state).toBe('ok');
  });

  it('is asked before the end, while the old token is still good', async () => {
    const id = await connected(system);
    await changeSecret(id, { expiresAt: clock.at + 60_000 });
    await owners(worker(), id);
    expect(renewals).toHaveLength(1);
    await owners(worker(), id);
    expect(renewals).toHaveLength(1);
  });

  it('goes on with the old token as long as it is good when the token page is down', async () => {
    const id = await connected(system);
    await changeSecret(id, { expiresAt: clock.at + 60_000 });
    hurt = async () => new Response('x', { status: 503 });
    expect(await owners(worker(), id)).toBeGreaterThan(0);
    expect((await stateOf(id))?.state).toBe('ok');
  });
});

describe.each(SYSTEMS)('%s, when its refresh token is withdrawn (F10)', (system) => {
  async function withdrawn(): Promise<{ id: string; by: Engine }> {
    const id = await connected(system);
    await changeSecret(id, { accessToken: 'sandbox-access-long-over', refreshToken: 'sandbox-refresh-withdrawn' });
    return { id, by: worker({ signIn: noWindow }) };
  }

  it('is told once, and not asked again and again', async () => {
    const { id, by } = await withdrawn();
    const failures = await Promise.allSettled(Array.from({ length: 10 }, () => owners(by, id)));
    expect(failures.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await stateOf(id)).toMatchObject({
      state: 'signed-out',
      error: { kind: 'auth', code: system === 'dynamics' ? 'grant-expired' : 'grant-revoked' },
    });
    expect(renewals).toHaveLength(1);
  });

  it('keeps what waits, and delivers it after the rep has signed in again', async () => {
    const { id, by } = await withdrawn();
    const ref =
      sandbox
        .people()
        .flatMap(({ records }) => records)
        .find((each) => each.system === system) ?? expect.fail();
    const action = { kind: 'note' as const, text: 'kept', on: [ref], at: clock.at };
    await enqueue({ record: recordKey(ref), customerName: 'x', action, targets: [id] });
    for (let round = 0; round < 3; round++) {
      await drain(by);
      clock.at += 61_000;
    }
    expect((await outbox())[0]?.deliveries[0]).toMatchObject({ state: 'queued', attempts: 0, error: { kind: 'auth' } });
    expect(sandbox.effects()).toEqual([]);
    expect(renewals).toHaveLength(1);
    expect(await connected(system)).toBe(id);
    await wakeDeliveries(id);
    await drain(worker());
    expect((await outbox())[0]?.deliveries[0]?.state).toBe('confirmed');
    expect(sandbox.effects(system).filter(({ actionKind }) => actionKind === 'note')).toHaveLength(1);
  });
});

describe.each(SYSTEMS)('%s, when the worker dies between the answer and its saving (F11)', (system) => {
  it('recovers where the vendor lets it, else asks to sign in again, and never turns in circles', async () => {
    const id = await connected(system);
    await expireAccess(id);
    // The vendor has answered and nobody is there any more.
    let answered = false;
    hurt = async (request) => {
      await sandbox.fetch(request);
      answered = true;
      return new Promise<Response>(() => undefined);
    };
    void owners(worker({ signIn: noWindow }), id).catch(() => undefined);
    await until(() => answered);
    locks.die();
    hurt = undefined;
    const next = worker({ signIn: noWindow });
    const tries = await Promise.allSettled([owners(next, id), owners(next, id), owners(next, id)]);
    if (ONCE.has(system)) {
      expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
      expect(await stateOf(id)).toMatchObject({ state: 'signed-out', error: { kind: 'auth', code: 'renewal-lost' } });
    } else {
      expect(tries.every(({ status }) => status === 'fulfilled')).toBe(true);
      expect((await stateOf(id))?.state).toBe('ok');
    }
    expect(renewals.length).toBeLessThanOrEqual(2);
  });

  it('is asked at most twice a minute, whatever goes wrong, over any number of workers', async () => {
    const id = await connected(system);
    await expireAccess(id);
    hurt = async () => new Response('x', { status: 502 });
    const begin = clock.at;
    for (let step = 0; step < 60; step++) {
      const failed = await owners(worker({ signIn: noWindow }), id).catch((error: unknown) => error);
      expect(failed).toMatchObject({ kind: expect.stringMatching(/^(unavailable|rate-limit)$/) });
      clock.at += 5_000;
    }
    expect((await stateOf(id))?.state).toBe('ok');
    const minutes = (clock.at - begin) / 60_000;
    expect(renewals.length).toBeLessThanOrEqual(2 * minutes);
    for (const at of renewals) expect(renewals.filter((each) => each >= at && each < at + 60_000).length).toBeLessThanOrEqual(2);
    hurt = undefined;
    clock.at += 60_000;
    expect(await owners(worker(), id)).toBeGreaterThan(0);
  });
});

describe('what ends a sign-in is told apart', () => {
  const refusal = (status: number, body: object) => async () => Response.json(body, { status });

  it.each([
    ['salesforce', 400, { error: 'OAUTH_APP_BLOCKED' }, 'app-blocked'],
    ['salesforce', 400, { error: 'inactive_user' }, 'app-blocked'],
    ['salesforce', 400, { error: 'invalid_client_id' }, 'app-unknown'],
    ['salesforce', 400, { error: 'invalid_grant' }, 'grant-revoked'],
    ['dynamics', 400, { error: 'invalid_grant', error_codes: [53003] }, 'app-blocked'],
    ['dynamics', 400, { error: 'invalid_grant', error_codes: [700084] }, 'grant-expired'],
    ['dynamics', 400, { error: 'interaction_required', error_codes: [50076] }, 'grant-expired'],
    ['zoho', 200, { error: 'invalid_code' }, 'grant-revoked'],
    ['zoho', 200, { error: 'invalid_client' }, 'app-unknown'],
    ['amocrm', 401, { hint: 'Token has been revoked' }, 'grant-revoked'],
    ['hubspot', 400, { error: 'BAD_REFRESH_TOKEN' }, 'grant-revoked'],
    ['pipedrive', 401, { error: 'invalid_grant' }, 'grant-revoked'],
    ['pipedrive', 400, { error: 'its own <word>' }, 'refused'],
  ])('%s answers %i %j: %s', async (system, status, body, code) => {
    const id = await connected(system);
    await expireAccess(id);
    hurt = refusal(status, body);
    await expect(owners(worker({ signIn: noWindow }), id)).rejects.toMatchObject({ kind: 'auth', code });
    expect(await stateOf(id)).toMatchObject({ state: 'signed-out', error: { code } });
  });

  it('its time is up when the vendor’s own term for refresh tokens has passed', async () => {
    const id = await connected('pipedrive');
    await expireAccess(id);
    hurt = refusal(400, { error: 'invalid_grant' });
    clock.at += 61 * 24 * HOUR;
    await expect(owners(worker(), id)).rejects.toMatchObject({ code: 'grant-expired' });
  });

  it('stays signed in when nobody answers, or asks us to slow down', async () => {
    const id = await connected('zoho');
    await expireAccess(id);
    hurt = async () => {
      throw new TypeError('fetch failed');
    };
    await expect(owners(worker(), id)).rejects.toMatchObject({ kind: 'unavailable' });
    clock.at += 60_000;
    hurt = refusal(400, { error: 'Access Denied' });
    await expect(owners(worker(), id)).rejects.toMatchObject({ kind: 'rate-limit' });
    expect((await stateOf(id))?.state).toBe('ok');
  });
});

describe('Dynamics, after the day its refresh tokens live', () => {
  it('signs in without a window as long as the vendor knows the rep', async () => {
    const id = await connected('dynamics');
    clock.at += 25 * HOUR;
    await expireAccess(id);
    const window = consentWindow(sandbox);
    expect(await owners(worker({ signIn: window }), id)).toBeGreaterThan(0);
    expect(window.asked.map((url) => url.searchParams.get('prompt'))).toEqual(['none']);
    expect((await stateOf(id))?.state).toBe('ok');
  });

  it('does not go on as somebody else', async () => {
    const id = await connected('dynamics');
    clock.at += 25 * HOUR;
    await expireAccess(id);
    const stored = (await getSecret<Connection>(id)) ?? expect.fail();
    await putSecret(id, { ...stored, userId: 'somebody-else' });
    await expect(owners(worker({ signIn: consentWindow(sandbox) }), id)).rejects.toMatchObject({ kind: 'auth', code: 'grant-expired' });
    expect((await stateOf(id))?.state).toBe('signed-out');
  });
});

it('a renewal that is under way does not put old tokens over those of a new sign-in', async () => {
  const id = await connected('zoho');
  const { info, live } = (await knownConnection(worker(), id)) ?? expect.fail();
  const { system, connection } = live ?? expect.fail();
  const signedIn = {
    ...connection,
    credentials: { ...connection.credentials, accessToken: 'of-the-new-sign-in' } as typeof connection.credentials,
  };
  await expireAccess(id);
  let saving: Promise<unknown> | undefined;
  hurt = async (request) => {
    const answer = await sandbox.fetch(request);
    let isSaved = false;
    saving = storeConnection(worker(), system, signedIn, { ...info }, { writes: 'yes' }).then(() => (isSaved = true));
    for (let turn = 0; turn < 300 && !isSaved; turn++) await new Promise((resolve) => setImmediate(resolve));
    return answer;
  };
  expect(await owners(worker(), id)).toBeGreaterThan(0);
  await saving;
  expect(await getSecret<Connection>(id)).toMatchObject({ credentials: { accessToken: 'of-the-new-sign-in' } });
});

async function until(claim: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await claim())) await new Promise((resolve) => setImmediate(resolve));
}
