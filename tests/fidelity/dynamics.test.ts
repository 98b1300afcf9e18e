import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { DynamicsWebApi } from 'dynamics-web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from '../../sandbox/cast.ts';
import { createDynamics } from '../../sandbox/dynamics/index.ts';

/**
 * dynamics-web-api, the client most of the ecosystem uses, against the stand-in over real HTTP. It takes any server URL, so it
 * talks to a plain local port; the host name is put back before the stand-in sees a request, and out of its links.
 */
const fresh = () =>
  createDynamics({ cast: makeCast(), now: () => CAST_AS_OF, random: Math.random, record: () => undefined, searchLagMs: () => 0 });
let vendor = fresh();
const host = vendor.hosts.api[0] ?? '';
const { credentials } = vendor.connection;
const token = credentials.kind === 'token' ? credentials.token : '';
let server: ReturnType<typeof serve>;
let api: DynamicsWebApi;

beforeAll(async () => {
  const fetch = async (request: Request) => {
    const url = new URL(request.url);
    const own = url.origin;
    const body = request.method === 'GET' ? undefined : (await request.text()).replaceAll(own, `https://${host}`);
    url.protocol = 'https:';
    url.host = host;
    url.port = '';
    const answer = await vendor.handle(new Request(url, { method: request.method, headers: request.headers, ...(body && { body }) }));
    const text = await answer.text();
    return new Response(answer.status === 204 ? null : text.replaceAll(`https://${host}`, own), answer);
  };
  await new Promise<void>((ready) => {
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => ready());
  });
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  api = new DynamicsWebApi({ serverUrl, dataApi: { version: '9.2' }, onTokenRefresh: async () => token, includeAnnotations: '*' });
});
beforeEach(() => {
  vendor = fresh();
});
afterAll(() => new Promise((done) => server.close(done)));

const ana = () => vendor.people().get('ana-perez')?.[0]?.id ?? expect.fail('no ana-perez');
const NEW = '0f3c1d52-6b1e-8a44-9c5d-1d6a0c2f7b11';

describe('dynamics-web-api against the Dynamics stand-in', () => {
  it('says who is asking, and with which privileges', async () => {
    const who = await api.callFunction<{ UserId: string }>({ name: 'WhoAmI' });
    expect(who.UserId).toBe(vendor.connection.userId);
    const held = await api.callFunction<{ RolePrivileges: unknown[] }>({
      collection: 'systemusers',
      key: who.UserId,
      name: 'Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName',
      parameters: { PrivilegeName: 'prvReadContact' },
    });
    expect(held.RolePrivileges.length).toBeGreaterThan(0);
  });

  it('reads a row with lookups, labels and expanded navigation', async () => {
    const row = await api.retrieve<Record<string, unknown>>({
      collection: 'contacts',
      key: ana(),
      select: ['fullname', 'emailaddress1', 'statecode', '_parentcustomerid_value'],
      expand: [
        { property: 'parentcustomerid_account', select: ['name'] },
        { property: 'opportunity_parent_contact', select: ['name', 'estimatedvalue'], top: 5 },
      ],
    });
    expect(row).toMatchObject({
      fullname: 'Ana Pérez Gómez',
      statecode: 0,
      'statecode@OData.Community.Display.V1.FormattedValue': 'Active',
      parentcustomerid_account: { name: 'Llantas Norte SA de CV' },
      opportunity_parent_contact: [expect.objectContaining({ name: 'Forklift tyres', estimatedvalue: 74_500.5 })],
    });
    expect(row['_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname']).toBe('account');
  });

  it('filters as the extension does: quotes, wildcards, lambdas, lookups of lookups', async () => {
    const find = async (collection: string, filter: string) =>
      (await api.retrieveMultiple<Record<string, unknown>>({ collection, filter })).value;
    expect(await find('contacts', "emailaddress1 eq 'o''hara@best-co.example'")).toHaveLength(1);
    expect((await find('contacts', "contains(telephone1,'1%2%3%4%5%6%7%8')")).map(({ contactid }) => contactid)).toContain(ana());
    expect(await find('contacts', "contains(fullname,'100[%]')")).toHaveLength(1);
    expect(await find('accounts', `contact_customer_accounts/any(c:c/contactid eq ${ana()})`)).toHaveLength(1);
    expect(await find('opportunitysalesprocesses', `opportunityid/parentcontactid/contactid eq ${ana()}`)).toHaveLength(1);
    expect((await find('phonecalls', `phonecall_activity_parties/any(p:p/_partyid_value eq ${ana()})`)).length).toBeGreaterThan(20);
    expect((await find('processstages', "processid/uniquename eq 'opportunitysalesprocess'")).length).toBe(5);
  });

  it('pages through a long table by its own links, and counts', async () => {
    const all = await api.retrieveAll<Record<string, unknown>>({
      collection: 'annotations',
      select: ['annotationid'],
      filter: 'isdocument eq false',
      maxPageSize: 20,
    });
    const told = makeCast().activities.filter(({ system, kind }) => system === 'dynamics' && kind === 'note');
    expect(new Set(all.value.map(({ annotationid }) => annotationid)).size).toBe(told.length);
    expect(await api.count({ collection: 'annotations', filter: 'isdocument eq false' })).toBe(told.length);
  });

  it('makes a row under an id of its own exactly once', async () => {
    const note = { notetext: 'From the client', 'objectid_contact@odata.bind': `/contacts(${ana()})` };
    await api.upsert({ collection: 'annotations', key: NEW, data: note, ifnonematch: '*' });
    expect(await api.retrieve<Record<string, unknown>>({ collection: 'annotations', key: NEW })).toMatchObject({
      notetext: 'From the client',
    });
    const again = api.create({ collection: 'annotations', data: { ...note, annotationid: NEW } }).catch((error: unknown) => error);
    expect(await again).toBeInstanceOf(Error);
  });

  it('makes, changes, completes and deletes a task', async () => {
    const id = await api.create<Record<string, unknown>, string>({
      collection: 'tasks',
      data: { subject: 'T', scheduledend: '2026-12-01T15:00:00Z', 'regardingobjectid_contact_task@odata.bind': `/contacts(${ana()})` },
    });
    const key = String(id);
    await api.update({ collection: 'tasks', key, data: { statecode: 1, statuscode: 5 } });
    expect(await api.retrieve<Record<string, unknown>>({ collection: 'tasks', key })).toMatchObject({ statecode: 1, subject: 'T' });
    await api.deleteRecord({ collection: 'tasks', key });
    await expect(api.retrieve({ collection: 'tasks', key })).rejects.toMatchObject({ status: 404, code: '0x80040217' });
  });

  it('refuses a stale version', async () => {
    const row = await api.retrieve<Record<string, unknown>>({ collection: 'contacts', key: ana(), select: ['jobtitle'] });
    const update = (jobtitle: string) =>
      api.update({
        collection: 'contacts',
        key: ana(),
        data: { jobtitle },
        ifmatch: String(row['@odata.etag']),
        returnRepresentation: true,
      });
    expect(await update('CEO')).toMatchObject({ jobtitle: 'CEO' });
    expect(await update('COO').catch(() => false)).not.toMatchObject({ jobtitle: 'COO' });
    expect(await api.retrieve<Record<string, unknown>>({ collection: 'contacts', key: ana() })).toMatchObject({ jobtitle: 'CEO' });
  });

  it('sends several requests as one batch, reads side by side and writes in a change set', async () => {
    api.startBatch();
    api.retrieveMultiple({ collection: 'contacts', filter: `contactid eq ${ana()}`, inChangeSet: false });
    api.retrieveMultiple({ collection: 'transactioncurrencies', select: ['isocurrencycode'], inChangeSet: false });
    const [contacts, currencies] = await api.executeBatch();
    expect(contacts.value).toHaveLength(1);
    expect(currencies.value.map((row: Record<string, unknown>) => row.isocurrencycode)).toContain('KWD');
    api.startBatch();
    api.create({ collection: 'tasks', data: { subject: 'One' } });
    api.create({ collection: 'tasks', data: { subject: 'Two' } });
    await api.executeBatch();
    const made = await api.retrieveMultiple({ collection: 'tasks', filter: "subject eq 'One' or subject eq 'Two'" });
    expect(made.value).toHaveLength(2);
    api.startBatch();
    api.create({ collection: 'tasks', data: { subject: 'Three' } });
    api.create({ collection: 'tasks', data: { nonsense: 'Four' } });
    await expect(api.executeBatch()).rejects.toBeDefined();
    expect((await api.retrieveMultiple({ collection: 'tasks', filter: "subject eq 'Three'" })).value).toEqual([]);
  });

  it('reads what hangs on a deal, and makes a meeting, a file and a record as the extension does', async () => {
    const [deal] = (await api.retrieveMultiple<Record<string, unknown>>({ collection: 'opportunities', filter: 'statecode eq 1', top: 1 }))
      .value;
    const id = String(deal?.opportunityid);
    for (const collection of ['opportunityproducts', 'salesorders', 'invoices'])
      expect(
        (
          await api.retrieveMultiple({
            collection,
            filter: `_opportunityid_value eq ${id}`,
            expand: [{ property: 'transactioncurrencyid', select: ['isocurrencycode'] }],
          })
        ).value.length,
        collection,
      ).toBeGreaterThan(0);
    const meeting = {
      subject: 'Demo',
      scheduledstart: '2026-12-01T10:00:00Z',
      scheduledend: '2026-12-01T11:00:00Z',
      'regardingobjectid_opportunity_appointment@odata.bind': `/opportunities(${id})`,
      appointment_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${ana()})`, participationtypemask: 5 }],
    };
    await api.upsert({ collection: 'appointments', key: NEW, data: meeting, ifnonematch: '*' });
    await api.update({ collection: 'appointments', key: NEW, data: { statecode: 1, statuscode: 3 } });
    const file = { filename: 'a.txt', mimetype: 'text/plain', documentbody: btoa('a'), isdocument: true };
    await api.upsert({
      collection: 'annotations',
      key: NEW,
      data: { ...file, 'objectid_opportunity@odata.bind': `/opportunities(${id})` },
      ifnonematch: '*',
    });
    await api.upsert({
      collection: 'contacts',
      key: NEW,
      data: { firstname: 'Nina', lastname: 'Orlova', emailaddress1: 'n@x.example' },
      ifnonematch: '*',
    });
    expect(await api.retrieve<Record<string, unknown>>({ collection: 'contacts', key: NEW })).toMatchObject({ fullname: 'Nina Orlova' });
    await api.update({ collection: 'contacts', key: NEW, data: { 'ownerid@odata.bind': `/systemusers(${vendor.connection.userId})` } });
    const { '@odata.etag': etag } = await api.retrieve<Record<string, unknown>>({
      collection: 'contacts',
      key: NEW,
      select: ['contactid'],
    });
    await api.deleteRecord({ collection: 'contacts', key: NEW, ifmatch: String(etag) });
  });

  it('wins an opportunity by its action', async () => {
    const [deal] = (
      await api.retrieveMultiple<Record<string, unknown>>({ collection: 'opportunities', filter: `_parentcontactid_value eq ${ana()}` })
    ).value;
    const key = String(deal?.opportunityid);
    await api.callAction({
      actionName: 'WinOpportunity',
      action: { Status: 3, OpportunityClose: { subject: 'Won', 'opportunityid@odata.bind': `/opportunities(${key})` } },
    });
    expect(await api.retrieve<Record<string, unknown>>({ collection: 'opportunities', key })).toMatchObject({
      statecode: 1,
      statuscode: 3,
    });
  });

  it('follows changes by a delta link', async () => {
    const first = await api.retrieveMultiple<Record<string, unknown>>({ collection: 'leads', select: ['fullname'], trackChanges: true });
    const link = (first as { oDataDeltaLink?: string }).oDataDeltaLink ?? expect.fail('no delta link');
    await api.update({ collection: 'leads', key: String(first.value[0]?.leadid), data: { firstname: 'Changed' } });
    const next = await api.retrieveMultiple<Record<string, unknown>>({ collection: 'leads' }, link);
    expect(next.value.map(({ leadid }) => leadid)).toEqual([first.value[0]?.leadid]);
  });

  it('gets the vendor’s refusals', async () => {
    await expect(api.retrieveMultiple({ collection: 'contacts', filter: 'nonsense eq 1' })).rejects.toMatchObject({ status: 400 });
    await expect(api.retrieveMultiple({ collection: 'contacts', filter: 'contactid eq 1' })).rejects.toMatchObject({ status: 400 });
    await expect(api.retrieveMultiple({ collection: 'nothings' })).rejects.toMatchObject({ status: 404 });
    await expect(api.create({ collection: 'contacts', data: { nonsense: 1 } })).rejects.toMatchObject({ status: 400 });
  });
});
