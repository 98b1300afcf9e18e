/** `⌘↵` on a Mac, `Ctrl ↵` elsewhere. */
export function commandKeys(key: string): string {
  return /mac|iphone|ipad/i.test(navigator.platform) ? `⌘${key}` : `Ctrl ${key}`;
}
