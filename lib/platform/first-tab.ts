import type { TabState } from '../model/dossier.ts';

interface NativeApi {
  tabs: { query(about: { active: true; currentWindow: true }): Promise<{ id?: number }[]> };
  storage: { session: { get(keys: null): Promise<Record<string, unknown>> } };
}

/** What the front tab of this page's window shows: for the first frame, before the polyfill is there. Both questions at once. */
export async function firstTab(): Promise<TabState | undefined> {
  const { browser, chrome } = globalThis as { browser?: NativeApi; chrome?: NativeApi };
  const api = browser ?? chrome;
  if (!api) return undefined;
  const [[tab], states] = await Promise.all([api.tabs.query({ active: true, currentWindow: true }), api.storage.session.get(null)]);
  return states[`tab:${tab?.id}`] as TabState | undefined;
}
