import type { Connection, Io, RecordRef, System, SystemRecord } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { CAST_AS_OF, makeCast } from '../../sandbox/cast.ts';
import type { Cast, CastPerson, CastSystem } from '../../sandbox/cast-types.ts';
import { apps, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { type Network, watch } from './network.ts';

/**
 * Everybody the suite runs over: whoever is registered and has a stand-in, or the one that is asked for: `SYSTEM=zoho npm run
 * test:contract`. Tryton is tried on a server of its own, `tests/systems/tryton`.
 */
export const REGISTERED: readonly System[] = Object.values(systems)
  .filter((system) => system !== undefined)
  .filter((system) => Object.hasOwn(apps, system.id))
  .filter((system) => [undefined, system.id].includes(process.env.SYSTEM));

/** `npm run test:full` asks for everybody instead of a sample. */
export const FULL = process.env.FULL === '1';

/** Another story with the same heroes: `STORY=7 npm run test:contract`. */
const STORY = Number(process.env.STORY ?? 1);

const LONG: Readonly<Record<string, string>> = {
  hubspot: 'ana-perez',
  salesforce: 'james-oneil',
  pipedrive: 'yuki-tanaka',
  amocrm: 'ivan-petrov',
  dynamics: 'ana-perez',
};

/** One system and whom it talks to: its stand-in, or a real server. What the fault matrix needs. */
export interface AnyStand {
  system: System;
  connection: Connection;
  now(): number;
  /** Lets time pass. */
  pass(ms: number): void;
  io(overrides?: Partial<Io>): Io;
  /** The person's first record here. */
  refOf(key: string): RecordRef;
  refsOf(key: string): RecordRef[];
  people(): { key: string; records: RecordRef[] }[];
  /** How much has really been written so far, to tell which requests write. */
  written(): number;
  /** The vendor itself, without fence, log and faults. */
  raw(request: Request): Promise<Response>;
  /** Back to the first day. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** One system with a stand-in of its own. The clock goes on by half a second per request, so that no rate limit bites. */
export interface Stand extends AnyStand {
  sandbox: Sandbox;
  cast: Cast;
  network: Network;
  /** Key of the person with more than 250 activities here. */
  longKey: string;
}

export async function aStand(system: System): Promise<Stand> {
  let clock = CAST_AS_OF + 60_000;
  const now = () => clock;
  const sandbox = await startSandbox({ seed: STORY, tls: false, systems: [system.id], now });
  const connection = sandbox.connection(system.id);
  const raw = (request: Request) => {
    clock += 500;
    return sandbox.fetch(request);
  };
  const written = () => sandbox.effects().length;
  const network = watch(raw, system.hosts(connection).api, written);
  const refsOf = (key: string) => sandbox.people().find((person) => person.key === key)?.records ?? [];
  return {
    system,
    sandbox,
    cast: makeCast(STORY),
    connection,
    network,
    now,
    pass: (ms) => {
      clock += ms;
    },
    io: (overrides) => ({ connection, fetch: network.fetch, signal: new AbortController().signal, now, random: () => 0.5, ...overrides }),
    raw,
    written,
    people: () => sandbox.people(),
    refsOf,
    refOf: (key) => {
      const [ref] = refsOf(key);
      if (!ref) throw new RangeError(`${system.id} knows no ${key}`);
      return ref;
    },
    longKey: LONG[system.id] ?? 'ana-perez',
    reset: () => sandbox.reset(),
    close: () => sandbox.close(),
  };
}

/** Cast people with records here, and how this system writes them. */
export function locals(stand: Stand): { person: CastPerson; copies: CastPerson['copies'] }[] {
  return stand.cast.people
    .map((person) => ({ person, copies: person.copies.filter((copy) => copy.system === (stand.system.id as CastSystem)) }))
    .filter(({ copies }) => copies.length > 0);
}

export function keysOf(kind: 'person' | 'company', keys: Partial<Parameters<System['find']>[0]>): Parameters<System['find']>[0] {
  return { emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [], ...keys, kind };
}

export const ids = (records: readonly { ref: RecordRef }[]): string[] => records.map(({ ref }) => ref.id);

/** An id of the right shape that nothing has. */
export function missing(ref: RecordRef): RecordRef {
  if (ref.system === 'dynamics') return { ...ref, id: '99999999-9999-4999-8999-999999999999' };
  const id = ref.system === 'salesforce' ? `${ref.id.slice(0, 3)}${'9'.repeat(12)}${ref.id.slice(15)}` : '999999999';
  return { ...ref, id: ref.system === 'salesforce' ? salesforceChecksum(id.slice(0, 15)) : id };
}

/** Salesforce: 15 characters that tell upper from lower case become 18 that do not; the last three say which are upper case. */
function salesforceChecksum(id: string): string {
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].reduce((sum, letter, index) => sum + (/[A-Z]/.test(letter) ? 2 ** index : 0), 0);
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits];
  });
  return id + suffix.join('');
}

export function person(record: SystemRecord): Extract<SystemRecord, { kind: 'person' }> {
  if (record.kind !== 'person') throw new TypeError(`${record.kind} is not a person`);
  return record;
}

export function deal(record: SystemRecord | undefined): Extract<SystemRecord, { kind: 'deal' }> {
  if (record?.kind !== 'deal') throw new TypeError(`${record?.kind} is not a deal`);
  return record;
}

/** The system takes part in a test only where it says it can. */
export function can(system: System, capability: Parameters<System['capabilities']['has']>[0]): boolean {
  return system.capabilities.has(capability);
}
