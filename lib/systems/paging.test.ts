import { expect, it } from 'vitest';
import { everyRow } from './paging.ts';

const PAGES: Readonly<Record<string, { rows: number[]; next: string | undefined }>> = {
  '': { rows: [1, 2], next: 'b' },
  b: { rows: [3, 4], next: 'c' },
  c: { rows: [5], next: undefined },
  loop: { rows: [9], next: 'loop' },
  there: { rows: [7], next: 'back' },
  back: { rows: [8], next: 'there' },
};
const read = async (place = '') => PAGES[place] ?? { rows: [], next: undefined };

it('everyRow reads page after page to the end', async () => {
  expect(await everyRow(read, 100)).toEqual([1, 2, 3, 4, 5]);
});

it('everyRow begins where it is told, and stops with the page that makes it enough', async () => {
  expect(await everyRow(read, 100, 'b')).toEqual([3, 4, 5]);
  expect(await everyRow(read, 3)).toEqual([1, 2, 3, 4]);
});

it('everyRow ends when a page names itself, or one that was read, as the next', async () => {
  expect(await everyRow(read, 100, 'loop')).toEqual([9]);
  expect(await everyRow(read, 100, 'there')).toEqual([7, 8]);
});
