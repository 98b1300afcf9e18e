import type { SystemId } from '../../lib/systems/contract.ts';
import { type LoggedRequest, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { type Figure, format, median } from './figures.ts';

const LATENCY: Record<string, number> = { hubspot: 80, pipedrive: 250, salesforce: 500, amocrm: 900 };
const PEOPLE = ['ana-perez', 'ivan-petrov', 'james-oneil', 'yuki-tanaka', 'luis-garza'];

interface Run {
  viewMs: number;
  criticalMs: number;
  firstCardMs: number;
  ownFirstMs: number;
}

/** A view nobody has seen before, over four systems of very different speed; then once more with one system hanging. */
export async function freshFigures(): Promise<Figure[]> {
  const sandbox = await startSandbox({ latencyMs: LATENCY });
  const session = await startChromium({ sandboxPort: sandbox.port });
  try {
    await connectDemo(session, sandbox);
    const page = await session.open('https://app.hubspot.com/robots.txt');
    const panel = await session.openPanel(page);
    const view = await session.openOwn('sidepanel.html');
    await page.bringToFront();
    const runs: Run[] = [];
    for (const person of PEOPLE) {
      await page.bringToFront();
      const from = sandbox.requests().length;
      const goneAt = Date.now();
      await page.goto(recordPage(sandbox, person, 'hubspot'));
      runs.push(await measure(sandbox, from, goneAt));
    }
    await panel.close();
    await view.close();
    return toFigures(runs);
  } finally {
    await session.close();
    await sandbox.close();
  }
}

/** Reads the run out of the sandbox's log: requests carry when they came and when they were answered. */
async function measure(sandbox: Sandbox, from: number, _goneAt: number): Promise<Run> {
  let quietSince = Date.now();
  let seen = 0;
  // Until nothing has been asked for longer than the slowest answer takes.
  while (Date.now() - quietSince < 2500) {
    await new Promise((done) => setTimeout(done, 100));
    const count = apiRequests(sandbox, from).length;
    if (count !== seen) quietSince = Date.now();
    seen = count;
  }
  const asked = apiRequests(sandbox, from);
  const start = Math.min(...asked.map(({ at }) => at));
  const own = asked.filter(({ system }) => system === 'hubspot');
  const ownFirst = Math.min(...own.map(endOf)) - start;
  const chains = DEMO_SYSTEMS.filter((system) => system !== 'hubspot').map((system) => busyMs(asked, system));
  const ownRest = busyMs(own, 'hubspot') - ownFirst;
  return {
    viewMs: Math.max(...asked.map(endOf)) - start,
    criticalMs: ownFirst + Math.max(ownRest, ...chains),
    firstCardMs: 0,
    ownFirstMs: ownFirst,
  };
}

const endOf = (request: LoggedRequest): number => request.at + (request.tookMs ?? 0);

function apiRequests(sandbox: Sandbox, from: number): LoggedRequest[] {
  return sandbox
    .requests()
    .slice(from)
    .filter((request) => request.tookMs !== undefined && request.system !== undefined);
}

/** The time in which at least one request of a system was under way: its chain of sequential requests. */
function busyMs(requests: readonly LoggedRequest[], system: SystemId): number {
  const spans = requests
    .filter((request) => request.system === system)
    .map((request) => [request.at, endOf(request)] as const)
    .sort((a, b) => a[0] - b[0]);
  let total = 0;
  let until = 0;
  for (const [start, end] of spans) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}

function toFigures(runs: readonly Run[]): Figure[] {
  return [
    {
      what: 'fresh view over four systems (80 to 900 ms each), against its critical path',
      value: median(runs.map(({ viewMs, criticalMs }) => viewMs / criticalMs)),
      limit: 1.15,
      unit: '×',
      note: `ms: view ${runs.map(({ viewMs }) => format(viewMs)).join(', ')}; critical path ${runs.map(({ criticalMs }) => format(criticalMs)).join(', ')}`,
    },
  ];
}
