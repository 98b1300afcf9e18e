import type { Cast, CastActivity, CastPerson } from '../cast-types.ts';
import { escapeHtml } from '../markup.ts';
import { plantFiles, plantLeads, plantLineItems, type StoredFile } from './seed-extras.ts';
import { STAGES } from './stages.ts';
import { type StoredObject, Tables, type Values } from './tables.ts';
import { definedBetween, type TypePath } from './types.ts';

const ME = 'hubspot';

/** Owner and user have different ids, as in accounts that are not brand-new. */
export interface Owner {
  id: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  archived: boolean;
}

/** What the cast left in HubSpot. */
export interface Seeded {
  tables: Tables;
  owners: Owner[];
  /** Cast person key → contact ids. */
  people: Map<string, string[]>;
  files: Map<string, StoredFile>;
}

/** Fills the tables with HubSpot's own copies of the story. */
export function seed(cast: Cast): Seeded {
  const tables = new Tables();
  const owners = ownersOf(cast);
  const plant: Plant = {
    tables,
    ownerId: (index) => ({ hubspot_owner_id: owners[index]?.id ?? null }),
    add: (type, values, at) => tables.add(type, values, { createdAt: at.createdAt, updatedAt: at.changedAt ?? at.createdAt, writtenAt: 0 }),
    companies: new Map(),
    contacts: new Map(),
    deals: new Map(),
  };
  for (const company of cast.companies) plantCompany(plant, company);
  for (const person of cast.people) plantPerson(plant, person);
  for (const deal of cast.deals) if (deal.system === ME) plantDeal(plant, deal);
  for (const activity of cast.activities) if (activity.system === ME) plantActivity(plant, activity);
  plantLeads(plant, cast);
  plantLineItems(plant);
  const files = plantFiles(tables);
  const people = new Map([...plant.contacts].map(([key, objects]) => [key, objects.map((object) => object.id)]));
  return { tables, owners, people, files };
}

/** What is planted so far, by the cast's keys; of several copies of a company the first is the one others hang on. */
export interface Plant {
  tables: Tables;
  ownerId(index: number): Values;
  add(type: TypePath, values: Values, at: { createdAt: number; changedAt?: number }): StoredObject;
  companies: Map<string, StoredObject>;
  contacts: Map<string, StoredObject[]>;
  deals: Map<string, StoredObject>;
}

function ownersOf(cast: Cast): Owner[] {
  const here = cast.owners.map((owner, index) => ({
    ...owner,
    id: String(1_188_223_344 + index * 7),
    userId: 61_220_010 + index,
    archived: false,
  }));
  // Somebody who has left: not in the usual list, but her name still stands on old entries.
  const left = {
    id: '1188223001',
    userId: 61_219_001,
    email: 'former.rep@northwind.example',
    firstName: 'Nora',
    lastName: 'Lind',
    archived: true,
  };
  return [...here, left];
}

function plantCompany(plant: Plant, company: Cast['companies'][number]): void {
  for (const copy of company.copies.filter((each) => each.system === ME)) {
    const values = {
      name: copy.name,
      domain: copy.domain ?? null,
      website: copy.domain ?? null,
      ...phoneOf(copy.phone),
      industry: copy.industry ?? null,
      numberofemployees: textOf(copy.employees),
      annualrevenue: decimal(copy.revenueMinor, copy.currency),
      hs_annual_revenue_currency_code: copy.revenueMinor === undefined ? null : copy.currency,
      country: copy.country ?? null,
      city: copy.city ?? null,
      lifecyclestage: 'opportunity',
      ...plant.ownerId(copy.ownerIndex),
      ...stamps(copy, 'hs_lastmodifieddate'),
    };
    const object = plant.add('companies', values, copy);
    if (!plant.companies.has(company.key)) plant.companies.set(company.key, object);
  }
}

function plantPerson(plant: Plant, person: CastPerson): void {
  const mine = person.copies.filter((each) => each.system === ME);
  const objects = mine.map((copy) => plant.add('contacts', { ...contactValues(copy), ...plant.ownerId(copy.ownerIndex) }, copy));
  if (objects.length > 0) plant.contacts.set(person.key, objects);
  for (const object of objects) tie(plant.tables, object, found(plant.companies, person.companyKey));
}

function plantDeal(plant: Plant, deal: Cast['deals'][number]): void {
  const stage = STAGES[deal.status === 'won' ? 5 : deal.status === 'lost' ? 6 : deal.stageIndex] ?? STAGES[0];
  const values = {
    dealname: deal.title,
    pipeline: 'default',
    dealstage: stage.id,
    amount: decimal(deal.amountMinor, deal.currency),
    deal_currency_code: deal.currency,
    closedate: deal.closeAt === undefined ? null : iso(deal.closeAt),
    hs_is_closed: stage.isClosed,
    hs_is_closed_won: String(stage.id === 'closedwon'),
    // HubSpot sends some probabilities with all the digits of a binary fraction.
    hs_deal_stage_probability: stage.probability === '0.4' ? '0.40000000000000002220446049250313080847263336181640625' : stage.probability,
    ...plant.ownerId(deal.ownerIndex),
    ...stamps(deal, 'hs_lastmodifieddate'),
  };
  const object = plant.add('deals', values, deal);
  plant.deals.set(deal.key, object);
  for (const key of deal.personKeys) tie(plant.tables, object, plant.contacts.get(key)?.[0]);
  tie(plant.tables, object, found(plant.companies, deal.companyKey));
}

function plantActivity(plant: Plant, activity: CastActivity): void {
  const { type, values } = engagement(activity);
  const stamp = { hs_createdate: iso(activity.at), hs_lastmodifieddate: iso(activity.at), hs_object_source: 'CRM_UI' };
  const object = plant.add(type, { ...values, ...stamp, ...plant.ownerId(activity.ownerIndex) }, { createdAt: activity.at });
  tie(plant.tables, object, found(plant.contacts, activity.personKey)?.[0]);
  tie(plant.tables, object, found(plant.companies, activity.companyKey));
  tie(plant.tables, object, found(plant.deals, activity.dealKey));
}

function found<T>(planted: ReadonlyMap<string, T>, key: string | undefined): T | undefined {
  return key === undefined ? undefined : planted.get(key);
}

/** Digits only, as HubSpot's own calculated property has them. */
export function searchable(phone: string | null | undefined): string | null {
  return phone?.replace(/\D/g, '') || null;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function tie(tables: Tables, from: StoredObject, to: StoredObject | undefined): void {
  if (!to) return;
  const isPrimary = to.type === 'companies' && tables.links(from, 'companies').length === 0;
  const types = definedBetween(from.type, to.type).filter((each) => each.label === null || isPrimary);
  tables.link(
    from,
    to,
    types.map((each) => each.id),
  );
}

function contactValues(copy: CastPerson['copies'][number]): Values {
  const [email, ...others] = copy.emails;
  const [phone, mobile] = copy.phones;
  const { custom } = copy;
  return {
    email: email?.toLowerCase() ?? null,
    hs_additional_emails: others.join(';').toLowerCase() || null,
    firstname: copy.firstName ?? null,
    lastname: copy.lastName ?? null,
    ...phoneOf(phone),
    mobilephone: mobile ?? null,
    hs_searchable_calculated_mobile_number: searchable(mobile),
    jobtitle: copy.title ?? null,
    country: copy.country ?? null,
    city: copy.city ?? null,
    lifecyclestage: 'lead',
    hs_language: textOf(custom.language),
    lead_source_detail: textOf(custom.source),
    utm_campaign: textOf(custom.utmCampaign),
    hs_analytics_num_page_views: textOf(custom.pageViews),
    hs_analytics_num_visits: textOf(custom.visits),
    hs_email_open: textOf(custom.emailOpens),
    hs_email_click: textOf(custom.emailClicks),
    num_conversion_events: textOf(custom.contentDownloads),
    ...stamps(copy, 'lastmodifieddate'),
  };
}

const TYPE_OF = { note: 'notes', task: 'tasks', call: 'calls', email: 'emails', meeting: 'meetings' } as const;

/** Dispositions of every account, by the words the cast uses. */
const DISPOSITIONS: Readonly<Record<string, string>> = {
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  'no-answer': '73a0d17f-1163-4015-bdd5-ec830791da20',
  busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
};

function engagement(each: CastActivity): { type: TypePath; values: Values } {
  const type = TYPE_OF[each.kind];
  const body = each.text === undefined ? null : `<p>${escapeHtml(each.text).replaceAll('\n', '<br>')}</p>`;
  const preview = { hs_body_preview: each.text?.slice(0, 512) ?? null };
  const at = iso(each.at);
  switch (each.kind) {
    case 'note':
      return { type, values: { hs_timestamp: at, hs_note_body: body, ...preview } };
    case 'task': {
      const status = { hs_task_status: each.done ? 'COMPLETED' : 'NOT_STARTED', hs_task_is_completed: each.done ? '1' : '0' };
      const due = { hs_timestamp: iso(each.dueAt ?? each.at), hs_task_type: 'TODO', hs_task_priority: 'NONE' };
      return { type, values: { ...due, hs_task_subject: each.title ?? null, hs_task_body: body, ...status, ...preview } };
    }
    case 'call':
      return {
        type,
        values: {
          hs_timestamp: at,
          hs_call_title: each.title ?? null,
          hs_call_body: body,
          hs_call_direction: each.direction === 'in' ? 'INBOUND' : 'OUTBOUND',
          hs_call_duration: textOf(each.durationMs),
          hs_call_status: 'COMPLETED',
          hs_call_disposition: DISPOSITIONS[each.outcome ?? ''] ?? each.outcome ?? null,
          ...preview,
        },
      };
    case 'meeting':
      return {
        type,
        values: {
          hs_timestamp: at,
          hs_meeting_title: each.title ?? null,
          hs_meeting_body: body,
          hs_meeting_start_time: at,
          hs_meeting_end_time: iso(each.at + (each.durationMs ?? 3_600_000)),
          hs_meeting_outcome: 'COMPLETED',
          ...preview,
        },
      };
    case 'email':
      return {
        type,
        values: {
          hs_timestamp: at,
          hs_email_subject: each.title ?? null,
          hs_email_text: each.text ?? null,
          hs_email_html: body,
          hs_email_direction: each.direction === 'in' ? 'INCOMING_EMAIL' : 'EMAIL',
          hs_email_status: 'SENT',
          ...preview,
        },
      };
  }
}

function phoneOf(phone: string | undefined): Values {
  return { phone: phone ?? null, hs_searchable_calculated_phone_number: searchable(phone) };
}

function stamps(copy: { createdAt: number; changedAt: number }, changed: string): Values {
  return { createdate: iso(copy.createdAt), [changed]: iso(copy.changedAt) };
}

function textOf(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}

function decimal(minor: number | undefined, currency: string): string | null {
  if (minor === undefined) return null;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return String(Number((minor / 10 ** digits).toFixed(digits)));
}
