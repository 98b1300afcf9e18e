import type { Flaw } from './answers.ts';
import { STAGES } from './stages.ts';
import type { TypePath } from './types.ts';

/** One property definition of the account; `custom` = made by the account, not by HubSpot. */
export interface Property {
  name: string;
  label: string;
  type: 'string' | 'number' | 'datetime' | 'date' | 'enumeration' | 'bool' | 'phone_number';
  readOnly?: boolean;
  custom?: boolean;
  hidden?: boolean;
  archived?: boolean;
  options?: readonly string[];
}

const text = (name: string, label = name): Property => ({ name, label, type: 'string' });
const number = (name: string, label = name): Property => ({ name, label, type: 'number' });
const time = (name: string, label = name): Property => ({ name, label, type: 'datetime' });
const choice = (name: string, label: string, options: readonly string[]): Property => ({ name, label, type: 'enumeration', options });
const fixed = (property: Property): Property => ({ ...property, readOnly: true });

const EVERYWHERE: readonly Property[] = [
  fixed(number('hs_object_id', 'Record ID')),
  fixed(text('hs_object_source', 'Record source')),
  { ...text('hubspot_owner_id', 'Owner'), type: 'enumeration' },
  fixed(text('hs_merged_object_ids', 'Merged record IDs')),
];
const DATED = [fixed(time('createdate', 'Create date')), fixed(time('hs_lastmodifieddate', 'Last modified'))];
const STAMPED = [fixed(time('hs_createdate', 'Create date')), fixed(time('hs_lastmodifieddate', 'Last modified'))];
const ENGAGEMENT: readonly Property[] = [
  time('hs_timestamp', 'Activity date'),
  ...STAMPED,
  fixed(text('hs_body_preview', 'Body preview')),
  text('hs_attachment_ids', 'Attached file IDs'),
  text('hs_unique_id', 'Unique ID'),
];
const fixedNumbers = (...names: string[]) => names.map((name) => fixed(number(name)));

/** What each type has. The real lists are ten times as long; these are the ones the story and its readers touch. */
const PROPERTIES: Readonly<Record<TypePath, readonly Property[]>> = {
  contacts: [
    ...EVERYWHERE,
    ...['email', 'hs_additional_emails', 'work_email', 'firstname', 'lastname', 'jobtitle', 'company', 'website', 'city', 'country'].map(
      (name) => text(name),
    ),
    { name: 'phone', label: 'Phone number', type: 'phone_number' },
    { name: 'mobilephone', label: 'Mobile phone number', type: 'phone_number' },
    fixed(text('hs_searchable_calculated_phone_number')),
    fixed(text('hs_searchable_calculated_mobile_number')),
    fixed(time('createdate', 'Create date')),
    fixed(time('lastmodifieddate', 'Last modified')),
    fixed(time('hs_lastmodifieddate', 'Last modified')),
    choice('lifecyclestage', 'Lifecycle stage', ['subscriber', 'lead', 'opportunity', 'customer']),
    choice('hs_lead_status', 'Lead status', ['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED']),
    text('hs_language', 'Preferred language'),
    text('hs_latest_source', 'Latest source'),
    ...fixedNumbers('hs_analytics_num_page_views', 'hs_analytics_num_visits', 'hs_email_open', 'hs_email_click', 'hs_email_replied'),
    ...fixedNumbers('num_conversion_events', 'num_contacted_notes', 'num_notes'),
    ...['notes_last_contacted', 'notes_last_updated', 'hs_last_sales_activity_timestamp'].map((name) => fixed(time(name))),
    { ...text('lead_source_detail', 'Lead source'), custom: true },
    { ...text('utm_campaign', 'UTM campaign'), custom: true },
    { ...number('sidelight_score', 'Sidelight score'), custom: true },
  ],
  companies: [
    ...EVERYWHERE,
    ...DATED,
    ...['name', 'domain', 'hs_additional_domains', 'website', 'industry', 'city', 'country', 'web_technologies'].map((name) => text(name)),
    { name: 'phone', label: 'Phone number', type: 'phone_number' },
    fixed(text('hs_searchable_calculated_phone_number')),
    number('numberofemployees', 'Number of employees'),
    number('annualrevenue', 'Annual revenue'),
    text('hs_annual_revenue_currency_code', 'Annual revenue currency'),
    choice('lifecyclestage', 'Lifecycle stage', ['subscriber', 'lead', 'opportunity', 'customer']),
  ],
  deals: [
    ...EVERYWHERE,
    ...DATED,
    text('dealname', 'Deal name'),
    choice('pipeline', 'Pipeline', ['default']),
    choice(
      'dealstage',
      'Deal stage',
      STAGES.map((stage) => stage.id),
    ),
    number('amount', 'Amount'),
    text('deal_currency_code', 'Currency'),
    time('closedate', 'Close date'),
    choice('dealtype', 'Deal type', ['newbusiness', 'existingbusiness']),
    fixed({ name: 'hs_is_closed', label: 'Is closed', type: 'bool' }),
    fixed({ name: 'hs_is_closed_won', label: 'Is closed won', type: 'bool' }),
    fixed(number('hs_deal_stage_probability', 'Deal probability')),
  ],
  tickets: [
    ...EVERYWHERE,
    ...DATED,
    ...['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage'].map((name) => text(name)),
    choice('hs_ticket_priority', 'Priority', ['LOW', 'MEDIUM', 'HIGH', 'URGENT']),
    time('closed_date', 'Close date'),
  ],
  leads: [
    ...EVERYWHERE,
    ...STAMPED,
    ...['hs_lead_name', 'hs_pipeline', 'hs_pipeline_stage'].map((name) => text(name)),
    choice('hs_lead_type', 'Lead type', ['NEW_BUSINESS', 'UPSELL', 'RE_ATTEMPTING']),
    choice('hs_lead_label', 'Lead label', ['HOT', 'WARM', 'COLD']),
    ...['firstname', 'lastname', 'email'].map((name) => fixed(text(`hs_associated_contact_${name}`))),
    fixed(text('hs_associated_company_name')),
  ],
  line_items: [
    ...EVERYWHERE,
    ...DATED,
    ...['name', 'hs_sku', 'hs_product_id', 'hs_line_item_currency_code'].map((name) => text(name)),
    ...['quantity', 'price'].map((name) => number(name)),
    fixed(number('amount', 'Net price')),
  ],
  notes: [...EVERYWHERE, ...ENGAGEMENT, text('hs_note_body', 'Note body')],
  tasks: [
    ...EVERYWHERE,
    ...ENGAGEMENT,
    text('hs_task_subject', 'Task title'),
    text('hs_task_body', 'Notes'),
    choice('hs_task_status', 'Task status', ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'DEFERRED', 'COMPLETED']),
    choice('hs_task_priority', 'Priority', ['NONE', 'LOW', 'MEDIUM', 'HIGH']),
    choice('hs_task_type', 'Task type', ['TODO', 'CALL', 'EMAIL']),
    fixed(text('hs_task_is_completed', 'Is completed')),
  ],
  calls: [
    ...EVERYWHERE,
    ...ENGAGEMENT,
    ...['hs_call_title', 'hs_call_body', 'hs_call_disposition', 'hs_call_recording_url'].map((name) => text(name)),
    choice('hs_call_direction', 'Direction', ['INBOUND', 'OUTBOUND']),
    choice('hs_call_status', 'Status', ['COMPLETED', 'BUSY', 'NO_ANSWER', 'FAILED']),
    number('hs_call_duration', 'Duration (ms)'),
  ],
  meetings: [
    ...EVERYWHERE,
    ...ENGAGEMENT,
    ...['hs_meeting_title', 'hs_meeting_body', 'hs_internal_meeting_notes', 'hs_meeting_location'].map((name) => text(name)),
    time('hs_meeting_start_time', 'Start'),
    time('hs_meeting_end_time', 'End'),
    choice('hs_meeting_outcome', 'Outcome', ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED']),
  ],
  emails: [
    ...EVERYWHERE,
    ...ENGAGEMENT,
    ...['hs_email_subject', 'hs_email_text', 'hs_email_html', 'hs_email_headers'].map((name) => text(name)),
    choice('hs_email_direction', 'Direction', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL']),
    choice('hs_email_status', 'Status', ['SENT', 'BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING']),
  ],
};

/** What an answer holds when no property was asked for. */
export const USUAL: Readonly<Record<TypePath, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'hs_lastmodifieddate', 'hs_object_id', 'pipeline'],
  tickets: ['content', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_pipeline', 'hs_pipeline_stage', 'subject'],
  leads: ['hs_createdate', 'hs_lastmodifieddate', 'hs_lead_name', 'hs_object_id'],
  line_items: ['amount', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_product_id', 'price', 'quantity'],
  notes: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tasks: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  calls: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  meetings: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  emails: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};

/** Properties that are in every answer, asked for or not. */
export const ALWAYS: Readonly<Record<TypePath, readonly string[]>> = {
  ...USUAL,
  contacts: ['createdate', 'hs_object_id', 'lastmodifieddate'],
  companies: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  deals: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tickets: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  leads: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  line_items: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};

/** Properties that were added or archived through the API, per type, in that order. */
export type Added = Map<TypePath, Property[]>;

/** What each type has by now: of one name, what was said last. */
export function propertiesOf(type: TypePath, added: Added): readonly Property[] {
  const late = added.get(type);
  if (!late) return PROPERTIES[type];
  const byName = new Map([...PROPERTIES[type], ...late].map((property) => [property.name, property]));
  return [...byName.values()].filter(({ archived }) => archived !== true);
}

/** What is wrong with values a client wants to write. */
export function flawsOf(properties: readonly Property[], values: Readonly<Record<string, unknown>>): Flaw[] {
  return Object.entries(values).flatMap(([name, value]): Flaw[] => {
    const property = properties.find((each) => each.name === name);
    if (!property) return [{ message: `Property "${name}" does not exist`, code: 'PROPERTY_DOESNT_EXIST', propertyName: name }];
    if (property.readOnly) return [{ message: `"${name}" is a read only property`, code: 'READ_ONLY_VALUE', propertyName: name }];
    const flaw = flawOf(property, value === null ? '' : String(value));
    return flaw === undefined ? [] : [{ ...flaw, propertyName: name }];
  });
}

function flawOf(property: Property, value: string): Flaw | undefined {
  if (value === '') return undefined;
  if (value.length > 65_536)
    return { message: `${property.name} is too long (maximum is 65536 characters)`, code: 'PROPERTY_VALUE_TOO_LONG' };
  if (property.type === 'number' && !Number.isFinite(Number(value)))
    return { message: `${value} was not a valid number.`, code: 'INVALID_INTEGER' };
  if (property.type === 'datetime' && Number.isNaN(/^\d+$/.test(value) ? Number(value) : Date.parse(value)))
    return { message: `${value} was not a valid long.`, code: 'INVALID_LONG' };
  if (property.options && !property.options.includes(value)) {
    return { message: `${value} was not one of the allowed options: ${property.options.join(', ')}`, code: 'INVALID_OPTION' };
  }
  return undefined;
}
