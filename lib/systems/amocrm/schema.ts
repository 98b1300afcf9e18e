import * as v from 'valibot';
import { flag, open } from '../loose.ts';

/**
 * Schemas of the payloads that are read. Every field falls back to undefined instead of failing, so `parse` is total:
 * the API adds fields, answers null for empty ones, and old single-record answers differ from lists.
 */
const text = v.fallback(v.optional(v.string()), undefined);
const number = v.fallback(v.optional(v.number()), undefined);
const id = v.fallback(v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(String))), undefined);
const list = <T extends v.GenericSchema>(row: T) => v.fallback(v.optional(v.array(row)), undefined);
const object = <T extends v.ObjectEntries>(entries: T) => v.fallback(v.optional(v.looseObject(entries)), undefined);

const fieldValue = open({ value: v.optional(v.unknown()), enum_id: number, enum_code: text, enum: text });
const fieldValues = list(open({ field_id: id, field_name: text, field_code: text, field_type: text, values: list(fieldValue) }));

const linked = list(open({ id, is_main: flag }));
/** Things of lists: the type of the API's own client spells `metadata` with an e. Source: amoCRM API v4, "Leads". */
const metadata = object({ quantity: number, catalog_id: id });
const elements = list(open({ id, metadata, metedata: metadata }));
const named = list(open({ id, name: text }));

/** Contact, company, lead and customer in one: they share nearly all columns. Source: amoCRM API v4, "Contacts", "Leads". */
const entitySchema = open({
  id,
  name: text,
  first_name: text,
  last_name: text,
  price: number,
  next_price: number,
  next_date: number,
  ltv: number,
  responsible_user_id: id,
  status_id: id,
  pipeline_id: id,
  loss_reason_id: id,
  created_by: id,
  created_at: number,
  updated_at: number,
  closed_at: number,
  closest_task_at: number,
  is_deleted: flag,
  score: number,
  visitor_uid: text,
  catalog_id: id,
  custom_fields_values: fieldValues,
  source: object({ name: text }),
  _embedded: object({
    tags: named,
    loss_reason: named,
    contacts: linked,
    companies: linked,
    leads: linked,
    customers: linked,
    catalog_elements: elements,
  }),
});
/** Columns of all four types; which are there depends on the type and on `with`. */
export type Entity = v.InferOutput<typeof entitySchema>;
/** A contact, company, lead or customer out of anything. Total. */
export const entityOf = (raw: unknown): Entity => v.parse(entitySchema, raw);

/** Source: amoCRM API v4, "Events and notes". `params` depends on `note_type` and grows new members. */
const noteSchema = open({
  id,
  entity_id: id,
  created_by: id,
  created_at: number,
  updated_at: number,
  responsible_user_id: id,
  note_type: text,
  params: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  _links: object({ self: object({ href: text }) }),
});
/** A note of any kind: `params` says what it holds. */
export type Note = v.InferOutput<typeof noteSchema>;
/** A note out of anything. Total. */
export const noteOf = (raw: unknown): Note => v.parse(noteSchema, raw);

/** Source: amoCRM API v4, "Tasks". */
const taskSchema = open({
  id,
  entity_id: id,
  entity_type: text,
  created_by: id,
  created_at: number,
  updated_at: number,
  responsible_user_id: id,
  is_completed: flag,
  task_type_id: id,
  text,
  duration: number,
  complete_till: number,
  result: object({ text }),
});
/** A task; its one text is title and text. */
export type Task = v.InferOutput<typeof taskSchema>;
/** A task out of anything. Total. */
export const taskOf = (raw: unknown): Task => v.parse(taskSchema, raw);

/** Source: amoCRM API v4, "Events and notes". */
const eventSchema = open({
  id,
  type: text,
  entity_id: id,
  entity_type: text,
  created_by: id,
  created_at: number,
  value_before: list(open({})),
  value_after: list(open({ lead_status: object({ id, pipeline_id: id }) })),
});
/** What happened to a record, without words. */
export type Event = v.InferOutput<typeof eventSchema>;
/** An event out of anything. Total. */
export const eventOf = (raw: unknown): Event => v.parse(eventSchema, raw);

/** Source: amoCRM API v4, "Account". `is_api_filter_enabled` and `datetime_settings` come through `with` only. */
export const accountSchema = open({
  id,
  name: text,
  subdomain: text,
  current_user_id: id,
  currency: text,
  country: text,
  is_api_filter_enabled: flag,
  datetime_settings: object({ timezone: text }),
  _embedded: object({ datetime_settings: object({ timezone: text }) }),
});
/** The account a connection talks to. */
export type Account = v.InferOutput<typeof accountSchema>;

const view = object({ view: text });
/** Rights letters: `A` all, `G` group, `M` own, `D` denied. Source: amoCRM API v4, "Users". */
export const userSchema = open({
  id,
  name: text,
  email: text,
  rights: object({ leads: view, contacts: view, companies: view, tasks: view, is_active: flag, is_admin: flag }),
});

/** Source: amoCRM API v4, "Pipelines and stages". */
export const pipelineSchema = open({
  id,
  name: text,
  sort: number,
  is_archive: flag,
  _embedded: object({ statuses: list(open({ id, name: text, sort: number })) }),
});

/** Source: amoCRM API v4, "Fields and field groups". */
export const fieldSchema = open({
  id,
  name: text,
  code: text,
  type: text,
  is_predefined: flag,
  is_computed: flag,
  enums: list(open({ id, value: text, code: text })),
});

/** A refusal: problem+json. `detail` is in the account's language and is never matched on. */
export const problemSchema = open({
  retry_after: v.fallback(v.optional(v.union([v.string(), v.number()])), undefined),
  'validation-errors': list(open({ errors: list(open({ code: text, path: text })) })),
});

/** Payload of a long-lived token. Source: amocrm-api-php, "AmoCRMOAuth". */
export const tokenSchema = open({ exp: number, base_domain: text, account_id: id, sub: id });
