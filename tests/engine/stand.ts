import { vi } from 'vitest';
import type { Engine } from '../../lib/engine/context.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import type { Action } from '../../lib/model/actions.ts';
import { recordKey } from '../../lib/model/records.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { deliveriesOf, receiptOf } from '../../lib/store/deliveries.ts';
import { enqueue } from '../../lib/store/queue.ts';
import type { DeliveryRow } from '../../lib/store/rows.ts';
import type { RecordRef, System, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { seededRandom } from '../../sandbox/random.ts';
import type { Effect } from '../../sandbox/vendor.ts';
import { connectAll, TestLocks, testEngine, wipe } from './bench.ts';
import { overHttp } from './over-http.ts';

export const SIX = ['hubspot', 'salesforce', 'pipedrive', 'amocrm', 'zoho', 'dynamics'] as const;
export const SEED = Number(process.env.SEED ?? 20261121);
export const FULL = process.env.FULL === '1';
/** Requests that write something, as faults see them; a composite of Salesforce's that only reads is among them and does no harm. */
export const WRITES = /^(POST|PUT|PATCH|DELETE) (?!.*(search|coql|batch\/read|oauth|token|query))/;
/** What an entry's effect is called; a call in Dynamics is closed by a second one. */
const ENTRIES = new Set(['note', 'task', 'call']);

/** A clock that stands still until the engine waits or a test moves it; what was planned for a moment on the way happens then. */
export class PlannedClock {
  at = CAST_AS_OF;
  #plans: { at: number; run: () => void }[] = [];
  now = () => this.at;

  /** Time passes to `until`; the planned things happen in order, each with time to take effect. */
  async to(until: number): Promise<void> {
    for (;;) {
      const [next] = this.#plans.filter((plan) => plan.at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#plans.splice(this.#plans.indexOf(next), 1);
      this.at = Math.max(this.at, next.at);
      next.run();
      for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done));
    }
    this.at = Math.max(this.at, until);
  }

  /** What a waiting engine does: time passes. */
  wait = (ms: number) => this.to(this.at + ms);

  /** What the sandbox does to land something later: it is planned, nobody waits. */
  plan = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#plans.push({ at: this.at + ms, run: resolve });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
}

/** The real engine before the sandbox, over HTTP, on a clock of its own. */
export class Stand {
  readonly clock = new PlannedClock();
  readonly sandbox: Sandbox;
  readonly fetch: Engine['fetch'];
  locks = new TestLocks();
  ids: Record<string, string> = {};
  #close: () => void;

  private constructor(sandbox: Sandbox, line: ReturnType<typeof overHttp>, clock: PlannedClock) {
    this.sandbox = sandbox;
    this.fetch = line.fetch;
    this.clock = clock;
    this.#close = line.close;
  }

  static async start(): Promise<Stand> {
    const clock = new PlannedClock();
    // The circuit breaker's library asks the system clock.
    vi.spyOn(Date, 'now').mockImplementation(clock.now);
    const sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.plan });
    return new Stand(sandbox, overHttp(sandbox.port), clock);
  }

  /** Empty databases, everything connected anew. */
  async reset(wanted: readonly SystemId[] = SIX): Promise<void> {
    await this.sandbox.reset();
    await wipe();
    this.locks = new TestLocks();
    this.ids = await connectAll(this.worker(), this.sandbox, wanted);
  }

  async close(): Promise<void> {
    this.#close();
    await this.sandbox.close();
    vi.restoreAllMocks();
  }

  /** A worker; starting another one after `locks.die()` is a kill and a restart. Limits five times the real ones. */
  worker(more: Partial<Engine> = {}): Engine {
    return testEngine(this.sandbox, this.clock, {
      systems: timesFive(systems),
      fetch: this.fetch,
      locks: this.locks,
      timeout: () => new AbortController().signal,
      random: seededRandom(SEED + 1),
      ...more,
    });
  }

  /** Records of people in one system. */
  records(system: SystemId, count: number): RecordRef[] {
    const all = this.sandbox.people().flatMap(({ records }) => records.filter((ref) => ref.system === system).slice(0, 1));
    return all.slice(0, count);
  }

  /** One action for one record in its system. */
  queue(on: RecordRef, action: WithoutPlace, after?: string): Promise<string> {
    return enqueue({
      record: recordKey(on),
      customerName: 'Somebody',
      action: { ...action, on: [on], at: this.clock.at } as Action,
      targets: [this.ids[on.system] ?? ''],
      ...(after !== undefined && { after }),
    });
  }

  /** So many actions over so many records of all systems: notes, tasks and calls, each with its own text. */
  async queueMany(count: number, records: number, wanted: readonly SystemId[] = SIX): Promise<void> {
    const places = wanted.map((system) => this.records(system, Math.ceil(records / wanted.length)));
    for (let index = 0; index < count; index++) {
      const own = places[index % places.length] ?? [];
      const on = own[Math.floor(index / places.length) % own.length];
      if (on) await this.queue(on, entry(index));
    }
  }

  /** Delivers until nothing waits for a time any more, or `most` rounds are over; each round is what a wake-up is. */
  async drainAll(engine: Engine, most = 3_000): Promise<number> {
    for (let round = 0; round < most; round++) {
      const { nextAt } = await drain(engine);
      if (nextAt === undefined) return round;
      await this.clock.to(Math.max(this.clock.at, nextAt));
    }
    throw new Error(`does not come to an end: ${JSON.stringify(tally(await outboxDb.deliveries.toArray()))}`);
  }

  /** Effects that made an entry. */
  entries(system?: SystemId): Effect[] {
    return this.sandbox.effects(system).filter(({ actionKind }) => ENTRIES.has(actionKind));
  }

  /**
   * What is wrong, in words; empty when every delivery took effect exactly once, in the order of its record. Deliveries in `open` states are
   * counted by the number of effects alone.
   */
  async problems(open: readonly DeliveryRow['state'][] = []): Promise<string[]> {
    const rows = await outboxDb.deliveries.orderBy('seq').toArray();
    const effects = this.entries();
    const found: string[] = [];
    const stuck = rows.filter(({ state }) => state !== 'confirmed' && !open.includes(state));
    if (stuck.length > 0) found.push(`not delivered: ${JSON.stringify(tally(stuck))}`);
    if (effects.length !== rows.length) found.push(`${rows.length} deliveries, ${effects.length} effects`);
    const place = new Map(effects.map(({ ref }, index) => [`${ref.system} ${ref.id}`, index]));
    if (place.size !== effects.length) found.push('an entry took effect twice');
    const seen = new Set<string>();
    const last = new Map<string, number>();
    for (const row of rows) {
      const receipt = await receiptOf(row);
      const [ref] = receipt?.refs ?? [];
      if (!ref) {
        if (row.state === 'confirmed') found.push(`no receipt for ${row.id}`);
        continue;
      }
      const key = `${ref.system} ${ref.id}`;
      const at = place.get(key);
      if (at === undefined) found.push(`receipt without effect: ${key}`);
      if (seen.has(key)) found.push(`two actions have one effect: ${key}`);
      seen.add(key);
      const record = (await outboxDb.actions.get(row.actionId))?.record ?? '';
      const scope = `${row.connectionId} ${record}`;
      if ((last.get(scope) ?? -1) > (at ?? 0)) found.push(`out of order: ${scope}`);
      last.set(scope, at ?? 0);
    }
    return found;
  }
}

type WithoutPlace = Action extends infer One ? (One extends Action ? Omit<One, 'on' | 'at'> : never) : never;

/** The n-th entry of a long row: note, task or call. */
export function entry(index: number): WithoutPlace {
  const text = `entry ${index}`;
  if (index % 3 === 0) return { kind: 'note', text };
  if (index % 3 === 1) return { kind: 'task', title: text };
  return { kind: 'call', direction: 'out', text };
}

/** How many deliveries there are of each state and reason. */
export function tally(rows: readonly DeliveryRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state, error } of rows) {
    const key = error ? `${state} ${error.kind} ${error.code ?? ''}` : state;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The only delivery of an action. */
export async function deliveryOf(actionId: string): Promise<DeliveryRow> {
  const [row] = await deliveriesOf(actionId);
  if (!row) throw new Error('no delivery');
  return row;
}

function timesFive(all: Engine['systems']): Engine['systems'] {
  return Object.fromEntries(
    Object.entries(all).map(([id, system]) => [id, system && changed(system, { limits: fiveTimes(system.limits) })]),
  );
}

const fiveTimes = (limits: System['limits']) => ({ ...limits, requests: limits.requests * 5, concurrency: limits.concurrency * 5 });

/** A system with some members replaced. */
export function changed(system: System, members: Partial<System>): System {
  return { ...system, ...members };
}
