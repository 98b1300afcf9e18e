import * as v from 'valibot';
import { type Activity, type Io, type RecordRef, SystemError, type SystemRecord, type Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { supported } from '../refusals.ts';
import { distinctBy } from '../values.ts';
import { type Domain, type Row, type Search, search } from './api.ts';
import { INVOICE, PRODUCT, SALE } from './columns.ts';
import { toCompany, toPeople, toRecord } from './map.ts';
import { searchParties } from './read.ts';
import { partySchema } from './schema.ts';
import { NOTE, toActivity } from './timeline.ts';
import { fromStamp, type Stamp, stampMs, stampOf, toStamp } from './values.ts';

const PAGE = 100;
/** A row gets the stamp of the beginning of its transaction and is seen at the end of it. */
const OVERLAP_MS = 10 * 60_000;
/** Marks kept of rows within the overlap; beyond these a row is told again, which does no harm. */
const MOST_TOLD = 500;

/** `write_date` is empty until the first change, so new rows and changed rows are two lists. */
const DATES = ['create_date', 'write_date'] as const;
type DateField = (typeof DATES)[number];

const stamp = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/));
/** `at` and `id` of the last row read in this run, the newest stamp ever seen. `end`: done until the next run. */
const positionShape = v.object({
  at: v.optional(stamp),
  id: v.optional(v.pipe(v.number(), v.safeInteger())),
  newest: v.optional(stamp),
  end: v.optional(v.literal(true)),
});
/** `told`: marks of rows told lately, as the two lists overlap with each other and with what was read before. */
const cursorShape = v.object({ create_date: positionShape, write_date: positionShape, told: v.array(v.string()) });
type Position = v.InferOutput<typeof positionShape>;
type Cursor = v.InferOutput<typeof cursorShape>;
type Told = SystemRecord | Activity | Tombstone;

/**
 * What was made or changed since the cursor, by the server's own times. The first run tells everything there is; deletions are
 * nowhere recorded, a party that was merged into another one is a tombstone.
 */
export async function changes(
  object: RecordRef['object'],
  cursor: string | undefined,
  io: Io,
): Promise<{ rows: Told[]; cursor: string; more: boolean }> {
  const source = supported(SOURCES[object]);
  const from = cursor === undefined ? await beginning(source, io) : readCursor(cursorShape, cursor);
  const lists = await Promise.all(DATES.map((date) => (from[date].end ? [] : source.rows(io, since(date, from[date]), order(date)))));
  const read = lists.flat();
  const known = new Set(from.told);
  const fresh = distinctBy(
    read.filter((row) => !known.has(markOf(row))),
    (row) => String(row.id),
  );
  const [create_date, write_date] = [
    passOver('create_date', lists[0] ?? [], from.create_date),
    passOver('write_date', lists[1] ?? [], from.write_date),
  ];
  const more = !create_date.end || !write_date.end;
  const told = lately([...known, ...read.map(markOf)], create_date.newest, write_date.newest);
  const next = more ? { create_date, write_date, told } : { create_date: rewound(create_date), write_date: rewound(write_date), told };
  return { rows: fresh.flatMap((row) => source.tell(row, io)), cursor: writeCursor(next), more };
}

interface Source {
  rows(io: Io, domain: Domain, order: NonNullable<Search['order']>): Promise<Row[]>;
  tell(row: Row, io: Io): Told[];
}

const parties = (tell: Source['tell']): Source => ({
  rows: (io, domain, by) => searchParties(io, domain, PAGE, by),
  tell: (row, io) => {
    const merged = v.parse(partySchema, row).replaced_by !== undefined;
    return merged ? tell(row, io).flatMap(tombstone) : tell(row, io);
  },
});
const rowsOf = (model: 'sale.sale' | 'account.invoice' | 'product.product', fields: readonly string[], only: Domain = []): Source => ({
  rows: (io, domain, by) => search(io, model, { domain: [domain, ...only], fields, limit: PAGE, order: by }),
  tell: (row, io) => [toRecord(model, row, io.connection)],
});

const SOURCES: Readonly<Partial<Record<RecordRef['object'], Source>>> = {
  contact: parties((row, io) => toPeople(row, io.connection)),
  company: parties((row, io) => [toCompany(row, io.connection)]),
  order: rowsOf('sale.sale', SALE),
  invoice: rowsOf('account.invoice', INVOICE, [['type', '=', 'out']]),
  // Stock is counted in places of one's choice; without them it is not told here.
  product: rowsOf(
    'product.product',
    PRODUCT.filter((name) => !name.endsWith('quantity')),
  ),
  activity: {
    rows: (io, domain, by) =>
      search(io, 'ir.note', {
        domain,
        fields: NOTE,
        limit: PAGE,
        order: by,
      }),
    tell: (row, io) => [toActivity('ir.note', row, io.connection)],
  },
};

function tombstone(record: Told): Tombstone[] {
  if (!('mergedInto' in record) || record.mergedInto === undefined) return [];
  return [{ ref: record.ref, mergedInto: record.mergedInto }];
}

/** The first run tells every row once, by its creation; what changes from now on comes by the other list. */
async function beginning(source: Source, io: Io): Promise<Cursor> {
  const [last] = await source.rows(
    io,
    [['write_date', '!=', null]],
    [
      ['write_date', 'DESC'],
      ['id', 'DESC'],
    ],
  );
  const newest = stampOf(last?.write_date);
  const id = last?.id;
  return { create_date: {}, write_date: newest !== undefined && typeof id === 'number' ? { at: newest, newest, id } : {}, told: [] };
}

function order(date: DateField): NonNullable<Search['order']> {
  return [
    [date, 'ASC'],
    ['id', 'ASC'],
  ];
}

function since(date: DateField, { at, id }: Position): Domain {
  if (at === undefined) return [[date, '!=', null]];
  const moment = fromStamp(at);
  if (id === undefined) return [[date, '>=', moment]];
  return [
    'OR',
    [date, '>', moment],
    [
      [date, '=', moment],
      ['id', '>', id],
    ],
  ];
}

/** Where the next page begins. A full page whose end cannot be told would be read for ever. */
function passOver(date: DateField, rows: readonly Row[], from: Position): Position {
  if (from.end) return from;
  const newest = rows.reduce<Stamp | undefined>((latest, row) => {
    const at = stampOf(row[date]);
    return at !== undefined && at > (latest ?? '') ? at : latest;
  }, from.newest);
  const seen = newest === undefined ? {} : { newest };
  if (rows.length < PAGE) return { ...from, ...seen, end: true };
  const [last, id] = [stampOf(rows.at(-1)?.[date]), rows.at(-1)?.id];
  if (last === undefined || typeof id !== 'number') throw new SystemError('protocol', { code: 'unexpected-shape' });
  return { ...seen, at: last, id };
}

/** A row as it is now: its number and when it was last touched. */
function markOf(row: Row): string {
  return `${String(row.id)}@${stampOf(row.write_date) ?? stampOf(row.create_date) ?? ''}`;
}

/** The marks that the next run may meet again. */
function lately(marks: readonly string[], ...newest: (Stamp | undefined)[]): string[] {
  const [first] = newest.filter((each) => each !== undefined).sort();
  const oldest = first === undefined ? '' : toStamp(stampMs(first) - OVERLAP_MS);
  return [...new Set(marks)].filter((mark) => (mark.split('@')[1] ?? '') >= oldest).slice(-MOST_TOLD);
}

/** Where the next run begins: the overlap before the newest row. */
function rewound({ newest }: Position): Position {
  return newest === undefined ? {} : { newest, at: toStamp(stampMs(newest) - OVERLAP_MS) };
}
