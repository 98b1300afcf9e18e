/** The one message a content script may send. The worker detects again and requires the URL's host to be the sender's. */
export interface PageChanged {
  type: 'page-changed';
  url: string;
  /** Record link found in an open preview panel. */
  previewUrl?: string;
}

interface Line {
  postMessage(message: PageChanged): void;
  disconnect(): void;
  onDisconnect: { addListener(listener: () => void): void };
}

interface Runtime {
  id?: string;
  connect(about: { name: string }): Line;
}

/** Name of the line between this script and the worker. */
const LINE = 'page';
/** A message is taken for heard when the line outlives it by this much: the worker has long had its turn. */
const HEARD_AFTER_MS = 2000;

/** The browser's own API: the polyfill would be most of the content script's weight. Read anew each time, as an update takes it away. */
function runtime(): Runtime | undefined {
  const { browser, chrome } = globalThis as { browser?: { runtime?: Runtime }; chrome?: { runtime?: Runtime } };
  return (browser ?? chrome)?.runtime;
}

/** False once the extension was updated, disabled or removed under this script: it must then be silent for good. */
export function isConnected(): boolean {
  try {
    return runtime()?.id !== undefined;
  } catch {
    return false;
  }
}

let line: Line | undefined;
let last: { at: number; unheard: () => void } | undefined;

/**
 * Tells the worker which page this is. Rejects when the line breaks before the worker can have heard it; else it stays pending.
 * The line is kept open: opening one costs the page more than five messages do. It ends when the worker goes to sleep, and the
 * next message opens a new one, which wakes the worker.
 */
export function sendPageChanged(message: PageChanged): Promise<void> {
  return new Promise((_, reject) => {
    last = { at: performance.now(), unheard: () => reject(new Error('unheard')) };
    try {
      line ??= openLine();
      line.postMessage(message);
    } catch (error) {
      line = undefined;
      reject(error);
    }
  });
}

/** Ends the line: a page that is put aside (back/forward cache) must not come back with a dead one. */
export function hangUp(): void {
  line?.disconnect();
  line = undefined;
  last = undefined;
}

function openLine(): Line {
  const opened = runtime()?.connect({ name: LINE });
  if (!opened) throw new Error('no extension');
  opened.onDisconnect.addListener(() => {
    // Reading it tells the browser that we know why (a page put aside, a worker asleep).
    void (globalThis as { chrome?: { runtime?: { lastError?: unknown } } }).chrome?.runtime?.lastError;
    if (line === opened) line = undefined;
    if (last && performance.now() - last.at < HEARD_AFTER_MS) last.unheard();
  });
  return opened;
}
