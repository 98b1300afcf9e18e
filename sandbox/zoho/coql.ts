import { answer, fail, nothing } from './answers.ts';
import { hasColumn } from './columns.ts';
import { MODULES, type Module, type Row, type Tables } from './tables.ts';

const MAX_ROWS = 2000;
const STATEMENT =
  /^\s*select\s+(?<columns>[\w\s,]+?)\s+from\s+(?<module>\w+)\s+where\s+(?<where>.+?)(?:\s+order\s+by\s+(?<by>\w+)(?:\s+(?<order>asc|desc))?)?(?:\s+limit\s+(?<limit>\d+)(?:\s+offset\s+(?<offset>\d+))?)?\s*$/is;
const CONDITION =
  /^\(*\s*(?<name>\w+)\s*(?:(?<none>is\s+null)|(?<some>is\s+not\s+null)|(?<operator>=|>=|<=|>|<)\s*'(?<value>[^']*)')\s*\)*$/i;
/** The query language knows no notes. */
const UNKNOWN = new Set<Module>(['Notes', 'Attachments']);

/** `POST /coql`: reads the database itself, so it sees what was written just now. Lookups come as their ids alone. */
export function runQuery(body: unknown, tables: Tables): Response {
  const text = typeof body === 'object' && body !== null ? Reflect.get(body, 'select_query') : undefined;
  if (typeof text !== 'string') return fail(400, 'MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'select_query' });
  const parts = STATEMENT.exec(text)?.groups;
  const module = MODULES.find((each) => each === parts?.module);
  if (!parts || !module || UNKNOWN.has(module)) return fail(400, 'INVALID_QUERY', 'invalid query formed', { reason: 'syntax error' });
  const columns = (parts.columns ?? '').split(',').map((name) => name.trim());
  const by = parts.by ?? 'id';
  const unknown = [...columns, by].find((name) => !hasColumn(module, name, tables));
  if (unknown !== undefined || columns.length > 50)
    return fail(400, 'INVALID_QUERY', 'invalid query formed', { column_name: unknown ?? '' });
  const tests = (parts.where ?? '').split(/\s+and\s+/i).map((each) => condition(each, module, tables));
  if (tests.some((test) => test === undefined)) return fail(400, 'INVALID_QUERY', 'invalid query formed', { reason: 'where' });
  const limit = Number(parts.limit ?? 200);
  const offset = Number(parts.offset ?? 0);
  if (limit > MAX_ROWS) return fail(400, 'LIMIT_EXCEEDED', 'limit exceeded', { limit: MAX_ROWS });
  const sign = parts.order?.toLowerCase() === 'desc' ? -1 : 1;
  const all = [...tables.rows[module].values()]
    .filter((row) => tests.every((test) => test?.(row)))
    .sort((a, b) => sign * (compare(a[by], b[by]) || compare(a.id, b.id)));
  const rows = all.slice(offset, offset + limit);
  if (rows.length === 0) return nothing();
  return answer(200, {
    data: rows.map((row) => shown(row, columns)),
    info: { count: rows.length, more_records: offset + limit < all.length },
  });
}

function condition(text: string, module: Module, tables: Tables): ((row: Row) => boolean) | undefined {
  const { name = '', none, some, operator, value = '' } = CONDITION.exec(text.trim())?.groups ?? {};
  if (!hasColumn(module, name, tables)) return undefined;
  if (none) return (row) => row[name] === null || row[name] === undefined;
  if (some) return (row) => row[name] !== null && row[name] !== undefined;
  if (!operator) return undefined;
  return (row) => {
    const order = compare(row[name], value);
    if (operator === '=') return order === 0;
    return operator.startsWith('>') ? order > 0 || (operator === '>=' && order === 0) : order < 0 || (operator === '<=' && order === 0);
  };
}

function compare(a: unknown, b: unknown): number {
  const [x, y] = [comparable(a), comparable(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function comparable(value: unknown): string {
  if (typeof value === 'object' && value !== null) return String(Reflect.get(value, 'id'));
  const text = String(value ?? '');
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text).toISOString() : text.toLowerCase();
}

function shown(row: Row, columns: readonly string[]): Record<string, unknown> {
  const entries = [...new Set([...columns, 'id'])].map((name): [string, unknown] => {
    const value = row[name] ?? null;
    const isLookup = typeof value === 'object' && value !== null && 'id' in value;
    return [name, isLookup ? { id: value.id } : value];
  });
  return Object.fromEntries(entries);
}
