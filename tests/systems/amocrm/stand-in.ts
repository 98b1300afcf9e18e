import { expect } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Activity, Connection, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { createAmocrm } from '../../../sandbox/amocrm/index.ts';
import { CAST_AS_OF, makeCast } from '../../../sandbox/cast.ts';
import type { Effect, VendorSandbox } from '../../../sandbox/vendor.ts';

/** The stand-in with a clock of its own, in process: what a test of the adapter talks to. */
export interface StandIn {
  vendor: VendorSandbox;
  effects: Omit<Effect, 'at' | 'system'>[];
  requests: string[];
  now: number;
  searchLagMs: number;
  io(connection?: Partial<Connection>): Io;
  /** An `Io` whose requests are answered by `answer` instead. */
  answering(answer: (request: Request) => Response | Promise<Response>, connection?: Partial<Connection>): Io;
  person(key: string): RecordRef;
}

export function standIn(): StandIn {
  const effects: StandIn['effects'] = [];
  const requests: string[] = [];
  const made: StandIn = {
    effects,
    requests,
    now: CAST_AS_OF,
    searchLagMs: 0,
    vendor: createAmocrm({
      cast: makeCast(),
      now: () => made.now,
      random: () => 0.5,
      record: (effect) => effects.push(effect),
      searchLagMs: () => made.searchLagMs,
    }),
    io: (connection) =>
      made.answering((request) => {
        requests.push(`${request.method} ${decodeURIComponent(new URL(request.url).pathname)}`);
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
      const ref = made.vendor.people().get(key)?.[0];
      if (!ref) throw new RangeError(`nobody called ${key} in the story`);
      return ref;
    },
  };
  return made;
}

/** Every entry of a timeline, read in pages of `limit`; no page may be longer. */
export async function wholeTimeline(ref: RecordRef, limit: number, io: Io): Promise<Activity[]> {
  const rows: Activity[] = [];
  let next: string | undefined;
  do {
    const page = await amocrm.timeline(ref, { limit, ...(next !== undefined && { next }) }, io);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    next = page.next;
  } while (next !== undefined);
  return rows;
}

/** A connection without any server behind it, for pure mapping. */
export function aConnection(more: Partial<Connection> = {}): Connection {
  return {
    id: 'c1',
    system: 'amocrm',
    account: 'acme',
    baseUrl: 'https://acme.amocrm.ru',
    userId: '504101',
    credentials: { kind: 'token', token: 'opaque' },
    currency: 'RUB',
    ...more,
  };
}

export function problem(status: number, more: Record<string, unknown> = {}): Response {
  const body = JSON.stringify({ title: 'x', type: `https://httpstatus.es/${status}`, status, detail: 'x', ...more });
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json' } });
}
