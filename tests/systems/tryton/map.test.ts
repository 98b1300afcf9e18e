import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SystemError } from '../../../lib/systems/contract.ts';
import { parseAddress, parseDatabase, placeOf } from '../../../lib/systems/tryton/address.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { decimalText, fromStamp, stampMs, stampOf } from '../../../lib/systems/tryton/values.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const connection = {
  id: 'c',
  system: 'tryton',
  account: 'erp.acme.example/acme',
  baseUrl: 'https://erp.acme.example/acme/',
  currency: 'EUR',
  credentials: { kind: 'basic' as const, user: 'a', password: 'b' },
};
const codeOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return error instanceof SystemError ? `${error.field}: ${error.code}` : error;
  }
};

describe('address', () => {
  it.each([
    ['erp.acme.example', 'https://erp.acme.example'],
    ['  https://ERP.acme.example:8443/#acme  ', 'https://erp.acme.example:8443'],
    ['erp.acme.example:8000', 'https://erp.acme.example:8000'],
    ['localhost:8000', 'http://localhost:8000'],
    ['http://127.0.0.1:8000/', 'http://127.0.0.1:8000'],
    ['https://localhost', 'https://localhost'],
    ['', 'address: required'],
    ['http://erp.acme.example', 'address: needs-tls'],
    ['http://127.0.0.1.evil.example', 'address: needs-tls'],
    ['ftp://erp.acme.example', 'address: address'],
    ['https://user:secret@erp.acme.example', 'address: address'],
    ['not a host', 'address: address'],
  ])('parseAddress of %j is %s', (typed, wanted) => {
    expect(codeOf(() => parseAddress(typed))).toBe(wanted);
  });

  it.each(['', '..', 'a/b', 'a?b', 'x'.repeat(64)])('parseDatabase refuses %j', (typed) => {
    expect(codeOf(() => parseDatabase(typed))).toMatch(/^database: /);
  });

  it('hosts asks for the server alone, with its port, when connected', () => {
    expect(tryton.hosts(connection)).toEqual({ pages: [], api: ['https://erp.acme.example/*'] });
    expect(placeOf({ baseUrl: 'http://127.0.0.1:8000/база/' })).toMatchObject({ database: 'база', host: '127.0.0.1:8000' });
  });

  it('toConnection keeps the password as it was typed and says which field is missing', () => {
    const [method] = tryton.auth;
    const typed = { address: 'erp.acme.example', database: 'acme', user: ' ana ', password: ' pass word ' };
    expect(method?.toConnection(typed)).toEqual({
      system: 'tryton',
      account: '',
      baseUrl: 'https://erp.acme.example/acme/',
      credentials: { kind: 'basic', user: 'ana', password: ' pass word ' },
    });
    for (const field of ['address', 'database', 'user', 'password'])
      expect(codeOf(() => method?.toConnection({ ...typed, [field]: '' }))).toBe(`${field}: required`);
    for (const field of ['address', 'database', 'user', 'password'] as const) {
      const { [field]: _, ...rest } = typed;
      expect(codeOf(() => method?.toConnection(rest))).toBe(`${field}: required`);
    }
    expect(codeOf(() => placeOf({}))).toBe('address: required');
    expect(codeOf(() => placeOf({ baseUrl: 'https://erp.acme.example' }))).toBe('database: required');
    expect(codeOf(() => method?.toConnection({ ...typed, user: 'a:b' }))).toBe('user: malformed');
  });
});

describe('values', () => {
  it.each([
    ['1000.00', '1000.00'],
    ['-0.005', '-0.005'],
    ['1E+3', '1000'],
    ['12.5E-4', '0.00125'],
    ['9007199254740993.01', '9007199254740993.01'],
    ['NaN', undefined],
    ['1e', undefined],
  ])('decimalText of %s is %s', (decimal, wanted) => {
    expect(decimalText({ __class__: 'Decimal', decimal })).toBe(wanted);
  });

  it('a moment keeps its microseconds when it goes there and back', () => {
    const moment = { __class__: 'datetime', year: 2026, month: 2, day: 3, hour: 4, minute: 5, second: 6, microsecond: 7089 };
    const stamp = stampOf(moment);
    expect(stamp).toBe('2026-02-03T04:05:06.007089');
    expect(fromStamp(stamp ?? '')).toEqual(moment);
    expect(stampMs(stamp ?? '')).toBe(Date.UTC(2026, 1, 3, 4, 5, 6, 7));
  });

  it.each([{ __class__: 'datetime', year: 1e9, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 }, {}, null, 'x'])(
    'stampOf %j is undefined',
    (raw) => {
      expect(stampOf(raw)).toBeUndefined();
    },
  );
});

describe('toRecord', () => {
  const party = { id: 7, name: 'Jane Doe', 'contact_mechanisms.': [{ id: 1, type: 'email', value: 'jane@example.org', name: null }] };

  it('toRecord tells a party as a person when nothing looks like a company, else as a company', () => {
    expect(tryton.toRecord('party.party', party, connection)).toMatchObject({
      kind: 'person',
      name: 'Jane Doe',
      ref: { object: 'contact', id: '7' },
    });
    for (const sign of [
      { name: 'Doe GmbH' },
      { 'identifiers.': [{ code: 'DE1' }] },
      { 'contact_mechanisms.': [{ id: 1, type: 'website', value: 'https://doe.example' }] },
    ])
      expect(tryton.toRecord('party.party', { ...party, ...sign }, connection)).toMatchObject({
        kind: 'company',
        ref: { object: 'company', id: '7' },
      });
  });

  it('toRecord tells the first day an invoice is due when it is paid in parts, and none when it is paid', () => {
    const line = (day: number, reconciliation: number | null) => ({
      maturity_date: { __class__: 'date', year: 2026, month: 5, day },
      reconciliation,
    });
    const invoice = { id: 1, rec_name: 'R-1', state: 'posted', 'lines_to_pay.': [line(20, null), line(3, 9), line(10, null)] };
    expect(tryton.toRecord('account.invoice', invoice, connection)).toMatchObject({ dueAt: Date.UTC(2026, 4, 10) });
    expect(tryton.toRecord('account.invoice', { ...invoice, state: 'paid' }, connection)).not.toHaveProperty('dueAt');
  });

  it('toRecord tells what it can when next to nothing is told', () => {
    expect(tryton.toRecord('sale.sale', { id: 1 }, connection)).toMatchObject({ kind: 'order', name: '1', links: [], custom: {} });
    expect(tryton.toRecord('sale.sale', {}, connection)).toMatchObject({ name: '', ref: { id: '' } });
    expect(tryton.toRecord('party.party', {}, connection)).toMatchObject({ kind: 'person', name: '', ref: { id: '' } });
    const nameless = {
      id: 1,
      'contact_mechanisms.': [
        { id: 2, type: 'website' },
        { type: 'email', name: 'Who' },
      ],
    };
    expect(tryton.toRecord('party.party', nameless, connection)).toMatchObject({ kind: 'company', name: '', domains: [] });
    expect(tryton.toActivity('ir.note', {}, connection)).toMatchObject({ ref: { id: '' }, at: 0, on: [] });
    expect(tryton.toActivity('ir.email', { body: '' }, connection)).not.toHaveProperty('text');
  });

  it('toRecord tells no stock when a product is a service', () => {
    const service = { id: 1, rec_name: 'Advice', quantity: 0, 'template.': { type: 'service' } };
    expect(tryton.toRecord('product.product', service, connection)).not.toHaveProperty('stock');
  });

  it('toActivity reads a sent e-mail as text', () => {
    const raw = { id: 3, subject: 'Offer', body: '<p>Dear <b>Jane</b></p>', resource: 'sale.sale,4', create_uid: 2 };
    expect(tryton.toActivity('ir.email', raw, connection)).toMatchObject({
      ref: { id: 'email:3' },
      kind: 'email',
      direction: 'out',
      title: 'Offer',
      text: 'Dear Jane',
      on: [{ object: 'order', id: '4' }],
    });
  });

  it(`toRecord and toActivity never throw whatever comes (seed ${SEED})`, () => {
    const native = fc.constantFrom('party.party', 'sale.sale', 'account.invoice', 'product.product', 'ir.note', 'ir.email', 'else');
    const raw = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('id', 'name', 'contact_mechanisms.', 'identifiers.', 'create_date', 'lines_to_pay.', 'currency.'),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(native, raw, (of, value) => {
        expect(tryton.toRecord(of, value, connection).ref.system).toBe('tryton');
        expect(typeof tryton.toActivity(of, value, connection).at).toBe('number');
      }),
      { seed: SEED },
    );
  });
});
