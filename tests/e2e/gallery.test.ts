import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './gallery/axe.ts';
import { firstScreen } from './gallery/first-screen.ts';
import { type GalleryPage, openGallery } from './gallery/page.ts';

/* Every screen and state, out of the demo build's gallery: real components, real catalogues, made-up data. */

const FULL = process.env.FULL === '1';
/** `STATES='^score'` looks at some of them while they are being made. */
const SOME = new RegExp(process.env.STATES ?? '');
const WIDTHS = [250, 360, 480, 720, 1280];
const LANGUAGES = ['en', 'es', 'ru'] as const;
const FOLDER = join('tests', '.artifacts', 'gallery');
/** Some hundred and forty states, fifteen looks each: two minutes, several on a machine with other work. */
const LONG_MS = 900_000;
/** Looked at after every change of the interface. */
const PICTURED = new Set([
  'first-run',
  'no-record',
  'customer',
  'partial',
  'conflict',
  'score',
  'timeline',
  'money',
  'note',
  'receipt-partial',
  'palette',
  'options-connections',
]);

let stage: GalleryPage;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  stage = await openGallery();
});
afterAll(() => stage?.close());

const picture = async (name: string) => writeFileSync(join(FOLDER, `${name}.png`), await stage.page.screenshot());

/** All that can be seen of one state, in words for whoever has to mend it. */
async function lookAt(id: string): Promise<string[]> {
  const found: string[] = [];
  await stage.resize(360, 780);
  await stage.show(id);
  if (PICTURED.has(id)) {
    await stage.resize(360, 780, 2);
    await picture(`${id}-360`);
  }
  for (const language of LANGUAGES) {
    await stage.say(language);
    for (const width of WIDTHS) {
      for (const flaw of await stage.flawsAt(width)) found.push(`${id} ${language} ${width}: ${flaw}`);
      if (FULL) await picture(`${id}-${width}-${language}`);
    }
  }
  await stage.say('en');
  await stage.resize(360, 780);
  for (const flaw of await stage.page.evaluate(firstScreen)) found.push(`${id}: ${flaw}`);
  for (const violation of await axeViolations(stage.page)) found.push(`${id} light: ${violation}`);
  await stage.wear('dark');
  if (PICTURED.has(id)) await picture(`${id}-360-dark`);
  // The theme changes colours and nothing else.
  for (const violation of await axeViolations(stage.page, ['color-contrast'])) found.push(`${id} dark: ${violation}`);
  await stage.wear('light');
  return found;
}

/** The same with text twice as large, in every language, and with forced colours. */
async function lookCloser(id: string): Promise<string[]> {
  const found: string[] = [];
  await stage.resize(360, 780);
  await stage.show(id);
  await stage.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  for (const language of LANGUAGES) {
    await stage.say(language);
    for (const flaw of await stage.flawsAt(360)) found.push(`${id} ${language} at 200 %: ${flaw}`);
  }
  await picture(`${id}-200`);
  await stage.say('en');
  await stage.page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  await stage.force(true);
  await picture(`${id}-forced`);
  for (const violation of await axeViolations(stage.page, ['color-contrast'])) found.push(`${id} forced: ${violation}`);
  await stage.force(false);
  return found;
}

describe('the gallery', () => {
  test(
    'no state is clipped, covered, too small or hard to reach when looked at in every width, language and theme',
    async () => {
      const found: string[] = [];
      for (const id of stage.states.filter((each) => SOME.test(each)))
        found.push(...(await lookAt(id).catch((error: unknown) => [`${id}: ${String(error)}`])));
      writeFileSync(join(FOLDER, 'found.txt'), found.join('\n'));
      expect(found).toEqual([]);
    },
    LONG_MS,
  );

  test.runIf(FULL)(
    'no state is clipped when text is twice as large or colours are forced',
    async () => {
      const found: string[] = [];
      for (const id of stage.states) found.push(...(await lookCloser(id).catch((error: unknown) => [`${id}: ${String(error)}`])));
      writeFileSync(join(FOLDER, 'found-full.txt'), found.join('\n'));
      expect(found).toEqual([]);
    },
    LONG_MS,
  );
});
