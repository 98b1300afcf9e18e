import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelClick, panelKey, panelShows, panelText, panelType, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { type BrowserName, openBrowser, startWorld, type World } from './worlds.ts';

/* The passphrase in a real browser: what shows while it is locked, and that it outlives the worker and not the browser. */

const PASSPHRASE = 'correct horse battery';

describe.each<BrowserName>(['chromium', 'firefox'])('with a passphrase in %s', (name) => {
  let world: World;
  let page: Page;
  let options: Page;
  let panel: Panel;
  const profile = mkdtempSync(join(tmpdir(), 'sidelight-lock-'));

  beforeAll(async () => {
    world = await startWorld(name, { profile });
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    options = await connectDemo(world.session, world.sandbox, ['hubspot', 'pipedrive']);
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'Fleet tyres Q1');
  });
  afterAll(async () => {
    await world?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  test('nothing changes for the rep when it is set, and everything closes when she locks', async () => {
    await options.bringToFront();
    await options.evaluate(`location.hash = 'privacy'`);
    await options.waitForSelector('#pass');
    const [fresh, again] = await options.$$('form[aria-labelledby="pass"] input[type="password"]');
    await fresh?.type(PASSPHRASE);
    await again?.type(PASSPHRASE);
    await options.click('form[aria-labelledby="pass"] button[type="submit"]');
    await until('it is set', () => options.evaluate(`document.body.innerText.includes('Your passphrase now')`));
    // The panel follows the front tab.
    await page.bringToFront();
    await panelShows(panel, 'Fleet tyres Q1');
    await panelClick(panel, 'Lock now');
    await panelShows(panel, 'Sidelight is locked');
    const text = await panelText(panel);
    for (const word of ['Ana', 'Fleet', 'Llantas', 'HubSpot']) expect(text).not.toContain(word);
    await until('the options page is locked', () => options.evaluate(`document.body.innerText.includes('Sidelight is locked')`));
    expect(
      await options.evaluate(`(globalThis.browser ?? chrome).storage.session.get('pass').then((held) => Object.keys(held).length)`),
    ).toBe(0);
  });

  test('a wrong one is told from the right one, which brings the customer back', async () => {
    await panelType(panel, 'input[type="password"]', 'correct horse batterz');
    await panelClick(panel, 'Unlock');
    await panelShows(panel, 'This is not the passphrase');
    await panelType(panel, 'input[type="password"]', PASSPHRASE);
    await panelClick(panel, 'Unlock');
    await panelShows(panel, 'Fleet tyres Q1');
  });

  test('the palette locks it as well, and so does the key on the options page', async () => {
    await panelKey(panel, 'k', { ctrlKey: true });
    await panelType(panel, 'dialog[open] input', 'lock');
    await until('its entry in the palette', () =>
      panel.run((doc) => {
        const entries = [...doc.querySelectorAll<HTMLElement>('dialog[open] [role=option]')];
        const entry = entries.find((each) => each.textContent?.includes('Lock now'));
        entry?.click();
        return entry !== undefined;
      }),
    );
    await panelShows(panel, 'Sidelight is locked');
    await panelType(panel, 'input[type="password"]', PASSPHRASE);
    await panelClick(panel, 'Unlock');
    await options.bringToFront();
    await until('the options page open again', () => options.evaluate(`document.querySelector('#pass') !== null`));
    // As fingers do it, through the browser, whose own shortcuts come first.
    const { keyboard } = options;
    for (const key of ['Control', 'Shift'] as const) await keyboard.down(key);
    await keyboard.press('KeyL');
    for (const key of ['Shift', 'Control'] as const) await keyboard.up(key);
    await until('the options page is locked', () => options.evaluate(`document.body.innerText.includes('Sidelight is locked')`));
    await panelShows(panel, 'Sidelight is locked');
    await page.bringToFront();
    await panelType(panel, 'input[type="password"]', PASSPHRASE);
    await panelClick(panel, 'Unlock');
    await panelShows(panel, 'Fleet tyres Q1');
  });

  test('a worker that starts anew opens the store by itself', async () => {
    await world.session.killBackground();
    const before = world.sandbox.requests().length;
    await page.goto(recordPage(world.sandbox, 'james-oneil', 'hubspot'));
    await panelShows(panel, 'James');
    expect(world.sandbox.requests().length).toBeGreaterThan(before);
  });

  test('what waits is told and kept when it locks, nothing is asked or sent, and it goes out once afterwards', async () => {
    const stop = world.sandbox.faults.add({ system: 'hubspot', kind: 'rate-limit', match: /^POST .*notes/ });
    await panelClick(panel, 'Note');
    await panelType(panel, 'textarea', 'kept behind the lock');
    await panelClick(panel, 'Save');
    await until('the entry is there', async () => (await panelText(panel)).includes('Undo') || (await panelText(panel)).includes('wait'));
    await panelKey(panel, 'Д', { code: 'KeyL', ctrlKey: true, shiftKey: true });
    await panelShows(panel, 'unlock to send');
    stop();
    const before = world.sandbox.effects().length;
    await page.goto(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    await panelShows(panel, 'Sidelight is locked');
    expect(world.sandbox.effects()).toHaveLength(before);
    await panelType(panel, 'input[type="password"]', PASSPHRASE);
    await panelClick(panel, 'Unlock');
    await until('the note', async () => world.sandbox.effects('hubspot').some(({ actionKind }) => actionKind === 'note'), 60_000);
    expect(world.sandbox.effects('hubspot').filter(({ actionKind }) => actionKind === 'note')).toHaveLength(1);
  });

  test('it is locked after the browser was closed, from the first frame on', async () => {
    await world.session.close();
    const session = await openBrowser(name, world.sandbox, { profile });
    const { sandbox } = world;
    world = {
      sandbox,
      session,
      close: async () => {
        await session.close();
        await sandbox.close();
      },
    };
    const again = await session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    const fresh = await session.openPanel(again);
    await panelShows(fresh, 'Sidelight is locked');
    expect(await panelText(fresh)).not.toContain('Ana');
    await panelType(fresh, 'input[type="password"]', PASSPHRASE);
    await panelClick(fresh, 'Unlock');
    await panelShows(fresh, 'Fleet tyres Q1');
  });
});
