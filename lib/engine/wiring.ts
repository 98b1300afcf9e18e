import { compareCompanies, comparePeople, toMatchRecord } from '../identity/index.ts';
import { dispatcher, type Handlers } from '../messages/dispatch.ts';
import type { SystemRecord } from '../model/records.ts';
import { clearAlarm, ensureAlarm, onAlarm, setAlarm } from '../platform/alarms.ts';
import { dressBadge, setBadge } from '../platform/badge.ts';
import { makeSelectionMenu, onSelectionMenu } from '../platform/context-menu.ts';
import { readCookie } from '../platform/cookies.ts';
import { readMark, setMark } from '../platform/mark.ts';
import { openPanelOnClick } from '../platform/panel.ts';
import { hasHosts, onHostsChanged, releaseCookies, releaseEverything, releaseHosts } from '../platform/permissions.ts';
import { onInstalled, onMessage, onStartup, openOptions, self } from '../platform/runtime.ts';
import { injectPage, registerPages, unregisterPages } from '../platform/scripts.ts';
import { allTabStates, clearSession, dropTabState, lastUse, noteUse, sessionKeeper, setTabState, tabState } from '../platform/session.ts';
import { openSignIn, redirectUrl } from '../platform/sign-in.ts';
import { onTabAddress, onTabLoad, onTabRemoved, tabAddress, tabsOn } from '../platform/tabs.ts';
import { leaveWish } from '../platform/wish.ts';
import { settleAbandonedParts } from '../store/dossiers.ts';
import { keepWith, onLockChange } from '../store/keeper.ts';
import { renewDataKey } from '../store/legacy-keys.ts';
import { renewVaultKey } from '../store/vault.ts';
import { systems } from '../systems/index.ts';
import { type Idle, lockWhenIdle } from './auto-lock.ts';
import { tasksDue } from './badge.ts';
import { alignPages } from './connect.ts';
import { type Engine, type Likeness, newMemory } from './context.ts';
import { connectionsChanged, handlersOf, type TabStates, tabLoaded, tabMoved } from './handlers.ts';
import { refreshAfter } from './more.ts';
import { startRunner, wakeDeliveries } from './outbox/drain.ts';
import { sweepStore } from './privacy.ts';
import { dropSearchMemory } from './search.ts';
import { syncPump } from './sync/pump.ts';
import { type Marks, noteKept, noticeVanished } from './vanished.ts';

/** A selection longer than this is a page, not a note. */
const LONGEST_SELECTION = 4000;
const OUTBOX_ALARM = 'outbox';
const LOCK_ALARM = 'lock';
const SWEEP_ALARM = 'sweep';
const SWEEP_MINUTES = 360;
const SYNC_ALARM = 'sync';
/** Waits shorter than this are sat out by the worker; the alarm does the rest. */
const SOON_MS = 20_000;
/** How much waits is noted apart from the database when the first write has left. */
const NOTE_AFTER_MS = 500;

const tabs: TabStates = {
  get: tabState,
  async set(tabId, state) {
    await setTabState(tabId, state);
    void showDue(tabId);
  },
  drop: dropTabState,
  all: allTabStates,
};

/** The badge follows what the tab shows. */
async function showDue(tabId: number): Promise<void> {
  await setBadge(tabId, await tasksDue(await tabState(tabId), Date.now()).catch(() => 0));
}

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
  void dressBadge();
  const renewed = noticeVanished(marks)
    .then(renewDataKey)
    .then(renewVaultKey)
    .catch(() => undefined);
  // A dead worker's open questions are settled before new ones are asked.
  const ready = renewed.then(settleAbandonedParts).catch(() => undefined);
  const runner = renewed.then(() => deliverer(engine));
  const deliver = () => void runner.then((wake) => wake());
  const syncNow = syncPump(engine, { set: (at) => setAlarm(SYNC_ALARM, at), clear: () => clearAlarm(SYNC_ALARM) });
  const sync = () => void renewed.then(syncNow);
  const heard = new Set<number>();
  keepWith(sessionKeeper);
  const minding = () => void lockWhenIdle(engine, idle).catch(() => undefined);
  const handlers = handlersOf(engine, tabs, {
    drain: deliver,
    sync,
    heard: (tabId) => void heard.add(tabId),
    looked: (tabId) => void showDue(tabId),
    used: () => void noteUse(engine.now()).catch(() => undefined),
    set: minding,
    wiped: leaveNothing,
  });
  onMessage(dispatcher(self, afterwards(renewed, ready, handlers)));
  if (extra) onMessage(extra(engine, tabs));
  onTabRemoved((tabId) => void dropTabState(tabId).catch(() => undefined));
  onTabAddress((tabId, address) => void tabMoved(engine, tabs, tabId, address).catch(() => undefined));
  onTabLoad((tabId, status) => {
    if (status === 'loading') heard.delete(tabId);
    else if (!heard.has(tabId))
      void tabAddress(tabId)
        .then((address) => tabLoaded(tabs, tabId, address))
        .catch(() => undefined);
  });
  const align = () =>
    void alignPages(engine)
      .then(() => connectionsChanged(engine, tabs))
      .then(deliver, () => undefined)
      .then(sync);
  onInstalled((reason) => {
    align();
    void makeSelectionMenu();
    // The demo is connected by its launcher.
    if (reason === 'install' && !extra) void openOptions().catch(() => undefined);
  });
  onStartup(align);
  onSelectionMenu((act, text, windowId) => void leaveWish({ act, text: text.slice(0, LONGEST_SELECTION), windowId, at: engine.now() }));
  onHostsChanged(align);
  onLockChange(() => {
    dropSearchMemory();
    engine.memory.signIns.clear();
    minding();
    align();
  });
  const tidy = () => void sweepStore(engine).catch(() => undefined);
  // Browsers may lose alarms at a restart, and few run for six hours on end.
  onStartup(tidy);
  onAlarm((name) => {
    if (name === OUTBOX_ALARM) deliver();
    if (name === SYNC_ALARM) sync();
    if (name === LOCK_ALARM) minding();
    if (name === SWEEP_ALARM) tidy();
  });
  minding();
  void ensureAlarm(SWEEP_ALARM, SWEEP_MINUTES).catch(() => undefined);
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
  let noting: ReturnType<typeof setTimeout> | undefined;
  let alarm: Promise<void> = Promise.resolve();
  const runner = startRunner(engine, ({ delivered, nextAt }) => {
    clearTimeout(timer);
    const waitMs = nextAt === undefined ? Number.POSITIVE_INFINITY : nextAt - engine.now();
    if (waitMs < SOON_MS) timer = setTimeout(runner.wake, Math.max(50, waitMs));
    // After the one that was just asked for, which would else come back.
    if (nextAt === undefined) void alarm.then(() => clearAlarm(OUTBOX_ALARM)).catch(() => undefined);
    void Promise.allSettled(delivered.map(({ connectionId, action }) => refreshAfter(engine, connectionId, action)));
  });
  return function deliver() {
    runner.wake();
    // As long as something waits it brings the worker back if it is stopped; whether something does is read by the runner alone, just now.
    alarm = ensureAlarm(OUTBOX_ALARM, 0.5).catch(() => undefined);
    clearTimeout(noting);
    noting = setTimeout(() => void noteKept(marks).catch(() => undefined), NOTE_AFTER_MS);
  };
}

const marks: Marks = { read: readMark, set: setMark };

/** How the browser wakes us to lock. */
const idle: Idle = {
  lastUse,
  async wakeAt(at) {
    if (at === undefined) await clearAlarm(LOCK_ALARM);
    else setAlarm(LOCK_ALARM, at);
  },
};

/** What the browser itself keeps for us, after everything else was deleted. */
async function leaveNothing(): Promise<void> {
  await Promise.allSettled([
    setMark(undefined),
    clearSession(),
    releaseEverything(),
    clearAlarm(OUTBOX_ALARM),
    clearAlarm(LOCK_ALARM),
    clearAlarm(SYNC_ALARM),
  ]);
}

/** Handlers that wait for what has to be done at the start. */
function afterwards(renewed: Promise<unknown>, ready: Promise<unknown>, handlers: Handlers): Handlers {
  const later = Object.entries<(...asked: never[]) => Promise<unknown>>(handlers).map(([name, handle]) => {
    const first = name === 'record.fresh' ? ready : renewed;
    return [name, (...asked: never[]) => first.then(() => handle(...asked))];
  });
  return Object.fromEntries(later) as Handlers;
}

function compare(a: SystemRecord, b: SystemRecord, defaultCountry?: string): Likeness {
  const context = defaultCountry === undefined ? {} : { defaultCountry };
  const [left, right] = [toMatchRecord(a), toMatchRecord(b)];
  return a.kind === 'company' ? compareCompanies(left, right, context) : comparePeople(left, right, context);
}

function pageId(connectionId: string): string {
  return `page-${connectionId}`;
}
