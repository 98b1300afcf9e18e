import type { Page } from 'puppeteer-core';

/** Runs in our isolated world of a CRM tab, as a content script that somebody has taken over. */
export const asContentScript = (own: Page, tabId: number, code: string): Promise<unknown> =>
  own.evaluate(
    `chrome.scripting.executeScript({ target: { tabId: ${tabId} }, func: ${code} }).then(([{ result }]) => result)`,
  ) as Promise<unknown>;

/** Runs in a page of the extension's own. */
export const inExtension = <T>(own: Page, code: string): Promise<T> => own.evaluate(code) as Promise<T>;

/** All that lies in the extension's storage and databases, as text. Bytes are read letter by letter. */
export const everythingStored = (own: Page): Promise<string> =>
  inExtension(
    own,
    `(async () => {
      const text = [];
      for (const area of ['local', 'session', 'sync']) text.push(JSON.stringify(await chrome.storage[area].get(null)));
      for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done, fail) => { const open = indexedDB.open(name); open.onsuccess = () => done(open.result); open.onerror = () => fail(open.error); });
        for (const store of db.objectStoreNames) {
          const rows = await new Promise((done) => { const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result); });
          text.push(JSON.stringify(rows, (_, value) => value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value));
        }
        db.close();
      }
      return text.join('\\n');
    })()`,
  );
