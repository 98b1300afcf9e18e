import { describe, expect, it } from 'vitest';
import { clockParts, finite } from './clock.ts';

describe('clockParts', () => {
  it('takes hours, minutes and seconds apart', () => {
    expect(clockParts('1:02:03')).toEqual([1, 2, 3]);
    expect(clockParts(' 05:30 ')).toEqual([5, 30]);
    expect(clockParts('5')).toBeUndefined();
    expect(clockParts(5)).toBeUndefined();
  });
});

describe('finite', () => {
  it('is unknown for no moment', () => {
    expect([finite(Date.parse('x')), finite(5)]).toEqual([undefined, 5]);
  });
});
