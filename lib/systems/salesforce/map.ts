import { NO_CURRENCY } from '../../model/currency.ts';
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
import { unmarked } from '../marks.ts';
import { domainOf } from '../matching.ts';
import { toMinor } from '../money.ts';
import { fileName } from '../texts.ts';
import { defined, listOf, objectOf, phrase, phrases, quantity } from '../values.ts';
import { recordUrl, refTo } from './refs.ts';
import { readDay, readTime } from './time.ts';

/** The only pipeline there is: sales processes merely hide some of its stages. */
export const PIPELINE = 'opportunity';

/** Standard fields without a place in the model that a rep still knows by name. */
const EXTRAS = ['LeadSource', 'Status', 'Rating', 'Type', 'NextStep', 'ForecastCategoryName', 'CaseNumber', 'Priority', 'Origin'];
type Raw = ReturnType<typeof objectOf>;

/** Any payload → a record. Total: what is missing or odd is left out; an unknown `native` becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  const row = objectOf(raw);
  const type = native || (phrase(objectOf(row.attributes).type) ?? '');
  if (type === 'ContentDocumentLink' || type === 'ContentDocument' || type === 'Attachment') return file(type, row, connection);
  const common = base(type, row, connection);
  if (type === 'Contact' || type === 'Lead') return person(type, row, common, connection);
  if (type === 'Account')
    return row.IsPersonAccount === true ? personOf(row, common, 'Person', 'Billing') : company(row, common, connection);
  if (type === 'Opportunity') return deal(row, common, connection);
  if (type === 'OpportunityLineItem') return product(row, common, connection);
  const status = defined({ status: phrase(row.Status) });
  return type === 'Case' ? { ...ticket(row, common, connection), ...status } : { ...common, kind: 'custom', ...status };
}

function base(type: string, row: Raw, connection: Connection): RecordBase {
  const ref = refTo(connection, type, phrase(row.Id) ?? '');
  const name = phrase(row.Name) ?? ([phrase(row.FirstName), phrase(row.LastName)].filter(Boolean).join(' ') || phrase(row.Subject));
  return {
    ref,
    name: name ?? '',
    links: [],
    custom: custom(row, mappedKeys(connection, type)),
    ...defined({
      url: recordUrl(ref, connection),
      ownerId: phrase(row.OwnerId),
      createdAt: readTime(row.CreatedDate),
      changedAt: readTime(row.LastModifiedDate),
      mergedInto: mergedInto(type, row, connection),
    }),
  };
}

/** A merged record names its master, a converted lead its contact. */
function mergedInto(type: string, row: Raw, connection: Connection): RecordRef | undefined {
  const contact = row.IsConverted === true ? row.ConvertedContactId : undefined;
  return [...link(connection, '', type, row.MasterRecordId), ...link(connection, '', 'Contact', contact)][0]?.ref;
}

function person(type: 'Contact' | 'Lead', row: Raw, common: RecordBase, connection: Connection): PersonRecord {
  const isLead = type === 'Lead';
  const companyName = phrase(isLead ? row.Company : objectOf(row.Account).Name);
  return {
    ...personOf(row, common, '', isLead ? '' : 'Mailing'),
    links: isLead ? [] : link(connection, 'company', 'Account', row.AccountId),
    ...defined({ companyName }),
  };
}

/** What people have alike. A person account is both; a rep sees a person, the ref stays that of the Account. */
function personOf(row: Raw, common: RecordBase, of: '' | 'Person', place: string): PersonRecord {
  return {
    ...common,
    kind: 'person',
    emails: phrases(row[`${of}Email`]),
    phones: phrases(row.Phone, row[`${of}MobilePhone`], row[`${of}HomePhone`], row[`${of}OtherPhone`]),
    ...defined({ firstName: phrase(row.FirstName), lastName: phrase(row.LastName), title: phrase(row[`${of}Title`]) }),
    ...placeOf(row, place),
  };
}

function company(row: Raw, common: RecordBase, connection: Connection): CompanyRecord {
  const employees = quantity(row.NumberOfEmployees);
  const revenue = money(row, 'AnnualRevenue', connection);
  return {
    ...common,
    kind: 'company',
    domains: phrases(domainOf(phrase(row.Website) ?? '')),
    phones: phrases(row.Phone),
    emails: [],
    ...defined({ industry: phrase(row.Industry), employees, revenue }),
    ...placeOf(row, 'Billing'),
  };
}

function deal(row: Raw, common: RecordBase, connection: Connection): DealRecord {
  const amount = money(row, 'Amount', connection);
  const stage = phrase(row.StageName);
  return {
    ...common,
    kind: 'deal',
    links: [...link(connection, 'company', 'Account', row.AccountId), ...people(row, connection)],
    pipelineId: PIPELINE,
    status: row.IsWon === true ? 'won' : row.IsClosed === true ? 'lost' : 'open',
    ...defined({
      amount,
      stageId: stage,
      stageName: stage,
      closeAt: readDay(row.CloseDate, connection.timeZone),
      probabilityPct: quantity(row.Probability),
    }),
  };
}

/** A case without a subject is known by its number. */
function ticket(row: Raw, common: RecordBase, connection: Connection): OtherRecord {
  return {
    ...common,
    kind: 'ticket',
    name: common.name || (phrase(row.CaseNumber) ?? ''),
    links: [...link(connection, 'company', 'Account', row.AccountId), ...link(connection, 'contact', 'Contact', row.ContactId)],
  };
}

/** Contact roles, the primary contact first; ContactId alone is the primary contact of a deal made from a contact's page. */
function people(row: Raw, connection: Connection): RecordBase['links'] {
  const roles = listOf(objectOf(row.OpportunityContactRoles).records).map(objectOf);
  const isPrimary = (role: Raw) => role.IsPrimary === true;
  const sorted = [...roles.filter(isPrimary), ...roles.filter((role) => !isPrimary(role))];
  const found = sorted.flatMap((role) => link(connection, isPrimary(role) ? 'primary-contact' : 'contact', 'Contact', role.ContactId));
  const first = found.filter(({ ref }, at) => found.findIndex((each) => each.ref.id === ref.id) === at);
  return first.length > 0 ? first : link(connection, 'primary-contact', 'Contact', row.ContactId);
}

/** A record that a row names by its id, if it names one. */
function link(connection: Connection, role: string, native: string, value: unknown): RecordBase['links'] {
  const id = phrase(value);
  return id === undefined ? [] : [{ role, ref: refTo(connection, native, id) }];
}

/** A money field. Orgs with several currencies name it in each row; else it is the connection's, if it is known. */
function money(row: Raw, field: string, connection: Connection): Money | undefined {
  return toMinor(row[field], phrase(row.CurrencyIsoCode) ?? connection.currency ?? NO_CURRENCY);
}

function placeOf(row: Raw, prefix: string): { country?: string; city?: string } {
  const country = phrase(row[`${prefix}CountryCode`]) ?? phrase(row[`${prefix}Country`]);
  return defined({ country, city: phrase(row[`${prefix}City`]) });
}

/** The org's own fields, some of the vendor's that reps know by name, and those somebody has mapped. */
function custom(row: Raw, mapped: readonly string[]): Record<string, unknown> {
  const own = Object.entries(row).filter(
    ([key, value]) => value !== null && value !== undefined && (key.endsWith('__c') || EXTRAS.includes(key) || mapped.includes(key)),
  );
  return Object.fromEntries(own);
}

/** A line of a deal; quantity and unit price stay under the vendor's names. */
function product(row: Raw, common: RecordBase, connection: Connection): OtherRecord {
  return {
    ...common,
    kind: 'product',
    links: link(connection, 'deal', 'Opportunity', row.OpportunityId),
    custom: {
      ...common.custom,
      ...defined({ Quantity: quantity(row.Quantity), UnitPrice: quantity(row.UnitPrice), ProductCode: phrase(row.ProductCode) }),
    },
    ...defined({ amount: money(row, 'TotalPrice', connection), dueAt: readDay(row.ServiceDate, connection.timeZone) }),
  };
}

/** A file (or the link of a record to one), or an attachment of the old kind. */
function file(type: string, row: Raw, connection: Connection): OtherRecord {
  const linked = type === 'ContentDocumentLink';
  const document = linked ? { ...objectOf(row.ContentDocument), Id: row.ContentDocumentId } : row;
  const common = base(linked ? 'ContentDocument' : type, document, connection);
  const title = unmarked(phrase(document.Title) ?? common.name);
  return {
    ...common,
    kind: 'file',
    name: fileName(title, phrase(document.FileExtension)),
    custom: defined({
      sizeBytes: quantity(document.ContentSize) ?? quantity(document.BodyLength),
      type: phrase(document.ContentType) ?? phrase(document.FileType),
    }),
  };
}
