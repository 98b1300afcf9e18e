import type { Connection, Io } from '../../../lib/systems/contract.ts';
import { CAST_AS_OF, makeCast } from '../../../sandbox/cast.ts';
import { createPipedrive } from '../../../sandbox/pipedrive/index.ts';
import type { Effect } from '../../../sandbox/vendor.ts';

const cast = makeCast(1, CAST_AS_OF);

/** One stand-in with a clock of its own: a minute passes per request of a test that asks for it. */
export function aSandbox() {
  const state = { now: CAST_AS_OF, searchLagMs: 0 };
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const requests: string[] = [];
  const vendor = createPipedrive({
    cast,
    now: () => state.now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => state.searchLagMs,
  });
  const io = (connection: Partial<Connection> = {}): Io => ({
    connection: { ...vendor.connection, ...connection },
    fetch: (request) => {
      requests.push(`${request.method} ${decodeURIComponent(new URL(request.url).pathname)}${new URL(request.url).search}`);
      return vendor.handle(request);
    },
    signal: new AbortController().signal,
    now: () => state.now,
    random: () => 0.5,
  });
  const ref = (key: string) => {
    const found = vendor.people().get(key)?.[0];
    if (!found) throw new RangeError(`nobody called ${key}`);
    return found;
  };
  return { vendor, io, state, effects, requests, ref, cast };
}

/** An Io whose every request is answered the same way. */
export function answering(respond: (request: Request) => Response | Promise<Response>, connection: Partial<Connection> = {}): Io {
  return {
    connection: {
      id: 'c',
      system: 'pipedrive',
      account: 'acme',
      baseUrl: 'https://acme.pipedrive.com',
      userId: '7',
      credentials: { kind: 'token', token: 'canary-token' },
      ...connection,
    },
    fetch: async (request) => respond(request),
    signal: new AbortController().signal,
    now: () => CAST_AS_OF,
    random: () => 0.5,
  };
}
