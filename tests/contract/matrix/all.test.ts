import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systems } from '../../../lib/systems/index.ts';
import { FACTS } from '../facts/index.ts';

it('fault matrix has the vendors’ words and a file for every registered system', () => {
  const without = Object.values(systems)
    .filter((system) => system !== undefined)
    .filter(({ id }) => !Object.hasOwn(FACTS, id) || !existsSync(new URL(`${id}.test.ts`, import.meta.url)));
  expect(without.map(({ id }) => id)).toEqual([]);
});
