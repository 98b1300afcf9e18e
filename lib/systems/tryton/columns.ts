import type { Connection } from '../contract.ts';
import { ownColumns } from './mappable.ts';

/** Fields that every party has. The party module. */
const PARTY = [
  'name',
  'code',
  'active',
  'replaced_by',
  'create_date',
  'write_date',
  'contact_mechanisms.type',
  'contact_mechanisms.value',
  'contact_mechanisms.name',
  'identifiers.type',
  'identifiers.code',
  'addresses.city',
  'addresses.country.code',
];
/** What is owed, and how much may be. Modules account and account_credit_limit. */
const CREDIT = [
  'receivable',
  'receivable_today',
  'credit_amount',
  'credit_limit_amounts.company',
  'credit_limit_amounts.credit_limit_amount',
];

/**
 * Columns of a party: first all that is wanted, then what every server has, for one that lacks a module or a mapped field. What
 * the account maps to canonical names comes along.
 */
export function partyColumns(connection: Connection): readonly (readonly string[])[] {
  const own = ownColumns(connection).filter((name) => !PARTY.includes(name) && !CREDIT.includes(name));
  return [[...PARTY, ...CREDIT, ...own], [...PARTY, ...CREDIT], PARTY];
}

/** Module sale; lines and warehouse say whose stock matters. */
export const SALE = [
  'rec_name',
  'number',
  'reference',
  'state',
  'invoice_state',
  'shipment_state',
  'party',
  'warehouse',
  'sale_date',
  'total_amount',
  'currency.code',
  'invoices',
  'lines.product',
  'create_date',
  'write_date',
];

/** Module account_invoice; the lines to pay know the days, several where it is paid in parts. */
export const INVOICE = [
  'rec_name',
  'number',
  'reference',
  'state',
  'party',
  'invoice_date',
  'total_amount',
  'amount_to_pay',
  'amount_to_pay_today',
  'currency.code',
  'lines_to_pay.maturity_date',
  'lines_to_pay.reconciliation',
  'create_date',
  'write_date',
];

/** Module product; the quantities are module stock's and nothing without warehouses in the context. */
export const PRODUCT = [
  'rec_name',
  'code',
  'quantity',
  'forecast_quantity',
  'list_price',
  'default_uom.symbol',
  'template.type',
  'create_date',
  'write_date',
];

/** Module ir: what was attached, without its content. */
export const FILE = ['name', 'type', 'link', 'resource', 'create_date', 'write_date'];

/** Fields of a party that the modules of the Debian packages give it; every other one is the account's own. */
export const STANDARD_FIELDS: ReadonlySet<string> = new Set(
  `account_payable account_receivable accounts active addresses categories code code_readonly contact_mechanisms create_date create_uid
  credit_amount credit_limit_amount credit_limit_amounts credit_limit_digits currency_digits customer_location customer_payment_term
  customer_tax_rule distance email fax full_name id identifiers lang langs locations mobile name payable payable_today payment_terms
  phone rec_name receivable receivable_today replaced_by supplier_location supplier_payment_term supplier_tax_rule tax_identifier
  website write_date write_uid`.split(/\s+/),
);
