import * as v from 'valibot';
import { type Activity, type Io, type Page, type RecordRef, SystemError } from '../contract.ts';
import { newestFirst, onRecord } from '../entries.ts';
import { toActivity } from './activities.ts';
import { fetchMails, fetchRelated, PER_PAGE, query } from './api.ts';
import { columnsOf, queryColumns } from './columns.ts';
import { type Module, requireModule } from './refs.ts';

const MAX_LIMIT = 100;

/** How far each source has been read: rows used of it, and for e-mails the vendor's index of the page and rows used of that. */
const placeSchema = v.object({
  Notes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Tasks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Calls: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Events: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  Emails: v.optional(v.object({ index: v.optional(v.string()), used: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
});
type Place = v.InferOutput<typeof placeSchema>;
/** A source that is missing from a place has been read to its end. */
const START: Place = { Notes: 0, Tasks: 0, Calls: 0, Events: 0, Emails: { used: 0 } };

/** Entries of one source from where the last page ended; `after(n)`: the place when `n` of them are used, undefined at the end. */
interface Portion {
  rows: Activity[];
  /** There are more rows than these. */
  more: boolean;
  after(used: number): Place;
}

/** What a query is sorted by: when the entry stands in the timeline. */
const SORTED_BY = { Tasks: 'Created_Time', Calls: 'Call_Start_Time', Events: 'Start_DateTime' } as const;

/**
 * Entries of a record, newest first: notes, tasks, calls, meetings and e-mails, each read on from where it was left, side by side in
 * one round trip, and merged. Where a source has more rows than it gave (e-mails come ten at a time), the page ends there.
 */
export async function timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const module = requireModule(ref, io.connection);
  const limit = Math.max(1, Math.min(MAX_LIMIT, Math.floor(page.limit) || MAX_LIMIT));
  const place = page.next === undefined ? START : readPlace(page.next);
  const portions = await Promise.all([
    ...(place.Notes === undefined ? [] : [notes(module, ref.id, place.Notes, limit, io)]),
    ...(['Tasks', 'Calls', 'Events'] as const).flatMap((source) => {
      const from = place[source];
      return from === undefined ? [] : [entries(source, module, ref.id, from, limit, io)];
    }),
    ...(place.Emails === undefined ? [] : [mails(module, ref.id, place.Emails, io)]),
  ]);
  return merged(portions, limit, ref);
}

function merged(portions: readonly Portion[], limit: number, ref: RecordRef): Page<Activity> {
  const used = portions.map(() => 0);
  const rows: Activity[] = [];
  while (rows.length < limit) {
    const newest = portions
      .map(({ rows: own }, source) => ({ source, entry: own[used[source] ?? 0] }))
      .filter((each): each is { source: number; entry: Activity } => each.entry !== undefined)
      .sort((a, b) => b.entry.at - a.entry.at)[0];
    if (!newest) break;
    rows.push(onRecord(newest.entry, ref));
    used[newest.source] = (used[newest.source] ?? 0) + 1;
    const { rows: own, more } = portions[newest.source] ?? { rows: [], more: false };
    // What comes next of this source is not known yet, and may be newer than the others' next.
    if (more && own.length === used[newest.source]) break;
  }
  const next = Object.assign({}, ...portions.map((portion, source) => portion.after(used[source] ?? 0))) as Place;
  const sorted = newestFirst(rows);
  // A place that does not move on would be asked for for ever.
  return Object.keys(next).length === 0 || rows.length === 0 ? { rows: sorted } : { rows: sorted, next: JSON.stringify(next) };
}

async function notes(module: Module, id: string, from: number, limit: number, io: Io): Promise<Portion> {
  const first = Math.floor(from / PER_PAGE) + 1;
  const fields = columnsOf('Notes', io.connection);
  const read = (page: number) => fetchRelated(io, module, id, 'Notes', { fields, page, sort_by: 'Created_Time', sort_order: 'desc' });
  const { rows, info } = await read(first).catch(none);
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
  const side = module === 'Contacts' ? 'Who_Id' : 'What_Id';
  const select = `select ${queryColumns(source)} from ${source} where ${side} = '${id}' order by ${SORTED_BY[source]} desc limit ${limit} offset ${from}`;
  const { rows, info } = await query(io, select).catch(none);
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
  const { rows: raw, info } = await fetchMails(io, module, id, from.index).catch(none);
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

/** A module the customer does not use, or this user may not see, adds nothing to a timeline. */
function none(error: unknown): { rows: unknown[]; info: { more_records?: boolean | undefined; next_index?: string | undefined } } {
  if (error instanceof SystemError && (error.kind === 'forbidden' || error.kind === 'not-found' || error.kind === 'invalid'))
    return { rows: [], info: {} };
  throw error;
}

function readPlace(next: string): Place {
  const parsed = v.safeParse(v.pipe(v.string(), v.maxLength(2000), v.parseJson(), placeSchema), next);
  if (!parsed.success) throw new SystemError('invalid', { code: 'bad-cursor' });
  return parsed.output;
}
