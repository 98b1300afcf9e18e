import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MappedField } from '../model/mapping.ts';
import type { SystemRecord } from '../model/records.ts';
import { applyMapping } from './apply.ts';
import { shownValue } from './shown.ts';
import { dayIn, moneyIn, numberIn } from './values.ts';

const ref = { system: 'hubspot', account: '1', object: 'contact', native: '0-1', id: '7' } as const;
const person = (custom: Record<string, unknown>): SystemRecord => ({
  ...{ ref, kind: 'person', name: 'Ana', emails: ['ana@b.example'], phones: [], links: [], title: 'Buyer' },
  custom,
});
const company = (custom: Record<string, unknown>): SystemRecord => ({
  ...{ ref: { ...ref, object: 'company' }, kind: 'company', name: 'Acme', emails: [], phones: [], domains: ['acme.example'], links: [] },
  custom,
});
const field = (key: string, more: Partial<MappedField> = {}): MappedField => ({ key, label: key, type: 'string', ...more });

describe('applyMapping', () => {
  it('puts a mapped value in the place of the system’s own, adds addresses, and keeps facts for the score', () => {
    const record = person({ rol: ' Jefa ', otro: 'eva@b.example', visitas: '1 204', giro: '7' });
    const mapped = applyMapping(record, {
      title: field('rol'),
      emails: field('otro'),
      websiteVisits: field('visitas'),
      industry: field('giro', { options: { '7': 'Automotriz' } }),
      country: field('nada'),
    });
    expect(mapped).toEqual({
      ...record,
      title: 'Jefa',
      emails: ['eva@b.example', 'ana@b.example'],
      facts: { industry: 'Automotriz', websiteVisits: 1204 },
    });
  });

  it('changes nothing where the field is empty or its value is of another sort', () => {
    const record = person({ rol: '', otro: 'none', visitas: 'many', tel: 'x' });
    const mapped = applyMapping(record, {
      title: field('rol'),
      emails: field('otro'),
      phones: field('tel'),
      websiteVisits: field('visitas'),
    });
    expect(mapped).toEqual(record);
    expect(applyMapping(record, {})).toBe(record);
  });

  it('reads amounts, counts and web addresses of a company', () => {
    const record = company({ ventas: '1.200.000,50', gente: '51-200', web: 'https://www.Acme.com/x', stack: ['SAP', 'AWS; GCP'] });
    const mapped = applyMapping(
      record,
      { revenue: field('ventas'), employees: field('gente'), domains: field('web'), technologies: field('stack') },
      'MXN',
    );
    expect(mapped).toMatchObject({
      revenue: { amountMinor: 120_000_050, currency: 'MXN' },
      employees: 51,
      domains: ['acme.com', 'acme.example'],
      facts: { technologies: ['SAP', 'AWS', 'GCP'] },
    });
  });

  it('never throws and never touches `custom`, whatever a record holds', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const names = ['title', 'emails', 'phones', 'industry', 'employees', 'revenue', 'technologies', 'websiteVisits', 'city'] as const;
        const fields = Object.fromEntries(names.map((name) => [name, field('k')]));
        for (const record of [person({ k: value }), company({ k: value })]) expect(applyMapping(record, fields).custom).toBe(record.custom);
        shownValue(field('k', { type: 'date' }), value);
        shownValue(field('k', { type: 'currency', options: {} }), value);
      }),
    );
  });
});

describe('values', () => {
  it.each([
    ['12', 12],
    ['1,200', 1200],
    ['1 200', 1200],
    ['1.200,5', 1200.5],
    ['0.125', 0.125],
    ['51-200', 51],
    ['500+', 500],
    ['60 %', 60],
    [12.5, 12.5],
    ['12 Main St', undefined],
    ['2026-01-02T00:00', undefined],
    ['', undefined],
  ])('numberIn reads %j as %j', (value, number) => {
    expect(numberIn(value)).toBe(number);
  });

  it.each([
    ['EUR 1,200.50', { amount: 1200.5, currency: 'EUR' }],
    [
      { value: 90, currency: 'MXN' },
      { amount: 90, currency: 'MXN' },
    ],
    ['$ 5', { amount: 5 }],
    ['soon', undefined],
  ])('moneyIn reads %j', (value, money) => {
    expect(moneyIn(value)).toEqual(money);
  });

  it.each([
    ['2026-12-01', Date.UTC(2026, 11, 1, 12)],
    ['2026-12-01T10:00:00Z', Date.UTC(2026, 11, 1, 10)],
    [1_790_000_000, 1_790_000_000_000],
    ['1790000000000', 1_790_000_000_000],
    ['tomorrow', undefined],
    ['12', undefined],
  ])('dayIn reads %j', (value, at) => {
    expect(dayIn(value)).toBe(at);
  });

  it.each([
    ['bool', 'true', { kind: 'yes' }],
    ['checkbox', 0, { kind: 'no' }],
    ['number', '-12.5', { kind: 'number', number: -12.5 }],
    ['number', '51-200', { kind: 'text', text: '51-200' }],
    ['currency', 'EUR 5', { kind: 'money', amount: 5, currency: 'EUR' }],
    ['multiselect', ['a', 'b'], { kind: 'text', text: 'a, b' }],
    ['string', '  ', undefined],
    ['string', { value: { value: 'deep' } }, { kind: 'text', text: 'deep' }],
  ])('shownValue of a %s %j', (type, value, shown) => {
    expect(shownValue({ type }, value)).toEqual(shown);
  });

  it('shownValue names the choices a value stands for', () => {
    expect(shownValue({ type: 'set', options: { '1': 'North', '2': 'South' } }, [1, 2, 3])).toEqual({
      kind: 'text',
      text: 'North, South, 3',
    });
    expect(shownValue({ type: 'enumeration', options: { a: 'A' } }, 'a;b')).toEqual({ kind: 'text', text: 'A, b' });
  });
});
