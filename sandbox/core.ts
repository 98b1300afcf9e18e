import type { Connection, RecordRef, SystemId } from '../lib/systems/contract.ts';
import type { Cast } from './cast-types.ts';
import { type Fault, FaultDesk, type FaultSwitch, type Suffering } from './faults.ts';
import { seededRandom } from './random.ts';
import type { CreateVendor, Effect, VendorSandbox, VendorTrouble } from './vendor.ts';

/** What the sandbox needs to be a pure function of its requests. `wait` resolves after `ms` or rejects with the signal's reason. */
export interface CoreOptions {
  vendors: Partial<Record<SystemId, CreateVendor>>;
  cast: Cast;
  latencyMs: Partial<Record<SystemId, number>>;
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** One request as it arrived, for tests of who was asked and how often. Nothing of headers or bodies. */
export interface LoggedRequest {
  at: number;
  /** Absent for a host nobody plays. */
  system?: SystemId;
  method: string;
  url: string;
  /** From arrival to the answer, for API requests; absent while there is none (yet). */
  tookMs?: number;
}

const LOG_SIZE = 200_000;
const TROUBLES: ReadonlySet<string> = new Set<VendorTrouble>(['rate-limit', 'server-error', 'expired-token', 'html']);
/** Where a host plays both roles, these paths are its API. */
const API_PATH = /^\/(api|v\d+|oauth2?|services)\//;

/** The stand-ins behind one door: routing by host, faults, latency, and what was really written. No sockets in here. */
export class SandboxCore {
  readonly #options: CoreOptions;
  readonly #faults: FaultDesk;
  #vendors = new Map<SystemId, VendorSandbox>();
  #effects: Effect[] = [];
  #log: LoggedRequest[] = [];
  /** Aborted on reset and close: releases what hangs, forgets what would commit late. */
  #life = new AbortController();

  constructor(options: CoreOptions) {
    this.#options = options;
    this.#faults = new FaultDesk(seededRandom(options.cast.seed * 31 + 7));
    this.#populate();
  }

  get hosts(): Partial<Record<SystemId, { pages: string[]; api: string[] }>> {
    return Object.fromEntries([...this.#vendors].map(([system, vendor]) => [system, structuredClone(vendor.hosts)]));
  }

  get faults(): FaultSwitch {
    return { add: (fault: Fault) => this.#faults.add(fault), clear: () => this.#faults.clear() };
  }

  connection(system: SystemId): Connection {
    const vendor = this.#vendors.get(system);
    if (!vendor) throw new RangeError(`no sandbox for ${system}`);
    return structuredClone(vendor.connection);
  }

  people(): { key: string; records: RecordRef[] }[] {
    const vendors = [...this.#vendors.values()].map((vendor) => vendor.people());
    return this.#options.cast.people
      .map(({ key }) => ({ key, records: vendors.flatMap((refs) => refs.get(key) ?? []) }))
      .filter(({ records }) => records.length > 0);
  }

  effects(system?: SystemId): Effect[] {
    return structuredClone(system === undefined ? this.#effects : this.#effects.filter((effect) => effect.system === system));
  }

  requests(): LoggedRequest[] {
    return [...this.#log];
  }

  /** Back to the first day: state, effects, log and faults; what hangs is let go, what would land late never does. */
  reset(): void {
    this.close();
    this.#life = new AbortController();
    this.#faults.clear();
    this.#effects = [];
    this.#log = [];
    this.#populate();
  }

  close(): void {
    this.#life.abort(new TypeError('fetch failed'));
  }

  /**
   * Answers as the network would.
   * @throws TypeError 'fetch failed' when the connection is lost; the signal's reason when the request is aborted.
   */
  async fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const vendor = await this.#vendorOf(request, url.hostname);
    const entry: LoggedRequest = {
      at: this.#options.now(),
      ...(vendor && { system: this.#keyOf(vendor) }),
      method: request.method,
      url: request.url,
    };
    if (this.#log.length < LOG_SIZE) this.#log.push(entry);
    if (!vendor) return new Response('no such host in the sandbox', { status: 404, headers: { 'content-type': 'text/plain' } });
    if (!isApi(vendor, url)) return vendor.handle(request);
    const response = await this.#suffer(vendor, await detached(request), request.signal);
    entry.tookMs = this.#options.now() - entry.at;
    return response;
  }

  async #suffer(vendor: VendorSandbox, request: Request, gone: AbortSignal): Promise<Response> {
    const signal = AbortSignal.any([gone, this.#life.signal]);
    const { delayMs, outcome } = this.#faults.strike(vendor.system, request.method, request.url);
    const total = (this.#options.latencyMs[vendor.system] ?? 0) + delayMs;
    if (total > 0) await this.#options.wait(total, signal);
    const response = outcome ? await this.#settle(vendor, request, outcome, signal) : await vendor.handle(request);
    signal.throwIfAborted();
    return response;
  }

  async #settle(
    vendor: VendorSandbox,
    request: Request,
    outcome: NonNullable<Suffering['outcome']>,
    signal: AbortSignal,
  ): Promise<Response> {
    if (TROUBLES.has(outcome.kind)) return vendor.trouble(outcome.kind as VendorTrouble);
    switch (outcome.kind) {
      case 'hang':
        return aborted(signal);
      case 'truncated':
        return truncate(await vendor.handle(request));
      case 'late-answer': {
        const response = await vendor.handle(request);
        await this.#options.wait(outcome.delayMs, signal);
        return response;
      }
      case 'slow-commit':
        await this.#options.wait(outcome.delayMs, this.#life.signal);
        return vendor.handle(request);
      case 'lost-answer':
        await vendor.handle(request);
        break;
      case 'late-commit':
        this.#commitLater(vendor, request, outcome.delayMs);
        break;
    }
    throw new TypeError('fetch failed');
  }

  #commitLater(vendor: VendorSandbox, request: Request, delayMs: number): void {
    this.#options.wait(delayMs, this.#life.signal).then(
      () => vendor.handle(request),
      () => undefined,
    );
  }

  async #vendorOf(request: Request, host: string): Promise<VendorSandbox | undefined> {
    const there = [...this.#vendors.values()].filter(({ hosts }) => hosts.api.includes(host) || hosts.pages.includes(host));
    if (there.length < 2) return there[0];
    for (const vendor of there) if (await vendor.claims?.(request)) return vendor;
    return there.find((vendor) => !vendor.claims);
  }

  #keyOf(vendor: VendorSandbox): SystemId {
    return [...this.#vendors].find(([, each]) => each === vendor)?.[0] ?? vendor.system;
  }

  #populate(): void {
    const { vendors, cast, now } = this.#options;
    const entries = Object.entries(vendors).filter((entry): entry is [string, CreateVendor] => entry[1] !== undefined);
    this.#vendors = new Map(
      entries.map(([system, create], index) => [
        system,
        create({
          cast,
          now,
          random: seededRandom(cast.seed * 1009 + index),
          record: (effect) => this.#effects.push({ ...effect, at: now(), system }),
          searchLagMs: () => this.#faults.searchLagMs(system),
        }),
      ]),
    );
  }
}

function isApi(vendor: VendorSandbox, url: URL): boolean {
  if (!vendor.hosts.api.includes(url.hostname)) return false;
  return !vendor.hosts.pages.includes(url.hostname) || API_PATH.test(url.pathname);
}

/** A copy that outlives its sender: a commit does not stop because the client went away. */
async function detached(request: Request): Promise<Request> {
  const body = request.body === null ? undefined : await request.arrayBuffer();
  return new Request(request.url, { method: request.method, headers: request.headers, ...(body && { body }) });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function truncate(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const bytes = await response.arrayBuffer();
  return new Response(bytes.slice(0, Math.floor(bytes.byteLength / 2)), {
    status: response.status,
    headers: withoutLength(response.headers),
  });
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-length');
  return kept;
}
