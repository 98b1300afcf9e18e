import { MODEL, navigation, typesOf } from './model.ts';
import { Refusal, type Row, type Store } from './store.ts';

type Value = string | number | boolean | null;
/** What a filter is asked about: the row, its table, and the rows lambda variables stand for. */
interface Scope {
  native: string;
  row: Row;
  variables: Readonly<Record<string, { native: string; row: Row }>>;
}
type Test = (scope: Scope) => boolean;
type Operand = { kind: 'path'; path: string[] } | { kind: 'literal'; value: Value; type: 'text' | 'guid' | 'number' | 'moment' | 'other' };

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\w-])|(\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*(?:\/[A-Za-z_]\w*)*)|([(),:]))/giy;

/** A `$filter` as the Web API reads it; anything it does not know is refused with 400, in the vendor's manner. */
export function parseFilter(text: string, native: string, store: Store): (row: Row) => boolean {
  const parser = new Parser(tokens(text), native, store);
  const test = parser.or({});
  parser.end();
  return (row) => test({ native, row, variables: {} });
}

const syntax = (message: string) => new Refusal(400, '0x0', message);

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw syntax(`Syntax error at position ${at} in filter.`);
    found.push(match[0].trim());
  }
  return found;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #native: string;
  readonly #store: Store;
  #at = 0;

  constructor(found: readonly string[], native: string, store: Store) {
    this.#tokens = found;
    this.#native = native;
    this.#store = store;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw syntax(`Syntax error near '${this.#tokens[this.#at]}'.`);
  }

  /** `variables`: name of a lambda variable → its table. */
  or(variables: Readonly<Record<string, string>>): Test {
    const tests = [this.#and(variables)];
    while (this.#take('or')) tests.push(this.#and(variables));
    return (scope) => tests.some((test) => test(scope));
  }

  #and(variables: Readonly<Record<string, string>>): Test {
    const tests = [this.#one(variables)];
    while (this.#take('and')) tests.push(this.#one(variables));
    return (scope) => tests.every((test) => test(scope));
  }

  #one(variables: Readonly<Record<string, string>>): Test {
    if (this.#take('not')) {
      const inner = this.#one(variables);
      return (scope) => !inner(scope);
    }
    if (this.#take('(')) {
      const inner = this.or(variables);
      this.#expect(')');
      return inner;
    }
    const word = this.#peek();
    if (/^(?:contains|startswith|endswith)$/.test(word)) return this.#text(word, variables);
    if (/\/any$/.test(word)) return this.#any(variables);
    return this.#comparison(variables);
  }

  #text(word: string, variables: Readonly<Record<string, string>>): Test {
    this.#next();
    this.#expect('(');
    const column = this.#operand(variables);
    this.#expect(',');
    const wanted = this.#operand(variables);
    this.#expect(')');
    if (column.kind !== 'path' || wanted.kind !== 'literal' || typeof wanted.value !== 'string') throw syntax(`Bad arguments of ${word}.`);
    const like = likePattern(wanted.value, word);
    return (scope) => {
      const value = this.#value(column.path, scope);
      return typeof value === 'string' && like.test(value);
    };
  }

  #any(variables: Readonly<Record<string, string>>): Test {
    const name = this.#next().replace(/\/any$/, '');
    const collection = MODEL[this.#native]?.collections?.[name];
    if (!collection) throw unknown(name, this.#native);
    this.#expect('(');
    const variable = this.#next();
    this.#expect(':');
    const [table, column] = collection;
    const inner = this.or({ ...variables, [variable]: table });
    this.#expect(')');
    return (scope) => {
      const id = scope.row[MODEL[this.#native]?.key ?? ''];
      return this.#store
        .all(table)
        .some(
          (row) =>
            row[`_${column}_value`] === id && inner({ ...scope, variables: { ...scope.variables, [variable]: { native: table, row } } }),
        );
    };
  }

  #comparison(variables: Readonly<Record<string, string>>): Test {
    const left = this.#operand(variables);
    const operator = this.#next();
    const right = this.#operand(variables);
    if (left.kind !== 'path' || right.kind !== 'literal') throw syntax('A comparison needs a property and a value.');
    if (!/^(?:eq|ne|gt|ge|lt|le)$/.test(operator)) throw syntax(`Syntax error near '${operator}'.`);
    this.#checkTypes(left.path, right, variables, operator);
    const { value: wanted } = right;
    return (scope) => compare(this.#value(left.path, scope), operator, wanted);
  }

  #checkTypes(path: string[], right: Operand & { kind: 'literal' }, variables: Readonly<Record<string, string>>, operator: string): void {
    const type = this.#type(path, variables);
    const fits = { s: 'text', g: 'guid', i: 'number', n: 'number', t: 'moment', d: 'moment', b: 'other' }[type];
    if (right.value !== null && right.type !== fits)
      throw syntax(`A binary operator with incompatible types was detected. Found operand types for operator kind '${operator}'.`);
  }

  #type(path: string[], variables: Readonly<Record<string, string>>): string {
    let native = variables[path[0] ?? ''] ?? this.#native;
    const steps = path[0] !== undefined && path[0] in variables ? path.slice(1) : path;
    for (const [index, name] of steps.entries()) {
      const type = typesOf(native).get(name);
      if (type !== undefined && index === steps.length - 1) return type;
      const step = navigation(native, name);
      if (!step) throw unknown(name, native);
      native = step.target;
    }
    throw syntax('A navigation property cannot be compared.');
  }

  #value(path: string[], scope: Scope): Value {
    const variable = scope.variables[path[0] ?? ''];
    let { native, row }: { native: string; row: Row | undefined } = variable ?? scope;
    const steps = variable ? path.slice(1) : path;
    for (const name of steps) {
      const step = navigation(native, name);
      const isColumn = typesOf(native).has(name);
      if (isColumn && !step) return row?.[name] ?? null;
      if (isColumn && name === steps.at(-1)) return row?.[name] ?? null;
      if (!step) throw unknown(name, native);
      const leads: string | number | boolean | null | undefined = row?.[`_${step.column}_type`];
      row = row && leads === step.target ? this.#store.get(step.target, row[`_${step.column}_value`]) : undefined;
      native = step.target;
    }
    return null;
  }

  #operand(variables: Readonly<Record<string, string>>): Operand {
    const token = this.#next();
    if (token.startsWith("'")) return { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'"), type: 'text' };
    if (/^[\da-f]{8}-/i.test(token)) return { kind: 'literal', value: token.toLowerCase(), type: 'guid' };
    if (/^\d{4}-\d\d-\d\d/.test(token)) return { kind: 'literal', value: token, type: 'moment' };
    if (/^-?\d/.test(token)) return { kind: 'literal', value: Number(token), type: 'number' };
    if (token === 'null') return { kind: 'literal', value: null, type: 'other' };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true', type: 'other' };
    if (!/^[A-Za-z_]/.test(token)) throw syntax(`Syntax error near '${token}'.`);
    const path = token.split('/');
    this.#type(path, variables);
    return { kind: 'path', path };
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw syntax('Unexpected end of filter.');
    this.#at += 1;
    return token;
  }

  #take(word: string): boolean {
    if (this.#peek() !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#take(word)) throw syntax(`'${word}' expected near '${this.#peek()}'.`);
  }
}

/** The vendor's words for a name it does not know. */
export function unknown(name: string, native: string): Refusal {
  return new Refusal(400, '0x0', `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${native}'.`);
}

/** SQL's idea of equality: case and trailing blanks do not count. */
function compare(value: Value, operator: string, wanted: Value): boolean {
  if (value === null || wanted === null) return operator === 'eq' ? value === wanted : operator === 'ne' && value !== wanted;
  const [a, b] = [comparable(value), comparable(wanted)];
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (operator === 'gt') return a > b;
  if (operator === 'ge') return a >= b;
  return operator === 'lt' ? a < b : a <= b;
}

function comparable(value: string | number | boolean): string | number {
  if (typeof value !== 'string') return Number(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : value.toLowerCase().trimEnd();
}

/** `%`, `_` and sets in brackets are wildcards, also inside `contains`. */
function likePattern(text: string, word: string): RegExp {
  const body = text.replace(/\[([^\]]*)\]|%|_|[\\^$.*+?()[\]{}|/-]/g, (whole, set?: string) => {
    if (set !== undefined) return `[${set.replace(/[\\\]]/g, '\\$&')}]`;
    if (whole === '%') return '[\\s\\S]*';
    return whole === '_' ? '[\\s\\S]' : `\\${whole}`;
  });
  return new RegExp(`${word === 'startswith' ? '^' : ''}${body}${word === 'endswith' ? '$' : ''}`, 'i');
}
