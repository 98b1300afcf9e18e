import * as v from 'valibot';
import { SystemError } from './contract.ts';
import { open } from './loose.ts';

/*
 * HAL, "JSON Hypertext Application Language": rows lie in `_embedded` under the collection's name, the next page in `_links`.
 */

const collection = open({
  _embedded: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  _links: v.fallback(v.optional(open({ next: v.optional(v.looseObject({ href: v.string() })) })), undefined),
});

/** A page of a collection: rows as they came, and whether another page exists. */
export interface Rows {
  rows: unknown[];
  more: boolean;
}

/** The rows of an answer; an empty body is an empty page. @throws SystemError `protocol` when it holds no such collection. */
export function halRows({ json, status }: { json: unknown; status: number }, name: string): Rows {
  if (json === undefined) return { rows: [], more: false };
  const { _embedded, _links } = v.parse(collection, json);
  const rows = _embedded?.[name];
  if (!Array.isArray(rows)) throw new SystemError('protocol', { status, code: 'no-rows' });
  return { rows, more: _links?.next?.href !== undefined };
}

/** All pages of a short collection, 20 at most. */
export async function allPages(read: (page: number) => Promise<Rows>): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let page = 1; page <= 20; page += 1) {
    const { rows, more } = await read(page);
    all.push(...rows);
    if (!more) break;
  }
  return all;
}

/** Lists of at most `most`. */
export function chunks<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most));
}

/** Id of a row as a string; '' when it has none. */
export function idOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'id' in row && (typeof row.id === 'number' || typeof row.id === 'string')
    ? String(row.id)
    : '';
}
