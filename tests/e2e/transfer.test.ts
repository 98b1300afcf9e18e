import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { panelShows, type Session, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { type BrowserName, openBrowser, startWorld, tokenOf, type World } from './worlds.ts';

/* Settings and keys out of one browser as a file, into another that knows nothing of us; then the way back. */

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

/** How many connections a browser has: rows of the settings' database. */
const connectionsOf = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const asked = indexedDB.open('sidelight-settings');
        asked.onerror = fail;
        asked.onsuccess = () => {
          const counted = asked.result.transaction('connections').objectStore('connections').count();
          counted.onerror = fail;
          counted.onsuccess = () => {
            asked.result.close();
            done(counted.result);
          };
        };
      }),
  );

const HOPS: readonly [from: BrowserName, to: BrowserName][] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

// One file's way there and back: each hop goes on where the one before ended.
describe('keys in a settings file', () => {
  let world: World;
  let pages: Readonly<Record<BrowserName, { session: Session; options: Page }>>;
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-transfer-'));
  const open: Session[] = [];

  beforeAll(async () => {
    world = await startWorld('chromium');
    const options = await connectDemo(world.session, world.sandbox, SYSTEMS);
    const other = await openBrowser('firefox', world.sandbox);
    open.push(other);
    pages = {
      chromium: { session: world.session, options },
      firefox: { session: other, options: await other.openOwn('options.html') },
    };
  });
  afterAll(async () => {
    for (const session of open) await session.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(HOPS)('from %s to %s', (from, to) => {
    let file = '';

    async function goTo(page: Page, place: string): Promise<void> {
      await page.bringToFront();
      await page.evaluate((hash) => {
        location.hash = hash;
      }, place);
    }
    /** Gives the other browser a file to import. */
    async function offer(text: string): Promise<void> {
      const path = join(folder, 'settings.json');
      writeFileSync(path, text);
      const input = await pages[to].options.waitForSelector('main input[type=file]');
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
      await shows(pages[to].options, 'also holds keys');
    }
    async function unseal(passphrase: string): Promise<void> {
      const field = await pages[to].options.waitForSelector('main input[type=password]');
      await field?.evaluate((element) => (element as HTMLInputElement).select());
      await field?.type(passphrase);
      await press(pages[to].options, 'Open the keys');
    }

    test('are sealed when they leave the first browser', async () => {
      const { options } = pages[from];
      await goTo(options, 'general');
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

    test('stay closed in the other one, which knows nothing, when they were changed or the passphrase is another one', async () => {
      const { options } = pages[to];
      await goTo(options, 'privacy');
      await press(options, 'Delete everything and start over');
      await press(options, 'Delete everything');
      await until('nothing left of the connections', async () => (await connectionsOf(options)) === 0);
      await goTo(options, 'general');
      const { signIns, ...rest } = JSON.parse(file) as { signIns: { data: string } };
      const digit = signIns.data.endsWith('0') ? '1' : '0';
      await offer(JSON.stringify({ ...rest, signIns: { ...signIns, data: signIns.data.slice(0, -1) + digit } }));
      await unseal(PASSPHRASE);
      await shows(options, 'were changed after it was made');
      await offer(file);
      await unseal('correct horse batterz');
      await shows(options, 'This is not the passphrase');
      expect(await connectionsOf(options)).toBe(0);
    });

    test('connect the other browser when the passphrase is right', async () => {
      const { session, options } = pages[to];
      await unseal(PASSPHRASE);
      await shows(options, 'connected here too');
      await press(options, 'Apply');
      await shows(options, 'Settings imported.');
      const page = await session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
      const panel = await session.openPanel(page);
      await panelShows(panel, 'Fleet tyres Q1', 60_000);
    });
  });
});
