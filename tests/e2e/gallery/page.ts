import type { Page } from 'puppeteer-core';
import { startChromium } from '../../../scripts/browsers/chromium.ts';
import { flaws } from './geometry.ts';

interface Gallery {
  states: { id: string; page: 'panel' | 'options' }[];
  show(id: string): Promise<void>;
  say(language: string): Promise<void>;
  wear(theme: 'light' | 'dark'): void;
}
declare const gallery: Gallery;

/** The demo build's gallery in a browser, with the hands to change what it shows. */
export interface GalleryPage {
  page: Page;
  states: string[];
  show(id: string): Promise<void>;
  say(language: 'en' | 'es' | 'ru'): Promise<void>;
  wear(theme: 'light' | 'dark'): Promise<void>;
  /** In CSS pixels; resolves when the page is laid out anew. */
  resize(width: number, height: number, scale?: number): Promise<void>;
  /** What is wrong with the state at this width. */
  flawsAt(width: number): Promise<string[]>;
  /** Forced colours, as Windows' contrast themes do. */
  force(on: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Resolves in the page when it has this width; reading a box lays it out. */
const LAID_OUT = (width: number) =>
  new Promise<void>((done) => {
    const look = () => (innerWidth === width ? done() : requestAnimationFrame(look));
    look();
  });

/** Opens it without any network: no sandbox stands behind it. */
export async function openGallery(): Promise<GalleryPage> {
  const session = await startChromium({ sandboxPort: 9 });
  const page = await session.openOwn('gallery.html');
  await page.waitForFunction(() => 'gallery' in globalThis);
  const client = await page.createCDPSession();
  // Things that enter fade in; half faded in, nothing is where or what it will be.
  const still = { name: 'prefers-reduced-motion', value: 'reduce' };
  const media = (features: { name: string; value: string }[]) => client.send('Emulation.setEmulatedMedia', { features });
  await media([still]);
  const metrics = (width: number, height: number, deviceScaleFactor: number) =>
    client.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
  return {
    page,
    states: await page.evaluate(() => gallery.states.map(({ id }) => id)),
    show: (id) => page.evaluate((wanted) => gallery.show(wanted), id),
    say: (language) => page.evaluate((wanted) => gallery.say(wanted), language),
    wear: (theme) => page.evaluate((wanted) => gallery.wear(wanted), theme),
    async resize(width, height, scale = 1) {
      await metrics(width, height, scale);
      await page.evaluate(LAID_OUT, width);
    },
    async flawsAt(width) {
      await metrics(width, 780, 1);
      return page.evaluate(`(${LAID_OUT})(${width}).then(${flaws})`) as Promise<string[]>;
    },
    force: async (on) => {
      await media([still, ...(on ? [{ name: 'forced-colors', value: 'active' }] : [])]);
    },
    close: () => session.close(),
  };
}
