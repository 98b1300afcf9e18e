import type { Connection, Io, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { CAST_AS_OF, makeCast } from '../../../sandbox/cast.ts';
import { createDynamics } from '../../../sandbox/dynamics/index.ts';
import { guidFor } from '../../../sandbox/dynamics/store.ts';
import { seededRandom } from '../../../sandbox/random.ts';
import type { Effect } from '../../../sandbox/vendor.ts';

const cast = makeCast(1, CAST_AS_OF);

/** One request as it left, its body read. */
interface Sent {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** One stand-in with a clock of its own, and everything that was sent to it. */
export function aSandbox() {
  const state = { now: CAST_AS_OF };
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const sent: Sent[] = [];
  const vendor = createDynamics({
    cast,
    now: () => state.now,
    random: seededRandom(7),
    record: (effect) => effects.push(effect),
    searchLagMs: () => 0,
  });
  const io = (connection: Partial<Connection> = {}): Io => ({
    connection: { ...vendor.connection, ...connection },
    fetch: async (request) => {
      const url = new URL(request.url);
      const body = await request.clone().text();
      sent.push({ method: request.method, path: decodeURIComponent(url.pathname + url.search), headers: request.headers, body });
      return vendor.handle(request);
    },
    signal: new AbortController().signal,
    now: () => state.now,
    random: () => 0.5,
  });
  const ref = (key: string): RecordRef => vendor.people().get(key)?.[0] ?? missing(key);
  const { credentials } = vendor.connection;
  return { vendor, io, state, effects, sent, ref, cast, token: credentials.kind === 'token' ? credentials.token : '' };
}

/** The first deal among what is related to somebody of the story. */
export async function dealOf(sandbox: ReturnType<typeof aSandbox>, key: string): Promise<Extract<SystemRecord, { kind: 'deal' }>> {
  const related = await dynamics.related(sandbox.ref(key), sandbox.io());
  return related.find((each) => each.kind === 'deal') ?? missing(`deal of ${key}`);
}

/** A won deal of the story. */
export function wonDeal({ vendor }: ReturnType<typeof aSandbox>): RecordRef {
  const deal = cast.deals.find(({ system, status, amountMinor }) => system === 'dynamics' && status === 'won' && (amountMinor ?? 0) > 0);
  if (!deal) throw new RangeError('no deal was won');
  const { account } = vendor.connection;
  return { system: 'dynamics', account, object: 'deal', native: 'opportunity', id: guidFor(`opportunity-${deal.key}`) };
}

/** A connection without any server behind it, for pure mapping. */
export function aConnection(more: Partial<Connection> = {}): Connection {
  return {
    id: 'c',
    system: 'dynamics',
    account: 'acme.crm4.dynamics.com',
    baseUrl: 'https://acme.crm4.dynamics.com',
    credentials: { kind: 'token', token: 'x' },
    ...more,
  };
}

/** An Io whose every request is answered the same way. */
export function answering(respond: (request: Request) => Response | Promise<Response>, connection: Partial<Connection> = {}): Io {
  return {
    connection: {
      id: 'c',
      system: 'dynamics',
      account: 'acme.crm4.dynamics.com',
      baseUrl: 'https://acme.crm4.dynamics.com',
      userId: '11111111-2222-e911-a819-000d3a4a16f3',
      credentials: { kind: 'token', token: 'canary-token' },
      ...connection,
    },
    fetch: async (request) => respond(request),
    signal: new AbortController().signal,
    now: () => CAST_AS_OF,
    random: () => 0.5,
  };
}

function missing(key: string): never {
  throw new RangeError(`nobody called ${key}`);
}
