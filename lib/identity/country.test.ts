import { describe, expect, it } from 'vitest';
import { countryCode } from './country.ts';

describe('countryCode', () => {
  it.each([
    ['Spain', 'ES'],
    ['España', 'ES'],
    ['Испания', 'ES'],
    [' es ', 'ES'],
    ['USA', 'US'],
    ['United States', 'US'],
    ['Deutschland', 'DE'],
    ['Россия', 'RU'],
    ['México', 'MX'],
    ['Great Britain', 'GB'],
    ['UK', 'GB'],
    [' uk', 'GB'],
    ['ua', 'UA'],
  ])('reads %s as %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it('says nothing when the text is no country', () => {
    for (const text of ['', ' ', 'Atlantis', '12']) expect(countryCode(text)).toBeUndefined();
  });
});
