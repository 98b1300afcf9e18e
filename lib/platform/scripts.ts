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

/** Registers the page detector under an id for these pages, beyond restarts; replaces what the id had. */
export function registerPages(id: string, patterns: readonly string[]): Promise<void> {
  return inTurn(async () => {
    await unregister(id);
    await browser.scripting.registerContentScripts([
      { id, js: [PAGE_SCRIPT], matches: [...patterns], runAt: 'document_start', allFrames: false, persistAcrossSessions: true },
    ]);
  });
}

/** Ends a registration; nothing happens when there is none. */
export function unregisterPages(id: string): Promise<void> {
  return inTurn(() => unregister(id));
}

async function unregister(id: string): Promise<void> {
  const there = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (there.length > 0) await browser.scripting.unregisterContentScripts({ ids: [id] });
}

/** Puts the page detector into a page that is already open. A tab that went away or shows an error page is no failure. */
export async function injectPage(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [PAGE_SCRIPT] }).catch(() => undefined);
}
