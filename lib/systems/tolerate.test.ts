import { describe, expect, it } from 'vitest';
import { SystemError } from './contract.ts';
import { orElse } from './tolerate.ts';

describe('orElse', () => {
  it('answers in place of the kinds it was told, and throws the rest', () => {
    const settle = orElse(5, 'not-found', 'forbidden');
    expect(settle(new SystemError('forbidden'))).toBe(5);
    for (const error of [new SystemError('auth'), new TypeError('x')]) expect(() => settle(error)).toThrow(error);
  });
});
