import { browser } from './browser.ts';

/** May we reach all these hosts (match patterns)? */
export async function hasHosts(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.contains({ origins: origins(patterns) });
}

/**
 * Asks the rep for hosts, and what else her way of signing in needs, in one prompt. Must be the first thing a click does:
 * nothing may be awaited before it. Resolves to whether she agreed.
 */
export function requestAccess(patterns: readonly string[], permissions: readonly 'cookies'[]): Promise<boolean> {
  return browser.permissions.request({ origins: origins(patterns), permissions: [...permissions] });
}

/** Gives hosts back. Required hosts (demo build) stay: the browser refuses, which is no failure. */
export async function releaseHosts(patterns: readonly string[]): Promise<void> {
  if (patterns.length > 0) await browser.permissions.remove({ origins: origins(patterns) }).catch(() => false);
}

/** Gives back the permission to read cookies: nobody signs in that way any more. */
export async function releaseCookies(): Promise<void> {
  await browser.permissions.remove({ permissions: ['cookies'] }).catch(() => false);
}

/** Gives back all hosts and permissions that were ever asked for; what the build requires stays. */
export async function releaseEverything(): Promise<void> {
  const { origins: hosts = [] } = await browser.permissions.getAll();
  await Promise.all([releaseHosts(hosts), releaseCookies()]);
}

/** Host access was given or taken away, by us or in the browser's own settings. */
export function onHostsChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/**
 * As browsers are asked for them: without ports. A pattern without one covers all of a host's, Firefox knows no others, and the fence
 * of each connection keeps to the port.
 */
function origins(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^(https?:\/\/[^/]+?):\d+(?=\/)/, '$1')))];
}
