import type { Connection, Io } from '../../../lib/systems/contract.ts';
import { CAST_AS_OF, makeCast } from '../../../sandbox/cast.ts';
import type { Effect } from '../../../sandbox/vendor.ts';
import { createZoho } from '../../../sandbox/zoho/index.ts';

const cast = makeCast(1, CAST_AS_OF);

/** One stand-in with a clock of its own, and every request it got. */
export function aSandbox() {
  const state = { now: CAST_AS_OF, searchLagMs: 0 };
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const requests: { line: string; body: unknown; headers: Headers }[] = [];
  const vendor = createZoho({
    cast,
    now: () => state.now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => state.searchLagMs,
  });
  const io = (connection: Partial<Connection> = {}): Io => ({
    connection: { ...vendor.connection, ...connection },
    fetch: async (request) => {
      const text = await request.clone().text();
      const { pathname, searchParams } = new URL(request.url);
      const query = [...searchParams].map(([name, value]) => `${name}=${value}`).join('&');
      requests.push({
        line: `${request.method} ${pathname}${query && `?${query}`}`,
        body: text === '' ? undefined : JSON.parse(text),
        headers: request.headers,
      });
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

/** An Io whose requests are answered by a function. */
export function answering(respond: (request: Request) => Response | Promise<Response>, connection: Partial<Connection> = {}): Io {
  return {
    connection: {
      id: 'c',
      system: 'zoho',
      account: 'org7',
      baseUrl: 'https://www.zohoapis.eu',
      userId: '5725767000000411001',
      credentials: { kind: 'token', token: 'canary-token' },
      ...connection,
    },
    fetch: async (request) => respond(request),
    signal: new AbortController().signal,
    now: () => CAST_AS_OF,
    random: () => 0.5,
  };
}
