import * as v from 'valibot';
import type { Connection, RecordRef, SystemRecord } from '../contract.ts';
import { domainOf } from '../matching.ts';
import { toMinor } from '../money.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import { recordRef, recordUrl } from './refs.ts';
import { dealSchema, fileSchema, leadSchema, organizationSchema, personSchema, productSchema } from './schema.ts';
import { closeDay, instant } from './time.ts';

/** Standard columns shown elsewhere or of no use to a reader; all other filled ones go to `custom` under the vendor's name. */
const SHOWN = new Set(
  (
    'id name first_name last_name owner_id org_id org_name organization emails email phones phone job_title add_time update_time custom_fields ' +
    'website employee_count title value currency status stage_id stage pipeline_id person_id user_id probability organization_id ' +
    'is_deleted active_flag deleted active visible_to picture_id first_char company_id creator_user_id creator_id cc_email related_objects ' +
    'owner_name person_name edit_name type'
  ).split(' '),
);
const LINE = new Set('sum prices deal_id product_id order_nr is_linkable'.split(' '));
/** Where the bytes lie is nobody's business but the vendor's. */
const FILE = new Set('file_type file_size description'.split(' '));
const CUSTOM_KEY = /^[0-9a-f]{40}(?:_[a-z0-9_]+)?$/;
const NO_KEYS: ReadonlySet<string> = new Set();

/** Vendor record → canonical record. Total: whatever `raw` is, what is valid in it is kept. An unknown type becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  switch (native.toLowerCase().replace(/s$/, '')) {
    case 'person':
    case 'contact':
      return toPerson(raw, connection);
    case 'organization':
    case 'company':
    case 'org':
      return toCompany(raw, connection);
    case 'deal':
      return toDeal(raw, connection);
    case 'lead':
      return toLead(raw, connection);
    case 'product':
    case 'dealproduct':
      return toProduct(raw, connection);
    case 'file':
      return toFile(raw, connection);
    default:
      return toOther(native, raw, connection);
  }
}

function toPerson(raw: unknown, connection: Connection): SystemRecord {
  const person = v.parse(personSchema, raw);
  const address = person.postal_address;
  const companyName = person.org_name ?? person.organization?.name ?? nameIn(raw, 'org_id');
  return compact({
    ...base(connection, 'person', person, person.name ?? [person.first_name, person.last_name].filter(Boolean).join(' ')),
    kind: 'person',
    firstName: person.first_name,
    lastName: person.last_name,
    emails: values(person.emails ?? person.email),
    phones: values(person.phones ?? person.phone),
    title: person.job_title,
    companyName,
    country: part(address, 'country') ?? person.postal_address_country,
    city: part(address, 'locality') ?? person.postal_address_locality,
    ownerId: person.owner_id,
    links: links(connection, [['company', 'organization', person.org_id]]),
    custom: custom(raw, NO_KEYS),
  });
}

function toCompany(raw: unknown, connection: Connection): SystemRecord {
  const company = v.parse(organizationSchema, raw);
  const revenue = objectOf(company.annual_revenue);
  const industry = typeof company.industry === 'string' ? company.industry.trim() : text(objectOf(company.industry).label);
  return compact({
    ...base(connection, 'organization', company, company.name ?? ''),
    kind: 'company',
    domains: company.website === undefined ? [] : [domainOf(company.website) ?? []].flat(),
    phones: [],
    emails: [],
    industry: industry || undefined,
    employees: company.employee_count,
    // A plain number is in the account's own currency.
    revenue: toMinor(revenue.value, revenue.currency) ?? toMinor(company.annual_revenue, connection.currency),
    country: part(company.address, 'country') ?? company.address_country,
    city: part(company.address, 'locality') ?? company.address_locality,
    ownerId: company.owner_id,
    links: [],
    custom: custom(raw, new Set(['org_id'])),
  });
}

function toDeal(raw: unknown, connection: Connection): SystemRecord {
  const deal = v.parse(dealSchema, raw);
  return compact({
    ...base(connection, 'deal', deal, deal.title ?? ''),
    kind: 'deal',
    amount: toMinor(deal.value, deal.currency),
    pipelineId: deal.pipeline_id,
    stageId: deal.stage_id,
    stageName: deal.stage?.name,
    status: deal.status === 'won' || deal.status === 'lost' ? deal.status : 'open',
    closeAt:
      instant(deal.won_time) ??
      instant(deal.lost_time) ??
      instant(deal.close_time) ??
      closeDay(deal.expected_close_date, connection.timeZone),
    probabilityPct: deal.probability,
    ownerId: deal.owner_id ?? deal.user_id,
    links: links(connection, [
      ['primary-contact', 'person', deal.person_id],
      ['company', 'organization', deal.org_id],
    ]),
    custom: custom(raw, NO_KEYS),
  });
}

/** A lead is a deal before the pipeline: a title, an amount, a person or an organization. */
function toLead(raw: unknown, connection: Connection): SystemRecord {
  const lead = v.parse(leadSchema, raw);
  return compact({
    ...base(connection, 'lead', lead, lead.title ?? ''),
    kind: 'deal',
    amount: toMinor(lead.value.amount, lead.value.currency),
    status: 'open',
    closeAt: closeDay(lead.expected_close_date, connection.timeZone),
    ownerId: lead.owner_id,
    links: links(connection, [
      ['primary-contact', 'person', lead.person_id],
      ['company', 'organization', lead.organization_id],
    ]),
    custom: custom(raw, NO_KEYS),
  });
}

/** A line of a deal's offer, or a product of the catalogue with its first price. */
function toProduct(raw: unknown, connection: Connection): SystemRecord {
  const product = v.parse(productSchema, raw);
  const [price] = product.prices ?? [];
  // A product that was deleted for good leaves its line behind.
  const id = product.deal_id === undefined ? product.id : (product.product_id ?? (product.id && `line-${product.id}`));
  return compact({
    ...base(connection, 'product', { ...product, id }, product.name ?? ''),
    kind: 'product',
    amount: toMinor(product.sum, product.currency) ?? toMinor(price?.price, price?.currency),
    ownerId: product.owner_id,
    links: links(connection, [['deal', 'deal', product.deal_id]]),
    custom: custom(raw, LINE),
  });
}

function toFile(raw: unknown, connection: Connection): SystemRecord {
  const file = v.parse(fileSchema, raw);
  return compact({
    ...base(connection, 'file', file, file.name ?? file.file_name ?? ''),
    kind: 'file',
    ownerId: file.user_id,
    links: links(connection, [
      ['contact', 'person', file.person_id],
      ['company', 'organization', file.org_id],
      ['deal', 'deal', file.deal_id],
      ['lead', 'lead', file.lead_id],
    ]),
    custom: Object.fromEntries(Object.entries(objectOf(raw)).filter(([key, value]) => FILE.has(key) && isFilled(value))),
  });
}

function toOther(native: string, raw: unknown, connection: Connection): SystemRecord {
  const { id, name, title, ...times } = v.parse(
    v.looseObject({ ...organizationSchema.pipe[2].entries, title: dealSchema.pipe[2].entries.title }),
    objectOf(raw),
  );
  const ref: RecordRef = { system: 'pipedrive', account: connection.account, object: 'custom', native, id: id ?? '' };
  const record = { ...base(connection, 'deal', { id, ...times }, name ?? title ?? ''), ref, url: undefined };
  return compact({ ...record, kind: 'custom', ownerId: times.owner_id, links: [], custom: custom(raw, NO_KEYS) });
}

interface Common {
  id?: string | undefined;
  add_time?: string | undefined;
  update_time?: string | undefined;
}

function base(connection: Connection, kind: Parameters<typeof recordRef>[1], common: Common, name: string) {
  const ref = recordRef(connection, kind, common.id ?? '');
  return { ref, name, url: recordUrl(ref, connection), createdAt: instant(common.add_time), changedAt: instant(common.update_time) };
}

function links(connection: Connection, wanted: [string, 'person' | 'organization' | 'deal' | 'lead', string | undefined][]) {
  return wanted.flatMap(([role, kind, id]) => (id === undefined ? [] : [{ role, ref: recordRef(connection, kind, id) }]));
}

/** E-mails and phones: objects with the primary first, plain strings in search results and in v1. */
function values(raw: unknown): string[] {
  const entries = [raw].flat().map((each) => (typeof each === 'object' ? objectOf(each) : { value: each }));
  const found = primaryFirst(entries).map((each) => (typeof each.value === 'number' ? String(each.value) : text(each.value)));
  return [...new Set(found.filter((each) => each !== undefined))];
}

/** E-mails or phones in the order in which the vendor's own card shows them. */
export function primaryFirst(ways: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>>[] {
  return ways.toSorted((a, b) => Number(Boolean(b.primary)) - Number(Boolean(a.primary)));
}

/** v2 nests custom fields, v1 writes them on the root under their 40-digit keys; counts and sources keep the vendor's names. */
function custom(raw: unknown, hidden: ReadonlySet<string>): Record<string, unknown> {
  const entries = Object.entries(objectOf(raw)).filter(
    ([key, value]) => !hidden.has(key) && isFilled(value) && (CUSTOM_KEY.test(key) || !SHOWN.has(key)),
  );
  const nested = Object.entries(objectOf(objectOf(raw).custom_fields)).filter(([, value]) => value !== null);
  return Object.fromEntries([...entries, ...nested]);
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function part(address: object | undefined, key: 'country' | 'locality'): string | undefined {
  return text(objectOf(address)[key]);
}

function nameIn(raw: unknown, key: string): string | undefined {
  return text(objectOf(objectOf(raw)[key]).name);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Canonical records have no undefined members: absent means unknown. */
function compact(record: object): SystemRecord {
  return withoutUndefined(record) as unknown as SystemRecord;
}
