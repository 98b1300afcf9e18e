/** The one message a content script may send. The worker detects again and requires the URL's host to be the sender's. */
export interface PageChanged {
  type: 'page-changed';
  url: string;
  /** Record link found in an open preview panel. */
  previewUrl?: string;
}

interface Runtime {
  id?: string;
  sendMessage(message: PageChanged): Promise<unknown>;
}

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

/** Tells the worker which page this is; wakes it when it sleeps. Rejects when nobody can have heard it. */
export async function sendPageChanged(message: PageChanged): Promise<void> {
  const there = runtime();
  if (!there) throw new Error('no extension');
  await there.sendMessage(message);
}
