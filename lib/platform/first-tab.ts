import type { TabState } from '../model/dossier.ts';
import { PASS } from './session-names.ts';

interface NativeApi {
  tabs: { query(about: { active: true; currentWindow: true }): Promise<{ id?: number }[]> };
  storage: { session: { get(keys: null): Promise<Record<string, unknown>> } };
}

/** What the first frame needs of the browser: what the front tab of this page's window shows, and what the passphrase gave. */
export interface FirstFacts {
  state?: TabState;
  pass?: string;
}

/** Asked before the polyfill is there, both questions at once. */
export async function firstFacts(): Promise<FirstFacts> {
  const { browser, chrome } = globalThis as { browser?: NativeApi; chrome?: NativeApi };
  const api = browser ?? chrome;
  if (!api) return {};
  const [[tab], held] = await Promise.all([api.tabs.query({ active: true, currentWindow: true }), api.storage.session.get(null)]);
  const state = held[`tab:${tab?.id}`] as TabState | undefined;
  const pass = held[PASS] as string | undefined;
  return { ...(state && { state }), ...(pass !== undefined && { pass }) };
}
