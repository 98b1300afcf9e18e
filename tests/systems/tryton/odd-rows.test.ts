import { describe, expect, it } from 'vitest';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { keysOf } from '../../contract/stand.ts';
import { failure } from '../../failure.ts';
import { company, connection, NO_RIGHT, party, type Script, scripted } from './scripted.ts';

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

  it('a file leads nowhere but to web addresses with TLS, and lies nowhere when its record is none of ours', () => {
    const file = (rest: object) => tryton.toRecord('ir.attachment', { id: 4, name: 'Offer', type: 'link', ...rest }, connection);
    expect(file({ link: 'https://files.example/4', resource: 'sale.sale,9' })).toMatchObject({
      url: 'https://files.example/4',
      links: [{ role: 'order', ref: { object: 'order', id: '9' } }],
    });
    for (const odd of [
      { link: 'javascript:alert(1)' },
      { link: null, resource: 'ir.model,1' },
      { resource: 7 },
      { type: 'data', link: 'https://x.example' },
    ]) {
      expect(file(odd)).toMatchObject({ kind: 'file', name: 'Offer', links: [] });
      expect(file(odd)).not.toHaveProperty('url');
    }
    expect(tryton.toRecord('ir.attachment', null, connection)).toMatchObject({ kind: 'file', name: '', ref: { id: '' } });
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
      // Neither name nor type: no fields.
      odd: null,
      own: {},
      half: { type: 'date' },
      named: { string: 'Named' },
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
      { key: 'half', label: 'half', type: 'date', custom: true, readOnly: false },
      { key: 'named', label: 'Named', type: 'char', custom: true, readOnly: false },
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
