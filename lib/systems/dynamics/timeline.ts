import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { newestFirst, onRecord } from '../entries.ts';
import { checkedGuid } from '../guid.ts';
import { moment } from '../odata.ts';
import { mergePage, type Positions, positionsSchema } from '../side-by-side.ts';
import { toActivity } from './activities.ts';
import { dataverse } from './api.ts';
import { known } from './records.ts';
import { ACTIVITY_SETS, refTo } from './refs.ts';
import { NOTE_COLUMNS } from './tables.ts';
import { instant, text } from './values.ts';

const MOST = 100;

interface Source {
  native: string;
  key: string;
  /** The column rows are sorted by. */
  time: string;
  filter: string;
}

/** Everything that has columns of its own is read from its own table; the rest from the table all activities share. */
function sources(id: string): Source[] {
  const about = `_regardingobjectid_value eq ${id}`;
  const party = (native: string) => `${native}_activity_parties/any(p:p/_partyid_value eq ${id})`;
  const own = ['task', 'phonecall', 'email', 'appointment'];
  return [
    { native: 'task', key: 'activityid', time: 'createdon', filter: about },
    { native: 'phonecall', key: 'activityid', time: 'createdon', filter: party('phonecall') },
    { native: 'email', key: 'activityid', time: 'createdon', filter: party('email') },
    { native: 'appointment', key: 'activityid', time: 'scheduledstart', filter: party('appointment') },
    { native: 'annotation', key: 'annotationid', time: 'createdon', filter: `_objectid_value eq ${id}` },
    {
      native: 'activitypointer',
      key: 'activityid',
      time: 'createdon',
      filter: [about, ...own.map((each) => `activitytypecode ne '${each}'`)].join(' and '),
    },
  ];
}

/**
 * Tasks, calls, e-mails, meetings, notes and other activities of a record, newest first, in one batch a page. Each source is read on
 * from its own last shown row, so nothing is skipped or repeated when rows are added between two pages.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const limit = Math.min(Math.max(1, Math.floor(page.limit)), MOST);
  const native = known(ref);
  const id = checkedGuid(ref.id);
  const from: Positions = page.next === undefined ? {} : readCursor(positionsSchema, page.next);
  const asked = sources(id).filter((source) => from[source.native] !== null);
  if (asked.length === 0) return { rows: [] };
  const answers = await dataverse.batchRead(
    io,
    asked.map((source) => toPart(source, from[source.native], limit)),
  );
  const self = refTo(io.connection, native, id);
  const tables = asked.map((source, index) => {
    const seen = new Set(from[source.native]?.seen);
    const rows = dataverse.allowedRows(answers[index]);
    const fresh = rows.map((row) => ({
      at: instant(row[source.time]) ?? 0,
      id: text(row[source.key]) ?? '',
      row: toOwn(source, row, self, io),
    }));
    return { table: source.native, rows: fresh.filter((each) => !seen.has(each.id)), isFull: rows.length >= limit + seen.size };
  });
  const { rows, next } = mergePage(tables, from, limit);
  return { rows: newestFirst(rows), ...(next && { next: writeCursor(next) }) };
}

/** It was found as this record's own, also where it is about another and this one only took part. */
function toOwn(source: Source, row: Record<string, unknown>, self: RecordRef, io: Io): Activity {
  return onRecord(toActivity(source.native, row, io.connection), self);
}

function toPart({ native, time, filter }: Source, after: Positions[string] | undefined, limit: number) {
  const since = after && after.at < 8.64e15 ? ` and ${time} le ${moment(after.at)}` : '';
  return dataverse.readPart(`/${ACTIVITY_SETS[native]}`, {
    select: native === 'annotation' ? NOTE_COLUMNS : undefined,
    filter: `${filter}${since}`,
    orderby: `${time} desc`,
    top: limit + (after?.seen.length ?? 0),
  });
}
