import { browser, panels } from './browser.ts';

/**
 * A click on the toolbar button opens (and closes) the panel. Call it in the worker's first turn: in Firefox the click is an
 * event whose listener must be there when the event page wakes up.
 */
export function openPanelOnClick(): void {
  if (panels.sidePanel) {
    void panels.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
    return;
  }
  // Called at once inside the click: awaiting anything first would lose the user gesture.
  browser.action.onClicked.addListener(() => void panels.sidebarAction?.toggle());
}
