import { describe, expect, it } from 'vitest';
import { SystemError } from './contract.ts';
import { supported, unless } from './refusals.ts';

describe('unless', () => {
  it('answers in place of the kinds it was told, and throws the rest', async () => {
    const refused = (error: unknown) => unless(Promise.reject(error), ['not-found', 'forbidden'], 5);
    await expect(refused(new SystemError('forbidden'))).resolves.toBe(5);
    await expect(unless(Promise.resolve(1), 'forbidden', 5)).resolves.toBe(1);
    for (const error of [new SystemError('auth'), new TypeError('x')]) await expect(refused(error)).rejects.toBe(error);
  });
});

describe('supported', () => {
  it('gives back what there is, and refuses what there is not', () => {
    expect(supported(0)).toBe(0);
    expect(() => supported(undefined)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'unsupported' }));
  });
});
