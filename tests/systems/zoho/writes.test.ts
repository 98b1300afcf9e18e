import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { aSandbox } from './harness.ts';

const MINUTE = 60_000;

function dealOf(records: readonly SystemRecord[], title: string) {
  const found = records.find((each) => each.kind === 'deal' && each.name.startsWith(title));
  if (found?.kind !== 'deal') throw new RangeError(title);
  return found;
}

describe('writes', () => {
  const write = async (action: Action, box: ReturnType<typeof aSandbox>) => {
    const before = box.effects.length;
    box.state.now += MINUTE;
    const receipt = await zoho.perform({ ...action, at: box.state.now }, 'k', box.io());
    return { receipt, body: box.requests.at(-1)?.body, kinds: box.effects.slice(before).map(({ actionKind }) => actionKind) };
  };

  it('perform sends notes, tasks and calls in the vendor’s columns', async () => {
    const box = aSandbox();
    const ana = box.ref('ana-perez');
    const deal = dealOf(await zoho.related(ana, box.io()), 'Fleet').ref;
    const at = CAST_AS_OF;
    const note = await write({ kind: 'note', text: 'Hello', on: [deal, ana], at }, box);
    expect(note.body).toEqual({ data: [{ Note_Content: 'Hello', Parent_Id: { module: { api_name: 'Deals' }, id: deal.id } }] });
    const task = await write(
      { kind: 'task', title: 'Send', dueAt: Date.UTC(2026, 10, 20, 23, 30), priority: 'high', on: [ana, deal], at },
      box,
    );
    expect(task.body).toEqual({
      data: [
        {
          Subject: 'Send',
          Status: 'Not Started',
          Who_Id: { id: ana.id },
          What_Id: { id: deal.id },
          $se_module: 'Deals',
          Due_Date: '2026-11-21',
          Priority: 'High',
          Owner: { id: '5725767000000411001' },
        },
      ],
    });
    const call = await write(
      { kind: 'call', direction: 'out', durationMs: 330_000, outcome: 'Left a message', text: 'Will ring back', on: [ana], at },
      box,
    );
    expect(call.body).toMatchObject({
      data: [
        {
          Subject: 'Will ring back',
          Call_Type: 'Outbound',
          Call_Duration: '05:30',
          Call_Start_Time: expect.stringMatching(/^2026-11-16T14:57:30\+00:00$/),
          Outgoing_Call_Status: 'Completed',
          Description: 'Left a message\nWill ring back',
        },
      ],
    });
    expect([...note.kinds, ...task.kinds, ...call.kinds]).toEqual(['note', 'task', 'call']);
    expect(task.receipt.url).toBe(`https://crm.zoho.eu/crm/org20093847562/tab/Tasks/${task.receipt.refs[0]?.id}`);
    expect(note.receipt.url).toContain(`/tab/Potentials/${deal.id}`);
  });

  it('perform lets a lead stand alone', async () => {
    const box = aSandbox();
    const lead = box.ref('lucia-lead');
    const { body } = await write({ kind: 'task', title: 'Ring', on: [lead, box.ref('ana-perez')], at: CAST_AS_OF }, box);
    expect(body).toMatchObject({ data: [{ What_Id: { id: lead.id }, $se_module: 'Leads' }] });
    expect(JSON.stringify(body)).not.toContain('Who_Id');
  });

  it('confirm finds a call, and no older one that looks the same', async () => {
    const box = aSandbox();
    const action: Action = { kind: 'call', direction: 'in', text: 'Asked for a price', on: [box.ref('ana-perez')], at: CAST_AS_OF };
    expect(await zoho.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await zoho.perform(action, 'k', box.io());
    expect((await zoho.confirm(action, 'k', box.io()))?.refs).toEqual(receipt.refs);
    box.state.now += 60 * MINUTE;
    expect(await zoho.confirm({ ...action, at: box.state.now }, 'k', box.io())).toBeUndefined();
  });

  it.each(['note', 'task', 'call'] as const)('undo of a %s takes it away, and is content when it is gone', async (kind) => {
    const box = aSandbox();
    const on = [box.ref('ana-perez')];
    const facts = { note: { text: 'x' }, task: { title: 'x' }, call: { direction: 'out' as const } }[kind];
    const { receipt } = await write({ kind, on, at: CAST_AS_OF, ...facts } as Action, box);
    await zoho.undo?.(receipt, box.io());
    expect((await zoho.timeline(on[0] as RecordRef, { limit: 50 }, box.io())).rows.map((row) => row.ref.id)).not.toContain(
      receipt.refs[0]?.id,
    );
    await expect(zoho.undo?.(receipt, box.io())).resolves.toBeUndefined();
  });

  it('perform completes a task and moves it, confirm sees it, undo puts it back', async () => {
    const box = aSandbox();
    const { receipt } = await write({ kind: 'task', title: 'x', dueAt: CAST_AS_OF, on: [box.ref('ana-perez')], at: CAST_AS_OF }, box);
    const [task] = receipt.refs;
    if (!task) throw new RangeError('no task');
    const change: Action = { kind: 'task-change', task, done: true, dueAt: CAST_AS_OF + 48 * 60 * MINUTE, on: [], at: CAST_AS_OF };
    const undone = await zoho.confirm(change, 'k', box.io());
    expect(undone).toBeUndefined();
    const { receipt: changed, body } = await write(change, box);
    expect(body).toEqual({ data: [{ Status: 'Completed', Due_Date: '2026-11-18' }] });
    expect(await zoho.confirm(change, 'k', box.io())).toBeDefined();
    await zoho.undo?.(changed, box.io());
    expect(await zoho.confirm(change, 'k', box.io())).toBeUndefined();
  });

  it('perform moves a deal to another stage and undo moves it back', async () => {
    const box = aSandbox();
    const deal = dealOf(await zoho.related(box.ref('ana-perez'), box.io()), 'Fleet');
    const pipelines = await zoho.pipelines(box.io());
    expect(pipelines[0]).toMatchObject({
      id: deal.pipelineId,
      stages: expect.arrayContaining([{ id: 'Closed Won', name: 'Closed Won', status: 'won', probabilityPct: 100 }]),
    });
    const action: Action = {
      kind: 'stage',
      stageId: 'Closed Won',
      ...(deal.pipelineId !== undefined && { pipelineId: deal.pipelineId }),
      on: [deal.ref],
      at: CAST_AS_OF,
    };
    const { receipt, kinds } = await write(action, box);
    expect(kinds).toEqual(['stage']);
    expect(await zoho.read(deal.ref, box.io())).toMatchObject({ status: 'won', stageId: 'Closed Won' });
    expect(await zoho.confirm(action, 'k', box.io())).toBeDefined();
    await zoho.undo?.(receipt, box.io());
    expect(await zoho.read(deal.ref, box.io())).toMatchObject({ status: 'open', stageId: deal.stageId });
  });

  it('confirm and undo of a stage know a pipeline that is answered as an object', async () => {
    const box = aSandbox();
    const deal = dealOf(await zoho.related(box.ref('ana-perez'), box.io()), 'Fleet');
    const io: Io = {
      ...box.io(),
      fetch: async (request) => {
        const answer = await box.io().fetch(request);
        const text = (await answer.text()).replace(
          '"Pipeline":"Standard (Standard)"',
          '"Pipeline":{"name":"Standard (Standard)","id":"1"}',
        );
        return new Response(text, { status: answer.status });
      },
    };
    const action: Action = { kind: 'stage', stageId: 'Closed Lost', pipelineId: deal.pipelineId ?? '', on: [deal.ref], at: CAST_AS_OF };
    const receipt = await zoho.perform(action, 'k', io);
    expect(receipt.before).toMatchObject({ from: { Pipeline: 'Standard (Standard)' } });
    expect(await zoho.confirm(action, 'k', io)).toBeDefined();
    expect(await zoho.read(deal.ref, io)).toMatchObject({ status: 'lost', pipelineId: 'Standard (Standard)' });
  });

  it('perform writes a field unless somebody has changed it meanwhile', async () => {
    const box = aSandbox();
    const on = [box.ref('ana-perez')];
    const field = (value: string, seen?: unknown): Action => ({
      kind: 'field',
      field: 'Title',
      value,
      on,
      at: CAST_AS_OF,
      ...(seen !== undefined && { seen }),
    });
    await expect(zoho.perform(field('CEO', 'Nobody wrote this'), 'k', box.io())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed',
      field: 'Title',
    });
    expect(box.effects).toEqual([]);
    const { receipt } = await write(field('CEO', 'Head of Purchasing'), box);
    expect(receipt.before).toMatchObject({ from: { Title: 'Head of Purchasing' } });
    expect(await zoho.read(on[0] as RecordRef, box.io())).toMatchObject({ title: 'CEO' });
    await zoho.undo?.(receipt, box.io());
    expect(await zoho.read(on[0] as RecordRef, box.io())).toMatchObject({ title: 'Head of Purchasing' });
    await expect(zoho.perform({ ...field('x'), field: 'a b' } as Action, 'k', box.io())).rejects.toMatchObject({ code: 'bad-field' });
  });
});
