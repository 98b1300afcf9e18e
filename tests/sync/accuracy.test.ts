import 'fake-indexeddb/auto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connect } from '../../lib/engine/connect.ts';
import { chooseSync } from '../../lib/engine/sync/choose.ts';
import { syncRound } from '../../lib/engine/sync/run.ts';
import { recordKey } from '../../lib/model/records.ts';
import { FEED_OBJECTS } from '../../lib/model/sync.ts';
import { feeds } from '../../lib/store/feeds.ts';
import { forgetPlaces } from '../../lib/store/places.ts';
import { cachedRows } from '../../lib/store/records.ts';
import type { Io, RecordRef } from '../../lib/systems/contract.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { type Facts, records } from '../contract/round-trip/records.ts';
import { type Made, SHAPES, type Shape } from '../contract/round-trip/shapes.ts';
import { FULL, REGISTERED } from '../contract/stand.ts';
import { TestClock, testEngine, wipe } from '../engine/bench.ts';

const SEED = Number(process.env.SEED ?? 20261121);
const RECORDS = FULL ? 10_000 : 500;
/** Where the account has one currency for all. */
const ONE_CURRENCY: Readonly<Record<string, string>> = { salesforce: 'EUR', amocrm: 'RUB' };

/** Generated records are written into the system, followed by sync, stored encrypted, and read back out of the store. */
describe.each(REGISTERED)('$name', (system) => {
  it(`keeps at least 99.9 % of all fields of ${RECORDS} generated records through write, sync, store and read (seed ${SEED})`, async () => {
    const clock = new TestClock();
    clock.at += 60_000;
    const sandbox = await startSandbox({ tls: false, systems: [system.id], now: clock.now, wait: clock.wait });
    await wipe();
    const currency = ONE_CURRENCY[system.id];
    const fetch = (request: Request) => {
      clock.at += 500;
      return sandbox.fetch(request);
    };
    const engine = testEngine(sandbox, clock, { fetch });
    const { id: _id, ...draft } = sandbox.connection(system.id);
    const connection = { ...draft, id: 'accuracy', ...(currency !== undefined && { currency }) };
    const io: Io = { connection, fetch, signal: new AbortController().signal, now: clock.now, random: () => 0.5 };
    try {
      const [owners, pipelines] = [await system.owners(io), await system.pipelines(io)];
      const place = {
        timeZone: connection.timeZone,
        owners: owners.filter(({ active }) => active).map(({ id }) => id),
        stages: pipelines.flatMap(({ id, stages }) =>
          stages.filter(({ status }) => status === 'open').map((stage, index) => ({ pipelineId: id, stageId: stage.id, index })),
        ),
      };
      const hero = sandbox.people().find(({ key }) => key === 'ana-perez')?.records[0];
      const shapes = Object.entries(SHAPES[system.id] ?? {}) as [Made, Shape][];
      const wanted = new Map<string, { ref: RecordRef; facts: Facts }>();
      for (const [object, shape] of shapes) {
        const own = currency === undefined || !shape.money ? shape : { ...shape, money: [currency] };
        const share = Math.ceil(RECORDS / shapes.length);
        for (const facts of fc.sample(records(own, place), { seed: SEED, numRuns: share })) {
          const on = shape.onHero && hero ? [hero] : [];
          const action = { kind: 'create' as const, object, values: facts, on, at: clock.at };
          const { refs } = await system.perform(action, `accuracy-${wanted.size}`, io);
          const [ref] = refs;
          if (ref) wanted.set(recordKey(ref), { ref, facts });
        }
      }
      const { id: connectionId } = await connect(engine, { ...draft, ...(currency !== undefined && { currency }) });
      const followed = new Set<string>([...wanted.values()].map(({ ref }) => ref.object));
      const pace = Object.fromEntries(FEED_OBJECTS.map((object) => [object, followed.has(object) ? 'hour' : 'never']));
      await chooseSync(engine, connectionId, { scope: 'all', pace, sharePct: 95 });
      for (let round = 0; round < 200; round++) {
        const { nextAt = clock.at } = await syncRound(engine);
        const states = await feeds(connectionId);
        if (states.length >= followed.size && states.every(({ filledAt }) => filledAt !== undefined)) break;
        clock.at = Math.max(clock.at, nextAt);
      }
      forgetPlaces();
      const kept = await cachedRows([...wanted.keys()]);
      let compared = 0;
      const mismatches: string[] = [];
      for (const [key, { facts }] of wanted) {
        const row = (kept.get(key)?.row ?? {}) as Facts;
        for (const [name, value] of Object.entries(facts).filter(([, each]) => each !== undefined)) {
          compared += 1;
          if (!isDeepStrictEqual(row[name], value))
            mismatches.push(`${key} ${name}: ${JSON.stringify(value)} came back as ${JSON.stringify(row[name])}`);
        }
      }
      const share = 1 - mismatches.length / compared;
      process.stdout.write(
        `accuracy: ${system.name} ${(share * 100).toFixed(3)} % of ${compared} fields of ${wanted.size} records (seed ${SEED})\n${mismatches.map((each) => `  ${each}\n`).join('')}`,
      );
      expect(compared).toBeGreaterThan(RECORDS);
      expect(share, mismatches.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.999);
    } finally {
      await sandbox.close();
    }
  }, 600_000);
});
