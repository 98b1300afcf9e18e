import { type ErrorKind, SystemError } from '../../model/errors.ts';
import { kindsOf } from '../error-kinds.ts';
import { byStatus, type Classify, type Failure } from '../http.ts';
import { listOf, objectOf } from '../values.ts';

/**
 * errorCode → kind, where the status alone does not say it. What is not listed and came with 400 is `invalid`. Salesforce rolls a refused write back, so none of
 * these leaves a write's fate open. Source: "Status Codes and Error Responses" (REST API guide).
 */
const KINDS = kindsOf({
  'rate-limit': 'REQUEST_LIMIT_EXCEEDED',
  forbidden:
    'INSUFFICIENT_ACCESS INSUFFICIENT_ACCESS_OR_READONLY INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY INVALID_TYPE ENTITY_IS_LOCKED',
  'not-found': 'ENTITY_IS_DELETED INVALID_CROSS_REFERENCE_KEY',
  conflict: 'DUPLICATES_DETECTED DUPLICATE_VALUE DUPLICATE_EXTERNAL_ID',
  unavailable: 'UNABLE_TO_LOCK_ROW QUERY_TIMEOUT TXN_SECURITY_METERING_ERROR',
  protocol: 'MALFORMED_QUERY MALFORMED_SEARCH INVALID_QUERY_LOCATOR',
});

/** Salesforce's reading of a failure: an array of `{errorCode, fields}`, or OAuth's `{error}`; the message is never looked at. */
export const classify: Classify = (failure) => errorOf(failure.json, failure.status) ?? byBareStatus(failure);

/** The error inside an answer's or a composite part's body; the first that is not a mere consequence of another. */
export function errorOf(body: unknown, status: number): SystemError | undefined {
  const entries = listOf(body)
    .map(objectOf)
    .filter(({ errorCode }) => typeof errorCode === 'string');
  const first = entries.find(({ errorCode }) => errorCode !== 'PROCESSING_HALTED') ?? entries[0];
  if (first) return toError(String(first.errorCode), status, listOf(first.fields)[0]);
  const { error } = objectOf(body);
  if (typeof error !== 'string') return undefined;
  const code = /^[A-Za-z0-9_.-]{1,80}$/.test(error) ? error : 'oauth-error';
  return new SystemError(status >= 500 ? 'unavailable' : 'auth', { status, code });
}

function toError(code: string, status: number, field: unknown): SystemError {
  const safe = /^[A-Z0-9_]{1,80}$/.test(code) ? code : 'unknown-code';
  const kind = KINDS[safe] ?? byStatus({ status, headers: new Headers(), json: undefined, html: false }).kind;
  return new SystemError(kind, { status, code: safe, ...(typeof field === 'string' && { field }) });
}

/** Edge servers answer 406 and 420 without JSON when they are busy. */
function byBareStatus({ status, json }: Failure): SystemError | undefined {
  const kind = json === undefined ? BARE[status] : undefined;
  return kind && new SystemError(kind, { status });
}

const BARE: Readonly<Record<number, ErrorKind>> = { 406: 'unavailable', 420: 'rate-limit' };
