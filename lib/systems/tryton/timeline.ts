import * as v from 'valibot';
import type { Activity, Connection, Io, Page, RecordRef } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { newestFirst, onRecord } from '../entries.ts';
import { htmlToText } from '../html-text.ts';
import { withoutUndefined } from '../values.ts';
import { type Domain, type Row, search } from './api.ts';
import { firstWithinReach } from './read.ts';
import { entryRef, hangingOn, refOfResource, type Target, targetOf } from './refs.ts';
import { emailSchema, noteSchema } from './schema.ts';
import { fromStamp, instant, stampOf } from './values.ts';

/** Module ir: notes are written by hand, e-mails are kept when they are sent from a record. */
export const NOTE = ['message', 'resource', 'create_uid', 'create_date', 'write_date'];
const SOURCES = {
  'ir.note': NOTE,
  'ir.email': ['subject', 'body', 'recipients', 'resource', 'create_uid', 'create_date', 'write_date'],
} as const;
type Source = keyof typeof SOURCES;
const NAMES = Object.keys(SOURCES) as Source[];

/** Per source where the next page begins, `null` when it is at its end. */
const place = v.record(
  v.string(),
  v.nullable(v.tuple([v.pipe(v.string(), v.regex(/^[\dT:.-]{26}$/)), v.pipe(v.number(), v.safeInteger())])),
);

/** A note or a sent e-mail. Total. */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const isNote = native !== 'ir.email';
  const note = v.parse(noteSchema, raw);
  const email = v.parse(emailSchema, raw);
  const on = note.resource === undefined ? undefined : refOfResource(note.resource, connection);
  return withoutUndefined({
    ref: entryRef(connection, isNote ? 'ir.note' : 'ir.email', note.id ?? ''),
    kind: isNote ? 'note' : 'email',
    at: instant(note.create_date) ?? 0,
    title: isNote ? undefined : email.subject,
    text: isNote ? note.message : email.body === undefined ? undefined : htmlToText(email.body) || undefined,
    direction: isNote ? undefined : 'out',
    ownerId: note.create_uid,
    on: on ? [on] : [],
  }) as unknown as Activity;
}

/** Notes on and e-mails from a record, for a party those of its orders and invoices too; newest first, by moment and number. */
export async function timeline(ref: RecordRef, { limit, next }: { limit: number; next?: string }, io: Io): Promise<Page<Activity>> {
  const target = targetOf(ref, io.connection);
  const from = next === undefined ? {} : readCursor(place, next);
  const asked = NAMES.filter((name) => from[name] !== null);
  const pages = await Promise.all(asked.map((name) => newest(io, name, target, from[name] ?? undefined, limit + 1)));
  const entries = pages.flatMap((rows, index) => rows.map((row) => entryOf(asked[index] ?? 'ir.note', row, ref, io)));
  const rows = newestFirst(entries.map(({ activity }) => activity)).slice(0, limit);
  if (entries.length <= rows.length) return { rows };
  const shown = new Set(rows.map((row) => row.ref.id));
  const to = Object.fromEntries(NAMES.map((name) => [name, placeAfter(name, from[name], entries, shown)]));
  return { rows, next: writeCursor(to) };
}

interface Entry {
  source: Source;
  activity: Activity;
  stamp: string | undefined;
  id: number;
}

type Place = readonly [string, number];

function entryOf(source: Source, row: Row, ref: RecordRef, io: Io): Entry {
  const activity = onRecord(toActivity(source, row, io.connection), ref);
  return { source, activity, stamp: stampOf(row.create_date), id: typeof row.id === 'number' ? row.id : 0 };
}

/** The last entry of a source that was shown; the old place while there is more to come, `null` when there is not. */
function placeAfter(source: Source, before: Place | null | undefined, entries: readonly Entry[], shown: ReadonlySet<string>): Place | null {
  const own = entries.filter((entry) => entry.source === source);
  const last = own.filter((entry) => shown.has(entry.activity.ref.id)).at(-1);
  if (own.every((entry) => shown.has(entry.activity.ref.id))) return null;
  return last?.stamp === undefined ? (before ?? FIRST) : [last.stamp, last.id];
}

/** Before everything: what is newest has not been shown yet. */
const FIRST: Place = ['9999-12-31T23:59:59.999999', 0];

/** Newest first. A server without orders, or a user who may not see them, still has what stands on the party. */
async function newest(io: Io, source: Source, target: Target, from: Place | undefined, limit: number): Promise<Row[]> {
  const rows = (on: Domain) =>
    search(io, source, {
      domain: [on, ...(from ? [olderThan(from)] : [])],
      fields: SOURCES[source],
      limit,
      order: [
        ['create_date', 'DESC'],
        ['id', 'DESC'],
      ],
    });
  return firstWithinReach([...hangingOn(target).map((on) => () => rows(on)), ...(source === 'ir.email' ? [async () => []] : [])]);
}

function olderThan([stamp, id]: Place): Domain {
  const at = fromStamp(stamp);
  return [
    'OR',
    ['create_date', '<', at],
    [
      ['create_date', '=', at],
      ['id', '<', id],
    ],
  ];
}
