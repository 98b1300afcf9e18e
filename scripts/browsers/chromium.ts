import { resolve } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page, type Target } from 'puppeteer-core';
// @ts-expect-error plain JavaScript without types: it runs before dependencies exist
import { findBrowser, root } from '../setup.mjs';
import { type BuildMode, buildFolder, type Panel, type Session, until } from './session.ts';

export interface ChromiumOptions {
  /** Port of the sandbox's HTTPS server: every host name leads there. */
  sandboxPort: number;
  mode?: BuildMode;
  /** Another folder with a built extension. */
  folder?: string;
  headless?: boolean;
  /** Keeps the profile for a second start. */
  profile?: string;
  width?: number;
  height?: number;
  /** Host patterns granted beforehand, as a user would in the extension's settings (no prompt can be clicked headless). */
  grant?: readonly string[];
}

/** Starts Chromium with the built extension and waits until its worker is up. */
export async function startChromium(options: ChromiumOptions): Promise<Session> {
  const folder = resolve(root, options.folder ?? buildFolder('chrome', options.mode ?? 'demo'));
  const headless = options.headless ?? true;
  const browser = await puppeteer.launch({
    executablePath: findBrowser('chromium'),
    headless,
    pipe: true,
    enableExtensions: [folder],
    acceptInsecureCerts: true,
    defaultViewport: null,
    ...(options.profile && { userDataDir: options.profile }),
    ...(!headless && { ignoreDefaultArgs: ['--enable-automation'] }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(headless ? ['--disable-gpu'] : ['--test-type']),
      '--no-first-run',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--window-size=${options.width ?? 1400},${options.height ?? 900}`,
      '--ignore-certificate-errors',
      `--host-resolver-rules=MAP * 127.0.0.1:${options.sandboxPort}, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
    ],
  });
  const worker = await browser.waitForTarget((target) => isWorker(target), { timeout: 30_000 });
  const id = new URL(worker.url()).host;
  for (const host of options.grant ?? []) await grantHost(browser, id, host);
  return session(browser, id);
}

function isWorker(target: Target): boolean {
  return target.type() === 'service_worker' && target.url().startsWith('chrome-extension://') && target.url().endsWith('background.js');
}

/** What a user does under "Site access" in the extension's settings; our own request then resolves without a prompt. */
async function grantHost(browser: Browser, id: string, pattern: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(`chrome.developerPrivate.addHostPermission(${JSON.stringify(id)}, ${JSON.stringify(pattern)})`);
  await page.close();
}

function session(browser: Browser, id: string): Session {
  const origin = `chrome-extension://${id}`;
  let keeper: CDPSession | undefined;
  const open = async (url: string): Promise<Page> => {
    const [first] = await browser.pages();
    const page = first && first.url() === 'about:blank' ? first : await browser.newPage();
    await page.goto(url, { waitUntil: 'load' });
    await page.bringToFront();
    return page;
  };
  return {
    name: 'chromium',
    browser,
    origin,
    open,
    openOwn: (path) => open(`${origin}/${path}`),
    openPanel: (page) => openPanel(browser, id, page),
    async killBackground() {
      // Not through puppeteer's worker: it stumbles over one that ends while it attaches.
      keeper ??= await browser.target().createCDPSession();
      const { targetInfos } = await keeper.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.startsWith(origin) && url.endsWith('background.js'),
      );
      if (worker) await keeper.send('Target.closeTarget', { targetId: worker.targetId });
    },
    close: () => browser.close(),
  };
}

async function openPanel(browser: Browser, id: string, page: Page): Promise<Panel> {
  const isPanel = (target: Target) => target.url().startsWith(`chrome-extension://${id}/sidepanel.html`);
  // Each window has a panel of its own.
  const others = new Set(browser.targets().filter(isPanel));
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error('the extension is not loaded');
  await page.bringToFront();
  // Under load a click may come before the worker has set the panel's behaviour: then one more does it.
  const target = await until('the side panel', async () => {
    await page.triggerExtensionAction(extension);
    return browser.waitForTarget((each) => isPanel(each) && !others.has(each), { timeout: 4000 }).catch(() => undefined);
  });
  const view = await target.asPage();
  await view.waitForSelector('#root > *');
  return {
    run: (fn, ...args) => view.evaluate(`(${fn})(document, ...${JSON.stringify(args)})`) as Promise<never>,
    picture: () => view.screenshot({ encoding: 'base64' }),
    resize: (width, height) => view.setViewport({ width, height, deviceScaleFactor: 2 }).then(() => undefined),
    close: () => view.close(),
  };
}
