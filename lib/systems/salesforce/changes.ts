import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { keysetShape, type Position, passOver, rewound, type Seen } from '../keyset.ts';
import { supported } from '../refusals.ts';
import { defined } from '../values.ts';
import { toActivity } from './activities.ts';
import { composite, partPage, queryPath } from './api.ts';
import { isIdShaped } from './ids.ts';
import { toRecord } from './map.ts';
import { selectAll } from './records.ts';
import { nativeOfKind, refTo } from './refs.ts';
import { soqlId, soqlTime } from './soql.ts';
import { readTime } from './time.ts';

/** FIELDS(ALL) allows no more. */
const PAGE = 200;
/** A long transaction commits rows with the stamps of its beginning: they appear behind a cursor that has passed. */
const OVERLAP_MS = 10 * 60_000;

type Changes = { rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean };
type Row = Readonly<Record<string, unknown>>;

/**
 * What was written, deleted or merged since the cursor, oldest first, by "QueryAll", which sees the recycle bin and archived
 * activities. The first run tells everything. Time is the org's, never ours. Source: "SystemModstamp", "System Fields" (Object Reference).
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const native = nativeOfKind(object);
  const sources = object === 'activity' ? ['Task', 'Event'] : [supported(native)];
  const from = cursor === undefined ? {} : readCursor(keysetShape, cursor);
  const asked = sources.filter((each) => !from[each]?.end);
  const parts = asked.map((each) => ({ id: each, path: queryPath(soql(each, from[each]), true) }));
  const answers = await composite(io, parts);
  const rows: Changes['rows'] = [];
  const to: Record<string, Position> = { ...from };
  for (const each of asked) {
    const { records, partial } = partPage(answers, each);
    const { fresh, position } = passOver(records.map(seenOf), from[each], {
      full: partial || records.length >= PAGE,
      overlapMs: OVERLAP_MS,
    });
    to[each] = position;
    rows.push(...fresh.map((at) => toRow(each, records[at] ?? {}, io)));
  }
  const more = sources.some((each) => !to[each]?.end);
  return { rows, cursor: writeCursor(more ? to : rewound(to, OVERLAP_MS)), more };
}

function soql(native: string, position: Position | undefined): string {
  return `${selectAll(native)}${position ? since(position) : ''} ORDER BY SystemModstamp, Id LIMIT ${PAGE}`;
}

function since({ at, id }: Position): string {
  if (at === undefined) return '';
  const time = soqlTime(at);
  if (id === undefined) return ` WHERE SystemModstamp >= ${time}`;
  return ` WHERE (SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > ${soqlId(id)}))`;
}

/** Of the whole row, since two changes may share a second, but for who looked at it when. */
function seenOf(row: Row): Seen {
  const { LastViewedDate: _, LastReferencedDate: __, ...facts } = row;
  return { id: typeof row.Id === 'string' && isIdShaped(row.Id) ? row.Id : '', at: readTime(row.SystemModstamp), facts };
}

/** A deleted row is a tombstone; the loser of a merge is deleted too and names its master. */
function toRow(native: string, row: Row, io: Io): SystemRecord | Activity | Tombstone {
  const { connection } = io;
  const isActivity = native === 'Task' || native === 'Event';
  if (row.IsDeleted !== true) return isActivity ? toActivity(native, row, connection) : toRecord(native, row, connection);
  const master = typeof row.MasterRecordId === 'string' && isIdShaped(row.MasterRecordId) ? row.MasterRecordId : undefined;
  return {
    ref: refTo(connection, native, String(row.Id)),
    ...defined({
      deletedAt: readTime(row.SystemModstamp),
      mergedInto: master === undefined ? undefined : refTo(connection, native, master),
    }),
  };
}
