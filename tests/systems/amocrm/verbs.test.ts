import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../lib/systems/amocrm/find.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { IdentityKeys } from '../../../lib/systems/contract.ts';
import { problem, standIn } from './stand-in.ts';

const keys = (more: Partial<IdentityKeys>): IdentityKeys => ({
  kind: 'person',
  emails: [],
  phones: [],
  names: [],
  companyNames: [],
  domains: [],
  externalIds: [],
  ...more,
});

describe('verify', () => {
  it('verify names account, user, currency and time zone', async () => {
    const report = await amocrm.verify(standIn().io({ account: '' }));
    expect(report).toMatchObject({
      account: 'vektordemo',
      userId: '504101',
      userName: 'Marta Ruiz',
      currency: 'RUB',
      timeZone: 'Europe/Moscow',
      missing: [],
    });
    expect(new Set(report.can)).toEqual(amocrm.capabilities);
  });

  it('verify asks nobody when the token says that it has expired', async () => {
    const world = standIn();
    world.now += 6 * 365 * 86_400_000;
    await expect(amocrm.verify(world.io())).rejects.toMatchObject({ kind: 'auth', code: 'token-expired' });
    expect(world.requests).toEqual([]);
  });

  it('verify refuses a wrong token', async () => {
    const io = standIn().io({ credentials: { kind: 'token', token: 'wrong' } });
    await expect(amocrm.verify(io)).rejects.toMatchObject({ kind: 'auth', status: 401 });
  });

  it('verify points at the address when another account answers', async () => {
    const world = standIn();
    const io = world.answering((request) => world.vendor.handle(request), { baseUrl: 'https://other.amocrm.ru' });
    await expect(amocrm.verify(io)).rejects.toMatchObject({ kind: 'invalid', field: 'address', code: 'wrong-domain' });
  });

  it('verify points at the address when there is no such account', async () => {
    await expect(amocrm.verify(standIn().answering(() => problem(404)))).rejects.toMatchObject({
      kind: 'invalid',
      field: 'address',
      code: 'no-such-account',
    });
  });

  it('verify connects without owners when users may not be seen', async () => {
    const world = standIn();
    const io = world.answering((request) => (request.url.includes('/users') ? problem(403) : world.vendor.handle(request)));
    const report = await amocrm.verify(io);
    expect(report).toMatchObject({ userName: '504101', missing: [{ what: 'users', code: 'no-right' }] });
    expect(report.can).not.toContain('owners');
  });
});

describe('read and related', () => {
  it('read shows a contact with its keys', async () => {
    const world = standIn();
    const record = await amocrm.read(world.person('ivan-petrov'), world.io());
    expect(record).toMatchObject({
      kind: 'person',
      name: 'Иван Петров',
      firstName: 'Иван',
      lastName: 'Петров',
      emails: ['ivan.petrov@vektor-msk.ru'],
      phones: ['8 (495) 123-45-67'],
      title: 'Коммерческий директор',
      city: 'Москва',
      country: 'RU',
      ownerId: '504101',
      url: `https://vektordemo.amocrm.ru/contacts/detail/${record.ref.id}`,
    });
    expect(record.links.map(({ role }) => role)).toEqual(['company', 'deal']);
    expect(world.requests).toHaveLength(1);
  });

  it('read says not-found when the record does not exist', async () => {
    const world = standIn();
    await expect(amocrm.read({ ...world.person('ivan-petrov'), id: '1' }, world.io())).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('read refuses an id that is no number without asking', async () => {
    const world = standIn();
    await expect(amocrm.read({ ...world.person('ivan-petrov'), id: '1/../2' }, world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code: 'id',
    });
    expect(world.requests).toEqual([]);
  });

  it('related brings company and priced deals of a contact in two steps', async () => {
    const world = standIn();
    const rows = await amocrm.related(world.person('ivan-petrov'), world.io());
    expect(rows.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['company ООО «Вектор»', 'deal Станки, партия 2']);
    expect(rows.find(({ kind }) => kind === 'deal')).toMatchObject({
      amount: { amountMinor: 187_500_000, currency: 'RUB' },
      status: 'open',
      stageId: '61000014',
      links: [{ role: 'primary-contact' }, { role: 'contact' }, { role: 'company' }],
    });
    expect(rows.find(({ kind }) => kind === 'company')).toMatchObject({
      domains: ['vektor-msk.ru'],
      employees: 85,
      industry: 'Manufacturing',
    });
    expect(world.requests).toHaveLength(4);
  });

  it('related asks the account for its currency when the connection does not know it', async () => {
    const world = standIn();
    const { currency: _, ...connection } = world.vendor.connection;
    const io = { ...world.io(), connection };
    const rows = await amocrm.related(world.person('ivan-petrov'), io);
    expect(rows.find(({ kind }) => kind === 'deal')).toMatchObject({ amount: { currency: 'RUB' } });
    expect(world.requests.filter((line) => line.endsWith('/account'))).toHaveLength(1);
  });

  it('related reads one by one when the account ignores the filter by id', async () => {
    const world = standIn();
    const io = world.answering((request) => {
      const url = new URL(request.url);
      for (const name of [...url.searchParams.keys()]) if (name.startsWith('filter')) url.searchParams.delete(name);
      return world.vendor.handle(new Request(url, request));
    });
    const rows = await amocrm.related(world.person('ivan-petrov'), io);
    expect(rows.map(({ name }) => name).sort()).toEqual(['ООО «Вектор»', 'Станки, партия 2']);
  });

  it('related of a deal brings its people and company', async () => {
    const world = standIn();
    const deal = (await amocrm.related(world.person('ivan-petrov'), world.io())).find(({ kind }) => kind === 'deal');
    const rows = await amocrm.related(deal?.ref ?? world.person('ivan-petrov'), world.io());
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['Иван Петров', 'Анна Петрова', 'ООО «Вектор»']));
  });
});

describe('find', () => {
  it.each([
    ['an e-mail in other case', keys({ emails: ['Ivan.Petrov@VEKTOR-msk.ru'] })],
    ['a phone with the country code', keys({ phones: ['+7 495 123-45-67'] })],
    ['a phone without it', keys({ phones: ['4951234567'] })],
  ])('find finds Ivan by %s', async (_, wanted) => {
    const world = standIn();
    const found = await amocrm.find(wanted, world.io());
    expect(found.map(({ ref }) => ref.id)).toEqual([world.person('ivan-petrov').id]);
  });

  it('find returns both namesakes when only the name is known', async () => {
    const world = standIn();
    const found = await amocrm.find(keys({ names: ['Петров Иван'] }), world.io());
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found.every(({ name }) => name === 'Иван Петров')).toBe(true);
  });

  it.each([
    ['its domain', keys({ kind: 'company', domains: ['vektor-msk.ru'] })],
    ['its name in another legal form', keys({ kind: 'company', names: ['Вектор, АО'] })],
  ])('find finds a company by %s', async (_, wanted) => {
    const found = await amocrm.find(wanted, standIn().io());
    expect(found.map(({ name }) => name)).toEqual(['ООО «Вектор»']);
  });

  it('find returns nobody when the search answers strangers only', async () => {
    const world = standIn();
    const io = world.answering((request) => {
      const url = new URL(request.url);
      url.searchParams.delete('query');
      return world.vendor.handle(new Request(url, request));
    });
    expect(await amocrm.find(keys({ emails: ['nobody@nowhere.example'] }), io)).toEqual([]);
    expect(await amocrm.find(keys({}), io)).toEqual([]);
  });

  it('find survives quotes, wildcards and brackets in a name', async () => {
    const found = await amocrm.find(keys({ names: [`' OR 1=1 -- "%_*?[]&query=`] }), standIn().io());
    expect(found).toEqual([]);
  });

  it('find never returns a record without one of the keys', async () => {
    const world = standIn();
    const io = world.answering((request) => {
      const url = new URL(request.url);
      url.searchParams.delete('query');
      return world.vendor.handle(new Request(url, request));
    });
    const word = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('Иван Петров', 'ivan.petrov@vektor-msk.ru', '84951234567', '1234', 'Вектор', ''),
    );
    const anyKeys = fc.record({
      kind: fc.constantFrom('person' as const, 'company' as const),
      emails: fc.array(word, { maxLength: 2 }),
      phones: fc.array(word, { maxLength: 2 }),
      names: fc.array(word, { maxLength: 2 }),
      companyNames: fc.array(word, { maxLength: 2 }),
      domains: fc.array(word, { maxLength: 2 }),
      externalIds: fc.constant<IdentityKeys['externalIds']>([]),
    });
    await fc.assert(
      fc.asyncProperty(anyKeys, async (wanted) => {
        for (const record of await amocrm.find(wanted, io)) expect(matches(record, wanted, 'RU')).toBe(true);
      }),
      { numRuns: 40, ...(process.env.SEED !== undefined && { seed: Number(process.env.SEED) }) },
    );
  });
});

describe('dictionaries', () => {
  it('owners lists colleagues', async () => {
    const owners = await amocrm.owners(standIn().io());
    expect(owners[0]).toEqual({ id: '504101', name: 'Marta Ruiz', email: 'marta.ruiz@northwind.example', active: true });
    expect(owners).toHaveLength(4);
  });

  it('pipelines end in won and lost with the same ids in each', async () => {
    const pipelines = await amocrm.pipelines(standIn().io());
    expect(pipelines.map(({ name }) => name)).toEqual(['Продажи', 'Сервис']);
    for (const { stages } of pipelines)
      expect(stages.slice(-2)).toMatchObject([
        { id: '142', status: 'won' },
        { id: '143', status: 'lost' },
      ]);
    expect(pipelines[0]?.stages).toHaveLength(8);
  });

  it('fields are keyed like the custom values of a record', async () => {
    const fields = await amocrm.fields('deal', standIn().io());
    expect(fields.find(({ key }) => key === 'UTM_SOURCE')).toMatchObject({ type: 'tracking_data', custom: false });
    expect(fields.find(({ key }) => key === 'PRIORITY')?.options).toEqual([{ value: '921', label: 'Высокий' }]);
  });
});
