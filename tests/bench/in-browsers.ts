import type { Page } from 'puppeteer-core';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { startFirefox } from '../../scripts/browsers/firefox.ts';
import { type Session, until } from '../../scripts/browsers/session.ts';

/** No network is used: whatever is asked for ends nowhere. */
const NOWHERE = 9;
/** A measurement of minutes must outlive puppeteer's own patience. */
const PATIENCE_MS = 15 * 60_000;

/** A page of the bench build in a browser of its own. `call`: an expression over `globalThis.bench`, awaited. */
export interface BenchPage {
  session: Session;
  page: Page;
  call<T>(expression: string): Promise<T>;
  /** The same page opened anew, with nothing in memory and every database closed; this one is closed. */
  anew(): Promise<BenchPage>;
}

const START = {
  chromium: () => startChromium({ sandboxPort: NOWHERE, mode: 'bench' }),
  firefox: () => startFirefox({ proxyPort: NOWHERE, mode: 'bench' }),
} as const;

/** Runs a measurement in Chromium, then in Firefox; answers both. `BENCH_BROWSER` names the only one. */
export async function inBoth<T>(measure: (bench: BenchPage) => Promise<T>): Promise<{ name: string; value: T }[]> {
  const found: { name: string; value: T }[] = [];
  const only = process.env.BENCH_BROWSER;
  for (const [name, start] of Object.entries(START)) {
    if (only !== undefined && only !== name) continue;
    const session = await start();
    try {
      found.push({ name: session.name, value: await measure(await benchPage(session)) });
    } finally {
      await session.close();
    }
  }
  return found;
}

/** The page in a session that was just started. */
export async function benchPage(session: Session): Promise<BenchPage> {
  const bench = await opened(session);
  // In Chromium a first start opens the options page, which would draw every page of a fill in the thread that is measured; the worker has one of its own.
  const first = async () => (await session.browser.pages()).find((other) => other.url().startsWith(`${session.origin}/options.html`));
  if (session.name === 'chromium') await (await until('the options page', first)).close();
  return bench;
}

/** The answer of a call is fetched by looking again: one may last longer than a protocol waits. */
async function opened(session: Session): Promise<BenchPage> {
  const page = await session.openOwn('bench.html');
  const call = async <T>(expression: string): Promise<T> => {
    await page.evaluate(
      `globalThis.outcome = undefined; void (async () => globalThis.bench.${expression})().then((value) => { globalThis.outcome = { value }; }, (error) => { globalThis.outcome = { error: String(error?.stack ?? error) }; }); 0`,
    );
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      const outcome = (await page.evaluate('globalThis.outcome')) as { value: T } | { error: string } | undefined;
      if (outcome && 'error' in outcome) throw new Error(outcome.error);
      if (outcome) return outcome.value;
      await new Promise((done) => setTimeout(done, 250));
    }
    throw new Error(`no answer from ${expression}`);
  };
  const anew = async () => {
    const next = await opened(session);
    await page.close();
    return next;
  };
  return { session, page, call, anew };
}
