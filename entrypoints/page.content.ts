import { defineContentScript } from 'wxt/utils/define-content-script';
import { isConnected, sendPageChanged } from '../lib/platform/content.ts';
import { watchPage } from '../lib/platform/page-watch.ts';
import { watchPreview } from '../lib/platform/preview-watch.ts';
import { PREVIEW_PANELS } from '../lib/systems/previews.ts';

/** Lives in the isolated world, where no page sees it. After an update the new script has a world of its own; the old one is orphaned. */
const STOP = Symbol.for('sidelight.page-watch');

/** Says which page is open. Registered per connected system at run time, and injected into tabs that are open already. */
export default defineContentScript({
  // No `matches`: WXT would make them required hosts. They are given at registration.
  registration: 'runtime',
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main() {
    if (window.top !== window) return;
    const world = globalThis as { [STOP]?: () => void };
    world[STOP]?.();
    const panel = PREVIEW_PANELS.find(({ host }) => host.test(location.hostname));
    world[STOP] = watchPage({ window, isConnected, send: sendPageChanged, ...(panel && { preview: watchPreview(window, panel) }) });
  },
});
