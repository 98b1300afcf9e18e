import type { Column } from './columns.ts';

/** The modules the stand-in keeps. E-mails are no module: they hang on records. */
export const MODULES = [
  'Contacts',
  'Leads',
  'Accounts',
  'Deals',
  'Cases',
  'Products',
  'Tasks',
  'Calls',
  'Events',
  'Notes',
  'Attachments',
] as const;
export type Module = (typeof MODULES)[number];

/** A row as the API shows it: columns by their API names, lookups as `{name, id}`. */
export type Row = { id: string; Created_Time: string; Modified_Time: string } & Record<string, unknown>;

export interface Lookup {
  name: string;
  id: string;
}

export interface User {
  id: string;
  full_name: string;
  first_name: string;
  last_name: string;
  email: string;
}

export interface Mail {
  message_id: string;
  subject: string;
  summary: string;
  sent: boolean;
  time: string;
  /** Ids of the contact or lead, the account and the deal it belongs to. */
  on: string[];
  person: { user_name: string; email: string };
  user: User;
  opened: boolean;
}

/** Everything one account holds. `written`: when a row came into being or changed, for the search index that lags. */
export interface Tables {
  users: User[];
  rows: Readonly<Record<Module, Map<string, Row>>>;
  mails: Mail[];
  /** Contacts with a role on a deal, the primary one first. */
  roles: Map<string, string[]>;
  /** Products on a deal. */
  offers: Map<string, string[]>;
  deleted: { module: Module; id: string; display_name: string; at: number }[];
  /** Fields that were added through the API. */
  columns: Map<Module, Column[]>;
  written: WeakMap<Row, number>;
  people: Map<string, { module: 'Contacts' | 'Leads'; id: string }[]>;
  nextId(): string;
}

export const ORG_NUMBER = '20093847562';
export const ACCOUNT = `org${ORG_NUMBER}`;
export const PAGES = 'crm.zoho.eu';
export const API = 'www.zohoapis.eu';
export const ACCOUNTS = 'accounts.zoho.eu';
export const TOKEN = '1000.7f3c1be20d5549a8b6e1c04d9a27f358.d41f70b2a96c4e3587e0b1f9c6d2a843';
export const REFRESH_TOKEN = '1000.0c5e8d12f7b94a36a1d0e67b35f2c981.5b2e91d07f4c43a8965c1f0e8a7d6b32';
export const CLIENT_ID = '1000.SIDELIGHTSANDBOXCLIENT';
export const CURRENCY = 'EUR';
export const TIME_ZONE = 'Europe/Madrid';
/** 19 digits: more than a number can hold exactly. */
export const FIRST_USER = 5725767000000411001n;
export const FIRST_ID = 5725767000002889017n;

/** The vendor's own stages with their probabilities, all on one board. */
export const STAGES = [
  { value: 'Qualification', probability: 10, forecast: 'Open' },
  { value: 'Needs Analysis', probability: 20, forecast: 'Open' },
  { value: 'Value Proposition', probability: 40, forecast: 'Open' },
  { value: 'Proposal/Price Quote', probability: 75, forecast: 'Open' },
  { value: 'Negotiation/Review', probability: 90, forecast: 'Open' },
  { value: 'Closed Won', probability: 100, forecast: 'Closed Won' },
  { value: 'Closed Lost', probability: 0, forecast: 'Closed Lost' },
  { value: 'Closed Lost to Competition', probability: 0, forecast: 'Closed Lost' },
] as const;
export const PIPELINE = 'Standard (Standard)';
export const LAYOUT_ID = '5725767000000000173';

/** The vendor writes times in the user's zone, to the second. */
export function stamp(at: number): string {
  return `${new Date(at + 3_600_000).toISOString().slice(0, 19)}+01:00`;
}
