import { browser } from './browser.ts';

/** The page detector as WXT builds it. */
const PAGE_SCRIPT = 'content-scripts/page.js';

/** Registrations are made one after the other: two at once for one id would make the browser refuse the second. */
let turn: Promise<void> = Promise.resolve();

function inTurn(change: () => Promise<void>): Promise<void> {
  const mine = turn.then(change);
  turn = mine.catch(() => undefined);
  return mine;
}

/**
 * Registers the page detector under an id for these pages, beyond restarts. What the id had is changed in place: taken out and put in
 * again, a page that loads in between would be missed.
 */
export function registerPages(id: string, patterns: readonly string[]): Promise<void> {
  return inTurn(async () => {
    const script = { id, js: [PAGE_SCRIPT], matches: [...patterns], runAt: 'document_start' as const, allFrames: false };
    if (await isRegistered(id)) await browser.scripting.updateContentScripts([script]);
    else await browser.scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);
  });
}

/** Ends a registration; nothing happens when there is none. */
export function unregisterPages(id: string): Promise<void> {
  return inTurn(() => unregister(id));
}

async function isRegistered(id: string): Promise<boolean> {
  return (await browser.scripting.getRegisteredContentScripts({ ids: [id] })).length > 0;
}

async function unregister(id: string): Promise<void> {
  if (await isRegistered(id)) await browser.scripting.unregisterContentScripts({ ids: [id] });
}

/** Puts the page detector into a page that is already open. A tab that went away or shows an error page is no failure. */
export async function injectPage(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [PAGE_SCRIPT] }).catch(() => undefined);
}
