import { describe, expect, it } from 'vitest';
import { amountTyped } from './amount.ts';

describe('amountTyped', () => {
  it.each<[string, number, number | undefined]>([
    ['48,200.50', 2, 48_200.5],
    ['48.200,50', 2, 48_200.5],
    ['48 200,5', 2, 48_200.5],
    ['48\u00a0200', 2, 48_200],
    ["48'200.05", 2, 48_200.05],
    ['48,200', 2, 48_200],
    ['48.200', 2, 48_200],
    ['1,234,567', 2, 1_234_567],
    ['12,34,567.5', 2, 1_234_567.5],
    ['420000.00', 2, 420_000],
    ['7,5', 2, 7.5],
    ['0.500', 2, 0.5],
    ['1.500', 3, 1.5],
    ['1.234.500', 3, 1_234_500],
    ['48,', 2, 48],
    ['-5.00', 2, -5],
    ['1200', 0, 1200],
    ['', 2, undefined],
    ['   ', 2, undefined],
    ['1e5', 2, undefined],
    ['0x10', 2, undefined],
    ['12,34,5', 2, undefined],
    ['1.2.3', 2, undefined],
    ['EUR 5', 2, undefined],
    ['.', 2, undefined],
  ])('reads %j with %i decimals as %j', (text, digits, wanted) => {
    expect(amountTyped(text, digits)).toBe(wanted);
  });
});
