import { describe, expect, it } from 'vitest';
import { call as amocrmCall } from '../../../lib/systems/amocrm/api.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { type StandIn, standIn } from './stand-in.ts';

const MAIN = '7104455';
const SERVICE = '7104460';

const undo = (world: StandIn, receipt: Receipt) => amocrm.undo?.(receipt, world.io()) ?? Promise.reject(new TypeError('no undo'));

async function dealOf(world: StandIn): Promise<RecordRef> {
  const deal = (await amocrm.related(world.person('ivan-petrov'), world.io())).find(({ kind }) => kind === 'deal');
  if (!deal) throw new RangeError('no deal');
  world.requests.length = 0;
  return deal.ref;
}

/** Bodies of the requests that write. */
function watched(world: StandIn): { sent: unknown[]; io: ReturnType<StandIn['io']> } {
  const sent: unknown[] = [];
  const io = world.answering(async (request) => {
    if (request.method !== 'GET') sent.push(await request.clone().json());
    return world.vendor.handle(request);
  });
  return { sent, io };
}

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

describe('a field', () => {
  type Value = Extract<Action, { kind: 'field' }>['value'];
  const write = (on: RecordRef, field: string, value: Value, seen?: unknown): Action => ({
    kind: 'field',
    on: [on],
    at: 0,
    field,
    value,
    ...(seen !== undefined && { seen }),
  });
  const of = async (world: StandIn, object: string) => (object === 'contact' ? world.person('ivan-petrov') : dealOf(world));

  it.each([
    ['contact', 'POSITION', 'Директор', { title: 'Директор' }],
    ['contact', '700005', 'Директор', { title: 'Директор' }],
    ['contact', 'PAGE_VIEWS', 77, { custom: { PAGE_VIEWS: 77 } }],
    ['contact', 'EMAIL', 'new@vektor-msk.ru', { emails: ['new@vektor-msk.ru'] }],
    ['contact', 'CITY', null, {}],
    ['contact', 'last_name', 'Сидоров', { lastName: 'Сидоров' }],
    ['deal', 'name', 'Другая «партия» & 🚀', { name: 'Другая «партия» & 🚀' }],
    ['deal', 'price', 1500, { amount: { amountMinor: 150_000, currency: 'RUB' } }],
    ['deal', 'PRIORITY', '921', { custom: { PRIORITY: 'Высокий' } }],
    ['deal', 'PRIORITY', 'Высокий', { custom: { PRIORITY: 'Высокий' } }],
    ['deal', 'UTM_TERM', 'станок б/у', { custom: { UTM_TERM: 'станок б/у' } }],
  ] as const)('of a %s, %s = %s, is written, confirmed and set back', async (object, field, value, expected) => {
    const world = standIn();
    const ref = await of(world, object);
    const { changedAt: _, ...before } = await amocrm.read(ref, world.io());
    world.now += 60_000;
    expect(await amocrm.confirm(write(ref, field, value), 'k', world.io())).toBeUndefined();
    const receipt: Receipt = JSON.parse(JSON.stringify(await amocrm.perform(write(ref, field, value), 'k', world.io())));
    const after = await amocrm.read(ref, world.io());
    expect(after).toMatchObject(expected);
    if (value === null) expect(after).not.toHaveProperty('city');
    expect(await amocrm.confirm(write(ref, field, value), 'k', world.io())).toMatchObject({ refs: [ref] });
    await undo(world, receipt);
    const { changedAt: __, ...restored } = await amocrm.read(ref, world.io());
    expect({ ...restored, name: before.name }).toEqual(before);
    expect(world.effects).toHaveLength(2);
  });

  it('leaves the kind of an address and all other fields as they are', async () => {
    const world = standIn();
    const { sent, io } = watched(world);
    await amocrm.perform(write(world.person('ivan-petrov'), 'EMAIL', 'new@vektor-msk.ru', 'ivan.petrov@vektor-msk.ru'), 'k', io);
    expect(sent).toEqual([{ custom_fields_values: [{ field_id: 700_003, values: [{ value: 'new@vektor-msk.ru', enum_id: 911 }] }] }]);
  });

  it('throws conflict when the rep saw something else, and on undo when it was changed since', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    await expect(amocrm.perform(write(ref, 'POSITION', 'CEO', 'CFO'), 'k', world.io())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed',
      field: 'POSITION',
    });
    expect(world.effects).toEqual([]);
    const receipt = await amocrm.perform(write(ref, 'POSITION', 'CEO', 'Коммерческий директор'), 'k', world.io());
    await amocrm.perform(write(ref, 'POSITION', 'COO'), 'k2', world.io());
    await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    expect(await amocrm.read(ref, world.io())).toMatchObject({ title: 'COO' });
  });

  it.each([
    ['NOBODY', 'x', 'bad-field'],
    ['a/b?c', 'x', 'bad-field'],
    ['PRIORITY', 'Средний', 'unknown-option'],
    ['price', 'much', 'bad-value'],
    ['name', '', 'bad-value'],
  ])('%s = %s is refused before anything is written', async (field, value, code) => {
    const world = standIn();
    await expect(amocrm.perform(write(await dealOf(world), field, value), 'k', world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code,
      field,
    });
    expect(world.effects).toEqual([]);
  });

  describe('with several e-mails or phones', () => {
    const [WORK, PRIVATE] = [911, 912];
    /** Ivan with two e-mails and two phones. */
    const many = async () => {
      const world = standIn();
      const ref = world.person('ivan-petrov');
      const fields = [
        {
          field_code: 'EMAIL',
          values: [
            { value: 'a@x.example', enum_id: WORK },
            { value: 'b@x.example', enum_id: PRIVATE },
          ],
        },
        { field_code: 'PHONE', values: [{ value: '+7 495 1' }, { value: '+7 495 2' }] },
      ];
      const json = { custom_fields_values: fields };
      await amocrmCall(world.io(), { method: 'PATCH', url: `/api/v4/contacts/${ref.id}`, json, write: true });
      world.effects.length = 0;
      const person = async () => {
        const record = await amocrm.read(ref, world.io());
        return record.kind === 'person' ? { emails: record.emails, phones: record.phones } : expect.fail();
      };
      return { world, ref, person };
    };
    const BOTH = { emails: ['a@x.example', 'b@x.example'], phones: ['+7 495 1', '+7 495 2'] };

    it.each([
      ['EMAIL', ' c@x.example ', 'a@x.example', { emails: ['c@x.example', 'b@x.example'] }],
      ['EMAIL', 'B@x.example', undefined, { emails: ['B@x.example', 'a@x.example'] }],
      ['EMAIL', null, 'a@x.example', { emails: ['b@x.example'] }],
      ['EMAIL', null, ['a@x.example', 'b@x.example'], { emails: ['b@x.example'] }],
      ['PHONE', '+7 495 3', ['+7 495 1', '+7 495 2'], { phones: ['+7 495 3', '+7 495 2'] }],
    ] as const)('%s = %j (seen: %j) changes the first, is confirmed and set back; the others stay', async (name, value, seen, expected) => {
      const { world, ref, person } = await many();
      const action = write(ref, name, value, seen);
      expect(await amocrm.confirm(action, 'k', world.io())).toBeUndefined();
      const receipt: Receipt = JSON.parse(JSON.stringify(await amocrm.perform(action, 'k', world.io())));
      expect(await person()).toEqual({ ...BOTH, ...expected });
      expect(await amocrm.confirm(action, 'k', world.io())).toMatchObject({ refs: [ref] });
      await undo(world, receipt);
      expect(await person()).toEqual(BOTH);
      expect(world.effects).toHaveLength(2);
    });

    it('gives the new value the kind that the old one had', async () => {
      const { world, ref } = await many();
      const { sent, io } = watched(world);
      await amocrm.perform(write(ref, 'EMAIL', 'c@x.example'), 'k', io);
      const values = [
        { value: 'c@x.example', enum_id: WORK },
        { value: 'b@x.example', enum_id: PRIVATE },
      ];
      expect(sent).toEqual([{ custom_fields_values: [{ field_id: 700_003, values }] }]);
    });

    it.each([
      ['EMAIL', 'c@x.example', 'old@x.example', { kind: 'conflict', code: 'changed' }],
      ['EMAIL', 'c@x.example', ['a@x.example'], { kind: 'conflict', code: 'changed' }],
      ['EMAIL', 'c@x.example', null, { kind: 'conflict', code: 'changed' }],
      ['EMAIL', null, undefined, { kind: 'invalid', code: 'many-values' }],
      ['PHONE', 7, undefined, { kind: 'invalid', code: 'bad-value' }],
    ] as const)('%s = %j (seen: %j) is refused', async (name, value, seen, expected) => {
      const { world, ref } = await many();
      await expect(amocrm.perform(write(ref, name, value, seen), 'k', world.io())).rejects.toMatchObject({ ...expected, field: name });
      expect(world.effects).toEqual([]);
    });
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
