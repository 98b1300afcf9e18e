import type { Sandbox } from '../../sandbox/index.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { connectDemo } from '../../scripts/demo/connect.ts';
import { type Figure, format, median } from './figures.ts';

const ROUNDS = 3;
const STEPS = 60;
const WARM_UP = 10;
/** Longer than the content script settles, so that every navigation is reported. */
const PAUSE_MS = 130;

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
 * navigation's event, both the bench's own, with a bare listener or our script between them. The page is cross-origin isolated,
 * so that its clock ticks in 5 µs.
 */
export async function navigationCost(session: Session, sandbox: Sandbox): Promise<Figure> {
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) bare.push(await cost(session, BARE));
  await connectDemo(session, sandbox);
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) ours.push(await cost(session));
  return {
    what: 'content script: main-thread time per navigation, against a bare listener with four patterns',
    value: median(ours) / median(bare),
    limit: 1.5,
    unit: '×',
    note: `µs per navigation: bare ${format(median(bare))}, ours ${format(median(ours))}; means of ${STEPS} navigations, median of ${ROUNDS} rounds`,
  };
}

/** Mean µs in the listeners of a navigation, in a fresh page. */
async function cost(session: Session, listener?: string): Promise<number> {
  const page = await session.browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    void request.respond({ status: 200, contentType: 'text/html', headers, body: '<!doctype html><title>bench</title>' });
  });
  await page.goto('https://app.hubspot.com/bench');
  if (listener) {
    const cdp = await page.createCDPSession();
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'bare' });
    await cdp.send('Runtime.evaluate', { expression: listener, contextId: executionContextId });
  }
  const times = await page.evaluate(
    (count, pauseMs) =>
      new Promise<number[]>((resolve) => {
        const taken: number[] = [];
        let began = 0;
        const start = () => {
          began = performance.now();
        };
        const end = () => {
          taken.push((performance.now() - began) * 1000);
        };
        // At the target, capturing listeners come before all others, and ours at the end was added last.
        navigation.addEventListener('currententrychange', start, { capture: true });
        navigation.addEventListener('currententrychange', end);
        const step = () => {
          if (taken.length === count) return resolve(taken);
          history.pushState(null, '', `/contacts/4471209/record/0-1/${1000 + taken.length}`);
          setTimeout(step, pauseMs);
        };
        step();
      }),
    STEPS + WARM_UP,
    PAUSE_MS,
  );
  if (!(await page.evaluate('crossOriginIsolated'))) throw new Error('the bench page is not isolated');
  await page.close();
  const counted = times.slice(WARM_UP);
  return counted.reduce((total, time) => total + time, 0) / counted.length;
}
