import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DATA_SENT, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../manifest.ts';

/** The Chrome Web Store's limit for the summary, which is the manifest's description. */
const SUMMARY_MAX = 132;

const chaptersOf = (language: string): string[] =>
  readFileSync(`docs/store/${language}.md`, 'utf8')
    .split(/^## .*$/m)
    .slice(1)
    .map((chapter) => chapter.trim());

describe.each(['en', 'es', 'ru'])('the store text in %s', (language) => {
  const [name, summary = '', ...rest] = chaptersOf(language);
  const messages = JSON.parse(readFileSync(`public/_locales/${language}/messages.json`, 'utf8'));

  test('bears the name and summary of the package when it is put into a store', () => {
    expect({ name, summary }).toEqual({ name: messages.extName.message, summary: messages.extDescription.message });
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_MAX);
  });

  test('has every chapter when compared with English', () => {
    expect(rest).toHaveLength(chaptersOf('en').length - 2);
  });

  test('gives a reason for every permission when the manifest asks for it', () => {
    const text = rest.join('\n');
    const missing = [...PERMISSIONS, 'sidePanel', ...OPTIONAL_PERMISSIONS, ...DATA_SENT].filter((each) => !text.includes(`\`${each}\``));
    expect(missing).toEqual([]);
  });
});
