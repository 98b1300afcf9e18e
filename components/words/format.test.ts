import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';
import { i18n, needWords, pickLanguage, speak, type Translate } from './i18n.ts';

await needWords('later');
const t: Translate = (id, values) => i18n._(id, values as Record<string, unknown> | undefined);
const NOW = new Date(2026, 10, 18, 15, 30).getTime();
const plain = (text: string) => text.replace(/\s/gu, ' ');

describe('createFormat', () => {
  it('keeps the currency code with the amount and knows minor units', () => {
    const en = createFormat('en', t);
    expect(plain(en.money({ amountMinor: 4_820_000, currency: 'MXN' }))).toBe('MXN 48,200');
    expect(plain(en.money({ amountMinor: 4_820_050, currency: 'MXN' }))).toBe('MXN 48,200.50');
    expect(plain(en.money({ amountMinor: 5000, currency: 'JPY' }))).toBe('JPY 5,000');
    expect(plain(createFormat('ru', t).money({ amountMinor: 420_000_000, currency: 'RUB' }))).toBe('4 200 000 RUB');
  });

  it('shows the number alone when nobody has told the currency', () => {
    expect(plain(createFormat('en', t).money({ amountMinor: 4_820_050, currency: 'XXX' }))).toBe('48,200.50');
    expect(plain(createFormat('ru', t).money({ amountMinor: 700, currency: 'XXX' }))).toBe('7');
  });

  it('shows an amount whose currency is no code without failing', () => {
    expect(createFormat('en', t).money({ amountMinor: 1234, currency: '??' })).toContain('12.34');
    expect(createFormat('en', t).money({ amountMinor: 1200, currency: '??' })).toContain('12');
  });

  it('grows ages from seconds to the date', () => {
    const en = createFormat('en-GB', t);
    expect(en.age(NOW - 12_000, NOW)).toBe('12 s');
    expect(en.age(NOW - 120_000, NOW)).toBe('2 min');
    expect(en.age(new Date(2026, 10, 18, 9, 12).getTime(), NOW)).toBe('09:12');
    expect(en.age(new Date(2026, 10, 13).getTime(), NOW)).toBe('13 Nov');
    expect(en.age(new Date(2025, 10, 13).getTime(), NOW)).toBe('13 Nov 2025');
    expect(en.age(NOW + 5000, NOW)).toBe('0 s');
    expect(en.heading(NOW, NOW)).toBe('Today');
    expect(en.heading(NOW - 86_400_000, NOW)).toBe('Yesterday');
  });

  it('rounds durations without minutes that make an hour', () => {
    const en = createFormat('en', t);
    expect([0, 29_000, 60_000, 3_570_000, 3_599_999, 3_600_000, 7_170_000, 7_200_000, 5_400_000].map((ms) => en.duration(ms))).toEqual([
      '1 s',
      '29 s',
      '1 min',
      '1 h',
      '1 h',
      '1 h',
      '2 h',
      '2 h',
      '1 h 30 min',
    ]);
  });

  it('keeps a day that was told without a time on that day, wherever the reader is', () => {
    const en = createFormat('en-GB', t);
    const told = Date.UTC(2026, 11, 12);
    expect(en.date(told, NOW)).toBe('12 Dec');
    expect(en.date(new Date(2026, 11, 12).getTime(), NOW)).toBe('12 Dec');
    expect(en.date(Date.UTC(2027, 11, 12), NOW)).toBe('12 Dec 2027');
  });

  it('names countries and leaves what is no code', () => {
    expect(createFormat('es', t).country('mx')).toBe('México');
    expect(createFormat('en', t).country('Mexico')).toBe('Mexico');
  });
});

describe('speak', () => {
  it('counts in Russian with one, few and many', async () => {
    await speak('ru');
    expect([1, 3, 5, 21].map((n) => t('tasks.count', { n }))).toEqual(['1 задача', '3 задачи', '5 задач', '21 задача']);
    await speak('en');
    expect(t('tasks.count', { n: 1 })).toBe('1 task');
  });

  it('ends in the language asked for last, however long each takes to load', async () => {
    await Promise.all([speak('ru'), speak('es'), speak('en')]);
    expect(i18n.locale).toBe('en');
  });
});

describe('pickLanguage', () => {
  it('takes the choice, else the first known language of the browser, else English', () => {
    expect(pickLanguage('ru', ['es'])).toBe('ru');
    expect(pickLanguage('auto', ['de-DE', 'es-MX', 'en'])).toBe('es');
    expect(pickLanguage('auto', ['de'])).toBe('en');
  });
});
