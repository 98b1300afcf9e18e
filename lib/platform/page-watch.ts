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
}

/** After a message, what follows within this time becomes one more. */
const SETTLE_MS = 100;
/** An unheard message is said again by itself this often; after that by the next event. */
const MAX_REPEATS = 3;
const REPEAT_MS = 250;

/**
 * Reports what the browser does not tell the worker by itself: that this page is here (at the start, back from the back/forward
 * cache, in front again), and the preview panel that is open in it. Returns the way to stop. Reads nothing but the URL and the
 * preview's link, and writes nothing.
 *
 * The CRM's own navigations reach the worker from the browser (`tabs.ts`, `onTabAddress`): a message for each would cost the page
 * about twice what a listener costs. Only while a preview is open this script reports them too, as it alone knows whether the
 * preview is still there.
 *
 *   quiet ──change: next task──▶ send ──▶ settling ──change: at its end──▶ send
 *     ▲                                       │
 *     └────────────────100 ms─────────────────┘
 */
export function watchPage({ window, preview, isConnected, send }: PageWatchOptions): () => void {
  const { document, location, performance } = window;
  const stopping = new AbortController();
  const { signal } = stopping;
  let sent = '';
  let previewing = false;
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
    previewing = previewUrl !== undefined;
    const key = `${url}\n${previewUrl ?? ''}`;
    if (key === sent) return;
    sent = key;
    settledAt = performance.now() + SETTLE_MS;
    // An unheard message must not count as said.
    send({ type: 'page-changed', url, ...(previewUrl !== undefined && { previewUrl }) }).then(
      () => {
        repeats = 0;
      },
      () => {
        if (sent !== key || signal.aborted) return;
        sent = '';
        repeats += 1;
        if (repeats <= MAX_REPEATS) waiting ??= window.setTimeout(report, REPEAT_MS);
      },
    );
  }

  function start(): void {
    // `currententrychange` fires after the change; `navigate` also for navigations that are then cancelled.
    window.navigation.addEventListener(
      'currententrychange',
      () => {
        if (previewing) check();
      },
      { signal },
    );
    document.addEventListener('visibilitychange', check, { signal });
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
