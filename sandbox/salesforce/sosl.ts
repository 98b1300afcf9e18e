import { noColumn, Refusal } from './answers.ts';
import { fieldNamed, type SObjectType } from './objects.ts';
import type { Org } from './org.ts';
import { parseWhere } from './soql-parse.ts';
import { compile, type ResultRow, typeOf } from './soql-run.ts';
import type { Row } from './tables.ts';

const bad = (message: string) => new Refusal(400, 'MALFORMED_SEARCH', message);
const SHAPE =
  /^\s*FIND\s*\{((?:\\.|[^\\}])*)\}\s*(?:IN\s+(EMAIL|PHONE|NAME|ALL)\s+FIELDS\s*)?(?:RETURNING\s+(.*?))?\s*(?:LIMIT\s+(\d+))?\s*$/is;
const KINDS: Readonly<Record<string, readonly string[]>> = {
  EMAIL: ['email'],
  PHONE: ['phone'],
  NAME: ['name'],
  ALL: ['email', 'phone', 'name', 'string', 'textarea', 'url'],
};

/**
 * The subset of SOSL the sandbox speaks: FIND {terms joined by OR, words joined by AND} IN … FIELDS RETURNING Type(Fields WHERE …), … LIMIT n.
 * The index sees a row only when it is older than the lag.
 */
export function search(org: Org, sosl: string, root: string): { searchRecords: ResultRow[] } {
  const [, find, scope = 'ALL', returning, limit] = SHAPE.exec(sosl) ?? fail();
  const terms = alternatives(find ?? '');
  const kinds = KINDS[scope.toUpperCase()] ?? [];
  const found: ResultRow[] = [];
  for (const { type, fields, where, limit: own } of targets(returning ?? 'Contact(Id), Account(Id), Lead(Id)')) {
    const test = where ? compile(parseWhere(where), type, { tables: org.tables, root }) : () => true;
    const rows = org.tables
      .all(type.name)
      .filter((row) => row.IsDeleted !== true && isIndexed(org, row) && test(row) && terms.some((term) => fits(row, type, kinds, term)));
    found.push(...rows.slice(0, own).map((row) => show(row, type, fields, root)));
  }
  return { searchRecords: found.slice(0, Number(limit ?? 2000)) };
}

function fail(): never {
  throw bad('No search term found. The search term must be enclosed in braces.');
}

function isIndexed(org: Org, row: Row): boolean {
  const written = org.tables.writtenAt.get(row.Id);
  return written === undefined || written <= org.context.now() - org.context.searchLagMs();
}

/** `"Ana Ruiz" OR 5551212` → phrases; reserved characters must be escaped. */
function alternatives(find: string): string[] {
  return find.split(/\s+OR\s+/).map((each) => {
    const phrase = each.trim().replace(/^"((?:\\.|[^"\\])*)"$/s, '$1');
    if (/(?<!\\)(?:\\\\)*[?&|!{}[\]()^~:"'+-]/.test(phrase))
      throw bad('line 1: no viable alternative: a reserved character must be escaped');
    const plain = phrase.replace(/\\(.)/gs, '$1');
    if (plain.replaceAll('*', '').length < 2) throw bad('search term must be longer than one character');
    return plain.toLowerCase();
  });
}

function targets(returning: string): { type: SObjectType; fields: string[]; where?: string; limit: number }[] {
  const parts = returning.match(/\w+\s*(?:\((?:[^()']|'(?:\\.|[^'\\])*'|\([^()]*\))*\))?/g) ?? [];
  return parts.map((part) => {
    const [, name = '', inside = 'Id'] = /^(\w+)\s*(?:\((.*)\))?$/s.exec(part.trim()) ?? [];
    const [, columns = 'Id', where, limit] = /^(.*?)(?:\s+WHERE\s+(.*?))?(?:\s+LIMIT\s+(\d+))?$/is.exec(inside.trim()) ?? [];
    return {
      type: typeOf(name),
      fields: columns.split(',').map((field) => field.trim()),
      limit: Number(limit ?? 2000),
      ...(where && { where }),
    };
  });
}

function fits(row: Row, type: SObjectType, kinds: readonly string[], term: string): boolean {
  return Object.entries(type.fields).some(([field, kind]) => {
    const value = row[field];
    if (typeof value !== 'string') return false;
    const group = field === 'Name' || field === 'FirstName' || field === 'LastName' ? 'name' : kind;
    if (!kinds.includes(group)) return false;
    return group === 'phone' ? fitsPhone(value, term) : fitsText(value.toLowerCase(), term);
  });
}

/** Phones are indexed whole, by their last ten, their last seven and their last four digits. */
function fitsPhone(value: string, term: string): boolean {
  const digits = value.replace(/\D/g, '');
  const wanted = term.replace(/\D/g, '');
  return wanted.length >= 4 && [digits, digits.slice(-10), digits.slice(-7), digits.slice(-4)].includes(wanted);
}

function fitsText(value: string, term: string): boolean {
  const words = value.split(/[^\p{L}\p{N}]+/u);
  return (
    value.includes(term) ||
    term.split(/\s+/).every((part) => words.some((word) => (part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part)))
  );
}

function show(row: Row, type: SObjectType, fields: readonly string[], root: string): ResultRow {
  const out: ResultRow = { attributes: { type: type.name, url: `${root}/sobjects/${type.name}/${row.Id}` } };
  for (const name of fields) {
    const field = fieldNamed(type, name);
    if (!field) throw noColumn(name, type.name);
    out[field] = row[field] ?? null;
  }
  return out;
}
