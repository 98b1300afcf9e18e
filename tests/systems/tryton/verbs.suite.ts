import { describe, expect, it } from 'vitest';
import type { Connection, Io, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { depthOf } from '../../contract/depth.ts';
import { ids, keysOf } from '../../contract/stand.ts';
import { failure } from '../../failure.ts';
import { day, decimal } from './rpc.ts';
import { makerOf } from './seed.ts';
import type { TrytonStand } from './server.ts';

/** Every reading verb, against what the seed made. */
export function verbs(server: () => TrytonStand): void {
  const io = (overrides?: Parameters<TrytonStand['io']>[0]) => server().io(overrides);
  const asRita = () => {
    const { login, password } = server().seeded.rita;
    return io({ connection: { ...server().connection, userId: '2', credentials: { kind: 'basic', user: login, password } } });
  };
  const find = (kind: 'person' | 'company', keys: Parameters<typeof keysOf>[1]) => tryton.find(keysOf(kind, keys), io());

  describe('verify', () => {
    it('verify names account, user, currency and all it can do when the user may do everything', async () => {
      const report = await tryton.verify(io({ connection: { ...server().connection, account: '' } }));
      expect(report).toMatchObject({ userId: '1', userName: 'Administrator', currency: 'EUR', missing: [] });
      expect(report.account).toMatch(/^127\.0\.0\.1:\d+\/erp$/);
      expect(new Set(report.can)).toEqual(tryton.capabilities);
    });

    it('verify lists what the user may not see when her rights are few', async () => {
      const report = await tryton.verify(asRita());
      expect(report.userName).toBe('Rita Gómez');
      expect(report.missing).toEqual([
        { what: 'sale.sale', code: 'no-read' },
        { what: 'account.invoice', code: 'no-read' },
      ]);
      expect(report.can).not.toContain('read:order');
      expect(report.can).toContain('write:note');
    });

    it('verify says which field is wrong when the database does not exist', async () => {
      const connection: Connection = { ...server().connection, baseUrl: new URL('/nobody/', server().connection.baseUrl).href };
      expect(await failure(tryton.verify(io({ connection })))).toMatchObject({
        kind: 'invalid',
        field: 'database',
        code: 'no-such-database',
      });
    });

    it('verify throws auth when the password is wrong', async () => {
      const connection: Connection = { ...server().connection, credentials: { kind: 'basic', user: 'nobody', password: 'wrong' } };
      expect(await failure(tryton.verify(io({ connection })))).toMatchObject({ kind: 'auth', code: 'refused-password' });
    });

    it('read throws auth when the session has ended', async () => {
      const credentials = { kind: 'basic' as const, user: 'admin', password: 'not sent', session: '1:ended' };
      const connection = { ...server().connection, credentials };
      expect((await failure(tryton.read(server().refs.company, io({ connection })))).kind).toBe('auth');
    });
  });

  describe('find', () => {
    it.each(['ana.perez@llantasnorte.mx', 'ANA.PEREZ@LlantasNorte.MX'])(
      'find leads to the named contact when the e-mail is %s',
      async (email) => {
        const [ana, ...others] = await find('person', { emails: [email] });
        expect(others).toEqual([]);
        expect(ana).toMatchObject({
          kind: 'person',
          name: 'Ana Pérez',
          companyName: 'Llantas del Norte S.A. de C.V.',
          phones: ['+52 81 1234 5678'],
        });
        expect(ana?.ref).toEqual(server().refs.person);
      },
    );

    it.each(['+52 81 1234 5678', '8112345678', '(81) 1234-5678', '005281 12345678'])(
      'find leads to her when the phone is written %s',
      async (phone) => {
        expect((await find('person', { phones: [phone] })).map(({ name }) => name)).toEqual(['Ana Pérez']);
      },
    );

    it('find leads to a party herself when she is a private person', async () => {
      const [yulia] = await find('person', { names: ['Юлия Смирнова 🌿'] });
      expect(yulia).toMatchObject({
        kind: 'person',
        name: 'Юлия Смирнова 🌿',
        emails: ['yulia.smirnova@example.org'],
        city: 'Казань',
        links: [],
      });
    });

    it('find calls whoever reads a company’s own mail by the address when no name is known', async () => {
      const [reader] = await find('person', { emails: ['facturas@llantasnorte.mx'] });
      expect(reader).toMatchObject({ name: 'facturas@llantasnorte.mx', companyName: 'Llantas del Norte S.A. de C.V.' });
    });

    it.each([
      ['domain', { domains: ['llantasnorte.mx'] }],
      ['name without the legal form', { companyNames: ['Llantas del Norte'] }],
      ['tax number', { externalIds: [{ name: 'taxId', value: 'LNO-980612-QX1' }] }],
      ['code', { externalIds: [{ name: 'code', value: '2' }] }],
    ])('find leads to the company by %s', async (_what, keys) => {
      expect(ids(await find('company', keys))).toEqual([server().refs.company.id]);
    });

    it.each(['%', '_____', 'a\\', "' OR 1=1 --", '100%'])('find finds nobody when the name is %j', async (name) => {
      expect(await find('person', { names: [name] })).toEqual([]);
      expect(await find('company', { companyNames: [name] })).toEqual([]);
    });
  });

  describe('read', () => {
    it('read tells a company with its credit when limit and use are known', async () => {
      expect(await tryton.read(server().refs.company, io())).toMatchObject({
        kind: 'company',
        name: 'Llantas del Norte S.A. de C.V.',
        domains: ['llantasnorte.mx'],
        taxId: 'LNO-980612-QX1',
        city: 'Monterrey',
        credit: { limit: { amountMinor: 500_000, currency: 'EUR' }, used: { amountMinor: 400_000, currency: 'EUR' } },
        custom: { receivable: '1500.00', receivable_today: '1000.00' },
      });
    });

    it('read tells what of an invoice is due and overdue', async () => {
      expect(await tryton.read(server().refs.invoice, io())).toMatchObject({
        kind: 'invoice',
        status: 'posted',
        amount: { amountMinor: 100_000, currency: 'EUR' },
        due: { amountMinor: 100_000, currency: 'EUR' },
        overdue: { amountMinor: 100_000, currency: 'EUR' },
        dueAt: Date.UTC(day(-30).year, day(-30).month - 1, day(-30).day),
      });
    });

    it('read tells the stock of a product in the warehouses, not the 0 of nowhere', async () => {
      expect(await tryton.read(server().refs.product, io())).toMatchObject({
        name: '[P-40] Pumpe Ø 40',
        stock: { onHand: 40, forecast: 24, unit: 'u' },
      });
    });

    it('read answers for every kind of record, and for the same one', async () => {
      for (const ref of Object.values(server().refs)) expect((await tryton.read(ref, io())).ref).toEqual(ref);
    });

    it.each(['999999', '2-999999'])('read throws not-found when the id is %s', async (id) => {
      expect((await failure(tryton.read({ ...server().refs.person, id }, io()))).kind).toBe('not-found');
    });

    it.each(['', '0', '-1', '1.5', 'x', '../2', '9'.repeat(400), '2-'])('read sends nothing when the id is %j', async (id) => {
      expect(await failure(tryton.read({ ...server().refs.company, id }, io({ fetch: unasked })))).toMatchObject({
        kind: 'invalid',
        code: 'bad-id',
      });
    });

    it('read sends nothing when the record is of another database', async () => {
      const ref = { ...server().refs.company, account: 'elsewhere/erp' };
      expect((await failure(tryton.read(ref, io({ fetch: unasked })))).code).toBe('other-account');
    });

    it('read throws forbidden when the user may not see orders', async () => {
      expect((await failure(tryton.read(server().refs.order, asRita()))).kind).toBe('forbidden');
    });

    it('amounts are exact when they are as large as a whole number can be', async () => {
      const limit = '90071992547409.91';
      const make = makerOf(server().rpc);
      const party = await make('party.party', { name: 'Rich Ltd', credit_limit_amount: decimal(limit) });
      const rich = await tryton.read({ ...server().refs.company, id: String(party) }, io());
      expect(rich).toMatchObject({ credit: { limit: { amountMinor: Number.MAX_SAFE_INTEGER } } });
    });
  });

  describe('related', () => {
    const kinds = (records: readonly SystemRecord[]) => records.map(({ kind }) => kind).sort();

    it('related has the company, its orders, its invoices and what of their goods is there when asked for its contact', async () => {
      const records = await tryton.related(server().refs.person, io());
      expect(kinds(records)).toEqual(['company', 'file', 'file', 'invoice', 'invoice', 'invoice', 'order', 'order', 'order', 'product']);
      expect(ids(records.filter(({ kind }) => kind === 'order'))).toEqual(server().seeded.orders.map(String).reverse());
    });

    it('related has the people when asked for the company', async () => {
      const records = await tryton.related(server().refs.company, io());
      expect(records.filter(({ kind }) => kind === 'person').map(({ name }) => name)).toEqual(['facturas@llantasnorte.mx', 'Ana Pérez']);
    });

    it('related leaves out what the user may not see', async () => {
      expect(kinds(await tryton.related(server().refs.person, asRita()))).toEqual(['company', 'file']);
    });

    it('related has company and invoice when asked for an order', async () => {
      const order: RecordRef = { ...server().refs.order, id: String(server().seeded.orders[0]) };
      const records = await tryton.related(order, io());
      expect(ids(records.filter(({ kind }) => kind !== 'file'))).toEqual([
        String(server().seeded.norte),
        String(server().seeded.invoices[0]),
      ]);
      expect(records.filter(({ kind }) => kind === 'file')).toMatchObject([{ name: 'Tracking', url: 'https://parcels.example/40' }]);
    });

    it('a file is told with where it lies, and read again by its own number', async () => {
      const files = (await tryton.related(server().refs.company, io())).filter(({ kind }) => kind === 'file');
      expect(files.map(({ name, links }) => [name, links[0]?.ref.id])).toEqual([
        ['Tracking', String(server().seeded.orders[0])],
        ['Rahmenvertrag.pdf', String(server().seeded.norte)],
      ]);
      for (const file of files) expect(await tryton.read(file.ref, io())).toEqual(file);
      expect(files[1]).not.toHaveProperty('url');
      expect(await tryton.related(files[0]?.ref ?? server().refs.company, io())).toEqual([]);
      expect((await failure(tryton.read({ ...server().refs.company, object: 'file', id: '9999' }, io()))).kind).toBe('not-found');
    });
  });

  it('shows all of a customer after two round trips, and of an order too', async () => {
    const known = new Map<string, string>();
    const json = { headers: { 'content-type': 'application/json' } };
    const remembering = io({
      fetch: async (request) => {
        const question = await request.clone().text();
        const answer = known.get(question) ?? (await (await fetch(request)).text());
        known.set(question, answer);
        return new Response(answer, json);
      },
    });
    for (const ref of [server().refs.person, server().refs.company, server().refs.order]) {
      const view = (on: Io) => Promise.all([tryton.read(ref, on), tryton.related(ref, on), tryton.timeline(ref, { limit: 50 }, on)]);
      await view(remembering);
      expect((await depthOf(remembering, view)).depth).toBe(2);
    }
  });

  describe('timeline', () => {
    it('timeline has notes on the party, its orders and invoices, newest first, each once over all pages', async () => {
      const { rpc, seeded } = server();
      const party = await makerOf(rpc)('party.party', { name: 'Long Story Ltd' });
      const order = await makerOf(rpc)('sale.sale', { party, company: seeded.company });
      for (let at = 0; at < 23; at += 1)
        await makerOf(rpc)('ir.note', { resource: at % 5 === 0 ? `sale.sale,${order}` : `party.party,${party}`, message: `note ${at}` });
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await tryton.timeline(
          { ...server().refs.company, id: String(party) },
          { limit: 7, ...(next !== undefined && { next }) },
          io(),
        );
        expect(page.rows.length).toBeLessThanOrEqual(7);
        seen.push(...page.rows.map(({ text }) => text ?? ''));
        next = page.next;
        if (seen.length === 7) await makerOf(rpc)('ir.note', { resource: `party.party,${party}`, message: 'written meanwhile' });
      } while (next !== undefined);
      expect(seen).toEqual(Array.from({ length: 23 }, (_, at) => `note ${22 - at}`));
    });

    it('timeline throws invalid when the place is not one of ours', async () => {
      expect((await failure(tryton.timeline(server().refs.company, { limit: 5, next: 'e30x' }, io()))).code).toBe('bad-cursor');
    });
  });

  it('owners lists the users without the server itself', async () => {
    const owners = await tryton.owners(io());
    expect(owners.map(({ name }) => name)).toEqual(expect.arrayContaining(['Administrator', 'Rita Gómez']));
    expect(owners.map(({ id }) => id)).not.toContain('0');
  });

  it('fields describes a party with types and what can be written', async () => {
    const fields = new Map((await tryton.fields('company', io())).map((each) => [each.key, each]));
    expect(fields.get('name')).toMatchObject({ label: 'Name', type: 'char', readOnly: false, custom: false });
    expect(fields.get('receivable')).toMatchObject({ type: 'numeric', readOnly: true });
  });
}

const unasked = () => Promise.reject(new Error('nothing should be asked'));
