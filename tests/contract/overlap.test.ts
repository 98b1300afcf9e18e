import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Io, RecordRef, System } from '../../lib/systems/contract.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { keysOf, person, REGISTERED } from './stand.ts';

/** The product's main step: from the record that is open to the same customer in every other system. */
let sandbox: Sandbox;
let clock = CAST_AS_OF;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: () => clock });
});
afterAll(() => sandbox.close());

const io = (system: System): Io => ({
  connection: sandbox.connection(system.id),
  fetch: (request) => {
    clock += 500;
    return sandbox.fetch(request);
  },
  signal: new AbortController().signal,
  now: () => clock,
  random: () => 0.5,
});

async function keysFrom(ref: RecordRef) {
  const home = REGISTERED.find((system) => system.id === ref.system);
  if (!home) throw new RangeError(ref.system);
  const record = person(await home.read(ref, io(home)));
  const company = (await home.related(ref, io(home))).find((each) => each.kind === 'company');
  return keysOf('person', {
    emails: record.emails,
    phones: record.phones,
    names: [record.name],
    companyNames: company ? [company.name] : [],
  });
}

it.each(['ana-perez', 'ivan-petrov', 'james-oneil', 'yuki-tanaka', 'zoe-rocket', 'twin'])(
  '%s is found in every other system from any of them',
  async (key) => {
    const refs = sandbox.people().find((each) => each.key === key)?.records ?? [];
    // A system's second copy may be known to nobody else: that one is found through the first.
    for (const from of new Map([...refs].reverse().map((ref) => [ref.system, ref])).values()) {
      const keys = await keysFrom(from);
      for (const system of REGISTERED.filter((each) => each.id !== from.system)) {
        const wanted = refs.filter((ref) => ref.system === system.id).map((ref) => ref.id);
        const found = (await system.find(keys, io(system))).map(({ ref }) => ref.id);
        expect(
          found.some((id) => wanted.includes(id)),
          `${from.system} → ${system.id} with ${JSON.stringify(keys)}`,
        ).toBe(true);
      }
    }
  },
);
