import { beforeEach, describe, expect, it } from 'vitest';
import type { Action, FieldDefinition, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { ana, at, confirm, deal, dealRef, elsewhere, io, MINUTE, perform, refOf, sandbox, sent, undo } from './desk.ts';

describe('a changed task', () => {
  const aTask = async (facts: object = {}) => {
    const { refs } = await perform({ kind: 'task', title: 'T', at: at(), dueAt: at() + MINUTE, on: [ana()], ...facts });
    return refs[0] as RecordRef;
  };
  const change = (task: RecordRef): Action => ({ kind: 'task-change', task, done: true, dueAt: at() + 60 * MINUTE, at: at(), on: [] });
  const shown = async (task: RecordRef) => (await pipedrive.timeline(ana(), { limit: 20 }, io)).rows.find((row) => row.ref.id === task.id);

  it('is set back by undo, once', async () => {
    const task = await aTask();
    const receipt = await perform(change(task));
    expect(await shown(task)).toMatchObject({ done: true, dueAt: at() + 60 * MINUTE });
    await undo(receipt);
    expect(await shown(task)).toMatchObject({ done: false, dueAt: at() + MINUTE });
    const writes = sent.length;
    await undo(receipt);
    expect(sent).toHaveLength(writes);
  });

  it('is left alone by undo when somebody changed it since', async () => {
    const task = await aTask();
    const receipt = await perform(change(task));
    await elsewhere('PATCH', `/api/v2/activities/${task.id}`, { due_date: '2026-12-24' });
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    expect(await shown(task)).toMatchObject({ done: true, dueAt: Date.UTC(2026, 11, 24, 16) });
  });

  it('remembers nothing that the vendor cannot be told: a task without a day, or for a whole one', async () => {
    for (const task of [await aTask({ dueAt: undefined }), await aTask({ allDay: true })]) {
      expect((await perform(change(task))).before).toBeUndefined();
      const undone: Action = { kind: 'task-change', task, done: false, at: at(), on: [] };
      expect((await perform(undone)).before).toMatchObject({ from: { done: true } });
    }
  });
});

describe('a stage', () => {
  const move = (stageId: string, on = [ana(), dealRef()]): Action => ({ kind: 'stage', stageId, at: at(), on });

  it.each([
    ['2', { stage_id: 2, status: 'open' }, { stage_id: 2, pipeline_id: 1, status: 'open' }],
    ['6', { stage_id: 6, status: 'open' }, { stage_id: 6, pipeline_id: 2, status: 'open' }],
    ['won', { status: 'won' }, { status: 'won', won_time: expect.any(String) }],
    ['lost', { status: 'lost' }, { status: 'lost', lost_time: expect.any(String) }],
  ])('%s is written, confirmed and set back', async (stageId, body, after) => {
    await elsewhere('PATCH', '/api/v2/deals/1', { stage_id: 3, status: 'open' });
    const before = await deal();
    expect(await confirm(move(stageId))).toBeUndefined();
    const receipt = await perform(move(stageId));
    expect(sent).toEqual([{ method: 'PATCH', path: '/api/v2/deals/1', body }]);
    expect(await deal()).toMatchObject(after);
    expect(await confirm(move(stageId))).toMatchObject({ refs: [dealRef()] });
    await undo(receipt);
    const { update_time: _, stage_change_time: __, ...kept } = before;
    expect(await deal()).toMatchObject(kept);
    await undo(receipt);
    expect(sent).toHaveLength(2);
  });

  it('opens a closed deal; undo closes it with the time and reason it had', async () => {
    const lost = { status: 'lost', lost_time: '2026-05-01T09:00:00Z', lost_reason: 'Price' };
    await elsewhere('PATCH', '/api/v2/deals/1', lost);
    const receipt = await perform(move('2'));
    expect(await deal()).toMatchObject({ stage_id: 2, status: 'open', lost_time: null, lost_reason: null });
    await undo(receipt);
    expect(await deal()).toMatchObject(lost);
  });

  it('is left alone by undo when somebody moved the deal since, or deleted it', async () => {
    const { stage_id } = await deal();
    const receipt = await perform(move(stage_id === 2 ? '3' : '2'));
    await elsewhere('PATCH', '/api/v2/deals/1', { stage_id: 5 });
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    await elsewhere('DELETE', '/api/v2/deals/1');
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is not written when the deal is there already', async () => {
    await elsewhere('PATCH', '/api/v2/deals/1', { stage_id: 3, status: 'open' });
    await undo(await perform(move('3')));
    expect(sent).toEqual([]);
  });

  it('is refused when it does not exist, and asked of nobody when it cannot', async () => {
    await expect(perform(move('99'))).rejects.toMatchObject({ kind: 'invalid' });
    sandbox.requests.length = 0;
    await expect(perform(move('close:1'))).rejects.toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
    await expect(perform(move('2', [ana()]))).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    await expect(perform(move('2', [{ ...dealRef(), account: 'other' }]))).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    expect(sandbox.requests).toEqual([]);
  });
});

describe('a field', () => {
  let ofDeals: FieldDefinition[];
  const named = (label: string) => ofDeals.find((field) => field.label === label)?.key ?? '';
  const write = (field: string, value: string | number | boolean | null, on: RecordRef, seen?: unknown): Action => ({
    kind: 'field',
    field,
    value,
    at: at(),
    on: [on],
    ...(seen !== undefined && { seen }),
  });
  const company = () => refOf('company', 'organization', '1');
  beforeEach(async () => {
    ofDeals = await pipedrive.fields('deal', io);
  });

  it.each([
    ['job_title', 'CEO', ana, 'CEO'],
    ['job_title', null, ana, ''],
    ['website', 'https://new.example', company, 'https://new.example'],
    ['website', null, company, null],
    ['employee_count', '250', company, 250],
    ['industry', 2, company, 2],
    ['title', 'Renamed 🚀', dealRef, 'Renamed 🚀'],
    ['value', '1250.5', dealRef, 1250.5],
    ['probability', 30, dealRef, 30],
  ] as const)('%s takes %j, is confirmed and set back', async (field, value, on, wire) => {
    const before = await pipedrive.read(on(), io);
    const action = write(field, value, on());
    const receipt = await perform(action);
    expect(sent.map(({ body }) => body)).toEqual([{ [field]: wire }]);
    expect(await confirm(action)).toMatchObject({ refs: [on()] });
    if (receipt.before === undefined) return expect(field).toBe('probability');
    await undo(receipt);
    const { changedAt: _, ...kept } = before;
    expect(await pipedrive.read(on(), io)).toMatchObject(kept);
    expect(await confirm(action)).toBeUndefined();
  });

  describe('with several e-mails or phones', () => {
    const way = (value: string, primary: boolean, label = 'work') => ({ value, primary, label });
    const EMAILS = [way('b@x.example', false, 'home'), way('a@x.example', true)];
    const PHONES = [way('+52 81 1', true, 'mobile'), way('+52 81 2', false)];
    const held = async () => {
      const { emails, phones } = await elsewhere('GET', `/api/v2/persons/${ana().id}`);
      return { emails, phones };
    };
    beforeEach(async () => {
      await elsewhere('PATCH', `/api/v2/persons/${ana().id}`, { emails: EMAILS, phones: PHONES });
    });

    it.each([
      ['emails', ' c@x.example ', 'a@x.example', [way('c@x.example', true), way('b@x.example', false, 'home')]],
      ['emails', 'b@x.example', undefined, [way('b@x.example', true, 'home'), way('a@x.example', false)]],
      ['emails', 'B@X.example', undefined, [way('B@X.example', true, 'home'), way('a@x.example', false)]],
      ['emails', null, 'a@x.example', [way('b@x.example', true, 'home')]],
      ['phones', '+52 81 3', ['+52 81 1', '+52 81 2'], [way('+52 81 3', true, 'mobile'), way('+52 81 2', false)]],
    ] as const)('%s = %j (seen: %j) changes the primary, is confirmed and set back; the others stay', async (field, value, seen, wire) => {
      const action = write(field, value, ana(), seen);
      expect(await confirm(action)).toBeUndefined();
      const receipt: Receipt = JSON.parse(JSON.stringify(await perform(action)));
      expect(sent.map(({ body }) => body)).toEqual([{ [field]: wire }]);
      expect(await confirm(action)).toMatchObject({ refs: [ana()] });
      await undo(receipt);
      // What is written back begins with the primary.
      expect(await held()).toEqual({ emails: field === 'emails' ? EMAILS.toReversed() : EMAILS, phones: PHONES });
      await undo(receipt);
      expect(sent).toHaveLength(2);
    });

    it('adds the first one, which undo takes away', async () => {
      await elsewhere('PATCH', `/api/v2/persons/${ana().id}`, { emails: [] });
      const receipt = await perform(write('emails', 'a@x.example', ana(), null));
      expect((await held()).emails).toEqual([way('a@x.example', true)]);
      await undo(receipt);
      expect((await held()).emails).toEqual([]);
    });

    it.each([
      ['emails', 'c@x.example', 'old@x.example', { kind: 'conflict', code: 'changed' }],
      ['emails', 'c@x.example', ['a@x.example'], { kind: 'conflict', code: 'changed' }],
      ['emails', 'c@x.example', null, { kind: 'conflict', code: 'changed' }],
      ['emails', null, undefined, { kind: 'invalid', code: 'many-values' }],
      ['phones', 7, undefined, { kind: 'invalid', code: 'bad-value' }],
    ] as const)('%s = %j (seen: %j) is refused', async (field, value, seen, expected) => {
      await expect(perform(write(field, value, ana(), seen))).rejects.toMatchObject({ ...expected, field });
      expect(sent).toEqual([]);
    });

    it('is left alone by undo when somebody added one since', async () => {
      const receipt = await perform(write('emails', 'c@x.example', ana()));
      const now = (await held()).emails as object[];
      await elsewhere('PATCH', `/api/v2/persons/${ana().id}`, { emails: [...now, way('d@x.example', false)] });
      await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'emails' });
    });
  });

  it.each([
    ['Page views', '42', 42],
    ['Region', '12', 12],
    ['Interested in', '13,11', [11, 13]],
    ['Budget', 900, { value: 900, currency: 'EUR' }],
    ['Renewal date', '2027-01-31', '2027-01-31'],
  ])('custom field %s takes %j by its key, in the type its metadata names', async (label, value, wire) => {
    const action = write(named(label), value, dealRef());
    const receipt = await perform(action);
    expect(sent.map(({ body }) => body)).toEqual([{ custom_fields: { [named(label)]: wire } }]);
    expect((await pipedrive.read(dealRef(), io)).custom[named(label)]).toEqual(wire);
    expect(await confirm(action)).toMatchObject({ refs: [dealRef()] });
    await undo(receipt);
    expect(sent.at(-1)?.body).toEqual({ custom_fields: { [named(label)]: null } });
    expect(await confirm(action)).toBeUndefined();
  });

  it('custom amounts keep the currency they have', async () => {
    await elsewhere('PATCH', '/api/v2/deals/1', { custom_fields: { [named('Budget')]: { value: 5, currency: 'USD' } } });
    const receipt = await perform(write(named('Budget'), 7, dealRef(), 5));
    expect(sent.at(-1)?.body).toEqual({ custom_fields: { [named('Budget')]: { value: 7, currency: 'USD' } } });
    await undo(receipt);
    expect(sent.at(-1)?.body).toEqual({ custom_fields: { [named('Budget')]: { value: 5, currency: 'USD' } } });
  });

  it('is refused when it is not as the rep saw it, and left alone by undo when somebody changed it since', async () => {
    const action = write('job_title', 'CEO', ana(), 'Somebody else');
    await expect(perform(action)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'job_title' });
    expect(sent).toEqual([]);
    const receipt = await perform(write('job_title', 'CEO', ana()));
    await elsewhere('PATCH', `/api/v2/persons/${ana().id}`, { job_title: 'CFO' });
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'job_title' });
  });

  it('takes an option as seen with its label', async () => {
    const industry = (await pipedrive.read(company(), io)) as { industry?: string };
    const [option] =
      (await pipedrive.fields('company', io))
        .find(({ key }) => key === 'industry')
        ?.options?.filter(({ label }) => label === industry.industry) ?? [];
    await perform(write('industry', 1, company(), { id: Number(option?.value), label: option?.label }));
    expect(sent).toHaveLength(option?.value === '1' ? 0 : 1);
  });

  it('sends nothing when it holds the value already', async () => {
    const { name } = await pipedrive.read(dealRef(), io);
    await undo(await perform(write('title', name, dealRef())));
    expect(sent).toEqual([]);
  });

  it.each([
    ['value', 'much', 'bad-value'],
    ['value', null, 'required'],
    ['title', ' ', 'required'],
    ['expected_close_date', 'soon', 'bad-value'],
    ['Region', '99', 'bad-value'],
    ['Interested in', '11,x', 'bad-value'],
    ['Budget', 'Infinity', 'bad-value'],
    ['Slot', '10:00', 'field-type'],
    ['Owner', 'f'.repeat(40), 'bad-field'],
    ['owner_id', 1, 'bad-field'],
    ['constructor', 1, 'bad-field'],
  ])('%s is not written when it is given %j', async (name, value, code) => {
    const field = name === 'Owner' ? 'f'.repeat(40) : named(name) || name;
    await expect(perform(write(field, value, dealRef()))).rejects.toMatchObject({ kind: 'invalid', code, field });
    expect(sent).toEqual([]);
  });

  it('is refused on leads and on other accounts before anything is asked', async () => {
    sandbox.requests.length = 0;
    const lead = refOf('lead', 'lead', '8f0f0f0f-0000-4000-8000-000000000000');
    await expect(perform(write('title', 'x', lead))).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    const other = { ...dealRef(), account: 'other' };
    await expect(perform(write('title', 'x', other))).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    expect(sandbox.requests).toEqual([]);
  });
});
