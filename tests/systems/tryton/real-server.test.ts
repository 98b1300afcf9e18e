import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe } from 'vitest';
import { changes } from './changes.suite.ts';
import { engineSuite } from './engine.suite.ts';
import { faults } from './faults.suite.ts';
import { startTryton, type TrytonStand, UNAVAILABLE } from './server.ts';
import { verbs } from './verbs.suite.ts';
import { writes } from './writes.suite.ts';

/** On a fresh machine the empty database is made first. */
const START_MS = 180_000;

/** One server for all suites: they write, but none counts on what another has written. */
describe.skipIf(UNAVAILABLE !== undefined)('Tryton on a real server', () => {
  let stand: TrytonStand;
  beforeAll(async () => {
    stand = await startTryton();
  }, START_MS);
  afterAll(() => stand?.close());

  verbs(() => stand);
  changes(() => stand);
  writes(() => stand);
  faults(() => stand);
  engineSuite(() => stand);
});
