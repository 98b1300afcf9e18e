import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { guidOf } from '../guid.ts';
import { moment, withOptions } from '../odata.ts';
import { objectOf } from '../values.ts';
import { toActivity } from './activities.ts';
import { getPage, getRows } from './api.ts';
import { toRecord } from './map.ts';
import { ACTIVITY_SETS, isNative, refTo, TABLES } from './refs.ts';
import { NOTE_COLUMNS, priced } from './tables.ts';
import { instant, type Raw, text } from './values.ts';

const PAGE = 500;
/** A row may be committed a little after the time it bears. */
const OVERLAP_MS = 2 * 60_000;
const SIZE = `odata.maxpagesize=${PAGE}`;
const TRACK = 'odata.track-changes';

/**
 * `track`: change tracking, which tells of deletes; needs it switched on for the table and organisation-wide read. `modified`: what
 * everybody may do. `newest`: the latest `modifiedon` seen, to fall back to; `told`: rows of the overlap that were told already, by id
 * and version; `link`: the vendor's own, followed letter by letter.
 */
const stateShape = v.object({
  mode: v.picklist(['track', 'modified']),
  link: v.optional(v.pipe(v.string(), v.startsWith('https://'))),
  since: v.optional(v.number()),
  newest: v.optional(v.number()),
  told: v.optional(v.array(v.string())),
});
type State = v.InferOutput<typeof stateShape>;
/** `at`: the table that is read next; one state for each. */
const cursorShape = v.object({ at: v.pipe(v.number(), v.integer(), v.minValue(0)), states: v.array(stateShape) });
type Changes = { rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean };

/** Tables whose rows are entries of a timeline; each is followed for itself. */
const ENTRIES = ['task', 'phonecall', 'email', 'appointment', 'annotation'];

/**
 * What was written or deleted since the cursor, oldest first. Starts with change tracking and goes on by `modifiedon` where the
 * vendor refuses that (rights, table not tracked, token older than seven days); then deletes stay unseen.
 * Source: "Use change tracking to synchronize data with external systems".
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const tables = object === 'activity' ? ENTRIES : Object.keys(TABLES).filter((each) => isNative(each) && TABLES[each].kind === object);
  if (tables.length === 0) throw new SystemError('invalid', { code: 'unsupported' });
  const { at, states } =
    cursor === undefined ? { at: 0, states: tables.map((): State => ({ mode: 'track' })) } : readCursor(cursorShape, cursor);
  const [table, state] = [tables[at], states[at]];
  if (table === undefined || state === undefined || states.length !== tables.length)
    throw new SystemError('invalid', { code: 'bad-cursor' });
  const [page, currencies] = await Promise.all([nextPage(table, state, io), currencyCodes(table, io)]);
  const next = page.more ? at : (at + 1) % tables.length;
  return {
    rows: page.raw.map((row) => toRow(table, row, currencies, io)),
    cursor: writeCursor({ at: next, states: states.with(at, page.state) }),
    more: page.more || next > 0,
  };
}

interface Step {
  raw: Raw[];
  state: State;
  more: boolean;
}

async function nextPage(table: string, from: State, io: Io): Promise<Step> {
  if (from.mode === 'modified') return modifiedPage(table, from, io);
  try {
    return await trackedPage(table, from, io);
  } catch (error) {
    if (!(error instanceof SystemError) || !['forbidden', 'invalid', 'not-found'].includes(error.kind)) throw error;
    const since = from.newest === undefined ? {} : { since: from.newest - OVERLAP_MS };
    return modifiedPage(table, { mode: 'modified', ...since }, io);
  }
}

/** A note's content would come along with it. */
function addressOf(table: string, options: Readonly<Record<string, string | undefined>> = {}): { path: string; key: string } {
  const { set, key } = isNative(table)
    ? TABLES[table]
    : { set: ACTIVITY_SETS[table], key: table === 'annotation' ? 'annotationid' : 'activityid' };
  return { path: withOptions(`/${set}`, { ...(table === 'annotation' && { select: NOTE_COLUMNS }), ...options }), key };
}

async function trackedPage(table: string, from: State, io: Io): Promise<Step> {
  const { rows: raw, next, delta } = await getPage(io, from.link ?? addressOf(table).path, [TRACK, SIZE]);
  const newest = newestOf(raw, from.newest);
  const link = next ?? delta;
  if (link === undefined) throw new SystemError('invalid', { code: 'not-tracked' });
  return { raw, state: { mode: 'track', link, ...(newest !== undefined && { newest }) }, more: next !== undefined };
}

async function modifiedPage(table: string, from: State, io: Io): Promise<Step> {
  const { key } = addressOf(table);
  const filter = from.since === undefined ? undefined : `modifiedon ge ${moment(from.since)}`;
  const first = addressOf(table, { filter, orderby: `modifiedon asc,${key} asc` });
  const { rows, next } = await getPage(io, from.link ?? first.path, [SIZE]);
  const told = new Set(from.told);
  const raw = rows.filter((row) => !told.has(markOf(row, key)));
  const newest = newestOf(rows, from.newest);
  const kept = newest === undefined ? {} : { newest };
  if (next !== undefined) return { raw, state: { ...from, link: next, ...kept }, more: true };
  const since = newest === undefined ? from.since : newest - OVERLAP_MS;
  const overlap = rows.filter((row) => (instant(row.modifiedon) ?? 0) >= (since ?? 0)).map((row) => markOf(row, key));
  const memory = overlap.length > 0 ? { told: overlap.slice(-PAGE) } : {};
  return { raw, state: { mode: 'modified', ...(since !== undefined && { since }), ...kept, ...memory }, more: false };
}

const markOf = (row: Raw, key: string) => `${String(row[key])} ${String(row['@odata.etag'])}`;

function newestOf(rows: readonly Raw[], before: number | undefined): number | undefined {
  return rows.reduce<number | undefined>((newest, row) => {
    const at = instant(row.modifiedon);
    return at === undefined ? newest : Math.max(newest ?? at, at);
  }, before);
}

/** Neither mode can expand lookups, so the few currencies are read beside: id → ISO code. */
async function currencyCodes(table: string, io: Io): Promise<ReadonlyMap<string, string>> {
  if (!isNative(table) || priced(table) === undefined) return new Map();
  const rows = await getRows(io, '/transactioncurrencies', { select: 'isocurrencycode' });
  return new Map(rows.flatMap((row) => [[guidOf(row.transactioncurrencyid) ?? '', text(row.isocurrencycode) ?? '']]));
}

function toRow(table: string, row: Raw, currencies: ReadonlyMap<string, string>, io: Io): SystemRecord | Activity | Tombstone {
  if (text(row['@odata.context'])?.includes('/$deletedEntity') || row.reason === 'deleted')
    return { ref: refTo(io.connection, table, guidOf(row.id) ?? '') };
  if (!isNative(table)) return toActivity(table, row, io.connection);
  const isocurrencycode = currencies.get(guidOf(row._transactioncurrencyid_value) ?? '');
  const whole = isocurrencycode ? { ...objectOf(row), transactioncurrencyid: { isocurrencycode } } : row;
  return toRecord(table, whole, io.connection);
}
