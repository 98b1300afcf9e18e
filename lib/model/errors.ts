/**
 * What went wrong, told apart by what to do about it:
 * `auth` reconnect · `forbidden` ask for the right · `not-found` gone or hidden · `invalid` the rep must change something ·
 * `conflict` somebody else changed it · `rate-limit` wait · `unavailable` try again later · `unknown-outcome` sent without an
 * answer: confirm before sending again · `protocol` an answer we do not understand · `permission` the browser withholds host access.
 */
export const ERROR_KINDS = [
  'auth',
  'forbidden',
  'not-found',
  'invalid',
  'conflict',
  'rate-limit',
  'unavailable',
  'unknown-outcome',
  'protocol',
  'permission',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** Facts about a failure that are safe to show and log: never a token, a body or an address. */
export interface ErrorDetails {
  status?: number;
  /** The field the vendor complains about. */
  field?: string;
  /** How long the server asked us to wait. */
  retryAfterMs?: number;
  /** A stable code: the vendor's own (`MISSING_SCOPES`) or ours (`unsupported`, `html-answer`). */
  code?: string;
  cause?: unknown;
}

/** The only error a system throws. The message holds kind, status and code, never what was sent or received. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly kind: ErrorKind;
  readonly status?: number;
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly code?: string;

  constructor(kind: ErrorKind, details: ErrorDetails = {}) {
    super(
      [kind, details.status, details.code].filter((part) => part !== undefined).join(' '),
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.kind = kind;
    if (details.status !== undefined) this.status = details.status;
    if (details.field !== undefined) this.field = details.field;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.code !== undefined) this.code = details.code;
  }
}

/** The part of a SystemError that can be stored in a row or sent in a message. */
export interface StoredError {
  kind: ErrorKind;
  status?: number;
  field?: string;
  retryAfterMs?: number;
  code?: string;
}

/**
 * What can be wrong with what lies on this computer, by what to do about it: `locked` the rep gives the passphrase · `wrong-passphrase`
 * gives it again · `tampered` a sealed value does not open · `key-gone` values are there, their key is not · `storage-full` the browser
 * gives no more room · `storage-newer` a newer version of us has written here · `storage-blocked` an older one holds it open ·
 * `storage-closed` the browser does not open it · `never-log` the rep has said that nothing is written about this customer.
 */
export type StoreErrorKind =
  | 'locked'
  | 'wrong-passphrase'
  | 'tampered'
  | 'key-gone'
  | 'storage-full'
  | 'storage-newer'
  | 'storage-blocked'
  | 'storage-closed'
  | 'never-log';

const STORE_KINDS: Readonly<Record<StoreErrorKind, ErrorKind>> = {
  locked: 'permission',
  'wrong-passphrase': 'invalid',
  tampered: 'protocol',
  'key-gone': 'protocol',
  'storage-full': 'unavailable',
  'storage-newer': 'protocol',
  'storage-blocked': 'unavailable',
  'storage-closed': 'unavailable',
  'never-log': 'forbidden',
};

/** What the browser's database says, by the names of its errors. Source: "Indexed Database API 3.0", exceptions; Dexie, "DexieErrors". */
const DATABASE_ERRORS: Readonly<Record<string, StoreErrorKind>> = {
  QuotaExceededError: 'storage-full',
  VersionError: 'storage-newer',
  DatabaseClosedError: 'storage-closed',
  OpenFailedError: 'storage-closed',
  InvalidStateError: 'storage-closed',
  MissingAPIError: 'storage-closed',
  UnknownError: 'storage-closed',
};

/** What the store throws besides Dexie's own errors. Holds no content of a row. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, details: { cause?: unknown } = {}) {
    super(kind, details);
    this.kind = kind;
  }
}

/** Which trouble with the store this is, whoever threw it; `undefined` when it is none. Looks into what Dexie wraps. */
export function storeTrouble(error: unknown): StoreErrorKind | undefined {
  if (error instanceof StoreError) return error.kind;
  if (!(error instanceof Error)) return undefined;
  const inner = storeTrouble((error as { inner?: unknown }).inner);
  return inner ?? (Object.hasOwn(DATABASE_ERRORS, error.name) ? DATABASE_ERRORS[error.name] : undefined);
}

/** Reduces any thrown value to a storable error; what is neither a SystemError nor trouble with the store becomes `protocol` with code `internal`. */
export function toStoredError(error: unknown): StoredError {
  const trouble = storeTrouble(error);
  if (trouble) return { kind: STORE_KINDS[trouble], code: trouble };
  if (!(error instanceof SystemError)) return { kind: 'protocol', code: 'internal' };
  const { kind, status, field, retryAfterMs, code } = error;
  return {
    kind,
    ...(status !== undefined && { status }),
    ...(field !== undefined && { field }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(code !== undefined && { code }),
  };
}
