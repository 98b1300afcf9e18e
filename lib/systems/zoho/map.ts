import * as v from 'valibot';
import type { Connection, RecordRef, SystemRecord } from '../contract.ts';
import { domainOf } from '../matching.ts';
import { toMinor } from '../money.ts';
import { withoutUndefined } from '../values.ts';
import { type Module, moduleNamed, recordRef, recordUrl } from './refs.ts';
import { accountSchema, dealSchema, otherSchema, personSchema } from './schema.ts';
import { stageStatus } from './stages.ts';
import { dayOrInstant, instant } from './time.ts';

/** Columns of every module that are of no use to a reader. */
export const UNREAD: ReadonlySet<string> = new Set(
  'Created_By Modified_By Exchange_Rate Layout Record_Image Record_Status__s Locked__s __proto__'.split(' '),
);
/** Other modules a record may be of, told by their API or URL names. */
const OTHERS: Readonly<Record<string, { kind: 'order' | 'invoice' | 'quote' | 'product' | 'file'; object: RecordRef['object'] }>> = {
  quote: { kind: 'quote', object: 'quote' },
  salesorder: { kind: 'order', object: 'order' },
  invoice: { kind: 'invoice', object: 'invoice' },
  product: { kind: 'product', object: 'product' },
  attachment: { kind: 'file', object: 'file' },
};

/** Vendor record → canonical record. Total: whatever `raw` is, what is valid in it is kept. An unknown type becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  const module = moduleNamed(native);
  switch (module) {
    case 'Contacts':
    case 'Leads':
      return toPerson(module, raw, connection);
    case 'Accounts':
      return toCompany(raw, connection);
    case 'Deals':
      return toDeal(raw, connection);
    default:
      return toOther(native, module, raw, connection);
  }
}

function toPerson(module: 'Contacts' | 'Leads', raw: unknown, connection: Connection): SystemRecord {
  const person = v.parse(personSchema, raw);
  const { Converted_Contact, Converted_Account, Converted_Deal, $converted_detail: became } = person;
  const company = person.Account_Name.id ?? Converted_Account.id ?? became.account.id;
  const contact = Converted_Contact.id ?? became.contact.id;
  const deal = Converted_Deal.id ?? became.deal.id;
  return compact({
    ...base(connection, module, person, person.Full_Name ?? [person.First_Name, person.Last_Name].filter(Boolean).join(' ')),
    kind: 'person',
    firstName: person.First_Name,
    lastName: person.Last_Name,
    emails: strings([person.Email, person.Secondary_Email]),
    phones: strings([person.Phone, person.Mobile, person.Other_Phone, person.Home_Phone]),
    title: person.Title ?? person.Designation,
    companyName: person.Account_Name.name ?? person.Company,
    country: person.Mailing_Country ?? person.Country,
    city: person.Mailing_City ?? person.City,
    links: links(connection, { company, contact, deal }),
    // A lead that was converted lives on as a contact.
    mergedInto: contact === undefined ? undefined : recordRef(connection, 'Contacts', contact),
    custom: custom(raw, personSchema),
  });
}

function toCompany(raw: unknown, connection: Connection): SystemRecord {
  const account = v.parse(accountSchema, raw);
  const domain = account.Website === undefined ? undefined : domainOf(account.Website);
  return compact({
    ...base(connection, 'Accounts', account, account.Account_Name ?? ''),
    kind: 'company',
    domains: domain === undefined ? [] : [domain],
    phones: strings([account.Phone]),
    emails: [],
    industry: account.Industry,
    employees: account.Employees,
    revenue: toMinor(account.Annual_Revenue, account.Currency ?? connection.currency),
    country: account.Billing_Country,
    city: account.Billing_City,
    links: [],
    custom: custom(raw, accountSchema),
  });
}

function toDeal(raw: unknown, connection: Connection): SystemRecord {
  const deal = v.parse(dealSchema, raw);
  const [contact, company] = [deal.Contact_Name.id, deal.Account_Name.id];
  return compact({
    ...base(connection, 'Deals', deal, deal.Deal_Name ?? ''),
    kind: 'deal',
    // Accounts with one currency have no field for it.
    amount: toMinor(deal.Amount, deal.Currency ?? connection.currency),
    pipelineId: deal.Pipeline,
    stageId: deal.Stage,
    stageName: deal.Stage,
    status: stageStatus(deal.Stage, deal.Probability),
    closeAt: dayOrInstant(deal.Closing_Date, connection.timeZone),
    probabilityPct: deal.Probability,
    links: links(connection, { 'primary-contact': contact, company }),
    custom: custom(raw, dealSchema),
  });
}

/** Cases, and whatever else a recording may hold. */
function toOther(native: string, module: Module | undefined, raw: unknown, connection: Connection): SystemRecord {
  const row = v.parse(otherSchema, raw);
  const other =
    OTHERS[
      native
        .toLowerCase()
        .replace(/[^a-z]/g, '')
        .replace(/s$/, '')
    ];
  const name = row.Subject ?? row.Product_Name ?? row.File_Name ?? row.Name ?? '';
  const facts = base(connection, module ?? 'Cases', row, name);
  const ref: RecordRef = module
    ? facts.ref
    : { system: 'zoho', account: connection.account, object: other?.object ?? 'custom', native, id: row.id ?? '' };
  const parent = moduleNamed(row.Parent_Id.module.api_name ?? row.$se_module ?? '');
  const on: Partial<Record<Module, string | undefined>> = parent ? { [parent]: row.Parent_Id.id } : {};
  const contact = row.Related_To.id ?? row.Contact_Name.id ?? on.Contacts;
  return compact({
    ...facts,
    ref,
    url: recordUrl(ref, connection),
    kind: module === 'Cases' ? 'ticket' : (other?.kind ?? 'custom'),
    status: row.Status ?? row.Quote_Stage,
    amount: toMinor(row.Grand_Total ?? row.Unit_Price, row.Currency ?? connection.currency),
    dueAt: dayOrInstant(row.Due_Date ?? row.Valid_Till, connection.timeZone),
    links: links(connection, { contact, company: row.Account_Name.id ?? on.Accounts, deal: row.Deal_Name.id ?? on.Deals, lead: on.Leads }),
    custom: custom(raw, otherSchema),
  });
}

const ROLES = { company: 'Accounts', contact: 'Contacts', 'primary-contact': 'Contacts', deal: 'Deals', lead: 'Leads' } as const;

function links(connection: Connection, ids: { [R in keyof typeof ROLES]?: string | undefined }): SystemRecord['links'] {
  return Object.entries(ids).flatMap(([role, id]) =>
    id === undefined ? [] : [{ role, ref: recordRef(connection, ROLES[role as keyof typeof ROLES], id) }],
  );
}

interface Common {
  id?: string | undefined;
  Owner: { id?: string | undefined };
  Created_Time?: string | undefined;
  Modified_Time?: string | undefined;
}

function base(connection: Connection, module: Module, common: Common, name: string) {
  const ref = recordRef(connection, module, common.id ?? '');
  return {
    ref,
    name,
    url: recordUrl(ref, connection),
    ownerId: common.Owner.id,
    createdAt: instant(common.Created_Time),
    changedAt: instant(common.Modified_Time),
  };
}

/**
 * What is not shown elsewhere, under the vendor's name. What begins with `$` is computed by the vendor (`$approved`, `$editable`) and
 * says nothing about the customer.
 */
function custom(raw: unknown, { pipe: [, , { entries: shown }] }: { pipe: readonly [unknown, unknown, { entries: object }] }) {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => !Object.hasOwn(shown, key) && !UNREAD.has(key) && !key.startsWith('$') && isFilled(value)),
  );
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function strings(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((each) => each !== undefined))];
}

/** Canonical records have no undefined members: absent means unknown. */
function compact(record: object): SystemRecord {
  return withoutUndefined(record) as unknown as SystemRecord;
}
