import type { CompanyRecord, Connection, DealRecord, OtherRecord, PersonRecord, RecordBase, SystemRecord } from '../contract.ts';
import { mappedKeys } from '../field-keys.ts';
import { guidOf } from '../guid.ts';
import { domainOf } from '../matching.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import { isNative, logicalName, lookup, recordUrl, refTo, TABLES } from './refs.ts';
import { array, day, formatted, instant, money, number, type Raw, text, texts } from './values.ts';

/** The process whose stages are the pipeline: the one the vendor ships for opportunities. */
export const PIPELINE = 'opportunitysalesprocess';

/** Standard columns without a place in the model that a rep still knows by name; choices by their label. */
const EXTRAS = [
  'description',
  'department',
  'leadsourcecode',
  'leadqualitycode',
  'leadscore',
  'customertypecode',
  'preferredcontactmethodcode',
  'creditlimit',
  'creditonhold',
  'paymenttermscode',
  'prioritycode',
  'ticketnumber',
  'opportunityratingcode',
  'quantity',
  'priceperunit',
  'ordernumber',
  'invoicenumber',
  'quotenumber',
  'mimetype',
  'filesize',
];
/** Standard columns that have an underscore although no publisher made them. */
const STANDARD = /^(?:address[123]|billto|shipto|opendeals|openrevenue)_|@/;
const CUSTOM = /^(?:_[a-z][a-z0-9]*_\w+_value|[a-z][a-z0-9]*_\w+)$/;

/** Any payload → a record. Total: what is missing or odd is left out; a table this adapter does not know becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  const row = objectOf(raw);
  const type = logicalName(native) ?? native;
  const common = base(type, row, connection);
  if (type === 'contact' || type === 'lead') return person(type, row, common, connection);
  if (type === 'account') return company(row, common);
  if (type === 'opportunity') return deal(row, common, connection);
  return other(type, row, common, connection);
}

/** Where tables keep what a row is called, the first that is filled counts. */
const NAMES = ['name', 'title', 'filename', 'productdescription', 'opportunityproductname', 'subject'];

function base(type: string, row: Raw, connection: Connection): RecordBase {
  const key = isNative(type) ? TABLES[type].key : `${type}id`;
  const ref = refTo(connection, type, guidOf(row[key]) ?? text(row[key]) ?? '');
  const parts = [text(row.firstname), text(row.lastname)].filter(Boolean).join(' ');
  const master = row.merged === true ? guidOf(row._masterid_value) : undefined;
  return {
    ref,
    name:
      text(row.fullname) ?? (parts || (NAMES.map((column) => text(row[column])).find(Boolean) ?? formatted(row, '_productid_value') ?? '')),
    links: [],
    custom: custom(row, mappedKeys(connection, type)),
    ...withoutUndefined({
      url: recordUrl(ref, connection),
      ownerId: guidOf(row._ownerid_value),
      createdAt: instant(row.createdon),
      changedAt: instant(row.modifiedon),
      mergedInto: master === undefined ? undefined : refTo(connection, type, master),
    }),
  };
}

function person(type: 'contact' | 'lead', row: Raw, common: RecordBase, connection: Connection): PersonRecord {
  const parent = lookup(connection, row, type === 'lead' ? 'parentaccountid' : 'parentcustomerid');
  const company = parent?.native === 'account' ? parent : undefined;
  // The contact a lead was turned into, or began from.
  const contact = type === 'lead' ? lookup(connection, row, 'parentcontactid') : undefined;
  return {
    ...common,
    kind: 'person',
    links: [...(company ? [{ role: 'company', ref: company }] : []), ...(contact ? [{ role: 'contact', ref: contact }] : [])],
    ...(type === 'lead' && { custom: { ...common.custom, ...withoutUndefined({ status: formatted(row, 'statuscode') }) } }),
    emails: texts(row.emailaddress1, row.emailaddress2, row.emailaddress3),
    phones: texts(row.telephone1, row.mobilephone, row.telephone2, row.telephone3),
    ...withoutUndefined({
      firstName: text(row.firstname),
      lastName: text(row.lastname),
      title: text(row.jobtitle),
      companyName: type === 'lead' ? text(row.companyname) : company && formatted(row, '_parentcustomerid_value'),
      ...place(row),
    }),
  };
}

function company(row: Raw, common: RecordBase): CompanyRecord {
  return {
    ...common,
    kind: 'company',
    domains: texts(domainOf(text(row.websiteurl) ?? '')),
    phones: texts(row.telephone1, row.telephone2, row.telephone3),
    emails: texts(row.emailaddress1, row.emailaddress2, row.emailaddress3),
    ...withoutUndefined({
      industry: formatted(row, 'industrycode'),
      employees: number(row.numberofemployees),
      revenue: money(row, 'revenue'),
      ...place(row),
    }),
  };
}

/** A closed opportunity has a real value and day beside the estimated ones. */
function deal(row: Raw, common: RecordBase, connection: Connection): DealRecord {
  const status = row.statecode === 1 ? 'won' : row.statecode === 2 ? 'lost' : 'open';
  const process = objectOf(array(row.opportunity_opportunitysalesprocess).find((each) => objectOf(each).statecode !== 1) ?? {});
  const closed = status === 'open' ? undefined : day(row.actualclosedate, connection.timeZone);
  return {
    ...common,
    kind: 'deal',
    status,
    pipelineId: PIPELINE,
    links: dealLinks(row, connection),
    ...withoutUndefined({
      amount: (status === 'won' ? money(row, 'actualvalue') : undefined) ?? money(row, 'estimatedvalue'),
      stageId: guidOf(process._activestageid_value),
      stageName: formatted(process, '_activestageid_value') ?? text(row.stepname),
      closeAt: closed ?? day(row.estimatedclosedate, connection.timeZone),
      probabilityPct: number(row.closeprobability),
    }),
  };
}

/** Account and contact, each under its own column or as the potential customer. */
function dealLinks(row: Raw, connection: Connection): RecordBase['links'] {
  const customer = lookup(connection, row, 'customerid');
  const company = lookup(connection, row, 'parentaccountid') ?? (customer?.native === 'account' ? customer : undefined);
  const contact = lookup(connection, row, 'parentcontactid') ?? (customer?.native === 'contact' ? customer : undefined);
  return [...(company ? [{ role: 'company', ref: company }] : []), ...(contact ? [{ role: 'primary-contact', ref: contact }] : [])];
}

const KINDS: Readonly<Record<string, OtherRecord['kind']>> = { incident: 'ticket', annotation: 'file' };

function other(type: string, row: Raw, common: RecordBase, connection: Connection): OtherRecord {
  const table = isNative(type) ? TABLES[type].kind : undefined;
  const kind = table === 'product' || table === 'order' || table === 'invoice' || table === 'quote' ? table : (KINDS[type] ?? 'custom');
  const customer = lookup(connection, row, 'customerid');
  const contact = lookup(connection, row, 'primarycontactid') ?? (customer?.native === 'contact' ? customer : undefined);
  const company = customer?.native === 'account' ? customer : undefined;
  const owner = kind === 'file' ? lookup(connection, row, 'objectid') : undefined;
  const links = { company, contact, deal: lookup(connection, row, 'opportunityid'), parent: owner };
  const total = kind === 'custom' || kind === 'ticket' ? undefined : (money(row, 'extendedamount') ?? money(row, 'totalamount'));
  return {
    ...common,
    // A file has no page: its link leads to the record it lies at.
    ...(kind === 'file' && { ref: { ...common.ref, object: 'file' as const } }),
    ...(owner && withoutUndefined({ url: recordUrl(owner, connection) })),
    kind,
    links: Object.entries(links).flatMap(([role, ref]) => (ref ? [{ role, ref }] : [])),
    ...withoutUndefined({
      status: formatted(row, 'statuscode') ?? formatted(row, 'statecode'),
      amount: total,
      // An invoice that is neither paid nor cancelled.
      due: kind === 'invoice' && row.statecode === 0 ? total : undefined,
      dueAt:
        kind === 'ticket' || kind === 'custom'
          ? undefined
          : (day(row.duedate, connection.timeZone) ?? day(row.effectiveto, connection.timeZone)),
    }),
  };
}

function place(row: Raw): { country: string | undefined; city: string | undefined } {
  return { country: text(row.address1_country), city: text(row.address1_city) };
}

/** Publishers' columns as they are, known extras by their label; the base-currency twin of a money column says nothing new. */
function custom(row: Raw, mapped: readonly string[]): Record<string, unknown> {
  const own = Object.entries(row).filter(
    ([key, value]) =>
      value !== null && value !== undefined && typeof value !== 'object' && CUSTOM.test(key) && !STANDARD.test(key) && !isTwin(key, row),
  );
  const extras = [...EXTRAS, ...mapped.filter((key) => Object.hasOwn(row, key) && !key.includes('@'))].filter(
    (key) => row[key] !== null && row[key] !== undefined && row[key] !== '',
  );
  return { ...Object.fromEntries(own), ...Object.fromEntries(extras.map((key) => [key, formatted(row, key) ?? row[key]])) };
}

const isTwin = (key: string, row: Raw) => key.endsWith('_base') && key.slice(0, -5) in row;
