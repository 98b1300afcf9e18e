import * as v from 'valibot';
import { NO_CURRENCY } from '../../model/currency.ts';
import type { Activity, Money, RecordBase, RecordRef, SystemRecord } from '../../model/records.ts';
import type { Connection } from '../contract.ts';
import { words } from '../field-keys.ts';
import { domainOf } from '../matching.ts';
import { toMinor } from '../money.ts';
import { defined, phrase, phrases, quantity } from '../values.ts';
import { activityFields } from './map-activity.ts';
import { COMPANY, CONTACT, DEAL, LEAD, LINE_ITEM, linkedTo, type ObjectType, objectType, RECORD_TYPES, TICKET } from './objects.ts';
import { refTo } from './refs.ts';
import { type HubspotObject, objectSchema } from './schema.ts';
import { type Properties, percent, time, truth } from './values.ts';

const UI_HOST = /^app(?:-[a-z]+\d+)?\.hubspot\.com$/;
const DEFAULT_UI = 'https://app.hubspot.com';

/** What a deal needs to know of its account and cannot say itself. */
export interface DealContext {
  /** ISO 4217 of the account, for deals of accounts with one currency. */
  currency?: string | undefined;
  /** Label and fate by `pipeline/stage`. */
  stages?: ReadonlyMap<string, { name: string; status: 'open' | 'won' | 'lost' }> | undefined;
}

/** Reads any value as a CRM object; what is no object becomes one without id and properties. Pure and total. */
function parseObject(raw: unknown): HubspotObject {
  const parsed = v.safeParse(objectSchema, raw);
  return parsed.success ? parsed.output : { id: '', properties: {} };
}

/** One HubSpot object of type `native` (`0-1`, `contacts` …) as a record. Pure and total; unknown types become `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection, context: DealContext = {}): SystemRecord {
  const object = parseObject(raw);
  const type = objectType(native) ?? { native, path: native, object: 'custom' as const, properties: [] };
  const read = new Set<string>();
  const properties: Properties = (name) => {
    read.add(name);
    return object.properties[name];
  };
  const currency = context.currency ?? connection.currency ?? NO_CURRENCY;
  const shape = shapeOf(type, properties, object, { ...context, currency });
  const ref = refTo(type, object.id, connection);
  return {
    ...shape,
    ref,
    ...defined({
      url: pageUrl(object.url, ref, connection),
      ownerId: phrase(properties('hubspot_owner_id')),
      createdAt: time(properties('createdate')) ?? time(properties('hs_createdate')) ?? time(object.createdAt),
      changedAt: time(properties('lastmodifieddate')) ?? time(properties('hs_lastmodifieddate')) ?? time(object.updatedAt),
    }),
    links: linksOf(type, object, connection),
    custom: rest(object, read),
  };
}

/** One HubSpot engagement (`0-46`, `notes` …) as a timeline entry. Pure and total. */
export function toActivity(native: string, raw: unknown, connection: Connection): Activity {
  const object = parseObject(raw);
  const type = objectType(native);
  const { kind, ...fields } = activityFields(type, object);
  const ref = refTo({ object: 'activity', native: type?.native ?? native }, object.id, connection);
  const on = linksOf(type, object, connection).map((link) => link.ref);
  return { ref, kind, ...fields, ...defined({ ownerId: phrase(object.properties.hubspot_owner_id) }), on };
}

/** The record's page, on the UI host of the account's data region. Undefined for what has no page of its own. */
export function recordUrl(ref: RecordRef, connection: Pick<Connection, 'account' | 'baseUrl'>): string | undefined {
  if (ref.system !== 'hubspot' || !/^\d{1,3}-\d{1,12}$/.test(ref.native) || !/^[1-9]\d{0,19}$/.test(ref.id)) return undefined;
  const account = ref.account || connection.account;
  if (ref.object === 'activity' || !/^[1-9]\d{0,19}$/.test(account)) return undefined;
  return `${uiBase(connection)}/contacts/${account}/record/${ref.native}/${ref.id}`;
}

/** `https://app-eu1.hubspot.com`: what the rep chose, else the host that forwards to the right one. */
export function uiBase(connection: Pick<Partial<Connection>, 'baseUrl'>): string {
  const host = URL.parse(connection.baseUrl ?? '')?.hostname ?? '';
  return UI_HOST.test(host) ? `https://${host}` : DEFAULT_UI;
}

/** HubSpot names the page itself, on the right region's host; anything but its own UI is not trusted. */
function pageUrl(told: string | null | undefined, ref: RecordRef, connection: Connection): string | undefined {
  const url = URL.parse(told ?? '');
  return url?.protocol === 'https:' && UI_HOST.test(url.hostname) ? url.href : recordUrl(ref, connection);
}

type Shape = SystemRecord extends infer R ? (R extends SystemRecord ? Omit<R, Exclude<keyof RecordBase, 'name'>> : never) : never;

function shapeOf(type: ObjectType, p: Properties, object: HubspotObject, context: DealContext): Shape {
  switch (type) {
    case CONTACT:
      return personShape(p, object.id);
    case LEAD:
      return leadShape(p, object.id);
    case COMPANY:
      return companyShape(p, object.id, context);
    case DEAL:
      return dealShape(p, object.id, context);
    case LINE_ITEM:
      return productShape(p, object.id, context);
    case TICKET:
      return { kind: 'ticket', name: phrase(p('subject')) ?? object.id, ...defined({ status: phrase(p('hs_pipeline_stage')) }) };
    default:
      return { kind: 'custom', name: phrase(p('name')) ?? phrase(p('hs_title')) ?? object.id };
  }
}

function personShape(p: Properties, id: string): Shape {
  const emails = phrases(p('email'), ...split(p('hs_additional_emails')), p('work_email'));
  const phones = phrases(p('phone'), p('mobilephone'));
  const names = { firstName: phrase(p('firstname')), lastName: phrase(p('lastname')) };
  return {
    kind: 'person',
    name: Object.values(names).filter(Boolean).join(' ') || emails[0] || phones[0] || id,
    emails,
    phones,
    ...defined({ ...names, title: phrase(p('jobtitle')), companyName: phrase(p('company')), ...place(p) }),
  };
}

/** Person and company of a lead are those of the records it hangs on. */
function leadShape(p: Properties, id: string): Shape {
  const of: Properties = (name) => p(`hs_associated_${name}`);
  const emails = phrases(of('contact_email'));
  const names = { firstName: phrase(of('contact_firstname')), lastName: phrase(of('contact_lastname')) };
  return {
    kind: 'person',
    name: phrase(p('hs_lead_name')) ?? (Object.values(names).filter(Boolean).join(' ') || emails[0] || id),
    emails,
    phones: [],
    ...defined({ ...names, companyName: phrase(of('company_name')) }),
  };
}

function companyShape(p: Properties, id: string, context: DealContext): Shape {
  const domains = phrases(...[p('domain'), ...split(p('hs_additional_domains'))].map((each) => domainOf(phrase(each) ?? '')));
  const site = domainOf(phrase(p('website')) ?? '');
  return {
    kind: 'company',
    name: phrase(p('name')) ?? domains[0] ?? id,
    domains: domains.length > 0 ? domains : phrases(site),
    phones: phrases(p('phone')),
    emails: [],
    ...defined({
      industry: phrase(p('industry')),
      employees: quantity(p('numberofemployees')),
      revenue: money(p, 'annualrevenue', 'hs_annual_revenue_currency_code', context),
      ...place(p),
    }),
  };
}

function dealShape(p: Properties, id: string, context: DealContext): Shape {
  const pipelineId = phrase(p('pipeline'));
  const stageId = phrase(p('dealstage'));
  const stage = context.stages?.get(`${pipelineId}/${stageId}`);
  return {
    kind: 'deal',
    name: phrase(p('dealname')) ?? id,
    status: fate(p, stageId) ?? stage?.status ?? 'open',
    ...defined({
      amount: money(p, 'amount', 'deal_currency_code', context),
      pipelineId,
      stageId,
      stageName: stage?.name,
      closeAt: time(p('closedate')),
      probabilityPct: percent(p('hs_deal_stage_probability')),
    }),
  };
}

/** Quantity and unit price stay under HubSpot's own names. */
function productShape(p: Properties, id: string, context: DealContext): Shape {
  const amount = money(p, 'amount', 'hs_line_item_currency_code', context);
  return { kind: 'product', name: phrase(p('name')) ?? id, ...defined({ amount }) };
}

/** In the record's own currency where it names one. */
function money(p: Properties, amount: string, currency: string, context: DealContext): Money | undefined {
  return toMinor(p(amount), phrase(p(currency)) ?? context.currency);
}

/** The calculated flags decide; without them the stage ids of every account's default pipeline. */
function fate(p: Properties, stageId: string | undefined): 'open' | 'won' | 'lost' | undefined {
  const closed = truth(p('hs_is_closed'));
  if (truth(p('hs_is_closed_won')) || stageId === 'closedwon') return 'won';
  if (closed || stageId === 'closedlost') return 'lost';
  return closed === false ? 'open' : undefined;
}

function place(p: Properties): { city?: string; country?: string } {
  return defined({ city: phrase(p('city')), country: phrase(p('country')) });
}

/**
 * Records the answer says are linked, each once. A company that is only linked stands after the primary one (HubSpot lists that
 * one twice); a deal's contacts keep HubSpot's order, and the first counts as its primary contact.
 */
function linksOf(from: ObjectType | undefined, object: HubspotObject, connection: Connection): RecordBase['links'] {
  return (from?.object === 'activity' || !from ? RECORD_TYPES : linkedTo(from)).flatMap((type) => {
    // Answers name line items with a blank, paths with an underscore.
    const rows = (object.associations?.[type.path] ?? object.associations?.[type.path.replace('_', ' ')])?.results ?? [];
    const labelled = rows.filter((row) => row.type && !row.type.endsWith('_unlabeled'));
    const ids = new Set([...labelled, ...rows].map((row) => row.id).filter((id) => id !== ''));
    return [...ids].map((id, index) => ({
      role: type === CONTACT && from === DEAL && index === 0 ? 'primary-contact' : String(type.object),
      ref: refTo(type, id, connection),
    }));
  });
}

const BOOKKEEPING = new Set(
  words('hs_object_id hs_merged_object_ids hubspot_owner_id createdate hs_createdate lastmodifieddate hs_lastmodifieddate'),
);

/** Everything nobody read, under HubSpot's own names; unknown (null, empty) is left out. */
function rest(object: HubspotObject, read: ReadonlySet<string>): Record<string, unknown> {
  const isKept = ([name, value]: [string, unknown]) => !read.has(name) && !BOOKKEEPING.has(name) && (value ?? '') !== '';
  return Object.fromEntries(Object.entries(object.properties).filter(isKept));
}

/** Multi-values come joined by `;`. */
function split(value: unknown): string[] {
  return typeof value === 'string' ? value.split(';') : [];
}
