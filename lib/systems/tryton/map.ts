import * as v from 'valibot';
import type { Connection, SystemRecord } from '../contract.ts';
import { domainOf } from '../matching.ts';
import { toMinor } from '../money.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import { dayStart } from '../zone.ts';
import { STANDARD_FIELDS } from './columns.ts';
import { ownColumns } from './mappable.ts';
import { looksLikeCompany, peopleOf, personAt, type Reachable, valuesOf } from './people.ts';
import { refOfResource, refTo } from './refs.ts';
import { fileSchema, invoiceSchema, type Party, partySchema, productSchema, saleSchema } from './schema.ts';
import { dayText, decimalText, instant, numberOf, plain } from './values.ts';

/**
 * A row as a record, by model; a party is told as a company where it looks like one, else as a person. Total: whatever is missing or
 * odd is left out.
 */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  if (native === 'sale.sale') return toOrder(raw, connection);
  if (native === 'account.invoice') return toInvoice(raw, connection);
  if (native === 'product.product') return toProduct(raw, connection);
  if (native === 'ir.attachment') return toFile(raw, connection);
  const party = v.parse(partySchema, raw);
  return looksLikeCompany(party) ? toCompany(raw, connection) : toPerson(raw, connection);
}

/** A party as the company it may be. */
export function toCompany(raw: unknown, connection: Connection): SystemRecord {
  const party = v.parse(partySchema, raw);
  const mechanisms = party['contact_mechanisms.'];
  return record({
    ...partyBase(party, raw, connection, 'company'),
    kind: 'company',
    ref: refTo(connection, 'company', party.id ?? ''),
    name: party.name ?? party.code ?? '',
    domains: valuesOf(mechanisms, 'website').flatMap((site) => domainOf(site) ?? []),
    emails: valuesOf(mechanisms, 'email'),
    phones: valuesOf(mechanisms, 'phone', 'mobile'),
    links: [],
    taxId: party['identifiers.'].find(({ code }) => code !== undefined)?.code,
  });
}

/** Somebody at a party: the one behind `mechanism`, or the party itself. Undefined when that mechanism is gone. */
export function toPersonAt(raw: unknown, mechanism: number | undefined, connection: Connection): SystemRecord | undefined {
  const person = personAt(v.parse(partySchema, raw), mechanism);
  return person && toReachable(raw, person, connection);
}

/** Everybody at a party. */
export function toPeople(raw: unknown, connection: Connection): SystemRecord[] {
  return peopleOf(v.parse(partySchema, raw)).map((person) => toReachable(raw, person, connection));
}

function toPerson(raw: unknown, connection: Connection): SystemRecord {
  const [itself] = peopleOf(v.parse(partySchema, raw));
  return toReachable(raw, itself ?? { name: '', mechanisms: [] }, connection);
}

function toReachable(raw: unknown, person: Reachable, connection: Connection): SystemRecord {
  const party = v.parse(partySchema, raw);
  const id = party.id ?? '';
  // Of a person who is the party herself there is no company to tell.
  const isOther = person.mechanism !== undefined || looksLikeCompany(party);
  return record({
    ...partyBase(party, raw, connection, 'contact'),
    kind: 'person',
    ref: refTo(connection, 'contact', person.mechanism === undefined ? id : `${id}-${person.mechanism}`),
    name: person.name,
    emails: valuesOf(person.mechanisms, 'email'),
    phones: valuesOf(person.mechanisms, 'phone', 'mobile'),
    links: isOther ? [{ role: 'company', ref: refTo(connection, 'company', id) }] : [],
    companyName: isOther ? party.name : undefined,
  });
}

function partyBase(party: Party, raw: unknown, connection: Connection, kind: 'company' | 'contact') {
  const place = party['addresses.'].find((each) => each.city !== undefined || each['country.'] !== null);
  const row = objectOf(raw);
  const own = new Set(ownColumns(connection));
  const custom = Object.entries(row).filter(([name]) => own.has(name) || (!STANDARD_FIELDS.has(name) && !name.endsWith('.')));
  const accounts = ['credit_amount', 'receivable', 'receivable_today'].filter((name) => row[name] !== undefined && row[name] !== null);
  return {
    createdAt: instant(party.create_date),
    changedAt: instant(party.write_date) ?? instant(party.create_date),
    city: place?.city,
    country: place?.['country.']?.code ?? place?.['country.']?.name,
    credit: creditOf(party, connection),
    mergedInto: party.replaced_by === undefined ? undefined : refTo(connection, kind, party.replaced_by),
    custom: Object.fromEntries([
      ...[...accounts.map((name): [string, unknown] => [name, row[name]]), ...custom].map(([name, value]) => [name, plain(value)]),
      ...(party.code === undefined ? [] : [['code', party.code]]),
    ]),
  };
}

/** Limit and use are in the company's currency. With several companies' limits and none of them known as the user's, none is told. */
function creditOf(party: Party, connection: Connection): { limit?: unknown; used?: unknown } | undefined {
  const [first, ...others] = party['credit_limit_amounts.'].filter((each) => decimalText(each.credit_limit_amount) !== undefined);
  const limit = others.length === 0 ? toMinor(decimalText(first?.credit_limit_amount), connection.currency) : undefined;
  const used = toMinor(decimalText(party.credit_amount), connection.currency);
  return limit || used ? { ...(limit && { limit }), ...(used && { used }) } : undefined;
}

function toOrder(raw: unknown, connection: Connection): SystemRecord {
  const sale = v.parse(saleSchema, raw);
  const row = objectOf(raw);
  return record({
    ...rowBase(sale),
    kind: 'order',
    ref: refTo(connection, 'order', sale.id ?? ''),
    status: sale.state,
    amount: toMinor(decimalText(sale.total_amount), sale['currency.']?.code),
    links: links(connection, sale.party, 'invoice', sale.invoices),
    custom: defined({
      sale_date: dayText(sale.sale_date),
      reference: sale.reference,
      invoice_state: row.invoice_state,
      shipment_state: row.shipment_state,
    }),
  });
}

function toInvoice(raw: unknown, connection: Connection): SystemRecord {
  const invoice = v.parse(invoiceSchema, raw);
  const currency = invoice['currency.']?.code;
  const dues = invoice['lines_to_pay.'].flatMap((line) => (line.reconciliation === undefined ? (dayText(line.maturity_date) ?? []) : []));
  const [first] = dues.sort();
  const isOwed = invoice.state === 'posted';
  return record({
    ...rowBase(invoice),
    kind: 'invoice',
    ref: refTo(connection, 'invoice', invoice.id ?? ''),
    status: invoice.state,
    amount: toMinor(decimalText(invoice.total_amount), currency),
    due: toMinor(decimalText(invoice.amount_to_pay), currency),
    overdue: isOwed ? toMinor(decimalText(invoice.amount_to_pay_today), currency) : undefined,
    dueAt: isOwed && first !== undefined ? dayStart(first, connection.timeZone) : undefined,
    links: links(connection, invoice.party, 'order', []),
    custom: defined({ invoice_date: dayText(invoice.invoice_date), reference: invoice.reference }),
  });
}

function toProduct(raw: unknown, connection: Connection): SystemRecord {
  const product = v.parse(productSchema, raw);
  const [onHand, forecast] = [numberOf(product.quantity), numberOf(product.forecast_quantity)];
  const unit = product['default_uom.']?.symbol;
  // Services have no stock, whatever number stands there.
  const isKept = product['template.']?.type === 'goods' && onHand !== undefined;
  return record({
    ...rowBase(product),
    kind: 'product',
    ref: refTo(connection, 'product', product.id ?? ''),
    amount: toMinor(decimalText(product.list_price), connection.currency),
    stock: isKept ? { onHand, ...(forecast !== undefined && { forecast }), ...(unit !== undefined && { unit }) } : undefined,
    links: [],
    custom: defined({ code: product.code }),
  });
}

/** A file or a link. A file's content is fetched by nobody; a link leads where it says, if that is a web address with TLS. */
function toFile(raw: unknown, connection: Connection): SystemRecord {
  const file = v.parse(fileSchema, raw);
  const lies = refOfResource(file.resource ?? '', connection);
  return record({
    ...rowBase({ ...file, rec_name: file.name }),
    kind: 'file',
    ref: refTo(connection, 'file', file.id ?? ''),
    url: file.type === 'link' && file.link?.startsWith('https://') ? file.link : undefined,
    links: lies ? [{ role: lies.object, ref: lies }] : [],
    custom: {},
  });
}

function rowBase(row: { rec_name?: string | undefined; id?: string | undefined; create_date?: unknown; write_date?: unknown }) {
  return {
    name: row.rec_name ?? row.id ?? '',
    createdAt: instant(row.create_date),
    changedAt: instant(row.write_date) ?? instant(row.create_date),
  };
}

function links(connection: Connection, party: string | undefined, role: 'order' | 'invoice', ids: readonly string[]) {
  return [
    ...(party === undefined ? [] : [{ role: 'company', ref: refTo(connection, 'company', party) }]),
    ...ids.map((id) => ({ role, ref: refTo(connection, role, id) })),
  ];
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

/** The members were put together right above, by kind; what has no value is no member. */
function record(members: Record<string, unknown>): SystemRecord {
  return withoutUndefined(members) as unknown as SystemRecord;
}
