import type { Action, Connection, ErrorKind, RecordRef } from '../../../lib/systems/contract.ts';

/** An answer in the vendor's own words. `body` is sent as JSON unless it is a text. */
export interface Words {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A refusal for having asked too much, and what it has to become. */
export interface LimitWords {
  name: string;
  words: Words;
  kind: ErrorKind;
  /** Id of the sentence a rep reads. */
  sentence: string;
}

/** How a vendor says that something is not there. */
export interface Gone extends Words {
  /** Where it says otherwise to a write, and what that becomes. */
  toWrite?: { words: Words; kind: ErrorKind };
}

/** How one vendor says what the fault matrix wants said, from the fact sheets. One file per system beside this one. */
export interface VendorFacts {
  /** Too many requests just now; Retry-After is put on it by the test. */
  busy: Words;
  /** The day's share is used up, blocked, or said without 429. */
  limits: readonly LimitWords[];
  /** The token has expired. */
  expired: Words;
  /** Where tokens are renewed, if the system signs in with OAuth. */
  tokenUrl?: string;
  /** Is this the request that opens a session anew (`System.renew`), if the system keeps what that takes? */
  signsIn?(request: Request): boolean;
  /** The key lacks the right for this. */
  scope: Words;
  /** Somebody else changed it. */
  conflict: Words;
  /** Deleted, or never there. */
  gone: readonly Gone[];
  /**
   * Where one request asks for several things: which requests, and an answer in which the first of them has failed for a reason that
   * may pass. Or why there is none.
   */
  partial: { of: RegExp; spoil(text: string): string } | { exempt: string };
  /** Makes any page of rows claim that there is one more, always the same. */
  more(body: unknown): unknown;
  /** A writable text field of a person, for the action `field`. */
  textField: string;
  /** A writable column of a person that takes whole numbers, for the action `score`. */
  scoreField?: string;
  /** Labels that the account has, where reps cannot make new ones. */
  tags?: readonly string[];
  /** Requests that leave something with the vendor although the stand-in counts no write: a file that hangs nowhere yet. */
  uploads?: RegExp;
  /** Kinds of action whose effect the API cannot take away, with the reason. */
  cannotUndo?: Partial<Record<Action['kind'], string>>;
  /** Kinds of records that no stand can have, with the reason. */
  noSample?: Partial<Record<RecordRef['object'], string>>;
  /** Makes what the cast has none of, around the hero: requests to the vendor's own API. `related` has to lead to it. */
  seed?(connection: Connection, hero: RecordRef): Request[];
}
