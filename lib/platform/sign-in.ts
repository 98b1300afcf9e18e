import { browser } from './browser.ts';

/** Where a sign-in page sends its answer: an address only this extension receives. */
export function redirectUrl(): string {
  return browser.identity.getRedirectURL();
}

/**
 * Opens a sign-in page in a window of its own and resolves to the address it was sent to. Rejects when the rep closes it; with
 * `silent` no window is shown, and it rejects when the page would have to ask something.
 */
export async function openSignIn(url: string, { silent }: { silent: boolean }): Promise<string> {
  return browser.identity.launchWebAuthFlow({ url, interactive: !silent });
}
