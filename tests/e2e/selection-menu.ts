import type { Page } from 'puppeteer-core';
import { type Session, until } from '../../scripts/browsers/session.ts';

interface Clicked {
  hasListeners(): boolean;
  dispatch(about: { menuItemId: string; selectionText: string }, tab: { id: number; windowId: number }): void;
}
interface Extension {
  contextMenus: { onClicked: Clicked; update(id: string, changes: object): Promise<void> };
  runtime: { sendMessage(message: object): Promise<unknown> };
  windows: { getLastFocused(): Promise<{ id: number }> };
}
declare const chrome: Extension;

/**
 * Chooses an entry of the page's own menu with text selected (Chromium): the very event the browser sends, dispatched in the worker, for no
 * test can click a native menu. `own`: one of our pages, which wakes the worker.
 */
export async function chooseSelectionMenu(session: Session, own: Page, menuItemId: string, selectionText: string): Promise<void> {
  const windowId = await own.evaluate(() => chrome.windows.getLastFocused().then(({ id }) => id));
  await until(`the worker to hear "${menuItemId}"`, async () => {
    await own.evaluate(() => chrome.runtime.sendMessage({ type: 'action.wake' }));
    const target = session.browser
      .targets()
      .find((each) => each.type() === 'service_worker' && each.url().startsWith(session.origin) && each.url().endsWith('background.js'));
    const worker = await target?.worker();
    return worker?.evaluate(
      async (chosen) => {
        const both = [(globalThis as { browser?: Extension }).browser, chrome];
        const menus = both.map((each) => each?.contextMenus).find((each) => each?.onClicked.hasListeners());
        if (!menus) return false;
        // Rejects where there is no such entry.
        await menus.update(chosen.menuItemId, {});
        menus.onClicked.dispatch(
          { menuItemId: chosen.menuItemId, selectionText: chosen.selectionText },
          { id: 1, windowId: chosen.windowId },
        );
        return true;
      },
      { menuItemId, selectionText, windowId },
    );
  });
}
