import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Sandbox } from '../../sandbox/index.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { buildFolder, panelShows, type Session, until } from '../../scripts/browsers/session.ts';
import { connectDemo, recordPage } from '../../scripts/demo/connect.ts';
import { type Figure, format, median, quantile } from './figures.ts';
import { benchPage } from './in-browsers.ts';

const ROUNDS = 25;
const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);

/** Notes when the page's h1 has been painted with a text that contains `name`, in epoch ms. */
const WATCH = (name: string) => `(() => {
  let done = false;
  const check = () => {
    if (done || !document.querySelector('h1')?.textContent.includes(${JSON.stringify(name)})) return;
    done = true;
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { globalThis.paintedAt = performance.timeOrigin + performance.now(); }; port2.postMessage(0); });
  };
  new MutationObserver(check).observe(document, { childList: true, subtree: true, characterData: true });
  check();
})();`;

const RAW_PAGE = '<!doctype html><meta charset="utf-8"><div id="root"></div><script src="raw.js"></script>';

/** The least a page can do: open the database, get the row, set innerHTML. The row holds what our panel reads, in plain. */
const RAW_SCRIPT = `const open = indexedDB.open('bench-raw', 1);
open.onupgradeneeded = () => open.result.createObjectStore('rows', { keyPath: 'key' });
open.onsuccess = () => {
  const get = open.result.transaction('rows').objectStore('rows').get('customer');
  get.onsuccess = () => {
    const row = get.result;
    if (!row) return;
    document.getElementById('root').innerHTML = '<h1>' + row.name + '</h1><p>' + row.title + '</p><ul>' + row.facts.map((fact) => '<li>' + fact + '</li>').join('') + '</ul>';
  };
};`;

/**
 * The demo build with the raw page beside the panel, so that both live in the same origin and the same side panel; and with the page of the
 * bench build, which fills the cache. Files of one name are the same in both builds: the name has the sum of what is in them.
 */
function buildWithRawPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-bench-'));
  cpSync(resolve(buildFolder('chrome', 'demo')), folder, { recursive: true });
  for (const part of ['bench.html', 'chunks', 'assets'])
    cpSync(resolve(buildFolder('chrome', 'bench'), part), join(folder, part), { recursive: true, force: false });
  writeFileSync(join(folder, 'raw.html'), RAW_PAGE);
  writeFileSync(join(folder, 'raw.js'), RAW_SCRIPT);
  return folder;
}

/** Panel opened → header painted, against the raw page in the same side panel; and record change → header. */
export async function paintFigures(sandbox: Sandbox): Promise<Figure[]> {
  const folder = buildWithRawPage();
  const session = await startChromium({ sandboxPort: sandbox.port, folder });
  try {
    await connectDemo(session, sandbox);
    await fill(session);
    const page = await session.open(recordPage(sandbox, 'ana-perez', 'hubspot'));
    const panel = await session.openPanel(page);
    await panelShows(panel, 'Ana', 30_000);
    const view = await panelPage(session);
    // Everything has answered: from here on it is the cache that paints.
    await new Promise((done) => setTimeout(done, 4000));
    const follow = await followFigure(page, view, sandbox);
    await page.goto(recordPage(sandbox, 'ana-perez', 'hubspot'));
    await panelShows(panel, 'Ana');
    return [await openFigure(view), follow];
  } finally {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** So many synced records in the cache, and as many rows in the raw page's store. */
async function fill(session: Session): Promise<void> {
  const bench = await benchPage(session);
  await bench.call(`fillBeside(${RECORDS})`);
  await bench.page.close();
  // The worker that was there knows nothing of what another page has written.
  await session.killBackground();
}

async function panelPage(session: Session): Promise<Page> {
  const target = session.browser.targets().find((each) => each.url().startsWith(`${session.origin}/sidepanel.html`));
  const page = await target?.asPage();
  if (!page) throw new Error('no panel');
  return page;
}

async function openFigure(view: Page): Promise<Figure> {
  const panelUrl = view.url();
  const rawUrl = new URL('raw.html', panelUrl).href;
  await view.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('bench-raw', 1);
        open.onerror = () => reject(open.error);
        open.onupgradeneeded = () => open.result.createObjectStore('rows', { keyPath: 'key' });
        open.onsuccess = () => {
          const facts = Array.from({ length: 40 }, (_, index) => `Fact ${index}: something a rep wants to know about this customer`);
          const write = open.result.transaction('rows', 'readwrite');
          write.objectStore('rows').put({ key: 'customer', name: 'Ana Pérez', title: 'Head of Purchasing', facts });
          write.oncomplete = () => resolve();
        };
      }),
  );
  const { identifier } = await view.evaluateOnNewDocument(WATCH('Ana'));
  const ours: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    raw.push(await timeToPaint(view, rawUrl));
    ours.push(await timeToPaint(view, panelUrl));
  }
  await view.removeScriptToEvaluateOnNewDocument(identifier);
  return {
    what: `panel opened → the right header painted from decrypted rows, ${RECORDS} records in the cache, p50, against raw IndexedDB + innerHTML`,
    value: median(ours) / median(raw),
    limit: 1.4,
    unit: '×',
    note: `ms p50: raw ${format(median(raw))}, panel ${format(median(ours))} (p95 ${format(quantile(ours, 0.95))}); ${ROUNDS} openings each, alternating`,
  };
}

/** ms from the start of the navigation to the painted header. */
async function timeToPaint(view: Page, url: string): Promise<number> {
  await view.goto(url, { waitUntil: 'load' });
  return until(
    'the header',
    () => view.evaluate('globalThis.paintedAt && globalThis.paintedAt - performance.timeOrigin') as Promise<number>,
  );
}

/** The rep goes from record to record inside the CRM; both are cached. */
async function followFigure(page: Page, view: Page, sandbox: Sandbox): Promise<Figure> {
  const stops = [
    { path: new URL(recordPage(sandbox, 'james-oneil', 'hubspot')).pathname, name: 'James' },
    { path: new URL(recordPage(sandbox, 'ana-perez', 'hubspot')).pathname, name: 'Ana' },
  ];
  const times: number[] = [];
  for (let step = 0; step < 2 * ROUNDS; step += 1) {
    const { path, name } = stops[step % 2] as (typeof stops)[number];
    await view.evaluate(`delete globalThis.paintedAt; ${WATCH(name)}`);
    const startedAt = await page.evaluate((to) => {
      const now = performance.timeOrigin + performance.now();
      history.pushState(null, '', to);
      return now;
    }, path);
    const paintedAt = await until(`${name}'s header`, () => view.evaluate('globalThis.paintedAt') as Promise<number>);
    // The first visits fill the cache.
    if (step >= 4) times.push(paintedAt - startedAt);
    await new Promise((done) => setTimeout(done, step < 4 ? 4000 : 250));
  }
  return {
    what: 'record change in the CRM → the panel shows the new header, from the cache, p95',
    value: quantile(times, 0.95),
    limit: 100,
    unit: 'ms',
    note: `p50 ${format(median(times))} ms; ${times.length} changes`,
  };
}
