import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import { openRecord } from '../model/open-record.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { targetRefs } from '../model/targets.ts';
import { enqueue } from '../store/queue.ts';
import { connections, dossier, outbox } from '../store/reading.ts';
import { removeConnection } from './connect.ts';
import type { Engine } from './context.ts';
import { lookUp } from './look-up.ts';
import { drain } from './outbox/drain.ts';
import { tabStateOf } from './tab-state.ts';

/* Two accounts of one vendor with the same people under the same ids: nothing of one may ever reach the other. */

const TWICE = ['hubspot', 'pipedrive', 'salesforce'] as const;
let sandbox: Sandbox;
let engine: Engine;
let ids: Record<string, string>;
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await startSandbox({ tls: false, now: clock.now, wait: clock.wait, systems: TWICE, twice: TWICE });
});
afterAll(() => sandbox.close());

describe.each(TWICE)('two accounts of %s', (system) => {
  const second = `${system} 2`;

  beforeEach(async () => {
    await sandbox.reset();
    await wipe();
    engine = testEngine(sandbox, clock);
    ids = await connectAll(engine, sandbox, [system, second]);
  });

  /** The same person in both: equal but for the account. */
  function pair(): [RecordRef, RecordRef] {
    const [first, other] = [sandbox.connection(system).account, sandbox.connection(second).account];
    for (const { records } of sandbox.people()) {
      const own = records.filter((ref) => ref.system === system && ref.account === first);
      const twin = records.find((ref) => ref.account === other && ref.id === own[0]?.id);
      if (own.length === 1 && own[0] && twin) return [own[0], twin];
    }
    return expect.fail('nobody is in both');
  }

  it('are two connections with colours of their own', async () => {
    const known = await connections();
    expect(new Set(known.map(({ account }) => account)).size).toBe(2);
    expect(new Set(known.map(({ tag }) => tag)).size).toBe(2);
    expect(known.map(({ id }) => id).sort()).toEqual([ids[system], ids[second]].sort());
  });

  it('own the pages of their account alone', async () => {
    const known = await connections();
    for (const key of [system, second]) {
      const connection = sandbox.connection(key);
      const ref = pair().find(({ account }) => account === connection.account) ?? expect.fail();
      const url = engine.systems[system]?.recordUrl(ref, connection) ?? expect.fail();
      const state = tabStateOf({ url }, known, () => system, 1);
      expect(state?.connectionId).toBe(ids[key]);
      expect(openRecord(state, known)?.ref).toMatchObject({ account: connection.account, id: ref.id });
    }
  });

  it('keep their records apart although the ids are the same', async () => {
    const [own, twin] = pair();
    await lookUp(engine, { open: { ref: own, connectionId: ids[system] ?? '' } });
    const seen = (await dossier(recordKey(own))) ?? expect.fail();
    for (const key of [system, second]) {
      const part = seen.parts.find((each) => each.connectionId === ids[key]) ?? expect.fail();
      const { account } = sandbox.connection(key);
      expect(part.records.length).toBeGreaterThan(0);
      expect(new Set(part.records.map(({ record }) => record.ref.account))).toEqual(new Set([account]));
      expect(new Set(part.activities.map(({ ref }) => ref.account))).toEqual(new Set([account]));
    }
    expect(targetRefs(seen, ids[second] ?? '')).toEqual([expect.objectContaining({ account: twin.account, id: own.id })]);
    // Both answered for themselves, each with its own key.
    expect(new Set(sandbox.requests().map((request) => request.system))).toEqual(new Set([system, second]));
  });

  it('are written to one by one', async () => {
    const [own, twin] = pair();
    const note = async (targets: string[], on: RecordRef[], text: string) => {
      await enqueue({ record: recordKey(own), customerName: 'x', action: { kind: 'note', text, on, at: clock.at }, targets });
      await drain(engine);
    };
    await note([ids[second] ?? ''], [own, twin], 'for the second alone');
    expect(sandbox.effects(system)).toEqual([]);
    expect(sandbox.effects(second).map(({ ref }) => ref.account)).toEqual([twin.account]);
    await note([ids[system] ?? '', ids[second] ?? ''], [own, twin], 'for both');
    expect(sandbox.effects(system)).toHaveLength(1);
    expect(sandbox.effects(second)).toHaveLength(2);
    for (const { deliveries } of await outbox())
      for (const { connectionId, receipt } of deliveries) {
        const account = connectionId === ids[system] ? own.account : twin.account;
        expect(receipt?.refs.map((ref) => ref.account)).toEqual([account]);
      }
  });

  it('are forgotten one by one', async () => {
    const [own, twin] = pair();
    await lookUp(engine, { open: { ref: own, connectionId: ids[system] ?? '' } });
    await lookUp(engine, { open: { ref: twin, connectionId: ids[second] ?? '' } });
    await removeConnection(engine, ids[system] ?? '');
    const left = await dossier(recordKey(twin));
    expect(left?.parts.map(({ connectionId }) => connectionId)).toEqual([ids[second]]);
    expect(JSON.stringify(left)).not.toContain(`"${own.account}"`);
    const before = sandbox.requests().length;
    await lookUp(engine, { open: { ref: twin, connectionId: ids[second] ?? '' }, force: true });
    expect(
      new Set(
        sandbox
          .requests()
          .slice(before)
          .map((request) => request.system),
      ),
    ).toEqual(new Set([second]));
  });
});
