import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { answering, aSandbox } from './harness.ts';

type Answer = (request: Request) => unknown;

/** Every request by the first path it fits; undefined = the vendor's error for a thing that is not there. */
function account(answers: Readonly<Record<string, Answer>>, connection: Parameters<typeof answering>[1] = {}): Io {
  return answering((request) => {
    const { pathname } = new URL(request.url);
    const found = Object.entries(answers).find(([path]) => pathname.includes(path));
    if (!found) return Response.json({ success: false, error: 'not found' }, { status: 404 });
    const data = found[1](request);
    return data instanceof Response ? data : Response.json({ success: true, data, additional_data: null });
  }, connection);
}
const ref = (object: RecordRef['object'], native: string, id: string): RecordRef => ({
  system: 'pipedrive',
  account: 'acme',
  object,
  native,
  id,
});
const AT = Date.UTC(2026, 10, 16, 15);
const DEAL = ref('deal', 'deal', '1');
const LEAD = ref('lead', 'lead', '8f0f0f0f-0000-4000-8000-000000000000');

describe('an account that says less', () => {
  it('verify names a user by e-mail or number, and knows neither currency nor time zone', async () => {
    const me = (user: object) => account({ '/users/me': () => ({ company_domain: 'acme', ...user }) });
    expect(await pipedrive.verify(me({ id: 7, email: 'a@x.example' }))).toMatchObject({ userId: '7', userName: 'a@x.example' });
    const report = await pipedrive.verify(me({ id: 7 }));
    expect(report).toMatchObject({ userName: '7', missing: [] });
    expect(report).not.toHaveProperty('currency');
    await expect(pipedrive.verify(account({ '/users/me': () => new Response('', { status: 500 }) }))).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('owners and pipelines keep what has an id and name it by that', async () => {
    const io = account({
      '/users': () => [{ id: 1 }, { name: 'nobody' }, { id: 2, email: 'b@x.example', active_flag: false }],
      '/pipelines': () => [{ id: 2 }, { name: 'no id' }, { id: 1, name: 'Sales', order_nr: -1 }, { id: 3, is_deleted: true }],
      '/stages': () => [{ id: 5, pipeline_id: 1 }, { pipeline_id: 1 }, { id: 4, pipeline_id: 1, order_nr: -1, deal_probability: 10 }],
    });
    expect(await pipedrive.owners(io)).toEqual([
      { id: '1', name: '1', active: true },
      { id: '2', name: 'b@x.example', email: 'b@x.example', active: false },
    ]);
    expect(await pipedrive.pipelines(io)).toEqual([
      {
        id: '1',
        name: 'Sales',
        stages: [
          { id: '4', name: '4', status: 'open', probabilityPct: 10 },
          { id: '5', name: '5', status: 'open' },
        ],
      },
      { id: '2', name: '2', stages: [] },
    ]);
  });

  it('fields keep what has a key, are read page by page, and no page is asked for twice', async () => {
    let pages = 0;
    const io = answering((request) => {
      pages += 1;
      const second = new URL(request.url).searchParams.has('cursor');
      const row = second
        ? { field_code: 'b', options: [{ id: 1 }, { label: 'x' }] }
        : { field_code: 'a', field_name: 'A', field_type: 'int' };
      return Response.json({ success: true, data: [row, {}], additional_data: { next_cursor: 'again' } });
    });
    expect(await pipedrive.fields('lead', io)).toEqual([
      { key: 'a', label: 'A', type: 'int', custom: false, readOnly: false },
      { key: 'b', label: 'b', type: 'varchar', custom: false, readOnly: false, options: [{ value: '1', label: '1' }] },
    ]);
    expect(pages).toBe(2);
    await expect(pipedrive.fields('ticket', io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });

  it('related of a person leaves out a company that may not be seen, and fails for any other reason', async () => {
    const io = (status: number) =>
      account({
        '/persons/1': () => ({ id: 1, org_id: 5, files_count: 0 }),
        '/organizations/5': () => new Response('{}', { status }),
        '/deals': () => null,
        '/leads': () => [{ title: 'no id' }],
      });
    expect(await pipedrive.related(ref('contact', 'person', '1'), io(403))).toEqual([]);
    await expect(pipedrive.related(ref('contact', 'person', '1'), io(500))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('no request is made with credentials the API does not take, or without an address', async () => {
    const never = account({ '': () => expect.fail('asked') }, { credentials: { kind: 'session' } });
    await expect(pipedrive.read(DEAL, never)).rejects.toMatchObject({ kind: 'auth' });
    const { connection } = never;
    const lost: Io = {
      ...never,
      connection: { ...connection, account: '', baseUrl: 'https://example.com', credentials: { kind: 'token', token: 't' } },
    };
    await expect(pipedrive.owners(lost)).rejects.toMatchObject({ kind: 'invalid', field: 'domain' });
    const oauth = account(
      { '/users': (request) => [{ id: 1, name: request.headers.get('authorization') }] },
      {
        credentials: { kind: 'oauth', accessToken: 'abc', clientId: 'c', tokenUrl: 'https://oauth.pipedrive.com/oauth/token' },
      },
    );
    expect(await pipedrive.owners(oauth)).toMatchObject([{ name: 'Bearer abc' }]);
  });
});

describe('records and entries with little in them', () => {
  const { connection } = answering(() => new Response());

  it('toRecord takes linked records as v1 embeds them, and what has no name', () => {
    const v1 = { id: 1, name: 'A', org_id: { value: 5, name: ' Acme ' }, owner_id: { id: 7 }, organization: ' ', active_flag: 1 };
    expect(pipedrive.toRecord('person', v1, connection)).toMatchObject({
      companyName: 'Acme',
      ownerId: '7',
      links: [{ role: 'company', ref: { id: '5' } }],
    });
    expect(pipedrive.toRecord('deal', { stage: ' Offer ' }, connection)).toMatchObject({ name: '', stageName: 'Offer', ref: { id: '' } });
    expect(pipedrive.toRecord('organization', { address: ' Calle 1 ' }, connection)).toMatchObject({ name: '', domains: [] });
    expect(pipedrive.toRecord('file', { id: 1 }, connection)).toMatchObject({ name: '' });
    expect(pipedrive.toRecord('file', { id: 1, file_name: 'a.pdf' }, connection)).toMatchObject({ name: 'a.pdf' });
  });

  it('toActivity takes an envelope without a word of what is in it, and a text that is empty once its markup is gone', () => {
    const call = { id: 'c', start_time: '2026-11-16T10:00:00Z', end_time: '2026-11-16T10:02:00Z' };
    expect(pipedrive.toActivity('call', call, connection)).toMatchObject({ kind: 'call', durationMs: 120_000, done: true });
    expect(pipedrive.toActivity('note', { id: 1, content: '<p> </p>' }, connection)).not.toHaveProperty('text');
    expect(pipedrive.toActivity('', {}, connection)).toMatchObject({ kind: 'other', at: 0, on: [] });
  });

  it('timeline gives as many rows as the vendor allows when it is not told how many', async () => {
    const asked: (string | null)[] = [];
    const io = account({ '/flow': (request) => asked.push(new URL(request.url).searchParams.get('limit')) && [] });
    for (const limit of [Number.NaN, 0, 1e9, 7]) await pipedrive.timeline(DEAL, { limit }, io);
    expect(asked).toEqual(['100', '100', '100', '7']);
  });
});

describe('writes that meet something odd', () => {
  const key = (letter: string) => letter.repeat(40);
  const TYPES = ['address', 'monetary', 'int', 'date', 'enum', 'set', 'timerange', undefined] as const;

  it.each([
    ['address', 'Calle 1', { value: 'Calle 1' }],
    ['monetary', '5', { code: 'no-currency' }],
    ['int', '1.5', { code: 'bad-value' }],
    ['int', '1e3', 1000],
    ['date', '2026-02-03', '2026-02-03'],
    ['enum', '4', 4],
    ['enum', 'four', { code: 'bad-value' }],
    ['set', '4, 5', [4, 5]],
    ['timerange', '10:00', { code: 'field-type' }],
    [undefined, 'x', { code: 'field-type' }],
  ] as const)('a custom field of type %s given %j', async (type, value, expected) => {
    const sent: unknown[] = [];
    const rows = TYPES.map((field_type, index) => ({ field_code: key('abcdef01'[index] ?? ''), field_type }));
    const io = answering(async (request) => {
      const data = request.url.includes('dealFields') ? rows : { id: 1, custom_fields: {} };
      if (request.method === 'PATCH') sent.push((await request.json()).custom_fields);
      return Response.json({ success: true, data });
    });
    const field = key('abcdef01'[TYPES.indexOf(type)] ?? '');
    const action: Action = { kind: 'field', field, value, at: AT, on: [DEAL] };
    if (typeof expected === 'object' && 'code' in expected)
      return expect(pipedrive.perform(action, 'k', io)).rejects.toMatchObject(expected);
    await pipedrive.perform(action, 'k', io);
    expect(sent).toEqual([{ [field]: expected }]);
  });

  it('a record that is none is not written', async () => {
    const io = account({ '/deals/1': () => ({ title: 'no id' }) });
    for (const action of [
      { kind: 'stage', stageId: '2' },
      { kind: 'field', field: 'title', value: 'x' },
    ] as const)
      await expect(pipedrive.perform({ ...action, at: AT, on: [DEAL] }, 'k', io)).rejects.toMatchObject({
        kind: 'protocol',
        code: 'no-record',
      });
  });

  it('a file on a lead is confirmed among all files, by the lead it names', async () => {
    const bytes = new TextEncoder().encode('Angebot');
    const action: Action = { kind: 'file', name: 'a.txt', type: 'text/plain', bytes, at: AT, on: [LEAD] };
    const row = { name: 'a.txt', file_size: bytes.byteLength, add_time: '2026-11-16 15:00:00', user_id: 7 };
    const files = [
      { ...row, id: 1, lead_id: LEAD.id },
      { ...row, id: 2, lead_id: 'other' },
      { ...row, id: 3, lead_id: LEAD.id, name: 'b.txt' },
    ];
    const io = account({ '/files': () => files });
    expect(await pipedrive.confirm(action, 'k', io)).toMatchObject({ refs: [{ object: 'file', id: '1' }] });
  });

  it('a lead about an organization alone is looked for among the leads of that organization', async () => {
    const asked: string[] = [];
    const io = account({ '/leads': (request) => asked.push(new URL(request.url).search) && [] });
    const company = ref('company', 'organization', '5');
    const action: Action = { kind: 'create', object: 'lead', values: { name: 'L', companyName: 'Acme' }, at: AT, on: [company] };
    expect(await pipedrive.confirm(action, 'k', io)).toBeUndefined();
    expect(asked).toEqual(['?organization_id=5&limit=500']);
    await expect(pipedrive.perform({ ...action, on: [] }, 'k', io)).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
  });

  it('undo refuses a receipt of what cannot have been made here, and asks nobody', async () => {
    const box = aSandbox();
    const { account: home } = box.vendor.connection;
    const made = (what: string) => ({ kind: 'made', what, changedAt: [null] });
    for (const [what, odd] of [
      ['record', { object: 'activity', native: 'note', id: '5' }],
      ['entry', { object: 'activity', native: 'note', id: 'mail:5' }],
      ['file', { object: 'deal', native: 'deal', id: '5' }],
      ['record', { object: 'deal', native: 'deal', id: '../5' }],
    ] as const) {
      const receipt = { refs: [{ ...ref('deal', 'deal', '1'), ...odd, account: home }], at: 0, before: made(what) };
      await expect(pipedrive.undo?.(receipt, box.io())).rejects.toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    }
    expect(box.requests).toEqual([]);
  });
});
