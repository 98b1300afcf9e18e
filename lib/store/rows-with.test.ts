import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { Delivery } from '../model/dossier.ts';
import { outboxDb } from './databases.ts';
import { deliveriesFrom } from './rows-with.ts';

/** Whose turn it is. A state added to the model stands here before this compiles. */
const STATES: Record<Delivery['state'], 'over' | 'the rep’s' | 'the worker’s'> = {
  queued: 'the worker’s',
  sending: 'the worker’s',
  unknown: 'the worker’s',
  'undo-queued': 'the worker’s',
  undoing: 'the worker’s',
  'undo-unknown': 'the worker’s',
  failed: 'the rep’s',
  'needs-you': 'the rep’s',
  confirmed: 'over',
  cancelled: 'over',
  undone: 'over',
};

it('deliveriesFrom finds every delivery that is not over, and no other, when each state is there', async () => {
  const states = Object.keys(STATES) as Delivery['state'][];
  await outboxDb.deliveries.bulkAdd(
    states.map((state, seq) => ({ id: state, actionId: 'a', connectionId: 'h', seq, state, attempts: 0, nextAt: 0 })),
  );
  const found = async (first: 'failed' | 'queued') => (await deliveriesFrom(first)).map(({ state }) => state).sort();
  expect(await found('failed')).toEqual(states.filter((state) => STATES[state] !== 'over').sort());
  expect(await found('queued')).toEqual(states.filter((state) => STATES[state] === 'the worker’s').sort());
});
