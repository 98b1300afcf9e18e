import { describe, expect, it } from 'vitest';
import { ownIntegration } from '../../../lib/systems/amocrm/auth.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { altering, ivan, rowsIn } from './altering.ts';
import { aConnection, problem, standIn } from './stand-in.ts';

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
