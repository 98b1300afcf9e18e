import type { Connection, RecordRef, SystemId } from '../lib/systems/contract.ts';
import type { Cast } from './cast-types.ts';

/** A write that really took effect in a vendor's sandbox. `key`: the idempotency key if one could be read from the request. */
export interface Effect {
  at: number;
  system: SystemId;
  method: string;
  path: string;
  key?: string;
  ref: RecordRef;
  actionKind: string;
}

/** What a vendor's sandbox gets from the core. */
export interface VendorContext {
  cast: Cast;
  now(): number;
  /** Deterministic, seeded. */
  random(): number;
  /** Every committed write is reported here, once. */
  record(effect: Omit<Effect, 'at' | 'system'>): void;
  /**
   * How far the vendor's search index lags behind writes right now, in ms (0 without the `search-lag` fault): a search
   * must not see records written later than `now() - searchLagMs()`. Reads by id or by parent always see them.
   */
  searchLagMs(): number;
}

/** The answers of a vendor to trouble, in its own words (body, status, headers of the fact sheet). */
export type VendorTrouble = 'rate-limit' | 'server-error' | 'expired-token' | 'html';

/** One vendor's stand-in: API and record pages. Made anew on reset, so it keeps all state inside. */
export interface VendorSandbox {
  system: SystemId;
  /** Exact host names it answers on. */
  hosts: { pages: string[]; api: string[] };
  /** A valid connection; `account` as in page URLs, credentials accepted by the API. */
  connection: Connection;
  /** On a host that several accounts share: is this request meant for this one? */
  claims?(request: Request): Promise<boolean>;
  /** API requests and page requests alike, told apart by host and path. No CORS headers, ever. */
  handle(request: Request): Promise<Response>;
  trouble(kind: VendorTrouble): Response;
  /** Cast person key → refs of that person's records in this system. */
  people(): ReadonlyMap<string, RecordRef[]>;
}

export type CreateVendor = (context: VendorContext) => VendorSandbox;
