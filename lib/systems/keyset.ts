import * as v from 'valibot';
import { SystemError } from './contract.ts';
import { hashOf } from './marks.ts';

/*
 * Following changes by a stamp that is neither unique nor final: rows of long transactions appear behind a cursor that has passed.
 * Within a run each type is read on from its last row (stamp and id); the next run begins an overlap earlier, and rows told already are
 * known by a hash of what stands in them.
 */

/** Marks kept of rows within the overlap; beyond these a row is told again, which does no harm. */
const MOST_TOLD = 500;
const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
/**
 * Per type: `at` and `id` of the last row told in this run, the newest stamp seen, and the marks of rows told within the overlap before
 * it. `end`: this type is done until the next run.
 */
const position = v.object({
  at: v.optional(instant),
  id: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/))),
  newest: v.optional(instant),
  told: v.array(v.tuple([v.string(), instant])),
  end: v.optional(v.literal(true)),
});
/** A cursor over several types, by the vendor's name of each. */
export const keysetShape = v.record(v.string(), position);
/** Where following one type stands; opaque to everybody but `keyset.ts`. */
export type Position = v.InferOutput<typeof position>;

/** What following needs of a row: `facts` are all that makes it another row when it changes. */
export interface Seen {
  id: string;
  at: number | undefined;
  facts: unknown;
}

/**
 * What of a page is new (by index), and where the next one begins.
 * @throws SystemError `protocol` for a full page whose end cannot be told: it would be read for ever.
 */
export function passOver(
  rows: readonly Seen[],
  from: Position = { told: [] },
  page: { full: boolean; overlapMs: number },
): { fresh: number[]; position: Position } {
  const known = new Set(from.told.map(([mark]) => mark));
  const marks = rows.map(({ id, facts }) => id + hashOf(JSON.stringify(facts)).toString(36));
  const fresh = [...rows.keys()].filter((index) => !known.has(marks[index] ?? ''));
  const newest = rows.reduce((latest, { at = latest }) => Math.max(latest, at), from.newest ?? Number.NEGATIVE_INFINITY);
  const told = new Map([
    ...from.told,
    ...rows.flatMap(({ at }, index): [string, number][] => (at === undefined ? [] : [[marks[index] ?? '', at]])),
  ]);
  const kept = [...told].filter(([, at]) => at >= newest - page.overlapMs).slice(-MOST_TOLD);
  const seen = { ...(Number.isFinite(newest) && { newest }), told: kept };
  if (!page.full) return { fresh, position: { ...from, ...seen, end: true } };
  const { at, id } = rows.at(-1) ?? {};
  if (at === undefined || !id) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return { fresh, position: { at, id, ...seen } };
}

/** Where the next run begins: the overlap before the newest row. */
export function rewound(positions: Readonly<Record<string, Position>>, overlapMs: number): Record<string, Position> {
  const back = ({ newest, told, at }: Position): Position => {
    const start = newest === undefined ? at : newest - overlapMs;
    return { ...(start !== undefined && { at: start }), ...(newest !== undefined && { newest }), told };
  };
  return Object.fromEntries(Object.entries(positions).map(([native, each]) => [native, back(each)]));
}
