import type { Page } from 'puppeteer-core';
import type { Action } from '../../lib/model/actions.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import type { NewAction } from '../../lib/store/queue.ts';
import type { RecordRef } from '../../lib/systems/contract.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { type Session, until } from '../../scripts/browsers/session.ts';

export const SIX = ['hubspot', 'salesforce', 'pipedrive', 'amocrm', 'zoho', 'dynamics'] as const;
export const SEED = Number(process.env.SEED ?? 20261121);
export const FULL = process.env.FULL === '1';
/** Requests that write something. A composite of Salesforce's that only reads is among them and does no harm. */
export const WRITES = /^(POST|PUT|PATCH|DELETE) (?!.*(search|coql|batch\/read|oauth|token|query))/;
const ENTRIES = new Set(['note', 'task', 'call']);

/** What the demo build's options page lets a test do. */
interface Door {
  enqueue(order: NewAction): Promise<string>;
  outbox(record: string): Promise<QueuedAction[]>;
}

/** The outbox of a running extension, driven from its options page, which lives on when the worker dies. */
export class OutboxStage {
  readonly #sandbox: Sandbox;
  readonly #page: Page;
  readonly #ids: Record<string, string>;
  /** Fifty records of six systems. */
  readonly records: RecordRef[];
  queued = 0;

  private constructor(sandbox: Sandbox, page: Page, ids: Record<string, string>, records: number) {
    this.#sandbox = sandbox;
    this.#page = page;
    this.#ids = ids;
    const places = SIX.map((system) =>
      sandbox
        .people()
        .flatMap((person) => person.records.filter((ref) => ref.system === system).slice(0, 1))
        .slice(0, Math.ceil(records / SIX.length)),
    );
    this.records = Array.from({ length: records }, (_, index) => places[index % SIX.length]?.[Math.floor(index / SIX.length)]).filter(
      (ref) => ref !== undefined,
    );
  }

  /** Connects all six through the demo's door. */
  static async open(session: Session, sandbox: Sandbox, records = 50): Promise<OutboxStage> {
    const page = await session.openOwn('options.html');
    const connections = SIX.map((system) => sandbox.connection(system));
    const answer = (await page.evaluate(
      `(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify({ type: 'demo.connect', connections })})`,
    )) as { ok?: string[] };
    if (!answer.ok) throw new Error(`the demo could not connect: ${JSON.stringify(answer)}`);
    await until('the door', () => page.evaluate(`Boolean(globalThis.sidelightDoor)`));
    return new OutboxStage(sandbox, page, Object.fromEntries(SIX.map((system, at) => [system, answer.ok?.[at] ?? ''])), records);
  }

  /** Queues entries, note, task and call in turn, for these records; without waking the worker. */
  async queue(records: readonly RecordRef[]): Promise<void> {
    const orders = records.map((on): NewAction => {
      const index = this.queued++;
      const text = `entry ${index}`;
      const place = { on: [on], at: Date.now() };
      const action: Action =
        index % 3 === 0
          ? { ...place, kind: 'note', text }
          : index % 3 === 1
            ? { ...place, kind: 'task', title: text }
            : { ...place, kind: 'call', direction: 'out', text };
      return { record: recordKey(on), customerName: 'Somebody', action, targets: [this.#ids[on.system] ?? ''] };
    });
    await this.#page.evaluate(async (text) => {
      const { sidelightDoor } = globalThis as unknown as { sidelightDoor: Door };
      for (const order of JSON.parse(text) as NewAction[]) await sidelightDoor.enqueue(order);
    }, JSON.stringify(orders));
  }

  /** What the panel says after a click. It may die with the worker; nobody waits for it. */
  async wake(): Promise<void> {
    await this.#page.evaluate(`void (globalThis.browser ?? chrome).runtime.sendMessage({ type: 'action.wake' }).catch(() => undefined)`);
  }

  /** Holds the outbox's deliveries: nobody can save or read one until it is let go. */
  async hold(): Promise<() => Promise<void>> {
    await this.#page.evaluate(
      () =>
        new Promise<void>((done) => {
          const open = indexedDB.open('sidelight-outbox');
          open.onsuccess = () => {
            const store = open.result.transaction('deliveries', 'readwrite').objectStore('deliveries');
            Object.assign(globalThis, { held: true });
            const spin = () => {
              if (Reflect.get(globalThis, 'held') === true) store.get('nobody').onsuccess = spin;
              else open.result.close();
            };
            store.get('nobody').onsuccess = () => {
              done();
              spin();
            };
          };
        }),
    );
    return () => this.#page.evaluate(() => void Object.assign(globalThis, { held: false }));
  }

  /** How many deliveries are in each state. */
  async states(): Promise<Record<string, number>> {
    return (await this.#page.evaluate(
      () =>
        new Promise((done) => {
          const open = indexedDB.open('sidelight-outbox');
          open.onsuccess = () => {
            const all = open.result.transaction('deliveries').objectStore('deliveries').getAll();
            all.onsuccess = () => {
              const counts: Record<string, number> = {};
              for (const { state } of all.result as { state: string }[]) counts[state] = (counts[state] ?? 0) + 1;
              open.result.close();
              done(counts);
            };
          };
        }),
    )) as Record<string, number>;
  }

  /** Waits until everything is confirmed. */
  async drained(timeoutMs: number): Promise<void> {
    let last = '';
    await until(
      'the end of the queue',
      async () => {
        await this.wake();
        const states = await this.states();
        last = JSON.stringify(states);
        return states.confirmed === this.queued && Object.keys(states).length === 1;
      },
      timeoutMs,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${last} of ${this.queued}`);
    });
  }

  /** What is wrong, in words: lost, doubled, without receipt, out of the order of its record. */
  async problems(): Promise<string[]> {
    const effects = this.#sandbox.effects().filter(({ actionKind }) => ENTRIES.has(actionKind));
    const place = new Map(effects.map(({ ref }, index) => [`${ref.system} ${ref.id}`, index]));
    const found: string[] = [];
    if (effects.length !== this.queued) found.push(`${this.queued} entries, ${effects.length} effects`);
    if (place.size !== effects.length) found.push('an entry took effect twice');
    const keys = this.records.map(recordKey);
    const all = (await this.#page.evaluate(async (records) => {
      const { sidelightDoor } = globalThis as unknown as { sidelightDoor: Door };
      return Promise.all(records.map((record) => sidelightDoor.outbox(record)));
    }, keys)) as QueuedAction[][];
    const used = new Set<string>();
    for (const [index, actions] of all.entries()) {
      let last = -1;
      for (const { deliveries } of [...actions].reverse()) {
        const [ref] = deliveries[0]?.receipt?.refs ?? [];
        const key = ref && `${ref.system} ${ref.id}`;
        const at = key === undefined ? undefined : place.get(key);
        if (key === undefined || at === undefined || used.has(key)) found.push(`no effect of its own: ${keys[index]}`);
        else if (at < last) found.push(`out of order: ${keys[index]}`);
        if (key !== undefined) used.add(key);
        last = Math.max(last, at ?? -1);
      }
    }
    if (used.size !== this.queued) found.push(`${used.size} receipts for ${this.queued} entries`);
    return found;
  }
}
