import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { getPage, getRows } from './api.ts';
import { toRecord } from './map.ts';
import { moment, withOptions } from './odata.ts';
import { guidOf, type Native, refTo, TABLES } from './refs.ts';
import { instant, object, type Raw, text } from './values.ts';

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
const cursorShape = v.object({
  mode: v.picklist(['track', 'modified']),
  link: v.optional(v.pipe(v.string(), v.startsWith('https://'))),
  since: v.optional(v.number()),
  newest: v.optional(v.number()),
  told: v.optional(v.array(v.string())),
});
type Cursor = v.InferOutput<typeof cursorShape>;
type Changes = { rows: (SystemRecord | Tombstone)[]; cursor: string; more: boolean };

/**
 * What was written or deleted since the cursor, oldest first. Starts with change tracking and goes on by `modifiedon` where the
 * vendor refuses that (rights, table not tracked, token older than seven days); then deletes stay unseen.
 * Source: "Use change tracking to synchronize data with external systems".
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const native = (Object.keys(TABLES) as Native[]).find((each) => TABLES[each].kind === object);
  if (!native) throw new SystemError('invalid', { code: 'unsupported' });
  const from = cursor === undefined ? { mode: 'track' as const } : readCursor(cursorShape, cursor);
  const [page, currencies] = await Promise.all([nextPage(native, from, io), currencyCodes(native, io)]);
  return { ...page, rows: page.raw.map((row) => toRow(native, row, currencies, io)) };
}

async function nextPage(native: Native, from: Cursor, io: Io): Promise<{ raw: Raw[]; cursor: string; more: boolean }> {
  if (from.mode === 'modified') return modifiedPage(native, from, io);
  try {
    return await trackedPage(native, from, io);
  } catch (error) {
    if (!(error instanceof SystemError) || !['forbidden', 'invalid', 'not-found'].includes(error.kind)) throw error;
    const since = from.newest === undefined ? {} : { since: from.newest - OVERLAP_MS };
    return modifiedPage(native, { mode: 'modified', ...since }, io);
  }
}

async function trackedPage(native: Native, from: Cursor, io: Io) {
  const { rows: raw, next, delta } = await getPage(io, from.link ?? `/${TABLES[native].set}`, [TRACK, SIZE]);
  const newest = newestOf(raw, from.newest);
  const link = next ?? delta;
  if (link === undefined) throw new SystemError('invalid', { code: 'not-tracked' });
  return { raw, cursor: writeCursor({ mode: 'track', link, ...(newest !== undefined && { newest }) }), more: next !== undefined };
}

async function modifiedPage(native: Native, from: Cursor, io: Io) {
  const { set, key } = TABLES[native];
  const filter = from.since === undefined ? undefined : `modifiedon ge ${moment(from.since)}`;
  const first = withOptions(`/${set}`, { filter, orderby: `modifiedon asc,${key} asc` });
  const { rows, next } = await getPage(io, from.link ?? first, [SIZE]);
  const told = new Set(from.told);
  const raw = rows.filter((row) => !told.has(markOf(row, key)));
  const newest = newestOf(rows, from.newest);
  const kept = newest === undefined ? {} : { newest };
  if (next !== undefined) return { raw, cursor: writeCursor({ ...from, link: next, ...kept }), more: true };
  const since = newest === undefined ? from.since : newest - OVERLAP_MS;
  const overlap = rows.filter((row) => (instant(row.modifiedon) ?? 0) >= (since ?? 0)).map((row) => markOf(row, key));
  const memory = overlap.length > 0 ? { told: overlap.slice(-PAGE) } : {};
  return { raw, cursor: writeCursor({ mode: 'modified', ...(since !== undefined && { since }), ...kept, ...memory }), more: false };
}

const markOf = (row: Raw, key: string) => `${String(row[key])} ${String(row['@odata.etag'])}`;

function newestOf(rows: readonly Raw[], before: number | undefined): number | undefined {
  return rows.reduce<number | undefined>((newest, row) => {
    const at = instant(row.modifiedon);
    return at === undefined ? newest : Math.max(newest ?? at, at);
  }, before);
}

/** Neither mode can expand lookups, so the few currencies are read beside: id → ISO code. */
async function currencyCodes(native: Native, io: Io): Promise<ReadonlyMap<string, string>> {
  if (native !== 'account' && native !== 'opportunity') return new Map();
  const rows = await getRows(io, '/transactioncurrencies', { select: 'isocurrencycode' });
  return new Map(rows.flatMap((row) => [[guidOf(row.transactioncurrencyid) ?? '', text(row.isocurrencycode) ?? '']]));
}

function toRow(native: Native, row: Raw, currencies: ReadonlyMap<string, string>, io: Io): SystemRecord | Tombstone {
  if (text(row['@odata.context'])?.includes('/$deletedEntity') || row.reason === 'deleted')
    return { ref: refTo(io.connection, native, guidOf(row.id) ?? '') };
  const isocurrencycode = currencies.get(guidOf(row._transactioncurrencyid_value) ?? '');
  const whole = isocurrencycode ? { ...object(row), transactioncurrencyid: { isocurrencycode } } : row;
  return toRecord(native, whole, io.connection);
}
