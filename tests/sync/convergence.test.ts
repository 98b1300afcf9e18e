import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordKey } from '../../lib/model/records.ts';
import type { SyncedRow } from '../../lib/model/sync.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { cachedRecord } from '../../lib/store/records.ts';
import type { SystemId } from '../../lib/systems/contract.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { TestClock } from '../engine/bench.ts';
import { FOLLOWED } from './colleague.ts';
import { LISTS, MINUTE_MS, World } from './world.ts';

const FIRST = Number(process.env.SEED ?? 20261121);
const SEEDS = Number(process.env.SEEDS ?? (process.env.FULL === '1' ? 200 : 25));
const STEPS = 25;
const SYSTEMS = Object.keys(FOLLOWED) as SystemId[];
/** The system that a seed is about. */
const systemOf = (seed: number): SystemId => SYSTEMS[seed % SYSTEMS.length] ?? 'hubspot';

const clock = new TestClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: SYSTEMS });
});
afterAll(() => sandbox.close());

/** Without links, which are told with the record (a new one is no change of it in most systems), and what the vendor counts by itself. */
function comparable(rows: Iterable<[string, SyncedRow]>, untold: RegExp | undefined): Record<string, unknown> {
  const told = (row: SyncedRow) =>
    'custom' in row && Object.fromEntries(Object.entries(row.custom).filter(([name]) => !untold?.test(name)));
  return Object.fromEntries(
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [key, { ...row, links: [], custom: told(row) }]),
  );
}

let met = 0;

describe('sync', () => {
  afterAll(() => expect(met, 'a test without quarrels tries nothing').toBeGreaterThan(Math.floor(SEEDS / 5) - 1));

  it.each(Array.from({ length: SEEDS }, (_, nth) => [systemOf(FIRST + nth), FIRST + nth] as const))(
    'comes to what %s holds after random edits on both sides, and overwrites nobody unasked (SEED=%i)',
    async (system, seed) => {
      const world = new World(system, sandbox, clock, seed);
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
      const untold = FOLLOWED[system]?.untold;
      await world.settle();
      for (const object of LISTS) {
        const kept = (await world.rows(object)).map((row): [string, SyncedRow] => [recordKey(row.ref), row]);
        expect(comparable(kept, untold), `${object}\n${world.log.join('\n')}`).toEqual(comparable(await world.truth(object), untold));
        for (const [key] of kept) expect((await cachedRecord(key))?.row.ref.id).toBeDefined();
      }
    },
  );
});
