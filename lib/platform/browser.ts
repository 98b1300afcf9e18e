import polyfill from 'webextension-polyfill';

/** The browser's API. This is the only import of the polyfill; the content script does without it (`content.ts`). */
export const browser = polyfill;

/** What the polyfill does not know: Chrome's side panel and Firefox's sidebar. */
interface Panels {
  sidePanel?: {
    setPanelBehavior(behavior: { openPanelOnActionClick: boolean }): Promise<void>;
    open(where: { windowId: number }): Promise<void>;
  };
  sidebarAction?: { toggle(): Promise<void>; open(): Promise<void> };
}

/** `sidePanel` in Chrome, `sidebarAction` in Firefox. */
export const panels: Panels =
  (globalThis as { browser?: Panels; chrome?: Panels }).browser ?? (globalThis as { chrome?: Panels }).chrome ?? {};
