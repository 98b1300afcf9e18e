import * as v from 'valibot';
import { flag, nested, open, plainId, text, unread } from '../loose.ts';

/**
 * Schemas of the payloads that are read. Every field falls back to undefined instead of failing, so parsing is total: a field
 * hidden by the customer's layout, renamed or of another type than usual is unknown, not an error.
 */
/** Formula and currency fields come as numbers, now and then as text. */
const number = v.fallback(
  v.optional(v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.trim(), v.regex(/^-?\d{1,15}(\.\d+)?$/), v.transform(Number))])),
  undefined,
);
const id = v.fallback(v.optional(plainId), undefined);
/** A lookup: `{name, id}` as a rule, from a query `{id}`, in old recordings the id alone. */
const lookup = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((raw) => (typeof raw === 'string' || typeof raw === 'number' ? { id: raw } : raw)),
    open({ id, name: text, email: text, module: nested({ api_name: text }) }),
  ),
  {},
);
/** A picklist value: a string, in newer answers of pipelines an object. */
const pick = v.fallback(
  v.optional(
    v.union([
      v.pipe(v.string(), v.trim(), v.minLength(1)),
      v.pipe(
        v.looseObject({ name: v.pipe(v.string(), v.trim(), v.minLength(1)) }),
        v.transform((raw) => raw.name),
      ),
    ]),
  ),
  undefined,
);
const list = <T extends v.GenericSchema>(row: T) => v.fallback(v.optional(v.array(row), []), []);

const common = { id, Owner: lookup, Created_Time: text, Modified_Time: text, Currency: text };

/** Contacts and Leads. Source: Zoho CRM API v8, "Records"; leads write `Company`, `Designation`, `City`, `Country`. */
export const personSchema = open({
  ...common,
  Full_Name: text,
  First_Name: text,
  Last_Name: text,
  Email: text,
  Secondary_Email: text,
  Phone: text,
  Mobile: text,
  Home_Phone: text,
  Other_Phone: text,
  Title: text,
  Designation: text,
  Account_Name: lookup,
  Company: text,
  Mailing_City: text,
  Mailing_Country: text,
  City: text,
  Country: text,
  Converted_Account: lookup,
  Converted_Contact: lookup,
  Converted_Deal: lookup,
  $converted_detail: nested({ account: lookup, contact: lookup, deal: lookup }),
});

/** Accounts. */
export const accountSchema = open({
  ...common,
  Account_Name: text,
  Website: text,
  Phone: text,
  Industry: text,
  Employees: number,
  Annual_Revenue: unread,
  Billing_City: text,
  Billing_Country: text,
});

/** Deals; the amount is a plain number, its currency a field of its own only where the account has several. */
export const dealSchema = open({
  ...common,
  Deal_Name: text,
  Amount: unread,
  Stage: pick,
  Pipeline: pick,
  Probability: number,
  Closing_Date: text,
  Account_Name: lookup,
  Contact_Name: lookup,
});

/** Cases; also reads the common columns of quotes, orders, invoices, products and modules of the customer's own. */
export const otherSchema = open({
  ...common,
  Subject: text,
  Name: text,
  Product_Name: text,
  File_Name: text,
  Parent_Id: lookup,
  $se_module: text,
  Status: pick,
  Quote_Stage: pick,
  Grand_Total: unread,
  Unit_Price: unread,
  Due_Date: text,
  Valid_Till: text,
  Account_Name: lookup,
  Contact_Name: lookup,
  Related_To: lookup,
  Deal_Name: lookup,
});

/** Notes. */
export const noteSchema = open({ ...common, Note_Title: text, Note_Content: text, Parent_Id: lookup, $se_module: text, se_module: text });

const party = { ...common, Description: text, Who_Id: lookup, What_Id: lookup, $se_module: text };
/** Tasks. */
export const taskSchema = open({ ...party, Subject: text, Status: pick, Priority: pick, Due_Date: text, Closed_Time: text });
/** Calls; the duration as text and, in newer accounts, in seconds. */
export const callSchema = open({
  ...party,
  Subject: text,
  Call_Type: pick,
  Call_Start_Time: text,
  Call_Duration: text,
  Call_Duration_in_seconds: number,
  Call_Result: pick,
  Call_Status: pick,
});
/** Events, which the vendor's pages call meetings. */
export const eventSchema = open({
  ...party,
  Event_Title: text,
  Start_DateTime: text,
  End_DateTime: text,
  Participants: list(open({ type: text, participant: text })),
});

const address = open({ email: text, user_name: text });
/** E-mails of a record. Source: Zoho CRM API v8, "Get Emails of a Record". */
export const mailSchema = open({
  message_id: text,
  subject: text,
  summary: text,
  from: v.optional(address, {}),
  to: list(address),
  sent: flag,
  time: text,
  sent_time: text,
  owner: lookup,
  status: list(open({ type: text })),
  linked_record: lookup,
});

/** One row of an answer to a write, and an error as a whole. Source: "Insert Records", "Error codes". */
export const verdictSchema = open({
  code: text,
  status: text,
  message: text,
  details: nested({ id, api_name: text, Created_Time: text, resource_path_index: number }),
});

/** The envelope of lists and of writes. */
export const envelopeSchema = open({
  data: unread,
  fields: unread,
  info: nested({ more_records: flag, next_page_token: text, next_index: v.fallback(v.optional(plainId), undefined) }),
});
/** What a list tells beside its rows: whether there are more, and by which token or index they are asked for. */
export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** Source: "Users", "Organization". */
export const userSchema = open({ id, full_name: text, first_name: text, last_name: text, email: text, status: text, time_zone: text });
/** `zgid` is the number in page addresses (`org…`); `iso_code` the account's own currency. Source: "Organization". */
export const orgSchema = open({ id, zgid: id, domain_name: text, iso_code: text, time_zone: text });
/** Source: "Modules": what this user may do with each. */
export const moduleSchema = open({ api_name: text, viewable: flag, creatable: flag, editable: flag });

/** Source: "Fields". */
export const fieldSchema = open({
  api_name: text,
  field_label: text,
  display_label: text,
  data_type: text,
  custom_field: flag,
  read_only: flag,
  field_read_only: flag,
  operation_type: nested({ api_update: flag }),
  pick_list_values: list(
    open({ display_value: text, actual_value: text, probability: number, sequence_number: number, forecast_type: text }),
  ),
});

/** Source: "Layouts", "Pipeline". */
export const layoutSchema = open({ id, status: text, visible: flag });
/** One board; `maps` are its stages in the vendor's words. Source: "Pipeline". */
export const pipelineSchema = open({
  id,
  display_value: text,
  actual_value: text,
  default: flag,
  maps: list(open({ id, display_value: text, actual_value: text, sequence_number: number, forecast_type: text })),
});

/** Source: "Deleted records". */
export const deletedSchema = open({ id, deleted_time: text });
