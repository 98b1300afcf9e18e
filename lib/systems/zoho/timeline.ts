import * as v from 'valibot';
import type { Activity, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { onRecord } from '../entries.ts';
import { merged, type Portion as PortionOf } from '../merged.ts';
import { unless } from '../refusals.ts';
import { toActivity } from './activities.ts';
import { fetchMails, fetchRelated, PER_PAGE, query, type Rows } from './api.ts';
import { columnsOf, queryColumns } from './columns.ts';
import { type Module, requireModule } from './refs.ts';

const MAX_LIMIT = 100;
/** A module the customer does not use, or this user may not see, adds nothing to a timeline. */
const orNone = (rows: Promise<Pick<Rows, 'rows' | 'info'>>) => unless(rows, ['forbidden', 'not-found', 'invalid'], NONE);
const NONE: Pick<Rows, 'rows' | 'info'> = { rows: [], info: {} };

/** How far each source has been read: rows used of it, and for e-mails the vendor's index of the page and rows used of that. */
const placeSchema = v.object({
  Notes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Tasks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Calls: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Events: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Emails: v.optional(v.object({ index: v.optional(v.string()), used: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});
type Place = v.InferOutput<typeof placeSchema>;
type Portion = PortionOf<Place>;
/** A source that is missing from a place has been read to its end. */
const START: Place = { Notes: 0, Tasks: 0, Calls: 0, Events: 0, Emails: { used: 0 } };

/** What a query is sorted by: when the entry stands in the timeline. */
const SORTED_BY = { Tasks: 'Created_Time', Calls: 'Call_Start_Time', Events: 'Start_DateTime' } as const;

/**
 * Entries of a record, newest first: notes, tasks, calls, meetings and e-mails, each read on from where it was left, side by side in
 * one round trip, and merged. Where a source has more rows than it gave (e-mails come ten at a time), the page ends there.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const module = requireModule(ref, io.connection);
  const limit = Math.max(1, Math.min(MAX_LIMIT, Math.floor(page.limit) || MAX_LIMIT));
  const place = page.next === undefined ? START : readCursor(placeSchema, page.next);
  const portions = await Promise.all([
    ...(place.Notes === undefined ? [] : [notes(module, ref.id, place.Notes, limit, io)]),
    ...(['Tasks', 'Calls', 'Events'] as const).flatMap((source) => {
      const from = place[source];
      return from === undefined ? [] : [entries(source, module, ref.id, from, limit, io)];
    }),
    ...(place.Emails === undefined ? [] : [mails(module, ref.id, place.Emails, io)]),
  ]);
  const { rows, next } = merged(portions, limit);
  return { rows: rows.map((row) => onRecord(row, ref)), ...(next && { next: writeCursor(next) }) };
}

async function notes(module: Module, id: string, from: number, limit: number, io: Io): Promise<Portion> {
  const first = Math.floor(from / PER_PAGE) + 1;
  const fields = columnsOf('Notes', io.connection);
  const read = (page: number) => fetchRelated(io, module, id, 'Notes', { fields, page, sort_by: 'Created_Time', sort_order: 'desc' });
  const { rows, info } = await orNone(read(first));
  const all = rows.slice(from % PER_PAGE);
  let more = info.more_records === true;
  if (more && all.length < limit) {
    const second = await read(first + 1);
    all.push(...second.rows);
    more = second.info.more_records === true;
  }
  return portion('Notes', all, more, from, io);
}

async function entries(
  source: 'Tasks' | 'Calls' | 'Events',
  module: Module,
  id: string,
  from: number,
  limit: number,
  io: Io,
): Promise<Portion> {
  // A query is a POST, which the vendor's pages take from themselves alone.
  if (io.connection.credentials.kind === 'session') return portion(source, [], false, from, io);
  const side = module === 'Contacts' ? 'Who_Id' : 'What_Id';
  const select = `select ${queryColumns(source)} from ${source} where ${side} = '${id}' order by ${SORTED_BY[source]} desc limit ${limit} offset ${from}`;
  const { rows, info } = await orNone(query(io, select));
  return portion(source, rows, info.more_records === true && rows.length > 0, from, io);
}

function portion(source: 'Notes' | 'Tasks' | 'Calls' | 'Events', raw: readonly unknown[], more: boolean, from: number, io: Io): Portion {
  const rows = raw.map((row) => toActivity(source, row, io.connection)).filter((row) => row.ref.id !== '');
  return {
    rows,
    more,
    after: (used) => (used === rows.length && !more ? {} : { [source]: from + (used === rows.length ? raw.length : used) }),
  };
}

/** Cases have no e-mails of their own in the API. */
async function mails(module: Module, id: string, from: NonNullable<Place['Emails']>, io: Io): Promise<Portion> {
  if (module === 'Cases') return { rows: [], more: false, after: () => ({}) };
  const { rows: raw, info } = await orNone(fetchMails(io, module, id, from.index));
  const all = raw.map((row) => toActivity('Emails', row, io.connection)).filter((row) => row.ref.id !== '');
  const rows = all.slice(from.used);
  const next = info.more_records === true && info.next_index !== from.index ? info.next_index : undefined;
  return {
    rows,
    more: next !== undefined,
    after: (used) => {
      if (used < rows.length) return { Emails: { ...(from.index !== undefined && { index: from.index }), used: from.used + used } };
      return next === undefined ? {} : { Emails: { index: next, used: 0 } };
    },
  };
}
