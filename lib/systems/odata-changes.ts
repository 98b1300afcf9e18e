import * as v from 'valibot';
import { SystemError } from './contract.ts';
import { moment, withOptions } from './odata.ts';
import type { Row } from './odata-client.ts';

/*
 * What changed in a table of an OData service: change tracking (delta links), which tells of deletes, and where the vendor refuses that
 * (rights, table not tracked, token too old) the time of the last change, which everybody may ask for; then deletes stay unseen.
 */

const PAGE = 500;
/** A row may be committed a little after the time it bears. */
const OVERLAP_MS = 2 * 60_000;
const SIZE = `odata.maxpagesize=${PAGE}`;
const TRACK = 'odata.track-changes';

/**
 * `newest`: the latest change seen, to fall back to; `told`: rows of the overlap that were told already, by id and version; `link`: the
 * vendor's own, followed letter by letter.
 */
export const tableStateSchema = v.object({
  mode: v.picklist(['track', 'modified']),
  link: v.optional(v.pipe(v.string(), v.startsWith('https://'))),
  since: v.optional(v.number()),
  newest: v.optional(v.number()),
  told: v.optional(v.array(v.string())),
});
/** Where following one table stands, as it lies in a cursor. */
export type TableState = v.InferOutput<typeof tableStateSchema>;

/** One table. */
export interface TrackedTable {
  /** Below the service's root, without options. */
  path: string;
  key: string;
  /** Column of the last change. */
  changed: string;
  /** Columns to ask for; all of them by default. */
  select?: string | undefined;
  getPage(path: string, prefer: readonly string[]): Promise<{ rows: Row[]; next?: string; delta?: string }>;
}

interface Step {
  rows: Row[];
  state: TableState;
  more: boolean;
}

/** The next page of a table, oldest first. */
export async function nextChanges(table: TrackedTable, from: TableState): Promise<Step> {
  if (from.mode === 'modified') return modifiedPage(table, from);
  try {
    return await trackedPage(table, from);
  } catch (error) {
    if (!(error instanceof SystemError) || !['forbidden', 'invalid', 'not-found'].includes(error.kind)) throw error;
    return modifiedPage(table, { mode: 'modified', ...(from.newest !== undefined && { since: from.newest - OVERLAP_MS }) });
  }
}

async function trackedPage(table: TrackedTable, from: TableState): Promise<Step> {
  const { rows, next, delta } = await table.getPage(from.link ?? withOptions(table.path, { select: table.select }), [TRACK, SIZE]);
  const newest = newestOf(table, rows, from.newest);
  const link = next ?? delta;
  if (link === undefined) throw new SystemError('invalid', { code: 'not-tracked' });
  return { rows, state: { mode: 'track', link, ...(newest !== undefined && { newest }) }, more: next !== undefined };
}

async function modifiedPage(table: TrackedTable, from: TableState): Promise<Step> {
  const { path, key, changed, select } = table;
  const filter = from.since === undefined ? undefined : `${changed} ge ${moment(from.since)}`;
  const first = withOptions(path, { select, filter, orderby: `${changed} asc,${key} asc` });
  const { rows: all, next } = await table.getPage(from.link ?? first, [SIZE]);
  const told = new Set(from.told);
  const markOf = (row: Row) => `${String(row[key])} ${String(row['@odata.etag'])}`;
  const rows = all.filter((row) => !told.has(markOf(row)));
  const newest = newestOf(table, all, from.newest);
  const kept = newest === undefined ? {} : { newest };
  if (next !== undefined) return { rows, state: { ...from, link: next, ...kept }, more: true };
  const since = newest === undefined ? from.since : newest - OVERLAP_MS;
  const overlap = all.filter((row) => (timeOf(table, row) ?? 0) >= (since ?? 0)).map(markOf);
  const memory = overlap.length > 0 ? { told: overlap.slice(-PAGE) } : {};
  return { rows, state: { mode: 'modified', ...(since !== undefined && { since }), ...kept, ...memory }, more: false };
}

function timeOf({ changed }: TrackedTable, row: Row): number | undefined {
  const at = Date.parse(String(row[changed]));
  return Number.isNaN(at) ? undefined : at;
}

function newestOf(table: TrackedTable, rows: readonly Row[], before: number | undefined): number | undefined {
  return rows.reduce<number | undefined>((newest, row) => {
    const at = timeOf(table, row);
    return at === undefined ? newest : Math.max(newest ?? at, at);
  }, before);
}
