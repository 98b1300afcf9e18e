import { describe, expect, it } from 'vitest';
import { ownIntegration } from '../../../lib/systems/amocrm/auth.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { aConnection, problem, type StandIn, standIn } from './stand-in.ts';

type Json = Record<string, unknown>;

/** The stand-in, where one of its answers is another: made of the real one, or a whole response. */
function altering(world: StandIn, path: RegExp, change: (body: Json, request: Request) => unknown, method = 'GET'): Io {
  return world.answering(async (request) => {
    const answer = await world.vendor.handle(request.clone());
    if (request.method !== method || !path.test(decodeURIComponent(new URL(request.url).pathname))) return answer;
    const changed = change(answer.status === 204 ? {} : await answer.json(), request);
    return changed instanceof Response ? changed : Response.json(changed);
  });
}
const rowsIn = (name: string, rows: unknown[]) => ({ _embedded: { [name]: rows } });
const ivan = (world: StandIn) => world.person('ivan-petrov');

describe('an account that says less', () => {
  it('verify knows a user by number when the account names neither name, currency nor time zone', async () => {
    const world = standIn();
    const bare = altering(world, /\/account$/, ({ id, subdomain }) => ({ id, subdomain }));
    const report = await amocrm.verify(bare);
    expect(report).toMatchObject({ account: 'vektordemo', userId: expect.any(String) });
    expect(report).not.toHaveProperty('currency');
    expect(report).not.toHaveProperty('timeZone');
  });

  it('verify takes away what the user may not see, and fails when it cannot ask', async () => {
    const world = standIn();
    const denied = altering(world, /\/users\/\d+$/, (user) => ({ ...user, name: null, rights: { contacts: { view: 'D' }, leads: {} } }));
    const report = await amocrm.verify(denied);
    expect(report.missing).toEqual([{ what: 'contacts', code: 'no-right' }]);
    expect(report).toMatchObject({ userName: '504101' });
    const down = altering(world, /\/users\/\d+$/, () => problem(500));
    await expect(amocrm.verify(down)).rejects.toMatchObject({ kind: 'unavailable' });
    const noAccount = altering(world, /\/account$/, () => ({ name: 'x' }));
    await expect(amocrm.verify(noAccount)).rejects.toMatchObject({ kind: 'protocol', code: 'no-account' });
    await expect(amocrm.verify(altering(world, /\/account$/, () => problem(500)))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('owners, pipelines and fields keep what has an id and name it by that', async () => {
    const world = standIn();
    const users = altering(world, /\/users$/, () =>
      rowsIn('users', [{ id: 7 }, { name: 'nobody' }, { id: 8, name: 'B', email: 'b@x.example' }]),
    );
    expect(await amocrm.owners(users)).toEqual([
      { id: '7', name: '7', active: true },
      { id: '8', name: 'B', email: 'b@x.example', active: true },
    ]);
    const statuses = [{ id: 143 }, { name: 'no id' }, { id: 5, sort: -1 }];
    const boards = altering(world, /\/pipelines$/, () =>
      rowsIn('pipelines', [{ id: 2, sort: 9 }, { name: 'x' }, { id: 1, _embedded: { statuses } }, { id: 3, is_archive: true }]),
    );
    expect(await amocrm.pipelines(boards)).toEqual([
      {
        id: '1',
        name: '1',
        stages: [
          { id: '5', name: '5', status: 'open' },
          { id: '143', name: '143', status: 'lost' },
        ],
      },
      { id: '2', name: '2', stages: [] },
    ]);
    const fields = altering(world, /custom_fields$/, () =>
      rowsIn('custom_fields', [
        { name: 'no key' },
        { id: 9, enums: [{ id: 1 }, { value: 'no id' }] },
        { id: 10, code: 'X', enums: [], type: 'text' },
      ]),
    );
    expect(await amocrm.fields('lead', fields)).toEqual([
      { key: '9', label: '9', type: 'text', custom: true, readOnly: false, options: [{ value: '1', label: '1' }] },
      { key: 'X', label: 'X', type: 'text', custom: true, readOnly: false },
    ]);
    await expect(amocrm.fields('ticket', fields)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });

  it('no request is made for a connection without an address', async () => {
    const world = standIn();
    await expect(amocrm.read(ivan(world), world.io({ baseUrl: 'https://example.com' }))).rejects.toMatchObject({ field: 'address' });
    expect(() => ownIntegration.toConnection({})).toThrow(expect.objectContaining({ field: 'address', code: 'required' }));
    expect(world.requests).toEqual([]);
  });
});

describe('records with little or much in them', () => {
  it('related shows the rest when the account has not bought customers, and fails for any other reason', async () => {
    const world = standIn();
    const linked = (status: number) =>
      world.answering(async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname.endsWith('/customers')) return problem(status);
        const answer = await world.vendor.handle(request);
        if (!pathname.endsWith(`/contacts/${ivan(world).id}`)) return answer;
        const contact = await answer.json();
        return Response.json({ ...contact, _embedded: { ...contact._embedded, customers: [{ id: 5 }, {}] } });
      });
    expect((await amocrm.related(ivan(world), linked(402))).map(({ kind }) => kind).sort()).toEqual(['company', 'deal']);
    await expect(amocrm.related(ivan(world), linked(403))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('related reads records singly when the account ignores the list of ids, without those that are gone', async () => {
    const world = standIn();
    const strange = (single: () => Response) =>
      world.answering(async (request) => {
        const { pathname } = new URL(request.url);
        if (/\/(leads|companies)\/\d+$/.test(pathname)) return single();
        const answer = await world.vendor.handle(request);
        return /\/(leads|companies)$/.test(pathname) ? Response.json(rowsIn(pathname.split('/').at(-1) ?? '', [{ id: 1 }])) : answer;
      });
    expect(
      await amocrm.related(
        ivan(world),
        strange(() => new Response(null, { status: 204 })),
      ),
    ).toEqual([]);
    await expect(
      amocrm.related(
        ivan(world),
        strange(() => problem(500)),
      ),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('toRecord reads addresses, legal entities, visitors and an unknown currency as far as they go', () => {
    const field = (field_type: string, values: unknown[]) => ({ field_id: 1, field_type, values });
    const company = (...fields: unknown[]) => amocrm.toRecord('companies', { id: 1, custom_fields_values: fields }, aConnection());
    const parts = (code: 'enum_code' | 'enum') => [
      { value: 'Казань', [code]: 'city' },
      { value: 'RU', [code]: 'country' },
    ];
    expect(company(field('smart_address', parts('enum_code')))).toMatchObject({ city: 'Казань', country: 'RU' });
    expect(company(field('smart_address', parts('enum')))).toMatchObject({ city: 'Казань', country: 'RU' });
    expect(company(field('smart_address', [{ value: 7, enum_code: 'city' }]))).not.toHaveProperty('city');
    expect(company(field('legal_entity', [{ value: { vat_id: 'DE1', inn: '77' } }]))).toMatchObject({ taxId: 'DE1' });
    expect(company(field('legal_entity', [{ value: { vat_id: '', inn: '77' } }]))).toMatchObject({ taxId: '77' });
    for (const value of [{}, null, 'x', { inn: 5 }]) expect(company(field('legal_entity', [{ value }]))).not.toHaveProperty('taxId');
    const { currency: _, ...unseen } = aConnection({ baseUrl: 'https://acme.kommo.com' });
    const lead = { id: 2, price: 5, visitor_uid: 'v', score: 3 };
    expect(amocrm.toRecord('leads', lead, unseen)).toMatchObject({
      amount: { currency: 'USD', amountMinor: 500 },
      custom: { visitor_uid: 'v', score: 3 },
    });
    expect(amocrm.toRecord('leads', lead, { ...unseen, baseUrl: 'https://acme.amocrm.ru' })).toMatchObject({ amount: { currency: 'RUB' } });
  });

  it('toRecord and toActivity name what has no name, and nothing that is not there', () => {
    const connection = aConnection();
    expect(amocrm.toRecord('catalogs/7', {}, connection)).toMatchObject({
      kind: 'product',
      name: '',
      ref: { id: '', native: 'catalogs/7' },
    });
    expect(amocrm.toRecord('notes', { params: { text: ' ' } }, connection)).toMatchObject({
      kind: 'file',
      name: '',
      links: [],
      custom: {},
    });
    expect(amocrm.toActivity('notes', {}, connection)).toMatchObject({ kind: 'other', title: 'note', at: 0, on: [] });
    const zoom = { id: 1, note_type: 'zoom_meeting', params: { topic: 'Демо' } };
    expect(amocrm.toActivity('notes', zoom, connection)).toMatchObject({ kind: 'meeting', title: 'Демо' });
  });

  it('related leaves out things of lists that name no list, and prices those without a price as unknown', async () => {
    const world = standIn();
    const deal = (await amocrm.related(ivan(world), world.io())).find(({ kind }) => kind === 'deal')?.ref as RecordRef;
    const elements = [{ id: 1 }, { metadata: { catalog_id: 4521 } }, { id: 525_439, metedata: { catalog_id: 4521, quantity: 2 } }];
    const io = altering(world, /\/leads\/\d+$/, (lead) => ({ ...lead, _embedded: { catalog_elements: elements } }));
    const found = (await amocrm.related(deal, io)).filter(({ kind }) => kind === 'product');
    expect(found).toMatchObject([{ ref: { id: '525439' }, custom: { quantity: 2 } }]);
  });

  it('timeline of several deals asks each of them when the account answers notes without their record', async () => {
    const world = standIn();
    const contact = altering(world, /\/contacts\/\d+$/, (body) => ({ ...body, _embedded: { leads: [{ id: 1 }, { id: 2 }] } }));
    const asked: string[] = [];
    const io: Io = {
      ...contact,
      fetch: async (request) => {
        const { pathname } = new URL(request.url);
        asked.push(pathname);
        return pathname.endsWith('/leads/notes') ? Response.json(rowsIn('notes', [{ id: 1 }])) : contact.fetch(request);
      },
    };
    await amocrm.timeline(ivan(world), { limit: 5 }, io);
    expect(asked).toEqual(expect.arrayContaining(['/api/v4/leads/1/notes', '/api/v4/leads/2/notes']));
  });
});

describe('changes in an account of its own kind', () => {
  const HOUR = 3_600_000;
  /** A sweep later than the first, in which events are answered so. */
  async function told(object: 'contact' | 'activity', events: (world: StandIn) => Json[], filtered = true) {
    const world = standIn();
    world.now += HOUR;
    const { cursor } = await whole(object, undefined, world.io());
    const stamped = events(world).map((event, index) => ({ id: `e${index}`, created_at: Math.floor(world.now / 1000), ...event }));
    world.now += 60_000;
    const io = world.answering(async (request) => {
      const url = new URL(request.url);
      if (url.pathname.endsWith('/events')) return Response.json(rowsIn('events', stamped));
      if (!filtered) for (const name of [...url.searchParams.keys()]) if (name === 'filter[id][]') url.searchParams.delete(name);
      return world.vendor.handle(new Request(url, request));
    });
    return (await whole(object, cursor, io)).rows;
  }
  async function whole(object: 'contact' | 'activity', from: string | undefined, io: Io) {
    const rows: unknown[] = [];
    let page = await amocrm.changes(object, from, io);
    for (rows.push(...page.rows); page.more; rows.push(...page.rows)) page = await amocrm.changes(object, page.cursor, io);
    return { rows, cursor: page.cursor };
  }
  const merge = (...named: unknown[]) => ({
    type: 'entity_merged',
    entity_type: 'contact',
    value_before: named.map((id) => ({ contact: { id } })),
  });

  it('leaves no tombstone for an event of another kind, without a record, or of one that is there', async () => {
    const rows = await told('contact', (world) => [
      { type: 'contact_deleted', entity_type: 'company', entity_id: 1 },
      { type: 'contact_deleted' },
      { type: 'contact_deleted', entity_id: ivan(world).id },
      { type: 'contact_added', entity_id: 3 },
      { entity_id: 4 },
    ]);
    expect(rows).toEqual([]);
  });

  it('does not say what was merged into what when several are left, or when nobody can be asked', async () => {
    const events = (world: StandIn) => [merge(ivan(world).id, world.person('anna-petrova').id, 1)];
    const rows = await told('contact', events);
    expect(rows).toMatchObject([{ ref: { id: '1' } }]);
    expect(rows[0]).not.toHaveProperty('mergedInto');
    expect(await told('contact', events, false)).toEqual([]);
  });

  it('leaves a tombstone for a deleted record also where nobody can be asked', async () => {
    expect(await told('contact', () => [{ type: 'contact_deleted', entity_id: 1 }], false)).toMatchObject([{ ref: { id: '1' } }]);
  });

  it('tells notes by what the event names, and tasks by the event itself', async () => {
    const rows = await told('activity', () => [
      { type: 'common_note_deleted', value_after: [{ note: { id: 8 } }, {}] },
      { type: 'common_note_deleted', value_before: [{ note: { id: 9 } }] },
      { type: 'common_note_deleted' },
      { type: 'task_deleted', entity_type: 'task', entity_id: 7 },
      { type: 'task_deleted', entity_type: 'task' },
      { type: 'task_deleted', entity_type: 'lead', entity_id: 6 },
    ]);
    expect(rows.map((row) => (row as { ref: RecordRef }).ref.id).sort()).toEqual(['7', '8', '9']);
  });
});

describe('writes that meet something odd', () => {
  const on = (world: StandIn) => ({ on: [ivan(world)], at: world.now });
  const task = (ref: RecordRef): Action => ({ kind: 'task-change', task: ref, done: true, on: [], at: 0 });

  it('a task is changed only where it is one of this account, and there', async () => {
    const world = standIn();
    const ref: RecordRef = { ...ivan(world), object: 'activity', native: 'tasks', id: '999' };
    for (const odd of [{ native: 'notes' }, { account: 'other' }, { id: 'x' }, { object: 'contact' as const, native: 'contacts' }])
      await expect(amocrm.perform(task({ ...ref, ...odd }), 'k', world.io())).rejects.toMatchObject({ code: 'no-target' });
    expect(world.requests).toEqual([]);
    await expect(amocrm.perform(task(ref), 'k', world.io())).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('a record in the recycle bin, or whose stage nobody knows, is not moved', async () => {
    const world = standIn();
    const deal = (await amocrm.related(ivan(world), world.io())).find(({ kind }) => kind === 'deal')?.ref as RecordRef;
    const stage: Action = { kind: 'stage', stageId: '142', on: [deal], at: 0 };
    const binned = altering(world, /\/leads\/\d+$/, (lead) => ({ ...lead, is_deleted: true }));
    await expect(amocrm.perform(stage, 'k', binned)).rejects.toMatchObject({ kind: 'not-found', code: 'deleted' });
    const hollow = altering(world, /\/leads\/\d+$/, ({ id }) => ({ id }));
    await expect(amocrm.perform(stage, 'k', hollow)).rejects.toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
    expect(world.effects).toEqual([]);
  });

  it('a lost deal gets its reason back when its move is undone', async () => {
    const world = standIn();
    const deal = (await amocrm.related(ivan(world), world.io())).find(({ kind }) => kind === 'deal')?.ref as RecordRef;
    const authorization = `Bearer ${(world.vendor.connection.credentials as { token: string }).token}`;
    const body = JSON.stringify({ status_id: 143, loss_reason_id: 3 });
    const url = `https://vektordemo.amocrm.ru/api/v4/leads/${deal.id}`;
    await world.vendor.handle(new Request(url, { method: 'PATCH', headers: { authorization }, body }));
    const receipt = await amocrm.perform({ kind: 'stage', stageId: '61000015', on: [deal], at: 0 }, 'k', world.io());
    expect((await (await world.vendor.handle(new Request(url, { headers: { authorization } }))).json()).loss_reason_id).toBeNull();
    await amocrm.undo?.(receipt, world.io());
    expect(await (await world.vendor.handle(new Request(url, { headers: { authorization } }))).json()).toMatchObject({
      status_id: 143,
      loss_reason_id: 3,
    });
  });

  it('fields that are switches take yes and no, lists of many values and computed ones nothing', async () => {
    const world = standIn();
    const definitions = [
      { id: 1, code: 'YES', type: 'checkbox' },
      { id: 2, code: 'MANY', type: 'multiselect', enums: [{ id: 5, value: 'a' }] },
      { id: 3, code: 'SUM', type: 'numeric', is_computed: true },
      { id: 4, code: 'PICK', type: 'select', enums: [{ value: 'no id' }, { id: 6 }] },
      { id: 5, code: 'PLAIN' },
    ];
    const seen: unknown[] = [];
    const io = world.answering(async (request) => {
      if (request.url.includes('custom_fields')) return Response.json(rowsIn('custom_fields', definitions));
      if (request.method === 'GET') return world.vendor.handle(request);
      seen.push(await request.json());
      return Response.json({ id: 1 });
    });
    const write = (field: string, value: string | boolean | null) => amocrm.perform({ kind: 'field', field, value, ...on(world) }, 'k', io);
    for (const [field, value] of [
      ['YES', true],
      ['PICK', '6'],
      ['PLAIN', 'x'],
    ] as const)
      await write(field, value);
    expect(seen).toEqual([
      { custom_fields_values: [{ field_id: 1, values: [{ value: true }] }] },
      { custom_fields_values: [{ field_id: 4, values: [{ enum_id: 6 }] }] },
      { custom_fields_values: [{ field_id: 5, values: [{ value: 'x' }] }] },
    ]);
    for (const [field, value, code] of [
      ['YES', 'yes', 'bad-value'],
      ['MANY', 'a', 'read-only'],
      ['MANY', null, 'read-only'],
      ['SUM', '1', 'read-only'],
    ] as const)
      await expect(write(field, value)).rejects.toMatchObject({ kind: 'invalid', code, field });
  });

  it('an answer that names nothing leaves the outcome open, and a page is followed to find out', async () => {
    const world = standIn();
    const note: Action = { kind: 'note', text: 'Ищи меня', ...on(world) };
    for (const answer of [new Response(null, { status: 204 }), Response.json({ _embedded: {} })]) {
      const io = altering(world, /\/notes$/, () => answer.clone(), 'POST');
      await expect(amocrm.perform(note, 'k', io)).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'no-id' });
    }
    let pages = 0;
    const paged = altering(world, /\/notes$/, (body, request) => {
      pages += 1;
      const first = new URL(request.url).searchParams.get('page') === '1';
      return first ? { _links: { next: { href: 'x' } }, _embedded: { notes: [] } } : { ...rowsIn('notes', []), ...body };
    });
    await amocrm.confirm(note, 'k', paged);
    expect(pages).toBe(2);
  });

  it('a refusal that names no field is still a refusal', async () => {
    const world = standIn();
    const io = altering(world, /\/notes$/, () => problem(400, { 'validation-errors': [{ request_id: '0' }] }), 'POST');
    await expect(amocrm.perform({ kind: 'note', text: 'x', ...on(world) }, 'k', io)).rejects.toMatchObject({
      kind: 'invalid',
      status: 400,
    });
  });
});
