import { browser } from './browser.ts';
import type { SelectionAct } from './context-menu.ts';

/** What the rep has asked for outside the panel; it waits here until the panel of that window is there. */
export interface Wish {
  act: SelectionAct;
  text: string;
  windowId: number;
  at: number;
}

const KEY = 'wish';
/** A panel that opens later than this was opened for something else. */
const HOLDS_MS = 10_000;

/** Leaves a wish for the panel. Lives as long as the browser runs. */
export async function leaveWish(wish: Wish): Promise<void> {
  await browser.storage.session.set({ [KEY]: wish });
}

/** Calls back with each wish of this page's window, the waiting one first; each once. Returns the way to stop. */
export function onWish(callback: (wish: Wish) => void): () => void {
  let last = 0;
  async function take(): Promise<void> {
    const [{ [KEY]: wish }, window] = await Promise.all([browser.storage.session.get(KEY), browser.windows.getCurrent()]);
    const found = wish as Wish | undefined;
    if (!found || found.windowId !== window.id || found.at <= last || Date.now() - found.at > HOLDS_MS) return;
    last = found.at;
    await browser.storage.session.remove(KEY);
    callback(found);
  }
  const changed = (changes: Record<string, { newValue?: unknown }>, area: string) => {
    if (area === 'session' && changes[KEY]?.newValue !== undefined) void take();
  };
  browser.storage.onChanged.addListener(changed);
  void take();
  return () => browser.storage.onChanged.removeListener(changed);
}
