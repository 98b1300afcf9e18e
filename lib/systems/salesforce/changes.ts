import { SystemError } from '../../model/errors.ts';
import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { keysetShape, type Position, passOver, rewound, type Seen } from '../keyset.ts';
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

type Changes = { rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean };
type Row = Readonly<Record<string, unknown>>;

/**
 * What was written, deleted or merged since the cursor, oldest first, by "QueryAll", which sees the recycle bin and archived
 * activities. The first run tells everything. Time is the org's, never ours. Source: "SystemModstamp", "System Fields" (Object Reference).
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const sources = SOURCES[object];
  if (!sources) throw new SystemError('invalid', { code: 'unsupported' });
  const from = cursor === undefined ? {} : readCursor(keysetShape, cursor);
  const asked = sources.filter(({ native }) => !from[native]?.end);
  const parts = asked.map(({ native, columns }) => ({ id: native, path: queryPath(soql(native, columns, from[native]), true) }));
  const answers = await composite(io, parts);
  const rows: Changes['rows'] = [];
  const to: Record<string, Position> = { ...from };
  for (const { native } of asked) {
    const { records, partial } = partPage(answers, native);
    const { fresh, position } = passOver(records.map(seenOf), from[native], {
      full: partial || records.length >= PAGE,
      overlapMs: OVERLAP_MS,
    });
    to[native] = position;
    rows.push(...fresh.map((at) => toRow(native, records[at] ?? {}, io)));
  }
  const more = sources.some(({ native }) => !to[native]?.end);
  return { rows, cursor: writeCursor(more ? to : rewound(to, OVERLAP_MS)), more };
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
  const deletedAt = readTime(row.SystemModstamp);
  const master = typeof row.MasterRecordId === 'string' && isIdShaped(row.MasterRecordId) ? toId18(row.MasterRecordId) : undefined;
  return {
    ref: refTo(connection, native, String(row.Id)),
    ...(deletedAt !== undefined && { deletedAt }),
    ...(master !== undefined && { mergedInto: refTo(connection, native, master) }),
  };
}
