import type { Handlers } from '../messages/dispatch.ts';
import type { TabState } from '../model/dossier.ts';
import { openRecord } from '../model/open-record.ts';
import type { SyncChoice } from '../model/sync.ts';
import { liftForgotten } from '../store/forgotten.ts';
import { dropPassphrase, lock, setPassphrase, unlock } from '../store/passphrase.ts';
import { connections, settings } from '../store/reading.ts';
import { saveSettings } from '../store/settings.ts';
import { importSettings } from '../store/settings-file.ts';
import { roundsHere } from '../store/stretch.ts';
import { classifyPage } from '../systems/detect.ts';
import { alignPages, removeConnection, saveConnection, verifyConnection } from './connect.ts';
import { changeConnection, setConnectionState } from './connections.ts';
import { type Engine, systemOf } from './context.ts';
import { refreshDictionaries } from './dictionary.ts';
import { askMappedAnew, readSheet, saveChoice } from './field-sheet.ts';
import { removeHook, saveHook } from './hooks.ts';
import { lookUp } from './look-up.ts';
import { moreTimeline } from './more.ts';
import { wakeDeliveries } from './outbox/drain.ts';
import { forgetCustomer, wipeAll } from './privacy.ts';
import { judgeCustomersOf, rule } from './rule.ts';
import { createScoreField } from './score-field.ts';
import { searchRecords } from './search.ts';
import { testConnection } from './self-test.ts';
import { sealSignIns, signInChanges, takeSignIns } from './sign-in-file.ts';
import { chooseSync } from './sync/choose.ts';
import { keepOpened } from './sync/keep.ts';
import { stopSync } from './sync/run.ts';
import { type PageReport, placedAnew, sameTabState, tabStateOf } from './tab-state.ts';
import { againIn } from './waits.ts';

/** Where the state of tabs lies; survives the worker. */
export interface TabStates {
  get(tabId: number): Promise<TabState | undefined>;
  set(tabId: number, state: TabState): Promise<void>;
  drop(tabId: number): Promise<void>;
  all(): Promise<{ tabId: number; state: TabState }[]>;
}

/** What else the worker does when a message has been heard. */
export interface Effects {
  /** Deliver what waits. */
  drain(): void;
  /** Read what is due of the lists that are kept. */
  sync?(): void;
  /** A tab has told what it shows. */
  heard?(tabId: number): void;
  /** What a tab shows was asked for anew. */
  looked?(tabId: number): void;
  /** The rep has done something, in one of our pages or beside them. */
  used?(): void;
  /** A setting was changed, or the passphrase. */
  set?(): void;
  /** Everything was deleted: the browser's part of it. */
  wiped?(): Promise<void>;
}

/** What each message does. All checks of who may say it are done (`messages/dispatch.ts`). */
export function handlersOf(engine: Engine, tabs: TabStates, effects: Effects): Handlers {
  return {
    'page-changed': async (report, { tabId }) => {
      if (tabId === undefined) return {};
      effects.heard?.(tabId);
      await showPage(engine, tabs, tabId, report);
      if (await sessionIsBack(tabs, tabId)) effects.drain();
      return {};
    },
    'record.fresh': async ({ tabId, person, force, again }) => {
      // A note whose wake-up was lost goes out now.
      effects.drain();
      if (!again) effects.used?.();
      // The worker decides which record this is, not the message.
      const open = openRecord(await tabs.get(tabId), await connections());
      if (!open) return {};
      const found = await lookUp(engine, { open, ...(person && { person }), ...(force !== undefined && { force }) });
      effects.looked?.(tabId);
      void refreshDictionaries(engine).catch(() => undefined);
      if (found.dossier !== undefined) void keepOpened(engine, found.dossier).catch(() => undefined);
      const againInMs = await againIn(engine, found);
      return { ...found, ...(againInMs !== undefined && { againInMs }) };
    },
    'search.query': async ({ query, limit }) => ({ found: await searchRecords(query, limit, engine.now()) }),
    'record.more': ({ dossier, connectionId }) => moreTimeline(engine, dossier, connectionId),
    'ruling.set': async ({ a, b, same }) => {
      await rule(engine, a, b, same);
      return {};
    },
    'connection.verify': (form) => verifyConnection(engine, form),
    'connection.save': async (form) => {
      const saved = await saveConnection(engine, form);
      if ('connection' in saved) {
        await connectionsChanged(engine, tabs);
        await wakeDeliveries(saved.connection.id);
        effects.drain();
        void refreshDictionaries(engine).catch(() => undefined);
      }
      return saved;
    },
    'connection.test': ({ id }) => testConnection(engine, id),
    'connection.change': async ({ id, changes }) => {
      await changeConnection(id, changes);
      // A first write that waited for the rep's yes goes out now.
      if (changes.writes === 'yes') {
        await wakeDeliveries(id);
        effects.drain();
      }
      return {};
    },
    'connection.remove': async ({ id }) => {
      await removeConnection(engine, id);
      await connectionsChanged(engine, tabs);
      return {};
    },
    'sync.start': async ({ connectionId }) => {
      await setConnectionState(connectionId, 'ok');
      await alignPages(engine);
      await wakeDeliveries(connectionId);
      effects.drain();
      effects.sync?.();
      return {};
    },
    'sync.pause': async ({ connectionId }) => {
      stopSync(engine, connectionId);
      await setConnectionState(connectionId, 'paused');
      return {};
    },
    'sync.settings': async ({ connectionId, choice }) => {
      await chooseSync(engine, connectionId, choice as SyncChoice);
      effects.sync?.();
      return {};
    },
    'action.wake': async () => {
      effects.drain();
      return {};
    },
    'hook.save': (form) => saveHook(engine, form),
    'hook.remove': async ({ id }) => {
      await removeHook(engine, id);
      return {};
    },
    'settings.changed': async ({ changes }) => {
      await saveSettings(changes);
      effects.set?.();
      return {};
    },
    'lock.set': async ({ passphrase, current }) => {
      await setPassphrase(passphrase, await roundsHere(() => performance.now()), current);
      effects.used?.();
      effects.set?.();
      return {};
    },
    'lock.drop': async ({ current }) => {
      await dropPassphrase(current);
      effects.set?.();
      return {};
    },
    'lock.open': async ({ passphrase }) => {
      effects.used?.();
      await unlock(passphrase);
      return {};
    },
    'lock.now': async () => {
      await lock();
      return {};
    },
    'person.forget': async ({ dossier, waiting }) => ({ left: await forgetCustomer(engine, dossier, waiting) }),
    'person.show': async ({ record }) => {
      await liftForgotten([record]);
      return {};
    },
    'store.wipe': async () => {
      await wipeAll(engine);
      await effects.wiped?.();
      return {};
    },
    'mapping.read': ({ connectionId, object }) => readSheet(engine, connectionId, object),
    'mapping.save': async ({ connectionId, object, choice }) => {
      const answer = await saveChoice(connectionId, object, choice);
      void refreshDictionaries(engine).catch(() => undefined);
      return answer;
    },
    'field.create': async ({ connectionId, object }) => {
      const answer = await createScoreField(engine, connectionId, object);
      // The panel offers what can be written: it has to know before it is told.
      await refreshDictionaries(engine).catch(() => undefined);
      return answer;
    },
    'settings.seal': async ({ passphrase }) => ({ part: await sealSignIns(engine, passphrase, await roundsHere(() => performance.now())) }),
    'settings.open': async ({ part, passphrase }) => ({ changes: await signInChanges(engine, part, passphrase) }),
    'settings.import': async ({ file, passphrase }) => {
      // First, so that a wrong passphrase leaves everything as it is.
      const taken = file.signIns && passphrase !== undefined ? await takeSignIns(engine, file.signIns, passphrase) : 0;
      await importSettings(file);
      if (taken > 0) {
        await alignPages(engine);
        await connectionsChanged(engine, tabs);
        await wakeDeliveries();
        effects.drain();
      }
      if (file.mappings) await askMappedAnew(file.mappings);
      void refreshDictionaries(engine).catch(() => undefined);
      void judgeCustomersOf(
        engine,
        file.rulings.flatMap(({ a, b }) => [a, b]),
      ).catch(() => undefined);
      return {};
    },
  };
}

/** Works out what a tab shows and remembers it, if that changes anything. Reports of one tab take effect in the order they came. */
export function showPage(engine: Engine, tabs: TabStates, tabId: number, report: PageReport): Promise<void> {
  return inTurn(engine, tabId, () => place(engine, tabs, tabId, report));
}

/**
 * A tab has another address, says the browser. While a preview is open in the same site, its page script alone knows whether it
 * still is, and reports by itself.
 */
export function tabMoved(engine: Engine, tabs: TabStates, tabId: number, address: string): Promise<void> {
  return inTurn(engine, tabId, async () => {
    const state = await tabs.get(tabId);
    if (state?.via === 'preview' && state.page.kind === 'record' && state.page.record.host === URL.parse(address)?.host) return;
    await place(engine, tabs, tabId, { url: address });
  });
}

async function place(engine: Engine, tabs: TabStates, tabId: number, report: PageReport): Promise<void> {
  const [known, before, { followPreviews }] = await Promise.all([connections(), tabs.get(tabId), settings()]);
  const seen = followPreviews ? report : { url: report.url };
  const state = tabStateOf(seen, known, nameIn(engine), engine.now());
  if (state && !sameTabState(before, state)) await tabs.set(tabId, state);
}

function inTurn({ memory: { tabTurns } }: Engine, tabId: number, task: () => Promise<void>): Promise<void> {
  const mine = (tabTurns.get(tabId) ?? Promise.resolve()).then(task);
  const settled = mine
    .catch(() => undefined)
    .then(() => {
      if (tabTurns.get(tabId) === settled) tabTurns.delete(tabId);
    });
  tabTurns.set(tabId, settled);
  return mine;
}

/**
 * The rep has a record open in an account whose session had ended: she has signed in again there, so it is asked again. True when
 * something may go out now.
 */
async function sessionIsBack(tabs: TabStates, tabId: number): Promise<boolean> {
  const state = await tabs.get(tabId);
  if (state?.page.kind !== 'record' || state.connectionId === undefined) return false;
  const info = (await connections()).find(({ id }) => id === state.connectionId);
  if (info?.state !== 'signed-out' || info.signIn?.kind !== 'session') return false;
  await setConnectionState(info.id, 'ok');
  await wakeDeliveries(info.id);
  return true;
}

/** A connection has come or gone: pages that are open belong to it, or no longer do. */
export async function connectionsChanged(engine: Engine, tabs: TabStates): Promise<void> {
  const known = await connections();
  for (const { tabId, state } of await tabs.all()) {
    const next = placedAnew(state, known, nameIn(engine), engine.now());
    if (!sameTabState(state, next)) await tabs.set(tabId, next);
  }
}

/**
 * A tab has loaded a document and no page detector has spoken: it has left the CRM, and its customer with it. `address` is
 * absent where we have no host access.
 */
export async function tabLoaded(tabs: TabStates, tabId: number, address: string | undefined): Promise<void> {
  const state = await tabs.get(tabId);
  if (!state) return;
  if (address !== undefined && classifyPage(address).kind !== 'ignore') return;
  const host = address === undefined ? undefined : URL.parse(address)?.host;
  // An auxiliary page of the same CRM leaves the record as it was.
  if (host !== undefined && state.page.kind === 'record' && state.page.record.host === host) return;
  await tabs.drop(tabId);
}

function nameIn(engine: Engine): (system: string) => string {
  return (system) => systemOf(engine, system)?.name ?? system;
}
