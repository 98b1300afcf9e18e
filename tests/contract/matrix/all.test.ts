import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FACTS } from '../facts/index.ts';
import { REGISTERED } from '../stand.ts';

it('fault matrix has the vendors’ words and a file for every system that has a stand-in', () => {
  const without = REGISTERED.filter(({ id }) => !Object.hasOwn(FACTS, id) || !existsSync(new URL(`${id}.test.ts`, import.meta.url)));
  expect(without.map(({ id }) => id)).toEqual([]);
});
