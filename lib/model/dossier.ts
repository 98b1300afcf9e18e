import type { Action, Receipt } from './actions.ts';
import type { StoredError } from './errors.ts';
import type { ClockSeen } from './keeping.ts';
import type { PageState, SystemId } from './page.ts';
import type { Activity, Owner, Pipeline, RecordRef, SystemRecord } from './records.ts';
import type { Template } from './template.ts';

/**
 * What is known of one customer, as the cache keeps it: one part per connection, stored the moment that system answers.
 * The anchor is the person (or, without any, the company) the open record leads to.
 */
export interface Dossier {
  /** recordKey of the anchor. */
  key: string;
  kind: 'person' | 'company';
  anchor: RecordRef;
  openedAt: number;
  parts: DossierPart[];
}

/** One system's share. `asking` with a body = older content is shown while a new answer is awaited. */
export interface DossierPart {
  connectionId: string;
  state: 'asking' | 'answered' | 'failed';
  /** Why the last attempt failed; the body of an earlier answer may still be there. */
  error?: StoredError;
  askedAt: number;
  /** When the body was received; absent when this system has never answered. */
  answeredAt?: number;
  records: LinkedRecord[];
  activities: Activity[];
  /** More of the timeline can be asked for. */
  hasMore: boolean;
}

/**
 * A record and why it is in this dossier: `anchor` itself, certainly the `same` person or company, `maybe` the same
 * (shown apart), `apart` because the rep said so (not of the customer; kept so that she can take it back), or `related` to
 * one of those (company, deal, colleague).
 */
export interface LinkedRecord {
  record: SystemRecord;
  link: 'anchor' | 'same' | 'maybe' | 'apart' | 'related';
  /** The rep's answer on this record and the anchor, where she gave one: it decided the link. */
  ruling?: 'same' | 'different';
  /** 0 to 1, for `same`, `maybe` and `apart`. */
  probability?: number;
  /** `weight` above 0 speaks for, below against; absent where the code says it all. */
  reasons?: { code: string; weight?: number; values?: Record<string, string> }[];
}

/** How an open record leads to a customer. A deal or company lists its people, the primary contact first. */
export interface Opening {
  /** recordKey of the open record. */
  record: string;
  /** Key of the dossier shown first; absent for a deal or custom record without any person or company. */
  dossier?: string;
  /** The open record itself, where it is not the anchor. */
  focus?: SystemRecord;
  people: { ref: RecordRef; name: string; title?: string }[];
  at: number;
}

/** A customer in lists: recents and search. */
export interface CustomerSummary {
  dossier: string;
  kind: 'person' | 'company';
  anchor: RecordRef;
  name: string;
  title?: string;
  companyName?: string;
  emails: string[];
  phones: string[];
  url?: string;
  /** Connections that know the customer. */
  connectionIds: string[];
  openedAt: number;
}

/** A task of the rep from the cache, with whom it is about. */
export interface DueTask {
  task: Activity;
  connectionId: string;
  dossier: string;
  customerName: string;
}

/** Slow-moving lists of one connection. */
export interface Dictionary {
  connectionId: string;
  owners: Owner[];
  pipelines: Pipeline[];
  /** Fields of ours that can be written there, per vendor type. */
  writable?: Readonly<Record<string, readonly string[]>>;
  fetchedAt: number;
}

/** What the worker knows of a tab's page; lies in `storage.session` under `tab:<id>`. */
export interface TabState {
  page: PageState;
  /** `preview`: the record of a preview panel that is open over the page. */
  via: 'url' | 'preview';
  /** The connection whose account this page belongs to. */
  connectionId?: string;
  /** The page belongs to an account that is not connected: which, so that the panel can say so and offer to connect it. */
  unconnected?: { system: SystemId; systemName: string; account?: string; host: string };
  at: number;
}

/** The record a tab shows, as a full ref, once the connection (and so the account) is known. */
export interface OpenRecord {
  ref: RecordRef;
  connectionId: string;
}

/** What a rep writes in a form of its own. */
export const COMPOSER_KINDS = ['note', 'task', 'call', 'meeting'] as const;
export type ComposerKind = (typeof COMPOSER_KINDS)[number];

/** What a rep has typed and not yet sent. One per record and kind. */
export interface Draft {
  record: string;
  /** Shown where the draft is offered again on another page. */
  customerName: string;
  kind: ComposerKind;
  text: string;
  /** What was set besides the text (how long a call took, who comes to a meeting), in the composer's own words. */
  fields?: Record<string, string>;
  /** Connections chosen in this composer. */
  targets: string[];
  savedAt: number;
}

/**
 * Where a delivery stands. `unknown`: sent without an answer, being looked for · `needs-you`: stopped until the rep decides ·
 * `failed`: refused for good · `undo-queued`, `undoing`, `undo-unknown`: the way back, with the same meanings · `undone`: taken back
 * in the system, where `cancelled` was never there.
 */
export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'confirmed'
  | 'needs-you'
  | 'failed'
  | 'cancelled'
  | 'undo-queued'
  | 'undoing'
  | 'undo-unknown'
  | 'undone';

/** The fate of one action in one system; the way through its states is drawn in `docs/architecture.md`, "The life of a write". */
export interface Delivery {
  id: string;
  actionId: string;
  connectionId: string;
  state: DeliveryState;
  attempts: number;
  /** Not before this, epoch ms. */
  nextAt: number;
  sentAt?: number;
  error?: StoredError;
  receipt?: Receipt;
  /** Why it could not be taken back: it stays in the system. */
  remains?: StoredError;
}

/** An action with its deliveries, newest first in lists. */
export interface QueuedAction {
  id: string;
  /** recordKey of the record the composer was opened on. */
  record: string;
  customerName: string;
  action: Action;
  createdAt: number;
  /** The action that must be delivered before this one. */
  after?: string;
  deliveries: Delivery[];
}

/** Whose value of a field is shown first; `trusted`: in the order of `systems` (`hubspot`), those not named last. */
export type FieldChoice = { by: 'page' | 'newest' | 'complete' } | { by: 'trusted'; systems: string[] };

/** Fields whose rule the rep may choose. */
export type ChoosableField = 'name' | 'title' | 'companyName' | 'phone' | 'email' | 'city';

/** What a rep has set. No secrets; `neverLog` alone names people. */
export interface Settings {
  language: 'auto' | 'en' | 'es' | 'ru';
  theme: 'auto' | 'light' | 'dark';
  followPreviews: boolean;
  /** How close rows and controls stand. */
  density?: 'comfortable' | 'compact';
  /** Single letters open the composers; absent: they do. */
  letterKeys?: boolean;
  /** The panel keeps quiet on pages that are no CRM's. */
  onlyOnCrm?: boolean;
  /** What weighs how much in the lead score, in any unit; absent: the product's own. */
  scoreWeights?: { groups: Record<string, number>; factors: Record<string, number> };
  /** A field not named follows the page's own system, then what changed last. */
  mergeRules?: Partial<Record<ChoosableField, FieldChoice>>;
  /** Connections a note goes to; undefined = all that know the customer. */
  noteTargets?: string[];
  taskTargets?: string[];
  callTargets?: string[];
  meetingTargets?: string[];
  /** E-mail addresses, domains and names about which nothing is ever written. */
  neverLog?: string[];
  /** Texts for notes and tasks, in the rep's own order. */
  templates?: Template[];
  /** With a passphrase: locks after so many minutes without use; 0 = when the browser closes. */
  lockAfterMin?: number;
  /** A customer not opened for so many days is dropped from the cache; 0 = never. */
  keepDays?: number;
  /** What an entry of the history tells is dropped after so many days; 0 = never. */
  keepHistoryDays?: number;
  /** The browser has deleted what was here; `waiting`: entries that went with it. Null once the rep has read it. */
  lost?: { waiting: number } | null;
  /** Nothing that the rep sets: what the clock has shown, so that nothing is dropped because it was ahead once. */
  clock?: ClockSeen;
  /** Fields that are never kept here: ours (`phones`) or a system's own name for one. */
  neverStore?: string[];
}
