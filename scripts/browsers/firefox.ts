import { createHash, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { GECKO_ID } from '../../manifest.ts';
// @ts-expect-error plain JavaScript without types: it runs before dependencies exist
import { findBrowser, root } from '../setup.mjs';
import { type BuildMode, buildFolder, type Panel, type Session, until } from './session.ts';

export interface FirefoxOptions {
  /** Port of the CONNECT proxy in front of the sandbox. */
  proxyPort: number;
  mode?: BuildMode;
  headless?: boolean;
  /** Keeps the profile for a second start, in which our pages have the same address and so the same store. */
  profile?: string;
}

/** The part of puppeteer's WebDriver BiDi connection we use; it is internal there, so the version is pinned. */
interface Bidi {
  send(method: string, params: unknown): Promise<{ result: never }>;
}
interface ChromeResult {
  type: string;
  result?: { type: string; value?: unknown };
  exceptionDetails?: { text: string };
}

/** Starts Firefox with the built extension as a temporary add-on. */
export async function startFirefox(options: FirefoxOptions): Promise<Session> {
  const uuid = options.profile === undefined ? randomUUID() : uuidOf(options.profile);
  const headless = options.headless ?? true;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox'),
    headless,
    acceptInsecureCerts: true,
    defaultViewport: null,
    ...(options.profile && { userDataDir: options.profile }),
    args: ['-remote-allow-system-access', '--width=1400', '--height=900'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: uuid }),
      'extensions.webextOptionalPermissionPrompts': false,
      // A temporary add-on is taken out when the browser ends; what it has stored stays, as that of an installed one does.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': options.proxyPort,
      'network.proxy.no_proxies_on': '',
      'browser.shell.checkDefaultBrowser': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'app.update.enabled': false,
    },
  });
  await browser.installExtension(resolve(root, buildFolder('firefox', options.mode ?? 'demo')));
  const origin = `moz-extension://${uuid}`;
  const open = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    // The wait for an extension page's load never ends, although the page is there at once.
    await page.goto(url, url.startsWith('moz-extension:') ? { timeout: 1500 } : { waitUntil: 'load' }).catch((error: unknown) => {
      if (!url.startsWith('moz-extension:')) throw error;
    });
    await page.bringToFront();
    return page;
  };
  let eye: Page | undefined;
  return {
    name: 'firefox',
    browser,
    origin,
    open,
    openOwn: (path) => open(`${origin}/${path}`),
    async openPanel(page) {
      // The sidebar has no handle of its own: an extension page beside it can reach its document.
      eye ??= await open(`${origin}/options.html`);
      return openSidebar(browser, eye, page);
    },
    async killBackground() {
      await inChrome(
        browser,
        `(async () => { await WebExtensionPolicy.getByID(${JSON.stringify(GECKO_ID)}).extension.terminateBackground({ disableResetIdleForTest: true }); return 'ok'; })()`,
      );
    },
    close: () => browser.close(),
  };
}

/** A profile's own: the same at each start. */
function uuidOf(profile: string): string {
  const hex = createHash('sha256').update(profile).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

async function openSidebar(browser: Browser, eye: Page, page: Page): Promise<Panel> {
  await page.bringToFront();
  const sidebar = `browser.extension.getViews({ type: 'sidebar' })[0]`;
  await until('the sidebar', async () => {
    const there = await eye.evaluate(`Boolean(${sidebar}?.document.querySelector('#root > *'))`);
    if (!there) {
      await inChrome(
        browser,
        `(() => { const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
          if (!SidebarController.isOpen) ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(${JSON.stringify(GECKO_ID)}).extension).triggerAction(window);
          return 'ok'; })()`,
      );
      await new Promise((done) => setTimeout(done, 700));
    }
    return there;
  });
  return {
    run: (fn, ...args) => eye.evaluate(`(${fn})(${sidebar}.document, ...${JSON.stringify(args)})`) as Promise<never>,
    picture: async () =>
      String(
        await inChrome(
          browser,
          `(async () => {
            const inner = document.getElementById('sidebar').contentDocument.getElementById('webext-panels-browser');
            const bitmap = await inner.browsingContext.currentWindowGlobal.drawSnapshot(null, window.devicePixelRatio, 'white');
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
            canvas.getContext('2d').drawImage(bitmap, 0, 0);
            const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
            let text = '';
            for (const byte of bytes) text += String.fromCharCode(byte);
            return btoa(text);
          })()`,
        ),
      ),
    resize: async () => undefined,
    close: async () => {
      await inChrome(browser, `(() => { SidebarController.hide(); return 'ok'; })()`);
    },
  };
}

/** Runs an expression with the browser's own rights, in its window (Firefox). */
export async function inChrome(browser: Browser, expression: string): Promise<unknown> {
  const bidi = Reflect.get(browser, 'connection') as Bidi;
  const tree = (await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' })).result as { contexts: { context: string }[] };
  const context = tree.contexts[0]?.context;
  const answer = (await bidi.send('script.evaluate', { expression, target: { context }, awaitPromise: true, userActivation: true }))
    .result as ChromeResult;
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
  return answer.result?.value;
}
