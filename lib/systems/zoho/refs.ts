import { type Connection, type RecordRef, SystemError } from '../contract.ts';
import { supported } from '../refusals.ts';
import { centreOf } from './centres.ts';

/** The modules with records of their own that we read, by their API names. */
export type Module = 'Contacts' | 'Leads' | 'Accounts' | 'Deals' | 'Cases';
/** What hangs on a record: in lists, without pages of our own. */
export type DetailModule = 'Products' | 'Attachments';
/** The modules timelines are made of. */
export type EntryModule = 'Notes' | 'Tasks' | 'Calls' | 'Events' | 'Emails';

const OBJECTS = { Contacts: 'contact', Leads: 'lead', Accounts: 'company', Deals: 'deal', Cases: 'ticket' } as const;
const MODULES: Readonly<Partial<Record<RecordRef['object'], Module>>> = {
  contact: 'Contacts',
  lead: 'Leads',
  company: 'Accounts',
  deal: 'Deals',
  ticket: 'Cases',
};
/** URLs call deals by their first name; every other module is called the same in URL and API. */
const TABS: Readonly<Record<Module, string>> = {
  Contacts: 'Contacts',
  Leads: 'Leads',
  Accounts: 'Accounts',
  Deals: 'Potentials',
  Cases: 'Cases',
};
const DETAILS: Readonly<Partial<Record<RecordRef['object'], DetailModule>>> = { product: 'Products', file: 'Attachments' };
const ALIASES: Readonly<Record<string, Module>> = {
  contact: 'Contacts',
  lead: 'Leads',
  account: 'Accounts',
  company: 'Accounts',
  deal: 'Deals',
  potential: 'Deals',
  case: 'Cases',
  ticket: 'Cases',
};

/** Ids have 15 to 19 digits and exceed 2^53, so they stay strings; anything but digits would lead to another endpoint. */
const ID = /^\d{1,20}$/;
const ORG = /^org\d{1,20}$/;

/** The module behind a name as URLs, the API or other programs write it: `Potentials`, `deals`, `Contact`. */
export function moduleNamed(native: string): Module | undefined {
  const word = native.toLowerCase().replace(/s$/, '');
  return Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined;
}

/** A record as URLs name it: `native` is the tab's word (`Potentials`), which is what detection reads out of an address. */
export function recordRef(connection: Connection, module: Module, id: string): RecordRef {
  return { system: 'zoho', account: connection.account, object: OBJECTS[module], native: TABS[module], id };
}

/** Ids are unique over the whole account, so entries need no prefix; an e-mail's id is a long word of its own. */
export function entryRef(connection: Connection, module: EntryModule, id: string): RecordRef {
  return { system: 'zoho', account: connection.account, object: 'activity', native: module, id };
}

/** A file of a record. */
export function fileRef(connection: Connection, id: string): RecordRef {
  return { system: 'zoho', account: connection.account, object: 'file', native: 'Attachments', id };
}

/** Which module a ref of this account means; undefined for entries, other accounts' and other systems' refs. */
export function ownModule(ref: RecordRef, connection: Connection): Module | undefined {
  if (ref.system !== 'zoho' || ref.account !== connection.account || !ID.test(ref.id)) return undefined;
  return MODULES[ref.object];
}

/** @throws SystemError `invalid` with code `unsupported`, `other-account` or `bad-id`. */
export function requireModule(ref: RecordRef, connection: Connection): Module {
  return required(MODULES[ref.object], ref, connection);
}

/** The same for whatever can be read by its id. */
export function requireReadable(ref: RecordRef, connection: Connection): Module | DetailModule {
  return required(DETAILS[ref.object] ?? MODULES[ref.object], ref, connection);
}

function required<T>(module: T | undefined, ref: RecordRef, connection: Connection): T {
  const found = supported(ref.system === 'zoho' ? module : undefined);
  if (ref.account !== connection.account) throw new SystemError('invalid', { code: 'other-account' });
  if (!ID.test(ref.id)) throw new SystemError('invalid', { code: 'bad-id' });
  return found;
}

/** The module of an object, for lists and field metadata. */
export function moduleOf(object: RecordRef['object']): Module | undefined {
  return MODULES[object];
}

/** Is this the id of a record or entry (e-mails have other ones)? */
export function isId(id: string): boolean {
  return ID.test(id);
}

/** Address of the record's page; undefined for what has no page of its own. */
export function recordUrl(ref: RecordRef, connection: Connection): string | undefined {
  const module = ref.system === 'zoho' ? MODULES[ref.object] : undefined;
  return module && pageUrl(TABS[module], ref.id, connection);
}

/** Address of an entry's page: tasks, calls and meetings have one each. */
export function entryUrl(module: EntryModule, id: string, connection: Connection): string | undefined {
  return module === 'Notes' || module === 'Emails' ? undefined : pageUrl(module, id, connection);
}

function pageUrl(tab: string, id: string, connection: Connection): string | undefined {
  const centre = centreOf(connection);
  if (!centre || !ID.test(id)) return undefined;
  const org = ORG.test(connection.account) ? `/${connection.account}` : '';
  return `https://${centre.pages}/crm${org}/tab/${tab}/${id}`;
}
