import { describe, expect, it } from 'vitest';
import type { Action, Connection, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { keysOf } from '../../contract/stand.ts';
import { failure } from '../../failure.ts';

/** What a server with other modules, other rights or another database may answer, method by method. */
type Script = Readonly<Record<string, unknown>>;

const account = 'erp.acme.example/acme';
const connection: Connection = {
  id: 'c',
  system: 'tryton',
  account,
  baseUrl: 'https://erp.acme.example/acme/',
  currency: 'EUR',
  credentials: { kind: 'basic', user: 'ana', password: 'canary' },
};
const company: RecordRef = { system: 'tryton', account, object: 'company', native: 'party.party', id: '2' };
const error = (...parts: unknown[]) => ({ error: parts });
const NO_RIGHT = error('UserError', ['No', '', null]);

/** `model.party.party.read` of the script may be a result, `{error}`, or a function of the parameters. */
function scripted(script: Script, over: Partial<Connection> = {}): Io {
  return {
    connection: { ...connection, ...over },
    fetch: async (request) => {
      const { method, params } = (await request.json()) as { method: string; params: unknown[] };
      const entry = Object.hasOwn(script, method) ? script[method] : error(`'${method}'`, '');
      const told: unknown = typeof entry === 'function' ? (entry as (params: unknown[]) => unknown)(params) : entry;
      const body = typeof told === 'object' && told !== null && 'error' in told ? told : { result: told };
      return new Response(JSON.stringify({ id: 1, ...body }), { headers: { 'content-type': 'application/json' } });
    },
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 10, 21),
    random: () => 0.5,
  };
}

const LOGIN = { 'common.db.login': [7, 'key'] };
const party = (rest: object = {}) => ({ id: 2, name: 'Acme GmbH', ...rest });

describe('verify on a bare server', () => {
  const script: Script = {
    ...LOGIN,
    'model.res.user.get_preferences': {},
    'model.ir.model.search_read': [{ model: 'party.party' }, { model: 'ir.note' }, { model: 'res.user' }],
    'model.ir.model.access.get_access': {
      'party.party': { read: 1, write: 0 },
      'ir.note': { read: 1, create: 0 },
      'res.user': { read: true },
    },
    'model.res.user.search_read': [{ id: 7, login: 'ana' }],
  };

  it('verify names modules that are missing, rights that are missing and a user without a company', async () => {
    const report = await tryton.verify(scripted(script));
    expect(report).toMatchObject({ account, userId: '7', userName: 'ana' });
    expect(report).not.toHaveProperty('currency');
    expect(report.missing).toEqual([
      { what: 'party.party', code: 'no-right' },
      { what: 'sale.sale', code: 'no-module' },
      { what: 'account.invoice', code: 'no-module' },
      { what: 'product.product', code: 'no-module' },
      { what: 'ir.note', code: 'no-right' },
      { what: 'company', code: 'no-company' },
    ]);
  });

  it('verify takes currency and time zone along when the server tells them, and the number of a user without a name', async () => {
    const told = {
      ...script,
      'model.res.user.get_preferences': { company: 3, timezone: 'Europe/Berlin' },
      'model.company.company.search_read': [{ id: 3, 'currency.': { code: 'CHF' } }],
      'model.res.user.search_read': [{ id: 7 }],
    };
    expect(await tryton.verify(scripted(told))).toMatchObject({ currency: 'CHF', timeZone: 'Europe/Berlin', userName: '7' });
    for (const odd of [[], [{ 'currency.': null }], [{ 'currency.': { code: 'euro' } }]])
      expect(await tryton.verify(scripted({ ...told, 'model.company.company.search_read': odd }))).not.toHaveProperty('currency');
  });

  it.each([[null], [[7]], ['x']])('verify throws protocol when signing in answers %j', async (answer) => {
    expect((await failure(tryton.verify(scripted({ 'common.db.login': answer })))).kind).toBe('protocol');
  });

  it('every verb throws auth when the credentials are of another kind', async () => {
    const io = scripted({}, { credentials: { kind: 'token', token: 't' } });
    for (const verb of [() => tryton.verify(io), () => tryton.read(company, io), () => tryton.renew?.(io) ?? Promise.reject()])
      expect(await failure(verb())).toMatchObject({ kind: 'auth', code: 'unsupported-credentials' });
  });

  it('every verb throws invalid when the connection names no server', async () => {
    for (const baseUrl of ['', 'https://erp.acme.example/%E0%A4/', 'https://erp.acme.example/'])
      expect((await failure(tryton.read(company, scripted({}, { baseUrl })))).kind).toBe('invalid');
  });

  it('a refused answer to a login without a password is told from a second factor', async () => {
    const asks = (what: unknown) => scripted({ 'common.db.login': error('LoginException', what) });
    expect((await failure(tryton.verify(asks(['password', 'Password', 'password'])))).code).toBe('refused-password');
    expect((await failure(tryton.verify(asks('odd')))).code).toBe('second-factor');
  });
});

describe('records of a bare server', () => {
  it('related leaves out stock when there are no warehouses, and everything that is closed', async () => {
    const order = {
      id: 1,
      rec_name: '1',
      state: 'processing',
      party: 2,
      'lines.': [
        { id: 1, product: 5 },
        { id: 2, product: null },
      ],
    };
    const script: Script = {
      'model.party.party.search_read': [party()],
      'model.sale.sale.search_read': [order, { ...order, id: 2, state: 'done' }],
      'model.account.invoice.search_read': NO_RIGHT,
      'model.stock.location.search_read': NO_RIGHT,
      'model.product.product.search_read': [{ id: 5, rec_name: 'Pump', quantity: 0, 'template.': { type: 'goods' } }],
    };
    const records = await tryton.related(company, scripted(script));
    expect(records.map(({ kind }) => kind)).toEqual(['order', 'order', 'product']);
    const none = await tryton.related(company, scripted({ ...script, 'model.product.product.search_read': NO_RIGHT }));
    expect(none.map(({ kind }) => kind)).toEqual(['order', 'order']);
  });

  it('related asks in the orders’ own warehouses when they are known', async () => {
    const asked: unknown[] = [];
    const script: Script = {
      'model.party.party.search_read': [party()],
      'model.sale.sale.search_read': [{ id: 1, state: 'draft', warehouse: 9, 'lines.': [{ product: 5 }] }],
      'model.account.invoice.search_read': [],
      'model.product.product.search_read': (params: unknown[]) => {
        asked.push(params.at(-1));
        return [{ id: 5, quantity: 3, 'template.': { type: 'goods' } }];
      },
    };
    expect((await tryton.related(company, scripted(script))).at(-1)).toMatchObject({ kind: 'product', stock: { onHand: 3 } });
    expect(asked).toMatchObject([{ locations: [9], stock_date_end: { year: 2026, month: 11, day: 21 } }]);
  });

  it('related throws not-found when the party is gone or nobody has that mechanism, and has nothing for a product', async () => {
    const script: Script = {
      'model.party.party.search_read': [],
      'model.sale.sale.search_read': [],
      'model.account.invoice.search_read': [],
    };
    expect((await failure(tryton.related(company, scripted(script)))).kind).toBe('not-found');
    const contact = { ...company, object: 'contact' as const, id: '2-9' };
    expect((await failure(tryton.related(contact, scripted({ ...script, 'model.party.party.search_read': [party()] })))).kind).toBe(
      'not-found',
    );
    expect(await tryton.related({ ...company, object: 'product' }, scripted({}))).toEqual([]);
  });

  it('nothing is asked about a deal, or a record of another system', async () => {
    for (const ref of [
      { ...company, object: 'deal' as const },
      { ...company, system: 'hubspot' },
    ])
      expect((await failure(tryton.read(ref, scripted({})))).code).toBe('unsupported');
  });

  it('an order of no state moves no goods, a site without a host is none, and a day of no calendar is no day', async () => {
    const script: Script = {
      'model.party.party.search_read': [party({ 'contact_mechanisms.': [{ id: 1, type: 'website', value: 'intranet' }] })],
      'model.sale.sale.search_read': [
        { id: 1, sale_date: { __class__: 'date', year: 1e12, month: 1, day: 1 }, 'lines.': [{ product: 5 }] },
      ],
      'model.account.invoice.search_read': [],
    };
    expect(await tryton.related(company, scripted(script))).toMatchObject([{ kind: 'order', custom: {} }]);
    expect(await tryton.read(company, scripted(script))).toMatchObject({ domains: [] });
  });

  it('related of an invoice without a party asks for nothing more', async () => {
    const io = scripted({ 'model.account.invoice.search_read': [{ id: 2, rec_name: 'R-1' }] });
    expect(await tryton.related({ ...company, object: 'invoice' }, io)).toEqual([]);
  });

  it('timeline is there for a user without orders and without e-mails', async () => {
    const note = { id: 4, message: 'Hi', create_date: null, resource: 'res.partner,1' };
    const script: Script = {
      'model.ir.note.search_read': ([domain]: unknown[]) =>
        JSON.stringify(domain).includes('sale.sale') ? NO_RIGHT : [note, { ...note, id: 'x' }],
      'model.ir.email.search_read': NO_RIGHT,
    };
    const { rows, next } = await tryton.timeline(company, { limit: 1 }, scripted(script));
    expect(rows).toMatchObject([{ kind: 'note', at: 0, on: [company] }]);
    expect(next).toBeDefined();
  });

  it('find asks nobody when there is nothing to ask by, and leaves out odd rows', async () => {
    expect(
      await tryton.find(keysOf('person', { emails: [' '], phones: ['12'], externalIds: [{ name: 'x', value: ' ' }] }), scripted({})),
    ).toEqual([]);
    const io = scripted({ 'model.party.party.search_read': [{ id: 3 }, party({ 'identifiers.': 'x', code: 7 })] });
    expect(await tryton.find(keysOf('company', { externalIds: [{ name: 'code', value: '7' }] }), io)).toEqual([]);
  });

  it('a party is told without limit when several companies set one, and without amounts when no currency is known', async () => {
    const limit = (id: number) => ({ company: id, credit_limit_amount: { __class__: 'Decimal', decimal: '10' } });
    const rows = [party({ 'credit_limit_amounts.': [limit(1), limit(2)] })];
    expect(await tryton.read(company, scripted({ 'model.party.party.search_read': rows }))).not.toHaveProperty('credit');
    const { currency: _, ...bare } = connection;
    const io = { ...scripted({ 'model.party.party.search_read': [party({ 'credit_limit_amounts.': [limit(1)] })] }), connection: bare };
    expect(await tryton.read(company, io)).not.toHaveProperty('credit');
  });

  it('a party without any name goes by its code, and its place by the country’s name where it has no code', async () => {
    const row = { id: 2, code: 'C7', 'addresses.': [{ 'country.': null }, { 'country.': { name: 'España' } }], replaced_by: 9 };
    const io = scripted({ 'model.party.party.search_read': [row] });
    expect(await tryton.read(company, io)).toMatchObject({ name: 'C7', country: 'España', mergedInto: { object: 'company', id: '9' } });
  });

  it('owners and fields bear odd rows', async () => {
    const users = [{ id: 1, name: 'Ana', email: 'a@b.example', active: 0 }, { id: 2, login: 'luis' }, { id: 3 }, { name: 'nobody' }];
    expect(await tryton.owners(scripted({ 'model.res.user.search_read': users }))).toEqual([
      { id: '1', name: 'Ana', email: 'a@b.example', active: false },
      { id: '2', name: 'luis', active: true },
      { id: '3', name: '3', active: true },
    ]);
    const described = {
      lang: { string: 'Language', type: 'selection', selection: [['en', 'English'], ['es'], ['', '–'], 5] },
      odd: null,
      own: {},
    };
    const fields = await tryton.fields('contact', scripted({ 'model.party.party.fields_get': described }));
    expect(fields).toEqual([
      {
        key: 'lang',
        label: 'Language',
        type: 'selection',
        custom: false,
        readOnly: false,
        options: [
          { value: 'en', label: 'English' },
          { value: 'es', label: 'es' },
        ],
      },
      { key: 'odd', label: 'odd', type: 'char', custom: true, readOnly: false },
      { key: 'own', label: 'own', type: 'char', custom: true, readOnly: false },
    ]);
    expect((await failure(tryton.fields('deal', scripted({})))).code).toBe('unsupported');
    expect((await failure(tryton.pipelines(scripted({})))).code).toBe('unsupported');
    expect(tryton.recordUrl(company, connection)).toBeUndefined();
  });

  it('changes throws when a full page does not say where it ends, and when the cursor is not ours', async () => {
    const rows = Array.from({ length: 100 }, () => ({ name: 'x' }));
    expect((await failure(tryton.changes('company', undefined, scripted({ 'model.party.party.search_read': rows })))).kind).toBe(
      'protocol',
    );
    expect((await failure(tryton.changes('company', 'e30=', scripted({})))).code).toBe('bad-cursor');
    const first = await tryton.changes('company', undefined, scripted({ 'model.party.party.search_read': [] }));
    expect(
      (await tryton.changes('company', first.cursor, scripted({ 'model.party.party.search_read': [{ id: 1, replaced_by: 'x' }] }))).rows,
    ).toHaveLength(1);
  });
});

describe('writes to an odd server', () => {
  const change = (value: string | number | boolean | null): Action => ({ kind: 'field', field: 'own', value, on: [company], at: 0 });
  const described = (type: string | undefined) => ({ 'model.party.party.fields_get': { own: type === undefined ? {} : { type } } });
  const stamp = { _timestamp: '1' };

  it.each([
    ['integer', 12, 12],
    ['integer', '1.5', 'bad-value'],
    ['float', '1.5', 1.5],
    ['float', 'x', 'bad-value'],
    ['numeric', '10.50', { __class__: 'Decimal', decimal: '10.50' }],
    ['date', '2026-02-03', { __class__: 'date', year: 2026, month: 2, day: 3 }],
    ['date', 'soon', 'bad-value'],
    ['boolean', true, true],
    ['text', 'long', 'long'],
    ['selection', 'a', 'a'],
    ['char', null, null],
    ['many2one', 'x', 'field-read-only'],
    [undefined, 'x', 'bad-field'],
  ])('perform writes a %s of %j as %j', async (type, value, wanted) => {
    let written: unknown;
    const io = scripted({
      ...described(type),
      'model.party.party.search_read': [{ id: 2, own: 'before', ...stamp }],
      'model.party.party.write': ([, values]: unknown[]) => {
        written = (values as { own: unknown }).own;
        return null;
      },
    });
    const outcome = await tryton.perform(change(value), 'k', io).then(
      () => written,
      (thrown: { code?: string }) => thrown.code,
    );
    expect(outcome).toEqual(wanted);
  });

  it('perform writes nothing when it stands there already, and throws when the party is gone', async () => {
    const there = scripted({
      ...described('char'),
      'model.party.party.search_read': [{ id: 2, own: 'same' }],
      'model.party.party.write': NO_RIGHT,
    });
    const receipt = await tryton.perform(change('same'), 'k', there);
    expect(receipt.before).toMatchObject({ kind: 'field', was: 'same' });
    await tryton.undo?.(receipt, there);
    const gone = scripted({ ...described('char'), 'model.party.party.search_read': [] });
    expect((await failure(tryton.perform(change('x'), 'k', gone))).kind).toBe('not-found');
    expect((await failure(tryton.confirm(change('x'), 'k', gone))).kind).toBe('not-found');
  });

  it('a field that is not told counts as empty', async () => {
    const io = scripted({ ...described('char'), 'model.party.party.search_read': [{ id: 2 }], 'model.party.party.write': null });
    expect(await tryton.confirm(change(null), 'k', io)).toBeDefined();
    expect((await tryton.perform(change('x'), 'k', io)).before).toMatchObject({ was: null });
    await tryton.undo?.({ refs: [company], at: 0, before: { kind: 'field', field: 'own', was: null, wrote: 'x' } }, io);
  });

  it('undo leaves a field alone when somebody has changed it since', async () => {
    const io = scripted({ ...described('char'), 'model.party.party.search_read': [{ id: 2, own: 'theirs' }] });
    const receipt = { refs: [company], at: 0, before: { kind: 'field', field: 'own', was: 'old', wrote: 'ours' } };
    expect(await failure(tryton.undo?.(receipt, io) ?? Promise.resolve())).toMatchObject({ kind: 'conflict', code: 'changed' });
  });

  it.each([
    { refs: [], at: 0, before: { kind: 'note', text: 'x' } },
    { refs: [company], at: 0 },
    { refs: [company], at: 0, before: { kind: 'note', text: 'x' } },
  ])('undo throws cannot-undo when the receipt is %j', async (receipt) => {
    expect((await failure(tryton.undo?.(receipt, scripted({})) ?? Promise.resolve())).code).toBe('cannot-undo');
  });

  it('a note’s answer without ids is an open question, and a refusal to describe a field stays what it is', async () => {
    const note: Action = { kind: 'note', text: 'x', on: [company], at: 0 };
    expect((await failure(tryton.perform(note, 'k', scripted({ 'model.ir.note.create': 'yes' })))).kind).toBe('unknown-outcome');
    expect((await failure(tryton.perform(change('x'), 'k', scripted({ 'model.party.party.fields_get': NO_RIGHT })))).kind).toBe(
      'forbidden',
    );
    const twins = [
      {
        id: 1,
        message: 'x',
        create_date: { __class__: 'datetime', year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 },
      },
    ];
    expect((await tryton.confirm(note, 'k', scripted({ 'model.ir.note.search_read': twins })))?.refs).toHaveLength(1);
    const written = {
      refs: [{ ...company, object: 'activity' as const, native: 'ir.note', id: '1' }],
      at: 0,
      before: { kind: 'note', text: 'x' },
    };
    expect(
      (await failure(tryton.undo?.(written, scripted({ 'model.ir.note.search_read': [{ id: 1, message: null }] })) ?? Promise.resolve()))
        .kind,
    ).toBe('conflict');
    const old = [{ id: 1, message: null, create_date: null }, { message: 'x' }];
    expect(await tryton.confirm(note, 'k', scripted({ 'model.ir.note.search_read': old }, { userId: '7' }))).toBeUndefined();
  });
});
