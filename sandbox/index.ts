import type { Connection, RecordRef, SystemId } from '../lib/systems/contract.ts';
import { createAmocrm } from './amocrm/index.ts';
import { CAST_AS_OF, makeCast } from './cast.ts';
import { type LoggedRequest, SandboxCore } from './core.ts';
import { createDynamics } from './dynamics/index.ts';
import type { FaultSwitch } from './faults.ts';
import { withBulk } from './hubspot/bulk.ts';
import { createHubspot } from './hubspot/index.ts';
import { createPipedrive } from './pipedrive/index.ts';
import { createSalesforce } from './salesforce/index.ts';
import { SECONDS, secondAccount } from './second-account.ts';
import { serve } from './server.ts';
import { SESSIONS, withSession } from './session.ts';
import { SIGN_IN, withSignIn } from './sign-in.ts';
import type { CreateVendor, Effect } from './vendor.ts';
import { createZoho } from './zoho/index.ts';

/** @public Part of the seam: other programs name it. */
export type { LoggedRequest } from './core.ts';
export type { FaultKind } from './faults.ts';

/** Every vendor the sandbox plays: one line each. */
const VENDORS: Readonly<Record<string, CreateVendor>> = {
  hubspot: signedIn('hubspot', createHubspot),
  salesforce: createSalesforce,
  pipedrive: signedIn('pipedrive', createPipedrive),
  amocrm: signedIn('amocrm', createAmocrm),
  zoho: signedIn('zoho', createZoho),
  dynamics: signedIn('dynamics', createDynamics),
};

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Default true: https with a certificate made at start. */
  tls?: boolean;
  seed?: number;
  /** Added to every API answer of a system. */
  latencyMs?: Partial<Record<SystemId, number>>;
  /** Systems that are there twice: the second account goes by `<system> 2` in `connection`, `effects` and `requests`. */
  twice?: readonly SystemId[];
  /** When the story is told; `now` rounds to the hour, so that timelines say "2 days ago". Default: a fixed day. */
  asOf?: number | 'now';
  /** So many contacts more in HubSpot, for filling caches: they take no memory, and the story's own are not in the list of changes then. */
  bulk?: number;
  /** Only these systems; default all. */
  systems?: readonly SystemId[];
  /** Clock of the stand-ins (rate limits, stamps of writes). Default: the real one. */
  now?: () => number;
  /** How delays pass; default: real time. Rejects with the signal's reason when it is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Running stand-ins. `fetch` answers in process what `port` answers over the wire. */
export interface Sandbox {
  port: number;
  /** PEM of the certificate; absent without TLS. */
  certificate?: string;
  hosts: Partial<Record<SystemId, { pages: string[]; api: string[] }>>;
  connection(system: SystemId): Connection;
  fetch(request: Request): Promise<Response>;
  /** Who is who: the cast's key and the person's records in all systems. */
  people(): { key: string; records: RecordRef[] }[];
  /** What was really written, in order. */
  effects(system?: SystemId): Effect[];
  /** Every request that arrived since start or reset, for unknown hosts too. */
  requests(): LoggedRequest[];
  faults: FaultSwitch;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the stand-ins of all vendors with one shared story. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const core = makeCore(options);
  const hosts = core.hosts;
  const names = Object.values(hosts).flatMap((each) => [...(each?.pages ?? []), ...(each?.api ?? [])]);
  const server = await serve((request) => core.fetch(request), { port: options.port ?? 0, tls: options.tls ?? true, hosts: names });
  return {
    port: server.port,
    ...(server.certificate !== undefined && { certificate: server.certificate }),
    hosts,
    connection: (system) => core.connection(system),
    fetch: (request) => core.fetch(request),
    people: () => core.people(),
    effects: (system) => core.effects(system),
    requests: () => core.requests(),
    faults: core.faults,
    reset: async () => core.reset(),
    close: async () => {
      core.close();
      await server.close();
    },
  };
}

/** One pure app per vendor with the default story, made when first asked. */
export const apps: Partial<Record<SystemId, (request: Request) => Promise<Response>>> = Object.fromEntries(
  Object.keys(VENDORS).map((system) => {
    let core: SandboxCore | undefined;
    return [
      system,
      (request: Request) => {
        core ??= makeCore({ systems: [system] });
        return core.fetch(request);
      },
    ];
  }),
);

function makeCore(options: SandboxOptions): SandboxCore {
  const now = options.now ?? Date.now;
  const asOf = options.asOf === 'now' ? Math.floor(now() / 3_600_000) * 3_600_000 : (options.asOf ?? CAST_AS_OF);
  const wanted = Object.entries(VENDORS).filter(([system]) => options.systems?.includes(system) ?? true);
  return new SandboxCore({
    vendors: Object.fromEntries([...wanted, ...(options.twice ?? []).flatMap(secondOf), ...bulkOf(options.bulk)]),
    cast: makeCast(options.seed ?? 1, asOf),
    latencyMs: options.latencyMs ?? {},
    now,
    wait: options.wait ?? pause,
  });
}

function signedIn(system: SystemId, create: CreateVendor): CreateVendor {
  const [rules, session] = [SIGN_IN[system], SESSIONS[system]];
  const signing = rules ? withSignIn(create, rules) : create;
  return session ? withSession(signing, session) : signing;
}

function bulkOf(count: number | undefined): [string, CreateVendor][] {
  return count === undefined ? [] : [['hubspot', withBulk(createHubspot, count)]];
}

function secondOf(system: SystemId): [string, CreateVendor][] {
  const [create, difference] = [VENDORS[system], SECONDS[system]];
  return create && difference ? [[`${system} 2`, secondAccount(create, difference)]] : [];
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
