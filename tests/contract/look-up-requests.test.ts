import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUp } from '../../lib/engine/look-up.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { dossier } from '../../lib/store/reading.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../engine/bench.ts';

const SYSTEMS = ['hubspot', 'salesforce', 'pipedrive', 'amocrm', 'zoho', 'dynamics'] as const;
const HEROES = ['ana-perez', 'luis-garza', 'ivan-petrov', 'james-oneil', 'yuki-tanaka', 'fatima-alsabah', 'zoe-rocket'] as const;
/** Searches, the record's links and its timeline together. */
const MOST = 14;
let sandbox: Sandbox;
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait });
});
afterAll(() => sandbox.close());

/** Opens a hero (after her page in system `before`, else as the first); answers the requests each system got. */
async function requestsFor(
  hero: string,
  from: string,
  before?: string,
): Promise<{ counts: Map<string, number>; known: number } | undefined> {
  await sandbox.reset();
  await wipe();
  const engine = testEngine(sandbox, clock);
  const ids = await connectAll(engine, sandbox, SYSTEMS);
  const records = sandbox.people().find(({ key }) => key === hero)?.records ?? [];
  const ref = records.find(({ system }) => system === from);
  if (!ref) return undefined;
  const open = (record: RecordRef) => lookUp(engine, { open: { ref: record, connectionId: ids[record.system] ?? '' } });
  const other = records.find(({ system }) => system === before);
  if (other) await open(other);
  const asked = sandbox.requests().length;
  await open(ref);
  const counts = new Map<string, number>();
  for (const { system = 'other' } of sandbox.requests().slice(asked)) counts.set(system, (counts.get(system) ?? 0) + 1);
  const parts = (await dossier(recordKey(ref)))?.parts ?? [];
  const known = parts.filter(({ records }) => records.some(({ link }) => link === 'anchor' || link === 'same')).length;
  return { counts, known };
}

describe('a look-up', () => {
  it.each([
    ['hubspot', 'no other system'],
    ['pipedrive', 'no other system'],
    ['pipedrive', 'hubspot'],
  ])('asks each system a bounded number of times when the page is in %s, after one in %s', async (from, before) => {
    const lines = [
      `requests of one look-up, page in ${from}${before === 'no other system' ? '' : `, opened in ${before} before`}`,
      ['', ...SYSTEMS, 'known in'].map((word) => word.padEnd(14)).join(''),
    ];
    let most = 0;
    for (const hero of HEROES) {
      const told = await requestsFor(hero, from, before);
      if (!told) continue;
      const counts = SYSTEMS.map((system) => told.counts.get(system) ?? 0);
      lines.push([hero, ...counts, told.known].map((cell) => String(cell).padEnd(14)).join(''));
      most = Math.max(most, ...counts);
      expect(told.counts.get('other') ?? 0).toBe(0);
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(MOST);
  });
});
