import { describe, expect, it } from 'vitest';
import type { IdentityKeys, SystemRecord } from './contract.ts';
import { domainOf, holdsKey, phoneDigits, samePhone, searchTerms, withoutLegalForm } from './matching.ts';

const base = { ref: { system: 's', account: 'a', object: 'contact', native: 'x', id: '1' } as const, links: [], custom: {} };
const person = (more: Partial<Extract<SystemRecord, { kind: 'person' }>>): SystemRecord => ({
  ...base,
  kind: 'person',
  name: '',
  emails: [],
  phones: [],
  ...more,
});
const company = (more: Partial<Extract<SystemRecord, { kind: 'company' }>>): SystemRecord => ({
  ...base,
  kind: 'company',
  name: '',
  domains: [],
  emails: [],
  phones: [],
  ...more,
});
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

describe('holdsKey', () => {
  it.each([
    ['an e-mail in other case', person({ emails: ['Ana@Acme.mx'] }), keys({ emails: [' ana@acme.MX '] }), true],
    ['another e-mail', person({ emails: ['ana@acme.mx'] }), keys({ emails: ['ann@acme.mx'] }), false],
    ['a name in other order, without accents', person({ name: 'Pérez, Ana' }), keys({ names: ['ana perez'] }), true],
    ['half a name', person({ name: 'Ana Pérez' }), keys({ names: ['Ana'] }), false],
    ['an empty name', person({ name: '' }), keys({ names: ['', '--'] }), false],
    ['first and last name apart', person({ name: 'Дело', firstName: 'Пётр', lastName: 'Орлов' }), keys({ names: ['Орлов Петр'] }), true],
    ['a site below the domain', company({ domains: ['shop.acme.mx'] }), keys({ domains: ['https://www.acme.mx/'] }), true],
    ['a site that merely ends alike', company({ domains: ['notacme.mx'] }), keys({ domains: ['acme.mx'] }), false],
    ['an e-mail under the domain', company({ emails: ['info@acme.mx'] }), keys({ domains: ['acme.mx'] }), true],
    ['a name in another legal form', company({ name: 'ООО «Вектор»' }), keys({ companyNames: ['Вектор, АО'] }), true],
    ['a firm called like its form', company({ name: 'AG' }), keys({ companyNames: ['Co'] }), false],
  ])('is told by %s', (_, record, asked, held) => {
    expect(holdsKey(record, asked)).toBe(held);
  });

  it('says no for what is neither person nor company', () => {
    expect(holdsKey({ ...base, kind: 'deal', name: 'Ana', status: 'open' }, keys({ names: ['Ana'] }))).toBe(false);
  });
});

describe('phones, names and sites', () => {
  it.each([
    ['8 (495) 123-45-67', '+7 495 123 45 67', true],
    ['+49 30 1234567', '030 1234567', true],
    ['+49 30 1234567', '030 1234567 ext. 12', true],
    ['+7 495 123-45-67', '+7 495 123-45-68', false],
    ['02', '02', true],
    ['', '', false],
    ['12', '4512', false],
  ])('samePhone of %j and %j is %s', (a, b, same) => {
    expect([samePhone(a, b), samePhone(b, a)]).toEqual([same, same]);
  });

  it('reads no endless text as a number', () => {
    expect(phoneDigits('1'.repeat(10_000))).toHaveLength(60);
  });

  it.each([
    ['ООО «Вектор»', 'Вектор'],
    ['Llantas Norte SA de CV', 'Llantas Norte'],
    ['GmbH', 'GmbH'],
  ])('withoutLegalForm of %s is %s', (name, core) => {
    expect(withoutLegalForm(name)).toBe(core);
  });

  it.each([
    ['https://www.Acme.com/about', 'acme.com'],
    ['acme.com.', 'acme.com'],
    ['localhost', undefined],
    ['', undefined],
    ['не сайт', undefined],
  ])('domainOf %j is %s', (site, domain) => {
    expect(domainOf(site)).toBe(domain);
  });
});

describe('searchTerms', () => {
  it('gives each term once and drops what no search takes', () => {
    expect(searchTerms([' Ana  Pérez ', 'ana pérez', 'x', '', 'a\ud800b', 'a\u0000b', 'y'.repeat(101)], 5, 100)).toEqual(['ana pérez']);
  });
  it('keeps the first ones when there are more than wanted', () => {
    expect(searchTerms(['aa', 'bb', 'cc'], 2, 10)).toEqual(['aa', 'bb']);
  });
});
