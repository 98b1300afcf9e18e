import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, RecordRef } from '../../../lib/systems/contract.ts';
import { altering, ivan, rowsIn } from './altering.ts';
import { problem, type StandIn, standIn } from './stand-in.ts';

describe('writes that meet something odd', () => {
  const on = (world: StandIn) => ({ on: [ivan(world)], at: world.now });
  const task = (ref: RecordRef): Action => ({ kind: 'task-change', task: ref, done: true, on: [], at: 0 });

  it('a task is changed only where it is one of this account, and there', async () => {
    const world = standIn();
    const ref: RecordRef = { ...ivan(world), object: 'activity', native: 'tasks', id: '999' };
    for (const odd of [{ native: 'notes' }, { account: 'other' }, { id: 'x' }, { object: 'contact' as const, native: 'contacts' }])
      await expect(amocrm.perform(task({ ...ref, ...odd }), 'k', world.io())).rejects.toMatchObject({ code: 'no-target' });
    expect(world.requests).toEqual([]);
    await expect(amocrm.perform(task(ref), 'k', world.io())).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('a record in the recycle bin, or whose stage nobody knows, is not moved', async () => {
    const world = standIn();
    const deal = (await amocrm.related(ivan(world), world.io())).find(({ kind }) => kind === 'deal')?.ref as RecordRef;
    const stage: Action = { kind: 'stage', stageId: '142', on: [deal], at: 0 };
    const binned = altering(world, /\/leads\/\d+$/, (lead) => ({ ...lead, is_deleted: true }));
    await expect(amocrm.perform(stage, 'k', binned)).rejects.toMatchObject({ kind: 'not-found', code: 'deleted' });
    const hollow = altering(world, /\/leads\/\d+$/, ({ id }) => ({ id }));
    await expect(amocrm.perform(stage, 'k', hollow)).rejects.toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
    expect(world.effects).toEqual([]);
  });

  it('a lost deal gets its reason back when its move is undone', async () => {
    const world = standIn();
    const deal = (await amocrm.related(ivan(world), world.io())).find(({ kind }) => kind === 'deal')?.ref as RecordRef;
    const authorization = `Bearer ${(world.vendor.connection.credentials as { token: string }).token}`;
    const body = JSON.stringify({ status_id: 143, loss_reason_id: 3 });
    const url = `https://vektordemo.amocrm.ru/api/v4/leads/${deal.id}`;
    await world.vendor.handle(new Request(url, { method: 'PATCH', headers: { authorization }, body }));
    const receipt = await amocrm.perform({ kind: 'stage', stageId: '61000015', on: [deal], at: 0 }, 'k', world.io());
    expect((await (await world.vendor.handle(new Request(url, { headers: { authorization } }))).json()).loss_reason_id).toBeNull();
    await amocrm.undo?.(receipt, world.io());
    expect(await (await world.vendor.handle(new Request(url, { headers: { authorization } }))).json()).toMatchObject({
      status_id: 143,
      loss_reason_id: 3,
    });
  });

  it('fields that are switches take yes and no, lists of many values and computed ones nothing', async () => {
    const world = standIn();
    const definitions = [
      { id: 1, code: 'YES', type: 'checkbox' },
      { id: 2, code: 'MANY', type: 'multiselect', enums: [{ id: 5, value: 'a' }] },
      { id: 3, code: 'SUM', type: 'numeric', is_computed: true },
      { id: 4, code: 'PICK', type: 'select', enums: [{ value: 'no id' }, { id: 6 }] },
      { id: 5, code: 'PLAIN' },
    ];
    const seen: unknown[] = [];
    const io = world.answering(async (request) => {
      if (request.url.includes('custom_fields')) return Response.json(rowsIn('custom_fields', definitions));
      if (request.method === 'GET') return world.vendor.handle(request);
      seen.push(await request.json());
      return Response.json({ id: 1 });
    });
    const write = (field: string, value: string | boolean | null) => amocrm.perform({ kind: 'field', field, value, ...on(world) }, 'k', io);
    for (const [field, value] of [
      ['YES', true],
      ['PICK', '6'],
      ['PLAIN', 'x'],
    ] as const)
      await write(field, value);
    expect(seen).toEqual([
      { custom_fields_values: [{ field_id: 1, values: [{ value: true }] }] },
      { custom_fields_values: [{ field_id: 4, values: [{ enum_id: 6 }] }] },
      { custom_fields_values: [{ field_id: 5, values: [{ value: 'x' }] }] },
    ]);
    for (const [field, value, code] of [
      ['YES', 'yes', 'bad-value'],
      ['MANY', 'a', 'read-only'],
      ['MANY', null, 'read-only'],
      ['SUM', '1', 'read-only'],
    ] as const)
      await expect(write(field, value)).rejects.toMatchObject({ kind: 'invalid', code, field });
  });

  it('an answer that names nothing leaves the outcome open, and a page is followed to find out', async () => {
    const world = standIn();
    const note: Action = { kind: 'note', text: 'Ищи меня', ...on(world) };
    for (const answer of [new Response(null, { status: 204 }), Response.json({ _embedded: {} })]) {
      const io = altering(world, /\/notes$/, () => answer.clone(), 'POST');
      await expect(amocrm.perform(note, 'k', io)).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'no-id' });
    }
    let pages = 0;
    const paged = altering(world, /\/notes$/, (body, request) => {
      pages += 1;
      const first = new URL(request.url).searchParams.get('page') === '1';
      return first ? { _links: { next: { href: 'x' } }, _embedded: { notes: [] } } : { ...rowsIn('notes', []), ...body };
    });
    await amocrm.confirm(note, 'k', paged);
    expect(pages).toBe(2);
  });

  it('a refusal that names no field is still a refusal', async () => {
    const world = standIn();
    const io = altering(world, /\/notes$/, () => problem(400, { 'validation-errors': [{ request_id: '0' }] }), 'POST');
    await expect(amocrm.perform({ kind: 'note', text: 'x', ...on(world) }, 'k', io)).rejects.toMatchObject({
      kind: 'invalid',
      status: 400,
    });
  });
});
