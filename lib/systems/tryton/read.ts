import * as v from 'valibot';
import { type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { distinctBy } from '../values.ts';
import { dayOf } from '../zone.ts';
import { type Domain, type Model, type Row, type Search, search } from './api.ts';
import { FILE, INVOICE, PRODUCT, partyColumns, SALE } from './columns.ts';
import { isOutOfReach } from './errors.ts';
import { toCompany, toPeople, toPersonAt, toRecord } from './map.ts';
import { hangingOn, type Target, targetOf } from './refs.ts';
import { saleSchema } from './schema.ts';
import { fromDay } from './values.ts';

const MOST_ROWS = 50;
/** States in which an order still moves goods. */
const MOVING = new Set(['draft', 'quotation', 'confirmed', 'processing']);
const NEWEST = [['id', 'DESC']] as const;

/** Parties, whatever modules the server has: the fewest columns are those that every server knows. */
export async function searchParties(io: Io, domain: Domain, limit: number, order?: Search['order']): Promise<Row[]> {
  return firstWithinReach(
    partyColumns(io.connection).map((fields) => () => search(io, 'party.party', { domain, fields, limit, ...(order && { order }) })),
  );
}

/** The first attempt that the server's modules and the user's rights allow. */
export async function firstWithinReach<T>(attempts: readonly (() => Promise<T>)[]): Promise<T> {
  const [attempt, ...others] = attempts;
  if (!attempt) throw new SystemError('invalid', { code: 'unsupported' });
  return attempt().catch((error: unknown) => {
    if (others.length === 0 || !isOutOfReach(error)) throw error;
    return firstWithinReach(others);
  });
}

/** One record. @throws SystemError `not-found`. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const target = targetOf(ref, io.connection);
  const { model } = target;
  const found = model === 'party.party' ? await readParty(target, io) : await readRow(model, target.id, io);
  if (!found) throw new SystemError('not-found');
  return found;
}

async function readParty({ kind, id, mechanism }: Target, io: Io): Promise<SystemRecord | undefined> {
  const [row] = await searchParties(io, [['id', '=', id]], 1);
  if (!row) return undefined;
  return kind === 'company' ? toCompany(row, io.connection) : toPersonAt(row, mechanism, io.connection);
}

const COLUMNS = { 'sale.sale': SALE, 'account.invoice': INVOICE, 'ir.attachment': FILE } as const;

async function readRow(model: Exclude<Target['model'], 'party.party'>, id: number, io: Io): Promise<SystemRecord | undefined> {
  const wanted = { domain: [['id', '=', id]], limit: 1 };
  if (model === 'product.product') return (await productsIn(io, wanted, undefined))[0];
  const [row] = await search(io, model, { ...wanted, fields: COLUMNS[model] });
  return row && toRecord(model, row, io.connection);
}

/**
 * What belongs to a record: of a party its other face (the company of a person, the people of a company), orders, invoices and what of the
 * products in orders under way is in stock; two round trips. Parts the user may not see, or the server has no module for, are left out.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const target = targetOf(ref, io.connection);
  if (target.model === 'party.party') return aroundParty(target, io);
  if (target.model === 'product.product' || target.model === 'ir.attachment') return [];
  const [record, files] = await Promise.all([read(ref, io), filesOn(target, io)]);
  const party = record.links.find(({ role }) => role === 'company')?.ref;
  const others = record.links.filter(({ role }) => role !== 'company').map((link) => Number(link.ref.id));
  const [parties, invoices] = await Promise.all([
    party ? searchParties(io, [['id', '=', Number(party.id)]], 1) : [],
    others.length > 0 ? rowsOf(io, 'account.invoice', [['id', 'in', others]], INVOICE) : [],
  ]);
  return [...parties.map((row) => toCompany(row, io.connection)), ...records('account.invoice', invoices, io), ...files];
}

async function aroundParty(target: Target, io: Io): Promise<SystemRecord[]> {
  const { ref, kind, id, mechanism } = target;
  const sold: Promise<[Row[], SystemRecord[]]> = rowsOf(io, 'sale.sale', [['party', '=', id]], SALE).then(async (rows) => [
    rows,
    await stockFor(rows, io),
  ]);
  const [[party], [sales, products], invoices, files] = await Promise.all([
    searchParties(io, [['id', '=', id]], 1),
    sold,
    rowsOf(
      io,
      'account.invoice',
      [
        ['party', '=', id],
        ['type', '=', 'out'],
      ],
      INVOICE,
    ),
    filesOn(target, io),
  ]);
  if (!party || (kind === 'contact' && !toPersonAt(party, mechanism, io.connection))) throw new SystemError('not-found');
  const itself = toCompany(party, io.connection);
  const people = toPeople(party, io.connection).filter((each) => each.name !== itself.name);
  const isOther = kind === 'contact' && people.some((each) => each.ref.id === ref.id);
  return [
    ...(isOther ? [itself] : []),
    ...(kind === 'company' ? people : []),
    ...records('sale.sale', sales, io),
    ...records('account.invoice', invoices, io),
    ...products,
    ...files,
  ];
}

/** Rows of a module that may be missing or closed to this user: then there are none to tell. */
async function rowsOf(io: Io, model: Model, domain: Domain, fields: readonly string[]): Promise<Row[]> {
  return firstWithinReach([() => search(io, model, { domain, fields, limit: MOST_ROWS, order: NEWEST }), async () => []]);
}

/** Files and links at a record, newest first. Without the right to see them there are none. */
async function filesOn(target: Target, io: Io): Promise<SystemRecord[]> {
  const rows = await firstWithinReach([
    ...hangingOn(target).map((domain) => () => search(io, 'ir.attachment', { domain, fields: FILE, limit: MOST_ROWS, order: NEWEST })),
    async () => [],
  ]);
  return records('ir.attachment', rows, io);
}

/** What there is of the products in orders that still move goods, in those orders' own warehouses. */
async function stockFor(sales: readonly Row[], io: Io): Promise<SystemRecord[]> {
  const moving = sales.map((row) => v.parse(saleSchema, row)).filter(({ state }) => MOVING.has(state ?? ''));
  const wanted = new Set(moving.flatMap((sale) => sale['lines.'].flatMap(({ product }) => product ?? [])));
  const warehouses = new Set(moving.flatMap(({ warehouse }) => warehouse ?? []));
  if (wanted.size === 0) return [];
  return productsIn(io, { domain: [['id', 'in', [...wanted].map(Number)]], limit: MOST_ROWS }, [...warehouses].map(Number));
}

/**
 * Products with their stock. Without places in the context the server counts nothing and says 0, so they are asked for first where
 * they are not known; where there are none the quantities are not asked for.
 */
async function productsIn(io: Io, wanted: Pick<Search, 'domain' | 'limit'>, known: readonly number[] | undefined): Promise<SystemRecord[]> {
  const places = known && known.length > 0 ? known : await warehousesOf(io);
  const context = { locations: places, stock_date_end: fromDay(dayOf(io.now(), io.connection.timeZone)) };
  const bare = PRODUCT.filter((name) => !name.endsWith('quantity'));
  const rows = await firstWithinReach<Row[]>([
    ...(places.length > 0 ? [() => search(io, 'product.product', { ...wanted, fields: PRODUCT, context })] : []),
    () => search(io, 'product.product', { ...wanted, fields: bare }),
    ...(known ? [async () => []] : []),
  ]);
  return records('product.product', rows, io);
}

async function warehousesOf(io: Io): Promise<number[]> {
  const domain = [['type', '=', 'warehouse']];
  const rows = await firstWithinReach([
    () => search(io, 'stock.location', { domain, fields: ['name'], limit: MOST_ROWS, context: { active_test: true } }),
    async () => [],
  ]);
  return rows.flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
}

function records(model: Model, rows: readonly Row[], io: Io): SystemRecord[] {
  const made = rows.map((row) => toRecord(model, row, io.connection)).filter((each) => each.ref.id !== '');
  return distinctBy(made, (each) => each.ref.id);
}
