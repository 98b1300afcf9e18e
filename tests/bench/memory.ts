import type { CDPSession, Page, Target } from 'puppeteer-core';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import type { Session } from '../../scripts/browsers/session.ts';
import { type Figure, format } from './figures.ts';
import { benchPage } from './in-browsers.ts';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);
/** No network is used. */
const NOWHERE = 9;

interface Held {
  workerMb: number;
  panelMb: number;
}

/**
 * What the worker and the panel hold once the rep has searched (V8 heap and array buffers after a collection, Chromium), with so many records
 * kept, over the same with none.
 */
export async function memoryFigures(): Promise<Figure[]> {
  const empty = await held(0);
  const full = await held(RECORDS);
  const row = (what: string, of: (each: Held) => number, limit: number): Figure => ({
    what: `${what} memory at ${RECORDS} records, over the same with none`,
    value: Math.max(0, of(full) - of(empty)),
    limit,
    unit: 'MB',
    note: `${format(of(full))} MB against ${format(of(empty))} MB, after a search`,
  });
  return [row('worker', ({ workerMb }) => workerMb, 50), row('panel', ({ panelMb }) => panelMb, 25)];
}

async function held(records: number): Promise<Held> {
  const session = await startChromium({ sandboxPort: NOWHERE, mode: 'bench' });
  try {
    const bench = await benchPage(session);
    if (records > 0) await bench.call(`fill(${records})`);
    await bench.page.close();
    // The worker that was there knows nothing of what another page has written.
    await session.killBackground();
    const panel = await session.openOwn('sidepanel.html');
    for (const query of ['ana', 'ana pérez', 'ivanov', 'perez 77']) await search(panel, query);
    await new Promise((done) => setTimeout(done, 2_000));
    const worker = await workerOf(session).createCDPSession();
    return { workerMb: await heapMb(worker), panelMb: await heapMb(await panel.createCDPSession()) };
  } finally {
    await session.close();
  }
}

function search(panel: Page, query: string): Promise<unknown> {
  return panel.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ type: 'search.query', query, limit: 10 })})`);
}

function workerOf({ browser }: Session): Target {
  const worker = browser.targets().find((target) => target.type() === 'service_worker');
  if (!worker) throw new Error('no worker');
  return worker;
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return (usedSize + (backingStorageSize ?? 0)) / 1e6;
}
