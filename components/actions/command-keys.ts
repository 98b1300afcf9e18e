/** `⌘↵` on a Mac, `Ctrl ↵` elsewhere; with Shift `⌘⇧L`, `Ctrl Shift L`. */
export function commandKeys(key: string, withShift = false): string {
  const isMac = /mac|iphone|ipad/i.test(navigator.platform);
  return isMac ? `⌘${withShift ? '⇧' : ''}${key}` : `Ctrl ${withShift ? 'Shift ' : ''}${key}`;
}
