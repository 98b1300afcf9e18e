import { browser } from './browser.ts';

/** The number on the toolbar button while this tab is in front; none where there is nothing to do. A tab that is gone is no failure. */
export async function setBadge(tabId: number, tasks: number): Promise<void> {
  const text = tasks > 0 ? String(Math.min(tasks, 99)) : '';
  await browser.action.setBadgeText({ tabId, text }).catch(() => undefined);
}
