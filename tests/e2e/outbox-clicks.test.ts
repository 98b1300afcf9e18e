import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { type Panel, panelClick, panelShows, panelType, type Session, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { FULL } from './outbox-stage.ts';
import { headline, openBrowser, openWindow, startWorld, type World } from './worlds.ts';

const CLICKS = FULL ? 500 : 100;
const CRASHES = FULL ? 100 : 10;

/** Opens the note composer and types; the text is there when it resolves. */
async function write(panel: Panel, text: string): Promise<void> {
  await until('the composer', async () => {
    if (await panel.run((doc) => doc.querySelector('main textarea') !== null)) return true;
    await panelClick(panel, 'Note');
    return false;
  });
  await panelType(panel, 'main textarea', text);
  await until('the button', () => panel.run(saveButton, 0));
}

/** Clicks "Save" so many times in one go; 0 only looks whether it can be clicked. A function that is sent into the panel. */
function saveButton(doc: Document, times: number): boolean {
  const buttons = [...doc.querySelectorAll<HTMLButtonElement>('main section button')];
  const button = buttons.find((each) => each.innerText.trim().startsWith('Save') && !each.disabled);
  for (let click = 0; click < times; click++) button?.click();
  return button !== undefined;
}

describe('the same click', () => {
  let world: World;
  let page: Page;
  let panel: Panel;
  let other: Panel;
  let own: Page;

  beforeAll(async () => {
    world = await startWorld('chromium');
    const url = recordPage(world.sandbox, 'ana-perez', 'hubspot');
    page = await world.session.open(url);
    own = await connectDemo(world.session, world.sandbox, ['hubspot']);
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'Updated');
    other = await world.session.openPanel(await openWindow(world.session, url));
    await until('the same customer', async () => (await headline(other)) !== '' && (await headline(other)) === (await headline(panel)));
    // A second worker beside the real one: the same code, another context, the same database and locks.
    await own.evaluate(`import(chrome.runtime.getURL('background.js'))`);
  });
  afterAll(() => world?.close());

  test('is one effect from a double click, two panels, two windows or two workers', { timeout: FULL ? 1_800_000 : 420_000 }, async () => {
    const notes = () => world.sandbox.effects().filter(({ actionKind }) => actionKind === 'note').length;
    for (let click = 0; click < CLICKS; click++) {
      const text = `Same click ${click}.`;
      const inBoth = click % 2 === 1;
      await Promise.all([write(panel, text), inBoth ? write(other, text) : undefined]);
      const saved = await Promise.all([panel.run(saveButton, inBoth ? 1 : 2), inBoth ? other.run(saveButton, 1) : true]);
      expect(saved).toEqual([true, true]);
      await until('closed composers', async () => !(await hasComposer(panel)) && !(inBoth && (await hasComposer(other))));
      // Both workers hear it, twice.
      if (click % 5 === 0)
        await own.evaluate(`void Promise.allSettled([1, 2].map(() => chrome.runtime.sendMessage({ type: 'action.wake' })))`);
    }
    await until('all of them', async () => notes() >= CLICKS, 60_000);
    // Whatever was doubled would have been sent by now.
    await panelShows(panel, 'Note saved in', 60_000);
    expect(notes()).toBe(CLICKS);
  });
});

const hasComposer = (panel: Panel): Promise<boolean> => panel.run((doc) => doc.querySelector('main textarea') !== null);

describe('the browser is killed right after "saved" shows', () => {
  const profile = mkdtempSync(join(tmpdir(), 'sidelight-crash-'));
  let sandbox: Sandbox;
  let session: Session;

  beforeAll(async () => {
    sandbox = await startSandbox({ asOf: 'now' });
    session = await openBrowser('chromium', sandbox, { profile });
    const page = await session.open(recordPage(sandbox, 'ana-perez', 'hubspot'));
    await connectDemo(session, sandbox, ['hubspot']);
    await panelShows(await session.openPanel(page), 'Updated');
  });
  afterAll(async () => {
    await session?.close().catch(() => undefined);
    await sandbox?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test('every note is there after the restart and arrives once', { timeout: FULL ? 3_600_000 : 420_000 }, async () => {
    for (let crash = 0; crash < CRASHES; crash++) {
      // Nothing may leave before the kill.
      const heal = sandbox.faults.add({ kind: 'latency', delayMs: 20_000, match: /^POST / });
      const [page] = await session.browser.pages();
      if (!page) return expect.fail();
      await page.goto(recordPage(sandbox, 'ana-perez', 'hubspot'));
      const panel = await session.openPanel(page);
      await panelShows(panel, 'Ana Pérez');
      await write(panel, `Before crash ${crash}.`);
      await panel.run(saveButton, 1);
      await panelShows(panel, 'Saving note');
      const running = session.browser.process();
      const ended = new Promise((done) => running?.once('exit', done));
      running?.kill('SIGKILL');
      await ended;
      heal();
      session = await openBrowser('chromium', sandbox, { profile });
    }
    const page = await session.open(recordPage(sandbox, 'ana-perez', 'hubspot'));
    await panelShows(await session.openPanel(page), 'Ana Pérez');
    const notes = () => sandbox.effects().filter(({ actionKind }) => actionKind === 'note').length;
    await until('all notes', async () => notes() >= CRASHES, 60_000);
    expect(notes()).toBe(CRASHES);
  });
});
