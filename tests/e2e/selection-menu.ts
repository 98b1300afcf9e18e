import type { Page } from 'puppeteer-core';
import { GECKO_ID } from '../../manifest.ts';
import { inChrome } from '../../scripts/browsers/firefox.ts';
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

export type MenuEntry = 'find' | 'note';

export interface Places {
  session: Session;
  /** A page of the CRM, in front. */
  page: Page;
  /** One of our own pages, which wakes the worker. */
  own: Page;
}

/**
 * Chooses an entry of the page's own menu with `text` selected. In Firefox the text is selected in the page, the real menu opened over it
 * and the entry pressed there. No test can press Chromium's, which the operating system draws: there it is the very event the browser
 * sends, dispatched in the worker, and as it is no click of a person's it cannot open the panel.
 */
export async function chooseSelectionMenu({ session, page, own }: Places, entry: MenuEntry, text: string): Promise<void> {
  if (session.name === 'chromium') return dispatchInWorker(session, own, entry, text);
  const at = await page.evaluate((selected) => {
    const place = document.querySelector<HTMLElement>('#selected-here') ?? document.body.appendChild(document.createElement('pre'));
    place.id = 'selected-here';
    place.style.cssText = 'position: fixed; z-index: 9; inset: 0 0 auto; margin: 0; padding: 0; background: white; color: black';
    place.textContent = selected;
    getSelection()?.selectAllChildren(place);
    const range = document.createRange();
    range.selectNodeContents(place);
    const box = range.getClientRects()[0] ?? place.getBoundingClientRect();
    return { x: box.left + 12, y: box.top + box.height / 2 };
  }, text);
  await until(`the entry "${entry}" of the page's menu`, async () => {
    await page.mouse.click(at.x, at.y, { button: 'right' });
    const said = await inChrome(session.browser, pressInMenu(entry));
    if (said !== 'pressed') throw new Error(String(said));
    return true;
  });
}

/** What runs in Firefox's window: waits for the menu, opens our part of it, presses the entry. */
function pressInMenu(entry: MenuEntry): string {
  const id = `${GECKO_ID.replace(/[^a-z0-9_-]/gi, '_')}-menuitem-_${entry}`;
  return `(async () => {
    const menu = document.getElementById('contentAreaContextMenu');
    const opened = async (popup) => {
      for (let look = 0; popup.state !== 'open' && look < 100; look++) await new Promise((done) => setTimeout(done, 20));
      return popup.state === 'open';
    };
    const end = (said) => (menu.hidePopup(), said);
    if (!(await opened(menu))) return end('the menu is ' + menu.state);
    const entry = document.getElementById(${JSON.stringify(id)});
    if (!entry) return end('it holds ' + [...menu.children].filter((each) => !each.hidden).map((each) => each.label || each.id).join(', '));
    const ours = entry.closest('menupopup');
    if (ours !== menu) {
      ours.parentNode.openMenu(true);
      if (!(await opened(ours))) return end('our part of it is ' + ours.state);
    }
    ours.activateItem(entry);
    return 'pressed';
  })()`;
}

async function dispatchInWorker(session: Session, own: Page, menuItemId: MenuEntry, selectionText: string): Promise<void> {
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
