import { malformed, noColumn, noType } from './answers.ts';
import { toLong } from './ids.ts';
import { fieldNamed, type SObjectType, TYPES, typeNamed } from './objects.ts';
import type { Column, Condition, Literal, Query } from './soql-parse.ts';
import { likePattern, meaning } from './soql-tokens.ts';
import type { Row, Tables, Value } from './tables.ts';

export interface ResultRow {
  attributes: { type: string; url?: string };
  [field: string]: unknown;
}

/** What running a query needs to know of the request. */
export interface RunContext {
  tables: Tables;
  /** `/services/data/v67.0`, for the rows' own addresses. */
  root: string;
  /** "QueryAll": deleted rows too. */
  deletedToo?: boolean;
}

const MOST_FIELDS_ROWS = 200;

/** Runs a parsed query. `count` is set for `SELECT COUNT()`. */
export function runSoql(query: Query, context: RunContext): { rows: ResultRow[]; count?: number } {
  const type = typeOf(query.from);
  checkBreadth(query);
  let rows = matching(query, type, context);
  if (query.columns.some(({ kind }) => kind === 'count')) return { rows: [], count: rows.length };
  rows = sorted(rows, query, type, context).slice(query.offset ?? 0);
  if (query.limit !== undefined) rows = rows.slice(0, query.limit);
  return { rows: rows.map((row) => project(row, query.columns, type, context)) };
}

/** The type of a FROM clause. */
export function typeOf(name: string): SObjectType {
  const type = typeNamed(name);
  if (!type) throw noType(name);
  return type;
}

/** FIELDS(ALL) and FIELDS(CUSTOM) want a small LIMIT; a link wants to know of which record or document. */
function checkBreadth(query: Query): void {
  const wide = query.columns.some((column) => column.kind === 'all' && column.what !== 'standard');
  if (wide && (query.limit === undefined || query.limit > MOST_FIELDS_ROWS))
    throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${MOST_FIELDS_ROWS}`);
  if (/^contentdocumentlink$/i.test(query.from) && !namesParent(query.where))
    throw malformed(
      'Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id’s using the IN operator.',
    );
}

function namesParent(where: Condition | undefined): boolean {
  if (!where) return false;
  if (where.kind === 'and') return where.parts.some(namesParent);
  if (where.kind !== 'compare' && where.kind !== 'in') return false;
  return /^(?:linkedentityid|contentdocumentid|id)$/i.test(where.path) && (where.kind === 'in' || where.operator === '=');
}

function matching(query: Query, type: SObjectType, context: RunContext): Row[] {
  const deletedToo = context.deletedToo || query.allRows;
  const test = query.where && compile(query.where, type, context);
  return context.tables.all(type.name).filter((row) => (deletedToo || row.IsDeleted !== true) && (!test || test(row)));
}

/** A condition as a predicate. Exported for SOSL's WHERE. */
export function compile(condition: Condition, type: SObjectType, context: RunContext): (row: Row) => boolean {
  if (condition.kind === 'not') {
    const inner = compile(condition.part, type, context);
    return (row) => !inner(row);
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => compile(part, type, context));
    return condition.kind === 'and' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
  }
  const read = reader(condition.path, type, context);
  if (condition.kind === 'compare') return comparison(condition.operator, condition.value, read);
  const wanted = Array.isArray(condition.values) ? condition.values.map(comparable) : semiJoin(condition.values, context);
  const set = new Set(wanted.map(folded));
  return (row) => set.has(folded(read(row))) !== condition.negated;
}

function semiJoin(query: Query, context: RunContext): Value[] {
  const [column, more] = query.columns;
  if (column?.kind !== 'field' || more) throw malformed('The inner select must have exactly one field');
  const type = typeOf(query.from);
  const read = reader(column.path, type, context);
  return matching(query, type, context)
    .map(read)
    .filter((value) => value !== null);
}

function comparison(operator: string, value: Literal, read: (row: Row) => Value): (row: Row) => boolean {
  if (operator === 'like') {
    if (value.kind !== 'string') throw malformed('LIKE needs a string');
    const pattern = likePattern(value.raw);
    return (row) => pattern.test(String(read(row) ?? ''));
  }
  const wanted = comparable(value);
  if (operator === '=') return (row) => folded(read(row)) === folded(wanted);
  if (operator === '!=') return (row) => folded(read(row)) !== folded(wanted);
  return (row) => {
    const own = ordered(read(row));
    const other = ordered(wanted);
    if (own === null || other === null || typeof own !== typeof other) return false;
    if (operator === '<') return own < other;
    if (operator === '<=') return own <= other;
    return operator === '>' ? own > other : own >= other;
  };
}

function comparable(value: Literal): Value {
  if (value.kind === 'plain') return value.value;
  return value.kind === 'string' ? meaning(value.raw) : value.text;
}

/** Text compares without case, ids by their long form, moments as numbers, whatever way they are written. */
function folded(value: Value): Value {
  if (typeof value !== 'string') return value;
  if (/^[a-zA-Z0-9]{15}$/.test(value) && /^\d/.test(value)) return toLong(value);
  if (/^[a-zA-Z0-9]{18}$/.test(value) && /^\d/.test(value)) return value;
  return ordered(value.toLowerCase());
}

function ordered(value: Value): Value {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dt\d/i.test(value)) return value;
  return Date.parse(value.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** Reads a field or a parent's field (`Account.Owner.Name`). */
function reader(path: string, type: SObjectType, context: RunContext): (row: Row) => Value {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const field = fieldNamed(type, head);
    if (!field) throw noColumn(head, type.name);
    return (row) => row[field] ?? null;
  }
  if (head.toLowerCase() === type.name.toLowerCase()) return reader(rest.join('.'), type, context);
  const parent = parentNamed(type, head);
  const inner = reader(rest.join('.'), TYPES[parent.type], context);
  return (row) => {
    const found = parentRow(row, parent, context);
    return found ? inner(found) : null;
  };
}

function parentNamed(type: SObjectType, name: string): { field: string; type: SObjectType['name']; relationship: string } {
  const found = Object.entries(type.parents).find(([relationship]) => relationship.toLowerCase() === name.toLowerCase());
  if (!found)
    throw malformed(
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
    );
  return { ...found[1], relationship: found[0] };
}

function parentRow(row: Row, parent: { field: string; type: SObjectType['name'] }, context: RunContext): Row | undefined {
  const id = row[parent.field];
  return typeof id === 'string' ? context.tables.get(parent.type, id) : undefined;
}

function sorted(rows: Row[], query: Query, type: SObjectType, context: RunContext): Row[] {
  const keys = query.orderBy.map(({ path, descending, nullsLast }) => ({ read: reader(path, type, context), descending, nullsLast }));
  if (keys.length === 0) return rows;
  return [...rows].sort((a, b) => {
    for (const { read, descending, nullsLast } of keys) {
      const order = compareValues(read(a), read(b), nullsLast);
      if (order !== 0) return descending && read(a) !== null && read(b) !== null ? -order : order;
    }
    return 0;
  });
}

function compareValues(a: Value, b: Value, nullsLast: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsLast ? 1 : -1;
  const [x, y] = [ordered(a), ordered(b)];
  if (x === null || y === null || x === y) return 0;
  return x < y ? -1 : 1;
}

function project(row: Row, columns: readonly Column[], type: SObjectType, context: RunContext): ResultRow {
  const out: ResultRow = { attributes: { type: type.name, url: `${context.root}/sobjects/${type.name}/${row.Id}` } };
  for (const column of columns) {
    if (column.kind === 'all') for (const field of fieldsOf(type, column.what)) out[field] = row[field];
    if (column.kind === 'field') place(out, row, column.path, type, context);
    if (column.kind === 'children') placeChildren(out, row, column.query, type, context);
  }
  return out;
}

/** The fields FIELDS() stands for. */
function fieldsOf(type: SObjectType, what: string): string[] {
  const all = ['Id', ...Object.keys(type.fields)].filter((field) => type.fields[field] !== 'base64' || what === 'all');
  return what === 'all' ? all : all.filter((field) => field.endsWith('__c') === (what === 'custom'));
}

function place(out: ResultRow, row: Row, path: string, type: SObjectType, context: RunContext): void {
  const [head = '', ...rest] = path.split('.');
  const field = rest.length === 0 ? fieldNamed(type, head) : undefined;
  if (rest.length === 0 && !field) throw noColumn(head, type.name);
  if (field) {
    out[field] = row[field] ?? null;
    return;
  }
  const parent = parentNamed(type, head);
  const found = parentRow(row, parent, context);
  if (!found) {
    reader(rest.join('.'), TYPES[parent.type], context);
    out[parent.relationship] = null;
    return;
  }
  const known = out[parent.relationship];
  const inner = typeof known === 'object' && known !== null ? (known as ResultRow) : project(found, [], TYPES[parent.type], context);
  place(inner, found, rest.join('.'), TYPES[parent.type], context);
  out[parent.relationship] = inner;
}

function placeChildren(out: ResultRow, row: Row, query: Query, type: SObjectType, context: RunContext): void {
  const found = Object.entries(type.children).find(([name]) => name.toLowerCase() === query.from.toLowerCase());
  if (!found) throw malformed(`Didn't understand relationship '${query.from}' in FROM part of query call.`);
  const [name, { type: child, field }] = found;
  const own: Condition = { kind: 'compare', path: field, operator: '=', value: { kind: 'string', raw: row.Id } };
  const where: Condition = query.where ? { kind: 'and', parts: [own, query.where] } : own;
  const { rows } = runSoql({ ...query, from: child, where }, context);
  out[name] = rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows };
}
