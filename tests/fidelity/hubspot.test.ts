import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/models/Filter.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubspot } from '../../lib/systems/hubspot/index.ts';
import { LIMITED_TOKEN } from '../../sandbox/hubspot/index.ts';
import { link, type OfficialClient, officialClient } from './hubspot-client.ts';

let official: OfficialClient;
let client: OfficialClient['client'];

beforeAll(async () => {
  official = await officialClient();
  client = official.client;
});
afterAll(() => official.sandbox.close());

const io = () => official.io();
const ana = () => official.ana();
/** Status and category of a refused call. */
async function refused(call: Promise<unknown>): Promise<{ code: number; category: string }> {
  const error: { code?: number; body?: { category?: string } } = await call.then(
    () => ({}),
    (thrown: unknown) => thrown as object,
  );
  return { code: error.code ?? 0, category: error.body?.category ?? '' };
}

describe('the official client reads', () => {
  it('a contact with its associations as the adapter does', async () => {
    const contact = await client.crm.contacts.basicApi.getById(ana().id, ['email', 'firstname', 'lastname'], undefined, [
      'companies',
      'deals',
      'notes',
    ]);
    const record = await hubspot.read(ana(), io());
    expect(contact.properties).toMatchObject({ email: 'ana.perez@llantasnorte.mx', firstname: 'Ana' });
    expect(`${contact.properties.firstname} ${contact.properties.lastname}`).toBe(record.name);
    expect(contact.createdAt).toBeInstanceOf(Date);
    const companies = contact.associations?.companies?.results.map((row) => [row.id, row.type]) ?? [];
    expect(new Set(companies.map(([id]) => id)).size).toBe(1);
    expect(companies.map(([, type]) => type)).toEqual(['contact_to_company', 'contact_to_company_unlabeled']);
    expect(record.links.map((each) => each.ref.id)).toEqual(expect.arrayContaining([companies[0]?.[0]]));
    expect(contact.associations?.notes?.results.length).toBeGreaterThan(0);
  });

  it('a contact by e-mail, a search, a batch and a list', async () => {
    const byEmail = await client.crm.contacts.basicApi.getById(
      'ana.perez@llantasnorte.mx',
      ['email'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect(byEmail.id).toBe(ana().id);
    const found = await client.crm.contacts.searchApi.doSearch({
      filterGroups: [{ filters: [{ propertyName: 'email', operator: FilterOperatorEnum.Eq, value: 'ANA.PEREZ@llantasnorte.mx' }] }],
      properties: ['email'],
      limit: 10,
      after: '0',
      sorts: ['hs_object_id'],
    });
    expect([found.total, found.results[0]?.id]).toEqual([1, ana().id]);
    const batch = await client.crm.contacts.batchApi.read({
      inputs: [{ id: ana().id }, { id: '999' }],
      properties: ['email'],
      propertiesWithHistory: [],
    });
    expect(batch.results.map((each) => each.id)).toEqual([ana().id]);
    const page = await client.crm.companies.basicApi.getPage(5);
    const next = await client.crm.companies.basicApi.getPage(5, page.paging?.next?.after);
    expect(new Set([...page.results, ...next.results].map((each) => each.id)).size).toBe(10);
  });

  it('owners, pipelines and properties as the adapter does', async () => {
    const { results: owners } = await client.crm.owners.ownersApi.getPage('marta.ruiz@northwind.example');
    expect(owners.map((owner) => owner.id)).toEqual([io().connection.userId]);
    const { results: pipelines } = await client.crm.pipelines.pipelinesApi.getAll('deals');
    const ours = await hubspot.pipelines(io());
    expect(pipelines.map((each) => each.stages.map((stage) => stage.id))).toEqual(ours.map((each) => each.stages.map((stage) => stage.id)));
    const { results: properties } = await client.crm.properties.coreApi.getAll('contacts');
    expect(properties.find((property) => property.name === 'hs_object_id')?.modificationMetadata?.readOnlyValue).toBe(true);
  });

  it('associations in bulk', async () => {
    const { results } = await client.crm.associations.v4.batchApi.getPage('contacts', 'companies', { inputs: [{ id: ana().id }] });
    expect(results[0]?.to.map((each) => each.associationTypes.map((type) => type.typeId))).toEqual([[279, 1]]);
  });
});

describe('the official client writes', () => {
  it('a note and a task that the adapter sees, and the other way round', async () => {
    const note = await client.crm.objects.notes.basicApi.create({
      properties: { hs_timestamp: new Date().toISOString(), hs_note_body: 'By the official client' },
      associations: [link(ana().id, 202)],
    });
    const task = await client.crm.objects.tasks.basicApi.create({
      properties: { hs_timestamp: new Date().toISOString(), hs_task_subject: 'Call Ana', hs_task_status: 'NOT_STARTED' },
      associations: [link(ana().id, 204)],
    });
    await client.crm.objects.tasks.basicApi.update(task.id, { properties: { hs_task_status: 'COMPLETED' } });
    const { rows } = await hubspot.timeline(ana(), { limit: 5 }, io());
    expect(rows.find((row) => row.ref.id === note.id)?.text).toBe('By the official client');
    expect(rows.find((row) => row.ref.id === task.id)).toMatchObject({ kind: 'task', title: 'Call Ana', done: true });

    const action = { kind: 'note' as const, text: 'By Sidelight\n<1>', on: [ana()], at: Date.now() };
    const [made] = (await hubspot.perform(action, 'key-1', io())).refs;
    const read = await client.crm.objects.notes.basicApi.getById(made?.id ?? '', ['hs_note_body', 'hubspot_owner_id'], undefined, [
      'contacts',
    ]);
    expect(read.properties).toMatchObject({ hs_note_body: 'By Sidelight<br>&lt;1&gt;', hubspot_owner_id: io().connection.userId });
    expect(read.associations?.contacts?.results.map((row) => row.id)).toEqual([ana().id]);
  });

  it('a call, a stage and a field that the adapter sees, and the other way round', async () => {
    const call = await client.crm.objects.calls.basicApi.create({
      properties: { hs_timestamp: new Date().toISOString(), hs_call_direction: 'INBOUND', hs_call_duration: '61000' },
      associations: [link(ana().id, 194)],
    });
    const { rows } = await hubspot.timeline(ana(), { limit: 5 }, io());
    expect(rows.find((row) => row.ref.id === call.id)).toMatchObject({ kind: 'call', direction: 'in', durationMs: 61_000 });

    const deal = (await hubspot.related(ana(), io())).find((each) => each.kind === 'deal' && each.status === 'open');
    const ref = deal?.ref ?? ana();
    await hubspot.perform({ kind: 'stage', stageId: 'closedwon', on: [ref], at: Date.now() }, 'k-stage', io());
    const won = await client.crm.deals.basicApi.getById(ref.id, ['dealstage', 'hs_is_closed_won']);
    expect(won.properties).toMatchObject({ dealstage: 'closedwon', hs_is_closed_won: 'true' });
    await client.crm.deals.basicApi.update(ref.id, { properties: { dealstage: 'contractsent' } });
    expect(await hubspot.read(ref, io())).toMatchObject({ stageName: 'Contract Sent', status: 'open' });
    expect(await refused(client.crm.deals.basicApi.update(ref.id, { properties: { dealstage: 'nowhere' } }))).toMatchObject({ code: 400 });

    const field = { kind: 'field' as const, field: 'jobtitle', value: 'CEO', on: [ana()], at: Date.now() };
    const receipt = await hubspot.perform(field, 'k-field', io());
    const read = async () => (await client.crm.contacts.basicApi.getById(ana().id, ['jobtitle'])).properties.jobtitle;
    expect(await read()).toBe('CEO');
    await hubspot.undo?.(receipt, io());
    expect(await read()).not.toBe('CEO');
  });

  it('deletes and merges that the adapter follows', async () => {
    const follow = async (from?: string) => {
      const rows: unknown[] = [];
      for (let cursor = from; ; ) {
        const page = await hubspot.changes('contact', cursor, io());
        rows.push(...page.rows);
        cursor = page.cursor;
        if (!page.more) return { rows, cursor };
      }
    };
    const made = await Promise.all(
      ['a', 'b', 'c'].map((name) => client.crm.contacts.basicApi.create({ properties: { firstname: name }, associations: [] })),
    );
    const [a, b, c] = made.map((each) => each.id);
    const { cursor } = await follow();
    await client.crm.contacts.basicApi.merge({ primaryObjectId: a ?? '', objectIdToMerge: b ?? '' });
    await client.crm.contacts.basicApi.archive(c ?? '');
    const gone = await client.crm.contacts.basicApi.getPage(100, undefined, undefined, undefined, undefined, true);
    expect(gone.results.find((each) => each.id === c)?.archivedAt).toBeInstanceOf(Date);
    const { rows } = await follow(cursor);
    expect(rows).toMatchObject([
      { ref: { id: a }, name: 'a' },
      { ref: { id: b }, mergedInto: { id: a } },
      { ref: { id: c }, deletedAt: expect.any(Number) },
    ]);
  });

  it('is refused in HubSpot’s words when something is wrong', async () => {
    const { notes } = client.crm.objects;
    const at = new Date().toISOString();
    const create = (properties: Record<string, string>, associations = [link(ana().id, 202)]) =>
      refused(notes.basicApi.create({ properties, associations }));
    expect(await create({ hs_timestamp: at, nope: '1' })).toEqual({ code: 400, category: 'VALIDATION_ERROR' });
    expect(await create({ hs_note_body: 'no time' })).toEqual({ code: 400, category: 'VALIDATION_ERROR' });
    expect(await create({ hs_timestamp: at }, [link(ana().id, 204)])).toEqual({ code: 400, category: 'VALIDATION_ERROR' });
    expect(await create({ hs_timestamp: at }, [link('999', 202)])).toEqual({ code: 404, category: 'OBJECT_NOT_FOUND' });
    const twin = client.crm.contacts.basicApi.create({ properties: { email: 'Ana.Perez@llantasnorte.mx' }, associations: [] });
    expect(await refused(twin)).toEqual({ code: 409, category: 'CONFLICT' });
    expect(await refused(client.crm.contacts.basicApi.getById('1'))).toEqual({ code: 404, category: 'OBJECT_NOT_FOUND' });
  });

  it('is refused when the token is wrong or lacks a scope', async () => {
    expect(await refused(official.clientWith('pat-na1-nobody').crm.contacts.basicApi.getPage(1))).toEqual({
      code: 401,
      category: 'INVALID_AUTHENTICATION',
    });
    expect(await refused(official.clientWith(LIMITED_TOKEN).crm.deals.basicApi.getPage(1))).toEqual({
      code: 403,
      category: 'MISSING_SCOPES',
    });
  });
});
