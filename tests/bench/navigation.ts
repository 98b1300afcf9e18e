import type { CDPSession, Page } from 'puppeteer-core';
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
 * What one single-page navigation costs the page's main thread: all script time of the page during the navigation
 * (DevTools' Performance domain, thread time), less the same without any listener.
 */
export async function navigationCost(session: Session, sandbox: Sandbox): Promise<Figure> {
  const address = 'https://app.hubspot.com/robots.txt';
  const rounds: { none: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ none: await cost(await session.open(address)), bare: await cost(await session.open(address), BARE) });
  }
  await connectDemo(session, sandbox);
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) ours.push(await cost(await session.open(address)));
  const none = median(rounds.map((each) => each.none));
  const bare = median(rounds.map((each) => each.bare));
  const value = (median(ours) - none) / (bare - none);
  return {
    what: 'content script: main-thread script time per navigation, against a bare listener with four patterns',
    value,
    limit: 1.5,
    unit: '×',
    note: `µs per navigation: none ${format(none)}, bare ${format(bare)}, ours ${format(median(ours))}; ${ROUNDS} × ${STEPS} navigations`,
  };
}

/** Script µs per navigation. */
async function cost(page: Page, listener?: string): Promise<number> {
  const cdp = await page.createCDPSession();
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  if (listener) {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'bare' });
    await cdp.send('Runtime.evaluate', { expression: listener, contextId: executionContextId });
  }
  await walk(page, 10);
  const before = await scriptSeconds(cdp);
  await walk(page, STEPS);
  const seconds = (await scriptSeconds(cdp)) - before;
  await page.close();
  return (seconds * 1e6) / STEPS;
}

/** Navigates `steps` times from inside the page. */
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

async function scriptSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
}
