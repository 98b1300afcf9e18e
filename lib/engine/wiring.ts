import { compareCompanies, comparePeople, toMatchRecord } from '../identity/index.ts';
import { dispatcher, type Handlers } from '../messages/dispatch.ts';
import type { SystemRecord } from '../model/records.ts';
import { clearAlarm, ensureAlarm, onAlarm, setAlarm } from '../platform/alarms.ts';
import { readCookie } from '../platform/cookies.ts';
import { openPanelOnClick } from '../platform/panel.ts';
import { hasHosts, onHostsChanged, releaseCookies, releaseHosts } from '../platform/permissions.ts';
import { onInstalled, onMessage, onStartup, openOptions, self } from '../platform/runtime.ts';
import { injectPage, registerPages, unregisterPages } from '../platform/scripts.ts';
import { allTabStates, dropTabState, setTabState, tabState } from '../platform/session.ts';
import { openSignIn, redirectUrl } from '../platform/sign-in.ts';
import { onTabAddress, onTabLoad, onTabRemoved, tabAddress, tabsOn } from '../platform/tabs.ts';
import { pendingDeliveries } from '../store/deliveries.ts';
import { settleAbandonedParts } from '../store/dossiers.ts';
import { systems } from '../systems/index.ts';
import { alignPages } from './connect.ts';
import { type Engine, type Likeness, newMemory } from './context.ts';
import { connectionsChanged, handlersOf, type TabStates, tabLoaded, tabMoved } from './handlers.ts';
import { refreshAfter } from './more.ts';
import { startRunner, wakeDeliveries } from './outbox/drain.ts';
import { type SyncRound, syncRound } from './sync/run.ts';

const OUTBOX_ALARM = 'outbox';
const SYNC_ALARM = 'sync';
/** A worker that is stopped in the midst of a fill goes on after this. */
const SYNC_AGAIN_MS = 30_000;
/** Waits shorter than this are sat out by the worker; the alarm does the rest. */
const SOON_MS = 20_000;

const tabs: TabStates = { get: tabState, set: setTabState, drop: dropTabState, all: allTabStates };

/** The engine on the real browser. */
export function browserEngine(): Engine {
  return {
    systems,
    fetch: (request) => fetch(request),
    now: () => Date.now(),
    random: () => Math.random(),
    timeout: (ms) => AbortSignal.timeout(ms),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    later: (ms, task) => void setTimeout(task, ms),
    isOnline: () => navigator.onLine,
    locks: navigator.locks,
    bootId: crypto.randomUUID(),
    hasHosts,
    compare,
    signIn: { redirectUrl, open: openSignIn },
    cookie: readCookie,
    pages: {
      async attach(connectionId, patterns) {
        // A system without pages of its own is found from those of the others.
        if (patterns.length === 0) return;
        await registerPages(pageId(connectionId), patterns);
        for (const tabId of await tabsOn(patterns)) await injectPage(tabId);
      },
      detach: (connectionId) => unregisterPages(pageId(connectionId)),
      releaseHosts,
      releaseCookies,
    },
    memory: newMemory(),
  };
}

/** Registers all listeners, in the worker's first turn. `extra`: more messages than the protocol has, for the demo build. */
export function startWorker(
  engine: Engine = browserEngine(),
  extra?: (engine: Engine, tabs: TabStates) => Parameters<typeof onMessage>[0],
): void {
  // A dead worker's open questions are settled before new ones are asked.
  const ready = settleAbandonedParts().catch(() => undefined);
  const deliver = deliverer(engine);
  const sync = syncer(engine);
  const heard = new Set<number>();
  const handlers = handlersOf(engine, tabs, { drain: deliver, sync, heard: (tabId) => void heard.add(tabId) });
  onMessage(dispatcher(self, afterwards(ready, handlers)));
  if (extra) onMessage(extra(engine, tabs));
  onTabRemoved((tabId) => void dropTabState(tabId));
  onTabAddress((tabId, address) => void tabMoved(engine, tabs, tabId, address).catch(() => undefined));
  onTabLoad((tabId, status) => {
    if (status === 'loading') heard.delete(tabId);
    else if (!heard.has(tabId)) void tabAddress(tabId).then((address) => tabLoaded(tabs, tabId, address));
  });
  const align = () =>
    void alignPages(engine)
      .then(() => connectionsChanged(engine, tabs))
      .then(deliver, () => undefined)
      .then(sync);
  onInstalled((reason) => {
    align();
    // The demo is connected by its launcher.
    if (reason === 'install' && !extra) void openOptions().catch(() => undefined);
  });
  onStartup(align);
  onHostsChanged(align);
  onAlarm((name) => {
    if (name === OUTBOX_ALARM) deliver();
    if (name === SYNC_ALARM) sync();
  });
  globalThis.addEventListener('online', () => {
    void wakeDeliveries().then(deliver, deliver);
    sync();
  });
  openPanelOnClick();
  deliver();
}

/** The runner on the real browser: it looks again when something is heard, when its time has come, and by an alarm if the worker was stopped. */
function deliverer(engine: Engine): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const runner = startRunner(engine, ({ delivered, nextAt }) => {
    clearTimeout(timer);
    const waitMs = nextAt === undefined ? Number.POSITIVE_INFINITY : nextAt - engine.now();
    if (waitMs < SOON_MS) timer = setTimeout(runner.wake, Math.max(50, waitMs));
    if (nextAt === undefined) void clearAlarm(OUTBOX_ALARM).catch(() => undefined);
    void Promise.allSettled(delivered.map(({ connectionId, action }) => refreshAfter(engine, connectionId, action)));
  });
  return function deliver() {
    void wakeWhileWaiting().catch(() => undefined);
    runner.wake();
  };
}

/** The background reading on the real browser: rounds while something is due, an alarm for the next one, and for a worker that was stopped. */
function syncer(engine: Engine): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  return function sync() {
    setAlarm(SYNC_ALARM, engine.now() + SYNC_AGAIN_MS);
    if (isRunning) return;
    isRunning = true;
    clearTimeout(timer);
    void syncRound(engine)
      .catch((): SyncRound => ({ nextAt: engine.now() + SYNC_AGAIN_MS }))
      .then(({ nextAt }) => {
        isRunning = false;
        if (nextAt === undefined) return clearAlarm(SYNC_ALARM);
        const waitMs = nextAt - engine.now();
        if (waitMs < SOON_MS) timer = setTimeout(sync, Math.max(0, waitMs));
        setAlarm(SYNC_ALARM, Math.max(nextAt, engine.now() + SYNC_AGAIN_MS));
        return undefined;
      })
      .catch(() => undefined);
  };
}

/** As long as something waits, an alarm brings the worker back if it is stopped; else it is left to sleep. */
async function wakeWhileWaiting(): Promise<void> {
  if ((await pendingDeliveries()).length > 0) await ensureAlarm(OUTBOX_ALARM, 0.5);
}

/** Handlers that wait for the clean-up at the start. */
function afterwards(ready: Promise<unknown>, handlers: Handlers): Handlers {
  return { ...handlers, 'record.fresh': (request, asker) => ready.then(() => handlers['record.fresh'](request, asker)) };
}

function compare(a: SystemRecord, b: SystemRecord, defaultCountry?: string): Likeness {
  const context = defaultCountry === undefined ? {} : { defaultCountry };
  const [left, right] = [toMatchRecord(a), toMatchRecord(b)];
  return a.kind === 'company' ? compareCompanies(left, right, context) : comparePeople(left, right, context);
}

function pageId(connectionId: string): string {
  return `page-${connectionId}`;
}
