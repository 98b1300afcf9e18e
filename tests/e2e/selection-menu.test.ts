import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelShows, panelText, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { chooseSelectionMenu, type MenuEntry } from './selection-menu.ts';
import { type BrowserName, startWorld, type World } from './worlds.ts';

const PALETTE = 'dialog[open] input';
const NOTE = 'main section textarea';

// Told in order: the note's draft grows from test to test.
describe.each<BrowserName>(['chromium', 'firefox'])('text selected on a page in %s', (name) => {
  let world: World;
  let page: Page;
  let own: Page;
  let panel: Panel;

  beforeAll(async () => {
    world = await startWorld(name);
    own = await connectDemo(world.session, world.sandbox, ['hubspot']);
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'Updated', 60_000);
  });
  afterAll(() => world?.close());

  /** Until it shows: an event put into a worker that is being stopped is lost, which the browser's own is not. */
  async function choose(entry: MenuEntry, text: string, what: string, shows: () => Promise<boolean>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await chooseSelectionMenu({ session: world.session, page, own }, entry, text);
      const seen = await until(what, shows, 8_000).catch((error: unknown) => error);
      if (seen === true) return;
      if (attempt === 3) throw new Error(`${String(seen)}; the panel: ${await panelText(panel)}`);
    }
  }
  const field = (selector: string) => panel.run((doc, where) => doc.querySelector<HTMLInputElement>(where)?.value ?? '', selector);
  const closePalette = () => panel.run((doc) => doc.querySelector<HTMLDialogElement>('dialog[open]')?.close());

  test('wakes the worker and is looked for, or added below the draft of a note, when its menu entry is chosen', async () => {
    // In Firefox the click itself opens the panel; in Chromium the event does not (`chooseSelectionMenu`).
    if (name === 'firefox') await panel.close();
    await world.session.killBackground();
    await choose('find', '  Llantas ', 'the palette with it', async () => (await field(PALETTE)) === 'Llantas');
    await closePalette();
    const text = 'Selected on the page <b>as text</b>';
    await choose('note', text, 'the note with it', async () => (await field(NOTE)).includes(text));
    await choose('note', 'And another piece', 'both', async () => /Selected[\s\S]*\nAnd another/.test(await field(NOTE)));
  });

  test('is text and no more, whatever it is', async () => {
    const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>javascript:alert(1)\u202e\u0000{{7*7}} ${'long '.repeat(2000)}`;
    await panel.run((doc) => {
      Object.assign(doc.defaultView ?? {}, { alert: () => doc.body.setAttribute('data-ran', '') });
    });
    await choose('find', hostile, 'the palette with it', async () => (await field(PALETTE)).startsWith('"><img src=x onerror=alert(1)>'));
    expect((await field(PALETTE)).length).toBeLessThanOrEqual(200);
    await closePalette();
    await choose('note', hostile, 'the note with it', async () => (await field(NOTE)).includes('<script>alert(1)</script>'));
    // What is longer than a note was no note.
    expect((await field(NOTE)).length).toBeLessThan(4200);
    expect(await panel.run((doc) => [doc.body.hasAttribute('data-ran'), doc.querySelectorAll('#root img, #root script').length])).toEqual([
      false,
      0,
    ]);
  });
});
