import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { panelShows, type Session, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { openBrowser, startWorld, tokenOf, type World } from './worlds.ts';

/* Settings and keys out of one browser as a file, into another that has never seen us. */

const SYSTEMS = ['hubspot', 'pipedrive'] as const;
const PASSPHRASE = 'correct horse battery';

async function shows(page: Page, text: string): Promise<void> {
  let seen = '';
  await until(`"${text}"`, async () => {
    seen = await page.evaluate(() => document.body.innerText);
    return seen.includes(text);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\nThe page shows:\n${seen}`);
  });
}

/** A real click, with the gesture that a permission request needs. */
const press = (page: Page, name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();

describe('keys in a settings file', () => {
  let world: World;
  let other: Session;
  let options: Page;
  let fresh: Page;
  let file = '';
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-transfer-'));

  beforeAll(async () => {
    world = await startWorld('chromium');
    options = await connectDemo(world.session, world.sandbox, SYSTEMS);
    other = await openBrowser('chromium', world.sandbox);
  });
  afterAll(async () => {
    await other?.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Gives the other browser a file to import. */
  async function offer(text: string): Promise<void> {
    const path = join(folder, 'settings.json');
    writeFileSync(path, text);
    const input = await fresh.waitForSelector('main input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    await shows(fresh, 'also holds keys');
  }
  async function open(passphrase: string): Promise<void> {
    const field = await fresh.waitForSelector('main input[type=password]');
    await field?.evaluate((element) => (element as HTMLInputElement).select());
    await field?.type(passphrase);
    await press(fresh, 'Open the keys');
  }

  test('are sealed when they leave the first browser', async () => {
    await options.bringToFront();
    await options.evaluate(`location.hash = 'general'`);
    await options.waitForSelector('#transfer');
    await options.evaluate(`(() => {
      globalThis.files = [];
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => (blob.text().then((text) => files.push(text)), make.call(URL, blob));
    })()`);
    await options.click('section[aria-labelledby="transfer"] input[type=checkbox]');
    for (const field of await options.$$('section[aria-labelledby="transfer"] input[type=password]')) await field.type(PASSPHRASE);
    await press(options, 'Export settings');
    file = (await until('the file', () => options.evaluate('files[0]'))) as string;
    expect(JSON.parse(file)).toHaveProperty('signIns.data');
    for (const system of SYSTEMS) {
      expect(file).not.toContain(tokenOf(world.sandbox, system));
      expect(file).not.toContain(Buffer.from(tokenOf(world.sandbox, system)).toString('hex'));
    }
  });

  test('stay closed in the other one when they were changed or the passphrase is another one', async () => {
    fresh = await other.openOwn('options.html#general');
    const { signIns, ...rest } = JSON.parse(file) as { signIns: { data: string } };
    const digit = signIns.data.endsWith('0') ? '1' : '0';
    await offer(JSON.stringify({ ...rest, signIns: { ...signIns, data: signIns.data.slice(0, -1) + digit } }));
    await open(PASSPHRASE);
    await shows(fresh, 'were changed after it was made');
    await offer(file);
    await open('correct horse batterz');
    await shows(fresh, 'This is not the passphrase');
  });

  test('connect the other browser when the passphrase is right', async () => {
    await open(PASSPHRASE);
    await shows(fresh, 'connected here too');
    await press(fresh, 'Apply');
    await shows(fresh, 'Settings imported.');
    const page = await other.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    const panel = await other.openPanel(page);
    await panelShows(panel, 'Fleet tyres Q1');
  });
});
