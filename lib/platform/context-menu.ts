import { browser, panels } from './browser.ts';

/** What the rep can do with text she has selected on a page. */
export type SelectionAct = 'find' | 'note';

/** Entries of the page's own menu, made anew at each installation and update: titles follow the browser's language. */
export async function makeSelectionMenu(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const id of ['find', 'note'] as const)
    browser.contextMenus.create({
      id,
      contexts: ['selection'],
      title: browser.i18n.getMessage(id === 'find' ? 'menuFind' : 'menuNote'),
    });
}

/** One of them was chosen: the panel opens at once, inside the click, and then hears what is wanted. */
export function onSelectionMenu(listener: (act: SelectionAct, text: string, windowId: number) => void): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId, selectionText = '' }, tab) => {
    if (menuItemId !== 'find' && menuItemId !== 'note') return;
    const windowId = tab?.windowId;
    if (windowId === undefined) return;
    // Awaiting anything first would lose the user gesture.
    if (panels.sidePanel) void panels.sidePanel.open({ windowId }).catch(() => undefined);
    else void panels.sidebarAction?.open().catch(() => undefined);
    listener(menuItemId, selectionText, windowId);
  });
}
