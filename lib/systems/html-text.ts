/** Tags after which a reader expects a new line. */
const BREAKING = new Set(
  'address article blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements whose content is never text for a reader. */
const SILENT = new Set(['head', 'iframe', 'noscript', 'script', 'style', 'svg', 'template', 'textarea', 'title']);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: '©',
  euro: '€',
  gt: '>',
  hellip: '…',
  laquo: '«',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  raquo: '»',
  rdquo: '”',
  reg: '®',
  rsquo: '’',
};
/**
 * A tag, a comment, or a declaration. An opening bracket without a name after it is text (`a < b`). The repeats are
 * bounded, so that a text of nothing but opening brackets costs no quadratic time.
 */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9:-]{0,40})(?:"[^"]*"|'[^']*'|[^"'<>]){0,2000}>|<![^<>]{0,500}>/gi;

/**
 * A vendor's HTML as plain text: paragraphs and line breaks become new lines, scripts and styles vanish, entities are
 * decoded once. The result is text, never markup: what looks like a tag in it was written as one with entities.
 */
export function htmlToText(html: string): string {
  const parts: string[] = [];
  let silent: string | undefined;
  let from = 0;
  for (const match of html.matchAll(MARKUP)) {
    const before = html.slice(from, match.index);
    from = match.index + match[0].length;
    if (silent === undefined) parts.push(plain(before));
    const tag = match[2]?.toLowerCase();
    if (tag === undefined) continue;
    const closing = match[1] === '/';
    if (silent !== undefined) {
      if (closing && tag === silent) silent = undefined;
      continue;
    }
    if (!closing && SILENT.has(tag) && !match[0].endsWith('/>')) silent = tag;
    else if (BREAKING.has(tag)) parts.push('\n');
  }
  if (silent === undefined) parts.push(plain(html.slice(from)));
  return tidy(parts.join(''));
}

/** Plain text as HTML that reads the same: special characters as entities, new lines as `<br>`. */
export function textToHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replace(/\r\n?|\n/g, '<br>');
}

/** White space between tags is layout; a line break in the source is a space. */
function plain(text: string): string {
  return decodeEntities(text.replace(/[ \t\r\n\f]+/g, ' '));
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,10}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const readable = point >= 32 ? point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) : point === 9 || point === 10;
    return readable ? String.fromCodePoint(point) : ' ';
  });
}

function tidy(text: string): string {
  return text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Rich-text editors wrap what they save; what begins otherwise was saved as plain text. */
const WRAPPED = /^\s*<(?:div|p|html|body|span|br|ul|ol|table|h[1-6])\b/i;

/** What an entry says: plain text as it is, markup as text. `isPage`: e-mails are web pages as a rule, whatever they begin with. */
export function plainBody(value: unknown, isPage = false): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const isMarkup = WRAPPED.test(value) || (isPage && /<(?:html|body|div|p|br|span|table)\b/i.test(value));
  return isMarkup ? htmlToText(value) || undefined : value;
}
