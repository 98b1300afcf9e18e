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

/** Reduces any thrown value to a storable error; what is not a SystemError becomes `protocol` with code `internal`. */
export function toStoredError(error: unknown): StoredError {
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
