import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action, Activity, RecordRef } from '../../lib/systems/contract.ts';
import { failure } from '../failure.ts';
import { writesOf } from './network.ts';
import { aStand, deal, REGISTERED, type Stand } from './stand.ts';

/** Polls end at once when it has happened; the limit is for a busy machine. */
const PATIENT = { timeout: 10_000 };

const HOUR = 3_600_000;
const TEXTS = [
  'Called about the fleet offer.\nSecond line; wants 5 % off.',
  '<script>alert(1)</script> a < b && c > "d" — it\'s fine &amp; stays &lt;so&gt;',
  'Звонил, просит счёт 🚀 مرحبا שלום',
  `Long ${'word '.repeat(1500)}end`,
];

/** Where a note belongs to exactly one record: the first of `on`, which is the one that was open. */
const ONE_PARENT: ReadonlySet<string> = new Set(['amocrm', 'zoho', 'dynamics']);

describe.each(REGISTERED)('$name writes', (system) => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await aStand(system);
  });
  afterEach(() => stand.close());

  const aNote = (text: string, on?: RecordRef[]): Action => ({ kind: 'note', text, on: on ?? [stand.refOf('ana-perez')], at: stand.now() });
  const aTask = (facts: Partial<Extract<Action, { kind: 'task' }>> = {}): Action => ({
    kind: 'task',
    title: 'Send the offer',
    text: 'With "all" options',
    dueAt: stand.now() + 24 * HOUR,
    on: [stand.refOf('ana-perez')],
    at: stand.now(),
    ...facts,
  });
  const shown = async (ref: RecordRef): Promise<Activity[]> => (await system.timeline(ref, { limit: 50 }, stand.io())).rows;
  /** Effects that made the entry itself, links left out. */
  const entries = (kind: string) => stand.sandbox.effects(system.id).filter((effect) => effect.actionKind === kind);

  it.each(TEXTS)('perform writes a note that reads back as %j', async (text) => {
    const receipt = await system.perform(aNote(text), 'k-1', stand.io());
    expect(receipt.refs.length).toBeGreaterThan(0);
    expect(receipt.url).toMatch(/^https:/);
    expect(receipt.at).toBeGreaterThan(0);
    expect(entries('note').map((effect) => effect.ref.id)).toEqual(expect.arrayContaining(receipt.refs.map((ref) => ref.id)));
    const row = (await shown(stand.refOf('ana-perez'))).find((each) => receipt.refs.some((ref) => ref.id === each.ref.id));
    expect(row?.kind).toBe('note');
    expect(squeeze(row?.text)).toContain(squeeze(text));
  });

  it('perform attaches a note to every record of this system that it can, the open one first', async () => {
    const around = await system.related(stand.refOf('ana-perez'), stand.io());
    const company = around.find((each) => each.kind === 'company')?.ref as RecordRef;
    const own = deal(around.find((each) => each.kind === 'deal')).ref;
    const foreign: RecordRef = { system: 'elsewhere', account: 'x', object: 'contact', native: 'contact', id: '7' };
    await system.perform(aNote('On all three', [foreign, own, stand.refOf('ana-perez'), company]), 'k-2', stand.io());
    for (const ref of ONE_PARENT.has(system.id) ? [own] : [own, stand.refOf('ana-perez'), company])
      expect(
        (await shown(ref)).some((each) => (each.text ?? '').includes('On all three')),
        ref.object,
      ).toBe(true);
  });

  it('perform refuses before it sends anything when no record is of this system', async () => {
    stand.network.exchanges.length = 0;
    const foreign: RecordRef = { system: 'elsewhere', account: 'x', object: 'contact', native: 'contact', id: '7' };
    expect((await failure(system.perform(aNote('Nowhere', [foreign]), 'k-3', stand.io()))).kind).toBe('invalid');
    expect(stand.sandbox.effects()).toEqual([]);
  });

  it('perform refuses when the record is of another account of this vendor', async () => {
    const other = { ...stand.refOf('ana-perez'), account: 'another-account' };
    expect((await failure(system.perform(aNote('Wrong tenant', [other]), 'k-4', stand.io()))).kind).toBe('invalid');
    expect(stand.sandbox.effects()).toEqual([]);
  });

  it('perform writes a task with title, due time and owner', async () => {
    const owners = await system.owners(stand.io());
    const colleague = owners.find((owner) => owner.email?.startsWith('daniel'));
    const action = aTask(colleague ? { ownerId: colleague.id } : {}) as Extract<Action, { kind: 'task' }>;
    const receipt = await system.perform(action, 'k-5', stand.io());
    expect(receipt.url).toMatch(/^https:/);
    expect(entries('task')).toHaveLength(1);
    const row = (await shown(stand.refOf('ana-perez'))).find((each) => receipt.refs.some((ref) => ref.id === each.ref.id));
    expect(row).toMatchObject({ kind: 'task', done: false });
    expect([row?.title, row?.text].join(' ')).toContain('Send the offer');
    expect(Math.abs((row?.dueAt ?? 0) - (action.dueAt ?? 0))).toBeLessThan(24 * HOUR);
    if (colleague) expect(row?.ownerId).toBe(colleague.id);
  });

  it('perform writes a task without a due time, and one for a whole day', async () => {
    const { dueAt: _, ...undated } = aTask({ title: 'Some day' }) as Extract<Action, { kind: 'task' }>;
    await system.perform(undated, 'k-6', stand.io());
    await system.perform(aTask({ title: 'All day', allDay: true }), 'k-7', stand.io());
    const rows = await shown(stand.refOf('ana-perez'));
    for (const title of ['Some day', 'All day'])
      expect(
        rows.some((row) => `${row.title} ${row.text}`.includes(title)),
        title,
      ).toBe(true);
  });

  it('perform throws not-found or invalid, never unknown-outcome, when the record is gone', async () => {
    const gone = { ...stand.refOf('ana-perez'), id: system.id === 'salesforce' ? '003999999999999AAA' : '999999999' };
    expect(['not-found', 'invalid']).toContain((await failure(system.perform(aNote('Into the void', [gone]), 'k-8', stand.io()))).kind);
    expect(stand.sandbox.effects()).toEqual([]);
  });

  describe.each(['note', 'task'] as const)('confirm of a %s', (kind) => {
    const anAction = () => (kind === 'note' ? aNote('Remember me') : aTask({ title: 'Remember me' }));

    it('confirm finds the entry when it landed and its answer came', async () => {
      const action = anAction();
      const receipt = await system.perform(action, 'k-9', stand.io());
      expect((await system.confirm(action, 'k-9', stand.io()))?.refs).toEqual(receipt.refs);
    });

    it('confirm finds nothing when nothing was sent', async () => {
      expect(await system.confirm(anAction(), 'k-10', stand.io())).toBeUndefined();
      expect(stand.sandbox.effects()).toEqual([]);
    });

    it('confirm is not fooled by an older entry that looks the same', async () => {
      await system.perform(anAction(), 'k-old', stand.io());
      stand.pass(2 * HOUR);
      expect(await system.confirm(anAction(), 'k-new', stand.io())).toBeUndefined();
    });

    it('confirm is not fooled by the same entry on another record', async () => {
      const other = stand.refsOf('zoe-rocket');
      const action = anAction();
      await system.perform({ ...action, on: other }, 'k-other', stand.io());
      expect(await system.confirm(action, 'k-mine', stand.io())).toBeUndefined();
    });

    it('confirm finds the entry while the search index lags', async () => {
      const action = anAction();
      stand.sandbox.faults.add({ kind: 'search-lag', delayMs: HOUR });
      const receipt = await system.perform(action, 'k-11', stand.io());
      expect((await system.confirm(action, 'k-11', stand.io()))?.refs).toEqual(receipt.refs);
    });

    it.each(['lost-answer', 'truncated', 'late-commit', 'refused'])(
      'perform leaves the outcome open and confirm settles it when the fault is %s',
      async (fault) => {
        const action = anAction();
        const write = await learnWrite(stand, anAction());
        stand.sandbox.faults.add({ kind: fault, match: write, times: 1, delayMs: 1 });
        const before = entries(kind).length;
        expect((await failure(system.perform(action, 'k-12', stand.io()))).kind).toBe('unknown-outcome');
        if (fault === 'late-commit') await expect.poll(() => entries(kind).length, PATIENT).toBe(before + 1);
        const landed = entries(kind).length > before;
        expect(landed).toBe(fault !== 'refused');
        const receipt = await system.confirm(action, 'k-12', stand.io());
        expect(receipt !== undefined, 'confirmed').toBe(landed);
        if (receipt) expect(receipt.refs.map((ref) => ref.id)).toContain(entries(kind).at(-1)?.ref.id);
      },
    );
  });
});

/** Does it once in a stand of its own, to learn which request writes. */
async function learnWrite(stand: Stand, action: Action): Promise<RegExp> {
  const trial = await aStand(stand.system);
  try {
    await trial.system.perform(action, 'k-trial', trial.io());
    return writesOf(trial.network);
  } finally {
    await trial.close();
  }
}

const squeeze = (text: string | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim();
