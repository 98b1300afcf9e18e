import { expect } from 'vitest';
import type { IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { makeCast } from '../../../sandbox/cast.ts';
import { createSalesforce } from '../../../sandbox/salesforce/index.ts';
import type { Effect } from '../../../sandbox/vendor.ts';

/** Look-up keys with only what matters here. */
export function keys(given: Partial<IdentityKeys>): IdentityKeys {
  return { kind: 'person', emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [], ...given };
}

/** One demo org with an Io on it; `answer` may stand in for the org for chosen requests. */
export function setUp(options: { searchLagMs?: number; answer?: (request: Request) => Response | undefined } = {}) {
  const cast = makeCast();
  let now = cast.asOf;
  let count = 0;
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const vendor = createSalesforce({
    cast,
    now: () => now,
    random: () => {
      count += 0.618_033_988_75;
      return count % 1;
    },
    record: (effect) => effects.push(effect),
    searchLagMs: () => options.searchLagMs ?? 0,
  });
  const requests: { method: string; url: URL; body: string }[] = [];
  const io: Io = {
    connection: vendor.connection,
    fetch: async (request) => {
      requests.push({ method: request.method, url: new URL(request.url), body: await request.clone().text() });
      return options.answer?.(request) ?? vendor.handle(request);
    },
    signal: new AbortController().signal,
    now: () => now,
    random: () => 0.5,
  };
  const person = (key: string): RecordRef => vendor.people().get(key)?.[0] ?? expect.fail(`no ${key}`);
  return {
    cast,
    vendor,
    io,
    effects,
    requests,
    person,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** A request of somebody else's to the same org, as the connection's user. @throws what the org refuses. */
export async function rest({ io, vendor }: ReturnType<typeof setUp>, method: string, path: string, body?: unknown): Promise<unknown> {
  const { credentials, baseUrl } = io.connection;
  const headers = { authorization: `Bearer ${credentials.kind === 'token' ? credentials.token : ''}`, 'content-type': 'application/json' };
  const answer = await vendor.handle(
    new Request(`${baseUrl}/services/data/v67.0${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  );
  const text = await answer.text();
  if (!answer.ok) expect.fail(`${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
