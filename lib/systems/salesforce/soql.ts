import { SystemError } from '../../model/errors.ts';
import { isIdShaped } from './ids.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};
/** Half a surrogate pair cannot be sent, NUL is refused: neither is in any record. */
const sendable = (text: string) => text.toWellFormed().replaceAll('\0', '');
const escapeText = (text: string) => sendable(text).replace(/[\\'"\n\r\t\b\f]/g, (char) => ESCAPES[char] ?? char);

/** A quoted SOQL string that means exactly `text`. Source: "Quoted String Escape Sequences" (SOQL and SOSL Reference). */
export function soqlText(text: string): string {
  return `'${escapeText(text)}'`;
}

/** `('a', 'b')` for IN. Never empty: SOQL has no empty list. */
export function soqlList(values: readonly string[]): string {
  return `(${values.map(soqlText).join(', ')})`;
}

/** A quoted LIKE pattern; the text's own `%` and `_` are literal, `before` and `after` say where anything may stand. */
export function soqlLike(text: string, { before = false, after = false }): string {
  const literal = escapeText(text).replace(/[%_]/g, (char) => `\\${char}`);
  return `'${before ? '%' : ''}${literal}${after ? '%' : ''}'`;
}

/** A quoted record id. @throws SystemError `invalid` for what cannot be one, so that nothing else reaches a query or a path. */
export function soqlId(id: string): string {
  return `'${checkedId(id)}'`;
}

/** The id itself, for paths. @throws SystemError `invalid`. */
export function checkedId(id: string): string {
  if (!isIdShaped(id)) throw new SystemError('invalid', { code: 'MALFORMED_ID' });
  return id;
}

/** An unquoted datetime literal in UTC, from epoch ms. */
export function soqlTime(at: number): string {
  return new Date(at).toISOString();
}

/** A SOSL search phrase with every reserved character escaped. Source: "FIND {SearchQuery}", reserved characters. */
export function soslText(text: string): string {
  return sendable(text).replace(/[?&|!{}[\]()^~*:\\"'+-]/g, (char) => `\\${char}`);
}
