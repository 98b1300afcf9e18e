import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { hashOf } from '../marks.ts';
import { toActivity } from './activities.ts';
import { composite, partPage, queryPath } from './api.ts';
import { isIdShaped, toId18 } from './ids.ts';
import { toRecord } from './map.ts';
import { DEAL_FIELDS } from './records.ts';
import { refTo } from './refs.ts';
import { soqlId, soqlTime } from './soql.ts';
import { readTime } from './time.ts';

/** FIELDS(ALL) allows no more. */
const PAGE = 200;
/** A long transaction commits rows with the stamps of its beginning: they appear behind a cursor that has passed. */
const OVERLAP_MS = 10 * 60_000;
/** Marks kept of rows within the overlap; beyond these a row is told again, which does no harm. */
const MOST_TOLD = 500;

/** Types of a kind, with what is read of each; without a parent's or a child's fields nothing else could be named. */
const SOURCES: Readonly<Partial<Record<RecordRef['object'], readonly { native: string; columns: string }[]>>> = {
  contact: [{ native: 'Contact', columns: 'FIELDS(ALL), Account.Name' }],
  lead: [{ native: 'Lead', columns: 'FIELDS(ALL)' }],
  company: [{ native: 'Account', columns: 'FIELDS(ALL)' }],
  deal: [{ native: 'Opportunity', columns: DEAL_FIELDS }],
  ticket: [{ native: 'Case', columns: 'FIELDS(ALL)' }],
  activity: [
    { native: 'Task', columns: 'FIELDS(ALL)' },
    { native: 'Event', columns: 'FIELDS(ALL)' },
  ],
};

const instant = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
/**
 * Per type: `at` and `id` of the last row told in this run (a keyset, as stamps are neither unique nor finer than a second), the
 * newest stamp seen, and the marks of rows told within the overlap before it. `end`: this type is done until the next run.
 */
const positionShape = v.object({
  at: v.optional(instant),
  id: v.optional(v.pipe(v.string(), v.check(isIdShaped))),
  newest: v.optional(instant),
  told: v.array(v.tuple([v.string(), instant])),
  end: v.optional(v.literal(true)),
});
const cursorShape = v.record(v.string(), positionShape);
type Position = v.InferOutput<typeof positionShape>;
type Changes = { rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean };
type Row = Readonly<Record<string, unknown>>;

/**
 * What was written, deleted or merged since the cursor, oldest first, by "QueryAll", which sees the recycle bin and archived
 * activities. The first run tells everything. Time is the org's, never ours. Source: "SystemModstamp", "System Fields" (Object Reference).
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const sources = SOURCES[object];
  if (!sources) throw new SystemError('invalid', { code: 'unsupported' });
  const from: Record<string, Position> = cursor === undefined ? {} : readCursor(cursorShape, cursor);
  const asked = sources.filter(({ native }) => !from[native]?.end);
  const parts = asked.map(({ native, columns }) => ({ id: native, path: queryPath(soql(native, columns, from[native]), true) }));
  const answers = await composite(io, parts);
  const rows: Changes['rows'] = [];
  const to: Record<string, Position> = { ...from };
  for (const { native } of asked) {
    const { records, partial } = partPage(answers, native);
    const { fresh, position } = passOver(records, from[native] ?? { told: [] }, partial || records.length >= PAGE);
    to[native] = position;
    rows.push(...fresh.map((row) => toRow(native, row, io)));
  }
  const more = sources.some(({ native }) => !to[native]?.end);
  return { rows, cursor: writeCursor(more ? to : rewound(to)), more };
}

function soql(native: string, columns: string, position: Position | undefined): string {
  return `SELECT ${columns} FROM ${native}${position ? since(position) : ''} ORDER BY SystemModstamp, Id LIMIT ${PAGE}`;
}

function since({ at, id }: Position): string {
  if (at === undefined) return '';
  const time = soqlTime(at);
  if (id === undefined) return ` WHERE SystemModstamp >= ${time}`;
  return ` WHERE (SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > ${soqlId(id)}))`;
}

/** What of a page is new, and where the next one begins. A full page whose end cannot be told would be read for ever. */
function passOver(rows: readonly Row[], from: Position, full: boolean): { fresh: Row[]; position: Position } {
  const known = new Set(from.told.map(([mark]) => mark));
  const marks = rows.map((row): [string, number | undefined] => [markOf(row), readTime(row.SystemModstamp)]);
  const fresh = rows.filter((_, index) => !known.has(marks[index]?.[0] ?? ''));
  const stamps = marks.flatMap(([, at]) => at ?? []);
  const newest = stamps.reduce((latest, at) => Math.max(latest, at), from.newest ?? Number.NEGATIVE_INFINITY);
  const told = new Map([...from.told, ...marks.flatMap(([mark, at]): [string, number][] => (at === undefined ? [] : [[mark, at]]))]);
  const kept = [...told].filter(([, at]) => at >= newest - OVERLAP_MS).slice(-MOST_TOLD);
  const seen = { ...(Number.isFinite(newest) && { newest }), told: kept };
  if (!full) return { fresh, position: { ...from, ...seen, end: true } };
  const last = rows.at(-1);
  const at = readTime(last?.SystemModstamp);
  if (at === undefined || typeof last?.Id !== 'string' || !isIdShaped(last.Id))
    throw new SystemError('protocol', { code: 'unexpected-shape' });
  return { fresh, position: { at, id: last.Id, ...seen } };
}

/** Of the whole row, since two changes may share a second: the id, and a hash of what stands in it but for who looked at it when. */
function markOf(row: Row): string {
  const { LastViewedDate: _, LastReferencedDate: __, ...facts } = row;
  return `${String(row.Id)}${hashOf(JSON.stringify(facts)).toString(36)}`;
}

/** Where the next run begins: the overlap before the newest row. */
function rewound(positions: Readonly<Record<string, Position>>): Record<string, Position> {
  const back = ({ newest, told, at }: Position): Position => {
    const start = newest === undefined ? at : newest - OVERLAP_MS;
    return { ...(start !== undefined && { at: start }), ...(newest !== undefined && { newest }), told };
  };
  return Object.fromEntries(Object.entries(positions).map(([native, position]) => [native, back(position)]));
}

/** A deleted row is a tombstone; the loser of a merge is deleted too and names its master. */
function toRow(native: string, row: Row, io: Io): SystemRecord | Activity | Tombstone {
  const { connection } = io;
  const isActivity = native === 'Task' || native === 'Event';
  if (row.IsDeleted !== true) return isActivity ? toActivity(native, row, connection) : toRecord(native, row, connection);
  const deletedAt = readTime(row.SystemModstamp);
  const master = typeof row.MasterRecordId === 'string' && isIdShaped(row.MasterRecordId) ? toId18(row.MasterRecordId) : undefined;
  return {
    ref: refTo(connection, native, String(row.Id)),
    ...(deletedAt !== undefined && { deletedAt }),
    ...(master !== undefined && { mergedInto: refTo(connection, native, master) }),
  };
}
