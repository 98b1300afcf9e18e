import type { TabState } from '../model/dossier.ts';
import { browser } from './browser.ts';
import { onTabStateChange, tabState } from './session.ts';

/** The tab in front in the window of this page, and what the worker knows of it. */
export interface ShownTab {
  tabId: number;
  state?: TabState;
}

/** The active tab of this page's window; `undefined` when the window has none. */
export async function currentTab(): Promise<ShownTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id === undefined ? undefined : shown(tab.id);
}

async function shown(tabId: number): Promise<ShownTab> {
  const state = await tabState(tabId);
  return { tabId, ...(state && { state }) };
}

/**
 * Calls back whenever another tab comes to the front in this page's window, or the page in the front tab changes; also once
 * at the start. Answers that are overtaken by a newer change are dropped. Returns the way to stop.
 */
export function onTabState(callback: (tab: ShownTab) => void): () => void {
  let windowId: number | undefined;
  let active: number | undefined;
  let turn = 0;

  async function follow(tabId: number): Promise<void> {
    active = tabId;
    const mine = ++turn;
    const tab = await shown(tabId);
    if (mine === turn) callback(tab);
  }

  const activated = (tab: { tabId: number; windowId: number }) => {
    if (tab.windowId === windowId) void follow(tab.tabId);
  };
  const attached = (_tabId: number, to: { newWindowId: number }) => {
    if (to.newWindowId === windowId) void refresh();
  };
  const stopState = onTabStateChange((tabId, state) => {
    if (tabId !== active) return;
    turn++;
    callback({ tabId, ...(state && { state }) });
  });
  async function refresh(): Promise<void> {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    windowId = tab?.windowId ?? windowId;
    if (tab?.id !== undefined) await follow(tab.id);
  }

  browser.tabs.onActivated.addListener(activated);
  browser.tabs.onAttached.addListener(attached);
  void refresh();
  return () => {
    turn++;
    stopState();
    browser.tabs.onActivated.removeListener(activated);
    browser.tabs.onAttached.removeListener(attached);
  };
}

/** A tab was closed, alone or with its window. */
export function onTabRemoved(listener: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(listener);
}

/** A tab begins to load or has loaded a document, or moves inside one. */
export function onTabLoad(listener: (tabId: number, status: 'loading' | 'complete') => void): void {
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    if (status === 'loading' || status === 'complete') listener(tabId, status);
  });
}

/**
 * A tab has another address: a document was loaded, or the page has moved inside one (`pushState` and the like). Told by the
 * browser, so it costs the page nothing; only for pages with host access, as we do not ask for the `tabs` permission.
 */
export function onTabAddress(listener: (tabId: number, address: string) => void): void {
  browser.tabs.onUpdated.addListener((tabId, { url }) => {
    if (url !== undefined) listener(tabId, url);
  });
}

/** Ids of the open tabs on these pages; only pages with host access are seen. */
export async function tabsOn(patterns: readonly string[]): Promise<number[]> {
  if (patterns.length === 0) return [];
  const tabs = await browser.tabs.query({ url: [...patterns] });
  return tabs.map((tab) => tab.id).filter((id) => id !== undefined);
}

/** The address a tab shows; `undefined` on pages without host access, and for tabs that are gone. */
export async function tabAddress(tabId: number): Promise<string | undefined> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  return tab?.url;
}
