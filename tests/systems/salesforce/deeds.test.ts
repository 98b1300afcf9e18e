import { describe, expect, it } from 'vitest';
import type { Action, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { rest, setUp } from './stage.ts';

const HOUR_MS = 3_600_000;
const undo = (...given: Parameters<NonNullable<typeof salesforce.undo>>) => salesforce.undo?.(...given) ?? expect.fail('no undo');

async function setTable() {
  const stage = setUp();
  const contact = stage.person('james-oneil');
  const around = await salesforce.related(contact, stage.io);
  const find = (kind: string) => around.find((each) => each.kind === kind)?.ref ?? expect.fail(`no ${kind}`);
  const people = [...stage.vendor.people().values()].flat();
  const lead = people.find(({ native }) => native === 'Lead') ?? expect.fail('no lead');
  const guests = people.filter(({ native, id }) => native === 'Contact' && id !== contact.id).slice(0, 2);
  stage.requests.length = 0;
  return { ...stage, contact, deal: find('deal'), company: find('company'), lead, guests };
}
type Table = Awaited<ReturnType<typeof setTable>>;

describe('salesforce meeting', () => {
  const meeting = (
    { io, contact }: Table,
    facts: Partial<Extract<Action, { kind: 'meeting' }>> = {},
  ): Extract<Action, { kind: 'meeting' }> => ({
    ...{ kind: 'meeting', title: 'Demo', text: 'Bring @{paper}', startAt: io.now() + HOUR_MS, endAt: io.now() + 2 * HOUR_MS },
    ...{ attendees: [], on: [contact], at: io.now() },
    ...facts,
  });
  const sent = ({ requests }: Table) =>
    JSON.parse(requests.at(-1)?.body ?? '{}').compositeRequest as { url: string; body: Record<string, unknown> }[];

  it('is one Event with a relation per further attendee, in one call', async () => {
    const table = await setTable();
    const { io, contact, deal, company, guests, requests } = table;
    const action = meeting(table, { on: [contact, deal], attendees: [...guests, contact] });
    const receipt = await salesforce.perform(action, 'k', io);
    expect(requests).toHaveLength(1);
    const [event, ...relations] = sent(table);
    expect(event?.body).toMatchObject({ WhoId: contact.id, WhatId: deal.id });
    expect(relations.map(({ body }) => body)).toEqual(
      guests.map(({ id }) => ({ EventId: '@{event.id}', RelationId: id, Status: 'New', IsInvitee: true })),
    );
    for (const ref of [contact, deal, company]) {
      const { rows } = await salesforce.timeline(ref, { limit: 20 }, io);
      expect(rows.find((row) => row.ref.id === receipt.refs[0]?.id)).toMatchObject({ kind: 'meeting', title: 'Demo', durationMs: HOUR_MS });
    }
    expect((await salesforce.confirm(action, 'k', io))?.refs).toEqual(receipt.refs);
    expect(await salesforce.confirm(action, 'other', io)).toBeUndefined();
    await undo(receipt, io);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    await undo(receipt, io);
  });

  it('does not take the deal of a contact for granted, and gives a lead nothing besides', async () => {
    const table = await setTable();
    const { io, lead, contact, deal } = table;
    await salesforce.perform(meeting(table), 'k', io);
    expect(sent(table)[0]?.body).not.toHaveProperty('WhatId');
    await salesforce.perform(meeting(table, { on: [deal], attendees: [contact] }), 'k', io);
    expect(sent(table)[0]?.body).toMatchObject({ WhoId: contact.id, WhatId: deal.id });
    await salesforce.perform(meeting(table, { on: [lead, deal] }), 'k', io);
    expect(sent(table)[0]?.body).toMatchObject({ WhoId: lead.id });
    expect(sent(table)[0]?.body).not.toHaveProperty('WhatId');
  });

  it('asks again without the field that only orgs with Shared Activities have', async () => {
    const table = await setTable();
    const refused = [
      { referenceId: 'event', httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message: '' }] },
      { referenceId: 'with0', httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD', message: '' }] },
    ];
    const io = {
      ...table.io,
      fetch: async (request: Request) => {
        const text = await request.clone().text();
        if (!text.includes('IsInvitee')) return table.io.fetch(request);
        return new Response(JSON.stringify({ compositeResponse: refused }), { headers: { 'content-type': 'application/json' } });
      },
    };
    const { refs } = await salesforce.perform(meeting(table, { attendees: table.guests }), 'k', io);
    expect(refs[0]?.native).toBe('Event');
    expect(table.effects).toHaveLength(1);
  });

  it('is refused when it ends before it starts or has no title', async () => {
    const table = await setTable();
    const { io, requests } = table;
    await expect(salesforce.perform(meeting(table, { endAt: io.now() }), 'k', io)).rejects.toMatchObject({ field: 'endAt' });
    await expect(salesforce.perform(meeting(table, { title: ' ' }), 'k', io)).rejects.toMatchObject({ field: 'title' });
    expect(requests).toEqual([]);
  });
});

describe('salesforce writes that were doubled on their way', () => {
  it.each([
    ['note', { kind: 'note', text: 'Once' }],
    ['task', { kind: 'task', title: 'Once' }],
    ['call', { kind: 'call', direction: 'in' }],
    ['meeting', { kind: 'meeting', title: 'Once', startAt: 0, endAt: 1000, attendees: [] }],
    ['file', { kind: 'file', name: 'a.txt', type: 'text/plain', bytes: new Uint8Array([65]) }],
  ] as const)('show as two refs of a %s, and undo removes both', async (_, facts) => {
    const { io, contact, effects } = await setTable();
    const action = { ...facts, on: [contact], at: io.now() } as Action;
    await salesforce.perform(action, 'k', io);
    await salesforce.perform(action, 'k', io);
    const found = (await salesforce.confirm(action, 'k', io)) ?? expect.fail('not found');
    expect(found.refs).toHaveLength(2);
    await undo(found, io);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    expect(effects.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });
});

describe('salesforce owner and score', () => {
  it('gives a record to a colleague past assignment rules, and gives it back', async () => {
    const { io, lead, requests } = await setTable();
    const owners = await salesforce.owners(io);
    const was = await salesforce.read(lead, io);
    const other = owners.find(({ id }) => id !== was.ownerId) ?? expect.fail('no colleague');
    const action: Action = { kind: 'owner', ownerId: other.id, on: [lead], at: io.now() };
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    const receipt = await salesforce.perform(action, 'k', io);
    expect(requests.at(-1)).toMatchObject({ method: 'PATCH' });
    expect(await salesforce.read(lead, io)).toMatchObject({ ownerId: other.id });
    expect(await salesforce.confirm(action, 'k', io)).toBeDefined();
    await undo(receipt, io);
    expect(await salesforce.read(lead, io)).toMatchObject({ ownerId: was.ownerId });
    await expect(salesforce.perform({ ...action, ownerId: 'x' }, 'k', io)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('writes a score into the field it is told', async () => {
    const { io, contact } = await setTable();
    const action: Action = { kind: 'score', field: 'Page_Views__c', score: 71, on: [contact], at: io.now() };
    const receipt = await salesforce.perform(action, 'k', io);
    expect(await salesforce.confirm(action, 'k', io)).toBeDefined();
    expect(await salesforce.read(contact, io)).toMatchObject({ custom: { Page_Views__c: 71 } });
    await undo(receipt, io);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
  });
});

describe('salesforce file', () => {
  it('is uploaded and linked to every record in one call, listed there, and taken back', async () => {
    const { io, contact, deal, requests } = await setTable();
    const bytes = new TextEncoder().encode('offer '.repeat(5000));
    const action: Action = { kind: 'file', name: 'Offer @{x}.pdf', type: 'application/pdf', bytes, on: [contact, deal], at: io.now() };
    const receipt = await salesforce.perform(action, 'k', io);
    expect(requests).toHaveLength(1);
    const [file] = receipt.refs;
    for (const ref of [contact, deal]) {
      const listed = (await salesforce.related(ref, io)).find((each) => each.ref.id === file?.id);
      expect(listed).toMatchObject({ kind: 'file', name: 'Offer @ {x}.pdf', custom: { sizeBytes: 30_000, type: 'PDF' } });
      if (file && listed) expect(await salesforce.read(file, io)).toEqual(listed);
    }
    expect((await salesforce.confirm(action, 'k', io))?.refs).toEqual(receipt.refs);
    await undo(receipt, io);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    expect((await salesforce.related(contact, io)).some((each) => each.ref.id === file?.id)).toBe(false);
  });

  it('is refused when it is larger than a body may be', async () => {
    const { io, contact, requests } = await setTable();
    const bytes = new Uint8Array(40_000_000);
    const action: Action = { kind: 'file', name: 'film.mov', type: 'video/quicktime', bytes, on: [contact], at: io.now() };
    await expect(salesforce.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'too-long' });
    expect(requests).toEqual([]);
  });
});

describe('salesforce create', () => {
  const make = (
    io: { now(): number },
    object: 'contact' | 'deal' | 'company' | 'lead',
    values: Record<string, unknown>,
    on: RecordRef[] = [],
  ) => ({ kind: 'create', object, values, on, at: io.now() }) as const;

  it.each([
    ['contact', { name: 'Eva Lang', emails: ['eva@new.example'], phones: ['+1', '+2'], title: 'CFO' }],
    ['lead', { firstName: 'Eva', lastName: 'Lang', emails: ['eva@new.example'], city: 'Berlin' }],
    ['company', { name: 'Neu AG', domains: ['neu.example'], employees: 12 }],
  ] as const)('makes a %s by canonical names, finds it again and takes it back while nobody touched it', async (object, values) => {
    const stage = await setTable();
    const { io } = stage;
    const action = make(io, object, values);
    expect(await salesforce.confirm(action, 'k', io)).toBeUndefined();
    const receipt = await salesforce.perform(action, 'k', io);
    const made = receipt.refs[0] ?? expect.fail('nothing made');
    expect(made.object).toBe(object);
    const record = await salesforce.read(made, io);
    expect(record).toMatchObject({ name: object === 'company' ? 'Neu AG' : 'Eva Lang', ownerId: io.connection.userId });
    expect((await salesforce.confirm(action, 'k', io))?.refs).toEqual([made]);
    await rest(stage, 'PATCH', `/sobjects/${made.native}/${made.id}`, { OwnerId: (await salesforce.owners(io)).at(-1)?.id });
    await expect(undo(receipt, io)).rejects.toMatchObject({ kind: 'conflict', field: 'OwnerId' });
    await rest(stage, 'PATCH', `/sobjects/${made.native}/${made.id}`, { OwnerId: io.connection.userId });
    await undo(receipt, io);
    await expect(salesforce.read(made, io)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('puts a contact into the company it is made on', async () => {
    const { io, company } = await setTable();
    const { refs } = await salesforce.perform(make(io, 'contact', { name: 'Eva Lang' }, [company]), 'k', io);
    expect(await salesforce.read(refs[0] ?? company, io)).toMatchObject({ links: [{ role: 'company', ref: company }] });
  });

  it('makes a deal of a contact: its company, the first open stage, a close date, the contact as primary one', async () => {
    const { io, contact, company } = await setTable();
    const values = { name: 'Renewal @{x}', amount: { amountMinor: 125_050, currency: 'EUR' } };
    const { refs } = await salesforce.perform(make(io, 'deal', values, [contact]), 'k', io);
    const deal = await salesforce.read(refs[0] ?? contact, io);
    expect(deal).toMatchObject({
      ...{ kind: 'deal', name: 'Renewal @ {x}', stageId: 'Prospecting', status: 'open', amount: { amountMinor: 125_050, currency: 'EUR' } },
      links: [
        { role: 'company', ref: company },
        { role: 'primary-contact', ref: contact },
      ],
    });
    expect('closeAt' in deal && (deal.closeAt ?? 0) > io.now()).toBe(true);
    const plain = await salesforce.perform(
      make(io, 'deal', { name: 'Plain', closeAt: Date.UTC(2027, 2, 1), stageId: 'Qualification' }),
      'k',
      io,
    );
    expect(await salesforce.read(plain.refs[0] ?? contact, io)).toMatchObject({ stageId: 'Qualification', name: 'Plain' });
  });
});
