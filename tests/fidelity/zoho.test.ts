import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import * as sdk from '@zohocrm/nodejs-sdk-8.0';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoho } from '../../lib/systems/zoho/index.ts';
import { CAST_AS_OF, makeCast } from '../../sandbox/cast.ts';
import type { Effect } from '../../sandbox/vendor.ts';
import { createZoho } from '../../sandbox/zoho/index.ts';

/**
 * The vendor's own client against the stand-in over real HTTP. It takes any environment, so it talks to a plain local port; the host
 * name is put back before the stand-in sees a request. It keeps the fields it has asked for in a folder of its own.
 */
const effects: Omit<Effect, 'at' | 'system'>[] = [];
const vendor = createZoho({
  cast: makeCast(),
  now: () => CAST_AS_OF,
  random: () => 0.5,
  record: (effect) => effects.push(effect),
  searchLagMs: () => 0,
});
const folder = mkdtempSync(join(tmpdir(), 'zoho-sdk-'));
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  const fetch = async (request: Request) => {
    const url = new URL(request.url);
    url.protocol = 'https:';
    url.host = vendor.hosts.api[0] ?? '';
    url.port = '';
    const body = request.method === 'GET' || request.method === 'DELETE' ? undefined : await request.arrayBuffer();
    return vendor.handle(new Request(url, { method: request.method, headers: request.headers, ...(body && { body }) }));
  };
  await new Promise<void>((ready) => {
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => ready());
  });
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { credentials } = vendor.connection;
  const token = await new sdk.OAuthBuilder().accessToken(credentials.kind === 'token' ? credentials.token : '').build();
  /** Nothing is kept: the token is handed in. */
  class NoStore extends sdk.TokenStore.TokenStore {
    async findToken(wanted: unknown) {
      return wanted;
    }
    async findTokenById() {
      return token;
    }
    async saveToken() {}
    async deleteToken() {}
    async deleteTokens() {}
    async getTokens() {
      return [];
    }
  }
  const silent = new sdk.LogBuilder().level(sdk.Levels.OFF).filePath(join(folder, 'sdk.log')).build();
  const builder = await new sdk.InitializeBuilder();
  await builder
    .environment(sdk.EUDataCenter.setEnvironment(here, here, here))
    .token(token)
    .store(new NoStore())
    .SDKConfig(new sdk.SDKConfigBuilder().autoRefreshFields(false).pickListValidation(false).build())
    // Without the slash it looks beside the folder.
    .resourcePath(`${folder}/`)
    .logger(silent)
    .initialize();
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

const ana = () => BigInt(vendor.people().get('ana-perez')?.[0]?.id ?? 0);
const contacts = () => new sdk.Record.RecordOperations('Contacts');

function rowsOf(answer: sdk.Answer): sdk.Row[] {
  return answer.getObject()?.getData() ?? [];
}

/** The first row's verdict. */
function verdict(answer: sdk.Answer): { status: string; id: string } {
  const row = rowsOf(answer)[0];
  return { status: row?.getStatus().getValue() ?? '', id: String(row?.getDetails().get('id') ?? '') };
}

describe('the official client against the stand-in', () => {
  it('reads users, a contact with its columns, and lists by columns', async () => {
    const users = await new sdk.Users.UsersOperations().getUsers();
    expect(
      users
        .getObject()
        ?.getUsers()
        .map((user) => user.getFullName()),
    ).toContain('Marta Ruiz');
    const [contact] = rowsOf(await contacts().getRecord(ana()));
    expect([contact?.getKeyValue('Full_Name'), contact?.getKeyValue('Email'), contact?.getId()]).toEqual([
      'Ana Pérez',
      'ana.perez@llantasnorte.mx',
      ana(),
    ]);
    const params = new sdk.ParameterMap();
    await params.add(sdk.Record.GetRecordsParam.FIELDS, 'Last_Name,Email');
    await params.add(sdk.Record.GetRecordsParam.SORT_BY, 'Modified_Time');
    await params.add(sdk.Record.GetRecordsParam.CONVERTED, 'both');
    expect(rowsOf(await new sdk.Record.RecordOperations('Leads').getRecords(params)).length).toBeGreaterThan(1);
  });

  it('searches, follows related lists, and queries', async () => {
    const search = new sdk.ParameterMap();
    await search.add(sdk.Record.SearchRecordsParam.CRITERIA, '(Secondary_Email:equals:compras@llantasnorte.mx)');
    expect(rowsOf(await contacts().searchRecords(search)).map((row) => row.getId())).toContain(ana());
    const fields = new sdk.ParameterMap();
    await fields.add(sdk.RelatedRecords.GetRelatedRecordsParam.FIELDS, 'Deal_Name,Stage');
    const deals = rowsOf(await new sdk.RelatedRecords.RelatedRecordsOperations('Deals', 'Contacts').getRelatedRecords(ana(), fields));
    expect(deals.length).toBeGreaterThan(0);
    const query = new sdk.Coql.BodyWrapper();
    query.setSelectQuery(`select Subject, Due_Date from Tasks where Who_Id = '${ana()}' order by Created_Time desc limit 5`);
    expect(rowsOf(await new sdk.Coql.CoqlOperations().getRecords(query)).length).toBeGreaterThan(0);
  });

  it('makes, changes and deletes a task, and each takes effect once', async () => {
    const before = effects.length;
    const task = new sdk.Record.Record();
    task.addKeyValue('Subject', 'From the client');
    const body = new sdk.Record.BodyWrapper();
    body.setData([task]);
    const tasks = new sdk.Record.RecordOperations('Tasks');
    const made = verdict(await tasks.createRecords(body));
    expect(made).toMatchObject({ status: 'success', id: expect.stringMatching(/^\d{19}$/) });
    const change = new sdk.Record.Record();
    change.addKeyValue('Description', 'Changed by the client');
    const update = new sdk.Record.BodyWrapper();
    update.setData([change]);
    expect(verdict(await tasks.updateRecord(BigInt(made.id), update)).status).toBe('success');
    expect(rowsOf(await tasks.getRecord(BigInt(made.id)))[0]?.getKeyValue('Description')).toBe('Changed by the client');
    expect(verdict(await tasks.deleteRecord(BigInt(made.id))).status).toBe('success');
    expect(effects.slice(before).map(({ actionKind }) => actionKind)).toEqual(['task', 'task-change', 'delete']);
  });

  it('puts tags on and takes them off', async () => {
    const wrapper = new sdk.Tags.NewTagRequestWrapper();
    const tag = new sdk.Tags.Tag();
    tag.setName('From the client');
    wrapper.setTags([tag]);
    const tags = new sdk.Tags.TagsOperations();
    expect(verdict(await tags.addTags('Contacts', ana(), wrapper)).status).toBe('success');
    const [contact] = rowsOf(await contacts().getRecord(ana()));
    const has = contact?.getKeyValue('Tag') as sdk.Tag[] | undefined;
    expect(has?.map((each) => each.getName())).toEqual(['From the client']);
  });

  it('writes a note about a contact and attaches a file, and takes both back', async () => {
    const before = effects.length;
    const parent = new sdk.Notes.ParentId();
    const module = new sdk.Modules.MinifiedModule();
    module.setAPIName('Contacts');
    await parent.setModule(module);
    parent.setId(ana());
    const note = new sdk.Notes.Note();
    note.setNoteContent('From the client');
    await note.setParentId(parent);
    const body = new sdk.Notes.BodyWrapper();
    body.setData([note]);
    const notes = new sdk.Notes.NotesOperations();
    const noted = verdict(await notes.createNotes(body));
    expect(noted.status).toBe('success');
    const path = join(folder, 'offer.txt');
    writeFileSync(path, 'offer');
    const file = new sdk.Attachments.FileBodyWrapper();
    file.setFile(new sdk.StreamWrapper(null, null, path));
    const attachments = new sdk.Attachments.AttachmentsOperations();
    const attached = verdict(await attachments.uploadAttachments(ana(), 'Contacts', file));
    expect(attached.status).toBe('success');
    expect(verdict(await attachments.deleteAttachment(BigInt(attached.id), ana(), 'Contacts')).status).toBe('success');
    expect(verdict(await notes.deleteNote(BigInt(noted.id))).status).toBe('success');
    expect(effects.slice(before).map(({ actionKind }) => actionKind)).toEqual(['note', 'file', 'delete', 'delete']);
  });

  it('creates a field for whole numbers, is refused its label again, and finds one of the adapter', async () => {
    const operations = new sdk.Fields.FieldsOperations();
    const create = async (module: string, label: string) => {
      const field = new sdk.Fields.Fields();
      field.setFieldLabel(label);
      field.setDataType('integer');
      const body = new sdk.Fields.BodyWrapper();
      body.setFields([field]);
      const params = new sdk.ParameterMap();
      await params.add(sdk.Fields.CreateFieldParam.MODULE, module);
      return (await operations.createField(body, params)).getObject()?.getFields()[0];
    };
    expect((await create('Accounts', 'Fleet size'))?.getStatus().getValue()).toBe('success');
    expect((await create('Accounts', 'Fleet size'))?.getStatus().getValue()).toBe('error');
    const { connection, handle } = vendor;
    const io = { connection, fetch: handle, signal: new AbortController().signal, now: () => CAST_AS_OF, random: Math.random };
    await zoho.createField?.({ object: 'contact', name: 'sidelight_score', label: 'Sidelight score' }, io);
    const params = new sdk.ParameterMap();
    await params.add(sdk.Fields.GetFieldsParam.MODULE, 'Contacts');
    const listed = (await operations.getFields(params)).getObject()?.getFields();
    expect(listed?.find((each) => each.getAPIName() === 'Sidelight_Score')?.getDataType()).toBe('integer');
    expect(effects.slice(-2).map(({ actionKind }) => actionKind)).toEqual(['field-definition', 'field-definition']);
  });
});
