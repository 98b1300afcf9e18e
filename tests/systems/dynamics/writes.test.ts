import { beforeEach, describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { failure } from '../../failure.ts';
import { aSandbox, dealOf } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

describe('writing', () => {
  const at = () => sandbox.state.now;
  const on = () => [sandbox.ref('ana-perez')];

  it.each([
    ['note', (): Action => ({ kind: 'note', text: 'Once', on: on(), at: at() })],
    ['task', (): Action => ({ kind: 'task', title: 'Once', on: on(), at: at(), priority: 'high' })],
    ['call', (): Action => ({ kind: 'call', direction: 'out', text: 'Once', durationMs: 61_000, on: on(), at: at() })],
  ] as const)('a %s is made once however often it is performed, confirmed by its key, and undone', async (kind, make) => {
    const receipt = await dynamics.perform(make(), 'k-1', io);
    expect((await dynamics.perform(make(), 'k-1', io)).refs).toEqual(receipt.refs);
    expect(sandbox.effects.filter(({ actionKind }) => actionKind === kind)).toHaveLength(1);
    expect((await dynamics.confirm(make(), 'k-1', io))?.refs).toEqual(receipt.refs);
    expect(await dynamics.confirm(make(), 'k-2', io)).toBeUndefined();
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.confirm(make(), 'k-1', io)).toBeUndefined();
    await dynamics.undo?.(receipt, io);
  });

  it('writes a call as completed, with both sides and the deal it was about', async () => {
    const deal = await dealOf(sandbox, 'ana-perez');
    const call: Action = {
      kind: 'call',
      direction: 'in',
      outcome: 'Connected',
      text: 'Line 1\nLine 2',
      durationMs: 372_000,
      on: [...on(), deal.ref],
      at: at(),
    };
    const { refs } = await dynamics.perform(call, 'k-call', io);
    for (const ref of [deal.ref, sandbox.ref('ana-perez')]) {
      const { rows } = await dynamics.timeline(ref, { limit: 20 }, io);
      expect(rows.find((row) => row.ref.id === refs[0]?.id)).toMatchObject({
        kind: 'call',
        // It began its length before it was written down.
        at: at() - 372_000,
        direction: 'in',
        durationMs: 360_000,
        done: true,
        title: 'Connected',
        text: 'Line 1\nLine 2',
      });
    }
    expect(sandbox.effects.filter(({ actionKind }) => actionKind === 'call')).toHaveLength(1);
  });

  it('keeps an outcome that is a code of ours beside the words', async () => {
    const call: Action = { kind: 'call', direction: 'out', outcome: 'left-message', text: 'About the offer', on: on(), at: at() };
    const { refs } = await dynamics.perform(call, 'k-coded', io);
    const { rows } = await dynamics.timeline(sandbox.ref('ana-perez'), { limit: 20 }, io);
    expect(rows.find(({ ref }) => ref.id === refs[0]?.id)).toMatchObject({ title: 'About the offer', outcome: 'left-message' });
  });

  it('leaves nothing behind when completing the call fails', async () => {
    const broken: Io = {
      ...io,
      fetch: async (request) =>
        io.fetch(new Request(request, { body: (await request.text()).replace('"statuscode":2', '"statuscode":99') })),
    };
    const call: Action = { kind: 'call', direction: 'out', on: on(), at: at() };
    expect((await failure(dynamics.perform(call, 'k-broken', broken))).kind).toBe('invalid');
    expect(sandbox.effects).toEqual([]);
    expect(await dynamics.confirm(call, 'k-broken', io)).toBeUndefined();
  });

  it('changes a task, confirms it and sets it back', async () => {
    const { refs } = await dynamics.perform({ kind: 'task', title: 'T', dueAt: at(), on: on(), at: at() }, 'k-t', io);
    const change: Action = { kind: 'task-change', task: refs[0] as RecordRef, done: true, dueAt: at() + 86_400_000, on: on(), at: at() };
    expect(await dynamics.confirm(change, 'k-c', io)).toBeUndefined();
    const receipt = await dynamics.perform(change, 'k-c', io);
    expect(await dynamics.confirm(change, 'k-c', io)).toBeDefined();
    await dynamics.undo?.(receipt, io);
    const { rows } = await dynamics.timeline(sandbox.ref('ana-perez'), { limit: 20 }, io);
    expect(rows.find(({ ref }) => ref.id === refs[0]?.id)).toMatchObject({ done: false, dueAt: at() });
  });

  it.each([
    ['forwards', 'Close'],
    ['backwards', 'Qualify'],
    ['won', 'Won'],
    ['lost', 'Out-Sold'],
  ])('moves a deal %s, confirms it and moves it back', async (_, name) => {
    const deal = await dealOf(sandbox, 'ana-perez');
    const stage = (await dynamics.pipelines(io))[0]?.stages.find((each) => each.name === name);
    const move: Action = { kind: 'stage', stageId: stage?.id ?? '', on: [deal.ref], at: at() };
    expect(await dynamics.confirm(move, 'k', io)).toBeUndefined();
    const receipt = await dynamics.perform(move, 'k', io);
    expect(await dynamics.confirm(move, 'k', io)).toBeDefined();
    expect(await dynamics.read(deal.ref, io)).toMatchObject(stage?.status === 'open' ? { stageName: name } : { status: stage?.status });
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.read(deal.ref, io)).toMatchObject({ stageName: 'Propose', status: 'open' });
  });

  it('does nothing when the deal is there already, and refuses a stage it does not know', async () => {
    const deal = await dealOf(sandbox, 'ana-perez');
    await dynamics.perform({ kind: 'stage', stageId: deal.stageId ?? '', on: [deal.ref], at: at() }, 'k', io);
    expect(sandbox.effects).toEqual([]);
    const elsewhere: Action = { kind: 'stage', stageId: 'nowhere', on: [deal.ref], at: at() };
    expect(await failure(dynamics.perform(elsewhere, 'k', io))).toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
  });

  it('writes a column, remembers what it was and sets it back', async () => {
    const field: Action = { kind: 'field', field: 'jobtitle', value: 'CEO', seen: 'Compras', on: on(), at: at() };
    const receipt = await dynamics.perform(field, 'k', io);
    expect(await dynamics.confirm(field, 'k', io)).toBeDefined();
    expect(await dynamics.read(sandbox.ref('ana-perez'), io)).toMatchObject({ title: 'CEO' });
    expect(sandbox.sent.find(({ method }) => method === 'PATCH')?.headers.get('if-match')).toMatch(/^W\//);
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.read(sandbox.ref('ana-perez'), io)).toMatchObject({ title: 'Compras' });
  });

  it('throws conflict when the column is not as the rep saw it, or changes under the write', async () => {
    const stale: Action = { kind: 'field', field: 'jobtitle', value: 'CEO', seen: 'CFO', on: on(), at: at() };
    expect(await failure(dynamics.perform(stale, 'k', io))).toMatchObject({ kind: 'conflict', field: 'jobtitle' });
    const racing: Io = {
      ...io,
      fetch: async (request) => {
        const answer = await io.fetch(request);
        if (request.method !== 'GET') return answer;
        const other = { ...stale, value: 'COO', seen: 'Compras' } as Action;
        await dynamics.perform(other, 'k-other', io).catch(() => undefined);
        return answer;
      },
    };
    const mine = { ...stale, seen: 'Compras' } as Action;
    expect(await failure(dynamics.perform(mine, 'k', racing))).toMatchObject({ kind: 'conflict', status: 412 });
  });

  it('throws invalid when the column does not exist, and asks nobody when it cannot', async () => {
    const field = (name: string): Action => ({ kind: 'field', field: name, value: 1, on: on(), at: at() });
    expect((await failure(dynamics.perform(field('nonsense'), 'k', io))).kind).toBe('invalid');
    sandbox.sent.length = 0;
    expect((await failure(dynamics.perform(field('x)?$select=y'), 'k', io))).kind).toBe('invalid');
    expect(sandbox.sent).toEqual([]);
  });

  it('undo refuses a receipt that remembers nothing', async () => {
    const receipt = { refs: [sandbox.ref('ana-perez')], at: at() };
    expect(await failure(dynamics.undo?.(receipt, io) ?? Promise.resolve())).toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    const made = { ...receipt, before: { kind: 'created' } };
    expect(await failure(dynamics.undo?.(made, io) ?? Promise.resolve())).toMatchObject({ code: 'cannot-undo' });
    expect(sandbox.effects).toEqual([]);
  });
});
