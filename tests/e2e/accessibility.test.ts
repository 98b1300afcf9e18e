import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelClick, panelShows, panelType } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { axeViolations as violations } from './gallery/axe.ts';
import { startWorld, type World } from './worlds.ts';

describe.each(['light', 'dark'] as const)('the interface in %s', (theme) => {
  let world: World;
  let options: Page;
  let page: Page;
  let panel: Panel;
  let view: Page;

  beforeAll(async () => {
    world = await startWorld('chromium');
    options = await connectDemo(world.session, world.sandbox);
    await set({ theme, language: theme === 'dark' ? 'ru' : 'en' });
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    panel = await world.session.openPanel(page);
    view = await panelPage();
    // Things that enter fade in; half faded in, no colour is what it will be.
    await view.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await panelShows(panel, 'Retreads, second lot', 30_000);
  });
  afterAll(() => world?.close());

  const set = (changes: object) => options.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ type: 'settings.changed', changes })})`);

  async function panelPage(): Promise<Page> {
    const found = world.session.browser.targets().find((each) => each.url().startsWith(`${world.session.origin}/sidepanel.html`));
    const opened = await found?.asPage();
    if (!opened) throw new Error('no panel');
    return opened;
  }

  const words =
    theme === 'dark'
      ? { timeline: 'Лента', deals: 'Сделки', note: 'Заметка', task: 'Задача' }
      : { timeline: 'Timeline', deals: 'Deals', note: 'Note', task: 'Task' };

  test('customer has no violation on any tab', async () => {
    expect(await violations(view)).toEqual([]);
    await panelClick(panel, words.timeline);
    expect(await violations(view)).toEqual([]);
    await panelClick(panel, words.deals);
    expect(await violations(view)).toEqual([]);
  });

  test('composers have no violation', async () => {
    await panelClick(panel, words.task);
    await panelType(panel, 'section textarea, section input', 'Call tomorrow 10:00');
    expect(await violations(view)).toEqual([]);
    await panelClick(panel, words.task);
    await panelClick(panel, words.note);
    await panelType(panel, 'section textarea', 'A word');
    expect(await violations(view)).toEqual([]);
    await panelClick(panel, words.note);
  });

  test('panel without a record has no violation', async () => {
    await page.goto('https://app.hubspot.com/contacts/4471209/objects/0-1/views/all/list');
    await panel.run((doc) => doc.title);
    expect(await violations(view)).toEqual([]);
  });

  test('options have no violation, with the connect form open too', async () => {
    await options.bringToFront();
    expect(await violations(options)).toEqual([]);
    await options.goto(`${world.session.origin}/options.html#connect/salesforce`);
    await options.waitForSelector('dialog[open]');
    expect(await violations(options)).toEqual([]);
    await options.goto(`${world.session.origin}/options.html#fields`);
    await options.waitForSelector('[data-field]');
    expect(await violations(options)).toEqual([]);
  });

  test('what is stored, and the unlock field in panel and options, have no violation', async () => {
    const send = (message: object) => options.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
    await options.goto(`${world.session.origin}/options.html#privacy`);
    await options.waitForSelector('#meter');
    expect(await violations(options)).toEqual([]);
    await send({ type: 'lock.set', passphrase: 'correct horse' });
    await options.waitForSelector('form[aria-labelledby="pass"] input[autocomplete="current-password"]');
    expect(await violations(options)).toEqual([]);
    await send({ type: 'lock.now' });
    for (const locked of [options, view]) {
      await locked.waitForSelector('main form input[type="password"]');
      await (await locked.waitForSelector('main summary'))?.click();
      expect(await violations(locked)).toEqual([]);
    }
  });
});
