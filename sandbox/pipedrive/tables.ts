import type { Field } from './custom-fields.ts';

/** Rows as the vendor keeps them, in the names of API v2 where it has the thing. Times are ISO 8601 in UTC. */
export interface Contactable {
  value: string;
  primary: boolean;
  label: string;
}

interface Address {
  value: string;
  country?: string;
  locality?: string;
}

interface Common {
  id: number;
  owner_id: number;
  add_time: string;
  update_time: string;
  is_deleted: boolean;
  visible_to: number;
  label_ids: number[];
  custom_fields: Record<string, unknown>;
}

export interface Person extends Common {
  name: string;
  first_name: string | null;
  last_name: string | null;
  org_id: number | null;
  emails: Contactable[];
  phones: Contactable[];
  picture_id: null;
  job_title: string | null;
  postal_address: Address | null;
}

export interface Organization extends Common {
  name: string;
  address: Address | null;
  website: string | null;
  linkedin: string | null;
  /** Option id of the industry field. */
  industry: number | null;
  annual_revenue: number | null;
  employee_count: number | null;
}

export interface Deal extends Common {
  title: string;
  creator_user_id: number;
  value: number | null;
  currency: string;
  status: 'open' | 'won' | 'lost' | 'deleted';
  stage_id: number;
  pipeline_id: number;
  person_id: number | null;
  org_id: number | null;
  /** Not part of an answer: everybody on the deal, the primary contact first. */
  participants: number[];
  probability: number | null;
  lost_reason: string | null;
  stage_change_time: string | null;
  close_time: string | null;
  won_time: string | null;
  lost_time: string | null;
  expected_close_date: string | null;
  is_archived: boolean;
}

export interface Lead {
  id: string;
  title: string;
  owner_id: number;
  creator_id: number;
  person_id: number | null;
  organization_id: number | null;
  value: { amount: number; currency: string } | null;
  source_name: string;
  expected_close_date: string | null;
  label_ids: string[];
  add_time: string;
  update_time: string;
}

export interface Activity {
  id: number;
  subject: string;
  type: string;
  owner_id: number;
  creator_user_id: number;
  is_deleted: boolean;
  add_time: string;
  update_time: string;
  deal_id: number | null;
  lead_id: string | null;
  person_id: number | null;
  org_id: number | null;
  due_date: string | null;
  due_time: string | null;
  duration: string | null;
  busy: boolean;
  done: boolean;
  marked_as_done_time: string | null;
  participants: { person_id: number; primary: boolean }[];
  public_description: string | null;
  priority: number | null;
  note: string | null;
}

export interface Note {
  id: number;
  content: string;
  user_id: number;
  person_id: number | null;
  org_id: number | null;
  deal_id: number | null;
  lead_id: string | null;
  add_time: string;
  update_time: string;
  active_flag: boolean;
}

export interface Mail {
  id: number;
  user_id: number;
  subject: string;
  snippet: string;
  person_id: number | null;
  org_id: number | null;
  deal_id: number | null;
  sent: boolean;
  opened: boolean;
  message_time: string;
}

interface User {
  id: number;
  name: string;
  email: string;
}

/** A line of a deal's offer. */
export interface Line {
  id: number;
  deal_id: number;
  product_id: number | null;
  name: string;
  item_price: number;
  quantity: number;
  discount: number;
  sum: number;
  currency: string;
  add_time: string;
  update_time: string;
}

export interface StoredFile {
  id: number;
  user_id: number;
  name: string;
  file_type: string;
  file_size: number;
  person_id: number | null;
  org_id: number | null;
  deal_id: number | null;
  lead_id: string | null;
  add_time: string;
  update_time: string;
  active_flag: boolean;
}

/** Everything one account holds. `written`: when a row came into being, for the search index that lags. */
export interface Tables {
  users: User[];
  persons: Map<number, Person>;
  organizations: Map<number, Organization>;
  deals: Map<number, Deal>;
  leads: Map<string, Lead>;
  activities: Map<number, Activity>;
  notes: Map<number, Note>;
  mails: Map<number, Mail>;
  lines: Map<number, Line>;
  files: Map<number, StoredFile>;
  /** Fields that were added through the API. */
  fields: Map<'person' | 'organization' | 'deal', Field[]>;
  written: WeakMap<object, number>;
  personIds: Map<string, number[]>;
}

export const COMPANY = 'sidelight-demo';
export const HOST = `${COMPANY}.pipedrive.com`;
export const TOKEN = '5f1d3ac07be94d28a6c01e77b2d94f60813ac5de';
export const COMPANY_ID = 7_301_142;
export const TIME_ZONE = 'Europe/Madrid';

export const PIPELINES = [
  { id: 1, name: 'Sales' },
  { id: 2, name: 'Renewals' },
] as const;
/** The catalogue; prices in the account's currency. */
export const PRODUCTS = [
  { id: 1, name: 'Winter tyre 205/55 R16', code: 'WT-205', price: 84.5 },
  { id: 2, name: 'Alloy rim 16″', code: 'AR-16', price: 120 },
  { id: 3, name: 'Обслуживание парка', code: null, price: 0 },
] as const;
/** Labels of people, organizations and deals: options of a standard field; a new account's own. */
export const LABELS = [
  { id: 5, label: 'Customer', color: 'green' },
  { id: 6, label: 'Hot lead', color: 'red' },
  { id: 7, label: 'Warm lead', color: 'yellow' },
  { id: 8, label: 'Cold lead', color: 'blue' },
] as const;
export const LEAD_LABELS = [
  { id: 'f08b42a0-4e75-11ea-9643-03698ef1cfd6', name: 'Hot', color: 'red' },
  { id: 'f08b42a1-4e75-11ea-9643-03698ef1cfd6', name: 'Cold', color: 'blue' },
] as const;
export const STAGES = [
  { id: 1, name: 'Qualified', pipeline_id: 1, deal_probability: 10 },
  { id: 2, name: 'Contact made', pipeline_id: 1, deal_probability: 25 },
  { id: 3, name: 'Demo scheduled', pipeline_id: 1, deal_probability: 40 },
  { id: 4, name: 'Proposal made', pipeline_id: 1, deal_probability: 60 },
  { id: 5, name: 'Negotiations started', pipeline_id: 1, deal_probability: 80 },
  { id: 6, name: 'Renewal due', pipeline_id: 2, deal_probability: 70 },
  { id: 7, name: 'Terms sent', pipeline_id: 2, deal_probability: 90 },
] as const;

/** The next free number of a table. */
export function nextId(table: ReadonlyMap<number, unknown>): number {
  return Math.max(0, ...table.keys()) + 1;
}

/** Seconds are as fine as the vendor's stamps get. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
