import type { Connection, IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { CAST_AS_OF, makeCast } from '../../../sandbox/cast.ts';
import type { Cast } from '../../../sandbox/cast-types.ts';
import { createHubspot, LIMITED_TOKEN } from '../../../sandbox/hubspot/index.ts';
import type { Effect, VendorSandbox } from '../../../sandbox/vendor.ts';

/** The stand-in with a clock of its own, in process: what a test of the adapter talks to. */
export interface StandIn {
  vendor: VendorSandbox;
  effects: Omit<Effect, 'at' | 'system'>[];
  /** `METHOD /path` of every request, in order. */
  requests: string[];
  bodies: unknown[];
  now: number;
  searchLagMs: number;
  io(connection?: Partial<Connection>): Io;
  /** An `Io` whose requests are answered by `answer` instead. */
  answering(answer: (request: Request) => Response | Promise<Response>, connection?: Partial<Connection>): Io;
  person(key: string): RecordRef;
}

export function standIn(cast: Cast = makeCast()): StandIn {
  const made: StandIn = {
    effects: [],
    requests: [],
    bodies: [],
    now: CAST_AS_OF,
    searchLagMs: 0,
    vendor: createHubspot({
      cast,
      now: () => made.now,
      random: () => 0.5,
      record: (effect) => made.effects.push(effect),
      searchLagMs: () => made.searchLagMs,
    }),
    io: (connection) =>
      made.answering(async (request) => {
        made.requests.push(`${request.method} ${new URL(request.url).pathname}`);
        const text = await request.clone().text();
        made.bodies.push(text.startsWith('{') ? JSON.parse(text) : undefined);
        return made.vendor.handle(request);
      }, connection),
    answering: (answer, connection) => ({
      connection: { ...made.vendor.connection, ...connection },
      fetch: async (request) => answer(request),
      signal: new AbortController().signal,
      now: () => made.now,
      random: () => 0.5,
    }),
    person: (key) => {
      const [ref] = made.vendor.people().get(key) ?? [];
      if (!ref) throw new RangeError(`nobody is ${key}`);
      return ref;
    },
  };
  return made;
}

/** A connection as the panel's user has it, in Europe's data region. */
export function aConnection(more: Partial<Connection> = {}): Connection {
  return {
    id: 'c1',
    system: 'hubspot',
    account: '111',
    baseUrl: 'https://app-eu1.hubspot.com',
    userId: '55',
    credentials: { kind: 'token', token: 'pat-eu1-canary-token' },
    ...more,
  };
}

/** A key that reads contacts and companies, and nothing else. */
export const LIMITED: Partial<Connection> = { credentials: { kind: 'token', token: LIMITED_TOKEN } };

/** Look-up keys with only what matters here. */
export const keys = (kind: IdentityKeys['kind'], some: Partial<IdentityKeys>): IdentityKeys => ({
  ...{ emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] },
  ...some,
  kind,
});
