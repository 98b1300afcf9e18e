import { describe, expect, it } from 'vitest';
import type { IdentityKeys, SystemRecord } from './contract.ts';
import { carries, companyCore, foldDomain, parsePhone, searchTerms } from './match.ts';

const ref = { system: 'x', account: 'a', object: 'contact', native: 'c', id: '1' } as const;
const keys = (some: Partial<IdentityKeys>): IdentityKeys => ({
  kind: 'person',
  emails: [],
  phones: [],
  names: [],
  companyNames: [],
  domains: [],
  externalIds: [],
  ...some,
});
const person = (some: { name?: string; emails?: string[]; phones?: string[] }): SystemRecord => ({
  kind: 'person',
  ref,
  name: '',
  emails: [],
  phones: [],
  links: [],
  custom: {},
  ...some,
});

describe('searchTerms', () => {
  it('gives each term once and drops what no search takes', () => {
    expect(searchTerms([' Ana  Pérez ', 'ana pérez', 'x', '', 'a\ud800b', 'a\u0000b', 'y'.repeat(101)], 5, 100)).toEqual(['ana pérez']);
  });
  it('keeps the first ones when there are more than wanted', () => {
    expect(searchTerms(['aa', 'bb', 'cc'], 2, 10)).toEqual(['aa', 'bb']);
  });
});

describe('parsePhone', () => {
  it.each([
    ['612 34 56 78', 'ES', '+34612345678'],
    ['+34612345678', undefined, '+34612345678'],
    ['12', 'ES', undefined],
    ['1'.repeat(61), 'ES', undefined],
  ])('reads %s in %s', (phone, country, number) => {
    expect(parsePhone(phone, country)?.number).toBe(number);
  });
});

describe('companyCore', () => {
  it.each([
    ['ООО «Ромашка»', 'Ромашка'],
    ['Llantas Norte, S.A.', 'Llantas Norte'],
    ['Inc', 'Inc'],
  ])('reduces %s', (name, core) => {
    expect(companyCore(name)).toBe(core);
  });
});

describe('carries', () => {
  it('sees the same number when it is spelled in another way', () => {
    const record = person({ phones: ['(612) 34-56-78'] });
    expect(carries(record, keys({ phones: ['+34 612 345 678'] }), 'ES')).toBe(true);
    expect(carries(record, keys({ phones: ['+34 612 345 679'] }), 'ES')).toBe(false);
    expect(carries(person({ phones: ['12345'] }), keys({ phones: ['12345'] }), undefined)).toBe(false);
  });
  it('sees the same name when order, case and accents differ', () => {
    expect(carries(person({ name: 'PÉREZ Ana' }), keys({ names: ['Ana Perez'] }), undefined)).toBe(true);
    expect(carries(person({ name: '' }), keys({ names: [''] }), undefined)).toBe(false);
  });
  it('sees an address when its case differs', () => {
    expect(carries(person({ emails: ['Ana@Acme.mx '] }), keys({ emails: ['ana@acme.MX'] }), undefined)).toBe(true);
  });
  it('sees a company by its core name and its domain', () => {
    const company: SystemRecord = {
      ...{ kind: 'company', ref, name: 'Acme, Inc.', domains: ['acme.com'], phones: [], emails: [], links: [], custom: {} },
    };
    expect(carries(company, keys({ kind: 'company', companyNames: ['ACME'] }), undefined)).toBe(true);
    expect(carries(company, keys({ kind: 'company', domains: ['www.acme.com.'] }), undefined)).toBe(true);
    expect(carries(company, keys({ kind: 'company', domains: ['acme.org'] }), undefined)).toBe(false);
  });
  it('sees nothing in a deal', () => {
    const deal: SystemRecord = { kind: 'deal', ref, name: 'Ana', status: 'open', links: [], custom: {} };
    expect(carries(deal, keys({ names: ['Ana'] }), undefined)).toBe(false);
  });
});

describe('foldDomain', () => {
  it('gives the bare host', () => {
    expect(foldDomain(' WWW.Acme.com. ')).toBe('acme.com');
  });
});
