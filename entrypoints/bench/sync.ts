import { connect } from '../../lib/engine/connect.ts';
import type { Engine } from '../../lib/engine/context.ts';
import { chooseSync } from '../../lib/engine/sync/choose.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { browserEngine } from '../../lib/engine/wiring.ts';
import type { PersonRecord } from '../../lib/model/records.ts';
import { recordKey } from '../../lib/model/records.ts';
import { FEED_OBJECTS } from '../../lib/model/sync.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { forgetDataKey } from '../../lib/store/keys.ts';
import { connections } from '../../lib/store/reading.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { cachedCounts } from '../../lib/store/records.ts';
import { forgetVaultKey, vaultDb } from '../../lib/store/vault.ts';
import type { System } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { personAt } from './people.ts';
import { emptyRaw, putAll } from './raw.ts';

const ACCOUNT = '44123456';
/** What HubSpot gives per question. */
const PAGE = 200;

/** A system whose answers are there at once: rows are made as they are asked for, since the place the cursor names. */
class AtOnce {
  #count = 0;
  #row: (nth: number) => PersonRecord = () => personAt(0, ACCOUNT, 0);
  #told = 0;

  readonly system: System = {
    ...(Object.values(systems)[0] as System),
    id: 'bench',
    name: 'Bench',
    limits: { requests: 1e9, windowMs: 1000, concurrency: 10, writeLandsWithinMs: 1 },
    hosts: () => ({ pages: [], api: [] }),
    verify: async () => ({ account: ACCOUNT, userId: '1', userName: 'Bench', can: ['changes', 'read:contact'], missing: [] }),
    changes: async () => {
      const page = Array.from({ length: Math.min(PAGE, this.#count - this.#told) }, (_, nth) => this.#row(this.#told + nth));
      this.#told += page.length;
      return { rows: page, cursor: `${this.#row(0).changedAt} ${this.#told}`, more: this.#told < this.#count };
    },
  };

  /** What there is to tell from now on. */
  has(count: number, row: (nth: number) => PersonRecord): void {
    [this.#count, this.#row, this.#told] = [count, row, 0];
  }
}

let vendor = new AtOnce();
let engine: Engine;
let connectionId = '';

/** An empty profile with one account, the whole of which is kept. */
async function begin(): Promise<void> {
  forgetDataKey();
  forgetVaultKey();
  for (const db of [cacheDb, outboxDb, settingsDb, vaultDb]) {
    await db.delete();
    await db.open();
  }
  vendor = new AtOnce();
  engine = { ...browserEngine(), systems: { bench: vendor.system } };
  const credentials = { kind: 'token', token: 'x' } as const;
  connectionId = (await connect(engine, { system: 'bench', account: '', credentials })).id;
  const pace = Object.fromEntries(FEED_OBJECTS.map((object) => [object, object === 'contact' ? 'live' : 'never']));
  await chooseSync(engine, connectionId, { scope: 'all', pace });
}

async function readToTheEnd(): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { nextAt } = await syncRound(engine);
    if (nextAt === undefined) throw new Error('nothing is followed');
    if (nextAt > engine.now()) return performance.now() - start;
  }
}

const row = (nth: number) => personAt(nth, ACCOUNT, 1_760_000_000_000 + nth);

/** Raw puts of so many records; ms. */
export async function raw(count: number): Promise<number> {
  const db = await emptyRaw();
  const ms = await putAll(db, count, (nth) => keyed(row(nth)));
  db.close();
  return ms;
}

/** First fill of the same, until they can be searched; ms. */
export async function ours(count: number): Promise<number> {
  await begin();
  vendor.has(count, row);
  const ms = await readToTheEnd();
  const kept = (await cachedCounts(connectionId)).contact;
  if (kept !== count) throw new Error(`kept ${kept} of ${count}`);
  return ms;
}

/** First fill of so many records, beside raw puts of the same; ms each. */
export async function fill(count: number): Promise<{ ours: number; raw: number }> {
  return { raw: await raw(count), ours: await ours(count) };
}

/** One in a hundred of what `fill` has brought is changed, beside raw puts of just those; ms each. */
export async function change(count: number, round: number): Promise<{ ours: number; raw: number }> {
  const changedAt = Date.now();
  const row = (nth: number) => personAt(nth * 100 + (round % 100), ACCOUNT, changedAt + nth);
  const open = indexedDB.open('bench-raw', 1);
  const db = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const raw = await putAll(db, count / 100, (nth) => keyed(row(nth)));
  db.close();
  vendor.has(count / 100, row);
  // The list's own pace: the clock is moved past it.
  const now = Date.now() + (round + 1) * 120_000;
  engine = { ...engine, now: () => now };
  return { ours: await readToTheEnd(), raw };
}

/** So many records more in a profile that has a connection, and as many rows in the plain store. */
export async function fillBeside(count: number): Promise<void> {
  await raw(count);
  const [connection] = await connections();
  if (!connection) throw new Error('nothing is connected');
  for (let from = 0; from < count; from += PAGE) {
    const rows = Array.from({ length: Math.min(PAGE, count - from) }, (_, nth) => row(from + nth));
    await storePage({ connectionId: connection.id, object: 'contact', rows, at: Date.now() });
  }
}

function keyed(row: PersonRecord): PersonRecord & { key: string } {
  return { key: recordKey(row.ref), ...row };
}
