import type { SystemId } from '../../lib/systems/contract.ts';
import { type LoggedRequest, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { type Panel, until } from '../../scripts/browsers/session.ts';
import { connectDemo, DEMO_SYSTEMS, recordPage } from '../../scripts/demo/connect.ts';
import { type Figure, format, median } from './figures.ts';

const LATENCY: Record<string, number> = { hubspot: 80, pipedrive: 250, salesforce: 500, amocrm: 900 };
/** Cast key and the name HubSpot has; nobody is opened twice. */
const PEOPLE = [
  ['ana-perez', 'Ana'],
  ['james-oneil', 'James'],
  ['yuki-tanaka', 'Yuki'],
  ['luis-garza', 'Luis'],
  ['carmen-soto', 'Carmen'],
] as const;
const HANGING: SystemId = 'salesforce';

interface Run {
  viewMs: number;
  criticalMs: number;
  /** From the moment the stand-in had sent the open record's own first answer to the painted head. */
  firstCardMs: number;
}

/** Views nobody has seen before, over four systems of very different speed; the last two with one system hanging. */
export async function freshFigures(): Promise<Figure[]> {
  const sandbox = await startSandbox({ latencyMs: LATENCY });
  const session = await startChromium({ sandboxPort: sandbox.port });
  try {
    await connectDemo(session, sandbox);
    const page = await session.open('https://app.hubspot.com/robots.txt');
    const panel = await session.openPanel(page);
    const runs: Run[] = [];
    for (const [index, [person, name]] of PEOPLE.entries()) {
      if (index === 3) sandbox.faults.add({ system: HANGING, kind: 'hang' });
      const from = sandbox.requests().length;
      await watchHead(panel, name);
      await page.goto(recordPage(sandbox, person, 'hubspot'));
      runs.push(await measure(sandbox, panel, from));
    }
    return toFigures(runs.slice(0, 3), runs.slice(3));
  } finally {
    sandbox.faults.clear();
    await session.close();
    await sandbox.close();
  }
}

/** Notes in the panel when a head with this name has been painted. */
async function watchHead(panel: Panel, name: string): Promise<void> {
  await panel.run((doc, wanted) => {
    const view = doc.defaultView as (Window & typeof globalThis & { paintedAt?: number }) | null;
    if (!view) return;
    delete view.paintedAt;
    const watch = new view.MutationObserver(() => {
      if (!doc.querySelector('h1')?.textContent?.includes(wanted)) return;
      watch.disconnect();
      view.requestAnimationFrame(() => {
        view.paintedAt = view.performance.timeOrigin + view.performance.now();
      });
    });
    watch.observe(doc, { childList: true, subtree: true, characterData: true });
  }, name);
}

/** Reads the run out of the sandbox's log: requests carry when they came and when they were answered. */
async function measure(sandbox: Sandbox, panel: Panel, from: number): Promise<Run> {
  const paintedAt = await until(
    'the head',
    () => panel.run((doc) => (doc.defaultView as { paintedAt?: number } | null)?.paintedAt ?? 0),
    30_000,
  );
  let quietSince = Date.now();
  let seen = 0;
  // Until nothing was answered for longer than the slowest answer takes.
  while (Date.now() - quietSince < 2500) {
    await new Promise((done) => setTimeout(done, 100));
    const count = answered(sandbox, from).length;
    if (count !== seen) quietSince = Date.now();
    seen = count;
  }
  const all = answered(sandbox, from);
  const start = Math.min(...all.map(({ at }) => at));
  const own = all.filter(({ system }) => system === 'hubspot');
  const ownFirstEnd = Math.min(...own.map(endOf));
  const ownFirstMs = ownFirstEnd - start;
  const chains = DEMO_SYSTEMS.filter((system) => system !== 'hubspot').map((system) => busyMs(all, system));
  return {
    viewMs: Math.max(...all.map(endOf)) - start,
    criticalMs: ownFirstMs + Math.max(busyMs(own, 'hubspot') - ownFirstMs, ...chains),
    firstCardMs: paintedAt - ownFirstEnd,
  };
}

const endOf = (request: LoggedRequest): number => request.at + (request.tookMs ?? 0);

function answered(sandbox: Sandbox, from: number): LoggedRequest[] {
  return sandbox
    .requests()
    .slice(from)
    .filter(({ tookMs, system }) => tookMs !== undefined && system !== undefined);
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

function toFigures(plain: readonly Run[], hanging: readonly Run[]): Figure[] {
  const ratio = (runs: readonly Run[]) => median(runs.map(({ viewMs, criticalMs }) => viewMs / criticalMs));
  const note = (runs: readonly Run[]) =>
    `ms: view ${runs.map(({ viewMs }) => format(viewMs)).join(', ')}; critical path ${runs.map(({ criticalMs }) => format(criticalMs)).join(', ')}`;
  const cards = [...plain, ...hanging].map(({ firstCardMs }) => firstCardMs);
  return [
    {
      what: 'fresh view over four systems (80 to 900 ms each), against its critical path',
      value: ratio(plain),
      limit: 1.15,
      unit: '×',
      note: note(plain),
    },
    { what: 'the same with one system hanging: the other three', value: ratio(hanging), limit: 1.15, unit: '×', note: note(hanging) },
    {
      what: 'first card painted after the open record’s own first answer',
      value: median(cards),
      limit: 50,
      unit: 'ms',
      note: `by the stand-in’s own clock; all: ${cards.map(format).join(', ')} (the first one in a browser just started)`,
    },
  ];
}
