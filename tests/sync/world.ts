import { expect } from 'vitest';
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
import { eachCached } from '../../lib/store/records.ts';
import type { SystemId } from '../../lib/systems/contract.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { connectAll, type TestClock, testEngine, wipe } from '../engine/bench.ts';
import { type Colleague, colleagueIn, type Field, FOLLOWED, type Followed } from './colleague.ts';

/** What is followed. */
export const LISTS = ['contact', 'company', 'deal'] as const;
export const MINUTE_MS = 60_000;

/** A rep and a colleague at work in one account, and the engine between them. */
export class World {
  engine: Engine;
  readonly colleague: Colleague;
  id = '';
  readonly log: string[] = [];
  /** Deliveries that wait for a value which the colleague has overwritten since, and the value he has set. */
  readonly overtaken = new Map<string, string>();
  readonly #random: () => number;
  readonly #system: SystemId;
  readonly #sandbox: Sandbox;
  readonly #clock: TestClock;
  readonly #how: Followed;
  #stages: string[] = [];
  #step = 0;

  constructor(system: SystemId, sandbox: Sandbox, clock: TestClock, seed: number) {
    [this.#system, this.#sandbox, this.#clock, this.#random] = [system, sandbox, clock, seededRandom(seed)];
    this.#how = FOLLOWED[system] ?? expect.fail(system);
    this.engine = testEngine(sandbox, clock);
    this.colleague = colleagueIn(system, sandbox, this.#clock.now);
  }

  async begin(): Promise<void> {
    this.#clock.at = CAST_AS_OF;
    await this.#sandbox.reset();
    await wipe();
    this.engine = testEngine(this.#sandbox, this.#clock);
    this.id = (await connectAll(this.engine, this.#sandbox, [this.#system]))[this.#system] ?? '';
    this.#stages = await this.colleague.stages();
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
    this.#clock.at += MINUTE_MS;
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
      if (nextAt === undefined || nextAt > this.#clock.at) break;
    }
    if (this.chance(0.2)) await compactRecords(this.#clock.at);
  }

  async deliver(): Promise<void> {
    this.log.push('deliver');
    const { delivered } = await drain(this.engine);
    for (const { connectionId, action } of delivered) await refreshAfter(this.engine, connectionId, action);
  }

  async #restart(): Promise<void> {
    this.log.push('restart');
    forgetPlaces();
    this.engine = testEngine(this.#sandbox, this.#clock);
  }

  async rows(object: FeedObject): Promise<SystemRecord[]> {
    const rows: SyncedRow[] = [];
    for await (const chunk of eachCached(this.id)) rows.push(...chunk.rows.filter((row) => row.ref.object === object));
    return rows.sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1)) as SystemRecord[];
  }

  async #remoteCreate(): Promise<void> {
    const name = `New ${this.#step}`;
    this.log.push(`remote create ${name}`);
    await this.colleague.create(this.chance(0.5) ? 'contact' : 'company', name);
  }

  async #remoteEdit(): Promise<void> {
    const field = this.pick(['text', ...this.#how.edits] as const);
    const record = this.#one(await this.rows(field === 'stage' ? 'deal' : 'contact'));
    await this.#set(record, field, field === 'stage' ? this.pick(this.#stages) : `remote ${this.#step}`);
  }

  async #set(record: SystemRecord, field: Field, value: string): Promise<void> {
    this.log.push(`remote ${record.ref.object}/${record.ref.id} ${field} = ${value}`);
    await this.colleague.set(record.ref, field, value).then(
      () => this.#noteOvertaken(recordKey(record.ref), field, value),
      (error: unknown) => this.log.push(`  (${String(error)})`),
    );
  }

  /** Mostly one of a few, so that both sides meet. */
  #one(rows: readonly SystemRecord[]): SystemRecord {
    return this.pick(this.chance(0.7) ? rows.slice(0, 4) : rows);
  }

  async #noteOvertaken(record: string, field: Field, value: string): Promise<void> {
    const waiting = (await outboxDb.deliveries.toArray()).filter(({ state }) => state === 'queued');
    for (const { id, actionId } of waiting) {
      const about = this.about.get(actionId);
      if (about?.record !== record || about.field !== field) continue;
      // The same value again is no quarrel, nor is the one the rep has seen.
      if (about.value === value || about.seen === value) this.overtaken.delete(id);
      else this.overtaken.set(id, value);
      this.#actions.set(id, actionId);
    }
  }

  async #remoteRemove(): Promise<void> {
    const record = this.pick(await this.rows(this.pick(this.#how.removes)));
    if (this.#merged.has(record.ref.id)) return;
    this.log.push(`remote delete ${record.ref.object}/${record.ref.id}`);
    await this.colleague.remove(record.ref).catch(() => this.log.push('  (gone)'));
  }

  async #remoteMerge(): Promise<void> {
    const { merge } = this.colleague;
    if (!merge) return this.#remoteRemove();
    const people = await this.rows('contact');
    const [winner, loser] = [this.pick(people), this.pick(people)];
    const both = [winner.ref.id, loser.ref.id];
    // Merges of what was merged, or is deleted, before the next question are not told: docs/sync.md, "Known limits".
    if (winner === loser || both.some((id) => this.#merged.has(id))) return;
    for (const id of both) this.#merged.add(id);
    // What the colleague set there is gone with the merge.
    for (const [id] of this.overtaken) if (this.#isAbout(id, recordKey(loser.ref))) this.overtaken.delete(id);
    this.log.push(`remote merge ${loser.ref.id} into ${winner.ref.id}`);
    await merge(winner.ref, loser.ref).catch(() => this.log.push('  (gone)'));
  }

  /** The rep changes something without a network, the colleague the same with one. */
  async #quarrel(): Promise<void> {
    await this.#localEdit(0);
    const [last] = [...this.about.values()].slice(-1);
    const record = [...(await this.rows('contact')), ...(await this.rows('deal'))].find(({ ref }) => recordKey(ref) === last?.record);
    if (!last || !record) return;
    this.#clock.at += MINUTE_MS;
    await this.#set(record, last.field, last.field === 'stage' ? this.pick(this.#stages) : `remote ${this.#step}`);
  }

  #isAbout(delivery: string, record: string): boolean {
    return this.about.get(this.#actions.get(delivery) ?? '')?.record === record;
  }

  readonly #merged = new Set<string>();
  /** The action of each delivery that was ever overtaken. */
  readonly #actions = new Map<string, string>();
  readonly about = new Map<string, { record: string; field: Field; value: string; seen: string }>();

  async #localEdit(atOnce = 0.5): Promise<void> {
    const isDeal = this.#how.edits.includes('stage') && this.chance(0.5);
    const record = this.#one(await this.rows(isDeal ? 'deal' : 'contact'));
    const value = isDeal ? this.pick(this.#stages) : `local ${this.#step}`;
    const seen = (record.kind === 'deal' ? record.stageId : record.kind === 'person' ? record[this.#how.text] : undefined) ?? '';
    if (seen === value) return;
    const what = isDeal ? { kind: 'stage' as const, stageId: value } : { kind: 'field' as const, field: this.#how.text, ours: true, value };
    const action: Action = { ...what, on: [record.ref], at: this.#clock.at };
    this.log.push(`local ${record.ref.id} = ${value}`);
    const id = await enqueue({ record: recordKey(record.ref), customerName: record.name, action, targets: [this.id] });
    this.about.set(id, { record: recordKey(record.ref), field: isDeal ? 'stage' : 'text', value, seen });
    if (this.chance(atOnce)) await this.deliver();
  }

  /** What the system itself holds, read from scratch. */
  async truth(object: FeedObject): Promise<Map<string, SyncedRow>> {
    const live = (await knownConnections(this.engine))[0]?.live;
    if (!live) throw new Error('no connection');
    const io = ioFor(this.engine, live, new AbortController().signal);
    const all = new Map<string, SyncedRow>();
    for (let cursor: string | undefined, more = true; more; ) {
      this.#clock.at += 1_000;
      const page = await live.system.changes(object, cursor, io);
      for (const row of page.rows) if (!isTombstone(row)) all.set(recordKey(row.ref), row);
      [cursor, more] = [page.cursor, page.more];
    }
    return all;
  }

  /** Everything goes out, the rep decides what waits for her, and all lists are read to their ends. */
  async settle(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      this.#clock.at += 20 * MINUTE_MS;
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
