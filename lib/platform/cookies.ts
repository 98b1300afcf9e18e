import { browser } from './browser.ts';

/**
 * The value of a cookie the browser would send to this address; undefined when there is none. Read, and kept nowhere.
 * @throws Error when the rep has not given (or has taken back) the permission `cookies`
 */
export async function readCookie(url: string, name: string): Promise<string | undefined> {
  if (!(await browser.permissions.contains({ permissions: ['cookies'] }))) throw new Error('no permission to read cookies');
  return (await browser.cookies.get({ url, name }))?.value;
}
