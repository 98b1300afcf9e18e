import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Activity, RecordRef, SystemRecord, Tombstone } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { hashOf } from '../marks.ts';
import { unless } from '../refusals.ts';
import { phrases } from '../values.ts';
import { listArchived, readBatch, type Search, type ServedPage, searchPage } from './api.ts';
import { contextFor } from './deals.ts';
import { toActivity, toRecord } from './map.ts';
import { ACTIVITY_TYPES, CONTACT, type ObjectType, RECORD_TYPES } from './objects.ts';
import { propertiesOf, withLinks } from './read.ts';
import { refTo } from './refs.ts';
import type { HubspotObject } from './schema.ts';
import { higherId, isId, time } from './values.ts';

/** HubSpot's most for a search. */
const PAGE = 200;
/** HubSpot's most for the body of a search. */
const MAX_BODY_CHARS = 3_000;
/** The search index lags behind writes by up to half a minute; losses of minutes have been reported. */
const OVERLAP_MS = 5 * 60_000;
/** Rows of the overlap that are remembered as told. Beyond it they are told twice, which does no harm. */
const MAX_TOLD = 500;
/** A recycling bin of more pages than this is not read in every run, but once per minute and page. */
const SMALL_BIN_PAGES = 5;

const at = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const marks = v.optional(v.array(v.string()), []);
/**
 * Between two runs: `since`, `told`, and how far the recycling bin was read (`binSince`, not to be read again before `binNext`).
 * Within a run also: `until`, when it began by HubSpot's clock; `type`, the place among the kinds of activity; `last`, the highest
 * id so far, or `bin`, the place in the recycling bin; `binPages` read of it; `fresh`, what the next run will have been told.
 */
const cursorSchema = v.object({
  since: v.optional(at),
  told: marks,
  binSince: v.optional(at),
  binNext: v.optional(at, 0),
  until: v.optional(at),
  type: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  last: v.optional(v.pipe(v.string(), v.regex(/^\d{1,20}$/))),
  bin: v.optional(v.string()),
  binPages: v.optional(v.number(), 0),
  fresh: marks,
});
type Cursor = v.InferOutput<typeof cursorSchema>;
type Row = SystemRecord | Activity | Tombstone;
interface Changes {
  rows: Row[];
  cursor: string;
  more: boolean;
}

/**
 * What was written, merged or deleted since the cursor; without one, everything there is. A row may be told again, and deletes come
 * after writes. Sorted by id within a run and continued from the highest id, never by offset: HubSpot gives 10,000 rows of a search at
 * most, batch jobs stamp more than that with the same moment, and rows that are changed meanwhile leave the window.
 * Source: HubSpot docs, "Search the CRM", and the recipes of public integrations for its limits.
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const own = RECORD_TYPES.find((type) => type.object === object);
  const types = object === 'activity' ? ACTIVITY_TYPES : own ? [own] : [];
  const from = cursor === undefined ? v.parse(cursorSchema, {}) : readCursor(cursorSchema, cursor);
  const type = types[from.type];
  if (!type) throw new SystemError('invalid', types.length === 0 ? { code: 'unsupported' } : { code: 'bad-cursor' });
  const page = from.bin === undefined ? await writtenPage(type, from, io) : await binPage(type, from, from.bin, io);
  return { rows: page.rows, ...onward(page.to, page.done, types.length) };
}

interface Step {
  rows: Row[];
  to: Cursor & { until: number };
  /** This part (the writes, or the bin) of this type is through. */
  done: boolean;
}

async function writtenPage(type: ObjectType, from: Cursor, io: Io): Promise<Step> {
  const page = await ifAllowed(type, search(type, from, io));
  const until = from.until ?? page.servedAt ?? io.now();
  const objects = page.objects.filter((object) => isId(object.id) && object.archived !== true);
  const last = [...objects.map(({ id }) => id), ...(from.last === undefined ? [] : [from.last])].sort(higherId)[0];
  const done = page.after === undefined;
  if (!done && last === from.last) throw new SystemError('protocol', { code: 'no-progress' });
  const told = new Set(from.told);
  const gone = goneAmong(from.told);
  const isNews = (object: HubspotObject) =>
    !told.has(markOf(type, object)) && !((changedAt(type, object) ?? 0) <= (gone.get(object.id) ?? -1));
  const news = objects.filter(isNews);
  const merges = news.flatMap((object) => mergesOf(type, object, io));
  const overlap = objects.filter((object) => (changedAt(type, object) ?? 0) >= until - OVERLAP_MS);
  const merged = from.since === undefined ? [] : merges.map((each) => `${each.ref.id} merged`);
  const fresh = [...from.fresh, ...overlap.map((object) => markOf(type, object)), ...merged].slice(0, MAX_TOLD);
  const rows = [...(await toRows(type, news, io)), ...merges];
  return { rows, to: { ...from, until, fresh, ...(last !== undefined && { last }) }, done };
}

async function search(type: ObjectType, { since, until, last }: Cursor, io: Io): Promise<ServedPage> {
  const changed = changedProperty(type);
  const filter = (propertyName: string, operator: string, value: number | bigint | undefined) =>
    value === undefined ? [] : [{ propertyName, operator, value: String(value) }];
  const filters = [
    ...filter(changed, 'GTE', since),
    ...filter(changed, 'LTE', until),
    ...filter('hs_object_id', 'GTE', last === undefined ? undefined : BigInt(last) + 1n),
  ];
  const body: Search = {
    ...(filters.length > 0 && { filterGroups: [{ filters }] }),
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    properties: [...new Set([...propertiesOf(type, io), 'hs_merged_object_ids'])],
    limit: PAGE,
  };
  if (JSON.stringify(body).length <= MAX_BODY_CHARS) return searchPage(io, type, body);
  const page = await searchPage(io, type, { ...body, properties: [changed] });
  const ids = page.objects.map(({ id }) => id);
  const byId = new Map((await readBatch(io, type, ids, body.properties)).map((each) => [each.id, each]));
  return { ...page, objects: page.objects.map((each) => byId.get(each.id) ?? each) };
}

/** A key that may not read e-mails still follows notes, tasks, calls and meetings. */
async function ifAllowed(type: ObjectType, page: Promise<ServedPage>): Promise<ServedPage> {
  return type.object === 'activity' ? unless(page, 'forbidden', { objects: [], after: undefined, servedAt: undefined }) : page;
}

/** Search tells no links: they are read beside, so that a row is as whole as one that was read. */
async function toRows(type: ObjectType, objects: readonly HubspotObject[], io: Io): Promise<(SystemRecord | Activity)[]> {
  if (objects.length === 0) return [];
  const [linked, context] = await Promise.all([withLinks(type, objects, io), contextFor(type, io)]);
  return linked.map((object) =>
    type.object === 'activity' ? toActivity(type.native, object, io.connection) : toRecord(type.native, object, io.connection, context),
  );
}

/** The winner of a merge lists the losers for ever. */
function mergesOf(type: ObjectType, object: HubspotObject, io: Io): Tombstone[] {
  const told = object.properties.hs_merged_object_ids;
  const losers = typeof told === 'string' ? phrases(...told.split(';')).filter((id) => isId(id) && id !== object.id) : [];
  return losers.map((id) => ({ ref: refTo(type, id, io.connection), mergedInto: refTo(type, object.id, io.connection) }));
}

/** Everything deleted is listed, for weeks and in no order: only what was deleted since the bin was last read is told. */
async function binPage(type: ObjectType, from: Cursor, place: string, io: Io): Promise<Step> {
  const page = await ifAllowed(type, listArchived(io, type, place || undefined));
  const until = from.until ?? page.servedAt ?? io.now();
  const [told, fresh, rows] = [new Set([...from.told, ...from.fresh]), [...from.fresh], [] as Tombstone[]];
  for (const object of page.objects) {
    const deletedAt = time(object.archivedAt) ?? time(object.updatedAt);
    const isNew = deletedAt !== undefined && deletedAt >= (from.binSince ?? until) - OVERLAP_MS;
    if (!isNew || object.id === '' || told.has(`${object.id} merged`)) continue;
    const mark = `${object.id} gone ${deletedAt}`;
    if (!told.has(mark)) rows.push({ ref: refTo(type, object.id, io.connection), deletedAt });
    if (deletedAt >= until - OVERLAP_MS) fresh.push(mark);
  }
  const done = page.after === undefined || page.after === place;
  const bin = page.after ?? '';
  return { rows, to: { ...from, until, bin, binPages: from.binPages + 1, fresh: fresh.slice(0, MAX_TOLD) }, done };
}

/** Where to go on: within this part, to the bin, to the next type, or with the next run. */
function onward(to: Step['to'], done: boolean, types: number): Omit<Changes, 'rows'> {
  if (!done) return { cursor: writeCursor(to), more: true };
  const { last: _, bin, ...rest } = to;
  // In the first run there is nobody yet whose record could have been deleted.
  const readsBin = to.since !== undefined && to.until >= to.binNext;
  if (bin === undefined && readsBin) return { cursor: writeCursor({ ...rest, bin: '' }), more: true };
  if (to.type + 1 < types) return { cursor: writeCursor({ ...rest, type: to.type + 1 }), more: true };
  const { until, fresh: told, binPages } = to;
  const next = {
    since: Math.max(until - OVERLAP_MS, to.since ?? until - OVERLAP_MS),
    told,
    binSince: readsBin ? until : (to.binSince ?? until),
    binNext: binPages > SMALL_BIN_PAGES ? until + binPages * 60_000 : to.binNext,
  };
  return { cursor: writeCursor(next), more: false };
}

function changedProperty(type: ObjectType): string {
  return type === CONTACT ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

function changedAt(type: ObjectType, object: HubspotObject): number | undefined {
  return time(object.properties[changedProperty(type)]) ?? time(object.updatedAt);
}

/** Id, moment and content: two writes may bear the same moment. */
function markOf(type: ObjectType, object: HubspotObject): string {
  const content = JSON.stringify(Object.entries(object.properties).sort());
  return `${object.id} ${changedAt(type, object)} ${hashOf(content)}`;
}

/** When ids were deleted: a search index that lags may show their last state after that was told. */
function goneAmong(told: readonly string[]): Map<string, number> {
  return new Map(
    told.flatMap((mark) => {
      const [id = '', word, deletedAt] = mark.split(' ');
      return word === 'gone' ? [[id, Number(deletedAt)]] : [];
    }),
  );
}
