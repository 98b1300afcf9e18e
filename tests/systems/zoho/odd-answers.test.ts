import { describe, expect, it } from 'vitest';
import type { Connection, RecordRef } from '../../../lib/systems/contract.ts';
import { classifyPage } from '../../../lib/systems/detect.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { failure } from '../../failure.ts';
import { answering } from './harness.ts';

/** Answers by the end of a path; what is not named is empty (204). */
type Script = Readonly<Record<string, unknown>>;

const scripted = (script: Script, connection: Partial<Connection> = {}) => {
  const asked: string[] = [];
  const io = answering((request) => {
    const { pathname, searchParams, host } = new URL(request.url);
    asked.push(`${host}${pathname}`);
    const entry = Object.entries(script).find(([path]) => pathname.endsWith(path))?.[1];
    const told: unknown = typeof entry === 'function' ? (entry as (query: URLSearchParams) => unknown)(searchParams) : entry;
    return told === undefined ? new Response(null, { status: 204 }) : Response.json(told);
  }, connection);
  return { io, asked };
};
const ref = (object: RecordRef['object'], native: string, id = '7'): RecordRef => ({ system: 'zoho', account: 'org7', object, native, id });
const CONNECTION = scripted({}).io.connection;

describe('signing in', () => {
  const row = { data: [{ id: '7', Last_Name: 'Pérez' }] };

  it('a session asks the pages’ own host, without a token', async () => {
    const { io, asked } = scripted({ '/Contacts/7': row }, { credentials: { kind: 'session' } });
    let authorization: string | null = 'none yet';
    const seeing = {
      ...io,
      fetch: (request: Request) => {
        authorization = request.headers.get('authorization');
        return io.fetch(request);
      },
    };
    expect(await zoho.read(ref('contact', 'Contacts'), seeing)).toMatchObject({ name: 'Pérez' });
    expect([asked, authorization]).toEqual([['crm.zoho.eu/crm/v8/Contacts/7'], null]);
  });

  it('an access token of OAuth stands where a pasted one would, and a password nowhere', async () => {
    const oauth = { kind: 'oauth' as const, accessToken: 'a', clientId: 'c', tokenUrl: 'https://accounts.zoho.eu/oauth/v2/token' };
    expect(await zoho.read(ref('contact', 'Contacts'), scripted({ '/Contacts/7': row }, { credentials: oauth }).io)).toBeDefined();
    const basic = scripted({}, { credentials: { kind: 'basic', user: 'u', password: 'p' } });
    expect(await failure(zoho.read(ref('contact', 'Contacts'), basic.io))).toMatchObject({
      kind: 'auth',
      code: 'unsupported-credentials',
    });
    expect(basic.asked).toEqual([]);
  });

  it('every verb throws invalid with the field when nobody knows the data centre', async () => {
    const { io, asked } = scripted({}, { baseUrl: 'https://www.zohoapis.example' });
    expect(await failure(zoho.read(ref('contact', 'Contacts'), io))).toMatchObject({ kind: 'invalid', field: 'dc', code: 'required' });
    expect(asked).toEqual([]);
    const [oauth] = zoho.auth;
    expect(() => oauth?.oauth?.({ clientId: '1' })).toThrow(expect.objectContaining({ field: 'dc', code: 'required' }));
  });
});

describe('verify', () => {
  const user = (rest: object = {}) => ({ users: [{ id: '1', ...rest }] });
  const org = (rest: object = {}) => ({ org: [{ zgid: '7', ...rest }] });
  const verify = (me: unknown, house: unknown, modules?: unknown) =>
    zoho.verify(scripted({ '/users': me, '/org': house, '/settings/modules': modules, '/coql': { data: [] } }).io);

  it('tells nothing of modules when the account names none, and the user by whatever she has', async () => {
    expect(await verify(user({ email: 'rep@acme.example' }), org({ time_zone: 'Europe/Madrid', iso_code: 'euro' }))).toMatchObject({
      userName: 'rep@acme.example',
      timeZone: 'Europe/Madrid',
      missing: [],
    });
    const bare = await verify(user(), org());
    expect(bare).toMatchObject({ account: 'org7', userName: '1' });
    for (const unknown of ['currency', 'timeZone']) expect(bare).not.toHaveProperty(unknown);
  });

  it('names modules that are switched off and takes away what needs them', async () => {
    const modules = { modules: [{ api_name: 'Contacts' }, { api_name: 'Deals', creatable: true, editable: false }] };
    const { missing, can } = await verify(user({ first_name: 'Ana', last_name: null }), org(), modules);
    expect(missing).toContainEqual({ what: 'Leads', code: 'module-off' });
    expect(missing.map(({ what }) => what)).not.toContain('Cases');
    expect(can).toContain('read:deal');
    expect(can).not.toContain('write:stage');
  });

  it.each([
    ['no user', { users: [] }, org(), 'no-user'],
    ['no organization', user(), { org: [{}] }, 'no-org'],
    ['an organization without a number', user(), org({ zgid: '../x' }), 'no-org'],
  ])('throws protocol when there is %s', async (_name, me, house, code) => {
    expect(await failure(verify(me, house))).toMatchObject({ kind: 'protocol', code });
  });
});

describe('dictionaries', () => {
  it('owners are told once each, by whatever they are called, page by page', async () => {
    const pages: Record<string, unknown> = {
      1: {
        users: [{ id: '1', full_name: 'Ana' }, { id: '2', email: 'two@acme.example', status: 'disabled' }, {}],
        info: { more_records: true },
      },
      2: { users: [{ id: '1', full_name: 'Ana' }, { id: '3' }], info: { more_records: true } },
      3: { users: [], info: { more_records: true } },
    };
    const { io, asked } = scripted({ '/users': (query: URLSearchParams) => pages[query.get('page') ?? ''] });
    expect(await zoho.owners(io)).toEqual([
      { id: '1', name: 'Ana', active: true },
      { id: '2', name: 'two@acme.example', email: 'two@acme.example', active: false },
      { id: '3', name: '3', active: true },
    ]);
    expect(asked).toHaveLength(3);
  });

  it('pipelines take names, order and chances from whatever of them is told', async () => {
    const choice = (actual_value: string | null, rest: object = {}) => ({ actual_value, ...rest });
    const script = {
      '/settings/layouts': { layouts: [{ id: '1' }, { id: '2', status: 'inactive' }, {}] },
      '/settings/fields': {
        fields: [{ api_name: 'Stage', pick_list_values: [choice('Open', { probability: 10 }), choice('-None-'), choice(null)] }],
      },
      '/settings/pipeline': {
        pipeline: [
          {},
          { display_value: 'Shown', maps: [choice(null, { display_value: 'Seen', sequence_number: 2 }), choice('Open'), choice(null)] },
          { actual_value: 'Named', maps: [] },
          { actual_value: 'Named', maps: [] },
        ],
      },
    };
    expect(await zoho.pipelines(scripted(script).io)).toEqual([
      {
        id: 'Shown',
        name: 'Shown',
        stages: [
          { id: 'Open', name: 'Open', status: 'open', probabilityPct: 10 },
          { id: 'Seen', name: 'Seen', status: 'open' },
        ],
      },
      { id: 'Named', name: 'Named', stages: [] },
    ]);
    const { '/settings/pipeline': _, ...without } = script;
    expect(await zoho.pipelines(scripted(without).io)).toEqual([
      { id: 'Standard', name: 'Standard', stages: [{ id: 'Open', name: 'Open', status: 'open', probabilityPct: 10 }] },
    ]);
    expect(await zoho.pipelines(scripted({}).io)).toEqual([]);
  });

  it('fields are told by the best name they have', async () => {
    const fields = [
      { api_name: 'A', display_label: 'Shown', field_label: 'Other' },
      { api_name: 'B', field_label: 'Other', data_type: 'picklist', pick_list_values: [{ actual_value: 'x' }, {}] },
      { api_name: 'C', field_read_only: true },
      { display_label: 'nameless' },
    ];
    expect(await zoho.fields('contact', scripted({ '/settings/fields': { fields } }).io)).toEqual([
      { key: 'A', label: 'Shown', type: 'text', custom: false, readOnly: false },
      { key: 'B', label: 'Other', type: 'picklist', custom: false, readOnly: false, options: [{ value: 'x', label: 'x' }] },
      { key: 'C', label: 'C', type: 'text', custom: false, readOnly: true },
    ]);
  });
});

describe('entries', () => {
  const entry = (native: string, raw: object) => zoho.toActivity(native, { id: '9', ...raw }, CONNECTION);

  it.each([
    [{ Call_Type: 'Missed' }, { direction: 'in', outcome: 'Missed' }],
    [
      { Call_Type: 'Inbound', Call_Duration_in_seconds: 61 },
      { direction: 'in', durationMs: 61_000 },
    ],
    [
      { Call_Type: 'Outbound', Call_Status: 'Scheduled' },
      { direction: 'out', done: false },
    ],
    [
      { Call_Status: 'Completed', Call_Duration: '02:30' },
      { done: true, durationMs: 150_000 },
    ],
  ])('a call of %j is told as %j', (raw, told) => {
    expect(entry('Calls', raw)).toMatchObject(told);
  });

  it('a call or a mail that does not say which way it went has no direction', () => {
    expect(entry('Calls', {})).not.toHaveProperty('direction');
    expect(zoho.toActivity('Emails', { message_id: 'm' }, CONNECTION)).not.toHaveProperty('direction');
    expect(zoho.toActivity('Emails', { message_id: 'm', sent: false, sent_time: '2026-11-20T10:00:00+00:00' }, CONNECTION)).toMatchObject({
      direction: 'in',
      at: Date.UTC(2026, 10, 20, 10),
    });
  });

  it('a meeting is on those who took part, as far as they are records of ours', () => {
    const Participants = [
      { type: 'contact', participant: '11' },
      { type: 'user', participant: '12' },
      { participant: '13' },
      { type: 'lead', participant: 'by@mail.example' },
    ];
    const told = entry('Events', { Participants, Start_DateTime: '2026-11-20T10:00:00+00:00', End_DateTime: '2026-11-20T09:00:00+00:00' });
    expect(told.on).toEqual([ref('contact', 'Contacts', '11')]);
    expect(told).not.toHaveProperty('durationMs');
  });

  it('timeline reads a second page of notes when the first gave too few, and no e-mails of a case', async () => {
    const note = (id: number) => ({ id: String(id), Note_Content: `n${id}`, Created_Time: new Date(1e12 - id).toISOString() });
    const { io, asked } = scripted({
      '/Notes': (query: URLSearchParams) =>
        query.get('page') === '1'
          ? { data: Array.from({ length: 200 }, (_, index) => note(index + 1)), info: { more_records: true } }
          : { data: [note(201)], info: { more_records: false } },
    });
    const seen: unknown[] = [];
    let next: string | undefined;
    // A page of ours is never longer than 100: the last one begins with the vendor's first page and ends with its second.
    for (const limit of [199, 99, Number.NaN]) {
      const page = await zoho.timeline(ref('ticket', 'Cases'), { limit, ...(next !== undefined && { next }) }, io);
      seen.push(...page.rows.map(({ text }) => text));
      next = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 201 }, (_, index) => `n${index + 1}`));
    expect(next).toBeUndefined();
    expect(asked.some((path) => path.endsWith('/Emails'))).toBe(false);
  });

  it('timeline of a session is what can be read without a query', async () => {
    const { io, asked } = scripted({ '/Notes': { data: [{ id: '1', Note_Content: 'x' }] } }, { credentials: { kind: 'session' } });
    expect((await zoho.timeline(ref('contact', 'Contacts'), { limit: 10 }, io)).rows).toHaveLength(1);
    expect(asked.some((path) => path.endsWith('/coql'))).toBe(false);
  });
});

describe('records and pages', () => {
  it('related of a deal leads to its contact though he has no role on it', async () => {
    const { io } = scripted({
      '/Deals/7': { data: [{ id: '7', Deal_Name: 'D', Contact_Name: { id: '8', name: 'Ana' } }] },
      '/Contacts/8': { data: [{ id: '8', Last_Name: 'Ana' }] },
    });
    expect((await zoho.related(ref('deal', 'Potentials'), io)).map(({ name }) => name)).toEqual(['Ana']);
  });

  it('recordUrl names no organization when the account is an alias, and no page of other systems’ records', () => {
    expect(zoho.recordUrl(ref('contact', 'Contacts'), { ...CONNECTION, account: 'acme' })).toBe('https://crm.zoho.eu/crm/tab/Contacts/7');
    expect(zoho.recordUrl({ ...ref('contact', 'Contacts'), system: 'hubspot' }, CONNECTION)).toBeUndefined();
    expect(zoho.recordUrl(ref('contact', 'Contacts', 'x'), CONNECTION)).toBeUndefined();
  });

  it('classifyPage tells the CRM alone when an old address names no record', () => {
    for (const query of ['', '?module=Contacts', '?id=7', '?module=../x&id=7'])
      expect(classifyPage(`https://crm.zoho.eu/crm/EntityInfo.do${query}`)).toEqual({ kind: 'crm', system: 'zoho' });
  });

  it('changes follows deletions over their pages, and stops where the vendor repeats a page', async () => {
    const deletedPages = [
      { data: [{ id: '1', deleted_time: '2026-11-20T10:00:00+00:00' }, {}], info: { more_records: true } },
      { data: [{ id: '2' }] },
    ];
    const script = {
      '/Notes/deleted': (query: URLSearchParams) => deletedPages[Number(query.get('page')) - 1],
      '/Notes': () => ({ data: [{ id: '5', Note_Content: 'x' }], info: { more_records: true, next_page_token: 't' } }),
    };
    const { io } = scripted(script);
    const seen: unknown[] = [];
    let cursor: string | undefined;
    // Two rounds over the four modules of entries, and the repeated page of notes in each.
    for (let turn = 0; turn < 10; turn += 1) {
      const page = await zoho.changes('activity', cursor, io);
      seen.push(...page.rows.map((row) => ('deletedAt' in row || !('kind' in row) ? ['deleted', row.ref.id] : row.ref.id)));
      cursor = page.cursor;
    }
    expect(seen).toEqual(['5', '5', '5', '5', ['deleted', '1'], ['deleted', '2']]);
  });
});
