/** Follows one site's preview panel. */
export interface PreviewWatch {
  /** The record link of the panel that is open now. */
  url(): string | undefined;
  /** Calls `onChange` when a panel may have opened, changed or closed, until the signal. */
  start(onChange: () => void, signal: AbortSignal): void;
}

/**
 * `panel`: CSS selectors of the open panel and of the links in it.
 * Watches for a preview panel at little cost: outside a panel only direct children of `body` and of layers added to it are
 * observed, never a whole document. Inside an open panel all changes count, as it fills late and may go on to another record.
 */
export function watchPreview(
  { document, location, MutationObserver }: Window & typeof globalThis,
  panel: { container: string; link: string },
): PreviewWatch {
  const find = () => document.querySelector(panel.container);

  function url(): string | undefined {
    for (const link of find()?.querySelectorAll<HTMLAnchorElement>(panel.link) ?? []) {
      if (URL.parse(link.href)?.origin === location.origin) return link.href;
    }
    return undefined;
  }

  function start(onChange: () => void, signal: AbortSignal): void {
    const { body } = document;
    if (!body) {
      // Injected before the page has one.
      document.addEventListener('DOMContentLoaded', () => start(onChange, signal), { once: true, signal });
      return;
    }
    const observer = new MutationObserver((changes) => {
      observe(changes);
      onChange();
    });
    let open: Element | null = null;

    function observe(changes: readonly MutationRecord[]): void {
      const now = find();
      if (now !== open) {
        open = now;
        observer.disconnect();
        observer.observe(body, { childList: true });
        // Whichever ancestor goes, the panel goes with it.
        for (let above = open?.parentElement; above && above !== body; above = above.parentElement) {
          observer.observe(above, { childList: true });
        }
        if (open) observer.observe(open, { childList: true, subtree: true, attributeFilter: ['href'] });
        return;
      }
      if (open) return;
      for (const { target, addedNodes } of changes) {
        if (target === body) for (const layer of addedNodes) observer.observe(layer, { childList: true });
      }
    }

    observer.observe(body, { childList: true });
    observe([]);
    if (open) onChange();
    signal.addEventListener('abort', () => observer.disconnect());
  }

  return { url, start };
}
