import type { Delivery, DossierPart } from '../model/dossier.ts';
import type { StoredError } from '../model/errors.ts';
import type { MappableObject } from '../model/mapping.ts';
import type { SystemId } from '../model/page.ts';
import type { RecordRef } from '../model/records.ts';
import type { Ruling } from '../model/rulings.ts';
import type { Sealed } from './seal.ts';

/*
 * What lies in the tables. Everything outside `sealed` is readable by whoever has the profile: ids, kinds, times, states.
 * No name, address, text or amount may be added here in clear.
 */

/** How an open record leads to a dossier. */
export interface OpeningRow {
  record: string;
  dossier?: string;
  at: number;
  /** focus and people. */
  sealed: Sealed;
}

/** One customer; the content lies in `parts`. */
export interface DossierRow {
  key: string;
  kind: 'person' | 'company';
  anchor: RecordRef;
  openedAt: number;
  /** recordKeys that are this customer, and deals of which she is the primary contact: the union over the parts' `members`. */
  members: string[];
  /** The head for lists, a CustomerSummary. */
  sealed: Sealed;
}

/** One connection's share of a dossier. */
export interface PartRow {
  /** `${dossier}#${connectionId}` */
  id: string;
  dossier: string;
  connectionId: string;
  state: DossierPart['state'];
  error?: StoredError;
  askedAt: number;
  answeredAt?: number;
  members: string[];
  /** records, activities, hasMore, next; absent until the first answer. */
  sealed?: Sealed;
}

/** An open task of the rep. */
export interface TaskRow {
  key: string;
  connectionId: string;
  dossier: string;
  dueAt: number;
  /** task and customerName. */
  sealed: Sealed;
}

/** Owners and pipelines of one connection. */
export interface DictionaryRow {
  connectionId: string;
  fetchedAt: number;
  sealed: Sealed;
}

/** How a connection is doing; survives the worker. */
export interface HealthRow {
  connectionId: string;
  /** No request before this moment: the server asked for it. */
  notBefore?: number;
  /** Code of the reason, where it is more than a wish to wait. */
  because?: string | undefined;
  /** State of the circuit breaker as its library wrote it. */
  breaker?: unknown;
  /** Units used lately, by limit. */
  windows?: Record<string, [slot: number, units: number][]>;
  /** Share of the account's day that was used up, as an answer has told it, and when. */
  told?: { share: number; at: number } | undefined;
  /** What was sent lately, per day: `TrafficDay[]`. Hosts tell the account. */
  traffic?: Sealed;
  /** Refusals in a row that named no time. */
  limited?: number;
  /** Who the credentials belonged to when last checked; `by`: keyed fingerprint of the credentials. */
  verified?: { account: string; userId: string; at: number; by?: string };
}

/** About a hundred synced records of one connection. Never changed: a record that changes goes into a newer chunk, the highest id wins. */
export interface ChunkRow {
  /** Rises over all connections. */
  id: number;
  connectionId: string;
  sealed: Sealed;
}

/** Which records the chunks of one transaction hold: hashes and stamps, for finding a record by its key. */
export interface PlacesRow {
  /** The first of the chunks. */
  id: number;
  connectionId: string;
  sealed: Sealed;
}

/** How far one list of one connection was read. */
export interface CursorRow {
  /** `${connectionId}#${object}` */
  id: string;
  connectionId: string;
  /** The FeedState: cursors hold vendors' ids and times. */
  sealed: Sealed;
}

/** A piece of the search index. */
export interface IndexRow {
  id: string;
  sealed: Sealed;
}

/** What the rep has typed and not sent. */
export interface DraftRow {
  /** `${record}#${kind}` */
  id: string;
  record: string;
  savedAt: number;
  sealed: Sealed;
}

/** An action; never changed after it was added. */
export interface ActionRow {
  id: string;
  /** Order of adding, over all records. */
  seq: number;
  record: string;
  createdAt: number;
  /** Keyed hash of record, targets and action without its time: the same click from two windows has the same. */
  print?: string;
  /** The action that must be delivered first. */
  after?: string;
  /** customerName and action. */
  sealed: Sealed;
}

/** An action's fate in one connection. Its id is the key by which a write can be found again. */
export interface DeliveryRow extends Omit<Delivery, 'receipt'> {
  seq: number;
  /** The worker that set `sending`. */
  bootId?: string;
  /** The vendor's id of the user it was sent as. */
  sentAs?: string;
  /** The rep has said "try again": what it was to come after, or what somebody else has changed, no longer holds it back. */
  freed?: boolean;
  /** The receipt. */
  sealed?: Sealed;
}

/** One link of the audit trail. Nothing of what it tells lies here: `payload` names the row that does. */
export interface AuditRow {
  seq: number;
  at: number;
  payload: string;
  /** SHA-256 of the payload's text, hex. It holds a random number, so that nothing can be guessed from its hash. */
  payloadHash: string;
  /** `hash` of the row before; '' for the first. */
  prev: string;
  /** SHA-256 over all of the above, hex. */
  hash: string;
}

/** What an audit entry tells. May be dropped: the chain still holds. */
export interface AuditPayloadRow {
  id: string;
  at: number;
  record: string;
  sealed: Sealed;
}

/** The last link, so that a trail that was cut short is noticed. */
export interface AuditHeadRow {
  id: 'head';
  seq: number;
  hash: string;
}

/** A workflow the rep hands things to, without its address, which lies in the vault. */
export interface HookRow {
  id: string;
  createdAt: number;
  sealed: Sealed;
}

/** A connection without its credentials. */
export interface ConnectionRow {
  id: string;
  system: SystemId;
  createdAt: number;
  sealed: Sealed;
}

/** One setting. */
export interface SettingRow {
  name: string;
  /** Absent where the setting names people or is text of the rep. */
  value?: unknown;
  sealed?: Sealed;
}

/** The rep's answer on two records. In clear: two recordKeys, yes or no, and when; the records' names lie in the sealed parts. */
export type RulingRow = Ruling;

/** What the rep has decided about the fields of one object of an account. */
export interface MappingRow {
  /** `mappingId`. */
  id: string;
  system: SystemId;
  account: string;
  object: MappableObject;
  /** The MappingChoice: labels of fields are the customer's own words. */
  sealed: Sealed;
}

/**
 * A key. `wrapped`: as the key of keys has encrypted it. The key of keys itself is wrapped by `key` (the carrier, without a passphrase), or
 * by what a passphrase gives with this salt and so many rounds. Any other row with a `key` was made before keys could be wrapped.
 */
export interface KeyRow {
  id: string;
  key?: CryptoKey;
  wrapped?: Sealed;
  salt?: Uint8Array<ArrayBuffer>;
  iterations?: number;
}

/** When a connection's tokens were renewed: epoch ms, the last few; `isOpen` = asked, and the answer is not stored (yet). */
export interface RenewalRow {
  id: string;
  at: number[];
  isOpen: boolean;
}

/** Credentials of a connection, under the vault's own key. */
export interface SecretRow {
  id: string;
  sealed: Sealed;
}
