import type { Browser, Page } from 'puppeteer-core';

/** What a scenario needs of a browser, the same for Chromium and Firefox, so that each story is written once. */
export interface Session {
  readonly name: 'chromium' | 'firefox';
  readonly browser: Browser;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  readonly origin: string;
  /** Opens a tab in front and waits for its load. */
  open(url: string): Promise<Page>;
  /** Opens one of our own pages (`options.html`) in a tab. */
  openOwn(path: string): Promise<Page>;
  /** The browser's real side panel (Chromium) or sidebar (Firefox), opened by a real toolbar click over `page`. */
  openPanel(page: Page): Promise<Panel>;
  /** Ends the background worker or event page the hard way. */
  killBackground(): Promise<void>;
  close(): Promise<void>;
}

/** A function that runs inside the panel. It is sent as text: no closures. */
export type InPanel<A extends readonly unknown[], R> = (doc: Document, ...args: A) => R;

/** The real panel, read and driven through its DOM. */
export interface Panel {
  run<A extends readonly unknown[], R>(fn: InPanel<A, R>, ...args: A): Promise<R>;
  /** PNG bytes, base64. */
  picture(): Promise<string>;
  /** Draws as if the panel were this wide (Chromium; Firefox keeps its own width). In CSS pixels, at twice the resolution. */
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
}

/** `demo` has the sandbox's hosts granted and accepts ready connections; `bench` has a page that measures. */
export type BuildMode = 'demo' | 'store' | 'bench';

/** Where the built extension lies. */
export function buildFolder(browser: 'chrome' | 'firefox', mode: BuildMode): string {
  return `.output/${browser}-mv3${mode === 'store' ? '' : `-${mode}`}`;
}

/** Waits until `read` answers something true; the last error or value is in the message when it does not. */
export async function until<T>(what: string, read: () => Promise<T>, timeoutMs = 20_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await read();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}; last: ${String(last)}`);
}

/** The text a rep can read in the panel; special spaces and break hints as plain ones, or none. */
export const panelText = (panel: Panel): Promise<string> =>
  panel.run((doc) => doc.body.innerText.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\u00ad\u2066-\u2069]/g, ''));

/** Waits until the panel shows a text. */
export async function panelShows(panel: Panel, text: string, timeoutMs?: number): Promise<void> {
  let seen = '';
  await until(
    `"${text}" in the panel`,
    async () => {
      seen = await panelText(panel);
      return seen.includes(text);
    },
    timeoutMs,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\nThe panel shows:\n${seen}`);
  });
}

/** Clicks the first visible button, link, tab or menu entry whose accessible name starts with `name`. */
export async function panelClick(panel: Panel, name: string): Promise<void> {
  await until(`a control "${name}"`, () =>
    panel.run((doc, wanted) => {
      const controls = [
        ...doc.querySelectorAll<HTMLElement>('button, a, [role="tab"], [role="menuitem"], [role="option"], summary, label'),
      ];
      const named = (element: HTMLElement) => (element.getAttribute('aria-label') ?? element.innerText ?? '').trim();
      const hit =
        controls.find((element) => named(element) === wanted && element.getClientRects().length > 0) ??
        controls.find((element) => named(element).startsWith(wanted) && element.getClientRects().length > 0);
      if (!hit) return false;
      hit.click();
      return true;
    }, name),
  );
}

/** Types into the field that matches `selector`, the way React listens for. */
export async function panelType(panel: Panel, selector: string, text: string): Promise<void> {
  await until(`a field ${selector}`, () =>
    panel.run(
      (doc, where, value) => {
        const field = doc.querySelector<HTMLInputElement | HTMLTextAreaElement>(where);
        const view = doc.defaultView;
        if (!field || !view) return false;
        field.focus();
        const proto = field.tagName === 'TEXTAREA' ? view.HTMLTextAreaElement.prototype : view.HTMLInputElement.prototype;
        Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value);
        field.dispatchEvent(new view.Event('input', { bubbles: true }));
        return true;
      },
      selector,
      text,
    ),
  );
}

interface Pressed {
  ctrlKey?: boolean;
  metaKey?: boolean;
  shiftKey?: boolean;
  /** Where the key lies, whatever the layout makes of it. */
  code?: string;
}

/** Presses a key in the focused element of the panel. */
export async function panelKey(panel: Panel, key: string, how: Pressed = {}): Promise<void> {
  await panel.run(
    (doc, pressed, mods) => {
      const view = doc.defaultView;
      const target = doc.activeElement ?? doc.body;
      if (view) target.dispatchEvent(new view.KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true, ...mods }));
    },
    key,
    how,
  );
}
