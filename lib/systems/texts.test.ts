import { describe, expect, it } from 'vitest';
import { guidOf, guidOfKey } from './guid.ts';
import { base64, fileName, fitTitle, longestWord } from './texts.ts';

describe('texts', () => {
  it.each([
    ['Call back', undefined, { title: 'Call back' }],
    ['  Call \n back ', '  ', { title: 'Call back' }],
    ['abcdefghijk', 'more', { title: 'abcdefghi…', text: 'abcdefghijk\n\nmore' }],
    ['abcdefgh🚀x', undefined, { title: 'abcdefgh…', text: 'abcdefgh🚀x' }],
  ])('fitTitle of %j with %j loses nothing', (title, text, fitted) => {
    expect(fitTitle(title, text, 10)).toEqual(fitted);
  });

  it('base64 takes any number of bytes', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(base64(new Uint8Array())).toBe('');
  });

  it('longestWord tells the word that tells most', () => {
    expect([longestWord('Dr. Ana Gómez'), longestWord('Li Bo')]).toEqual(['Gómez', undefined]);
  });
});

describe('guids', () => {
  it('guidOf takes braces and case away, and nothing else', () => {
    const id = '7ddd0b31-ed8b-e511-80d2-00155d2a68d4';
    expect([guidOf(`{${id.toUpperCase()}}`), guidOf(`${id}x`), guidOf(7)]).toEqual([id, undefined, undefined]);
  });

  it('guidOfKey is the same for the same key and account only', async () => {
    const [a, again, b] = await Promise.all([guidOfKey('acme', 'k'), guidOfKey('acme', 'k'), guidOfKey('other', 'k')]);
    expect(a).toBe(again);
    expect(a).not.toBe(b);
    expect(a).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

it.each([
  ['Offer', 'pdf', 'Offer.pdf'],
  ['Offer.PDF', 'pdf', 'Offer.PDF'],
  ['Offer', undefined, 'Offer'],
  ['Offer.pdf.zip', 'pdf', 'Offer.pdf.zip.pdf'],
])('fileName of %s with %s is %s', (name, extension, expected) => {
  expect(fileName(name, extension)).toBe(expected);
});
