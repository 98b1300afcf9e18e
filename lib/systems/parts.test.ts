import { describe, expect, it } from 'vitest';
import { bearer } from './bearer.ts';
import { plainBody } from './html-text.ts';
import { jwtPayload } from './jwt.ts';
import { mergePage, type Positions } from './side-by-side.ts';
import { typedValue } from './typed-value.ts';

describe('bearer', () => {
  it('signs with a token, with cookies alone in a session, and never with what cannot be a header', () => {
    expect(bearer({ credentials: { kind: 'token', token: 'abc' } })).toEqual({ authorization: 'Bearer abc' });
    expect(bearer({ credentials: { kind: 'oauth', accessToken: 'xyz', clientId: 'c', tokenUrl: 't' } })).toEqual({
      authorization: 'Bearer xyz',
    });
    expect(bearer({ credentials: { kind: 'session' } })).toEqual({});
    for (const token of ['', 'a\nb', 'ключ'])
      expect(() => bearer({ credentials: { kind: 'token', token } })).toThrow(expect.objectContaining({ kind: 'auth', code: 'no-token' }));
    expect(() => bearer({ credentials: { kind: 'basic', user: 'u', password: 'p' } })).toThrow(expect.objectContaining({ kind: 'auth' }));
  });
});

describe('jwtPayload', () => {
  it('reads what a token says of itself, and nothing of what is none', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(jwtPayload(`${part({})}.${part({ name: 'Ольга' })}.x`)).toEqual({ name: 'Ольга' });
    expect(['opaque', 'a.%%%.c', `a.${Buffer.from('{').toString('base64url')}.c`].map(jwtPayload)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('typedValue', () => {
  const choice = { kind: 'choice', options: [{ id: '7', label: 'High' }] } as const;
  it.each([
    [{ kind: 'text' }, 5, '5'],
    [{ kind: 'number' }, ' 1.5 ', 1.5],
    [{ kind: 'flag' }, false, false],
    [choice, 7, '7'],
    [choice, 'High', '7'],
  ] as const)('%j takes %j as %j', (shape, value, taken) => {
    expect(typedValue(shape, value, 'f')).toBe(taken);
  });

  it.each([
    [{ kind: 'number' }, 'much', 'bad-value'],
    [{ kind: 'number' }, '', 'bad-value'],
    [{ kind: 'flag' }, 'yes', 'bad-value'],
    [choice, 'Low', 'unknown-option'],
  ] as const)('%j refuses %j', (shape, value, code) => {
    expect(() => typedValue(shape, value, 'f')).toThrow(expect.objectContaining({ kind: 'invalid', code, field: 'f' }));
  });
});

describe('plainBody', () => {
  it.each([
    ['<div data-wrapper="true">Hi<br>there</div>', false, 'Hi\nthere'],
    ['a < b', false, 'a < b'],
    ['Dear Ana, <p>hello</p>', true, 'Dear Ana,\nhello'],
    ['  ', false, undefined],
    [null, false, undefined],
  ])('of %j is %j', (value, isPage, text) => {
    expect(plainBody(value, isPage)?.replace(/\s*\n\s*/g, '\n')).toBe(text);
  });
});

describe('mergePage', () => {
  /** Two tables with rows of the same moments; the second page begins where the first ended. */
  const TABLES: Record<string, [number, string][]> = {
    a: [
      [5, 'a1'],
      [4, 'a2'],
      [4, 'a3'],
      [1, 'a4'],
    ],
    b: [
      [4, 'b1'],
      [3, 'b2'],
    ],
  };
  const read = (from: Positions, limit: number) =>
    Object.entries(TABLES).flatMap(([table, rows]) => {
      const place = from[table];
      if (place === null) return [];
      const seen = new Set(place?.seen);
      const asked = rows.filter(([at]) => !place || at <= place.at).slice(0, limit + seen.size);
      const fresh = asked.filter(([, id]) => !seen.has(id)).map(([at, id]) => ({ at, id, row: id }));
      return [{ table, rows: fresh, isFull: asked.length >= limit + seen.size }];
    });

  it.each([1, 2, 3, 10])('gives every row once and in order, %i at a time', (limit) => {
    const given: string[] = [];
    let from: Positions | undefined = {};
    while (from !== undefined) {
      const page: { rows: string[]; next?: Positions } = mergePage(read(from, limit), from, limit);
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      given.push(...page.rows);
      from = page.next;
    }
    expect(given).toHaveLength(6);
    expect(new Set(given).size).toBe(6);
    expect([given[0], given.at(-1)]).toEqual(['a1', 'a4']);
  });
});
