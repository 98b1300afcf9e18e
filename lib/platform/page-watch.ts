import type { PageChanged } from './content.ts';
import type { PreviewWatch } from './preview-watch.ts';

/** What the watch needs from its page; handed in, so that a test can be the page. */
export interface PageWatchOptions {
  window: Window & { navigation: EventTarget };
  /** Follows preview panels, on sites that have any. */
  preview?: PreviewWatch;
  /** Is the extension still behind this script? */
  isConnected(): boolean;
  /** Rejects when nobody can have heard it. */
  send(message: PageChanged): Promise<void>;
  /** The page is put aside: whatever stands open to the extension is to be closed. */
  hangUp?(): void;
}

/** CRMs push and then replace within one tick: after a message, what follows within this time becomes one more. */
const SETTLE_MS = 100;
/** An unheard message is said again by itself this often; after that by the next event. */
const MAX_REPEATS = 3;
const REPEAT_MS = 250;

/**
 * Reports the page's URL at the start and whenever it changes; returns the way to stop. Reads nothing but the URL and the
 * preview's link, and writes nothing. Inside the CRM's own navigation it only asks for a turn: the message is sent in a task of
 * its own, at once after a quiet time, so that a push and the replacements that follow in the same tick become one message.
 *
 *   quiet ──change: next task──▶ send ──▶ settling ──change: at its end──▶ send
 *     ▲                                       │
 *     └────────────────100 ms─────────────────┘
 */
export function watchPage({ window, preview, isConnected, send, hangUp }: PageWatchOptions): () => void {
  const { document, location, performance } = window;
  const stopping = new AbortController();
  const { signal } = stopping;
  let sent = '';
  let settledAt = 0;
  let waiting: number | undefined;
  let repeats = 0;
  signal.addEventListener('abort', () => window.clearTimeout(waiting));

  function check(): void {
    waiting ??= window.setTimeout(report, Math.max(0, settledAt - performance.now()));
  }

  function report(): void {
    waiting = undefined;
    if (!isConnected()) {
      stopping.abort();
      return;
    }
    const url = location.href;
    const previewUrl = preview?.url();
    const key = `${url}\n${previewUrl ?? ''}`;
    if (key === sent) return;
    sent = key;
    settledAt = performance.now() + SETTLE_MS;
    // An unheard message must not count as said.
    send({ type: 'page-changed', url, ...(previewUrl !== undefined && { previewUrl }) }).catch(() => {
      if (sent !== key || signal.aborted) return;
      sent = '';
      repeats += 1;
      if (repeats <= MAX_REPEATS) waiting ??= window.setTimeout(report, REPEAT_MS);
    });
  }

  function start(): void {
    // `currententrychange` fires after the change; `navigate` also for navigations that are then cancelled.
    window.navigation.addEventListener('currententrychange', check, { signal });
    document.addEventListener('visibilitychange', check, { signal });
    window.addEventListener('pagehide', () => hangUp?.(), { signal });
    window.addEventListener(
      'pageshow',
      (event) => {
        // Back from the back/forward cache: other pages of this tab have reported since.
        if (event.persisted) {
          sent = '';
          repeats = 0;
        }
        check();
      },
      { signal },
    );
    preview?.start(check, signal);
    report();
  }

  // A prerendered page is not what the rep sees.
  if ('prerendering' in document && document.prerendering) {
    document.addEventListener('prerenderingchange', start, { once: true, signal });
  } else start();
  return () => stopping.abort();
}
