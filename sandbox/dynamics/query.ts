import { CHOICES } from './choices.ts';
import { parseFilter, unknown } from './filter.ts';
import { MODEL, navigation, typesOf } from './model.ts';
import { ORIGIN, Refusal, ROOT, type Row, type Store } from './store.ts';

/** Query options of one level, decoded. */
export type Options = Readonly<Record<string, string>>;
type Shown = Record<string, unknown>;

const KNOWN = new Set(['select', 'filter', 'expand', 'orderby', 'top', 'count', 'skiptoken', 'deltatoken']);

/** The options of a URL. Names are case-sensitive; one that is unknown is refused. */
export function optionsOf(url: URL): Options {
  const found: Record<string, string> = {};
  for (const pair of url.search.slice(1).split('&')) {
    const [name = '', ...rest] = pair.split('=');
    if (pair === '') continue;
    const key = decodeURIComponent(name);
    if (!key.startsWith('$')) continue;
    if (!KNOWN.has(key.slice(1))) throw new Refusal(400, '0x0', `The query parameter '${key}' is not supported.`);
    found[key.slice(1)] = decodeURIComponent(rest.join('=').replaceAll('+', ' '));
  }
  return found;
}

/** Rows of a table by filter and order. */
export function queryRows(store: Store, native: string, options: Options, given = store.all(native)): Row[] {
  const test = options.filter === undefined ? () => true : parseFilter(options.filter, native, store);
  const rows = given.filter(test);
  for (const part of (options.orderby ?? '').split(',').reverse()) {
    const [column = '', direction = 'asc'] = part.trim().split(/\s+/);
    if (column === '') continue;
    if (!typesOf(native).has(column)) throw unknown(column, native);
    const sign = direction === 'desc' ? -1 : 1;
    rows.sort((a, b) => sign * order(a[column], b[column]));
  }
  return rows;
}

function order(a: Row[string] | undefined, b: Row[string] | undefined): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return a < b ? -1 : 1;
}

/** A row as it is answered: chosen columns, annotations when asked for, expanded navigation. */
export function show(store: Store, native: string, row: Row, options: Options, annotated: boolean): Shown {
  const types = typesOf(native);
  const chosen = options.select === undefined ? [...types.keys()] : options.select.split(',').map((name) => name.trim());
  const key = MODEL[native]?.key ?? '';
  const shown: Shown = { '@odata.etag': `W/"${row.versionnumber}"` };
  for (const name of new Set([...chosen, key])) {
    if (!types.has(name)) throw unknown(name, native);
    shown[name] = row[name] ?? null;
    if (annotated) annotate(store, native, row, name, shown);
  }
  for (const [name, inner] of expansions(options.expand ?? '')) Object.assign(shown, expanded(store, native, row, name, inner, annotated));
  return shown;
}

function annotate(store: Store, native: string, row: Row, name: string, shown: Shown): void {
  const value = row[name];
  if (value === null || value === undefined) return;
  const label = typeof value === 'number' ? CHOICES[`${native}.${name}`]?.[value] : undefined;
  if (label !== undefined) shown[`${name}@OData.Community.Display.V1.FormattedValue`] = label;
  const column = /^_(.+)_value$/.exec(name)?.[1];
  if (column === undefined) return;
  const target = String(row[`_${column}_type`]);
  const other = store.get(target, value);
  const [navigationName] = Object.entries(MODEL[native]?.lookups[column] ?? {}).find(([, table]) => table === target) ?? [];
  const title = other?.[MODEL[target]?.name ?? ''];
  if (typeof title === 'string') shown[`${name}@OData.Community.Display.V1.FormattedValue`] = title;
  if (navigationName !== undefined) shown[`${name}@Microsoft.Dynamics.CRM.associatednavigationproperty`] = navigationName;
  shown[`${name}@Microsoft.Dynamics.CRM.lookuplogicalname`] = target;
}

function expanded(store: Store, native: string, row: Row, name: string, options: Options, annotated: boolean): Shown {
  const single = navigation(native, name);
  if (single) {
    const leads = row[`_${single.column}_type`] === single.target;
    const other = leads ? store.get(single.target, row[`_${single.column}_value`]) : undefined;
    return { [name]: other ? show(store, single.target, other, options, annotated) : null };
  }
  const many = MODEL[native]?.collections?.[name];
  if (!many) throw unknown(name, native);
  const [table, column] = many;
  const { set, key } = MODEL[native] ?? { set: '', key: '' };
  const own = store.all(table).filter((each) => each[`_${column}_value`] === row[key]);
  const rows = queryRows(store, table, options, own).slice(0, Number(options.top ?? 5000));
  return {
    [name]: rows.map((each) => show(store, table, each, options, annotated)),
    [`${name}@odata.nextLink`]: `${ORIGIN}${ROOT}/${set}(${row[key]})/${name}`,
  };
}

/** `a,b($select=x;$expand=c($select=y))` → names with their options. */
function expansions(text: string): [string, Options][] {
  return split(text, ',').map((part) => {
    const [, name = '', inner = ''] = /^\s*(\w+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(part) ?? [];
    if (name === '') throw new Refusal(400, '0x0', `Term '${part}' is not valid in a $select or $expand expression.`);
    const options = split(inner, ';').map((each) => {
      const [, key = '', value = ''] = /^\s*\$(\w+)=([\s\S]*)$/.exec(each) ?? [];
      if (!KNOWN.has(key)) throw new Refusal(400, '0x0', `The expand option '${each}' is not valid.`);
      return [key, value] as const;
    });
    return [name, Object.fromEntries(options)];
  });
}

/** Splits at the separator outside of brackets. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (at < text.length && (char !== separator || depth > 0)) continue;
    if (text.slice(from, at).trim() !== '') parts.push(text.slice(from, at));
    from = at + 1;
  }
  return parts;
}
