import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SystemId } from '../../lib/systems/contract.ts';
import { salesforceOAuth } from '../../sandbox/salesforce/oauth.ts';
import { panelShows, until } from '../../scripts/browsers/session.ts';
import { recordPage } from '../../scripts/demo/connect.ts';
import { startWorld, type World } from './worlds.ts';

/** What the page says, with special spaces as plain ones. */
const textOf = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText.replace(/[\u00a0\u202f]/g, ' '));

async function shows(page: Page, text: string): Promise<void> {
  let seen = '';
  await until(`"${text}"`, async () => {
    seen = await textOf(page);
    return seen.includes(text);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\nThe page shows:\n${seen}`);
  });
}

/** As a paste does: the whole value at once. */
async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = await page.locator(`::-p-aria([name="${label}"][role="textbox"])`).waitHandle();
  await field.evaluate((element, text) => {
    const input = element as HTMLInputElement;
    input.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
    input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, value);
}

/** A real click, with the gesture that a permission request needs. */
async function press(page: Page, name: string): Promise<void> {
  await page.locator(`dialog ::-p-aria([name="${name}"][role="button"])`).click();
}

function tokenOf(world: World, system: SystemId): string {
  const { credentials } = world.sandbox.connection(system);
  if (credentials.kind === 'token') return credentials.token;
  if (credentials.kind === 'oauth') return credentials.accessToken;
  throw new Error('no token');
}

describe('a new user of the store build', () => {
  let world: World;
  let options: Page;

  beforeAll(async () => {
    world = await startWorld('chromium', { mode: 'store', grant: ['https://*/*'] });
    options = await world.session.openOwn('options.html');
  });
  afterAll(() => world?.close());

  async function openForm(system: SystemId): Promise<void> {
    await options.bringToFront();
    await options.goto(`${world.session.origin}/options.html#connections`);
    await options.goto(`${world.session.origin}/options.html#connect/${system}`);
    await options.waitForSelector('dialog[open] form');
  }

  test('panel says what to do first when nothing is connected', async () => {
    const page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    const panel = await world.session.openPanel(page);
    await panelShows(panel, 'Connect a system');
    await panel.close();
    await page.close();
  });

  test('connect form names the field when it is empty or the address is none', async () => {
    await openForm('pipedrive');
    await press(options, 'Check');
    await shows(options, 'is missing');
    await fill(options, 'Company address', 'https://evil.example.com/');
    await fill(options, 'API token', 'x'.repeat(40));
    await press(options, 'Check');
    await shows(options, 'This is not an address of a Pipedrive account.');
    expect(world.sandbox.requests().filter(({ url }) => url.includes('evil'))).toEqual([]);
  });

  test('connect form says that the key is wrong when the vendor refuses it', async () => {
    await openForm('hubspot');
    await fill(options, 'Service key', 'pat-na1-wrong');
    await press(options, 'Check');
    await until('an alert', () => options.evaluate(() => document.querySelector('dialog [role="alert"]')?.textContent ?? ''));
    expect(await textOf(options)).not.toContain('pat-na1-wrong');
  });

  test('connect form names what is missing when the key lacks rights', async () => {
    await openForm('hubspot');
    await fill(options, 'Service key', 'pat-na1-limited');
    await press(options, 'Check');
    await shows(options, 'Not with this sign-in');
    await shows(options, 'The key lacks the permission');
    await shows(options, 'crm.objects');
  });

  test('HubSpot is connected when a good service key was checked and saved', async () => {
    await openForm('hubspot');
    await fill(options, 'Service key', tokenOf(world, 'hubspot'));
    await fill(options, 'Your e-mail in HubSpot (optional)', 'marta.ruiz@northwind.example').catch(() => undefined);
    await press(options, 'Check');
    await shows(options, 'Signed in as');
    await save();
    await shows(options, 'app.hubspot.com');
  });

  test('a new connection waits for a yes before its first write, and its rights can be checked again', async () => {
    await shows(options, 'Asks before the first write');
    await options.locator('::-p-aria([name="Check rights"][role="button"])').click();
    await press(options, 'Check again');
    await until('the end of the check', () =>
      options.evaluate(() => [...document.querySelectorAll('dialog[open] button')].some((each) => each.textContent === 'Check again')),
    );
    await shows(options, 'Checked');
    await press(options, 'Close');
  });

  test('Pipedrive is connected when company and token fit', async () => {
    await openForm('pipedrive');
    await fill(options, 'Company address', 'sidelight-demo');
    await fill(options, 'API token', tokenOf(world, 'pipedrive'));
    await press(options, 'Check');
    await shows(options, 'Signed in as Marta Ruiz');
    await save();
    await shows(options, 'sidelight-demo.pipedrive.com');
  });

  test('amoCRM is connected when address and long-lived token fit', async () => {
    await openForm('amocrm');
    await fill(options, 'Address of your account', 'vektordemo.amocrm.ru');
    await fill(options, 'Long-lived token', tokenOf(world, 'amocrm'));
    await press(options, 'Check');
    await shows(options, 'Signed in as Marta Ruiz');
    await save();
    await shows(options, 'vektordemo.amocrm.ru');
  });

  test('Salesforce is connected when the rep agrees on the consent page', async () => {
    await openForm('salesforce');
    await fill(options, 'Address of your org', salesforceOAuth.address);
    await fill(options, 'Consumer key', salesforceOAuth.consumerKey);
    await shows(options, '.chromiumapp.org/');
    await press(options, 'Sign in');
    await agree();
    await shows(options, 'Signed in as Marta Ruiz');
    await save();
    await shows(options, 'northwind-demo.my.salesforce.com');
  });

  test('customer is found in all four when a record is opened afterwards', async () => {
    const page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'salesforce'));
    const panel = await world.session.openPanel(page);
    await panelShows(panel, 'Fleet tyres Q1');
    await panelShows(panel, 'Retreads, second lot');
    await panel.close();
    await page.close();
  });

  test('credentials are nowhere in clear when the databases and the storage are read', async () => {
    const found = await options.evaluate(
      async (secrets: string[]) => {
        const { storage } = (globalThis as unknown as { chrome: { storage: Record<'local' | 'session', { get(): Promise<unknown> }> } })
          .chrome;
        const text: string[] = [JSON.stringify(await storage.local.get()), JSON.stringify(await storage.session.get())];
        for (const { name } of await indexedDB.databases()) {
          const db = await new Promise<IDBDatabase>((resolve, reject) => {
            const open = indexedDB.open(name ?? '');
            open.onsuccess = () => resolve(open.result);
            open.onerror = () => reject(open.error);
          });
          for (const store of db.objectStoreNames) {
            const rows = await new Promise<unknown[]>((resolve) => {
              const all = db.transaction(store).objectStore(store).getAll();
              all.onsuccess = () => resolve(all.result);
            });
            text.push(JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value)));
          }
          db.close();
        }
        const everything = text.join('\n');
        return secrets.filter((secret) => everything.includes(secret));
      },
      [...(['hubspot', 'pipedrive', 'amocrm'] as const).map((system) => tokenOf(world, system)), 'ana.perez@llantasnorte.mx', 'Llantas'],
    );
    expect(found).toEqual([]);
  });

  test('system is gone with its hosts when it is removed', async () => {
    await options.bringToFront();
    await options.goto(`${world.session.origin}/options.html#connections`);
    await shows(options, 'sidelight-demo.pipedrive.com');
    await options.evaluate(() => {
      const row = [...document.querySelectorAll('li, tr, article')].find((each) => each.textContent?.includes('pipedrive.com'));
      [...(row?.querySelectorAll('button') ?? [])].find((button) => button.textContent?.includes('Remove'))?.click();
    });
    await options.waitForSelector('dialog[open]');
    await press(options, 'Remove Pipedrive');
    await until('its end', async () => !(await textOf(options)).includes('sidelight-demo.pipedrive.com'));
  });

  async function save(): Promise<void> {
    const name = await until('the button to save', () =>
      options.evaluate(() =>
        [...document.querySelectorAll('dialog button')]
          .map((each) => each.textContent ?? '')
          .find((text) => /^Connect( without these)?$/.test(text)),
      ),
    );
    await press(options, name);
    await until('the end of the dialog', () => options.evaluate(() => !document.querySelector('dialog[open]')), 30_000);
  }

  /** Presses "Allow" in the sign-in window. */
  async function agree(): Promise<void> {
    const target = await world.session.browser.waitForTarget((each) => each.url().includes('/services/oauth2/authorize'), {
      timeout: 20_000,
    });
    const consent = await target.asPage();
    await consent.waitForSelector(salesforceOAuth.allowButton);
    await consent.click(salesforceOAuth.allowButton);
  }
});
