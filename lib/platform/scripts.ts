import { browser } from './browser.ts';

/** The page detector as WXT builds it. */
const PAGE_SCRIPT = 'content-scripts/page.js';

/** Ids of the page scripts that are registered. */
export async function registeredPages(): Promise<string[]> {
  return (await browser.scripting.getRegisteredContentScripts()).map((script) => script.id);
}

/** Registers the page detector under an id for these pages, beyond restarts; replaces what the id had. */
export async function registerPages(id: string, patterns: readonly string[]): Promise<void> {
  await unregisterPages(id);
  await browser.scripting.registerContentScripts([
    { id, js: [PAGE_SCRIPT], matches: [...patterns], runAt: 'document_start', allFrames: false, persistAcrossSessions: true },
  ]);
}

export async function unregisterPages(id: string): Promise<void> {
  const there = await registeredPages();
  if (there.includes(id)) await browser.scripting.unregisterContentScripts({ ids: [id] });
}

/** Puts the page detector into a page that is already open. A tab that went away or shows an error page is no failure. */
export async function injectPage(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [PAGE_SCRIPT] }).catch(() => undefined);
}
