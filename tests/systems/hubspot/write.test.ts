import { describe, expect, it } from 'vitest';
import type { Action, Receipt, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { LIMITED_TOKEN } from '../../../sandbox/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { type StandIn, standIn } from './stand-in.ts';

const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const ana = (box: StandIn): RecordRef => box.person('ana-perez');
const undo = (box: StandIn, receipt: Receipt): Promise<void> =>
  hubspot.undo?.(receipt, box.io()) ?? Promise.reject(new TypeError('no undo'));
async function dealOf(box: StandIn): Promise<Extract<SystemRecord, { kind: 'deal' }>> {
  const found = await hubspot.related(ana(box), box.io());
  for (const record of found) if (record.kind === 'deal' && record.status === 'open') return record;
  throw new RangeError('no open deal');
}
const shown = async (box: StandIn, ref: RecordRef | undefined) =>
  (await hubspot.timeline(ana(box), { limit: 20 }, box.io())).rows.find((row) => row.ref.id === ref?.id);
/** Somebody else's write, past the adapter. */
async function patch(box: StandIn, path: string, properties: Record<string, string>): Promise<void> {
  const headers = { authorization: 'Bearer pat-na1-00000000-sandbox-full' };
  const url = `https://api.hubapi.com/crm/objects/2026-09/${path}`;
  const answer = await box.vendor.handle(new Request(url, { method: 'PATCH', headers, body: JSON.stringify({ properties }) }));
  if (answer.status !== 200) throw new RangeError(await answer.text());
}

describe('call', () => {
  const call = (box: StandIn, facts: Partial<Extract<Action, { kind: 'call' }>> = {}): Extract<Action, { kind: 'call' }> => ({
    ...{ kind: 'call', direction: 'out', outcome: 'connected', durationMs: 372_400, text: 'Line 1\n<2>' },
    ...{ on: [ana(box)], at: box.now },
    ...facts,
  });

  it('perform logs a call in one request to all records of the account', async () => {
    const box = standIn();
    const deal = await dealOf(box);
    box.requests.length = 0;
    box.bodies.length = 0;
    const receipt = await hubspot.perform(call(box, { on: [ana(box), deal.ref] }), 'k-1', box.io());
    expect(box.requests).toEqual(['POST /crm/objects/2026-09/calls']);
    expect(box.bodies[0]).toEqual({
      properties: {
        hs_timestamp: new Date(box.now).toISOString(),
        hs_call_body: 'Line 1<br>&lt;2&gt;',
        hs_call_direction: 'OUTBOUND',
        hs_call_status: 'COMPLETED',
        hs_call_duration: '372400',
        hs_call_disposition: CONNECTED,
        hubspot_owner_id: box.vendor.connection.userId,
        hs_unique_id: 'k-1',
      },
      associations: [
        { to: { id: ana(box).id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }] },
        { to: { id: deal.ref.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 206 }] },
      ],
    });
    expect(await shown(box, receipt.refs[0])).toMatchObject({
      ...{ kind: 'call', at: box.now, direction: 'out', outcome: 'connected', durationMs: 372_400, text: 'Line 1\n<2>' },
      on: expect.arrayContaining([ana(box)]),
    });
    expect(box.effects).toMatchObject([{ actionKind: 'call', key: 'k-1' }]);
  });

  it.each([
    ['No answer', { hs_call_disposition: '73a0d17f-1163-4015-bdd5-ec830791da20' }],
    [CONNECTED.toUpperCase(), { hs_call_disposition: CONNECTED }],
    ['Wants an offer', { hs_call_title: 'Wants an offer' }],
  ])('perform writes the outcome "%s" as %j', async (outcome, expected) => {
    const box = standIn();
    await hubspot.perform(call(box, { outcome }), 'k', box.io());
    expect(box.bodies.at(-1)).toMatchObject({ properties: expected });
  });

  it('confirm finds the call by its key, and by its content when HubSpot kept none', async () => {
    const box = standIn();
    const receipt = await hubspot.perform(call(box), 'k-1', box.io());
    expect(await hubspot.confirm(call(box), 'k-1', box.io())).toEqual(receipt);
    expect(await hubspot.confirm(call(box), 'k-2', box.io())).toBeUndefined();
    await patch(box, `calls/${receipt.refs[0]?.id}`, { hs_unique_id: '' });
    expect((await hubspot.confirm(call(box), 'k-2', box.io()))?.refs).toEqual(receipt.refs);
    for (const other of [{ direction: 'in' }, { durationMs: 1 }, { outcome: 'busy' }, { text: 'x' }, { at: box.now - 1 }] as const)
      expect(await hubspot.confirm(call(box, other), 'k-2', box.io())).toBeUndefined();
  });
});

describe('stage', () => {
  const move = (on: RecordRef[], stageId: string, pipelineId?: string): Action => ({
    ...{ kind: 'stage', stageId, on, at: 0 },
    ...(pipelineId !== undefined && { pipelineId }),
  });

  it.each([
    ['contractsent', undefined, 'open'],
    ['appointmentscheduled', 'default', 'open'],
    ['closedwon', undefined, 'won'],
    ['closedlost', 'default', 'lost'],
  ] as const)('perform moves a deal to %s of pipeline %s, confirms it and moves it back', async (stageId, pipelineId, status) => {
    const box = standIn();
    const deal = await dealOf(box);
    const before = await hubspot.read(deal.ref, box.io());
    const action = move([ana(box), deal.ref], stageId, pipelineId);
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
    box.now += 60_000;
    const receipt = await hubspot.perform(action, 'k', box.io());
    expect(receipt).toMatchObject({ refs: [deal.ref], url: expect.stringContaining(`/0-3/${deal.ref.id}`) });
    expect((await hubspot.confirm(action, 'k', box.io()))?.refs).toEqual([deal.ref]);
    const moved = await hubspot.read(deal.ref, box.io());
    expect(moved).toMatchObject({ stageId, status });
    expect(moved.kind === 'deal' && moved.closeAt === box.now).toBe(status !== 'open');
    await undo(box, receipt);
    const { changedAt: _, ...back } = await hubspot.read(deal.ref, box.io());
    expect(before).toMatchObject(back);
  });

  it('undo refuses when the deal was moved on since, and does nothing when it is back already', async () => {
    const box = standIn();
    const deal = await dealOf(box);
    const receipt = await hubspot.perform(move([deal.ref], 'contractsent'), 'k', box.io());
    await patch(box, `deals/${deal.ref.id}`, { dealstage: 'qualifiedtobuy' });
    expect(await failure(undo(box, receipt))).toMatchObject({ kind: 'conflict', code: 'changed', field: 'dealstage' });
    await patch(box, `deals/${deal.ref.id}`, { dealstage: deal.stageId ?? '' });
    box.effects.length = 0;
    await undo(box, receipt);
    expect(box.effects).toEqual([]);
  });

  it('perform writes nothing when the deal is there, and refuses a stage or pipeline that is none', async () => {
    const box = standIn();
    const deal = await dealOf(box);
    const receipt = await hubspot.perform(move([deal.ref], deal.stageId ?? ''), 'k', box.io());
    await undo(box, receipt);
    expect(await failure(hubspot.perform(move([deal.ref], 'nowhere'), 'k', box.io()))).toMatchObject({
      ...{ kind: 'invalid', code: 'INVALID_OPTION', field: 'dealstage' },
    });
    expect(await failure(hubspot.perform(move([deal.ref], ''), 'k', box.io()))).toMatchObject({ code: 'unknown-stage' });
    expect(await failure(hubspot.perform(move([ana(box)], 'closedwon'), 'k', box.io()))).toMatchObject({ code: 'no-target' });
    expect(box.effects).toEqual([]);
  });

  it('perform names the scope when the key may not write deals', async () => {
    const box = standIn();
    const deal = await dealOf(box);
    const limited = box.io({ credentials: { kind: 'token', token: LIMITED_TOKEN } });
    expect((await failure(hubspot.perform(move([deal.ref], 'closedwon'), 'k', limited))).kind).toBe('forbidden');
  });
});

describe('field', () => {
  const field = (box: StandIn, name: string, value: string | number | boolean | null, seen?: unknown): Action => ({
    ...{ kind: 'field', field: name, value, on: [ana(box)], at: box.now },
    ...(seen !== undefined && { seen }),
  });

  it.each([
    ['jobtitle', 'CEO', 'Head of Purchasing'],
    ['lead_source_detail', null, 'Trade fair'],
    ['sidelight_score', 87.5, undefined],
    ['hs_lead_status', 'CONNECTED', undefined],
  ])('perform writes %s = %s, confirms it and sets it back', async (name, value, seen) => {
    const box = standIn();
    const io = box.io({ fieldMap: { '0-1': { x: name } } });
    const before = await hubspot.read(ana(box), io);
    const action = field(box, name, value, seen);
    expect(await hubspot.confirm(action, 'k', io)).toBeUndefined();
    const receipt = await hubspot.perform(action, 'k', io);
    expect((await hubspot.confirm(action, 'k', io))?.refs).toEqual([ana(box)]);
    expect(await hubspot.read(ana(box), io)).not.toEqual(before);
    await undo(box, receipt);
    const { changedAt: _, ...back } = await hubspot.read(ana(box), io);
    expect(before).toMatchObject(back);
    await undo(box, receipt);
    expect(box.effects).toHaveLength(2);
  });

  it('perform throws conflict when the value is not what the rep saw, and undo when it was written since', async () => {
    const box = standIn();
    const stale = await failure(hubspot.perform(field(box, 'jobtitle', 'CEO', 'CFO'), 'k', box.io()));
    expect(stale).toMatchObject({ kind: 'conflict', code: 'changed', field: 'jobtitle' });
    expect(box.effects).toEqual([]);
    const receipt = await hubspot.perform(field(box, 'jobtitle', 'CEO'), 'k', box.io());
    await patch(box, `contacts/${ana(box).id}`, { jobtitle: 'COO' });
    expect(await failure(undo(box, receipt))).toMatchObject({ kind: 'conflict', field: 'jobtitle' });
    expect(await hubspot.read(ana(box), box.io())).toMatchObject({ title: 'COO' });
  });

  it('undo goes by how HubSpot wrote the value down', async () => {
    const box = standIn();
    const receipt = await hubspot.perform(field(box, 'email', 'New.Mail@Example.com'), 'k', box.io());
    expect(await hubspot.confirm(field(box, 'email', 'New.Mail@Example.com'), 'k', box.io())).toBeDefined();
    await undo(box, receipt);
    expect(await hubspot.read(ana(box), box.io())).toMatchObject({ emails: expect.arrayContaining(['ana.perez@llantasnorte.mx']) });
  });

  it('perform writes nothing when the value is there already', async () => {
    const box = standIn();
    const receipt = await hubspot.perform(field(box, 'jobtitle', 'Head of Purchasing'), 'k', box.io());
    await undo(box, receipt);
    expect(box.effects).toEqual([]);
  });

  it.each([
    ['nonsense', 1, 'PROPERTY_DOESNT_EXIST'],
    ['hs_object_id', 1, 'READ_ONLY_VALUE'],
    ['sidelight_score', 'many', 'INVALID_INTEGER'],
    ['hs_lead_status', 'HOT', 'INVALID_OPTION'],
  ])('perform passes on why HubSpot refuses %s = %s', async (name, value, code) => {
    const box = standIn();
    expect(await failure(hubspot.perform(field(box, name, value), 'k', box.io()))).toMatchObject({ kind: 'invalid', code, field: name });
    expect(box.effects).toEqual([]);
  });

  it.each(['', 'a,b', 'x&archived=true', '__proto__/', 'ж'])('perform refuses the field "%s" without asking', async (name) => {
    const box = standIn();
    expect(await failure(hubspot.perform(field(box, name, 1), 'k', box.io()))).toMatchObject({ kind: 'invalid', code: 'bad-field' });
    expect(box.requests).toEqual([]);
  });
});

describe('undo', () => {
  const entries: [string, (box: StandIn) => Action][] = [
    ['note', (box) => ({ kind: 'note', text: 'Once', on: [ana(box)], at: box.now })],
    ['task', (box) => ({ kind: 'task', title: 'Once', on: [ana(box)], at: box.now })],
    ['call', (box) => ({ kind: 'call', direction: 'in', on: [ana(box)], at: box.now })],
  ];

  it.each(entries)('undo archives a %s that was made or found by confirm, once', async (_, make) => {
    const box = standIn();
    const receipt = await hubspot.perform(make(box), 'k', box.io());
    const found = await hubspot.confirm(make(box), 'k', box.io());
    expect(await shown(box, receipt.refs[0])).toBeDefined();
    await undo(box, found ?? receipt);
    expect(await shown(box, receipt.refs[0])).toBeUndefined();
    expect(await hubspot.confirm(make(box), 'k', box.io())).toBeUndefined();
    await undo(box, receipt);
    expect(box.effects.map((effect) => effect.method)).toEqual(['POST', 'DELETE']);
  });

  it('undo sets a task back, unless somebody changed it since', async () => {
    const box = standIn();
    const dueAt = box.now + 60_000;
    const [task] = (await hubspot.perform({ kind: 'task', title: 'T', dueAt, on: [ana(box)], at: box.now }, 'k', box.io())).refs;
    if (!task) throw new RangeError('no task');
    const change: Action = { kind: 'task-change', task, done: true, dueAt: dueAt + 5_000, on: [ana(box)], at: box.now };
    const receipt = await hubspot.perform(change, 'k-2', box.io());
    await undo(box, receipt);
    expect(await shown(box, task)).toMatchObject({ done: false, dueAt });
    const again = await hubspot.perform(change, 'k-3', box.io());
    await patch(box, `tasks/${task.id}`, { hs_task_status: 'WAITING' });
    expect(await failure(undo(box, again))).toMatchObject({ kind: 'conflict', field: 'hs_task_status' });
  });

  it('undo refuses a receipt that remembers nothing, of another account, or that would delete a record', async () => {
    const box = standIn();
    const created = { kind: 'created' };
    const note: RecordRef = { ...ana(box), object: 'activity', native: '0-46', id: '5' };
    for (const receipt of [
      { refs: [note], at: 0 },
      { refs: [], at: 0, before: created },
      { refs: [{ ...note, account: '9' }], at: 0, before: created },
      { refs: [{ ...note, id: '../contacts/5' }], at: 0, before: created },
      { refs: [{ ...note, native: '2-7' }], at: 0, before: created },
      { refs: [ana(box)], at: 0, before: created },
    ])
      expect(await failure(undo(box, receipt))).toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    expect(box.requests).toEqual([]);
  });
});
