import { describe, expect, it } from 'vitest';

import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import { readClaims } from '../../../lib/systems/amocrm/token.ts';
import { detectRecord } from '../../../lib/systems/detect.ts';
import { aConnection } from './stand-in.ts';

const [method] = amocrm.auth;
const connect = (address: string, token = 'opaque-token') => method?.toConnection({ address, token });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.signature`;

describe('connect form', () => {
  it.each([
    ['acme.amocrm.ru', 'https://acme.amocrm.ru'],
    [' HTTPS://Acme.Kommo.com/leads/detail/5?x=1 ', 'https://acme.kommo.com'],
    ['http://new5a2e8ea7b16b4.amocrm.com', 'https://new5a2e8ea7b16b4.amocrm.com'],
    ['555151.amocrm.ru.', 'https://555151.amocrm.ru'],
  ])('toConnection understands %s', (typed, baseUrl) => {
    expect(connect(typed)).toEqual({ system: 'amocrm', account: '', baseUrl, credentials: { kind: 'token', token: 'opaque-token' } });
  });

  it.each([
    ['acme', 'address-ambiguous'],
    ['', 'required'],
    ['www.amocrm.ru', 'address'],
    ['api-b.amocrm.ru', 'address'],
    ['amocrm.ru', 'address'],
    ['acme.amocrm.ru.evil.test', 'address'],
    ['https://evil.test/acme.amocrm.ru', 'address'],
    ['https://acme.amocrm.ru@evil.test', 'address'],
    ['a.b.amocrm.ru', 'address'],
    ['javascript:alert(1)', 'address'],
    ['ftp://acme.amocrm.ru', 'address'],
  ])('toConnection refuses the address %s as %s', (typed, code) => {
    expect(() => connect(typed)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'address', code }));
  });

  it.each([
    ['', 'required'],
    ['Bearer ', 'required'],
    ['two words', 'malformed'],
    ['с кириллицей', 'malformed'],
  ])('toConnection refuses the token %j as %s', (token, code) => {
    expect(() => connect('acme.amocrm.ru', token)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'token', code }));
  });

  it('toConnection takes a token with the word Bearer before it', () => {
    expect(connect('acme.amocrm.ru', 'Bearer abc.def')?.credentials).toEqual({ kind: 'token', token: 'abc.def' });
  });

  it('toConnection refuses a token of the other brand', () => {
    const token = jwt({ base_domain: 'kommo.com' });
    expect(() => connect('acme.amocrm.ru', token)).toThrow(
      expect.objectContaining({ kind: 'invalid', field: 'address', code: 'other-brand' }),
    );
    expect(connect('acme.amocrm.com', token)?.baseUrl).toBe('https://acme.amocrm.com');
    expect(connect('acme.kommo.com', token)?.baseUrl).toBe('https://acme.kommo.com');
  });

  it('readClaims knows nothing of opaque and damaged tokens', () => {
    for (const token of ['', 'opaque', 'a.b.c', `a.${part('text')}.c`, `a.${part(null)}.c`, 'a.%%%.c'])
      expect(readClaims(token)).toEqual({});
    expect(readClaims(jwt({ exp: 10, base_domain: 'amocrm.ru', account_id: 5, sub: '7' }))).toEqual({
      expiresAt: 10_000,
      baseDomain: 'amocrm.ru',
      accountId: '5',
      userId: '7',
    });
  });
});

describe('hosts and addresses', () => {
  it('hosts names the account and its domain only', () => {
    expect(amocrm.hosts(aConnection({ baseUrl: 'https://acme.kommo.com' }))).toEqual({
      pages: ['https://acme.kommo.com/*'],
      api: ['https://acme.kommo.com/*'],
    });
    expect(amocrm.hosts({})).toEqual({ pages: [], api: [] });
  });

  it.each(['contacts', 'companies', 'leads', 'customers'])('recordUrl of %s leads detection back to the record', (native) => {
    const { ref } = amocrm.toRecord(native, { id: 42 }, aConnection());
    const found = detectRecord(amocrm.recordUrl(ref, aConnection()) ?? '');
    expect(found).toEqual({ system: 'amocrm', object: ref.object, native, id: '42', account: 'acme', host: 'acme.amocrm.ru' });
  });

  it('recordUrl gives nothing for notes and hostile ids', () => {
    const ref = { system: 'amocrm', account: 'acme', object: 'contact', native: 'contacts', id: '1/../x' } as const;
    expect(amocrm.recordUrl(ref, aConnection())).toBeUndefined();
    expect(amocrm.recordUrl({ ...ref, object: 'activity', native: 'notes', id: '1' }, aConnection())).toBeUndefined();
  });
});
