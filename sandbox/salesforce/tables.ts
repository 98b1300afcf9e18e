import { makeId, type TypeName, toLong } from './ids.ts';
import { TYPES } from './objects.ts';

export type Value = string | number | boolean | null;
export interface Row {
  Id: string;
  [field: string]: Value;
}

/** All rows of one org, with an undo log so that "all or nothing" can be kept. */
export class Tables {
  readonly #rows = new Map<TypeName, Map<string, Row>>();
  readonly #counters = new Map<string, number>();
  /** When a row was last written through the API, epoch ms; seeded rows are absent. */
  readonly writtenAt = new Map<string, number>();
  #undo: (() => void)[] | undefined;

  all(type: TypeName): Row[] {
    return [...this.#table(type).values()];
  }

  get(type: TypeName, id: string): Row | undefined {
    return this.#table(type).get(toLong(id));
  }

  /** The row of an id of unknown type. */
  find(id: string): { type: TypeName; row: Row } | undefined {
    for (const [type, table] of this.#rows) {
      const row = table.get(toLong(id));
      if (row && type !== 'ContentNote') return { type, row };
    }
    return undefined;
  }

  nextId(type: TypeName): string {
    const kind = type === 'ContentNote' ? 'ContentDocument' : type;
    const n = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, n);
    return makeId(kind, n);
  }

  /** Adds a row; fields that were not given are null (false for booleans), as the API shows them. */
  insert(type: TypeName, values: Readonly<Record<string, Value | undefined>>, id = this.nextId(type)): Row {
    const row: Row = { Id: id };
    for (const [field, kind] of Object.entries(TYPES[type].fields)) row[field] = values[field] ?? (kind === 'boolean' ? false : null);
    const table = this.#table(type);
    table.set(id, row);
    this.#undo?.push(() => table.delete(id));
    return row;
  }

  update(row: Row, values: Readonly<Record<string, Value>>): void {
    const before = { ...row };
    Object.assign(row, values);
    this.#undo?.push(() => Object.assign(row, before));
  }

  /** Runs `work`, which must not wait for anything; when `keep` says no of its result, or it throws, every change is taken back. */
  transaction<T>(work: () => T, keep: (result: T) => boolean): T {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    let kept = false;
    try {
      const result = work();
      kept = keep(result);
      return result;
    } finally {
      this.#undo = undefined;
      if (!kept) for (const step of undo.reverse()) step();
    }
  }

  #table(type: TypeName): Map<string, Row> {
    const table = this.#rows.get(type) ?? new Map<string, Row>();
    this.#rows.set(type, table);
    return table;
  }
}
