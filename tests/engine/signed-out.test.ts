import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../lib/engine/connect.ts';
import type { Engine } from '../../lib/engine/context.ts';
import { drain, wakeDeliveries } from '../../lib/engine/outbox/drain.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { confirmUser } from '../../lib/store/queue.ts';
import { connections } from '../../lib/store/reading.ts';
import { getSecret, putSecret } from '../../lib/store/vault.ts';
import type { Connection } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { changed, entry, SEED, Stand, tally } from './stand.ts';

const SYSTEM = 'pipedrive';
const COUNT = 30;

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(async () => {
  await stand.reset([SYSTEM, 'hubspot']);
  const records = stand.records(SYSTEM, 10);
  for (let index = 0; index < COUNT; index++) await stand.queue(records[index % 10] ?? expect.fail(), entry(index));
});

const own = () => stand.ids[SYSTEM] ?? '';
const rows = () => outboxDb.deliveries.toArray();
const written = () => stand.entries(SYSTEM).length;
const info = async (): Promise<ConnectionInfo> => (await connections()).find(({ id }) => id === own()) ?? expect.fail();

/** Delivers the first few, lets `happen`, and drains on for an hour. */
async function inTheMiddle(engine: Engine, happen: () => Promise<void> | void): Promise<void> {
  let writes = 0;
  const stop = new AbortController();
  const counting: Engine = {
    ...engine,
    fetch: async (request) => {
      const answer = await engine.fetch(request);
      if (request.method === 'POST' && ++writes >= 8) stop.abort();
      return answer;
    },
  };
  await drain(counting, stop.signal);
  await happen();
  const until = stand.clock.at + 3_600_000;
  while (stand.clock.at < until) {
    const { nextAt } = await drain(engine);
    await stand.clock.to(Math.min(until, Math.max(stand.clock.at + 1_000, nextAt ?? until)));
  }
}

/** Paused: some are delivered, the rest waits untouched, with one notice: the connection's. */
async function expectPaused(before: number, code: string | undefined): Promise<void> {
  const all = await rows();
  expect(written(), 'nothing more was written').toBe(before);
  expect(all.filter(({ state }) => state === 'confirmed')).toHaveLength(before);
  expect(
    all.filter(({ state }) => state === 'queued'),
    JSON.stringify(tally(all)),
  ).toHaveLength(COUNT - before);
  const troubled = (await connections()).filter(({ state }) => state !== 'ok');
  expect(troubled).toHaveLength(1);
  expect(troubled[0]).toMatchObject({ id: own(), ...(code !== undefined && { error: { code } }) });
}

async function expectAllDelivered(engine: Engine): Promise<void> {
  await stand.drainAll(engine);
  expect(await stand.problems(), `SEED=${SEED}`).toEqual([]);
}

/** The vendor tells something else about who is signed in. */
function telling(report: { account?: string; userId?: string }): Engine['systems'] {
  const system = stand.worker().systems[SYSTEM] ?? expect.fail();
  const verify: typeof system.verify = async (io) => {
    const known = { ...io.connection, account: stand.sandbox.connection(SYSTEM).account };
    return { ...(await system.verify({ ...io, connection: known, fetch: stand.fetch })), ...report };
  };
  return { ...stand.worker().systems, [SYSTEM]: changed(system, { verify }) };
}

describe('in the middle of a queue', () => {
  it('an expired token that can be renewed is renewed once, and nothing stops', async () => {
    const { credentials, ...rest } = (await getSecret<Connection>(own())) ?? expect.fail();
    if (credentials.kind !== 'token') return expect.fail();
    const oauth = {
      kind: 'oauth',
      accessToken: credentials.token,
      refreshToken: 'r1',
      clientId: 'c',
      tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
    } as const;
    await putSecret(own(), { ...rest, credentials: oauth });
    let valid: string = credentials.token;
    let renewals = 0;
    const system = stand.worker().systems[SYSTEM] ?? expect.fail();
    // Pipedrive's stand-in knows no OAuth: the line turns its tokens into the one it knows, and refuses old ones.
    const engine = stand.worker({
      systems: {
        ...stand.worker().systems,
        [SYSTEM]: changed(system, {
          hosts: (connection) => ({ ...system.hosts(connection), api: [...system.hosts(connection).api, 'https://oauth.pipedrive.com/*'] }),
        }),
      },
      fetch: async (request) => {
        const url = new URL(request.url);
        if (url.host === 'oauth.pipedrive.com') {
          renewals += 1;
          valid = `renewed-${renewals}`;
          return Response.json({ access_token: valid, refresh_token: `r${renewals + 1}`, expires_in: 3600 });
        }
        const [sent] = [request.headers.get('authorization')?.replace(/^Bearer /, '') ?? request.headers.get('x-api-token') ?? ''];
        if (url.host.endsWith('pipedrive.com') && sent !== valid)
          return Response.json({ success: false, error: 'unauthorized access' }, { status: 401 });
        const headers = new Headers(request.headers);
        if (url.host.endsWith('pipedrive.com')) {
          headers.delete('authorization');
          headers.set('x-api-token', credentials.token);
        }
        const body = request.body === null ? undefined : await request.arrayBuffer();
        return stand.fetch(new Request(request.url, { method: request.method, headers, ...(body && { body }) }));
      },
    });
    await inTheMiddle(engine, () => {
      valid = 'expired';
    });
    expect(renewals).toBe(1);
    await expectAllDelivered(engine);
  });

  it('a revoked token pauses with one notice, and everything goes on after a new sign-in', async () => {
    let before = 0;
    await inTheMiddle(stand.worker(), () => {
      before = written();
      stand.sandbox.faults.add({ system: SYSTEM, kind: 'expired-token' });
    });
    await expectPaused(before, undefined);
    expect((await info()).state).toBe('signed-out');
    stand.sandbox.faults.clear();
    await signInAgain(stand.worker());
    await expectAllDelivered(stand.worker());
  });

  it('a withdrawn host permission pauses with one notice, and everything goes on when it is back', async () => {
    let before = 0;
    let allowed = true;
    const engine = stand.worker({
      hasHosts: async (patterns) => allowed || !patterns.some((pattern) => pattern.includes(SYSTEM)),
      fetch: async (request) => {
        if (!allowed && new URL(request.url).host.includes(SYSTEM)) throw new TypeError('Failed to fetch');
        return stand.fetch(request);
      },
    });
    await inTheMiddle(engine, () => {
      before = written();
      allowed = false;
    });
    await expectPaused(before, 'host-access');
    expect((await info()).state).toBe('no-permission');
    allowed = true;
    await signInAgain(engine);
    await expectAllDelivered(engine);
  });

  it.each([
    ['a renamed account', { account: 'renamed' }],
    ['another user', { userId: '999' }],
  ])('%s pauses with one notice, and nothing is written to the wrong place', async (_name, report) => {
    let before = 0;
    let switched = false;
    const system = stand.worker().systems[SYSTEM] ?? expect.fail();
    const verify: typeof system.verify = async (io) => ({ ...(await system.verify(io)), ...(switched && report) });
    const engine = stand.worker({ systems: { ...stand.worker().systems, [SYSTEM]: changed(system, { verify }) } });
    await inTheMiddle(engine, async () => {
      before = written();
      switched = true;
      // Somebody else's sign-in is another token.
      const connection = (await getSecret<Connection>(own())) ?? expect.fail();
      if (connection.credentials.kind !== 'token') return;
      // The stand-in takes it all the same: were anything sent, it would count.
      await putSecret(own(), {
        ...connection,
        credentials: { kind: 'oauth', accessToken: connection.credentials.token, clientId: 'c', tokenUrl: 'https://x.invalid/' },
      });
    });
    await expectPaused(before, 'user-changed');
    // The rep looks, signs in as whoever it is now, and says that what waits may go out so.
    const asNow = stand.worker({ systems: telling(report), fetch: underOldName });
    await signInAgain(asNow);
    expect(await connections()).toHaveLength(2);
    expect(await info()).toMatchObject({ ...report, state: 'ok' });
    await stand.drainAll(asNow);
    expect(written(), 'not before the rep has said so').toBe(before);
    expect((await rows()).filter(({ state }) => state === 'needs-you')).toHaveLength(COUNT - before);
    expect(await confirmUser(own())).toBe(COUNT - before);
    await expectAllDelivered(asNow);
  });
});

/** The stand-in keeps answering at the host it has; the account's new one leads there. */
async function underOldName(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.host !== 'renamed.pipedrive.com') return stand.fetch(request);
  url.host = 'sidelight-demo.pipedrive.com';
  const body = request.body === null ? undefined : await request.arrayBuffer();
  return stand.fetch(new Request(url, { method: request.method, headers: request.headers, ...(body && { body }) }));
}

/** What the options page does; the stand-in's own credentials are good again. */
async function signInAgain(engine: Engine): Promise<void> {
  const { id: _id, ...draft } = stand.sandbox.connection(SYSTEM);
  const { account } = await (engine.systems[SYSTEM] ?? systems[SYSTEM] ?? expect.fail()).verify({
    connection: stand.sandbox.connection(SYSTEM),
    fetch: engine.fetch,
    signal: new AbortController().signal,
    now: stand.clock.now,
    random: () => 0,
  });
  const saved = await connect(engine, { ...draft, account });
  expect(saved.id).toBe(own());
  await wakeDeliveries(saved.id);
}
