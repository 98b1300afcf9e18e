import type { TabState } from '../model/dossier.ts';
import { browser } from './browser.ts';

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
