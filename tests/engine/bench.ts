import { connect } from '../../lib/engine/connect.ts';
import { type Engine, type Locks, newMemory } from '../../lib/engine/context.ts';
import { compareCompanies, comparePeople, toMatchRecord } from '../../lib/identity/index.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { forgetDataKey } from '../../lib/store/keys.ts';
import { forgetPlaces } from '../../lib/store/places.ts';
import { forgetVaultKey, vaultDb } from '../../lib/store/vault.ts';
import type { SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import type { Sandbox } from '../../sandbox/index.ts';

/** Exclusive locks as a browser has them, in one process: in order, freed when the holder's callback settles or `die` is called. */
export class TestLocks implements Locks {
  #held = new Map<string, Promise<unknown>>();

  async request<T>(name: string, options: { ifAvailable?: boolean }, callback: (lock: unknown) => Promise<T>): Promise<T> {
    const before = this.#held.get(name);
    if (before && options.ifAvailable) return callback(null);
    const run = (before ?? Promise.resolve()).catch(() => undefined).then(() => callback({ name }));
    const held = run.catch(() => undefined);
    this.#held.set(name, held);
    void held.then(() => {
      if (this.#held.get(name) === held) this.#held.delete(name);
    });
    return run;
  }

  /** What the browser does when a context dies: its locks are free. */
  die(): void {
    this.#held.clear();
  }
}

/** A clock that stands still until somebody waits or moves it. Starts at the moment the sandbox's story is told. */
export class TestClock {
  at = CAST_AS_OF;
  now = () => this.at;
  wait = async (ms: number) => {
    this.at += ms;
  };
}

/** An engine on the sandbox's network. `bootId` and memory are new for each: making a second one is a restart of the worker. */
export function testEngine(sandbox: Pick<Sandbox, 'fetch'>, clock: TestClock, more: Partial<Engine> = {}): Engine {
  return {
    systems,
    fetch: (request) => sandbox.fetch(request),
    now: clock.now,
    wait: clock.wait,
    random: () => 0,
    timeout: (ms) => AbortSignal.timeout(ms),
    locks: new TestLocks(),
    bootId: crypto.randomUUID(),
    hasHosts: async () => true,
    compare(a, b) {
      const [left, right] = [toMatchRecord(a), toMatchRecord(b)];
      return a.kind === 'company' ? compareCompanies(left, right) : comparePeople(left, right);
    },
    signIn: { redirectUrl: () => 'https://id.chromiumapp.org/', open: () => Promise.reject(new Error('closed')) },
    cookie: async () => undefined,
    pages: {
      attach: async () => undefined,
      detach: async () => undefined,
      releaseHosts: async () => undefined,
      releaseCookies: async () => undefined,
    },
    memory: newMemory(),
    ...more,
  };
}

/** Connects an engine to systems of the sandbox; answers the connection ids by system. */
export async function connectAll(engine: Engine, sandbox: Sandbox, ids: readonly SystemId[]): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const system of ids) {
    const { id: _id, ...draft } = sandbox.connection(system);
    made[system] = (await connect(engine, draft)).id;
  }
  return made;
}

/** Empty databases and no key in memory, as on the first day. */
export async function wipe(): Promise<void> {
  forgetDataKey();
  forgetVaultKey();
  forgetPlaces();
  for (const db of [cacheDb, outboxDb, settingsDb, vaultDb]) {
    await db.delete();
    await db.open();
  }
}
