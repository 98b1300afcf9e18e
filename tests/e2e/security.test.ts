import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, panelShows, panelText, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { forgeries } from './forgeries.ts';
import { asContentScript, everythingStored, inExtension } from './inside.ts';
import { headline, startWorld, tokenOf, troubles, type World } from './worlds.ts';

/** What was sent is counted in memory and written down four seconds later. */
const COUNTED_MS = 5_000;

describe('a page and a taken-over content script', () => {
  let world: World;
  let page: Page;
  let own: Page;
  let panel: Panel;
  let tabId: number;
  let secrets: string[];
  const log: string[] = [];

  beforeAll(async () => {
    world = await startWorld('chromium');
    page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    page.on('console', (message) => log.push(message.text()));
    own = await connectDemo(world.session, world.sandbox);
    own.on('console', (message) => log.push(message.text()));
    secrets = DEMO_SYSTEMS.map((system) => tokenOf(world.sandbox, system));
    const target = world.session.browser
      .targets()
      .find((each) => each.type() === 'service_worker' && each.url().startsWith(world.session.origin));
    (await target?.worker())?.on('console', (message) => log.push(message.text()));
    panel = await world.session.openPanel(page);
    await panelShows(panel, 'Fleet tyres Q1');
    await until('all answers', async () => (await panelText(panel)).includes('Updated'));
    tabId = await inExtension<number>(own, `chrome.tabs.query({ url: 'https://app.hubspot.com/*' }).then(([tab]) => tab.id)`);
  });
  afterAll(() => world?.close());

  /** What forged messages could change. */
  const state = async () => ({
    settings: await inExtension(own, `chrome.storage.local.get(null).then((all) => JSON.stringify(all))`),
    tabs: await inExtension(own, `chrome.storage.session.get(null).then((all) => JSON.stringify(all))`),
    rows: (await everythingStored(own)).length,
    asked: world.sandbox.requests().filter(({ tookMs }) => tookMs !== undefined).length,
    effects: world.sandbox.effects().length,
    scripts: await inExtension(own, 'chrome.scripting.getRegisteredContentScripts().then((all) => JSON.stringify(all))'),
    text: (await panelText(panel)).replace(/\d+ (s|min) ago/g, ''),
  });

  /** The state once nothing of the look-up before is under way. */
  const settled = async () => {
    let last = '';
    let since = 0;
    await until(
      'rest',
      async () => {
        const now = JSON.stringify(await state());
        if (now !== last) since = Date.now();
        last = now;
        return Date.now() - since > COUNTED_MS;
      },
      60_000,
    );
    return state();
  };

  test('no message has an effect when a content script forges it', async () => {
    const before = await settled();
    const answers = (await asContentScript(
      own,
      tabId,
      `async () => {
        const answers = [];
        for (const message of ${JSON.stringify(forgeries(tabId))}) {
          answers.push(await Promise.race([chrome.runtime.sendMessage(message).then((answer) => answer ?? null, () => null), new Promise((done) => setTimeout(done, 50, null))]));
        }
        for (const name of ['page', 'panel', '', 'dossier']) {
          const line = chrome.runtime.connect({ name });
          line.onMessage.addListener((message) => answers.push(message));
          for (const message of ${JSON.stringify(forgeries(tabId))}) { try { line.postMessage(message); } catch {} }
        }
        await chrome.runtime.sendMessage({ type: 'action.wake' }).catch(() => null);
        return answers.filter((answer) => answer !== null);
      }`,
    )) as unknown[];
    expect(answers).toEqual([]);
    expect(await state()).toEqual(before);
  });

  test('no message has an effect when the page itself forges it', async () => {
    const before = await settled();
    const reach = await page.evaluate(
      async (messages, id) => {
        for (const message of messages) {
          window.postMessage(message, '*');
          window.dispatchEvent(new CustomEvent('sidelight', { detail: message }));
        }
        const runtime = (globalThis as { chrome?: { runtime?: { sendMessage?: (...rest: unknown[]) => Promise<unknown>; id?: string } } })
          .chrome?.runtime;
        const answers = await Promise.all(
          messages.map((message) =>
            Promise.resolve(runtime?.sendMessage?.(id, message)).then(
              (answer) => answer ?? null,
              () => null,
            ),
          ),
        );
        return answers.filter((answer) => answer !== null);
      },
      forgeries(tabId),
      new URL(world.session.origin).host,
    );
    expect(reach).toEqual([]);
    expect(await state()).toEqual(before);
  });

  test('a content script’s own true address is taken, and no other', async () => {
    const other = recordPage(world.sandbox, 'james-oneil', 'hubspot');
    const elsewhere = recordPage(world.sandbox, 'james-oneil', 'pipedrive');
    await asContentScript(
      own,
      tabId,
      `() => chrome.runtime.sendMessage({ type: 'page-changed', url: ${JSON.stringify(elsewhere)} }).catch(() => null)`,
    );
    await asContentScript(
      own,
      tabId,
      `() => chrome.runtime.sendMessage({ type: 'page-changed', url: ${JSON.stringify(other)} }).catch(() => null)`,
    );
    await until('the record told by the script', async () => /neil/i.test(await headline(panel)));
    const tabs = await inExtension<string>(own, `chrome.storage.session.get(null).then((all) => JSON.stringify(all))`);
    expect(tabs).not.toContain('pipedrive');
    await page.reload();
    await until('Ana again', async () => (await headline(panel)).includes('Ana'));
  });

  test('tokens are nowhere a content script or page can look', async () => {
    const seen = await asContentScript(
      own,
      tabId,
      `async () => {
        const said = [];
        const look = async (what, run) => { try { said.push(what + ': ' + JSON.stringify(await run())); } catch (error) { said.push(what + ' refused: ' + error.message); } };
        await look('local', () => chrome.storage.local.get(null));
        await look('sync', () => chrome.storage.sync.get(null));
        await look('session', () => chrome.storage.session.get(null));
        await look('databases', () => indexedDB.databases());
        await look('cookies', () => document.cookie);
        for (const path of ['sidepanel.html', 'options.html', 'background.js', 'manifest.json'])
          await look('fetch ' + path, () => fetch(chrome.runtime.getURL(path)).then((answer) => answer.text()));
        await look('page', () => document.documentElement.outerHTML);
        return said.join('\\n');
      }`,
    );
    expect(String(seen)).toMatch(/session refused/);
    for (const path of ['sidepanel.html', 'options.html', 'background.js', 'manifest.json'])
      expect(String(seen)).toContain(`fetch ${path} refused`);
    expect(String(seen)).toContain('databases: []');
    const inPage = await page.evaluate(() => document.documentElement.outerHTML + Object.getOwnPropertyNames(globalThis).join());
    expect(inPage).not.toMatch(/sidelight-page|__sidelight/i);
    const stored = await everythingStored(own);
    expect(stored.length).toBeGreaterThan(2000);
    const drawn = await panel.run((doc) => doc.documentElement.outerHTML);
    for (const secret of secrets)
      for (const text of [String(seen), inPage, stored, drawn, log.join('\n')]) expect(text.includes(secret)).toBe(false);
  });

  test('tokens are in no error text and no log when every system refuses them', async () => {
    for (const system of DEMO_SYSTEMS) world.sandbox.faults.add({ system, kind: 'expired-token' });
    await page.goto(recordPage(world.sandbox, 'person-0-2', 'pipedrive'));
    await panelShows(panel, 'signed you out');
    await page.goto(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    await until('a line per refused system', async () => (await troubles(panel)).length > 0);
    const drawn = await panel.run((doc) => doc.documentElement.outerHTML);
    const stored = await everythingStored(own);
    for (const secret of secrets) for (const text of [drawn, stored, log.join('\n')]) expect(text.includes(secret)).toBe(false);
    world.sandbox.faults.clear();
  });

  test('panel and options are not shown when a page puts them in a frame', async () => {
    const framed = await page.evaluate(async (origin) => {
      const shown: string[] = [];
      for (const path of ['sidepanel.html', 'options.html']) {
        const frame = document.createElement('iframe');
        frame.src = `${origin}/${path}`;
        await new Promise((done) => {
          frame.onload = done;
          frame.onerror = done;
          document.body.append(frame);
        });
        shown.push(frame.src);
      }
      return shown;
    }, world.session.origin);
    expect(framed).toHaveLength(2);
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(frames).toHaveLength(2);
    for (const frame of frames) expect(frame.url()).not.toMatch(/(sidepanel|options)\.html/);
  });

  test('requests have gone to connected hosts alone when all is done', () => {
    const strangers = world.sandbox
      .requests()
      .filter(({ system }) => system === undefined)
      .map(({ url }) => new URL(url).host)
      // What the browser asks for by itself lands in the sandbox too.
      .filter((host) => !/(^|\.)(google|googleapis|gstatic|gvt\d|chromium)\.(com|org)$/.test(host));
    expect(strangers).toEqual([]);
  });
});
