import { browser } from './browser.ts';

/** The number on the toolbar button while this tab is in front; none where there is nothing to do. A tab that is gone is no failure. */
export async function setBadge(tabId: number, tasks: number): Promise<void> {
  const text = tasks > 0 ? String(Math.min(tasks, 99)) : '';
  await browser.action.setBadgeText({ tabId, text }).catch(() => undefined);
}

/** White on the deep accent, which both stand out from light and dark toolbars; what the browser chooses by itself may not. */
export async function dressBadge(): Promise<void> {
  const dressed = [browser.action.setBadgeBackgroundColor({ color: '#3d34a3' }), browser.action.setBadgeTextColor({ color: '#ffffff' })];
  await Promise.all(dressed).catch(() => undefined);
}
