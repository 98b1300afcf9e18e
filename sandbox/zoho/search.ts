import type { VendorContext } from '../vendor.ts';
import { fail, page } from './answers.ts';
import { hasColumn } from './columns.ts';
import type { Module, Row, Tables } from './tables.ts';

type Test = (row: Row) => boolean;

const MAX_CRITERIA = 15;
const MAX_CHARS = 3000;
const EMAILS = ['Email', 'Secondary_Email'];
const PHONES = ['Phone', 'Mobile', 'Home_Phone', 'Other_Phone'];

/** `GET /{module}/search`: stored text, upper and lower case alike, an index that may lag behind writes. */
export function searchRows(module: Module, query: URLSearchParams, tables: Tables, context: VendorContext): Response {
  const test = testOf(module, query, tables);
  if (test instanceof Response) return test;
  const rows = [...tables.rows[module].values()].filter(
    (row) => (tables.written.get(row) ?? 0) <= context.now() - context.searchLagMs() && isAsked(row, query) && test(row),
  );
  return page(rows, query);
}

/** Leads that were converted come with `converted=both` alone, and only they with `converted=true`. */
export function isAsked(row: Row, query: URLSearchParams): boolean {
  const wanted = query.get('converted') ?? 'false';
  return wanted === 'both' || (row.Converted__s === true) === (wanted === 'true');
}

/** Where several are given, the vendor takes the first of criteria, email, phone, word. */
function testOf(module: Module, query: URLSearchParams, tables: Tables): Test | Response {
  const [criteria, email, phone, word] = ['criteria', 'email', 'phone', 'word'].map((name) => query.get(name));
  if (criteria) {
    const parser = new Criteria(module, criteria, tables);
    const test = parser.whole();
    return test && parser.count <= MAX_CRITERIA && criteria.length <= MAX_CHARS
      ? test
      : fail(400, 'INVALID_QUERY', 'invalid query formed', { reason: 'invalid criteria' });
  }
  if (email) return anyOf(EMAILS, email);
  if (phone) {
    const digits = phone.replace(/\D/g, '');
    if (!/^[+]?[0-9\s\-().]{3,50}$/.test(phone)) return fail(400, 'INVALID_DATA', 'invalid data', { param_name: 'phone' });
    return (row) => PHONES.some((name) => typeof row[name] === 'string' && row[name].replace(/\D/g, '').includes(digits));
  }
  if (word && [...word].length >= 2 && word.length <= 100) {
    const wanted = word.toLowerCase();
    return (row) => Object.values(row).some((value) => typeof value === 'string' && value.toLowerCase().includes(wanted));
  }
  return fail(400, 'EXPECTED_PARAM_MISSING', 'one of the expected parameter is missing', {
    param_names: ['criteria', 'email', 'phone', 'word'],
  });
}

function anyOf(columns: readonly string[], value: string): Test {
  return (row) => columns.some((name) => same(row[name], value));
}

function same(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}

/** Reads `((A:equals:x)and(B:in:y,z))`; brackets, commas and backslashes inside a value stand behind a backslash. */
class Criteria {
  count = 0;
  readonly #module: Module;
  readonly #tables: Tables;
  readonly #text: string;
  #at = 0;

  constructor(module: Module, text: string, tables: Tables) {
    this.#module = module;
    this.#tables = tables;
    this.#text = text;
  }

  whole(): Test | undefined {
    const test = this.#group();
    return this.#at === this.#text.length ? test : undefined;
  }

  #group(): Test | undefined {
    if (this.#text[this.#at] !== '(') return undefined;
    this.#at += 1;
    if (this.#text[this.#at] !== '(') return this.#single();
    let test = this.#group();
    while (test) {
      const word = /^(and|or)(?=\()/.exec(this.#text.slice(this.#at))?.[1];
      if (!word) break;
      this.#at += word.length;
      const [left, right] = [test, this.#group()];
      if (!right) return undefined;
      test = word === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
    }
    if (this.#text[this.#at] !== ')') return undefined;
    this.#at += 1;
    return test;
  }

  #single(): Test | undefined {
    const head = /^(\w+):(equals|in|starts_with):/.exec(this.#text.slice(this.#at));
    const [, name = '', operator] = head ?? [];
    if (!head || !hasColumn(this.#module, name, this.#tables)) return undefined;
    this.#at += head[0].length;
    this.count += 1;
    const values = this.#values(operator === 'in');
    if (!values) return undefined;
    if (operator === 'starts_with') {
      const [start = ''] = values;
      return (row) => typeof row[name] === 'string' && row[name].toLowerCase().startsWith(start.toLowerCase());
    }
    return (row) => values.some((value) => same(row[name], value));
  }

  #values(several: boolean): string[] | undefined {
    const values = [''];
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? '';
      const last = values.length - 1;
      if (character === '\\') {
        this.#at += 1;
        values[last] += this.#text[this.#at] ?? '';
      } else if (character === ')') {
        this.#at += 1;
        return values.length <= 100 ? values : undefined;
      } else if (character === '(' || (character === ',' && !several)) return undefined;
      else if (character === ',') values.push('');
      else values[last] += character;
    }
    return undefined;
  }
}
