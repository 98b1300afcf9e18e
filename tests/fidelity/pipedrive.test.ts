import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { v1, v2 } from 'pipedrive';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipedrive } from '../../lib/systems/pipedrive/index.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';

/**
 * The vendor's own client must be able to work against the stand-in. It asks `api.pipedrive.com` by default; only the
 * transport is ours: it dials the sandbox's port instead of resolving the host, with the sandbox's certificate.
 */
let sandbox: Sandbox;
let agent: Agent;
let two: v2.Configuration;
let one: v1.Configuration;

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['pipedrive'], now: () => CAST_AS_OF });
  agent = dialling(sandbox);
  two = configure(v2.Configuration, token());
  one = configure(v1.Configuration, token());
});

afterAll(async () => {
  agent.destroy();
  await sandbox.close();
});

function dialling({ port, certificate }: Sandbox): Agent {
  const made = new Agent({ keepAlive: true });
  made.createConnection = (options) =>
    connect({
      host: '127.0.0.1',
      port,
      ...(certificate !== undefined && { ca: certificate }),
      ...('host' in options && { servername: String(options.host) }),
    });
  return made;
}

/** The constructor drops `baseOptions`; as a member it reaches every request. */
function configure<T extends { baseOptions?: object }>(Configuration: new (options: { apiKey: string }) => T, apiKey: string): T {
  return Object.assign(new Configuration({ apiKey }), { baseOptions: { httpsAgent: agent, proxy: false } });
}

function token(): string {
  const { credentials } = sandbox.connection('pipedrive');
  return credentials.kind === 'token' ? credentials.token : '';
}

function yuki(): number {
  return Number(sandbox.people().find(({ key }) => key === 'yuki-tanaka')?.records[0]?.id);
}

/** The client rejects with the body of the answer. */
async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (body: unknown) => body,
  );
}

describe('the official client against the stand-in', () => {
  it('reads the signed-in user, users, pipelines, stages and fields', async () => {
    const users = new v1.UsersApi(one);
    expect((await users.getCurrentUser()).data).toMatchObject({ company_domain: 'sidelight-demo', name: 'Marta Ruiz' });
    expect((await users.getUsers()).data).toHaveLength(4);
    expect((await new v2.PipelinesApi(two).getPipelines()).data?.map(({ name }) => name)).toEqual(['Sales', 'Renewals']);
    expect((await new v2.StagesApi(two).getStages()).data).toHaveLength(7);
    expect((await new v2.PersonFieldsApi(two).getPersonFields({ limit: 500 })).data?.some((field) => field.is_custom_field)).toBe(true);
  });

  it('finds and reads a person with its organization and deals', async () => {
    const persons = new v2.PersonsApi(two);
    const found = await new v2.ItemSearchApi(two).searchItem({
      term: 'y.tanaka@tanaka-seimitsu.co.jp',
      item_types: 'person',
      fields: 'email',
      exact_match: true,
      search_for_related_items: true,
    });
    expect(found.data?.items).toEqual([expect.objectContaining({ item: expect.objectContaining({ id: yuki(), type: 'person' }) })]);
    const person = (await persons.getPerson({ id: yuki(), include_fields: 'open_deals_count' })).data;
    expect(person?.emails?.[0]?.value).toBe('y.tanaka@tanaka-seimitsu.co.jp');
    const organization = await new v2.OrganizationsApi(two).getOrganization({ id: person?.org_id ?? 0 });
    expect(organization.data?.id).toBe(person?.org_id);
    const deals = (await new v2.DealsApi(two).getDeals({ person_id: yuki() })).data;
    expect(deals?.map(({ currency }) => currency)).toEqual(['JPY']);
    const people = (await persons.getPersons({ deal_id: deals?.[0]?.id ?? 0 })).data;
    expect(people?.map(({ id }) => id)).toContain(yuki());
  });

  it('pages by cursor in v2 and by offset in v1', async () => {
    const persons = new v2.PersonsApi(two);
    const first = await persons.getPersons({ limit: 10 });
    const cursor = first.additional_data?.next_cursor;
    const second = await persons.getPersons({ limit: 10, ...(cursor && { cursor }) });
    expect(new Set([...(first.data ?? []), ...(second.data ?? [])].map(({ id }) => id)).size).toBe(20);
    const notes = new v1.NotesApi(one);
    const page = await notes.getNotes({ person_id: yuki(), limit: 5, sort: 'add_time DESC' });
    expect(page.data).toHaveLength(5);
    const next = await notes.getNotes({ person_id: yuki(), limit: 5, start: 5, sort: 'add_time DESC' });
    expect(next.data?.map(({ id }) => id)).not.toEqual(page.data?.map(({ id }) => id));
    const flow = await new v1.PersonsApi(one).getPersonUpdates({ id: yuki(), limit: 20, items: 'activity,note,mailMessage' });
    expect(flow.data).toHaveLength(20);
    const mail = await new v1.PersonsApi(one).getPersonMailMessages({ id: yuki() });
    expect(mail.data).not.toHaveLength(0);
    expect((await new v1.LeadsApi(one).getLeads({ limit: 5 })).data).toHaveLength(5);
  });

  it('writes a note and a task, completes the task, and each takes effect once', async () => {
    const before = sandbox.effects('pipedrive').length;
    const note = await new v1.NotesApi(one).addNote({
      AddNoteRequest: { content: '<p>From the <b>client</b></p>', person_id: yuki(), add_time: '2026-11-16 10:00:00' },
    });
    expect(note.data).toMatchObject({ content: '<p>From the <b>client</b></p>', person_id: yuki(), add_time: '2026-11-16 10:00:00' });
    const activities = new v2.ActivitiesApi(two);
    const made = await activities.addActivity({
      AddActivityRequest: {
        subject: 'Call back',
        type: 'task',
        due_date: '2026-11-17',
        due_time: '10:00',
        done: false,
        participants: [{ person_id: yuki(), primary: true }],
      },
    });
    const id = made.data?.id ?? 0;
    await activities.updateActivity({ id, AddActivityRequest: { done: true } });
    expect((await activities.getActivity({ id })).data).toMatchObject({ subject: 'Call back', done: true, person_id: yuki() });
    expect(
      sandbox
        .effects('pipedrive')
        .slice(before)
        .map(({ actionKind }) => actionKind),
    ).toEqual(['note', 'task', 'task-change']);
  });

  it('writes a call, a stage and fields, takes entries back, and sees what changed', async () => {
    const since = new Date(CAST_AS_OF).toISOString();
    const [activities, deals, notes] = [new v2.ActivitiesApi(two), new v2.DealsApi(two), new v1.NotesApi(one)];
    const AddActivityRequest = {
      subject: 'Reached',
      type: 'call',
      done: true,
      due_date: '2026-11-16',
      due_time: '10:00:00',
      duration: '00:05',
    };
    const call = (await activities.addActivity({ AddActivityRequest })).data?.id ?? 0;
    const note = (await notes.addNote({ AddNoteRequest: { content: 'Gone soon', person_id: yuki() } })).data?.id ?? 0;
    const id = (await deals.getDeals({ person_id: yuki() })).data?.[0]?.id ?? 0;
    const region = (await new v2.DealFieldsApi(two).getDealFields({ limit: 500 })).data?.find(({ field_name }) => field_name === 'Region');
    const custom_fields = { [region?.field_code ?? '']: 12 };
    await deals.updateDeal({ id, UpdateDealRequest: { stage_id: 4, status: 'won', title: 'Won by the client', custom_fields } });
    expect((await deals.getDeal({ id })).data).toMatchObject({ stage_id: 4, status: 'won', title: 'Won by the client', custom_fields });
    const changed = await deals.getDeals({ updated_since: since, sort_by: 'id', sort_direction: 'asc', limit: 500 });
    expect(changed.data?.map((each) => each.id)).toEqual([id]);
    expect((await notes.getNotes({ updated_since: since, sort: 'id ASC' })).data?.map((each) => each.id)).toContain(note);
    await notes.deleteNote({ id: note });
    await activities.deleteActivity({ id: call });
    expect(await refusal(activities.getActivity({ id: call }))).toMatchObject({ success: false });
    await deals.deleteDeal({ id });
    const deleted = await deals.getDeals({ updated_since: since, status: 'deleted' });
    expect(deleted.data).toMatchObject([{ id, is_deleted: true, status: 'deleted' }]);
    expect((await new v1.LeadsApi(one).getLeads({ updated_since: since, sort: 'id' })).success).toBe(true);
    const UpdateDealRequest = { won_time: '2026-01-01T00:00:00Z' };
    const other = (await deals.getDeals({ status: 'open', limit: 1 })).data?.[0]?.id ?? 0;
    expect(await refusal(deals.updateDeal({ id: other, UpdateDealRequest }))).toMatchObject({ code: 'ERR_SCHEMA_VALIDATION_FAILED' });
  });

  it('makes a person, an organization, a deal and a lead, and attaches a file, as the extension does', async () => {
    const before = sandbox.effects('pipedrive').length;
    const [persons, organizations, deals] = [new v2.PersonsApi(two), new v2.OrganizationsApi(two), new v2.DealsApi(two)];
    const AddOrganizationRequest = { name: 'New Ltd' };
    const org_id = (await organizations.addOrganization({ AddOrganizationRequest })).data?.id ?? 0;
    const emails = [{ value: 'nina@new.example', primary: true, label: 'work' }];
    const person = (await persons.addPerson({ AddPersonRequest: { name: 'Nina Orlova', emails, org_id } })).data?.id ?? 0;
    expect((await persons.getPerson({ id: person })).data).toMatchObject({
      name: 'Nina Orlova',
      org_id,
      emails: [{ value: emails[0]?.value }],
    });
    const AddDealRequest = { title: 'First order', value: 12.5, currency: 'EUR', person_id: person, org_id };
    const deal = (await deals.addDeal({ AddDealRequest })).data?.id ?? 0;
    expect((await deals.getDeal({ id: deal })).data).toMatchObject({ title: 'First order', value: 12.5, person_id: person });
    const leads = new v1.LeadsApi(one);
    const AddLeadRequest = { title: 'A lead', person_id: person, value: { amount: 7, currency: 'EUR' } };
    const lead = (await leads.addLead({ AddLeadRequest })).data?.id ?? '';
    expect((await leads.getLead({ id: lead })).data).toMatchObject({ title: 'A lead', person_id: person });
    const files = new v1.FilesApi(one);
    const file = (await files.addFile({ file: new File(['offer'], 'offer.txt', { type: 'text/plain' }), deal_id: deal })).data;
    expect(file).toMatchObject({ name: 'offer.txt', file_size: 5 });
    const listed = (await new v1.DealsApi(one).getDealFiles({ id: deal })).data;
    expect(listed?.map(({ id }) => id)).toEqual([file?.id]);
    const made = sandbox.effects('pipedrive').slice(before);
    expect(made.map(({ actionKind }) => actionKind)).toEqual(['create', 'create', 'create', 'create', 'file']);
    await files.deleteFile({ id: file?.id ?? 0 });
    await leads.deleteLead({ id: lead });
    await persons.deletePerson({ id: person });
    expect(await refusal(leads.getLead({ id: lead }))).toMatchObject({ success: false });
  });

  it('makes a number field, writes it, and finds one of the adapter', async () => {
    const io = { connection: sandbox.connection('pipedrive'), fetch: sandbox.fetch, signal: new AbortController().signal };
    const fields = new v2.PersonFieldsApi(two);
    const AddPersonFieldRequest = { field_name: 'Fleet size', field_type: 'double' as const };
    const key = (await fields.addPersonField({ AddPersonFieldRequest })).data?.field_code ?? '';
    expect(key).toMatch(/^[0-9a-f]{40}$/);
    const persons = new v2.PersonsApi(two);
    const person = await persons.updatePerson({ id: yuki(), UpdatePersonRequest: { custom_fields: { [key]: 40 } } as never });
    expect(person.data?.custom_fields).toMatchObject({ [key]: 40 });
    const wish = { object: 'company' as const, name: 'sidelight_score', label: 'Sidelight score' };
    const made = await pipedrive.createField?.(wish, { ...io, now: Date.now, random: Math.random });
    const listed = (await new v2.OrganizationFieldsApi(two).getOrganizationFields({ limit: 500 })).data;
    expect(listed?.find(({ field_code }) => field_code === made?.key)).toMatchObject({
      field_name: 'Sidelight score',
      field_type: 'double',
    });
    const wrong = { AddPersonFieldRequest: { field_name: '', field_type: 'double' as const } };
    expect(await refusal(fields.addPersonField(wrong))).toMatchObject({ success: false, code: 'ERR_SCHEMA_VALIDATION_FAILED' });
  });

  it('is refused the vendor’s way', async () => {
    const wrong = configure(v2.Configuration, 'f'.repeat(40));
    expect(await refusal(new v2.DealsApi(wrong).getDeal({ id: 1 }))).toMatchObject({
      success: false,
      error: 'unauthorized access',
      errorCode: 401,
    });
    expect(await refusal(new v2.DealsApi(two).getDeal({ id: 9_999_999 }))).toMatchObject({ success: false, code: 'ERR_NOT_FOUND' });
    expect(await refusal(new v1.NotesApi(one).addNote({ AddNoteRequest: { content: '' } }))).toMatchObject({ success: false, data: null });
    const AddActivityRequest = { subject: 'x', type: 'task', owner_id: '1' as unknown as number };
    expect(await refusal(new v2.ActivitiesApi(two).addActivity({ AddActivityRequest }))).toMatchObject({
      success: false,
      code: 'ERR_SCHEMA_VALIDATION_FAILED',
    });
  });
});
