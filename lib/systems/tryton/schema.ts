import * as v from 'valibot';
import { flag, nested, open, plainId, text, unread } from '../loose.ts';

/** Rows as the server sends them; a field that leads on stands under its name with a dot: `currency.`. */

const id = v.fallback(v.optional(plainId), undefined);
const texts = v.fallback(v.optional(v.string()), undefined);
/** Python's truth values: SQLite answers 0 and 1. */
const truth = v.fallback(
  v.optional(
    v.pipe(
      v.union([v.boolean(), v.number()]),
      v.transform((value) => Boolean(value)),
    ),
  ),
  undefined,
);
const list = <T extends v.GenericSchema>(of: T) => v.fallback(v.optional(v.array(of), []), []);
const named = v.fallback(v.optional(v.nullable(open({ name: text, rec_name: text, code: text, symbol: text, type: text }))), undefined);

const mechanismSchema = open({ id, type: text, value: text, name: text });
const stamps = { id, create_date: unread, write_date: unread };

/** Module party, with what account and account_credit_limit add. */
export const partySchema = open({
  ...stamps,
  name: text,
  code: text,
  active: truth,
  replaced_by: id,
  'contact_mechanisms.': list(mechanismSchema),
  'addresses.': list(open({ city: text, 'country.': named })),
  'identifiers.': list(open({ type: text, code: text })),
  'credit_limit_amounts.': list(open({ company: id, credit_limit_amount: unread })),
  credit_amount: unread,
  receivable: unread,
  receivable_today: unread,
});

/** Module sale. */
export const saleSchema = open({
  ...stamps,
  rec_name: text,
  number: text,
  reference: text,
  state: text,
  party: id,
  warehouse: id,
  sale_date: unread,
  total_amount: unread,
  invoices: list(plainId),
  'currency.': named,
  'lines.': list(open({ product: id })),
});

/** Module account_invoice; a line to pay that is not reconciled is still owed. */
export const invoiceSchema = open({
  ...stamps,
  rec_name: text,
  number: text,
  reference: text,
  state: text,
  party: id,
  invoice_date: unread,
  total_amount: unread,
  amount_to_pay: unread,
  amount_to_pay_today: unread,
  'currency.': named,
  'lines_to_pay.': list(open({ maturity_date: unread, reconciliation: id })),
});

/** Module product; without places in the context the quantities are 0 and mean nothing. */
export const productSchema = open({
  ...stamps,
  rec_name: text,
  code: text,
  quantity: unread,
  forecast_quantity: unread,
  list_price: unread,
  'default_uom.': named,
  'template.': named,
});

/** A text is kept as it was written: `trim` would change what the rep wrote. */
export const noteSchema = open({ ...stamps, message: texts, resource: text, create_uid: id });
/** Module ir: an e-mail that was sent from a record. */
export const emailSchema = open({ ...stamps, subject: text, body: texts, recipients: text, resource: text, create_uid: id, at: unread });
/** Module ir: a file or a link at a record, without its content. */
export const fileSchema = open({ ...stamps, name: text, type: text, link: text, resource: text });
/** Module res. */
export const userSchema = open({ id, name: text, login: text, email: text, active: truth });
/** `company` is the one whose books the user works in; absent: none. */
export const preferencesSchema = open({ company: id, 'company.rec_name': text, timezone: text });
/** Rights on one model; what is not told is not allowed. */
export const rightsSchema = v.fallback(nested({ read: truth, write: truth, create: truth, delete: truth }), {} as never);
/** One field of `fields_get`; `selection` is a list of pairs, or a method's name. */
export const definitionSchema = open({ string: text, type: text, readonly: flag, required: flag, selection: unread });

/** A row of party.party, read. */
export type Party = v.InferOutput<typeof partySchema>;
/** One way to reach somebody at a party: type, value, and whose it is where it bears a name. */
export type Mechanism = v.InferOutput<typeof mechanismSchema>;
