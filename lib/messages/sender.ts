/** Who may say something: a content script in a top frame, or one of our pages. */
export type SenderClass = 'content' | 'panel' | 'options';

/** What the browser tells about a sender; every member may be missing. */
export interface Sender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined; url?: string | undefined } | undefined;
  /** Chrome: `prerender`, `active`, `cached`, `pending_deletion`. */
  documentLifecycle?: string | undefined;
}

/** Our own extension; `origin` without a slash at the end. */
export interface Self {
  id: string;
  origin: string;
}

const PAGES: Readonly<Record<string, SenderClass>> = { '/sidepanel.html': 'panel', '/options.html': 'options' };

/**
 * Which class a sender belongs to; `undefined` = none, refuse. Fails closed: what is missing, odd or contradictory belongs to
 * no class. `frameId` is absent for the panel (it is no tab) and 0 in a tab's top frame; anything else is an embedded frame.
 */
export function classify(sender: Sender | undefined, self: Self): SenderClass | undefined {
  if (!sender || !self.id || sender.id !== self.id || typeof sender.url !== 'string') return undefined;
  const url = URL.parse(sender.url);
  if (!url || url.username || url.password) return undefined;
  // Not `url.origin`: that is "null" for extension addresses outside a browser.
  const origin = `${url.protocol}//${url.host}`;
  if (sender.origin !== undefined && sender.origin !== origin) return undefined;
  if (origin === self.origin) return classifyPage(sender, url, self);
  return isTopFrame(sender) && url.protocol === 'https:' ? 'content' : undefined;
}

function classifyPage(sender: Sender, url: URL, self: Self): SenderClass | undefined {
  if (!sender.url?.startsWith(`${self.origin}/`)) return undefined;
  if (sender.frameId !== undefined && sender.frameId !== 0) return undefined;
  return Object.hasOwn(PAGES, url.pathname) ? PAGES[url.pathname] : undefined;
}

function isTopFrame(sender: Sender): boolean {
  const tabId = sender.tab?.id;
  return (
    typeof tabId === 'number' &&
    Number.isInteger(tabId) &&
    tabId >= 0 &&
    sender.frameId === 0 &&
    (sender.documentLifecycle === undefined || sender.documentLifecycle === 'active')
  );
}
