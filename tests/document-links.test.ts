import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const DOCUMENTS = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** As the forges make them of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));

describe('the documents', () => {
  test.each(DOCUMENTS)('%s links to files and chapters that exist when its links are followed', (file) => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [path = '', hash] = link.split('#');
        const target = path === '' ? file : join(dirname(file), path);
        return !existsSync(target) || (hash !== undefined && !anchorsOf(target).includes(hash));
      });
    expect(broken).toEqual([]);
  });

  test('the guide has the same chapters and pictures when its languages are compared', () => {
    const shapes = ['en', 'es', 'ru'].map((language) => {
      const text = readFileSync(`docs/guide/${language}.md`, 'utf8');
      return { chapters: text.match(/^## /gm)?.length, pictures: text.match(/^!\[/gm)?.length };
    });
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
  });
});
