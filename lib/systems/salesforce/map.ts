import type {
  CompanyRecord,
  Connection,
  DealRecord,
  Money,
  OtherRecord,
  PersonRecord,
  RecordBase,
  RecordRef,
  SystemRecord,
} from '../contract.ts';
import { mappedKeys } from '../field-keys.ts';
import { toMinor } from '../money.ts';
import { recordUrl, refTo } from './refs.ts';
import { readDay, readTime } from './time.ts';

/** The only pipeline there is: sales processes merely hide some of its stages. */
export const PIPELINE = 'opportunity';

/** Standard fields without a place in the model that a rep still knows by name. */
const EXTRAS = ['LeadSource', 'Status', 'Rating', 'Type', 'NextStep', 'ForecastCategoryName', 'CaseNumber', 'Priority', 'Origin'];
/** ISO 4217 for "no currency": an amount whose currency nobody told is shown as a bare number, not dropped. */
const NO_CURRENCY = 'XXX';
type Raw = Readonly<Record<string, unknown>>;

/** Any payload → a record. Total: what is missing or odd is left out; an unknown `native` becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  const row = object(raw);
  const type = native || (text(object(row.attributes).type) ?? '');
  const common = base(type, row, connection);
  if (type === 'Contact' || type === 'Lead') return person(type, row, common, connection);
  if (type === 'Account') return row.IsPersonAccount === true ? personAccount(row, common) : company(row, common, connection);
  if (type === 'Opportunity') return deal(row, common, connection);
  const status = defined({ status: text(row.Status) });
  return type === 'Case' ? { ...ticket(row, common, connection), ...status } : { ...common, kind: 'custom', ...status };
}

function base(type: string, row: Raw, connection: Connection): RecordBase {
  const ref = refTo(connection, type, text(row.Id) ?? '');
  const name = text(row.Name) ?? ([text(row.FirstName), text(row.LastName)].filter(Boolean).join(' ') || text(row.Subject));
  return {
    ref,
    name: name ?? '',
    links: [],
    custom: custom(row, mappedKeys(connection, type)),
    ...defined({
      url: recordUrl(ref, connection),
      ownerId: text(row.OwnerId),
      createdAt: readTime(row.CreatedDate),
      changedAt: readTime(row.LastModifiedDate),
      mergedInto: mergedInto(type, row, connection),
    }),
  };
}

/** A merged record names its master, a converted lead its contact. */
function mergedInto(type: string, row: Raw, connection: Connection): RecordRef | undefined {
  const master = text(row.MasterRecordId);
  if (master) return refTo(connection, type, master);
  const contact = row.IsConverted === true ? text(row.ConvertedContactId) : undefined;
  return contact ? refTo(connection, 'Contact', contact) : undefined;
}

function person(type: 'Contact' | 'Lead', row: Raw, common: RecordBase, connection: Connection): PersonRecord {
  const at = type === 'Lead' ? '' : 'Mailing';
  return {
    ...common,
    kind: 'person',
    links: type === 'Contact' ? links(connection, { company: text(row.AccountId) }) : [],
    emails: texts(row.Email),
    phones: texts(row.Phone, row.MobilePhone, row.HomePhone, row.OtherPhone),
    ...defined({
      firstName: text(row.FirstName),
      lastName: text(row.LastName),
      title: text(row.Title),
      companyName: type === 'Lead' ? text(row.Company) : text(object(row.Account).Name),
      ...place(row, at),
    }),
  };
}

/** A person account is both; a rep sees a person, the ref stays that of the Account. */
function personAccount(row: Raw, common: RecordBase): PersonRecord {
  return {
    ...common,
    kind: 'person',
    emails: texts(row.PersonEmail),
    phones: texts(row.Phone, row.PersonMobilePhone, row.PersonHomePhone, row.PersonOtherPhone),
    ...defined({ firstName: text(row.FirstName), lastName: text(row.LastName), title: text(row.PersonTitle), ...place(row, 'Billing') }),
  };
}

function company(row: Raw, common: RecordBase, connection: Connection): CompanyRecord {
  const employees = number(row.NumberOfEmployees);
  const revenue = money(row, 'AnnualRevenue', connection);
  return {
    ...common,
    kind: 'company',
    domains: texts(domainOf(text(row.Website))),
    phones: texts(row.Phone),
    emails: [],
    ...defined({ industry: text(row.Industry), employees, revenue, ...place(row, 'Billing') }),
  };
}

function deal(row: Raw, common: RecordBase, connection: Connection): DealRecord {
  const amount = money(row, 'Amount', connection);
  const stage = text(row.StageName);
  return {
    ...common,
    kind: 'deal',
    links: [...links(connection, { company: text(row.AccountId) }), ...people(row, connection)],
    pipelineId: PIPELINE,
    status: row.IsWon === true ? 'won' : row.IsClosed === true ? 'lost' : 'open',
    ...defined({
      amount,
      stageId: stage,
      stageName: stage,
      closeAt: readDay(row.CloseDate, connection.timeZone),
      probabilityPct: number(row.Probability),
    }),
  };
}

/** A case without a subject is known by its number. */
function ticket(row: Raw, common: RecordBase, connection: Connection): OtherRecord {
  const contact = text(row.ContactId);
  return {
    ...common,
    kind: 'ticket',
    name: common.name || (text(row.CaseNumber) ?? ''),
    links: [
      ...links(connection, { company: text(row.AccountId) }),
      ...(contact ? [{ role: 'contact', ref: refTo(connection, 'Contact', contact) }] : []),
    ],
  };
}

/** Contact roles, the primary contact first; ContactId alone is the primary contact of a deal made from a contact's page. */
function people(row: Raw, connection: Connection): RecordBase['links'] {
  const roles = array(object(row.OpportunityContactRoles).records).map(object);
  const sorted = [...roles].sort((a, b) => Number(b.IsPrimary === true) - Number(a.IsPrimary === true));
  const found = new Map<string, string>();
  for (const role of sorted) {
    const id = text(role.ContactId);
    if (id && !found.has(id)) found.set(id, role.IsPrimary === true ? 'primary-contact' : 'contact');
  }
  const only = text(row.ContactId);
  if (only && found.size === 0) found.set(only, 'primary-contact');
  return [...found].map(([id, role]) => ({ role, ref: refTo(connection, 'Contact', id) }));
}

function links(connection: Connection, ids: { company: string | undefined }): RecordBase['links'] {
  return ids.company ? [{ role: 'company', ref: refTo(connection, 'Account', ids.company) }] : [];
}

/** A money field. Orgs with several currencies name it in each row; else it is the connection's, if it is known. */
function money(row: Raw, field: string, connection: Connection): Money | undefined {
  return toMinor(row[field], text(row.CurrencyIsoCode) ?? connection.currency ?? NO_CURRENCY);
}

function place(row: Raw, prefix: string): { country: string | undefined; city: string | undefined } {
  return { country: text(row[`${prefix}CountryCode`]) ?? text(row[`${prefix}Country`]), city: text(row[`${prefix}City`]) };
}

function custom(row: Raw, mapped: readonly string[]): Record<string, unknown> {
  const own = Object.entries(row).filter(
    ([key, value]) => value !== null && value !== undefined && (key.endsWith('__c') || EXTRAS.includes(key) || mapped.includes(key)),
  );
  return Object.fromEntries(own);
}

/** `https://www.Acme.com/about` and `acme.com` → `acme.com`. */
export function domainOf(website: string | undefined): string | undefined {
  if (website === undefined) return undefined;
  const host = URL.parse(/^https?:\/\//i.test(website) ? website : `https://${website}`)?.hostname.replace(/^www\./, '');
  return host?.includes('.') ? host : undefined;
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // The signature tells what the filter does: no key with an undefined value is left.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function object(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function texts(...values: unknown[]): string[] {
  return [...new Set(values.map(text).filter((value) => value !== undefined))];
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
