import * as v from 'valibot';
import { nested, open, plainId, text, unread } from '../loose.ts';

/*
 * Schemas of the payloads that are read. Both API versions pass through them: v2 names come first, the v1 names of the same thing beside
 * them (notes, leads, mail and the flow still answer in v1). Every field falls back to undefined instead of failing, so parsing is total.
 */
const number = v.fallback(v.optional(v.pipe(v.number(), v.finite())), undefined);
/** v1 writes 1 and 0, v2 true and false. */
const flag = v.fallback(
  v.optional(
    v.union([
      v.boolean(),
      v.pipe(
        v.number(),
        v.transform((each) => each !== 0),
      ),
    ]),
  ),
  undefined,
);
/** v1 embeds the linked object (`{value, name}` or `{id}`) where v2 gives its id. */
const id = v.fallback(
  v.optional(
    v.union([
      plainId,
      v.pipe(
        v.looseObject({ value: plainId }),
        v.transform((raw) => raw.value),
      ),
      v.pipe(
        v.looseObject({ id: plainId }),
        v.transform((raw) => raw.id),
      ),
    ]),
  ),
  undefined,
);
const list = <T extends v.GenericSchema>(row: T) => v.fallback(v.optional(v.array(row)), undefined);
const ways = list(
  v.union([v.string(), v.number(), open({ value: v.fallback(v.optional(v.union([v.string(), v.number()])), undefined), primary: flag })]),
);
const named = v.fallback(
  v.optional(
    v.union([
      v.looseObject({ name: text }),
      v.pipe(
        v.string(),
        v.transform((name) => ({ name: name.trim() || undefined })),
      ),
    ]),
  ),
  undefined,
);
const address = v.fallback(
  v.optional(
    v.union([
      v.looseObject({ value: text, country: text, locality: text }),
      v.pipe(
        v.string(),
        v.transform((value) => ({ value })),
      ),
    ]),
  ),
  undefined,
);

/** Person. Source: Pipedrive API v2 "Persons"; v1 `email`, `phone`, `org_id.name`. */
export const personSchema = open({
  id,
  name: text,
  first_name: text,
  last_name: text,
  owner_id: id,
  org_id: id,
  org_name: text,
  organization: named,
  emails: ways,
  email: v.fallback(v.optional(v.union([v.string(), v.array(v.unknown())])), undefined),
  phones: ways,
  phone: v.fallback(v.optional(v.union([v.string(), v.array(v.unknown())])), undefined),
  job_title: text,
  postal_address: address,
  postal_address_country: text,
  postal_address_locality: text,
  add_time: text,
  update_time: text,
  custom_fields: unread,
});

/** Organization. Source: Pipedrive API v2 "Organizations"; v1 flattens the address into `address_*`. */
export const organizationSchema = open({
  id,
  name: text,
  owner_id: id,
  website: text,
  industry: v.optional(v.unknown()),
  annual_revenue: v.optional(v.unknown()),
  employee_count: number,
  address,
  address_country: text,
  address_locality: text,
  add_time: text,
  update_time: text,
  custom_fields: unread,
});

/** Deal. Source: Pipedrive API v2 "Deals"; v1 `user_id`, embedded person and organization. */
export const dealSchema = open({
  id,
  title: text,
  value: v.optional(v.unknown()),
  currency: text,
  status: text,
  stage_id: id,
  stage: named,
  pipeline_id: id,
  person_id: id,
  org_id: id,
  owner_id: id,
  user_id: id,
  probability: number,
  expected_close_date: text,
  close_time: text,
  won_time: text,
  lost_time: text,
  add_time: text,
  update_time: text,
  custom_fields: unread,
});

/** Lead: a deal before the pipeline. Source: Pipedrive API v1 "Leads". */
export const leadSchema = open({
  id,
  title: text,
  owner_id: id,
  person_id: id,
  organization_id: id,
  value: nested({ amount: v.optional(v.unknown()), currency: text }),
  expected_close_date: text,
  is_archived: flag,
  add_time: text,
  update_time: text,
  custom_fields: unread,
});

/** A line of a deal's offer, or a product. Source: Pipedrive API v2 "Deal products", "Products". */
export const productSchema = open({
  id,
  product_id: id,
  deal_id: id,
  name: text,
  sum: unread,
  currency: text,
  prices: list(open({ price: unread, currency: text })),
  owner_id: id,
  add_time: text,
  update_time: text,
});

/** File. Source: Pipedrive API v1 "Files". */
export const fileSchema = open({
  id,
  name: text,
  file_name: text,
  user_id: id,
  person_id: id,
  org_id: id,
  deal_id: id,
  lead_id: id,
  active_flag: flag,
  add_time: text,
  update_time: text,
});

/** Activity. Source: Pipedrive API v2 "Activities"; the flow gives the v1 shape (`primary_flag`, `user_id`, location as text). */
export const activitySchema = open({
  id,
  subject: text,
  type: text,
  owner_id: id,
  user_id: id,
  assigned_to_user_id: id,
  deal_id: id,
  lead_id: id,
  person_id: id,
  org_id: id,
  due_date: text,
  due_time: text,
  duration: text,
  done: flag,
  is_deleted: flag,
  active_flag: flag,
  add_time: text,
  marked_as_done_time: text,
  note: text,
  public_description: text,
  participants: list(open({ person_id: id, primary: flag, primary_flag: flag })),
});

/** Note. Source: Pipedrive API v1 "Notes"; times are UTC without saying so. */
export const noteSchema = open({
  id,
  content: text,
  user_id: id,
  deal_id: id,
  lead_id: id,
  person_id: id,
  org_id: id,
  active_flag: flag,
  add_time: text,
});

const party = open({ email_address: text, name: text, linked_person_id: id });
/** E-mail. Source: Pipedrive API v1 "Mail messages". */
export const mailSchema = open({
  id,
  user_id: id,
  subject: text,
  snippet: text,
  sent_flag: flag,
  draft_flag: flag,
  deleted_flag: flag,
  mail_tracking_status: text,
  message_time: text,
  add_time: text,
  deal_id: id,
  lead_id: id,
  from: list(party),
  to: list(party),
  cc: list(party),
});

/** Call log. Source: Pipedrive API v1 "CallLogs"; `duration` is seconds as text. */
export const callSchema = open({
  id,
  user_id: id,
  subject: text,
  duration: v.fallback(v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.finite())), undefined),
  outcome: text,
  start_time: text,
  end_time: text,
  note: text,
  person_id: id,
  org_id: id,
  deal_id: id,
  lead_id: id,
});

/** What every row tells about itself; v1 says `user_id`. */
export const thingSchema = open({ id, add_time: text, update_time: text, owner_id: id, user_id: id });

/** What `changes` needs of any row: v2 says `is_deleted`, v1 `active_flag`, a deal also by its status. */
export const changedSchema = open({ id, update_time: text, is_deleted: flag, active_flag: flag, status: text });

/** One entry of a flow: what it is, when the vendor sorts it, and the thing itself. */
export const flowSchema = open({ object: text, timestamp: text, data: unread });

/** The signed-in user. Source: Pipedrive API v1 "Users". */
export const userSchema = open({
  id,
  name: text,
  email: text,
  active_flag: flag,
  is_deleted: flag,
  timezone_name: text,
  default_currency: text,
  company_domain: text,
});

/** Source: Pipedrive API v2 "Pipelines", "Stages". */
export const pipelineSchema = open({ id, name: text, order_nr: number, is_deleted: flag });
/** A stage names its pipeline; won and lost are none. */
export const stageSchema = open({ id, name: text, order_nr: number, pipeline_id: id, deal_probability: number, is_deleted: flag });

/** Source: Pipedrive API v2 "Deal fields". */
export const fieldSchema = open({
  field_code: text,
  field_name: text,
  field_type: text,
  is_custom_field: flag,
  options: list(open({ id, label: text })),
});

/** A search hit holds summary fields only. Source: Pipedrive API v2 "Item search". */
export const hitSchema = open({ item: nested({ id, type: text, organization: nested({ id, name: text }) }) });

/** The envelope of both versions: v1 pages by `pagination`, v2 by `next_cursor`. */
export const envelopeSchema = open({
  success: v.fallback(v.optional(v.boolean()), undefined),
  data: unread,
  code: v.fallback(v.optional(v.union([v.string(), v.number()])), undefined),
  errorCode: number,
  statusCode: number,
  additional_data: nested({
    next_cursor: text,
    pagination: nested({ more_items_in_collection: flag, next_start: number }),
  }),
});
/** What every answer comes in, also one that failed with a 200. */
export type Envelope = v.InferOutput<typeof envelopeSchema>;
