import type { ObjectKind, SystemId } from './page.ts';

/** Where a record lives: system, account, the vendor's type and id. Equal in all five = the same record. */
export interface RecordRef {
  system: SystemId;
  /** Same string as in the page's record and in the connection. */
  account: string;
  object: ObjectKind | 'activity' | 'product' | 'order' | 'invoice' | 'quote' | 'file';
  /** The vendor's own type name, in the spelling of its record URLs: `0-1`, `Contact`, `person`, `leads`. */
  native: string;
  id: string;
}

/** What another system can be asked with. Values as the source has them; each system normalises for its own search. */
export interface IdentityKeys {
  kind: 'person' | 'company';
  emails: string[];
  phones: string[];
  names: string[];
  companyNames: string[];
  domains: string[];
  externalIds: { name: string; value: string }[];
}

/** An amount in the currency's minor unit (cents); JPY and the like have none, so `amountMinor` is whole yen. */
export interface Money {
  amountMinor: number;
  /** ISO 4217, upper-case. */
  currency: string;
}

/** What a customer may owe and does, where a system keeps such accounts. Optional means unknown. */
export interface Credit {
  /** How much may be open at once; absent: no limit is set. */
  limit?: Money;
  /** What counts against it: invoices that are not paid and orders that are not invoiced. */
  used?: Money;
}

/** What every record has. Optional means unknown. Times are epoch ms. */
export interface RecordBase {
  ref: RecordRef;
  name: string;
  /** Address of the record's page in the vendor's web UI. */
  url?: string;
  ownerId?: string;
  createdAt?: number;
  changedAt?: number;
  /** Roles: `company`, `contact`, `primary-contact`, `deal`; a vendor's own word where none of these fits. */
  links: { role: string; ref: RecordRef }[];
  /** Custom fields under the vendor's own key, as the vendor gave them. */
  custom: Record<string, unknown>;
  /** What the rep's field mapping tells beside the members of the record, for the lead score. */
  facts?: RecordFacts;
  mergedInto?: RecordRef;
}

/** Facts that only the lead score reads; filled by a field mapping. On a person, `industry` to `revenue` are those of her company. */
export interface RecordFacts {
  industry?: string;
  employees?: number;
  revenue?: Money;
  technologies?: string[];
  websiteVisits?: number;
  contentDownloads?: number;
  emailsOpened?: number;
  emailsClicked?: number;
  replies?: number;
}

/** A person: a contact or a lead (vendors split them, reps do not). */
export type PersonRecord = RecordBase & {
  kind: 'person';
  firstName?: string;
  lastName?: string;
  emails: string[];
  phones: string[];
  title?: string;
  companyName?: string;
  country?: string;
  city?: string;
  credit?: Credit;
};

/** A company (HubSpot company, Salesforce Account, Pipedrive organization, amoCRM company). */
export type CompanyRecord = RecordBase & {
  kind: 'company';
  domains: string[];
  phones: string[];
  emails: string[];
  industry?: string;
  employees?: number;
  revenue?: Money;
  country?: string;
  city?: string;
  taxId?: string;
  credit?: Credit;
};

/** A deal (Salesforce Opportunity, amoCRM lead). */
export type DealRecord = RecordBase & {
  kind: 'deal';
  amount?: Money;
  pipelineId?: string;
  stageId?: string;
  stageName?: string;
  status: 'open' | 'won' | 'lost';
  closeAt?: number;
  /** 0 to 100. */
  probabilityPct?: number;
};

/** Everything else that has an amount or a date and no shape of its own yet. */
export type OtherRecord = RecordBase & {
  kind: 'ticket' | 'order' | 'invoice' | 'quote' | 'product' | 'file' | 'custom';
  status?: string;
  amount?: Money;
  /** What of it is still to be paid. */
  due?: Money;
  /** When the first of it is, or was, to be paid. */
  dueAt?: number;
  /** What of `due` should have been paid by the day of the answer; absent: only `dueAt` tells. */
  overdue?: Money;
  /** Of a product: what lies in the warehouses, and what will when all that is planned has happened. `unit` as the vendor writes it. */
  stock?: { onHand: number; forecast?: number; unit?: string };
};

export type SystemRecord = PersonRecord | CompanyRecord | DealRecord | OtherRecord;

/** One entry of a timeline. `at` is when it happened (a task: when it was made or is due, as the vendor sorts it), epoch ms. */
export interface Activity {
  ref: RecordRef;
  kind: 'note' | 'task' | 'call' | 'email' | 'meeting' | 'message' | 'other';
  at: number;
  title?: string;
  /** Plain text: vendors' HTML is reduced to text in `map.ts`. */
  text?: string;
  direction?: 'in' | 'out';
  outcome?: string;
  durationMs?: number;
  dueAt?: number;
  done?: boolean;
  ownerId?: string;
  on: RecordRef[];
}

/** A delete or merge we remember, so that an older answer cannot bring the record back. */
export interface Tombstone {
  ref: RecordRef;
  deletedAt?: number;
  mergedInto?: RecordRef;
}

/** A user of the vendor's system who can own records. */
export interface Owner {
  id: string;
  name: string;
  email?: string;
  active: boolean;
}

/** A deal pipeline with its stages in board order. */
export interface Pipeline {
  id: string;
  name: string;
  stages: Stage[];
}

/** One stage. Pipedrive has no won or lost stages: there `status` is always `open`. */
export interface Stage {
  id: string;
  name: string;
  status: 'open' | 'won' | 'lost';
  /** 0 to 100, where the vendor gives one. */
  probabilityPct?: number;
}

/** Field metadata, for custom-field mapping. */
export interface FieldDefinition {
  /** The vendor's own key. */
  key: string;
  label: string;
  /** The vendor's own type word. */
  type: string;
  custom: boolean;
  readOnly: boolean;
  options?: { value: string; label: string }[];
}

/**
 * One string per record, for keys of maps and rows. Parts are percent-encoded, so ids with separators stay apart.
 * `native` counts for activities alone: there vendors number their types apart (amoCRM's note 5 and task 5). For records it is
 * left out on purpose: a URL may not tell it, and object + id decide within one account.
 */
export function recordKey(ref: Pick<RecordRef, 'system' | 'account' | 'object' | 'id'> & { native?: string }): string {
  const type = ref.object === 'activity' && ref.native ? `activity:${ref.native}` : ref.object;
  return `${encoded(ref.system)}/${encoded(ref.account)}/${encoded(type)}/${encoded(ref.id)}`;
}

/** Most parts are plain: a page of a list asks for hundreds of keys. */
function encoded(part: string): string {
  return /^[\w.~-]*$/.test(part) ? part : encodeURIComponent(part.toWellFormed());
}
