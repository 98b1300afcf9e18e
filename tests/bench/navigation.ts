import type { Page } from 'puppeteer-core';
import type { Sandbox } from '../../sandbox/index.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { connectDemo } from '../../scripts/demo/connect.ts';
import { type Figure, format, median } from './figures.ts';

/** No content script runs on the one, ours on the other. */
const FOREIGN = 'www.example.com';
const CRM = 'app.hubspot.com';
const ROUNDS = 5;
const STEPS = 60;
const WARM_UP = 10;
/** Longer than the content script settles, so that every navigation is reported. */
const PAUSE_MS = 110;

/** A listener as small as it gets: four vendors, four patterns. */
const BARE = `navigation.addEventListener('currententrychange', () => {
  const url = location.href;
  globalThis.hit = /^https:\\/\\/app(-[a-z]+\\d+)?\\.hubspot\\.com\\/contacts\\/(\\d+)\\/record\\/(\\d+-\\d+)\\/(\\d+)/.exec(url)
    ?? /^https:\\/\\/[\\w.-]+\\.lightning\\.force\\.com\\/lightning\\/r\\/(\\w+)\\/(\\w{15,18})\\/view/.exec(url)
    ?? /^https:\\/\\/[\\w-]+\\.pipedrive\\.com\\/(deal|person|organization)\\/(\\d+)/.exec(url)
    ?? /^https:\\/\\/[\\w-]+\\.(amocrm\\.ru|kommo\\.com)\\/(leads|contacts|companies)\\/detail\\/(\\d+)/.exec(url);
});`;

/**
 * What one single-page navigation costs the page's main thread: the time between the first and the last listener of the
 * navigation's event, both the bench's own, with a bare listener or our script between them (listeners run in the order they were
 * added, over all worlds). The two kinds of page take turns, and are cross-origin isolated, so that their clock ticks in 5 µs.
 */
export async function navigationCost(session: Session, sandbox: Sandbox): Promise<Figure> {
  await connectDemo(session, sandbox);
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(median(await times(session, FOREIGN, BARE)));
    ours.push(median(await times(session, CRM)));
  }
  return {
    what: 'content script: main-thread time inside a navigation, against a bare listener with four patterns',
    value: median(ours) / median(bare),
    limit: 1.5,
    unit: '×',
    note: `the message itself goes out in a task of its own afterwards and is not in here; µs per navigation: bare ${bare.map(format).join(', ')}; ours ${ours.map(format).join(', ')}; medians of ${STEPS} navigations, in ${ROUNDS} rounds taking turns`,
  };
}

/** µs in the listeners of each navigation of a fresh page; `listener` is put into an isolated world of its own. */
async function times(session: Session, host: string, listener?: string): Promise<number[]> {
  const page = await session.browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    void request.respond({ status: 200, contentType: 'text/html', headers, body: '<!doctype html><title>bench</title>' });
  });
  await page.evaluateOnNewDocument(`addEventListener('load', () => { globalThis.taken = []; });
    navigation.addEventListener('currententrychange', () => { globalThis.began = performance.now(); });`);
  await page.goto(`https://${host}/bench`);
  await page.bringToFront();
  if (listener) await runInNewWorld(page, listener);
  await page.evaluate(`navigation.addEventListener('currententrychange', () => { taken.push((performance.now() - began) * 1000); })`);
  await walk(page);
  if (!(await page.evaluate('crossOriginIsolated'))) throw new Error('the bench page is not isolated');
  const taken = (await page.evaluate('taken')) as number[];
  await page.close();
  return taken.slice(WARM_UP);
}

async function runInNewWorld(page: Page, expression: string): Promise<void> {
  const cdp = await page.createCDPSession();
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'bare' });
  const { exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, contextId: executionContextId });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
}

/** Navigates from inside the page, as a CRM does. */
async function walk(page: Page): Promise<void> {
  await page.evaluate(
    (count, pauseMs) =>
      new Promise<void>((resolve) => {
        let left = count;
        const step = () => {
          if (left === 0) return resolve();
          left -= 1;
          history.pushState(null, '', `/contacts/4471209/record/0-1/${1000 + left}`);
          setTimeout(step, pauseMs);
        };
        step();
      }),
    STEPS + WARM_UP,
    PAUSE_MS,
  );
}
