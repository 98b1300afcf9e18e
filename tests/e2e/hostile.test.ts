import type { HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlToText } from '../../lib/systems/html-text.ts';
import { type GalleryPage, openGallery } from './gallery/page.ts';
import { PAYLOADS } from './gallery/payloads.ts';

interface Wall {
  wall(payloads: readonly string[], notes: readonly string[]): void;
  wallTab(tab: string): void;
  endWall(): void;
}
declare const gallery: Wall;
declare const ran: string[];

/** Notes come as HTML: what our own reading makes of them is drawn, and must be as harmless. */
const NOTES = PAYLOADS.map((payload) => htmlToText(`<p>${payload}</p><div>${payload}</div>`));
const GROUP = 42;
const TABS = ['overview', 'timeline', 'deals', 'money', 'tickets', 'links'];

let stage: GalleryPage;
const asked: string[] = [];

beforeAll(async () => {
  stage = await openGallery();
  stage.page.on('request', (request: HTTPRequest) => asked.push(request.url()));
  // Whatever a payload may call, and whatever the content security policy had to stop: neither may ever happen.
  await stage.page.evaluate(() => {
    Object.assign(globalThis, { ran: [] });
    const note = (what: string) => () => void ran.push(what);
    Object.assign(globalThis, { alert: note('alert'), confirm: note('confirm'), prompt: note('prompt') });
    addEventListener('securitypolicyviolation', (event) =>
      ran.push(`blocked ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
    addEventListener('error', (event) => ran.push(`error ${event.message}`));
  });
});
afterAll(() => stage?.close());

/** Elements and attributes that only a payload can have brought, and links that lead where no link may. */
const strangers = () => {
  const found: string[] = [];
  const root = document.getElementById('root');
  const own =
    'iframe, object, embed, script, style, link, meta, base, form[action], marquee, video, audio, math, picture, source, animate, [srcdoc], [background], [poster]';
  for (const element of root?.querySelectorAll(own) ?? []) found.push(element.outerHTML.slice(0, 120));
  for (const element of root?.querySelectorAll('*') ?? []) {
    for (const { name } of element.attributes) if (name.startsWith('on')) found.push(`${name} on ${element.tagName}`);
    const style = element.getAttribute('style') ?? '';
    if (/url|import|expression/i.test(style)) found.push(`style ${style}`);
    if (element instanceof HTMLImageElement && !element.src.startsWith(location.origin)) found.push(`image ${element.src}`);
    if (
      element instanceof HTMLAnchorElement &&
      element.hasAttribute('href') &&
      !/^(https:|mailto:|tel:|chrome-extension:)/.test(element.href)
    )
      found.push(`link ${element.href}`);
  }
  return found;
};

describe('text of a CRM', () => {
  test('is noticed by this test when it is taken for markup', async () => {
    const noticed = await stage.page.evaluate(async () => {
      const probe = document.createElement('div');
      document.getElementById('root')?.append(probe);
      probe.innerHTML = '<iframe></iframe><a href="javascript:alert(1)">x</a><img src="https://evil.test/x.png" onerror="alert(1)">';
      // Reports come one by one, each when its part is stopped: the image's last.
      const isTold = (what: string) => ran.some((line) => line.startsWith(`blocked ${what}`));
      for (let tries = 0; tries < 600 && !(isTold('script-src') && isTold('img-src')); tries++)
        await new Promise((done) => requestAnimationFrame(done));
      return ran.splice(0);
    });
    expect(noticed.join()).toMatch(/blocked script-src/);
    expect(noticed.join()).toMatch(/blocked img-src/);
    const found = (await stage.page.evaluate(strangers)).join();
    for (const what of ['<iframe', 'link javascript:', 'onerror on IMG', 'image https://evil.test']) expect(found).toContain(what);
    await stage.page.evaluate(() => document.querySelector('#root > div:last-child')?.remove());
    asked.splice(0);
  });

  test('runs nothing and loads nothing when any payload stands in any field, in both themes', async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(120);
    const found: string[] = [];
    for (let from = 0; from < PAYLOADS.length; from += GROUP) {
      const to = from + GROUP;
      await stage.page.evaluate((payloads, notes) => gallery.wall(payloads, notes), PAYLOADS.slice(from, to), NOTES.slice(from, to));
      for (const [at, tab] of TABS.entries()) {
        await stage.wear(at % 2 === 0 ? 'light' : 'dark');
        await stage.page.evaluate(async (wanted) => {
          gallery.wallTab(wanted);
          // Pieces are loaded at first use; then two frames to draw them.
          for (let frames = 0; frames < 3; frames++) await new Promise((done) => requestAnimationFrame(done));
        }, tab);
        found.push(...(await stage.page.evaluate(strangers)));
      }
      for (const theme of ['light', 'dark'] as const) {
        await stage.wear(theme);
        // Every element is hovered, focused and pressed by events, as far as that can set anything off.
        await stage.page.evaluate(() => {
          for (const element of document.querySelectorAll<HTMLElement>('#root *'))
            for (const name of ['pointerenter', 'mouseover', 'focus', 'animationstart', 'toggle', 'error', 'load'])
              element.dispatchEvent(new Event(name));
        });
      }
    }
    const drawn = await stage.page.evaluate(() => document.body.innerText.length);
    expect(drawn).toBeGreaterThan(10_000);
    expect(found).toEqual([]);
    expect(await stage.page.evaluate(() => ran)).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('chrome-extension://') && !url.startsWith('data:'))).toEqual([]);
    await stage.page.evaluate(() => gallery.endWall());
  });
});
