import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, RecordRef } from '../../lib/systems/contract.ts';
import { hubspot } from '../../lib/systems/hubspot/index.ts';
import { LIMITED_TOKEN } from '../../sandbox/hubspot/index.ts';
import { link, type OfficialClient, officialClient } from './hubspot-client.ts';

let official: OfficialClient;
beforeAll(async () => {
  official = await officialClient();
});
afterAll(() => official.sandbox.close());

const related = async (object: RecordRef['object'], ref = official.ana()) =>
  (await hubspot.related(ref, official.io())).filter((each) => each.ref.object === object);

describe('the official client', () => {
  it('reads leads, products and files that the adapter reads, and the other way round', async () => {
    const { client, ana, io } = official;
    const [lead] = await related('lead');
    const read = await client.crm.objects.leads.basicApi.getById(lead?.ref.id ?? '', ['hs_lead_name', 'hs_associated_contact_email']);
    expect(read.properties.hs_lead_name).toBe(lead?.name);
    expect(lead).toMatchObject({ kind: 'person', emails: [read.properties.hs_associated_contact_email] });
    const made = await client.crm.objects.leads.basicApi.create({
      properties: { hs_lead_name: 'By the official client' },
      associations: [link(ana().id, 578)],
    });
    expect((await related('lead')).map(({ ref }) => ref.id)).toContain(made.id);

    const [deal] = await related('deal');
    const [product] = await related('product', deal?.ref);
    const line = await client.crm.lineItems.basicApi.getById(product?.ref.id ?? '', ['name', 'amount', 'quantity', 'price']);
    expect(line.properties).toMatchObject({ name: product?.name });
    const linked = await client.crm.deals.basicApi.getById(deal?.ref.id ?? '', ['dealname'], undefined, ['line_items']);
    expect(linked.associations?.['line items']?.results.map(({ id }) => id)).toContain(product?.ref.id);
    expect(await hubspot.read(product?.ref ?? ana(), io())).toMatchObject({ ...product, links: expect.any(Array) });
  });

  it('sees a meeting, an owner, a score and a new contact of the adapter', async () => {
    const { client, ana, io } = official;
    const at = Date.now();
    const meeting: Action = { kind: 'meeting', title: 'Demo', startAt: at, endAt: at + 60_000, attendees: [], on: [ana()], at };
    const [made] = (await hubspot.perform(meeting, 'k-1', io())).refs;
    const shown = await client.crm.objects.meetings.basicApi.getById(made?.id ?? '', ['hs_meeting_title', 'hs_meeting_end_time']);
    expect(shown.properties).toMatchObject({ hs_meeting_title: 'Demo', hs_meeting_end_time: new Date(at + 60_000).toISOString() });

    const { results: owners } = await client.crm.owners.ownersApi.getPage();
    const ownerId = owners.at(-1)?.id ?? '';
    await hubspot.perform({ kind: 'owner', ownerId, on: [ana()], at }, 'k-2', io());
    await hubspot.perform({ kind: 'score', field: 'sidelight_score', score: 88, on: [ana()], at }, 'k-3', io());
    const contact = await client.crm.contacts.basicApi.getById(ana().id, ['hubspot_owner_id', 'sidelight_score']);
    expect(contact.properties).toMatchObject({ hubspot_owner_id: ownerId, sidelight_score: '88' });

    const values = { firstName: 'Eva', lastName: 'Lang', emails: ['eva.lang@new.example'] };
    const [eva] = (await hubspot.perform({ kind: 'create', object: 'contact', values, on: [], at }, 'k-4', io())).refs;
    const found = await client.crm.contacts.basicApi.getById(
      'eva.lang@new.example',
      ['firstname', 'lastname'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect([found.id, found.properties.firstname]).toEqual([eva?.id, 'Eva']);
  });

  it('uploads a file, and reads one of the adapter', async () => {
    const { client, ana, io } = official;
    const bytes = new TextEncoder().encode('offer');
    const action: Action = { kind: 'file', name: 'Offer.txt', type: 'text/plain', bytes, on: [ana()], at: Date.now() };
    const [note, file] = (await hubspot.perform(action, 'k-5', io())).refs;
    expect(await client.files.filesApi.getById(file?.id ?? '')).toMatchObject({ name: 'Offer', extension: 'txt', size: 5 });
    const entry = await client.crm.objects.notes.basicApi.getById(note?.id ?? '', ['hs_attachment_ids']);
    expect(entry.properties.hs_attachment_ids).toBe(file?.id);
    const upload = { data: Buffer.from('hello'), name: 'own.txt' };
    const own = await client.files.filesApi.upload(upload, undefined, '/own', undefined, undefined, JSON.stringify({ access: 'PRIVATE' }));
    expect(own).toMatchObject({ name: 'own', size: 5 });
    await client.files.filesApi.archive(own.id);
    await expect(client.files.filesApi.getById(own.id)).rejects.toMatchObject({ code: 404 });
  });

  it('makes a property, finds one of the adapter, is refused a name that is taken, and archives', async () => {
    const { client, clientWith, ana, io } = official;
    const { coreApi } = client.crm.properties;
    const own = await coreApi.create('companies', {
      ...{ name: 'fleet_size', label: 'Fleet size', groupName: 'companyinformation' },
      ...{ type: 'number' as never, fieldType: 'number' as never },
    });
    expect(own).toMatchObject({ name: 'fleet_size', hubspotDefined: false, type: 'number' });
    const found = await hubspot.createField?.({ object: 'company', name: 'fleet_size', label: 'Fleet size' }, io());
    expect(found).toMatchObject({ key: 'fleet_size', custom: true, readOnly: false });
    const made = await hubspot.createField?.({ object: 'contact', name: 'points', label: 'Points' }, io());
    expect(await coreApi.getByName('contacts', made?.key ?? '')).toMatchObject({ label: 'Points', fieldType: 'number' });
    await hubspot.perform({ kind: 'score', field: 'points', score: 61, on: [ana()], at: Date.now() }, 'k-6', io());
    expect((await client.crm.contacts.basicApi.getById(ana().id, ['points'])).properties.points).toBe('61');
    const again = { name: 'points', label: 'Other', groupName: 'contactinformation', type: 'string' as never, fieldType: 'text' as never };
    await expect(coreApi.create('contacts', again)).rejects.toMatchObject({ code: 409 });
    await expect(clientWith(LIMITED_TOKEN).crm.properties.coreApi.create('contacts', again)).rejects.toMatchObject({ code: 403 });
    await coreApi.archive('contacts', 'points');
    await expect(coreApi.getByName('contacts', 'points')).rejects.toMatchObject({ code: 404 });
    await expect(coreApi.archive('contacts', 'email')).rejects.toMatchObject({ code: 400 });
    expect(await coreApi.create('contacts', again)).toMatchObject({ name: 'points', label: 'Other' });
  });
});
