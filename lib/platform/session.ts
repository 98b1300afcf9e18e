import type { TabState } from '../model/dossier.ts';
import { browser } from './browser.ts';
import { PASS, USED, WIPED } from './session-names.ts';

const PREFIX = 'tab:';

/** What is known of a tab's page. Lives as long as the browser runs: it survives the worker, not a restart. */
export async function tabState(tabId: number): Promise<TabState | undefined> {
  const key = PREFIX + tabId;
  return (await browser.storage.session.get(key))[key] as TabState | undefined;
}

/** Remembers what a tab shows until the browser closes. */
export async function setTabState(tabId: number, state: TabState): Promise<void> {
  await browser.storage.session.set({ [PREFIX + tabId]: state });
}

/** Forgets a tab that shows nothing of ours any more. */
export async function dropTabState(tabId: number): Promise<void> {
  await browser.storage.session.remove(PREFIX + tabId);
}

/** All tabs with a state. */
export async function allTabStates(): Promise<{ tabId: number; state: TabState }[]> {
  const all = await browser.storage.session.get(null);
  return Object.entries(all)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, state]) => ({ tabId: Number(key.slice(PREFIX.length)), state: state as TabState }));
}

/** Calls back when a tab's state is set or dropped, by whichever context. Returns the way to stop. */
export function onTabStateChange(callback: (tabId: number, state: TabState | undefined) => void): () => void {
  const listener = (changes: Record<string, { newValue?: unknown }>, area: string) => {
    if (area !== 'session') return;
    for (const [key, { newValue }] of Object.entries(changes)) {
      if (key.startsWith(PREFIX)) callback(Number(key.slice(PREFIX.length)), newValue as TabState | undefined);
    }
  };
  browser.storage.onChanged.addListener(listener);
  return () => browser.storage.onChanged.removeListener(listener);
}

/** Where the passphrase's bytes lie until the browser closes; only our own contexts can read there. */
export const sessionKeeper = {
  async get(): Promise<string | undefined> {
    return (await browser.storage.session.get(PASS))[PASS] as string | undefined;
  },
  async set(bytes: string | undefined): Promise<void> {
    if (bytes === undefined) await browser.storage.session.remove(PASS);
    else await browser.storage.session.set({ [PASS]: bytes });
  },
  async announce(): Promise<void> {
    await browser.storage.session.set({ [WIPED]: Date.now() });
  },
  onChange(callback: () => void): () => void {
    const listener = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && (PASS in changes || WIPED in changes)) callback();
    };
    browser.storage.onChanged.addListener(listener);
    return () => browser.storage.onChanged.removeListener(listener);
  },
};

/** When the rep last did something with us, epoch ms. */
export async function lastUse(): Promise<number | undefined> {
  return (await browser.storage.session.get(USED))[USED] as number | undefined;
}

/** Remembers that. */
export async function noteUse(at: number): Promise<void> {
  await browser.storage.session.set({ [USED]: at });
}

/** Forgets all that the session holds. */
export async function clearSession(): Promise<void> {
  await browser.storage.session.clear();
}
