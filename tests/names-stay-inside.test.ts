import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/* Page titles, alarm names and file names reach the browser's history, its own files and the disk: no word of a customer may be in them. */

const sources = ['components', 'entrypoints', 'lib'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.(tsx?|html)$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.startsWith('gallery') && !name.startsWith('bench'),
    )
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
);

/** What stands in every source at this place, with where. */
function found(pattern: RegExp): { name: string; what: string }[] {
  return sources.flatMap(({ name, text }) => [...text.matchAll(pattern)].map(([, what = '']) => ({ name, what: what.trim() })));
}

describe('names stay inside', () => {
  it('no page sets a title, and those that are there are ours alone', () => {
    expect(found(/(document\.title|<title>\s*\{)/g)).toEqual([]);
    const titles = found(/<title>([^<]*)<\/title>/g);
    expect(titles.length).toBeGreaterThan(1);
    for (const { name, what } of titles) expect(what, name).toBe('Sidelight');
  });

  it('every alarm is named by a constant', () => {
    const names = found(/(?<!function )\b(?:ensureAlarm|setAlarm|clearAlarm)\(([^,)]*)/g).filter(({ name }) => !name.includes('platform'));
    expect(names.length).toBeGreaterThan(5);
    for (const { name, what } of names) expect(what, name).toMatch(/^[A-Z]+_ALARM$/);
    const constants = found(/const [A-Z]+_ALARM = ([^;]*);/g);
    for (const { name, what } of constants) expect(what, name).toMatch(/^'[a-z-]+'$/);
  });

  it('every file that is saved is named by what kind of file it is', () => {
    expect(found(/(\.download = )/g)).toEqual([expect.objectContaining({ name: join('components', 'shell', 'download.ts') })]);
    const names = found(/(?<!function )\bdownload\((.*?), '[a-z]+\/[^']*'\)/g);
    expect(names.length).toBeGreaterThan(2);
    for (const { name, what } of names) expect(what, name).toMatch(/, 'sidelight-[a-z]+\.[a-z]+'$/);
    expect(found(/(?<!function )\b(download)\(/g)).toHaveLength(names.length);
  });
});
