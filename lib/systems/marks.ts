/**
 * The mark that makes a write recognisable where a vendor has no idempotency key: sixteen invisible characters at the end of a subject
 * or title, four to the byte. A field of our own would need an admin in every account. These four (U+2061 to U+2064) take no room, break
 * no word and shape no script.
 */
const ALPHABET = '\u2061\u2062\u2063\u2064';
const LENGTH = 16;
const MARKS = new RegExp(`[${ALPHABET}]{${LENGTH}}$`, 'u');

/** FNV-1a, 32 bits, unsigned. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The mark of an action's key: 32 bits of its FNV-1a hash. Enough, as it is only compared within one record's last day. */
export function markOf(key: string): string {
  const hash = hashOf(key);
  let mark = '';
  for (let at = 0; at < LENGTH; at++) mark += ALPHABET.charAt((hash >>> (2 * at)) & 3);
  return mark;
}

/** `text` in at most `limit` characters with the mark at its end; never cuts through a surrogate pair. */
export function marked(text: string, key: string, limit = 255): string {
  return cut(text.toWellFormed(), limit - LENGTH) + markOf(key);
}

/** The text as the rep wrote it. */
export function unmarked(text: string): string {
  return text.replace(MARKS, '');
}

/** Does a title carry the mark of any key? */
export function isMarked(text: string): boolean {
  return MARKS.test(text);
}

/** At most `limit` UTF-16 units, whole characters only. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return text.slice(0, end);
}

/** Entries of one key among the rows of a record. `own`: by the mark; `alike`: without any mark, with the same text, made after `at`. */
export function rowsOfKey<T>(
  rows: readonly T[],
  sought: { title: string; key: string; at: number },
  read: { title(row: T): unknown; madeAt(row: T): number },
): { own: T[]; alike: T | undefined } {
  const titleOf = (row: T) => String(read.title(row) ?? '');
  const plain = unmarked(marked(sought.title, sought.key));
  return {
    own: rows.filter((row) => titleOf(row).endsWith(markOf(sought.key))),
    alike: rows.find((row) => !isMarked(titleOf(row)) && titleOf(row) === plain && read.madeAt(row) >= sought.at),
  };
}
