import type { SystemRecord } from '../model/records.ts';
import type { Connection, System, SystemId } from '../systems/contract.ts';
import type { Guard } from './guard.ts';
import { newTally, type Tally } from './traffic.ts';

/** The part of `navigator.locks` the engine uses: the callback runs while the lock is held. */
export interface Locks {
  request<T>(name: string, options: { ifAvailable?: boolean; signal?: AbortSignal }, callback: (lock: unknown) => Promise<T>): Promise<T>;
}

/** How two records compare; `same` is what may be linked without asking. */
export interface Likeness {
  probability: number;
  decision: 'same' | 'maybe' | 'different';
  reasons: { code: string; weight?: number; values?: Record<string, string> }[];
}

/** A sign-in window of the browser. */
interface SignIn {
  redirectUrl(): string;
  /** Resolves to the address the vendor sent the window to; rejects when the rep closes it, or when a silent one would have to ask. */
  open(url: string, options: { silent: boolean }): Promise<string>;
}

/** What a connection needs in the browser besides its rows. */
interface Pages {
  /** Registers the page detector and puts it into open tabs. */
  attach(connectionId: string, patterns: readonly string[]): Promise<void>;
  detach(connectionId: string): Promise<void>;
  releaseHosts(patterns: readonly string[]): Promise<void>;
  /** No connection reads a cookie any more. */
  releaseCookies(): Promise<void>;
}

/**
 * Everything the engine touches outside itself. No browser API, no clock and no random of its own, so that a test can run it in
 * Node against a sandbox. `memory` holds what may be lost with the worker.
 */
export interface Engine {
  systems: Readonly<Partial<Record<SystemId, System>>>;
  /** The network; every request passes the fence first. */
  fetch(request: Request): Promise<Response>;
  now(): number;
  /** 0 <= n < 1. */
  random(): number;
  /** A signal that aborts with a TimeoutError after so long. */
  timeout(ms: number): AbortSignal;
  /** Lets so many ms pass. */
  wait(ms: number): Promise<void>;
  /** Runs something after so long, if the worker still lives then; absent: what is only for looking at is not kept. */
  later?(ms: number, task: () => void): void;
  locks: Locks;
  /** False when the browser knows that there is no network; absent where nobody can tell. */
  isOnline?(): boolean;
  /** New for every start of the worker. */
  bootId: string;
  /** Does the browser let us reach these hosts? */
  hasHosts(patterns: readonly string[]): Promise<boolean>;
  compare(a: SystemRecord, b: SystemRecord, defaultCountry?: string): Likeness;
  signIn: SignIn;
  /** A cookie the browser would send to this address; rejects without the permission to read cookies. */
  cookie(url: string, name: string): Promise<string | undefined>;
  pages: Pages;
  memory: Memory;
}

/** Lost with the worker without harm. */
export interface Memory {
  guards: Map<string, Promise<Guard>>;
  /** Questions under way who is signed in, by connection and credentials. */
  checks: Map<string, Promise<{ account: string; userId: string }>>;
  /** Look-ups under way, by what they are for. */
  lookups: Map<string, Promise<unknown>>;
  /** Connections and workflows that were removed while something to them was under way: what comes of it is dropped. */
  gone: Set<string>;
  /** Sign-ins that were checked and not yet saved. */
  signIns: Map<string, { draft: Omit<Connection, 'id'>; at: number }>;
  /** The last report of each tab that is being worked on: reports take effect in the order they came. */
  tabTurns: Map<number, Promise<void>>;
  /** Requests counted and not yet written. */
  tally: Tally;
  /** Connections whose lists are being read; aborted when the rep changes her mind. */
  syncing: Map<string, AbortController>;
}

/** The memory of a worker that has just started: nothing that matters after its death lies in it. */
export function newMemory(): Memory {
  return {
    guards: new Map(),
    checks: new Map(),
    lookups: new Map(),
    gone: new Set(),
    signIns: new Map(),
    tabTurns: new Map(),
    tally: newTally(),
    syncing: new Map(),
  };
}

/** A connection with its system, ready to ask. */
export interface Live {
  system: System;
  connection: Connection;
}

/** A system by its id; `undefined` for ids nobody registered, names of every object among them. */
export function systemOf(engine: Engine, id: SystemId): System | undefined {
  return Object.hasOwn(engine.systems, id) ? engine.systems[id] : undefined;
}
