import { describe, expect, it } from 'vitest';
import type { Action, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { setUp } from './stage.ts';

const HOUR_MS = 3_600_000;

/** The stage with a contact, its account, a deal and a lead of the org. */
async function setTable() {
  const stage = setUp();
  const { io, person } = stage;
  const contact = person('james-oneil');
  const [company, deal] = (await salesforce.related(contact, io)).map(({ ref }) => ref);
  const lead = [...stage.vendor.people().values()].flat().find(({ native }) => native === 'Lead');
  if (!company || !deal || !lead) throw new Error('the cast has changed');
  /** The body of the Task that the action sends. */
  const taskOf = async (action: Partial<Extract<Action, { kind: 'task' }>> & { on: RecordRef[] }, key = 'k') => {
    await salesforce.perform({ kind: 'task', title: 'Do it', at: io.now(), ...action }, key, io);
    const request = stage.requests.findLast(({ url }) => url.pathname.endsWith('/sobjects/Task'));
    return JSON.parse(request?.body ?? '{}');
  };
  return { ...stage, contact, company, deal, lead, taskOf };
}

describe('salesforce task', () => {
  it('is about one person and one thing, the deal before its company', async () => {
    const { contact, company, deal, lead, taskOf } = await setTable();
    expect(await taskOf({ on: [company, deal, contact] })).toMatchObject({ WhoId: contact.id, WhatId: deal.id });
    expect(await taskOf({ on: [contact, company] })).toMatchObject({ WhoId: contact.id, WhatId: company.id });
    expect(await taskOf({ on: [contact] })).not.toHaveProperty('WhatId');
    expect(await taskOf({ on: [deal] })).toMatchObject({ WhatId: deal.id });
    expect(await taskOf({ on: [lead, deal] })).not.toHaveProperty('WhatId');
  });

  it('shows on the company although only the contact was named', async () => {
    const { contact, company, io } = await setTable();
    const { refs } = await salesforce.perform({ kind: 'task', title: 'Derived', on: [contact], at: io.now() }, 'k', io);
    const { rows } = await salesforce.timeline(company, { limit: 5 }, io);
    expect(rows.map(({ ref }) => ref)).toContainEqual(refs[0]);
  });

  it('is due on the day it is there, with the hour as reminder', async () => {
    const { contact, taskOf, io } = await setTable();
    const late = Date.UTC(2026, 10, 20, 23, 30);
    expect(await taskOf({ on: [contact], dueAt: late })).toMatchObject({
      ActivityDate: '2026-11-21',
      IsReminderSet: true,
      ReminderDateTime: '2026-11-20T23:30:00.000Z',
    });
    expect(await taskOf({ on: [contact], dueAt: late, allDay: true })).not.toHaveProperty('IsReminderSet');
    expect(await taskOf({ on: [contact], dueAt: io.now() - HOUR_MS })).not.toHaveProperty('IsReminderSet');
    expect(await taskOf({ on: [contact] })).not.toHaveProperty('ActivityDate');
  });

  it('keeps a title too long for a subject in its text', async () => {
    const { contact, taskOf } = await setTable();
    const title = `${'long '.repeat(80)}end`;
    const task = await taskOf({ on: [contact], title, text: 'body' });
    expect(task.Subject.length).toBe(255);
    expect(task.Description).toBe(`${title}\n\nbody`);
  });

  it('belongs to the rep unless somebody else is named', async () => {
    const { contact, taskOf, io, cast } = await setTable();
    expect(await taskOf({ on: [contact] })).toMatchObject({ OwnerId: io.connection.userId });
    const [, other] = await salesforce.owners(io);
    expect(cast.owners.map(({ email }) => email)).toContain(other?.email);
    expect(await taskOf({ on: [contact], ownerId: other?.id ?? '', priority: 'high' })).toMatchObject({
      OwnerId: other?.id,
      Priority: 'High',
    });
  });

  it('is refused when no record of this account is named', async () => {
    const { contact, io, effects } = await setTable();
    const strange = { ...contact, account: 'other-org' };
    for (const kind of ['task', 'note'] as const)
      await expect(salesforce.perform({ kind, title: 'x', text: 'x', on: [strange], at: io.now() }, 'k', io)).rejects.toMatchObject({
        kind: 'invalid',
        code: 'no-target',
      });
    expect(effects).toEqual([]);
  });
});

describe('salesforce note', () => {
  it('hangs on every record of the account, once', async () => {
    const { contact, company, deal, io, effects } = await setTable();
    const foreign = { ...contact, system: 'hubspot' };
    const { refs } = await salesforce.perform(
      { kind: 'note', text: 'Everywhere', on: [contact, deal, contact, company, foreign], at: io.now() },
      'k',
      io,
    );
    for (const ref of [contact, company, deal]) {
      const { rows } = await salesforce.timeline(ref, { limit: 3 }, io);
      expect(rows.filter((row) => row.ref.id === refs[0]?.id)).toMatchObject([{ kind: 'note', text: 'Everywhere' }]);
    }
    expect(effects).toHaveLength(1);
  });

  it.each([
    ['quotes and markup', `<script>alert("x")</script> & 'it' \\ done`],
    ['lines', 'first\n\nthird'],
    ['what a composite would take for a reference', '@{note.id} and @{x.y}'],
    ['right-to-left and emoji', 'שלום 👩‍👩‍👧 مرحبا'],
    ['a very long text', `${'word '.repeat(2000)}end`],
  ])('comes back whole when it holds %s', async (_, text) => {
    const { contact, io } = await setTable();
    await salesforce.perform({ kind: 'note', text, on: [contact], at: io.now() }, 'k', io);
    expect((await salesforce.timeline(contact, { limit: 1 }, io)).rows[0]?.text).toBe(text);
  });
});

describe('salesforce confirm', () => {
  it('finds each of two equal notes by its own key', async () => {
    const { contact, io } = await setTable();
    const action: Action = { kind: 'note', text: 'Called, no answer', on: [contact], at: io.now() };
    const first = await salesforce.perform(action, 'one', io);
    expect(await salesforce.confirm(action, 'two', io)).toBeUndefined();
    const second = await salesforce.perform(action, 'two', io);
    expect((await salesforce.confirm(action, 'one', io))?.refs).toEqual(first.refs);
    expect((await salesforce.confirm(action, 'two', io))?.refs).toEqual(second.refs);
  });

  it('takes an unmarked twin made after the action when the org has stripped the mark', async () => {
    const { contact, io, pass } = await setTable();
    const action: Action = { kind: 'task', title: 'Stripped', on: [contact], at: io.now() };
    await salesforce.perform(action, 'k', io);
    pass(1000);
    const stripped = { ...io, fetch: async (request: Request) => unmarkedAnswer(await io.fetch(request)) };
    expect(await salesforce.confirm(action, 'k', stripped)).toBeDefined();
    expect(await salesforce.confirm({ ...action, at: io.now() + HOUR_MS }, 'k', stripped)).toBeUndefined();
  });

  it('never asks the search index', async () => {
    const { contact, io, requests } = await setTable();
    requests.length = 0;
    await salesforce.confirm({ kind: 'note', text: 'x', on: [contact], at: io.now() }, 'k', io);
    await salesforce.confirm({ kind: 'task', title: 'x', on: [contact], at: io.now() }, 'k', io);
    expect(requests.filter(({ url }) => url.pathname.includes('search'))).toEqual([]);
  });
});

async function unmarkedAnswer(response: Response): Promise<Response> {
  const text = (await response.text()).replace(/[\u2061-\u2064]/g, '');
  return new Response(text, { status: response.status, headers: response.headers });
}

describe('salesforce task-change', () => {
  it('closes, moves and reopens a task with the org’s own words, and remembers what was', async () => {
    const { contact, io } = await setTable();
    const made = await salesforce.perform({ kind: 'task', title: 'Change me', on: [contact], at: io.now() }, 'k', io);
    const task = made.refs[0] ?? expect.fail('no ref');
    const dueAt = io.now() + 48 * HOUR_MS;
    const change = async (values: { done?: boolean; dueAt?: number }) => {
      const action: Action = { kind: 'task-change', task, on: [], at: io.now(), ...values };
      expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
      const receipt = await salesforce.perform(action, 'k', io);
      expect(await salesforce.confirm(action, 'k', io)).toBeDefined();
      return receipt.before;
    };
    expect(await change({ done: true })).toMatchObject({ was: { Status: 'Not Started' }, set: { Status: 'Completed' } });
    expect(await change({ dueAt })).toMatchObject({ was: { ActivityDate: null, IsReminderSet: false } });
    expect(await change({ done: false })).toMatchObject({ was: { Status: 'Completed' } });
    const { rows } = await salesforce.timeline(contact, { limit: 5 }, io);
    expect(rows.find(({ ref }) => ref.id === task.id)).toMatchObject({ done: false, dueAt });
  });

  it('is refused for what is no task of this account', async () => {
    const { contact, io } = await setTable();
    for (const task of [contact, { ...contact, object: 'activity' as const, native: 'Event', id: '00UNw0000000001IAA' }])
      await expect(salesforce.perform({ kind: 'task-change', task, done: true, on: [], at: io.now() }, 'k', io)).rejects.toMatchObject({
        code: 'unsupported',
      });
  });

  it.each(['tag', 'toString'])('an action of kind %s is not offered and refused', async (kind) => {
    const { io } = await setTable();
    const action = { kind, on: [], at: 0, stageId: 'x', tags: [], direction: 'in' } as unknown as Action;
    await expect(salesforce.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    await expect(salesforce.confirm(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });
});
