import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSIONS } from '../../sandbox/session.ts';
import { panelClick, panelShows, panelType, until } from '../../scripts/browsers/session.ts';
import { recordPage } from '../../scripts/demo/connect.ts';
import { hostsOf, startWorld, tokenOf, type World } from './worlds.ts';

/* The rep's own sign-in in this browser: cookies as the vendors' pages set them, sent or read by the worker alone. */

describe('signing in with what the browser has', () => {
  let world: World;
  let options: Page;

  beforeAll(async () => {
    world = await startWorld('chromium', { mode: 'store', grant: ['https://*/*'] });
    options = await world.session.openOwn('options.html');
  });
  afterAll(() => world?.close());

  const send = (message: object) => options.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(message)})`) as Promise<{ ok: object }>;

  async function signInOnPage(host: string, name: string, value: string): Promise<void> {
    await world.session.browser.setCookie({ name, value, domain: host, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
  }

  async function save(system: string, address: string, permissions: string[] = []): Promise<object> {
    const asked = { origins: hostsOf(world.sandbox, system), permissions };
    expect(await options.evaluate(`chrome.permissions.request(${JSON.stringify(asked)})`)).toBe(true);
    return (await send({ type: 'connection.save', system, method: 'session', values: { address } })).ok;
  }

  test('amoCRM is connected, with nothing typed but its address, when the rep is signed in there', async () => {
    expect(await save('amocrm', 'vektordemo.amocrm.ru')).toMatchObject({ error: { kind: 'auth' } });
    const { cookie, host } = SESSIONS.amocrm ?? expect.fail();
    await signInOnPage(host, cookie.name, cookie.value);
    expect(await save('amocrm', 'vektordemo.amocrm.ru')).toMatchObject({ connection: { state: 'ok', writes: 'ask' } });
  });

  test('Salesforce is connected through its cookie, which is kept nowhere, when the rep allows cookies', async () => {
    await signInOnPage('northwind-demo.my.salesforce.com', 'sid', tokenOf(world.sandbox, 'salesforce'));
    expect(await save('salesforce', 'northwind-demo.my.salesforce.com', ['cookies'])).toMatchObject({ connection: { state: 'ok' } });
    const stored = await options.evaluate(async () => {
      const { storage } = (globalThis as unknown as { chrome: { storage: Record<'local' | 'session', { get(): Promise<unknown> }> } })
        .chrome;
      return JSON.stringify([await storage.local.get(), await storage.session.get()]);
    });
    expect(stored).not.toContain(tokenOf(world.sandbox, 'salesforce'));
  });

  test('the first note waits for a yes that shows what goes where, and then arrives once', async () => {
    const page = await world.session.open(recordPage(world.sandbox, 'ivan-petrov', 'amocrm'));
    const panel = await world.session.openPanel(page);
    await panelShows(panel, 'amoCRM', 20_000);
    await until('the note composer', async () => {
      if (await panel.run((doc) => doc.querySelector('textarea') !== null)) return true;
      await panelClick(panel, 'Note');
      return false;
    });
    await panelType(panel, 'textarea', 'Sent with her own sign-in');
    await panelClick(panel, 'Save');
    await panelShows(panel, 'Yes, write there', 20_000);
    expect(world.sandbox.effects('amocrm')).toEqual([]);
    await panelClick(panel, 'Yes, write there');
    await until('the note', async () => world.sandbox.effects('amocrm').length > 0, 20_000);
    expect(world.sandbox.effects('amocrm')).toHaveLength(1);
    await panel.close();
  });
});
