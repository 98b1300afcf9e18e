import type { Page } from 'puppeteer-core';
import type { Io, SystemId } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.ts';
import { startProxy } from '../../sandbox/proxy.ts';
import { startChromium } from '../../scripts/browsers/chromium.ts';
import { startFirefox } from '../../scripts/browsers/firefox.ts';
import { type Panel, panelText, type Session } from '../../scripts/browsers/session.ts';
import { recordOf } from '../../scripts/demo/connect.ts';

export type BrowserName = Session['name'];

/** A sandbox and a browser in front of it. */
export interface World {
  sandbox: Sandbox;
  session: Session;
  close(): Promise<void>;
}

interface WorldOptions {
  sandbox?: SandboxOptions;
  mode?: 'demo' | 'store';
  profile?: string;
  grant?: readonly string[];
}

/** Starts both; `close` ends both whatever happened. */
export async function startWorld(name: BrowserName, options: WorldOptions = {}): Promise<World> {
  const sandbox = await startSandbox({ asOf: 'now', ...options.sandbox });
  const session = await openBrowser(name, sandbox, options).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  return {
    sandbox,
    session,
    close: async () => {
      await session.close().catch(() => undefined);
      await sandbox.close();
    },
  };
}

/** A browser in front of a sandbox that is running already: for a second start with the same profile. */
export async function openBrowser(name: BrowserName, sandbox: Sandbox, options: WorldOptions = {}): Promise<Session> {
  const shared = { ...(options.mode && { mode: options.mode }), ...(options.profile && { profile: options.profile }) };
  if (name === 'chromium') return startChromium({ sandboxPort: sandbox.port, ...shared, ...(options.grant && { grant: options.grant }) });
  const proxy = await startProxy(sandbox.port);
  const session = await startFirefox({ proxyPort: proxy.port, ...shared });
  return {
    ...session,
    close: async () => {
      await session.close();
      await proxy.close();
    },
  };
}

/** The name in the panel's head; empty while there is none. */
export const headline = (panel: Panel): Promise<string> => panel.run((doc) => doc.querySelector('h1:not(.sr-only)')?.textContent ?? '');

/** What stands beside each system's mark, for a screen reader: `HubSpot, answered, 2 s ago`. */
export const marks = (panel: Panel): Promise<string[]> =>
  panel.run((doc) => [...doc.querySelectorAll('[aria-label="Systems"] [title]')].map((each) => each.getAttribute('title') ?? ''));

/** The lines about systems that need attention, each with the name of its button. */
export const troubles = (panel: Panel): Promise<{ text: string; way: string | undefined }[]> =>
  panel.run((doc) =>
    [...doc.querySelectorAll<HTMLElement>('[aria-label="Systems that need attention"] li')].map((line) => ({
      text: line.innerText.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\u2066-\u2069]/g, ''),
      way: line.querySelector('button')?.innerText,
    })),
  );

/** Everything the panel says on all three tabs of a customer. */
export async function allTabs(panel: Panel): Promise<string> {
  const texts: string[] = [];
  for (const tab of ['timeline', 'deals', 'overview']) {
    await panel.run((doc, id) => doc.querySelector<HTMLElement>(`#tab-${id}`)?.click(), tab);
    await panel.run((doc) => new Promise<void>((done) => doc.defaultView?.requestAnimationFrame(() => doc.defaultView?.setTimeout(done))));
    texts.push(await panelText(panel));
  }
  return texts.join('\n');
}

/** The vendor's own forms, filled as a new user would. */
const FORMS: Readonly<Record<string, { method: string; values: Record<string, string> }>> = {
  hubspot: { method: 'service-key', values: {} },
  salesforce: { method: 'token', values: { address: 'https://northwind-demo.my.salesforce.com' } },
  pipedrive: { method: 'token', values: { domain: 'sidelight-demo' } },
  amocrm: { method: 'token', values: { address: 'vektordemo.amocrm.ru' } },
};

/** The secret a sandbox connection works with. */
export function tokenOf(sandbox: Sandbox, system: SystemId): string {
  const { credentials } = sandbox.connection(system);
  if (credentials.kind === 'token') return credentials.token;
  if (credentials.kind === 'oauth') return credentials.accessToken;
  throw new Error(`${system} has no token`);
}

/** Match patterns a connection needs, as the connecting click asks for them. */
export function hostsOf(sandbox: Sandbox, system: SystemId): string[] {
  const { pages = [], api = [] } = systems[system]?.hosts(sandbox.connection(system)) ?? {};
  return [...new Set([...pages, ...api])];
}

/** Connects in a store build, which has no demo door: host access, then the form's message, both from the options page. */
export async function connectStore(own: Page, sandbox: Sandbox, wanted: readonly SystemId[]): Promise<void> {
  for (const system of wanted) {
    const granted = await own.evaluate(`chrome.permissions.request({ origins: ${JSON.stringify(hostsOf(sandbox, system))} })`);
    const form = FORMS[system];
    if (granted !== true || !form) throw new Error(`no access to ${system}`);
    const message = { type: 'connection.save', system, method: form.method, values: { ...form.values, token: tokenOf(sandbox, system) } };
    const answer = await own.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
    const id = (answer as { ok?: { connection?: { id: string } } }).ok?.connection?.id;
    if (id === undefined) throw new Error(`${system}: ${JSON.stringify(answer)}`);
    // What the rep says when she is asked before the first write.
    await own.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ type: 'connection.change', id, changes: { writes: 'yes' } })})`);
  }
}

/** The panels' own pages (Chromium), for what `Panel` does not offer. */
export async function panelViews(session: Session): Promise<Page[]> {
  const targets = session.browser.targets().filter((each) => each.url().startsWith(`${session.origin}/sidepanel.html`));
  return Promise.all(targets.map((target) => target.asPage()));
}

/** Takes the network away from panel and worker (Chromium), or gives it back. The pages of the CRM keep theirs. */
export async function setOffline(session: Session, offline: boolean): Promise<void> {
  const worker = await session.browser
    .targets()
    .find((each) => each.type() === 'service_worker' && each.url().startsWith(session.origin))
    ?.worker();
  const conditions = { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await worker?.client.send('Network.enable');
  await worker?.client.send('Network.emulateNetworkConditions', conditions);
  for (const view of await panelViews(session)) await view.setOfflineMode(offline);
}

/** A tab in a window of its own (Chromium). */
export async function openWindow(session: Session, url: string): Promise<Page> {
  const client = await session.browser.target().createCDPSession();
  const { targetId } = await client.send('Target.createTarget', { url, newWindow: true });
  await client.detach();
  const target = await session.browser.waitForTarget((each) => Reflect.get(each, '_targetId') === targetId);
  const page = await target.page();
  if (!page) throw new Error('the window has no page');
  await page.waitForSelector('main h1');
  return page;
}

/** How many entries with this text a person's timeline has in a system, read through the vendor's own API. */
export async function timesInTimeline(sandbox: Sandbox, person: string, system: SystemId, text: string): Promise<number> {
  const io: Io = {
    connection: sandbox.connection(system),
    fetch: (request) => sandbox.fetch(request),
    signal: AbortSignal.timeout(20_000),
    now: Date.now,
    random: Math.random,
  };
  const page = await systems[system]?.timeline(recordOf(sandbox, person, system), { limit: 50 }, io);
  return page?.rows.filter((row) => `${row.title ?? ''}\n${row.text ?? ''}`.includes(text)).length ?? 0;
}
