import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Locks } from '../../lib/engine/context.ts';
import type * as deliveries from '../../lib/store/deliveries.ts';
import { type System, SystemError } from '../../lib/systems/contract.ts';
import { killedAfterCommit, lostAnswers, twoRunners } from './scenarios.ts';
import { changed, Stand } from './stand.ts';

/* The test of the tests: builds broken on purpose must fail the scenarios of the table, and the true one pass them at the same size. */

const broken = vi.hoisted(() => ({ saveAfterSend: false }));

vi.mock('../../lib/store/deliveries.ts', async (original) => {
  const real = await original<typeof deliveries>();
  const moveDelivery: typeof real.moveDelivery = (id, from, changes, audit) =>
    broken.saveAfterSend && changes.state === 'sending' ? Promise.resolve(true) : real.moveDelivery(id, from, changes, audit);
  const confirmDelivery: typeof real.confirmDelivery = async (id, receipt, audit) => {
    if (broken.saveAfterSend) await real.moveDelivery(id, ['queued'], { state: 'sending' });
    return real.confirmDelivery(id, receipt, audit);
  };
  return { ...real, moveDelivery, confirmDelivery };
});

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => {
  broken.saveAfterSend = false;
  return stand.reset();
});

/** Every system changed in the same way. */
function mutated(change: (system: System) => Partial<System>, more: Partial<Engine> = {}): Engine {
  const engine = stand.worker(more);
  const systems = Object.entries(engine.systems).map(([id, system]) => [id, system && changed(system, change(system))]);
  return { ...engine, systems: Object.fromEntries(systems) };
}

const forgetful = (): Partial<System> => ({ confirm: async () => undefined });
const impatient = (system: System): Partial<System> => ({
  perform: (action, key, io) =>
    system.perform(action, key, io).catch((error: unknown) => {
      if (error instanceof SystemError && error.kind === 'unknown-outcome') return system.perform(action, key, io);
      throw error;
    }),
});
/** Grants everything to everybody at once. */
const lawless: Locks = { request: (name, _options, callback) => callback({ name }) };

describe('the true build', () => {
  it('passes every scenario at the size that catches the broken ones', { timeout: 120_000 }, async () => {
    expect(await lostAnswers(stand, 90)).toEqual([]);
    await stand.reset();
    expect(await killedAfterCommit(stand, 12, (more) => stand.worker(more))).toEqual([]);
    await stand.reset();
    expect(await twoRunners(stand, 30)).toEqual([]);
  });
});

describe('a build', () => {
  it('without confirm is caught by lost answers and by kills', { timeout: 120_000 }, async () => {
    expect(await lostAnswers(stand, 90, mutated(forgetful))).not.toEqual([]);
    await stand.reset();
    expect(await killedAfterCommit(stand, 12, (more) => mutated(forgetful, more))).not.toEqual([]);
  });

  it('without the lock is caught by two runners', { timeout: 120_000 }, async () => {
    const worker = () => stand.worker({ locks: lawless });
    expect(await twoRunners(stand, 30, worker(), worker())).not.toEqual([]);
  });

  it('that saves after sending is caught by kills', { timeout: 120_000 }, async () => {
    broken.saveAfterSend = true;
    expect(await killedAfterCommit(stand, 12, (more) => stand.worker(more))).not.toEqual([]);
  });

  it('that retries writes in line is caught by lost answers', { timeout: 120_000 }, async () => {
    expect(await lostAnswers(stand, 90, mutated(impatient))).not.toEqual([]);
  });
});
