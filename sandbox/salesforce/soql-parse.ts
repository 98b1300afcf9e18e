import { malformed } from './answers.ts';
import { type Token, tokens } from './soql-tokens.ts';

export type Literal =
  | { kind: 'string'; raw: string }
  | { kind: 'plain'; value: string | number | boolean | null }
  | { kind: 'time'; text: string };
export type Condition =
  | { kind: 'and'; parts: Condition[] }
  | { kind: 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; path: string; operator: string; value: Literal }
  | { kind: 'in'; path: string; negated: boolean; values: Literal[] | Query };
export type Column =
  | { kind: 'field'; path: string }
  | { kind: 'all'; what: string }
  | { kind: 'children'; query: Query }
  | { kind: 'count' };
export interface Query {
  columns: Column[];
  from: string;
  where?: Condition;
  orderBy: { path: string; descending: boolean; nullsLast: boolean }[];
  limit?: number;
  offset?: number;
  allRows: boolean;
}

/**
 * The subset of SOQL that the sandbox speaks: fields, parent paths, FIELDS(), one level of subqueries, WHERE with AND, OR, NOT,
 * parentheses, comparisons, IN with lists and semi-joins, LIKE, ORDER BY, LIMIT, OFFSET, ALL ROWS. Anything else is MALFORMED_QUERY.
 */
export function parseSoql(text: string): Query {
  const parser = new Parser(tokens(text));
  const query = parser.query(false);
  parser.end();
  return query;
}

/** A WHERE clause on its own, as SOSL has it. */
export function parseWhere(text: string): Condition {
  const parser = new Parser(tokens(text));
  const condition = parser.condition();
  parser.end();
  return condition;
}

class Parser {
  #at = 0;
  readonly #tokens: readonly Token[];

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  query(nested: boolean): Query {
    this.#word('select');
    const columns = [this.#column(nested)];
    while (this.#take(',')) columns.push(this.#column(nested));
    this.#word('from');
    const query: Query = { columns, from: this.#name(), orderBy: [], allRows: false };
    if (this.#isWord('where')) query.where = this.condition();
    if (this.#isWord('order')) {
      this.#word('by');
      do query.orderBy.push(this.#order());
      while (this.#take(','));
    }
    if (this.#isWord('limit')) query.limit = this.#number();
    if (this.#isWord('offset')) query.offset = this.#number();
    if (this.#isWord('all')) {
      this.#word('rows');
      query.allRows = true;
    }
    return query;
  }

  /** AND and OR may not be mixed without parentheses, as in the real thing. */
  condition(): Condition {
    const first = this.#term();
    const joint = this.#isWord('and') ? 'and' : this.#isWord('or') ? 'or' : undefined;
    if (!joint) return first;
    const parts = [first, this.#term()];
    while (this.#isWord(joint)) parts.push(this.#term());
    if (this.#peekWord() === 'and' || this.#peekWord() === 'or') throw malformed('unexpected token: mixed AND and OR need parentheses');
    return { kind: joint, parts };
  }

  end(): void {
    const token = this.#tokens[this.#at];
    if (token) throw malformed(`unexpected token: '${token.text}'`);
  }

  #column(nested: boolean): Column {
    if (this.#take('(')) {
      if (nested) throw malformed('Nesting of subqueries is limited to one level');
      const query = this.query(true);
      this.#expect(')');
      return { kind: 'children', query };
    }
    const path = this.#name();
    if (!this.#take('(')) return { kind: 'field', path };
    if (/^count$/i.test(path)) {
      this.#expect(')');
      return { kind: 'count' };
    }
    if (!/^fields$/i.test(path)) throw malformed(`unknown function '${path}'`);
    const what = this.#name().toLowerCase();
    this.#expect(')');
    if (!['all', 'standard', 'custom'].includes(what)) throw malformed(`unexpected token: '${what}'`);
    return { kind: 'all', what };
  }

  #term(): Condition {
    if (this.#isWord('not')) return { kind: 'not', part: this.#term() };
    if (this.#take('(')) {
      const inner = this.condition();
      this.#expect(')');
      return inner;
    }
    const path = this.#name();
    const negated = this.#isWord('not');
    if (negated || this.#peekWord() === 'in') {
      this.#word('in');
      return { kind: 'in', path, negated, values: this.#values() };
    }
    if (this.#isWord('like')) return { kind: 'compare', path, operator: 'like', value: this.#literal() };
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator') throw malformed(`unexpected token: '${token?.text ?? '<EOF>'}'`);
    this.#at++;
    return { kind: 'compare', path, operator: token.text === '<>' ? '!=' : token.text, value: this.#literal() };
  }

  #values(): Literal[] | Query {
    this.#expect('(');
    if (this.#peekWord() === 'select') {
      const query = this.query(true);
      this.#expect(')');
      return query;
    }
    const values = [this.#literal()];
    while (this.#take(',')) values.push(this.#literal());
    this.#expect(')');
    return values;
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'string') return { kind: 'string', raw: token.text };
    if (token?.kind === 'time') return { kind: 'time', text: token.text };
    if (token?.kind === 'number') return { kind: 'plain', value: Number(token.text) };
    const word = token?.kind === 'name' ? token.text.toLowerCase() : '';
    if (word === 'null') return { kind: 'plain', value: null };
    if (word === 'true' || word === 'false') return { kind: 'plain', value: word === 'true' };
    throw malformed(`unexpected token: '${token?.text ?? '<EOF>'}'`);
  }

  #order(): Query['orderBy'][number] {
    const path = this.#name();
    const descending = this.#isWord('desc');
    if (!descending) this.#isWord('asc');
    if (!this.#isWord('nulls')) return { path, descending, nullsLast: descending };
    const nullsLast = !this.#isWord('first');
    if (nullsLast) this.#word('last');
    return { path, descending, nullsLast };
  }

  #number(): number {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) throw malformed(`unexpected token: '${token?.text ?? '<EOF>'}'`);
    return Number(token.text);
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name') throw malformed(`unexpected token: '${token?.text ?? '<EOF>'}'`);
    return token.text;
  }

  #peekWord(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'name' ? token.text.toLowerCase() : undefined;
  }

  #isWord(word: string): boolean {
    if (this.#peekWord() !== word) return false;
    this.#at++;
    return true;
  }

  #word(word: string): void {
    if (!this.#isWord(word)) throw malformed(`expecting '${word.toUpperCase()}', found '${this.#tokens[this.#at]?.text ?? '<EOF>'}'`);
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'mark' || token.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw malformed(`expecting '${text}', found '${this.#tokens[this.#at]?.text ?? '<EOF>'}'`);
  }
}
