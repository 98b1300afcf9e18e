import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownConnections } from '../../lib/engine/connections.ts';
import type { Engine } from '../../lib/engine/context.ts';
import { ioFor } from '../../lib/engine/fence.ts';
import { refreshAfter } from '../../lib/engine/more.ts';
import { drain } from '../../lib/engine/outbox/drain.ts';
import { chooseSync } from '../../lib/engine/sync/choose.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import type { Action } from '../../lib/model/actions.ts';
import { recordKey, type SystemRecord } from '../../lib/model/records.ts';
import { FEED_OBJECTS, type FeedObject, isTombstone, type SyncedRow } from '../../lib/model/sync.ts';
import { compactRecords } from '../../lib/store/compaction.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { forgetPlaces } from '../../lib/store/places.ts';
import { discardDelivery, enqueue, retryDelivery } from '../../lib/store/queue.ts';
import { cachedRecord, eachCached } from '../../lib/store/records.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { connectAll, TestClock, testEngine, wipe } from '../engine/bench.ts';
import { hubspotColleague } from './remote.ts';

const FIRST = Number(process.env.SEED ?? 20261121);
const SEEDS = Number(process.env.SEEDS ?? (process.env.FULL === '1' ? 200 : 25));
const STEPS = 25;
const LISTS = ['contact', 'company', 'deal'] as const;
const STAGES = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled', 'contractsent'];
const MINUTE_MS = 60_000;

const clock = new TestClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: ['hubspot'] });
});
afterAll(() => sandbox.close());

/** A rep and a colleague at work in one account, and the engine between them. */
class World {
  engine: Engine = testEngine(sandbox, clock);
  readonly colleague = hubspotColleague(sandbox);
  id = '';
  readonly log: string[] = [];
  /** Deliveries that wait for a value which the colleague has overwritten since, and the value he has set. */
  readonly overtaken = new Map<string, string>();
  readonly #random: () => number;
  #step = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  async begin(): Promise<void> {
    clock.at = CAST_AS_OF;
    await sandbox.reset();
    await wipe();
    this.engine = testEngine(sandbox, clock);
    this.id = (await connectAll(this.engine, sandbox, ['hubspot'])).hubspot ?? '';
    const others = FEED_OBJECTS.filter((each) => !LISTS.some((list) => list === each));
    const pace = Object.fromEntries([...LISTS.map((each) => [each, 'live']), ...others.map((each) => [each, 'never'])]);
    await chooseSync(this.engine, this.id, { scope: 'all', pace, sharePct: 95 });
    await this.sync();
  }

  chance = (share: number) => this.#random() < share;
  pick = <T>(all: readonly T[]): T => all[Math.floor(this.#random() * all.length)] as T;

  /** One thing happens, somewhere. */
  async step(): Promise<void> {
    this.#step += 1;
    clock.at += MINUTE_MS;
    const deeds = [
      () => this.#remoteEdit(),
      () => this.#remoteEdit(),
      () => this.#remoteCreate(),
      () => this.#remoteRemove(),
      () => this.#remoteMerge(),
      () => this.#localEdit(),
      () => this.#quarrel(),
      () => this.#quarrel(),
      () => this.deliver(),
      () => this.sync(),
      () => this.sync(),
      () => this.#restart(),
    ];
    await this.pick(deeds)();
  }

  async sync(): Promise<void> {
    this.log.push('sync');
    for (let round = 0; round < 20; round++) {
      const { nextAt } = await syncRound(this.engine);
      if (nextAt === undefined || nextAt > clock.at) break;
    }
    if (this.chance(0.2)) await compactRecords(clock.at);
  }

  async deliver(): Promise<void> {
    this.log.push('deliver');
    const { delivered } = await drain(this.engine);
    for (const { connectionId, action } of delivered) await refreshAfter(this.engine, connectionId, action);
  }

  async #restart(): Promise<void> {
    this.log.push('restart');
    forgetPlaces();
    this.engine = testEngine(sandbox, clock);
  }

  async rows(object: FeedObject): Promise<SystemRecord[]> {
    const rows: SyncedRow[] = [];
    for await (const chunk of eachCached(this.id)) rows.push(...chunk.rows.filter((row) => row.ref.object === object));
    return rows.sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1)) as SystemRecord[];
  }

  async #remoteCreate(): Promise<void> {
    const name = `New ${this.#step}`;
    this.log.push(`remote create ${name}`);
    if (this.chance(0.5))
      await this.colleague.create('contacts', { firstname: name, lastname: 'Colleague', email: `new${this.#step}@example.com` });
    else await this.colleague.create('companies', { name, domain: `new${this.#step}.example.com` });
  }

  async #remoteEdit(): Promise<void> {
    const [object, type, property] = this.pick([
      ['contact', 'contacts', 'jobtitle'],
      ['contact', 'contacts', 'city'],
      ['deal', 'deals', 'dealstage'],
      ['company', 'companies', 'city'],
    ] as const);
    const record = this.#one(await this.rows(object));
    const value = property === 'dealstage' ? this.pick(STAGES) : `remote ${this.#step}`;
    await this.#set(record, type, property, value);
  }

  async #set(record: SystemRecord, type: string, property: string, value: string): Promise<void> {
    this.log.push(`remote ${type}/${record.ref.id} ${property} = ${value}`);
    await this.colleague.change(type, record.ref.id, { [property]: value }).then(
      () => this.#noteOvertaken(recordKey(record.ref), property, value),
      () => this.log.push('  (gone)'),
    );
  }

  /** Mostly one of a few, so that both sides meet. */
  #one(rows: readonly SystemRecord[]): SystemRecord {
    return this.pick(this.chance(0.7) ? rows.slice(0, 4) : rows);
  }

  async #noteOvertaken(record: string, property: string, value: string): Promise<void> {
    const waiting = (await outboxDb.deliveries.toArray()).filter(({ state }) => state === 'queued');
    for (const { id, actionId } of waiting) {
      const about = this.about.get(actionId);
      if (about?.record !== record || about.property !== property) continue;
      // The same value again is no quarrel, nor is the one the rep has seen.
      if (about.value === value || about.seen === value) this.overtaken.delete(id);
      else this.overtaken.set(id, value);
      this.#actions.set(id, actionId);
    }
  }

  async #remoteRemove(): Promise<void> {
    const [object, type] = this.pick([
      ['contact', 'contacts'],
      ['deal', 'deals'],
    ] as const);
    const record = this.pick(await this.rows(object));
    if (this.#merged.has(record.ref.id)) return;
    this.log.push(`remote delete ${type}/${record.ref.id}`);
    await this.colleague.remove(type, record.ref.id);
  }

  async #remoteMerge(): Promise<void> {
    const people = await this.rows('contact');
    const [winner, loser] = [this.pick(people), this.pick(people)];
    const both = [winner.ref.id, loser.ref.id];
    // Merges of what was merged, or is deleted, before the next question are not told: docs/sync.md, "Known limits".
    if (winner === loser || both.some((id) => this.#merged.has(id))) return;
    for (const id of both) this.#merged.add(id);
    // What the colleague set there is gone with the merge.
    for (const [id] of this.overtaken) if (this.#isAbout(id, recordKey(loser.ref))) this.overtaken.delete(id);
    this.log.push(`remote merge ${loser.ref.id} into ${winner.ref.id}`);
    await this.colleague.merge('contacts', winner.ref.id, loser.ref.id).catch(() => this.log.push('  (gone)'));
  }

  /** The rep changes something without a network, the colleague the same with one. */
  async #quarrel(): Promise<void> {
    await this.#localEdit(0);
    const [last] = [...this.about.values()].slice(-1);
    const record = [...(await this.rows('contact')), ...(await this.rows('deal'))].find(({ ref }) => recordKey(ref) === last?.record);
    if (!last || !record) return;
    clock.at += MINUTE_MS;
    const value = last.property === 'dealstage' ? this.pick(STAGES) : `remote ${this.#step}`;
    await this.#set(record, last.property === 'dealstage' ? 'deals' : 'contacts', last.property, value);
  }

  #isAbout(delivery: string, record: string): boolean {
    return this.about.get(this.#actions.get(delivery) ?? '')?.record === record;
  }

  readonly #merged = new Set<string>();
  /** The action of each delivery that was ever overtaken. */
  readonly #actions = new Map<string, string>();
  readonly about = new Map<string, { record: string; property: string; value: string; seen: string }>();

  async #localEdit(atOnce = 0.5): Promise<void> {
    const isDeal = this.chance(0.5);
    const record = this.#one(await this.rows(isDeal ? 'deal' : 'contact'));
    const value = isDeal ? this.pick(STAGES) : `local ${this.#step}`;
    const seen = (record.kind === 'deal' ? record.stageId : record.kind === 'person' ? record.title : undefined) ?? '';
    if (seen === value) return;
    const what = isDeal ? { kind: 'stage' as const, stageId: value } : { kind: 'field' as const, field: 'title', ours: true, value };
    const action: Action = { ...what, on: [record.ref], at: clock.at };
    this.log.push(`local ${record.ref.id} = ${value}`);
    const id = await enqueue({ record: recordKey(record.ref), customerName: record.name, action, targets: [this.id] });
    this.about.set(id, { record: recordKey(record.ref), property: isDeal ? 'dealstage' : 'jobtitle', value, seen });
    if (this.chance(atOnce)) await this.deliver();
  }

  /** What the system itself holds, read from scratch. */
  async truth(object: FeedObject): Promise<Map<string, SyncedRow>> {
    const live = (await knownConnections(this.engine))[0]?.live;
    if (!live) throw new Error('no connection');
    const io = ioFor(this.engine, live, new AbortController().signal);
    const all = new Map<string, SyncedRow>();
    for (let cursor: string | undefined, more = true; more; ) {
      clock.at += 1_000;
      const page = await live.system.changes(object, cursor, io);
      for (const row of page.rows) if (!isTombstone(row)) all.set(recordKey(row.ref), row);
      [cursor, more] = [page.cursor, page.more];
    }
    return all;
  }

  /** Everything goes out, the rep decides what waits for her, and all lists are read to their ends. */
  async settle(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      clock.at += 20 * MINUTE_MS;
      await this.deliver();
      await this.sync();
      const open = (await outboxDb.deliveries.toArray()).filter(({ state }) => state === 'needs-you' || state === 'failed');
      for (const { id, error } of open) {
        if (error?.kind === 'conflict' && this.chance(0.5)) await retryDelivery(id);
        else await discardDelivery(id);
      }
    }
  }
}

/** Links are told with the record, and HubSpot does not call a new link a change. */
function withoutLinks(rows: Iterable<[string, SyncedRow]>): Record<string, unknown> {
  return Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [key, { ...row, links: [] }]));
}

let met = 0;

describe('sync', () => {
  afterAll(() => expect(met, 'a test without quarrels tries nothing').toBeGreaterThan(Math.floor(SEEDS / 5) - 1));

  it.each(Array.from({ length: SEEDS }, (_, nth) => FIRST + nth))(
    'comes to what the system holds after random edits on both sides, and overwrites nobody unasked (SEED=%i)',
    async (seed) => {
      const world = new World(seed);
      await world.begin();
      for (let step = 0; step < STEPS; step++) await world.step();
      clock.at += 2 * MINUTE_MS;
      await world.deliver();
      const states = new Map((await outboxDb.deliveries.toArray()).map((row) => [row.id, row]));
      for (const [id, value] of world.overtaken) {
        const row = states.get(id);
        expect([row?.state, row?.error?.kind], `overwrote ${value}\n${world.log.join('\n')}`).not.toEqual(['confirmed', undefined]);
      }
      met += world.overtaken.size;
      await world.settle();
      for (const object of LISTS) {
        const kept = (await world.rows(object)).map((row): [string, SyncedRow] => [recordKey(row.ref), row]);
        expect(withoutLinks(kept), `${object}\n${world.log.join('\n')}`).toEqual(withoutLinks(await world.truth(object)));
        for (const [key] of kept) expect((await cachedRecord(key))?.row.ref.id).toBeDefined();
      }
    },
  );
});
