import type { Connection, Io, SystemId } from '../../lib/systems/contract.ts';
import { CAST_AS_OF, makeCast } from '../../sandbox/cast.ts';
import type { CreateVendor, Effect } from '../../sandbox/vendor.ts';

const cast = makeCast(1, CAST_AS_OF);

/** One stand-in in process, with a clock of its own and a note of every request it got. */
export function standInOf<T>(create: CreateVendor, noteOf: (request: Request) => T | Promise<T>) {
  const state = { now: CAST_AS_OF, searchLagMs: 0 };
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const requests: T[] = [];
  const vendor = create({
    cast,
    now: () => state.now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => state.searchLagMs,
  });
  const io = (connection: Partial<Connection> = {}, wire: (request: Request) => Promise<Response> = vendor.handle): Io => ({
    connection: { ...vendor.connection, ...connection },
    fetch: async (request) => {
      requests.push(await noteOf(request));
      return wire(request);
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

/** Makes an Io whose every request is answered by one function. */
export function answeringAs(home: Omit<Connection, 'id' | 'credentials'> & { system: SystemId }) {
  return (respond: (request: Request) => Response | Promise<Response>, connection: Partial<Connection> = {}): Io => ({
    connection: { id: 'c', ...home, credentials: { kind: 'token', token: 'canary-token' }, ...connection },
    fetch: async (request) => respond(request),
    signal: new AbortController().signal,
    now: () => CAST_AS_OF,
    random: () => 0.5,
  });
}

/** A wire on which a browser re-sends each POST: the vendor sees it twice, the caller one answer. */
export function doubled(handle: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'POST') await handle(request.clone());
    return handle(request);
  };
}
