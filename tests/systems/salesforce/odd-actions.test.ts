import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { keys, setUp } from './stage.ts';

describe('salesforce actions that cannot be done', () => {
  const { io, person } = setUp();
  const james = person('james-oneil');
  const task: RecordRef = { ...james, object: 'activity', native: 'Task', id: '00TNw0000000001IAA' };
  const cases: [string, Action, object][] = [
    ['a note without words', { kind: 'note', text: ' \n', on: [james], at: 0 }, { code: 'empty', field: 'text' }],
    ['a change of nothing', { kind: 'task-change', task, on: [], at: 0 }, { code: 'no-change' }],
    [
      'a task of another org',
      { kind: 'task-change', task: { ...task, account: 'other' }, dueAt: 5, on: [], at: 0 },
      { code: 'unsupported' },
    ],
    ['a record without a name', { kind: 'create', object: 'company', values: {}, on: [], at: 0 }, { code: 'required', field: 'name' }],
    ['an entry on nothing of this org', { kind: 'task', title: 'T', on: [{ ...james, account: 'other' }], at: 0 }, { code: 'no-target' }],
  ];

  it.each(cases)('%s is refused as invalid', async (_, action, expected) => {
    await expect(salesforce.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', ...expected });
  });

  it('undo refuses what was never made here', async () => {
    const receipt = {
      refs: [{ ...james, object: 'custom' as const, native: 'Foo__c' }],
      at: 0,
      before: { kind: 'created', set: { a: 1 } },
    };
    await expect(salesforce.undo?.(receipt, io)).rejects.toMatchObject({ code: 'cannot-undo' });
  });
});

describe('salesforce entries', () => {
  it('stand on a custom object, are confirmed on a company, and close by the usual word when the org tells none', async () => {
    const { io, person, requests, vendor } = setUp();
    const company = (await salesforce.related(person('james-oneil'), io)).find(({ kind }) => kind === 'company')?.ref;
    if (!company) return expect.fail('no company');
    const task: Action = { kind: 'task', title: 'On a company', on: [company], at: io.now() };
    const { refs } = await salesforce.perform(task, 'k', io);
    expect((await salesforce.confirm(task, 'k', io))?.refs).toEqual(refs);
    const custom: RecordRef = { ...company, object: 'custom', native: 'Project__c', id: 'a01Nw0000000001IAA' };
    await salesforce.perform({ ...task, on: [custom] } as Action, 'k', io).catch(() => undefined);
    expect(JSON.parse(requests.at(-1)?.body ?? '{}')).toMatchObject({ WhatId: custom.id });
    const wordless: Io = {
      ...io,
      fetch: async (request) => (request.url.includes('TaskStatus') ? Response.json({ records: [] }) : vendor.handle(request)),
    };
    expect(await salesforce.perform({ kind: 'call', direction: 'in', on: [company], at: io.now() }, 'k2', wordless)).toBeDefined();
  });

  it('are made and looked for without a known user, in the currency the org has', async () => {
    const { io, vendor } = setUp();
    const { userId: _, ...nobody } = io.connection;
    const plain: Io = { ...io, connection: { ...nobody, currency: 'EUR' }, fetch: (request) => vendor.handle(request) };
    const values = { name: 'Renewal', amount: { amountMinor: 100, currency: 'EUR' } };
    const action: Action = { kind: 'create', object: 'deal', values, on: [], at: io.now() };
    const { refs } = await salesforce.perform(action, 'k', plain);
    expect((await salesforce.confirm(action, 'k', plain))?.refs).toEqual(refs);
  });

  it('find a company by phone, and an account of people whose site is unknown', async () => {
    const { io } = setUp();
    const all = (await salesforce.changes('company', undefined, io)).rows;
    const known = all.find((row) => 'phones' in row && row.phones.length > 0);
    if (!known || !('phones' in known)) return expect.fail('no company with a phone');
    const found = await salesforce.find(keys({ kind: 'company', phones: known.phones }), io);
    expect(found.map(({ ref }) => ref.id)).toContain(known.ref.id);
  });
});

describe('salesforce mapping', () => {
  const { io } = setUp();
  const { connection } = io;

  it.each([
    ['Task', { Id: '1', CallType: 'Internal' }, { kind: 'call' }],
    ['Task', { Id: '1', Type: 'Meeting' }, { kind: 'meeting' }],
    ['Task', { Id: '1', Type: 'constructor', TaskSubtype: 'toString' }, { kind: 'task' }],
    ['Event', { Id: '1', EventSubtype: 'Call' }, { kind: 'call' }],
    ['ContentNote', { Id: '1', Content: '/services/data/x', TextPreview: 'a' }, { kind: 'note', text: 'a' }],
    ['ContentNote', { Id: '1', Content: '<p>b</p>' }, { kind: 'note', text: 'b' }],
  ])('toActivity reads a %s %j', (native, raw, expected) => {
    expect(salesforce.toActivity(native, raw, connection)).toMatchObject(expected);
  });

  it('toRecord knows the primary contact of a deal by ContactId alone, and a line without its deal', () => {
    const deal = salesforce.toRecord('Opportunity', { Id: '006Nw0000000001IAA', ContactId: '003Nw0000000001IAA' }, connection);
    expect(deal.links).toMatchObject([{ role: 'primary-contact' }]);
    expect(salesforce.toRecord('OpportunityLineItem', { Id: '00k', Quantity: '2' }, connection)).toMatchObject({
      links: [],
      custom: { Quantity: 2 },
    });
    expect(salesforce.toRecord('Attachment', { Id: '00P', Name: 'a.png', BodyLength: 3 }, connection)).toMatchObject({
      name: 'a.png',
      custom: { sizeBytes: 3 },
    });
  });

  it('toRecord takes a type of a hostile name for any other', () => {
    expect(salesforce.toRecord('', { Id: '1', attributes: { type: 'constructor' } }, connection)).toMatchObject({
      ...{ kind: 'custom', ref: { object: 'custom', native: 'constructor' } },
    });
  });

  it('recordUrl takes the type from the kind, from the id, or does without', () => {
    const ref = { system: 'salesforce', account: connection.account, id: '003Nw0000000001IAA' } as const;
    expect(salesforce.recordUrl({ ...ref, object: 'contact', native: '' }, connection)).toContain('/r/Contact/003');
    expect(salesforce.recordUrl({ ...ref, object: 'custom', native: 'custom' }, connection)).toContain('/r/Contact/003');
    expect(salesforce.recordUrl({ ...ref, object: 'custom', native: '', id: 'a01Nw0000000001IAA' }, connection)).toContain('/r/a01');
  });
});
