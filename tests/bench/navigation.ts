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
/** Longer than the content script settles, so that whatever it does for a navigation is done before the next. */
const PAUSE_MS = 110;

/** A listener as small as it gets: four vendors, four patterns. */
const BARE = `navigation.addEventListener('currententrychange', () => {
  const url = location.href;
  globalThis.hit = /^https:\\/\\/app(-[a-z]+\\d+)?\\.hubspot\\.com\\/contacts\\/(\\d+)\\/record\\/(\\d+-\\d+)\\/(\\d+)/.exec(url)
    ?? /^https:\\/\\/[\\w.-]+\\.lightning\\.force\\.com\\/lightning\\/r\\/(\\w+)\\/(\\w{15,18})\\/view/.exec(url)
    ?? /^https:\\/\\/[\\w-]+\\.pipedrive\\.com\\/(deal|person|organization)\\/(\\d+)/.exec(url)
    ?? /^https:\\/\\/[\\w-]+\\.(amocrm\\.ru|kommo\\.com)\\/(leads|contacts|companies)\\/detail\\/(\\d+)/.exec(url);
});`;

/** What the navigations of one page took, each in µs. */
interface Cost {
  /** In the listeners of the navigation's event: between the first and the last one, both the bench's own. */
  listening: number;
  /** The page's main thread in all, from one navigation to the next: the navigation, listeners, tasks and messages that follow. */
  whole: number;
}

/**
 * What one single-page navigation costs the page's main thread, with a bare listener and with our script: inside the listeners (they
 * run in the order they were added, over all worlds), and in all that the thread does until the next navigation, so that nothing is
 * put off unseen. The two kinds of page take turns, and are cross-origin isolated, so that their clock ticks in 5 µs.
 */
export async function navigationCost(session: Session, sandbox: Sandbox): Promise<Figure[]> {
  await connectDemo(session, sandbox);
  const bare: Cost[] = [];
  const ours: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await costs(session, FOREIGN, BARE));
    ours.push(await costs(session, CRM));
  }
  const figure = (what: string, part: keyof Cost): Figure => {
    const [all, base] = [ours.map((cost) => cost[part]), bare.map((cost) => cost[part])];
    return {
      what: `content script, µs of the page's main thread per navigation, against a bare listener with four patterns: ${what}`,
      value: median(all) / median(base),
      limit: 1.5,
      unit: '×',
      note: `µs: bare ${base.map(format).join(', ')}; ours ${all.map(format).join(', ')}; ${STEPS} navigations in each of ${ROUNDS} rounds taking turns`,
    };
  };
  return [figure('in listeners (medians)', 'listening'), figure('in all, until the next navigation (means)', 'whole')];
}

/** A fresh page is walked through; `listener` is put into an isolated world of its own. */
async function costs(session: Session, host: string, listener?: string): Promise<Cost> {
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
  await walk(page, WARM_UP);
  const before = await busySeconds(page);
  await walk(page, STEPS);
  const after = await busySeconds(page);
  if (!(await page.evaluate('crossOriginIsolated'))) throw new Error('the bench page is not isolated');
  const taken = (await page.evaluate('taken')) as number[];
  await page.close();
  return { listening: median(taken.slice(WARM_UP)), whole: ((after - before) * 1e6) / STEPS };
}

/** How long the page's main thread has worked since it began. */
async function busySeconds(page: Page): Promise<number> {
  const { TaskDuration } = await page.metrics();
  if (TaskDuration === undefined) throw new Error('the browser tells no durations');
  return TaskDuration;
}

async function runInNewWorld(page: Page, expression: string): Promise<void> {
  const cdp = await page.createCDPSession();
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'bare' });
  const { exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, contextId: executionContextId });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
}

/** Navigates from inside the page, as a CRM does. */
async function walk(page: Page, steps: number): Promise<void> {
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
    steps,
    PAUSE_MS,
  );
}
