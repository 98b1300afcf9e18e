import type { Sandbox } from '../../sandbox/index.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { connectDemo } from '../../scripts/demo/connect.ts';
import { type Figure, format, median } from './figures.ts';

const ROUNDS = 3;
const STEPS = 60;
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
 * What one single-page navigation costs the page's main thread: how long `pushState` takes with the listeners that run inside
 * it, less the same without any. The page is cross-origin isolated, so that its clock ticks in 5 µs.
 */
export async function navigationCost(session: Session, sandbox: Sandbox): Promise<Figure> {
  const none: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    none.push(await cost(session));
    bare.push(await cost(session, BARE));
  }
  await connectDemo(session, sandbox);
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) ours.push(await cost(session));
  const nothing = median(none);
  return {
    what: 'content script: main-thread time per navigation, against a bare listener with four patterns',
    value: (median(ours) - nothing) / (median(bare) - nothing),
    limit: 1.5,
    unit: '×',
    note: `µs per pushState: without listeners ${format(nothing)}, bare ${format(median(bare))}, ours ${format(median(ours))}; median of ${ROUNDS} × ${STEPS}`,
  };
}

/** Median µs of a pushState in a fresh page. */
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
        const step = () => {
          if (taken.length === count) return resolve(taken);
          const before = performance.now();
          history.pushState(null, '', `/contacts/4471209/record/0-1/${1000 + taken.length}`);
          taken.push((performance.now() - before) * 1000);
          setTimeout(step, pauseMs);
        };
        step();
      }),
    STEPS,
    PAUSE_MS,
  );
  if (!(await page.evaluate('crossOriginIsolated'))) throw new Error('the bench page is not isolated');
  await page.close();
  return median(times.slice(5));
}
