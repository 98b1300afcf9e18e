/*
 * OData 4.0, as the business systems of Microsoft and SAP speak it.
 */

/** Half a surrogate pair cannot be sent, control characters are refused: neither is in any record. */
const sendable = (text: string) => text.toWellFormed().replace(/\p{Cc}/gu, ' ');

/** A string literal that means exactly `text`: quotes are doubled. Not yet percent-encoded. Source: "Filter rows using OData". */
export function literal(text: string): string {
  return `'${sendable(text).replaceAll("'", "''")}'`;
}

/** The pattern of `contains` and its kin that means `text` itself. Source: "Use wildcard characters in conditions for string values". */
export function pattern(text: string): string {
  return text.replace(/[%_[]/g, (char) => `[${char}]`);
}

/** The digits with anything between them, as phones are stored. */
export function digitsPattern(digits: string): string {
  return [...digits].join('%');
}

/** A moment as a literal. */
export function moment(at: number): string {
  return new Date(at).toISOString().replace(/\.000Z$/, 'Z');
}

/** A moment as the vendor keeps and answers it: whole seconds. */
export function second(at: number): string {
  return moment(Math.floor(at / 1000) * 1000);
}

/** A path with query options, encoded; options without a value are left out. `+` would be read as a space. */
export function withOptions(path: string, options: Readonly<Record<string, string | number | undefined>> = {}): string {
  const pairs = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`$${name}=${encodeURIComponent(String(value))}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
