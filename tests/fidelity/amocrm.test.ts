import { request as httpsRequest } from 'node:https';
import { Amo } from '@shevernitskiy/amo';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { amocrm } from '../../lib/systems/amocrm/index.ts';
import { CAST_AS_OF } from '../../sandbox/cast.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';

/**
 * A client that others use against the real API must be able to work against the stand-in. It always asks
 * `https://<account host>` through the global fetch, so only the transport is ours: it dials the sandbox's port instead of
 * resolving the host, with the sandbox's certificate.
 */
let sandbox: Sandbox;
let amo: Amo;

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['amocrm'], now: () => CAST_AS_OF });
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => dial(url, init));
  amo = client(tokenOf(sandbox));
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await sandbox.close();
});

function tokenOf({ connection }: Sandbox): string {
  const { credentials } = connection('amocrm');
  return credentials.kind === 'token' ? credentials.token : '';
}

function client(token: string): Amo {
  const host = sandbox.hosts.amocrm?.api[0] ?? '';
  const never = Number.MAX_SAFE_INTEGER;
  return new Amo(
    host,
    {
      client_id: '',
      client_secret: '',
      redirect_uri: '',
      token_type: 'Bearer',
      expires_in: never,
      expires_at: never,
      access_token: token,
      refresh_token: '-',
    },
    { request_delay: 0 },
  );
}

function dial(url: string, init: RequestInit = {}): Promise<Response> {
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), host: target.host };
    const options = {
      host: '127.0.0.1',
      port: sandbox.port,
      servername: target.hostname,
      ca: sandbox.certificate,
      method: init.method,
      path: target.pathname + target.search,
      headers,
    };
    const outgoing = httpsRequest(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0;
        const body = status === 204 ? null : Buffer.concat(chunks);
        resolve(new Response(body, { status, headers: { 'content-type': incoming.headers['content-type'] ?? '' } }));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(init.body ?? undefined);
  });
}

function ivan(): number {
  return Number(sandbox.people().find(({ key }) => key === 'ivan-petrov')?.records[0]?.id);
}

describe('an established client against the stand-in', () => {
  it('reads account, users and pipelines', async () => {
    const account = await amo.account.getAccount({ with: ['datetime_settings', 'task_types'] });
    expect(account).toMatchObject({ subdomain: 'vektordemo', currency: 'RUB', current_user_id: 504101 });
    const users = await amo.user.getUsers({ limit: 250 });
    // The client types this list as one user.
    expect(users._embedded.users).toContainEqual(expect.objectContaining({ name: 'Marta Ruiz' }));
    const pipelines = await amo.pipeline.getPipelines();
    expect(pipelines._embedded.pipelines[0]?._embedded.statuses.map(({ id }) => id)).toEqual(expect.arrayContaining([142, 143]));
  });

  it('finds and reads a contact with its leads', async () => {
    const found = await amo.contact.getContacts({ query: 'ivan.petrov@vektor-msk.ru', with: ['leads'] });
    expect(found._embedded.contacts.map(({ id }) => id)).toEqual([ivan()]);
    const contact = await amo.contact.getContactById(ivan(), { with: ['leads'] });
    const phone = contact.custom_fields_values?.find((field) => 'field_code' in field && field.field_code === 'PHONE');
    expect(phone).toMatchObject({ field_type: 'multitext', values: [{ value: '8 (495) 123-45-67', enum_code: 'WORK' }] });
    const ids = (contact._embedded.leads ?? []).map(({ id }) => id);
    const leads = await amo.lead.getLeads({ filter: (filter) => filter.multi('id', ids), with: ['contacts'] });
    expect(leads._embedded.leads.map(({ name }) => name)).toEqual(['Станки, партия 2']);
    expect(leads._embedded.leads[0]?._embedded.contacts?.find(({ is_main }) => is_main)?.id).toBe(ivan());
  });

  it('pages through notes newest first', async () => {
    const order = { param: 'updated_at', type: 'desc' } as const;
    const first = await amo.note.getNotesByEntityId(ivan(), 'contacts', { limit: 250, order });
    expect(first._embedded.notes).not.toHaveLength(0);
    expect(first._embedded.notes[0]?.updated_at).toBeGreaterThanOrEqual(first._embedded.notes.at(-1)?.updated_at ?? 0);
    const bulk = await amo.note.getNotesByEntityType('contacts', { limit: 5, filter: (filter) => filter.multi('entity_id', [ivan()]) });
    expect(bulk._embedded.notes.map(({ entity_id }) => entity_id)).toEqual([ivan(), ivan(), ivan(), ivan(), ivan()]);
    expect(bulk._links.next?.href).toContain('page=2');
  });

  it('reads events of a lead', async () => {
    const { _embedded } = await amo.contact.getContactById(ivan(), { with: ['leads'] });
    const events = await amo.event.getEvents({
      filter: (filter) =>
        filter.single('entity', 'lead').multi(
          'entity_id',
          (_embedded.leads ?? []).map(({ id }) => id),
        ),
    });
    expect(events._embedded.events.map(({ type }) => type)).toContain('lead_status_changed');
  });

  it('writes a note and a task, completes the task, and each takes effect once', async () => {
    const before = sandbox.effects('amocrm').length;
    await amo.note.addNotes('contacts', [{ entity_id: ivan(), note_type: 'common', params: { text: 'от клиента' }, request_id: 'n1' }]);
    const made = await amo.task.addTasks([
      { text: 'Позвонить', complete_till: 1_800_000_000, entity_id: ivan(), entity_type: 'contacts', request_id: 't1' },
    ]);
    const id = made._embedded.tasks[0]?.id ?? 0;
    await amo.task.completeTaskById(id, { is_completed: true, result: { text: 'Готово' } });
    expect(await amo.task.getTaskById(id)).toMatchObject({ is_completed: true, text: 'Позвонить', result: { text: 'Готово' } });
    const done = sandbox.effects('amocrm').slice(before);
    expect(done.map(({ actionKind, key }) => [actionKind, key])).toEqual([
      ['note', 'n1'],
      ['task', 't1'],
      ['task-change', undefined],
    ]);
  });

  it('creates and changes a contact and a lead', async () => {
    const made = await amo.contact.addContacts([{ first_name: 'Нина', last_name: 'Лебедева', request_id: 'c1' }]);
    const id = made._embedded.contacts[0]?.id ?? 0;
    await amo.contact.updateContactById(id, { last_name: 'Орлова' });
    expect(await amo.contact.getContactById(id)).toMatchObject({ first_name: 'Нина', last_name: 'Орлова', custom_fields_values: null });
    const lead = await amo.lead.addLeads([{ name: 'Новая', price: 1500 }]);
    const leadId = lead._embedded.leads?.[0]?.id ?? 0;
    await amo.lead.updateLeadById(leadId, { status_id: 142 });
    expect(await amo.lead.getLeadById(leadId)).toMatchObject({ price: 1500, status_id: 142 });
  });

  it('logs a call, moves a lead and sees both', async () => {
    const { _embedded } = await amo.contact.getContactById(ivan(), { with: ['leads'] });
    const lead = _embedded.leads?.[0]?.id ?? 0;
    const params = { uniq: 'u-1', duration: 60, source: 'PBX', phone: '+74951234567', link: 'https://records.example/1.mp3' };
    await amo.note.addNotes('leads', [{ entity_id: lead, note_type: 'call_in', created_by: 504_101, params, request_id: 'c2' }]);
    expect(sandbox.effects('amocrm').at(-1)).toMatchObject({ actionKind: 'call', key: 'c2' });
    await amo.lead.updateLeadById(lead, { status_id: 143, pipeline_id: 7_104_455 });
    expect(await amo.lead.getLeadById(lead)).toMatchObject({ status_id: 143, closed_at: expect.any(Number) });
    const moved = await amo.event.getEvents({ filter: (filter) => filter.single('entity', 'lead').multi('entity_id', [lead]) });
    expect(moved._embedded.events[0]).toMatchObject({ type: 'lead_status_changed', value_after: [{ lead_status: { id: 143 } }] });
    const bin = amo.lead.getLeads({ with: ['only_deleted'] });
    await expect(bin).rejects.toThrow(/^204/);
  });

  it('makes a meeting, a deal with people and company, and reads products as the extension does', async () => {
    const { _embedded } = await amo.contact.getContactById(ivan());
    const company = _embedded.companies?.[0]?.id ?? 0;
    await amo.task.addTasks([
      { text: 'Показ', complete_till: 1_800_003_600, duration: 3600, task_type_id: 2, entity_id: ivan(), entity_type: 'contacts' },
    ]);
    expect(sandbox.effects('amocrm').at(-1)).toMatchObject({ actionKind: 'meeting' });
    const linked = { contacts: [{ id: ivan(), is_main: true }], companies: [{ id: company }] };
    const made = await amo.lead.addLeads([
      { name: 'Станок', price: 7, created_at: 1_700_000_000, responsible_user_id: 504_102, _embedded: linked },
    ]);
    const id = made._embedded.leads?.[0]?.id ?? 0;
    const lead = await amo.lead.getLeadById(id, { with: ['contacts', 'catalog_elements'] });
    expect(lead).toMatchObject({
      responsible_user_id: 504_102,
      created_at: 1_700_000_000,
      _embedded: { contacts: [{ id: ivan() }], companies: [{ id: company }] },
    });
    const lists = await amo.catalog.getCatalogs();
    const elements = await amo.catalog.getCatalogElementsByCatalogId(lists._embedded.catalogs[0]?.id ?? 0, {
      filter: (filter) => filter.multi('id', [525_439]),
    });
    expect(elements._embedded.elements).toMatchObject([{ id: 525_439, catalog_id: 4521, name: 'Станок токарный' }]);
    const attached = await amo.note.getNotesByEntityType('leads', { filter: (filter) => filter.multi('note_type', ['attachment']) });
    expect(attached._embedded.notes[0]?.params).toMatchObject({ original_name: expect.stringMatching(/pdf$/) });
  });

  it('adds a field and fills it by its code, and finds one of the adapter', async () => {
    const io = { connection: sandbox.connection('amocrm'), fetch: sandbox.fetch, signal: new AbortController().signal };
    const added = await amo.custom_fields.addCustomFields('contacts', [{ name: 'Парк машин', type: 'numeric', code: 'FLEET' }]);
    expect(added._embedded.custom_fields).toMatchObject([{ name: 'Парк машин', code: 'FLEET', is_predefined: false }]);
    await amo.contact.updateContactById(ivan(), { custom_fields_values: [{ field_code: 'FLEET', values: [{ value: 12 }] }] } as never);
    const { custom_fields_values } = await amo.contact.getContactById(ivan());
    expect(custom_fields_values).toContainEqual(expect.objectContaining({ field_code: 'FLEET', values: [{ value: 12 }] }));
    const wish = { object: 'company' as const, name: 'sidelight_score', label: 'Sidelight score' };
    await amocrm.createField?.(wish, { ...io, now: Date.now, random: Math.random });
    const { _embedded } = await amo.custom_fields.getCustomFields('companies');
    expect(_embedded.custom_fields).toContainEqual(
      expect.objectContaining({ code: 'SIDELIGHT_SCORE', type: 'numeric', is_api_only: true }),
    );
    await expect(amo.custom_fields.addCustomFields('contacts', [{ name: '', type: 'numeric' }])).rejects.toMatchObject({
      response: { status: 400 },
    });
  });

  it('meets the same refusals as with the real API', async () => {
    // The client's error classes are compiled to ES5 and lose their prototype: what they carry tells them apart.
    await expect(amo.contact.getContactById(1)).rejects.toThrow(/^204/);
    await expect(client('wrong').contact.getContactById(ivan())).rejects.toMatchObject({
      response: { status: 401, title: 'Unauthorized' },
    });
    await expect(amo.contact.getContacts({ limit: 251 })).rejects.toMatchObject({ response: { status: 422 } });
    await expect(amo.task.addTasks([{ text: 'ohne Datum' }])).rejects.toMatchObject({
      response: { status: 400, 'validation-errors': [{ errors: [{ path: 'complete_till' }] }] },
    });
    await expect(amo.customer.getCustomers()).rejects.toMatchObject({ response: { status: 402 } });
  });
});
