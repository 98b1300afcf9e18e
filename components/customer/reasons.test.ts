import { expect, it } from 'vitest';
import { REASON_CODES } from '../../lib/identity/index.ts';
import { reasonWords } from './reasons.ts';

it('has words for every reason identity can give', () => {
  const t = (id: string) => id;
  expect(REASON_CODES.filter((code) => reasonWords(t as Parameters<typeof reasonWords>[0], { code }) === undefined)).toEqual([]);
});
