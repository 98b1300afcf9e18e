import type { Sender } from '../messages/sender.ts';
import { browser } from './browser.ts';

/** Who we are, for checking senders. `origin` has no slash at the end. */
export function self(): { id: string; origin: string } {
  return { id: browser.runtime.id, origin: browser.runtime.getURL('').replace(/\/$/, '') };
}

/** Sends a message to the worker. Rejects when the worker is gone or stops before it answers. */
export async function sendToWorker(message: unknown): Promise<unknown> {
  return browser.runtime.sendMessage(message);
}

/** What a listener gets: it answers through `reply` and returns true, or ignores the message. */
export type MessageListener = (message: unknown, sender: Sender, reply: (response: unknown) => void) => true | undefined;

/** Listens for messages. Answers go through `reply`: returning a promise is not understood everywhere. */
export function onMessage(listener: MessageListener): void {
  browser.runtime.onMessage.addListener(listener as never);
}

/** First installation or update of us, or of the browser: `install`, `update`, `browser_update` … */
export function onInstalled(listener: (reason: string) => void): void {
  browser.runtime.onInstalled.addListener((details) => listener(details.reason));
}

/** The browser has started with this profile. */
export function onStartup(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
}

/** Opens the options page, or brings it to the front. */
export function openOptions(): Promise<void> {
  return browser.runtime.openOptionsPage();
}

/** Our version, as the manifest says. */
export function version(): string {
  return browser.runtime.getManifest().version;
}

/** Opens the browser's page for the keys of extensions. Chrome has no call for it, Firefox no address. */
export async function openShortcuts(): Promise<void> {
  const { commands } = browser as { commands?: Partial<typeof browser.commands> };
  if (commands?.openShortcutSettings) await commands.openShortcutSettings();
  else await openTab('chrome://extensions/shortcuts');
}

/** Opens a page in a new tab. */
export async function openTab(url: string): Promise<void> {
  await browser.tabs.create({ url });
}
