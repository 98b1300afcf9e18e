import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { rest, setUp } from './stage.ts';

const DAY_MS = 86_400_000;
const undo = (...given: Parameters<NonNullable<typeof salesforce.undo>>) => salesforce.undo?.(...given) ?? expect.fail('no undo');

async function setTable() {
  const stage = setUp();
  const contact = stage.person('james-oneil');
  const around = await salesforce.related(contact, stage.io);
  const deal = around.find((each) => each.kind === 'deal' && each.status === 'open')?.ref ?? expect.fail('no open deal');
  const company = around.find(({ kind }) => kind === 'company')?.ref ?? expect.fail('no company');
  const shown = async (ref: RecordRef, id: string | undefined) =>
    (await salesforce.timeline(ref, { limit: 20 }, stage.io)).rows.find((row) => row.ref.id === id);
  stage.requests.length = 0;
  return { ...stage, contact, deal, company, shown };
}

describe('salesforce call', () => {
  it('is a closed task that shows on the person, the deal and its company as it was made', async () => {
    const { io, contact, deal, company, shown, effects } = await setTable();
    const text = 'Line 1\nsaid "@{status.records}" & <b>';
    const call: Action = {
      kind: 'call',
      direction: 'in',
      outcome: 'Connected',
      text,
      durationMs: 372_400,
      on: [contact, deal],
      at: io.now(),
    };
    const { refs, url } = await salesforce.perform(call, 'k', io);
    expect(url).toMatch(/^https:/);
    for (const ref of [contact, deal, company])
      expect(await shown(ref, refs[0]?.id)).toMatchObject({
        kind: 'call',
        title: 'Connected',
        text,
        direction: 'in',
        outcome: 'Connected',
        durationMs: 372_000,
        done: true,
        ownerId: io.connection.userId,
      });
    expect(effects.map(({ actionKind }) => actionKind)).toEqual(['call']);
  });

  it('takes what there is: no outcome, no text, no duration, a lead', async () => {
    const { io, vendor, requests } = await setTable();
    const lead = [...vendor.people().values()].flat().find(({ native }) => native === 'Lead') ?? expect.fail('no lead');
    const { refs } = await salesforce.perform({ kind: 'call', direction: 'out', on: [lead], at: io.now() }, 'k', io);
    const body = JSON.parse(requests.at(-1)?.body ?? '{}');
    expect(body).toMatchObject({
      WhoId: lead.id,
      TaskSubtype: 'Call',
      CallType: 'Outbound',
      Status: 'Completed',
      ActivityDate: expect.any(String),
    });
    expect(Object.keys(body)).not.toContain('CallDisposition');
    const { rows } = await salesforce.timeline(lead, { limit: 5 }, io);
    expect(rows.find(({ ref }) => ref.id === refs[0]?.id)).toMatchObject({ kind: 'call', title: 'Call', direction: 'out' });
  });
});

describe('salesforce case', () => {
  it('is a ticket of its person and company, with status, number and a timeline of its own', async () => {
    const { io, company } = await setTable();
    const { rows } = await salesforce.changes('ticket', undefined, io);
    const [ticket] = rows.filter((row) => 'links' in row && row.links.length === 2);
    if (!ticket || !('links' in ticket)) return expect.fail('no case');
    expect(ticket).toMatchObject({ kind: 'ticket', status: expect.any(String), custom: { CaseNumber: expect.stringMatching(/^\d{8}$/) } });
    expect(await salesforce.read(ticket.ref, io)).toEqual(ticket);
    const [account, person] = ticket.links.map(({ ref }) => ref);
    expect((await salesforce.related(ticket.ref, io)).map(({ ref }) => ref)).toEqual([account, person]);
    for (const ref of [account, person]) expect(await salesforce.related(ref ?? company, io)).toContainEqual(ticket);
    const on = [ticket.ref, person ?? company, account ?? company];
    const { refs } = await salesforce.perform({ kind: 'task', title: 'Send a new one', on, at: io.now() }, 'k', io);
    expect((await salesforce.timeline(ticket.ref, { limit: 5 }, io)).rows.map(({ ref }) => ref)).toEqual(refs);
  });
});

describe('salesforce undo', () => {
  it.each([
    ['note', { kind: 'note', text: 'Once' }],
    ['task', { kind: 'task', title: 'Once', dueAt: Date.UTC(2027, 0, 1) }],
    ['call', { kind: 'call', direction: 'out', outcome: 'Once' }],
  ] as const)('takes a %s away, however often, and confirm no longer finds it', async (_, facts) => {
    const { io, contact, shown } = await setTable();
    const action: Action = { ...facts, on: [contact], at: io.now() };
    const { refs } = await salesforce.perform(action, 'k', io);
    expect(await salesforce.confirm(action, 'other', io)).toBeUndefined();
    const found = (await salesforce.confirm(action, 'k', io)) ?? expect.fail('not confirmed');
    expect(found.refs).toEqual(refs);
    await undo(found, io);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    expect(await shown(contact, refs[0]?.id)).toBeUndefined();
    await undo(found, io);
  });

  it('sets a task back to what it was', async () => {
    const { io, contact, shown } = await setTable();
    const dueAt = io.now() + DAY_MS;
    const made = await salesforce.perform({ kind: 'task', title: 'T', dueAt, on: [contact], at: io.now() }, 'k', io);
    const task = made.refs[0] ?? expect.fail('no ref');
    const change: Action = { kind: 'task-change', task, done: true, dueAt: dueAt + DAY_MS, on: [], at: io.now() };
    const receipt = await salesforce.perform(change, 'k', io);
    expect(await shown(contact, task.id)).toMatchObject({ done: true, dueAt: dueAt + DAY_MS });
    await undo(receipt, io);
    expect(await shown(contact, task.id)).toMatchObject({ done: false, dueAt });
    await undo(receipt, io);
  });

  it('refuses what somebody has changed since', async () => {
    const stage = await setTable();
    const { io, contact, deal } = stage;
    const field = await salesforce.perform({ kind: 'field', field: 'Title', value: 'CEO', on: [contact], at: 0 }, 'k', io);
    const move = await salesforce.perform({ kind: 'stage', stageId: 'Closed Won', on: [deal], at: 0 }, 'k', io);
    await rest(stage, 'PATCH', `/sobjects/Contact/${contact.id}`, { Title: 'COO' });
    await rest(stage, 'PATCH', `/sobjects/Opportunity/${deal.id}`, { StageName: 'Closed Lost' });
    await expect(undo(field, io)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'Title' });
    await expect(undo(move, io)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'StageName' });
    expect(await salesforce.read(contact, io)).toMatchObject({ title: 'COO' });
  });

  it('refuses a receipt that remembers nothing, or would delete a record, and asks nobody', async () => {
    const { io, contact, requests } = await setTable();
    const receipt = { refs: [contact], at: 0 };
    const elsewhere = { refs: [{ ...contact, account: 'other', native: 'Task' }], at: 0, before: { kind: 'created' } };
    for (const each of [receipt, { ...receipt, before: { kind: 'created' } }, elsewhere])
      await expect(undo(each, io)).rejects.toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    expect(requests).toEqual([]);
  });
});

describe('salesforce stage', () => {
  it.each(['Qualification', 'Closed Won', 'Closed Lost'])('moves a deal to %s, confirms it and moves it back', async (stageId) => {
    const stage = await setTable();
    const { io, deal, effects } = stage;
    await rest(stage, 'PATCH', `/sobjects/Opportunity/${deal.id}`, { Probability: 33 });
    const was = await salesforce.read(deal, io);
    const move: Action = { kind: 'stage', stageId, on: [stage.contact, deal], at: 0 };
    expect(await salesforce.confirm(move, 'k', io)).toBeUndefined();
    const receipt = await salesforce.perform(move, 'k', io);
    expect(effects.at(-1)).toMatchObject({ actionKind: 'stage', ref: deal });
    expect(await salesforce.confirm(move, 'k', io)).toMatchObject({ refs: [deal] });
    expect(await salesforce.read(deal, io)).toMatchObject({ stageId });
    await undo(receipt, io);
    expect(await salesforce.read(deal, io)).toMatchObject({ stageId: 'stageId' in was && was.stageId, probabilityPct: 33, status: 'open' });
  });

  it('writes nothing when the deal is there already, and refuses stages the org has not', async () => {
    const { io, deal, contact, effects } = await setTable();
    const now = await salesforce.read(deal, io);
    const move = (stageId: string, on = [deal]): Action => ({ kind: 'stage', stageId, on, at: 0 });
    await salesforce.perform(move('stageId' in now ? (now.stageId ?? '') : ''), 'k', io);
    for (const stageId of ['Nowhere', '', '@{deal.Id}', "x' OR Id != '"])
      await expect(salesforce.perform(move(stageId), 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
    await expect(salesforce.perform(move('Closed Won', [contact]), 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    expect(effects).toEqual([]);
  });
});

describe('salesforce field', () => {
  it.each([
    ['text', 'Title', 'CEO @{x.y} 🚀'],
    ['number', 'Page_Views__c', 12.5],
    ['nothing', 'Title', null],
    ['an empty text', 'Title', ''],
  ] as const)('writes %s, confirms it and sets it back', async (_, field, value) => {
    const stage = await setTable();
    const { io, contact } = stage;
    await rest(stage, 'PATCH', `/sobjects/Contact/${contact.id}`, { Title: 'Owner', Page_Views__c: 3 });
    const was = await rest(stage, 'GET', `/sobjects/Contact/${contact.id}?fields=${field}`);
    const seen = (was as Record<string, unknown>)[field];
    const action: Action = { kind: 'field', field, value, seen, on: [contact], at: 0 };
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    const receipt = await salesforce.perform(action, 'k', io);
    expect(await salesforce.confirm(action, 'k', io)).toBeDefined();
    expect(await rest(stage, 'GET', `/sobjects/Contact/${contact.id}?fields=${field}`)).toMatchObject({
      [field]: value === '' ? null : value,
    });
    await undo(receipt, io);
    expect(await rest(stage, 'GET', `/sobjects/Contact/${contact.id}?fields=${field}`)).toMatchObject({ [field]: seen });
  });

  it('throws conflict when the field is not as the rep saw it, or the record changes under the write', async () => {
    const stage = await setTable();
    const { io, contact, pass } = stage;
    const write = (seen?: string): Action => ({ kind: 'field', field: 'Title', value: 'CEO', ...(seen && { seen }), on: [contact], at: 0 });
    await expect(salesforce.perform(write('Nobody'), 'k', io)).rejects.toMatchObject({ kind: 'conflict', code: 'changed', field: 'Title' });
    const racing: Io = {
      ...io,
      fetch: async (request) => {
        const answer = await io.fetch(request);
        pass(2000);
        if (request.method === 'GET') await rest(stage, 'PATCH', `/sobjects/Contact/${contact.id}`, { Title: 'COO' });
        return answer;
      },
    };
    await expect(salesforce.perform(write(), 'k', racing)).rejects.toMatchObject({ kind: 'conflict', status: 412 });
    expect(await salesforce.read(contact, io)).toMatchObject({ title: 'COO' });
  });

  it('throws invalid for a field the org lacks or keeps to itself, and asks nobody when it cannot be one', async () => {
    const { io, contact, requests, effects } = await setTable();
    const write = (field: string): Action => ({ kind: 'field', field, value: 'x', on: [contact], at: 0 });
    await expect(salesforce.perform(write('Nonsense__c'), 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'INVALID_FIELD' });
    await expect(salesforce.perform(write('Name'), 'k', io)).rejects.toMatchObject({ kind: 'invalid', field: 'Name' });
    requests.length = 0;
    for (const field of ['Id', 'a,b', '../x', 'Title&q=', ''])
      await expect(salesforce.perform(write(field), 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'bad-field' });
    expect(requests).toEqual([]);
    expect(effects).toEqual([]);
  });
});

describe('salesforce writes that nobody answered', () => {
  it.each(['call', 'stage', 'field'] as const)('leave the fate of a %s open, and confirm settles it', async (kind) => {
    const { io, contact, deal } = await setTable();
    const actions: Record<typeof kind, Action> = {
      call: { kind: 'call', direction: 'in', text: 'Hello', on: [contact], at: io.now() },
      stage: { kind: 'stage', stageId: 'Closed Won', on: [deal], at: 0 },
      field: { kind: 'field', field: 'Title', value: 'CEO', on: [contact], at: 0 },
    };
    const losing = (reaches: boolean): Io => ({
      ...io,
      fetch: async (request) => {
        if (!/\/sobjects\//.test(request.url) || request.method === 'GET') return io.fetch(request);
        if (reaches) await io.fetch(request);
        throw new TypeError('network');
      },
    });
    for (const reaches of [false, true]) {
      await expect(salesforce.perform(actions[kind], 'k', losing(reaches))).rejects.toMatchObject({ kind: 'unknown-outcome' });
      expect((await salesforce.confirm(actions[kind], 'k', io)) !== undefined).toBe(reaches);
    }
  });
});
