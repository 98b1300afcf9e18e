import type { Action, CallOutcome, Receipt } from '../model/actions.ts';
import type { Capability } from '../model/connection.ts';
import type { MappableObject } from '../model/mapping.ts';
import type { ObjectKind, SystemId } from '../model/page.ts';
import type { Activity, FieldDefinition, IdentityKeys, Owner, Pipeline, RecordRef, SystemRecord, Tombstone } from '../model/records.ts';

export type { Action, Receipt } from '../model/actions.ts';
export type { Capability } from '../model/connection.ts';
export { type ErrorKind, SystemError } from '../model/errors.ts';
export type { ObjectKind, PageRecord, PageState, SystemId } from '../model/page.ts';
export type * from '../model/records.ts';

/** How to prove who is asking. Lives in the worker and the encrypted vault only. */
export type Credentials =
  | { kind: 'token'; token: string }
  | {
      kind: 'oauth';
      accessToken: string;
      expiresAt?: number;
      refreshToken?: string;
      clientId: string;
      clientSecret?: string;
      tokenUrl: string;
      /** When the refresh token's life began, epoch ms. */
      grantedAt?: number;
    }
  | { kind: 'session' }
  /** `session`: what the server gave for name and password, and takes in their place until it ends; the system's own spelling. */
  | { kind: 'basic'; user: string; password: string; session?: string };

/**
 * Canonical field name (`lib/model/mapping.ts`) → the vendor's key, per vendor type; `pin:<key>` for fields that are shown as they are.
 * A system brings these fields along in `custom`, in every verb that answers records; the engine puts them in their places.
 */
export type FieldMap = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An object whose fields can be mapped. */
export interface Mappable {
  /** The vendor type its part of the `FieldMap` is under. */
  native: string;
  /** Keys of `fields()` that `toRecord` reads by itself, or that say nothing to a rep (bookkeeping): they need no mapping. */
  known: readonly string[];
}

/** Account + user + credentials. `account` is '' before the first `verify`. */
export interface Connection {
  id: string;
  system: SystemId;
  account: string;
  /** Salesforce instance, amoCRM account, Pipedrive company host …; systems with one host have a default. */
  baseUrl?: string;
  userId?: string;
  credentials: Credentials;
  /** ISO 3166-1 alpha-2, for phones written without a country code. */
  defaultCountry?: string;
  /** IANA name, where the account has one. */
  timeZone?: string;
  /** ISO 4217. Where one currency holds for the whole account (amoCRM), so that its amounts need no look-up; else absent. */
  currency?: string;
  fieldMap?: FieldMap;
  /** Per vendor type and key of the map: what the vendor stores → what it shows, for fields with choices. */
  fieldOptions?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  /** Names the account had before it was renamed: refs may still carry them. */
  formerAccounts?: string[];
}

/** All that a verb may touch. `fetch` is fenced to the connection's API hosts by whoever hands it in. */
export interface Io {
  connection: Connection;
  fetch(request: Request): Promise<Response>;
  signal: AbortSignal;
  now(): number;
  random(): number;
}

/** A number field an account shall have. `name` is what code calls it (`sidelight_score`), `label` what its users read. */
export interface NewField {
  object: ObjectKind;
  name: string;
  label: string;
}

/** One page of rows; `next` is opaque and absent at the end. */
export interface Page<T> {
  rows: T[];
  next?: string;
}

/** What `verify` found out. `missing` names rights the key lacks, with a code the panel puts into words. */
export interface ConnectionReport {
  account: string;
  userId: string;
  userName: string;
  can: Capability[];
  missing: { what: string; code: string }[];
  /** For `Connection.currency` and `Connection.timeZone`, where the account tells them. */
  currency?: string;
  timeZone?: string;
}

/** One input of a connect form. Its label and hint are looked up in the catalogues by `connect.<system>.<id>`. */
export interface AuthField {
  id: string;
  /** `secret` is masked and never prefilled; `address` is a host name or URL; `select` offers `options`. */
  input: 'text' | 'secret' | 'address' | 'select';
  required: boolean;
  /** Shown inside the empty field: an example, not a label. */
  example?: string;
  options?: readonly string[];
}

/** Where a sign-in goes, worked out from what the rep typed. */
export interface OAuthEndpoints {
  authorizeUrl: string;
  tokenUrl: string;
  clientId: string;
  scope: string;
  /**
   * Parameters of the answer that name where it comes from (an account, a server). Where the vendor sends one and it says
   * something else, the answer belongs to another sign-in and is refused.
   */
  expect?: Readonly<Record<string, string>>;
}

/** One way to sign in, easiest first. */
export interface AuthMethod {
  id: string;
  /** `session`: the rep's own sign-in in this browser; `io.fetch` sends its cookies. */
  kind: 'token' | 'oauth-pkce' | 'session';
  fields: readonly AuthField[];
  /** Where the rep finds or makes the credential. */
  helpUrl?: string;
  /**
   * What the rep typed → a connection to verify (id and account '' at this point).
   * `oauth-pkce`: credentials carry no access token yet; the engine runs the flow with `oauth`.
   * @throws SystemError `invalid` with `field` = the id of the field that is wrong.
   */
  toConnection(values: Readonly<Record<string, string>>): Omit<Connection, 'id'>;
  /** For `oauth-pkce`: endpoints for what the rep typed. */
  oauth?(values: Readonly<Record<string, string>>): OAuthEndpoints;
  /** For `oauth-pkce`: how the token endpoint wants its parameters; default a form, as RFC 6749 has it. */
  tokenBody?: 'form' | 'json';
  /** For `oauth-pkce`: how long a refresh token lives, from the sign-in or (`sliding`) from its last use; absent = not known. */
  refreshLife?: { ms: number; sliding: boolean };
  /** For `oauth-pkce`: parameters with which the vendor answers without showing a page, as long as it knows the rep. */
  silent?: Readonly<Record<string, string>>;
  /**
   * For `session`, where the API takes no cookies: the cookie at `baseUrl` whose value the engine hands in as a token, read
   * anew each time and kept nowhere. Needs the optional permission `cookies`.
   */
  cookie?: { name: string; pattern: RegExp };
}

/** One limit of the kind "so much per so long". Kept strictly: no stretch of that length holds more, wherever it begins. */
export interface RateWindow {
  /** Name in the row that outlives the worker; `all` is the general one. */
  id: string;
  /** What we allow ourselves, below the vendor's own figure. */
  units: number;
  windowMs: number;
  /** Which requests it is about, by `METHOD path`; default all. */
  of?: RegExp;
  /** Units per request where they are not all alike, first match; default 1. With `Limits.told`, what the answer says counts instead. */
  costs?: readonly (readonly [pattern: RegExp, units: number])[];
}

/** What the headers of an answer say about the limits. */
export interface LimitNews {
  /** What this request has cost, in the units of the window that has `costs`. */
  cost?: number;
  /** Share of the whole account's allowance that is used up, 0 to 1. */
  usedShare?: number;
  /** Nothing is left: no request for so long. */
  waitMs?: number;
}

/** What the vendor tolerates, for the engine's rate limiting. */
export interface Limits {
  /** Requests per window that we allow ourselves (below the vendor's own figure). */
  requests: number;
  windowMs: number;
  /** Most requests under way at once. */
  concurrency: number;
  /** After this long an unanswered write can no longer land. */
  writeLandsWithinMs: number;
  /** Further limits beside the general one: of searches, of a day. */
  also?: readonly RateWindow[];
  /** Reads an answer's headers; `now` is epoch ms of the answer's own `Date` where it has one. Pure. */
  told?(headers: Headers, now: number): LimitNews;
  /** From this share of the account's allowance on we leave the rest to others. */
  stopAt?: number;
}

/**
 * One vendor. A verb makes requests and nothing else: it does not retry, wait, cache or refresh.
 * It throws only SystemError; a verb the API does not allow throws `invalid` with code `unsupported`.
 */
export interface System {
  readonly id: SystemId;
  readonly name: string;
  /** Two letters for the system mark; defaults to the first two of the name. */
  readonly mark?: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** The vendor's key for fields of ours, per vendor type, as far as a `field` action with one plain value can write them. */
  readonly ownFields?: FieldMap;
  /** The vendor's own words for our outcomes of a call; another system is given ours in English. */
  readonly callOutcomes?: Readonly<Record<CallOutcome, string>>;
  readonly auth: readonly AuthMethod[];
  readonly limits: Limits;
  /** Objects whose fields the rep can map; absent where `fields` is no capability. */
  readonly mappable?: Readonly<Partial<Record<MappableObject, Mappable>>>;
  /** Match patterns, known from what the rep typed. `pages`: where the content script runs; `api`: the fence of `io.fetch`. */
  hosts(connection: Partial<Connection>): { pages: string[]; api: string[] };
  recordUrl(ref: RecordRef, connection: Connection): string | undefined;
  /** Pure; what `read` uses; recorded payloads go through here. */
  toRecord(native: string, raw: unknown, connection: Connection): SystemRecord;
  /** Pure. */
  toActivity(native: string, raw: unknown, connection: Connection): Activity;
  verify(io: Io): Promise<ConnectionReport>;
  /**
   * Where signing in gives a session that stands in for the password (`basic`): the same credentials with a new one. The engine
   * keeps them, and asks again when they are refused.
   */
  renew?(io: Io): Promise<Credentials>;
  find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]>;
  read(ref: RecordRef, io: Io): Promise<SystemRecord>;
  /** `known`: the record of `ref` where it has just been read; a system may then ask for its neighbours without reading it again. */
  related(ref: RecordRef, io: Io, known?: SystemRecord): Promise<SystemRecord[]>;
  timeline(ref: RecordRef, page: { limit: number; next?: string }, io: Io, known?: SystemRecord): Promise<Page<Activity>>;
  changes(
    object: RecordRef['object'],
    cursor: string | undefined,
    io: Io,
  ): Promise<{ rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean }>;
  owners(io: Io): Promise<Owner[]>;
  pipelines(io: Io): Promise<Pipeline[]>;
  fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]>;
  /**
   * Gives the account a number field that reps can write; one of that name that is there already is taken. Capability
   * `write:field-definition`, which says that the API has it: whether this user may is known when she tries.
   * @throws SystemError `forbidden` for a user or key that may not, `conflict` with code `field-exists` when another type of field
   * has the name, `unknown-outcome` when nobody can tell: trying again makes no second one
   */
  createField?(field: NewField, io: Io): Promise<FieldDefinition>;
  perform(action: Action, key: string, io: Io): Promise<Receipt>;
  /** Did an unanswered write land? Reads a consistent path, never a search index that lags. */
  confirm(action: Action, key: string, io: Io): Promise<Receipt | undefined>;
  undo?(receipt: Receipt, io: Io): Promise<void>;
}
