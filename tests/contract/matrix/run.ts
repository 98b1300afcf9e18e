import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SystemId } from '../../../lib/systems/contract.ts';
import { wipe } from '../../engine/bench.ts';
import { FACTS } from '../facts/index.ts';
import { type AnyStand, aStand, FULL, REGISTERED } from '../stand.ts';
import { aCell, type Cell } from './cell.ts';
import { FAULTS } from './faults.ts';
import { Tally } from './tally.ts';
import { verbsOf } from './verbs.ts';

/** All variants of a fault take long on a busy machine; nothing here is timed. */
const PATIENCE_MS = FULL ? 300_000 : 30_000;

/** Every verb of one system under every fault, F1 to F20: a test for each cell. One file per system, so that they run side by side. */
export async function runMatrix(id: SystemId): Promise<void> {
  const system = REGISTERED.find((each) => each.id === id);
  if (!system) throw new RangeError(`${id} has no stand-in`);
  await runMatrixOn(await aStand(system));
}

/** The same in front of whomever the system talks to; closes the stand when it is over. */
export async function runMatrixOn(stand: AnyStand): Promise<void> {
  const { system } = stand;
  const facts = FACTS[system.id];
  if (!facts) throw new RangeError(`${system.id} has no words in tests/contract/facts`);
  const { verbs, afresh } = await verbsOf(stand, facts);
  const tally = new Tally(system.name, verbs.length * FAULTS.length);
  const logged: unknown[] = [];

  describe(system.name, () => {
    beforeAll(async () => {
      await wipe();
      vi.spyOn(Date, 'now').mockImplementation(stand.now);
      for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
        vi.spyOn(console, name).mockImplementation((...parts) => logged.push(parts));
    });
    beforeEach(() => {
      logged.length = 0;
    });
    afterAll(async () => {
      vi.restoreAllMocks();
      tally.report();
      await stand.close();
    });

    describe.each(verbs)('$name', (verb) => {
      let cell: Cell;
      beforeAll(async () => {
        if (verb.exempt !== undefined) return;
        await afresh();
        cell = await aCell(stand, facts, verb);
      });

      it.each(FAULTS)('meets $id ($title) as agreed', { timeout: PATIENCE_MS }, async (fault) => {
        const reason = verb.exempt ?? (await fault.exempt?.(cell));
        if (reason === undefined) await fault.run(cell);
        expect(logged).toEqual([]);
        tally.note(fault.id, verb.name, reason);
      });
    });

    it('leaves out no cell', () => {
      expect(tally.missing()).toBe(0);
    });
  });
}
