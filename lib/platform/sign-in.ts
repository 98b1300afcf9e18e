import { browser } from './browser.ts';

/** Where a sign-in page sends its answer: an address only this extension receives. */
export function redirectUrl(): string {
  return browser.identity.getRedirectURL();
}

/** Opens a sign-in page in a window of its own and resolves to the address it was sent to. Rejects when the rep closes it. */
export async function openSignIn(url: string): Promise<string> {
  return browser.identity.launchWebAuthFlow({ url, interactive: true });
}
