import { describe, expect, it } from 'vitest';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { failure } from '../../failure.ts';
import { account, company, error, LOGIN, type Script, scripted } from './scripted.ts';

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
      { what: 'ir.attachment', code: 'no-module' },
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
