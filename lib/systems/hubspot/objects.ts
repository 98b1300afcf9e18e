import type { RecordRef } from '../../model/records.ts';
import type { ObjectKind } from '../contract.ts';
import { words } from '../field-keys.ts';

/** One HubSpot object type and what we read of it. */
export interface ObjectType {
  /** As in record URLs: `0-1`. */
  native: string;
  /** As in API paths and in the `associations` of an answer. */
  path: string;
  object: RecordRef['object'];
  properties: readonly string[];
}

/** Signals of interest that lead scoring reads from `custom`; they are on the record, so they cost no request. */
const SIGNALS =
  'hs_analytics_num_page_views hs_analytics_num_visits hs_email_open hs_email_click hs_email_replied num_conversion_events num_contacted_notes num_notes notes_last_contacted notes_last_updated hs_last_sales_activity_timestamp';

const type = (native: string, path: string, object: ObjectType['object'], properties: string): ObjectType => ({
  native,
  path,
  object,
  properties: words(properties),
});

/** People. `hs_additional_emails` joins further addresses with `;`. Source: HubSpot docs, "Default contact properties". */
export const CONTACT = type(
  '0-1',
  'contacts',
  'contact',
  `email hs_additional_emails work_email firstname lastname phone mobilephone jobtitle company website city country hs_language lifecyclestage hs_lead_status hs_latest_source hubspot_owner_id createdate lastmodifieddate hs_merged_object_ids ${SIGNALS}`,
);
/** Companies, by domain rather than by name. Source: HubSpot docs, "Default company properties". */
export const COMPANY = type(
  '0-2',
  'companies',
  'company',
  'name domain hs_additional_domains website phone industry numberofemployees annualrevenue hs_annual_revenue_currency_code city country web_technologies lifecyclestage hubspot_owner_id createdate hs_lastmodifieddate',
);
/** Deals: their stage by id, whose label is in the pipelines. Source: HubSpot docs, "Default deal properties". */
export const DEAL = type(
  '0-3',
  'deals',
  'deal',
  'dealname amount deal_currency_code pipeline dealstage closedate hs_is_closed hs_is_closed_won hs_deal_stage_probability dealtype hubspot_owner_id createdate hs_lastmodifieddate',
);
/** Tickets; read with the one right `tickets`, not with a scope of the CRM objects. Source: HubSpot docs, "Tickets". */
export const TICKET = type(
  '0-5',
  'tickets',
  'ticket',
  'subject content hs_pipeline hs_pipeline_stage hs_ticket_priority closed_date hubspot_owner_id createdate hs_lastmodifieddate',
);
/** A lead hangs on a contact and a company, and shows their facts among its own properties. */
export const LEAD = type(
  '0-136',
  'leads',
  'lead',
  'hs_lead_name hs_associated_contact_firstname hs_associated_contact_lastname hs_associated_contact_email hs_associated_company_name hs_lead_type hs_lead_label hs_pipeline hs_pipeline_stage hubspot_owner_id hs_createdate hs_lastmodifieddate',
);
/** A product on a deal; the product library itself is not a customer's. */
export const LINE_ITEM = type(
  '0-8',
  'line_items',
  'product',
  'name quantity price amount hs_line_item_currency_code hs_sku hs_product_id createdate hs_lastmodifieddate',
);

const activity = (native: string, path: string, properties: string) =>
  type(native, path, 'activity', `hs_timestamp hubspot_owner_id hs_createdate hs_lastmodifieddate hs_body_preview ${properties}`);

/** Notes: the body is HTML; files hang on them. Source: HubSpot docs, "Notes". */
export const NOTE = activity('0-46', 'notes', 'hs_note_body hs_unique_id hs_attachment_ids');
/** Tasks: `hs_timestamp` is when they are due. Source: HubSpot docs, "Tasks". */
export const TASK = activity('0-27', 'tasks', 'hs_task_subject hs_task_body hs_task_status hs_task_priority hs_task_type hs_unique_id');
/** Calls: the duration in ms, the outcome as a GUID. Source: HubSpot docs, "Calls". */
export const CALL = activity(
  '0-48',
  'calls',
  'hs_call_title hs_call_body hs_call_direction hs_call_duration hs_call_status hs_call_disposition hs_unique_id',
);
/** Meetings: `hs_timestamp` is when they begin. Source: HubSpot docs, "Meetings". */
export const MEETING = activity(
  '0-47',
  'meetings',
  'hs_meeting_title hs_meeting_body hs_internal_meeting_notes hs_meeting_start_time hs_meeting_end_time hs_meeting_location hs_meeting_outcome hs_unique_id',
);
/** E-mails, read only with a right of their own (`sales-email-read`). Source: HubSpot docs, "Emails". */
export const EMAIL = activity('0-49', 'emails', 'hs_email_subject hs_email_text hs_email_html hs_email_direction hs_email_status');

/** Types that are records of their own, in the order links are listed. */
export const RECORD_TYPES: readonly ObjectType[] = [CONTACT, COMPANY, DEAL, TICKET, LEAD];
/** All that can be linked to a record and read with it. */
const LINKED_TYPES: readonly ObjectType[] = [...RECORD_TYPES, LINE_ITEM];
/** Types that make up a timeline. */
export const ACTIVITY_TYPES: readonly ObjectType[] = [NOTE, TASK, CALL, MEETING, EMAIL];

const ALIASES = new Map<string, ObjectType>(
  [...LINKED_TYPES, ...ACTIVITY_TYPES].flatMap((type) => [
    [type.native, type],
    [type.path, type],
    [type.path === 'companies' ? 'company' : type.path.slice(0, -1), type],
  ]),
);

/** The type by any of its names: `0-1`, `contacts`, `contact`. Undefined for types we know nothing of (custom objects, quotes). */
export function objectType(name: string): ObjectType | undefined {
  return ALIASES.get(name.trim().toLowerCase());
}

/** The type that a right to read is about. Source: HubSpot docs, "Scopes". */
export function typeOfScope(scope: string): ObjectType | undefined {
  if (scope === 'sales-email-read') return EMAIL;
  return objectType(/^crm\.objects\.(\w+)\.(?:read|write)$/.exec(scope)?.[1] ?? scope);
}

/** The type for one of our kinds, activities apart. */
export function typeOfKind(object: ObjectKind | RecordRef['object']): ObjectType | undefined {
  return LINKED_TYPES.find((type) => type.object === object);
}

/** Types a record of `type` is asked for with: leads hang on people and companies, products on deals. */
export function linkedTo(type: ObjectType): readonly ObjectType[] {
  if (type === LINE_ITEM) return [DEAL];
  const base = RECORD_TYPES.filter((each) => each !== LEAD);
  if (type === CONTACT || type === COMPANY) return [...base, LEAD];
  return type === DEAL ? [...base, LINE_ITEM] : base;
}

/**
 * HUBSPOT_DEFINED association type ids. The direction matters: the reverse has ids of its own. Between other types the account is asked.
 * Source: the enum of HubSpot's official Node client; a lead's primary contact: HubSpot docs, "Leads".
 */
const ASSOCIATIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  notes: { contacts: 202, companies: 190, deals: 214, tickets: 228 },
  tasks: { contacts: 204, companies: 192, deals: 216, tickets: 230 },
  calls: { contacts: 194, companies: 182, deals: 206, tickets: 220 },
  meetings: { contacts: 200, companies: 188, deals: 212, tickets: 226 },
  contacts: { companies: 279, deals: 4, tickets: 15 },
  companies: { contacts: 280, deals: 342 },
  deals: { contacts: 3, companies: 341 },
  leads: { contacts: 578 },
};

/** The id that ties a new object to a record; undefined when none is known beforehand. */
export function associationTypeId(from: ObjectType, to: ObjectType): number | undefined {
  return ASSOCIATIONS[from.path]?.[to.path];
}
