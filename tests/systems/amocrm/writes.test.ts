import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { dealOf, undo, watched } from './deeds.ts';
import { standIn } from './stand-in.ts';

const MAIN = '7104455';
const SERVICE = '7104460';

describe('a call', () => {
  const call = (on: RecordRef[], at: number, more: Partial<Extract<Action, { kind: 'call' }>> = {}): Action => ({
    kind: 'call',
    direction: 'out',
    on,
    at,
    outcome: 'reached',
    text: 'Договорились\nо встрече',
    durationMs: 95_400,
    ...more,
  });

  it('is logged as its user’s own, with the number of the card, and reads back', async () => {
    const world = standIn();
    const { sent, io } = watched(world);
    const ref = world.person('ivan-petrov');
    const receipt = await amocrm.perform(call([ref], world.now), 'key-1', io);
    expect(sent).toMatchObject([
      [
        {
          note_type: 'call_out',
          created_by: 504_101,
          responsible_user_id: 504_101,
          params: { uniq: 'key-1', duration: 95, source: 'Sidelight', phone: '8 (495) 123-45-67', call_status: 4 },
        },
      ],
    ]);
    expect(world.effects).toMatchObject([{ actionKind: 'call', key: 'key-1', ref: receipt.refs[0] }]);
    expect((await amocrm.timeline(ref, { limit: 1 }, world.io())).rows).toMatchObject([
      { ref: receipt.refs[0], kind: 'call', direction: 'out', outcome: 'reached', durationMs: 95_000, title: '8 (495) 123-45-67' },
    ]);
  });

  it('is confirmed by its key and by nothing that merely looks like it', async () => {
    const world = standIn();
    const action = call([world.person('ivan-petrov')], world.now, { direction: 'in' });
    expect(await amocrm.confirm(action, 'key-1', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(action, 'key-1', world.io());
    expect((await amocrm.confirm(action, 'key-1', world.io()))?.refs).toEqual(receipt.refs);
    expect(await amocrm.confirm(action, 'key-2', world.io())).toBeUndefined();
  });

  it('keeps an outcome in other words, and goes onto a deal without a number', async () => {
    const world = standIn();
    const deal = await dealOf(world);
    const { sent, io } = watched(world);
    await amocrm.perform(call([deal], world.now, { outcome: 'Просил скидку' }), 'k', io);
    expect(JSON.stringify(sent)).not.toMatch(/"phone"|call_status/);
    const [row] = (await amocrm.timeline(deal, { limit: 1 }, world.io())).rows;
    expect(row?.text).toContain('Просил скидку\nДоговорились\nо встрече');
  });

  it('cannot be undone: notes and tasks are not deleted through the API', async () => {
    const world = standIn();
    const receipt = await amocrm.perform(call([world.person('ivan-petrov')], world.now), 'k', world.io());
    world.requests.length = 0;
    await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    expect(world.requests).toEqual([]);
  });
});

describe('a stage', () => {
  const move = (on: RecordRef[], stageId: string, pipelineId?: string): Action => ({
    kind: 'stage',
    on,
    at: 0,
    stageId,
    ...(pipelineId !== undefined && { pipelineId }),
  });

  it.each([
    ['forwards', '61000015', undefined, { status: 'open', pipelineId: MAIN, stageId: '61000015' }],
    ['won', '142', undefined, { status: 'won', pipelineId: MAIN }],
    ['lost', '143', MAIN, { status: 'lost', pipelineId: MAIN }],
    ['into another pipeline', '61000031', SERVICE, { status: 'open', pipelineId: SERVICE }],
    ['won in another pipeline', '142', SERVICE, { status: 'won', pipelineId: SERVICE }],
  ] as const)('moves %s, is confirmed and set back', async (_, stageId, pipelineId, expected) => {
    const world = standIn();
    const deal = await dealOf(world);
    const action = move([world.person('ivan-petrov'), deal], stageId, pipelineId);
    expect(await amocrm.confirm(action, 'k', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(action, 'k', world.io());
    expect(receipt.refs).toEqual([deal]);
    expect(await amocrm.read(deal, world.io())).toMatchObject(expected);
    expect(await amocrm.confirm(action, 'k', world.io())).toMatchObject({ refs: [deal] });
    await undo(world, receipt);
    expect(await amocrm.read(deal, world.io())).toMatchObject({ status: 'open', pipelineId: MAIN, stageId: '61000014' });
    await undo(world, receipt);
    expect(world.effects.map(({ actionKind }) => actionKind)).toEqual(['stage', 'stage']);
  });

  it('sends nothing when the deal is there already, or the stage is no number', async () => {
    const world = standIn();
    const deal = await dealOf(world);
    await amocrm.perform(move([deal], '61000014'), 'k', world.io());
    expect(world.requests.every((line) => line.startsWith('GET'))).toBe(true);
    world.requests.length = 0;
    await expect(amocrm.perform(move([deal], 'won'), 'k', world.io())).rejects.toMatchObject({ code: 'unknown-stage' });
    await expect(amocrm.perform(move([world.person('ivan-petrov')], '142'), 'k', world.io())).rejects.toMatchObject({ code: 'no-target' });
    expect(world.requests).toEqual([]);
  });

  it('passes on that a stage belongs to another pipeline', async () => {
    const world = standIn();
    const failed = amocrm.perform(move([await dealOf(world)], '61000015', SERVICE), 'k', world.io());
    await expect(failed).rejects.toMatchObject({ kind: 'invalid', code: 'NotSupportedChoice', field: 'status_id' });
    expect(world.effects).toEqual([]);
  });

  it('is not undone when somebody has moved the deal on', async () => {
    const world = standIn();
    const deal = await dealOf(world);
    const receipt = await amocrm.perform(move([deal], '61000015'), 'k', world.io());
    await amocrm.perform(move([deal], '142'), 'k2', world.io());
    await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    expect(await amocrm.read(deal, world.io())).toMatchObject({ status: 'won' });
  });
});

describe('undo', () => {
  it('sets a task back, and refuses when it was changed since', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const made = await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'x', dueAt: world.now }, 'k', world.io());
    const task = made.refs[0] ?? ref;
    const change = (dueAt: number): Action => ({ kind: 'task-change', on: [ref], at: world.now, task, done: true, dueAt });
    const shown = async () => (await amocrm.timeline(ref, { limit: 30 }, world.io())).rows.find((row) => row.ref.id === task.id);
    const receipt = await amocrm.perform(change(world.now + 60_000), 'k2', world.io());
    await undo(world, receipt);
    expect(await shown()).toMatchObject({ done: false, dueAt: Math.floor(world.now / 1000) * 1000 });
    const second = await amocrm.perform(change(world.now + 60_000), 'k3', world.io());
    await amocrm.perform(change(world.now + 120_000), 'k4', world.io());
    await expect(undo(world, second)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    expect(await shown()).toMatchObject({ done: true });
  });

  it('refuses a receipt that remembers nothing or belongs elsewhere, and asks nobody', async () => {
    const world = standIn();
    const ref = await dealOf(world);
    const before = { kind: 'field', field: 'name', was: { name: 'x' }, shown: 'x', wrote: 'y' };
    const receipts: Receipt[] = [
      { refs: [ref], at: 0 },
      { refs: [], at: 0, before },
      { refs: [{ ...ref, account: 'other' }], at: 0, before },
      { refs: [{ ...ref, id: '../1' }], at: 0, before },
      { refs: [{ ...ref, object: 'activity', native: 'notes' }], at: 0, before },
    ];
    for (const receipt of receipts) await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    expect(world.requests).toEqual([]);
  });
});
