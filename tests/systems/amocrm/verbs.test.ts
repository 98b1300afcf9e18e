import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../lib/systems/amocrm/find.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Activity, IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { SystemError } from '../../../lib/systems/contract.ts';
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

async function all(ref: RecordRef, limit: number, io: Io): Promise<Activity[]> {
  const rows: Activity[] = [];
  let next: string | undefined;
  do {
    const page = await amocrm.timeline(ref, { limit, ...(next !== undefined && { next }) }, io);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    next = page.next;
  } while (next !== undefined);
  return rows;
}

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
    expect(world.requests).toHaveLength(3);
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

describe('timeline', () => {
  it.each([7, 50, 300])('timeline has no gap and no row twice in pages of %i', async (limit) => {
    const world = standIn();
    const rows = await all(world.person('ivan-petrov'), limit, world.io());
    const whole = await all(world.person('ivan-petrov'), 10_000, world.io());
    expect(rows.map(({ ref }) => `${ref.native}/${ref.id}`)).toEqual(whole.map(({ ref }) => `${ref.native}/${ref.id}`));
    expect(new Set(rows.map(({ ref }) => `${ref.native}/${ref.id}`)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(262);
    for (let at = 1; at < rows.length; at += 1) expect(rows[at]?.at).toBeLessThanOrEqual(rows[at - 1]?.at ?? 0);
  });

  it('timeline weaves in what happened on the deals of a contact', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const deal = (await amocrm.related(ref, world.io())).find(({ kind }) => kind === 'deal')?.ref ?? ref;
    await amocrm.perform({ kind: 'note', on: [deal], at: world.now, text: 'на сделке' }, 'k1', world.io());
    await amocrm.perform({ kind: 'task', on: [deal], at: world.now, title: 'по сделке', dueAt: world.now }, 'k2', world.io());
    const { rows } = await amocrm.timeline(ref, { limit: 4 }, world.io());
    expect(rows.slice(0, 2).map(({ kind, on }) => `${kind} ${on[0]?.object}`)).toEqual(['note deal', 'task deal']);
    expect(rows[2]?.on[0]).toEqual(ref);
  });

  it('timeline of a deal calls a change of stage by the name of the stage', async () => {
    const world = standIn();
    const deal = (await amocrm.related(world.person('ivan-petrov'), world.io())).find(({ kind }) => kind === 'deal')?.ref;
    const { rows } = await amocrm.timeline(deal ?? world.person('ivan-petrov'), { limit: 50 }, world.io());
    expect(rows.filter(({ ref }) => ref.native === 'events')).toMatchObject([
      { kind: 'other', title: 'Согласование договора', on: [deal] },
    ]);
  });

  it('timeline keeps its place when notes arrive and old ones are edited between two pages', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const before = await all(ref, 10_000, world.io());
    const first = await amocrm.timeline(ref, { limit: 40 }, world.io());
    world.now += 5000;
    await amocrm.perform({ kind: 'note', on: [ref], at: world.now, text: 'new' }, 'k', world.io());
    const rest: Activity[] = [];
    for (let next = first.next; next !== undefined; ) {
      const page = await amocrm.timeline(ref, { limit: 40, next }, world.io());
      rest.push(...page.rows);
      next = page.next;
    }
    expect([...first.rows, ...rest].map((row) => row.ref.id)).toEqual(before.map((row) => row.ref.id));
  });

  it('timeline reads each list once when a page holds it all', async () => {
    const world = standIn();
    await amocrm.timeline(world.person('anna-petrova'), { limit: 20 }, world.io());
    expect(world.requests.map((line) => line.replace(/\d+/g, 'n')).sort()).toEqual([
      'GET /api/vn/contacts/n',
      'GET /api/vn/contacts/n/notes',
      'GET /api/vn/leads/n/notes',
      'GET /api/vn/tasks',
      'GET /api/vn/tasks',
    ]);
  });

  it('timeline refuses a cursor that is not its own', async () => {
    const world = standIn();
    await expect(amocrm.timeline(world.person('ivan-petrov'), { limit: 5, next: 'garbage' }, world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad-cursor',
    });
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

describe('perform and confirm', () => {
  const note = (on: RecordRef[], at: number): Action => ({ kind: 'note', on, at, text: 'Перезвонить\nв среду' });

  it('perform writes a note on the first record of this account and confirm finds it', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const stranger = { ...ref, account: 'other', id: '5' };
    const action = note([stranger, ref], world.now);
    expect(await amocrm.confirm(action, 'key-1', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(action, 'key-1', world.io());
    expect(world.effects).toMatchObject([{ actionKind: 'note', key: 'key-1', ref: receipt.refs[0] }]);
    expect(receipt.url).toBe(`https://vektordemo.amocrm.ru/contacts/detail/${ref.id}`);
    expect(await amocrm.confirm(action, 'key-1', world.io())).toMatchObject({ refs: receipt.refs });
    const [top] = (await amocrm.timeline(ref, { limit: 1 }, world.io())).rows;
    expect(top).toMatchObject({ kind: 'note', text: 'Перезвонить\nв среду', at: Math.floor(world.now / 1000) * 1000 });
  });

  it('confirm takes no earlier note with the same words for an unanswered one', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    await amocrm.perform(note([ref], world.now), 'key-1', world.io());
    expect(await amocrm.confirm(note([ref], world.now + 60_000), 'key-2', world.io())).toBeUndefined();
  });

  it('confirm does not depend on the search index', async () => {
    const world = standIn();
    world.searchLagMs = 3_600_000;
    const action = note([world.person('ivan-petrov')], world.now);
    await amocrm.perform(action, 'k', world.io());
    expect(await amocrm.confirm(action, 'k', world.io())).toBeDefined();
  });

  it('perform leaves the outcome open when the answer is lost, cut or a server error', async () => {
    const world = standIn();
    const action = note([world.person('ivan-petrov')], world.now);
    const lost = world.answering(() => Promise.reject(new TypeError('fetch failed')));
    const cut = world.answering(() => new Response('{"_embedded":{"no', { headers: { 'content-type': 'application/hal+json' } }));
    for (const io of [lost, cut, world.answering(() => problem(504)), world.answering(() => Response.json({}))])
      await expect(amocrm.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('perform makes a task with title, text, owner and date', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const dueAt = world.now + 86_400_000;
    const action: Action = { kind: 'task', on: [ref], at: world.now, title: 'Отправить КП', text: 'до обеда', dueAt, ownerId: '504102' };
    const receipt = await amocrm.perform(action, 'key-2', world.io());
    expect(await amocrm.confirm(action, 'key-2', world.io())).toMatchObject({ refs: receipt.refs });
    const task = (await all(ref, 500, world.io())).find((row) => row.ref.id === receipt.refs[0]?.id);
    expect(task).toMatchObject({ kind: 'task', title: 'Отправить КП', text: 'до обеда', dueAt, ownerId: '504102', done: false });
  });

  it('perform ends a task without a date with the day in the time zone of the account', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const { timeZone: _, ...connection } = world.vendor.connection;
    await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'x' }, 'k', { ...world.io(), connection });
    const task = (await all(ref, 500, world.io())).find(({ title }) => title === 'x');
    expect(new Date(task?.dueAt ?? 0).toISOString()).toBe('2026-11-16T20:59:59.000Z');
  });

  it('perform completes and moves a task, and confirm sees it', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const { refs } = await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'x', dueAt: world.now }, 'k', world.io());
    const task = refs[0] ?? ref;
    const change: Action = { kind: 'task-change', on: [ref], at: world.now, task, done: true, dueAt: world.now + 1000 };
    expect(await amocrm.confirm(change, 'k2', world.io())).toBeUndefined();
    await amocrm.perform(change, 'k2', world.io());
    expect(await amocrm.confirm(change, 'k2', world.io())).toMatchObject({ refs: [task] });
    expect(world.effects.map(({ actionKind }) => actionKind)).toEqual(['task', 'task-change']);
  });

  it('perform sends nothing when no record belongs to this account or the action is not supported', async () => {
    const world = standIn();
    const ref = { ...world.person('ivan-petrov'), account: 'other' };
    await expect(amocrm.perform(note([ref], 1), 'k', world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    await expect(amocrm.perform({ kind: 'tag', on: [], at: 1, tags: [] }, 'k', world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unsupported',
    });
    expect(world.requests).toEqual([]);
  });
});

describe('errors', () => {
  const html = new Response('<html><head><title>403 Forbidden</title></head></html>', {
    status: 403,
    headers: { 'content-type': 'text/html' },
  });
  it.each([
    ['401', () => problem(401), { kind: 'auth', status: 401 }],
    ['402', () => problem(402), { kind: 'forbidden', code: 'payment-required' }],
    ['403 from the API', () => problem(403), { kind: 'forbidden' }],
    ['403 as a web page', () => html.clone(), { kind: 'unavailable', code: 'blocked' }],
    ['429 with the wait in the body', () => problem(429, { retry_after: 300 }), { kind: 'rate-limit', retryAfterMs: 300_000 }],
    [
      '429 with the wait in the header',
      () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
      { kind: 'rate-limit', retryAfterMs: 7000 },
    ],
    ['429 that is no JSON', () => new Response('slow down', { status: 429 }), { kind: 'rate-limit' }],
    ['500', () => problem(500, { trace_id: 'x' }), { kind: 'unavailable', status: 500 }],
    ['204', () => new Response(null, { status: 204 }), { kind: 'not-found' }],
    [
      'a login page',
      () => new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } }),
      { kind: 'auth', code: 'html-answer' },
    ],
    ['broken JSON', () => new Response('{"id":', { headers: { 'content-type': 'application/hal+json' } }), { kind: 'protocol' }],
    ['JSON that is no record', () => Response.json([]), { kind: 'protocol' }],
    [
      'a validation error',
      () => problem(400, { 'validation-errors': [{ request_id: '0', errors: [{ code: 'InvalidType', path: 'status_id', detail: 'x' }] }] }),
      { kind: 'invalid', field: 'status_id', code: 'InvalidType' },
    ],
    ['too many per page', () => problem(422), { kind: 'invalid', status: 422 }],
  ])('read tells %s apart', async (_, answer, expected) => {
    const world = standIn();
    const failed = amocrm.read(world.person('ivan-petrov'), world.answering(answer));
    await expect(failed).rejects.toBeInstanceOf(SystemError);
    await expect(failed).rejects.toMatchObject(expected);
  });

  it('no error shows the token', async () => {
    const world = standIn();
    const io = world.answering((request) => problem(401, { detail: request.headers.get('authorization') }));
    const error: unknown = await amocrm.read(world.person('ivan-petrov'), io).catch((thrown: unknown) => thrown);
    const { credentials } = world.vendor.connection;
    expect(credentials.kind === 'token' && `${String(error)} ${JSON.stringify(error)}`.includes(credentials.token)).toBe(false);
  });
});
