import { describe, expect, it } from 'vitest';
import { shown } from './highlight.ts';
import { buildSegment, type SearchEntry, SearchIndex } from './index.ts';

const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;

function a(id: number, name: string, more: Partial<SearchEntry> = {}): SearchEntry {
  return { key: `pipedrive/acme/contact/${id}`, kind: 'person', name, emails: [], phones: [], touchedAt: NOW - 100 * DAY, ...more };
}

const index = new SearchIndex();
index.addSegment(
  buildSegment([
    a(1, 'Ana Pérez', {
      company: 'Llantas del Norte',
      title: 'Head of Purchasing',
      emails: ['ana.perez@llantanorte.com.mx', 'ana@example.org'],
      phones: ['+52 81 1234 5678'],
    }),
    a(2, 'Иванов Дмитрий', { company: 'ООО «Вектор»', emails: ['d.ivanov@vektor.ru'], phones: ['+7 (916) 123-45-67'] }),
    a(3, 'Юлия Щербакова', { company: 'Вектор' }),
    a(4, "James O'Neil", { phones: ['+44 161 496 0000'] }),
    a(5, 'Алексей Харитонов'),
    a(6, 'Müller & Söhne GmbH', { kind: 'company' }),
    a(7, 'Anabel Ruiz', { touchedAt: NOW }),
    a(8, 'Ana Castro Gil', { touchedAt: NOW }),
    a(9, 'Ana Castro Vega', { touchedAt: NOW - 20 * DAY, hasOpenDeal: true }),
    a(10, 'Marta Gil', { company: 'Ana Textiles', touchedAt: NOW }),
    a(11, 'Order 1234 56', { kind: 'deal' }),
    a(12, 'Maria Gonzalez'),
  ]),
);

const names = (query: string, limit = 5) => index.search(query, limit, NOW).map(({ name }) => name);

describe('what is typed', () => {
  it.each([
    ['Latin for Cyrillic', 'ivanov', 'Иванов Дмитрий'],
    ['other spellings of Cyrillic names', 'Dmitriy', 'Иванов Дмитрий'],
    ['both words in other spellings', 'julia scherbakova', 'Юлия Щербакова'],
    ['kh for х', 'kharitonov', 'Алексей Харитонов'],
    ['x for кс', 'alexey', 'Алексей Харитонов'],
    ['Cyrillic for Latin', 'Перез', 'Ana Pérez'],
    ['no accents', 'perez', 'Ana Pérez'],
    ['the keyboard in English', 'bdfyjd', 'Иванов Дмитрий'],
    ['the keyboard in Russian', 'щтуш', "James O'Neil"],
    ['an apostrophe', "o'neil", "James O'Neil"],
    ['no apostrophe', 'oneil', "James O'Neil"],
    ['an umlaut as two letters', 'mueller', 'Müller & Söhne GmbH'],
    ['the middle of an address', 'tanorte', 'Ana Pérez'],
    ['a piece of an address over its signs', 'rez@llan', 'Ana Pérez'],
    ['a piece of a number with spaces', '1234 567', 'Ana Pérez'],
    ['a number with the prefix of the country', '8 916 123-45', 'Иванов Дмитрий'],
    ['digits that are no number', 'order 1234 56', 'Order 1234 56'],
    ['words in any order', 'norte ana', 'Ana Pérez'],
    ['a word and a number', 'ana 1234', 'Ana Pérez'],
    ['swapped letters', 'jmaes', "James O'Neil"],
    ['a missing letter', 'gonzlez', 'Maria Gonzalez'],
    ['a wrong letter while typing', 'gonsal', 'Maria Gonzalez'],
    ['two errors in a long word', 'gonsalrz', 'Maria Gonzalez'],
  ])('%s finds the record', (_what, query, name) => {
    expect(names(query)).toContain(name);
  });

  it.each(['', '   ', '@', '%', "'", ';', '.*', '[^]', ',', '99999', 'zzzz', 'ana zzzz', '…'])('%j finds nobody', (query) => {
    expect(names(query)).toEqual([]);
  });
});

describe('order of what was found', () => {
  it('puts the whole name first, then whole words, then beginnings, then other fields', () => {
    expect(names('ana', 10)).toEqual(['Ana Castro Vega', 'Ana Castro Gil', 'Ana Pérez', 'Anabel Ruiz', 'Marta Gil']);
    expect(names('ana perez')[0]).toBe('Ana Pérez');
  });

  it('counts an open deal as 30 days', () => {
    expect(names('castro')).toEqual(['Ana Castro Vega', 'Ana Castro Gil']);
  });

  it('puts what was typed before what may have been meant', () => {
    expect(names('castro gil')).toEqual(['Ana Castro Gil']);
    expect(index.search('castro gil', 5, NOW)[0]?.score).toBeGreaterThan(index.search('kastro gil', 5, NOW)[0]?.score ?? 0);
  });
});

describe('what a hit shows', () => {
  const parts = (query: string) => {
    const hit = index.search(query, 1, NOW)[0];
    if (!hit) throw new Error('nothing found');
    const { email, phone, matched } = shown(hit, query);
    const texts: Record<string, string | undefined> = { name: hit.name, company: hit.company, title: hit.title, email, phone };
    return Object.entries(matched).flatMap(([field, ranges]) =>
      ranges.map(([start, end]) => `${field}: ${texts[field]?.slice(start, end)}`),
    );
  };

  it.each([
    ['per', ['name: Pér', 'email: per']],
    ['dmit', ['name: Дмит']],
    ['1234 567', ['phone: 1234 567']],
    ['rez@llan', ['name: rez', 'company: Llan', 'email: rez@llan']],
    ['purch', ['title: Purch']],
    ['jmaes', ['name: James']],
    ['tanorte', ['email: tanorte']],
    ['kharit', ['name: Харит']],
    ['bdfyjd', ['name: Иванов', 'email: ivanov']],
  ])('of %s is what was typed', (query, expected) => {
    expect(parts(query)).toEqual(expected);
  });

  it('is the address that was looked for, else the first', () => {
    const two = { name: 'Ana', emails: ['ana.perez@llantanorte.com.mx', 'ana@example.org'], phones: [] };
    expect(shown(two, 'ana@example').email).toBe('ana@example.org');
    expect(shown(two, 'perez').email).toBe('ana.perez@llantanorte.com.mx');
  });
});
