import { describe, expect, it } from 'vitest';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { failure } from '../../failure.ts';
import { answering } from './harness.ts';

const ref = (object: RecordRef['object'], native: string, id = '7'): RecordRef => ({ system: 'zoho', account: 'org7', object, native, id });
const ON = [ref('contact', 'Contacts')];
const at = CAST_AS_OF;

/** Takes every write, answers every read with `row`; notes each write's row and each request's line. */
function taking(row: Record<string, unknown> = {}) {
  const rows: unknown[] = [];
  const lines: string[] = [];
  const io = answering(async (request) => {
    lines.push(`${request.method} ${new URL(request.url).pathname}`);
    if (request.method === 'GET') return Response.json({ data: [{ id: '7', ...row }] });
    if (request.body !== null) rows.push(...(((await request.json()) as { data?: unknown[]; tags?: unknown[] }).data ?? []));
    return Response.json({ data: [{ status: 'success', code: 'SUCCESS', details: { id: '99' } }] });
  });
  return { io, rows, lines };
}
const written = async (action: Action, row?: Record<string, unknown>) => {
  const { io, rows } = taking(row);
  await zoho.perform(action, 'k', io);
  return rows[0];
};

describe('rows that are written', () => {
  it.each<[string, Action, object]>([
    ['a task of no words', { kind: 'task', title: '', on: ON, at }, { Subject: '-', Status: 'Not Started', Who_Id: { id: '7' } }],
    [
      'an urgent task',
      { kind: 'task', title: 'T', text: 'more', priority: 'high', dueAt: at, on: ON, at },
      { Priority: 'High', Description: 'more' },
    ],
    ['a call without a word', { kind: 'call', direction: 'in', on: ON, at }, { Subject: 'Inbound call', Call_Type: 'Inbound' }],
    [
      'a call of the vendor’s outcome',
      { kind: 'call', direction: 'out', outcome: ' interested ', on: ON, at },
      { Call_Result: 'Interested' },
    ],
    [
      'a call of another outcome',
      { kind: 'call', direction: 'out', outcome: 'sang', text: 'Long\nstory', on: ON, at },
      { Subject: 'Long', Description: 'sang\nLong\nstory' },
    ],
    [
      'a meeting of no words with a stranger',
      { kind: 'meeting', title: '', startAt: at, endAt: at + 1, attendees: [ref('company', 'Accounts')], on: ON, at },
      { Event_Title: '-' },
    ],
    [
      'a stage in its pipeline',
      { kind: 'stage', pipelineId: 'P', stageId: 'S', on: [ref('deal', 'Potentials')], at },
      { Pipeline: 'P', Stage: 'S' },
    ],
  ])('perform writes %s as the vendor wants it', async (_name, action, wanted) => {
    expect(await written(action, { Stage: { name: 'Old', id: '1' }, Pipeline: null })).toMatchObject(wanted);
  });

  it('a meeting without guests of ours names none', async () => {
    const meeting: Action = {
      kind: 'meeting',
      title: 'M',
      startAt: at,
      endAt: at + 1,
      attendees: [ref('company', 'Accounts')],
      on: ON,
      at,
    };
    expect(await written(meeting)).not.toHaveProperty('Participants');
  });
});

describe('refusals before anything is asked', () => {
  it.each<[string, Action, object]>([
    ['a record of no module', { kind: 'create', object: 'invoice' as 'deal', values: {}, on: [], at }, { code: 'unsupported' }],
    ['an owner without a number', { kind: 'owner', ownerId: 'me', on: ON, at }, { code: 'bad-value', field: 'ownerId' }],
    ['no tags', { kind: 'tag', tags: [' '], on: ON, at }, { code: 'nothing-to-change' }],
    ['a tag too long', { kind: 'tag', tags: ['x'.repeat(26)], on: ON, at }, { code: 'bad-value', field: 'tags' }],
    ['a field of no name', { kind: 'field', field: 'a.b', value: 1, on: ON, at }, { code: 'bad-field' }],
    [
      'a task of another account',
      { kind: 'task-change', task: { ...ref('activity', 'Tasks'), account: 'org8' }, done: true, on: [], at },
      { code: 'no-target' },
    ],
    ['a call for a task', { kind: 'task-change', task: ref('activity', 'Calls'), done: true, on: [], at }, { code: 'no-target' }],
    ['nothing about a task', { kind: 'task-change', task: ref('activity', 'Tasks'), on: [], at }, { code: 'nothing-to-change' }],
  ])('perform throws invalid for %s', async (_name, action, wanted) => {
    const { io, lines } = taking();
    expect(await failure(zoho.perform(action, 'k', io))).toMatchObject({ kind: 'invalid', ...wanted });
    expect(lines).toEqual([]);
  });
});

describe('undo', () => {
  const made = (what: string, refs: RecordRef[], rest: object = {}): Receipt => ({ refs, at, before: { kind: 'made', what, ...rest } });

  it('deletes a file where it lies, and a note by its own number', async () => {
    const { io, lines } = taking();
    await zoho.undo?.(made('file', [ref('file', 'Attachments', '5')], { place: 'Deals/7' }), io);
    await zoho.undo?.(made('entry', [ref('activity', 'Notes', '6')]), io);
    expect(lines).toEqual(['DELETE /crm/v8/Deals/7/Attachments/5', 'DELETE /crm/v8/Notes/6']);
  });

  it.each([
    ['a file that lies nowhere', made('file', [ref('file', 'Attachments', '5')])],
    ['a file in an odd place', made('file', [ref('file', 'Attachments', '5')], { place: '../7' })],
    ['an e-mail', made('entry', [ref('activity', 'Emails', '5')])],
    ['an entry without a number', made('entry', [ref('activity', 'Notes', 'x')])],
    ['a record that is an entry', made('record', [ref('activity', 'Notes', '5')])],
  ])('throws cannot-undo for %s', async (_name, receipt) => {
    const { io, lines } = taking();
    expect(await failure(zoho.undo?.(receipt, io))).toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    expect(lines).toEqual([]);
  });
});
