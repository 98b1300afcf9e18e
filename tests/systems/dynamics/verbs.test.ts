import { beforeEach, describe, expect, it } from 'vitest';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { failure } from '../../failure.ts';
import { aSandbox, dealOf } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

const keys = { kind: 'person' as const, emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };
const related = (key: string) => dynamics.related(sandbox.ref(key), io);

describe('find', () => {
  it('finds by the second and third address when the first is another', async () => {
    const found = await dynamics.find({ ...keys, emails: ['ANA.PEREZ.GOMEZ@gmail.com'] }, io);
    expect(found.map(({ name }) => name)).toEqual(['Ana Pérez Gómez']);
  });

  it('finds a lead beside contacts, and says so', async () => {
    const [lead] = await dynamics.find({ ...keys, emails: ['lucia@floreslucia.es'] }, io);
    expect(lead?.ref).toMatchObject({ object: 'lead', native: 'lead' });
  });

  it('finds somebody of the same company when only the telling word of the name agrees', async () => {
    const found = await dynamics.find({ ...keys, names: ['Dr. Ana Gómez'], companyNames: ['Llantas Norte SA de CV'] }, io);
    expect(found.map(({ name }) => name)).toContain('Ana Pérez Gómez');
  });

  it('asks once for everything and quotes as OData does', async () => {
    await dynamics.find({ ...keys, emails: ["o'hara@best-co.example"], names: ["James O'Neil"] }, io);
    expect(sandbox.sent.map(({ path }) => path.split('?')[0])).toEqual(['/api/data/v9.2/contacts', '/api/data/v9.2/leads']);
    expect(sandbox.sent[0]?.path).toContain("emailaddress1 eq 'o''hara@best-co.example'");
  });

  it('leaves out records merged into another', async () => {
    const row = { contactid: sandbox.ref('twin').id, fullname: 'Tina', merged: true, _masterid_value: sandbox.ref('ana-perez').id };
    const spoilt: Io = { ...io, fetch: async () => Response.json({ value: [{ ...row, emailaddress1: 'tina@twin.example' }] }) };
    expect(await dynamics.find({ ...keys, emails: ['tina@twin.example'] }, spoilt)).toEqual([]);
  });
});

describe('reading', () => {
  it.each(['read', 'related', 'timeline'] as const)('%s takes one round trip', async (verb) => {
    const ref = sandbox.ref('ana-perez');
    await (verb === 'timeline' ? dynamics.timeline(ref, { limit: 50 }, io) : dynamics[verb](ref, io));
    expect(sandbox.sent).toHaveLength(1);
  });

  it('a deal says where it stands in its process, and in which currency', async () => {
    const deal = await dealOf(sandbox, 'ana-perez');
    const pipelines = await dynamics.pipelines(io);
    expect(deal).toMatchObject({ stageName: 'Propose', status: 'open', amount: { amountMinor: 7_450_050, currency: 'MXN' } });
    expect(pipelines[0]?.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'Qualify open',
      'Develop open',
      'Propose open',
      'Negotiate open',
      'Close open',
      'Won won',
      'Canceled lost',
      'Out-Sold lost',
    ]);
    expect(await dynamics.read(deal.ref, io)).toEqual(deal);
  });

  it('a stakeholder sees the deal, and the deal the stakeholder', async () => {
    const ofStakeholder = (await related('percent')).find(({ kind }) => kind === 'deal');
    expect(ofStakeholder?.name).toBe('50% off "deal" *dynamics*');
    const people = await dynamics.related(ofStakeholder?.ref as RecordRef, io);
    expect(people.map(({ ref }) => ref.id)).toContain(sandbox.ref('percent').id);
  });

  it('reads a record without the columns that security hides', async () => {
    const bare: Io = { ...io, fetch: async () => Response.json({ contactid: sandbox.ref('ana-perez').id, fullname: 'Ana' }) };
    expect(await dynamics.read(sandbox.ref('ana-perez'), bare)).toMatchObject({ name: 'Ana', emails: [], phones: [] });
  });

  it('asks nobody when the id is no GUID', async () => {
    expect(await failure(dynamics.read({ ...sandbox.ref('ana-perez'), id: "1) or (1 eq 1'" }, io))).toMatchObject({ kind: 'not-found' });
    expect(sandbox.sent).toEqual([]);
  });

  it('fields name custom columns, choices and what cannot be written', async () => {
    const fields = await dynamics.fields('deal', io);
    expect(fields.find(({ key }) => key === 'statuscode')).toMatchObject({
      type: 'StatusType',
      options: expect.arrayContaining([{ value: '3', label: 'Won' }]),
    });
    expect(fields.some(({ key }) => key === 'owneridname')).toBe(false);
    const contact = await dynamics.fields('contact', io);
    expect(contact.find(({ key }) => key === 'new_pageviews')).toMatchObject({ custom: true, readOnly: false, label: 'Page views' });
    expect(contact.find(({ key }) => key === 'createdon')).toMatchObject({ readOnly: true, custom: false });
    expect(contact.find(({ key }) => key === 'donotemail')?.options).toEqual([
      { value: '1', label: 'Yes' },
      { value: '0', label: 'No' },
    ]);
  });
});
