import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from './cast.ts';
import { apps, type Sandbox, startSandbox } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false });
});
afterAll(() => sandbox.close());

const systems = Object.keys(apps);
const hostsOf = (system: string) => sandbox.hosts[system] ?? { pages: [], api: [] };

it('startSandbox knows the people of the cast when all systems are there', () => {
  const known = new Map(sandbox.people().map(({ key, records }) => [key, records]));
  for (const { key, copies } of makeCast().people) {
    const told = copies.map((copy) => copy.system).filter((system) => systems.includes(system));
    expect((known.get(key) ?? []).map((ref) => ref.system).sort(), key).toEqual(told.sort());
  }
});

it('startSandbox gives every record a ref of its own', () => {
  const refs = sandbox.people().flatMap(({ records }) => records.map(({ system, object, id }) => `${system}/${object}/${id}`));
  expect(new Set(refs).size).toBe(refs.length);
});

describe.each(systems)('%s', (system) => {
  it('connection is of this system and names an account', () => {
    expect(sandbox.connection(system)).toMatchObject({ system, account: expect.stringMatching(/./) });
  });

  it('every host answers and none sends CORS headers', async () => {
    const { pages, api } = hostsOf(system);
    expect(Math.min(pages.length, api.length)).toBeGreaterThan(0);
    for (const host of [...pages, ...api]) {
      const answer = await sandbox.fetch(new Request(`https://${host}/`, { headers: { origin: 'chrome-extension://abc' } }));
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('trouble comes in the vendor’s own words on API hosts', async () => {
    const host = hostsOf(system).api[0];
    for (const [kind, status] of [
      ['rate-limit', [403, 429]],
      ['server-error', [500, 502, 503]],
      ['expired-token', [401]],
    ] as const) {
      const stop = sandbox.faults.add({ system, kind });
      const answer = await sandbox.fetch(new Request(`https://${host}/api/v4/account`));
      stop();
      expect(status, kind).toContain(answer.status);
    }
  });

  it('apps answer without a server', async () => {
    const answer = await apps[system]?.(new Request(`https://${hostsOf(system).pages[0]}/`));
    expect(answer?.status).toBeLessThan(500);
  });
});

it('startSandbox tells the story around the wanted moment', async () => {
  const told = await startSandbox({ tls: false, asOf: 'now', now: () => CAST_AS_OF + 90 * 60_000 });
  await told.reset();
  await told.close();
  expect(told.people().length).toBe(sandbox.people().length);
});

it('startSandbox plays only the wanted systems', async () => {
  const [first = ''] = systems;
  const small = await startSandbox({ tls: false, systems: [first] });
  expect(Object.keys(small.hosts)).toEqual([first]);
  expect(() => small.connection('nobody')).toThrow(RangeError);
  await small.close();
});
