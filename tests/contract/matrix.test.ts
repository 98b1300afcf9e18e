import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { wipe } from '../engine/bench.ts';
import { FACTS } from './facts/index.ts';
import { aCell, type Cell } from './matrix/cell.ts';
import { FAULTS } from './matrix/faults.ts';
import { Tally } from './matrix/tally.ts';
import { verbsOf } from './matrix/verbs.ts';
import { aStand, FULL, REGISTERED, type Stand } from './stand.ts';

/** Some 8 000 cells take minutes: the full run does them, and `MATRIX=1`. */
const ASKED = FULL || process.env.MATRIX === '1';

/** Every registered system, its verbs learned from a stand of its own. */
const STANDS = await Promise.all(
  (ASKED ? REGISTERED : []).map(async (system) => {
    const facts = FACTS[system.id];
    if (!facts) throw new Error(`no words of ${system.id} in tests/contract/facts`);
    const stand = await aStand(system);
    return { system, stand, facts, ...(await verbsOf(stand, facts)) };
  }),
);
const tally = new Tally(STANDS.map(({ system, verbs }) => ({ id: system.id, name: system.name, cells: verbs.length * FAULTS.length })));
let current: Stand | undefined;

beforeAll(wipe);
it('has the vendors’ words for every system that has a stand-in', () => {
  expect(REGISTERED.filter(({ id }) => !Object.hasOwn(FACTS, id))).toEqual([]);
});
afterAll(async () => {
  vi.restoreAllMocks();
  process.stdout.write(ASKED ? tally.report() : 'fault matrix: left out; npm run test:full or MATRIX=1 runs it\n');
  await Promise.all(STANDS.map(({ stand }) => stand.close()));
});

describe.each(STANDS)('$system.name', ({ system, stand, facts, verbs, afresh }) => {
  const logged: unknown[] = [];
  beforeAll(() => {
    current = stand;
    vi.spyOn(Date, 'now').mockImplementation(() => (current as Stand).now());
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, name).mockImplementation((...parts) => logged.push(parts));
  });
  beforeEach(() => {
    logged.length = 0;
  });

  describe.each(verbs)('$name', (verb) => {
    let cell: Cell;
    beforeAll(async () => {
      if (verb.exempt !== undefined) return;
      await afresh();
      cell = await aCell(stand, facts, verb);
    });

    it.each(FAULTS)('meets $id ($title) as agreed', async (fault) => {
      const reason = verb.exempt ?? (await fault.exempt?.(cell));
      if (reason === undefined) await fault.run(cell);
      expect(logged).toEqual([]);
      tally.note(system.id, fault.id, verb.name, reason);
    });
  });
});
