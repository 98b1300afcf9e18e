import { describe, expect, it } from 'vitest';
import { parsePhone, samePhoneIn } from './phone.ts';

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

describe('samePhoneIn', () => {
  it('sees one number in two spellings, and two numbers that end alike', () => {
    const same = samePhoneIn('ES');
    expect(same('(612) 34-56-78', '+34 612 345 678')).toBe(true);
    expect(same('+34 612 345 678', '+33 612 345 678')).toBe(false);
    expect(same('12345', '12345 ext 7')).toBe(true);
    expect(same('12345', '712345')).toBe(false);
  });
});
