import * as v from 'valibot';

/*
 * A list that is read from several tables side by side, each newest first by a moment of its own. Each is read on from its own last shown
 * row: not after that moment, without the rows of it that were shown. Nothing is skipped or repeated when rows are added between two pages.
 */

/** Where reading of one table goes on: not after this moment, without these rows; `null`: it has no more. Absent: from the start. */
const position = v.nullable(v.object({ at: v.pipe(v.number(), v.integer()), seen: v.array(v.string()) }));
/** By the table's name. */
export const positionsSchema = v.record(v.string(), position);
/** Where the next page begins, as it lies in `next`. */
export type Positions = v.InferOutput<typeof positionsSchema>;
type Position = Positions[string];

/** What one table answered. */
export interface Answered<T> {
  table: string;
  rows: { at: number; id: string; row: T }[];
  /** As many rows as were asked for, those of before among them: there may be more. */
  isFull: boolean;
}

/** The newest `limit` rows over all tables, and where each goes on; no `next` when none has more. */
export function mergePage<T>(tables: readonly Answered<T>[], from: Positions, limit: number): { rows: T[]; next?: Positions } {
  const all = tables.flatMap(({ table, rows }) => rows.map((each) => ({ ...each, table })));
  const shown = all.sort((a, b) => b.at - a.at).slice(0, limit);
  const next: Positions = { ...from };
  for (const { table, rows, isFull } of tables) {
    const mine = shown.filter((each) => each.table === table);
    next[table] = !isFull && mine.length === rows.length ? null : moved(from[table], mine);
  }
  const more = Object.values(next).some((each) => each !== null);
  return { rows: shown.map(({ row }) => row), ...(more && { next }) };
}

/** After the last row shown; rows of the very same moment are remembered, because the next page begins with that moment. */
function moved(before: Position | undefined, shown: readonly { at: number; id: string }[]): Position {
  const last = shown.at(-1);
  if (!last) return before ?? { at: Number.MAX_SAFE_INTEGER, seen: [] };
  const seen = shown.filter(({ at }) => at === last.at).map(({ id }) => id);
  return { at: last.at, seen: before?.at === last.at ? [...before.seen, ...seen] : seen };
}
