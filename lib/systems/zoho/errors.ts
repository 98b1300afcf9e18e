import * as v from 'valibot';
import { SystemError } from '../contract.ts';
import { type Classify, waitOf } from '../http.ts';
import { envelopeSchema, verdictSchema } from './schema.ts';

/** The vendor's word for a token that will not do: expired, revoked, or of another data centre. */
const SIGNED_OUT = new Set(['INVALID_TOKEN', 'AUTHENTICATION_FAILURE']);
/** What the user's profile, the key's scopes or the edition do not allow. */
const FORBIDDEN = new Set(['OAUTH_SCOPE_MISMATCH', 'NO_PERMISSION', 'AUTHORIZATION_FAILED', 'FEATURE_NOT_ENABLED']);
const BUSY = new Set(['TOO_MANY_REQUESTS', 'RATE_LIMIT_EXCEEDED']);
const CONFLICT = new Set(['ALREADY_USED', 'DUPLICATE_DATA', 'RECORD_MODIFIED']);
const DOWN = new Set(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE']);

/**
 * Reads a refusal by the vendor's code first: scope errors come as 401 or 403, an unknown id as 400 or 404. A web page and what
 * has no code is left to the rule by status. Source: Zoho CRM API v8, "Status codes and errors".
 */
export const classify: Classify = ({ status, headers, json, html }) => {
  if (html) return undefined;
  const { code, details } = v.parse(verdictSchema, firstRow(json) ?? json);
  const known = vendorCode(code);
  if (status === 429 || (known !== undefined && BUSY.has(known))) return tooMany(status, headers);
  if (status >= 500) return undefined;
  if (known !== undefined) return byCode(known, status, details);
  return undefined;
};

/** A write of one row that was refused as a whole carries its verdict inside `data`, of a field inside `fields`. */
function firstRow(json: unknown): unknown {
  const { data, fields = data } = v.parse(envelopeSchema, json);
  return Array.isArray(fields) ? fields[0] : undefined;
}

/** One row's refusal inside an answer that came as 200, 202 or 207. A row without a verdict says nothing certain. */
export function refusedRow(row: unknown, status: number): SystemError {
  const { code, details } = v.parse(verdictSchema, row);
  const known = vendorCode(code);
  if (known === undefined) return new SystemError('unknown-outcome', { status, code: 'no-verdict' });
  return byCode(known, status, details);
}

function byCode(code: string, status: number, details: v.InferOutput<typeof verdictSchema>['details']): SystemError {
  if (SIGNED_OUT.has(code)) return new SystemError('auth', { status, code });
  if (FORBIDDEN.has(code)) return new SystemError('forbidden', { status, code });
  if (CONFLICT.has(code)) return new SystemError('conflict', { status, code });
  if (DOWN.has(code)) return new SystemError('unavailable', { status, code });
  if (status === 404) return new SystemError('not-found', { status, code });
  // An id nobody has is "invalid data" here, named by the id itself or by its place in the path.
  if (code === 'INVALID_DATA' && (details.id !== undefined || details.api_name === 'id' || details.resource_path_index !== undefined))
    return new SystemError('not-found', { status, code });
  if (status === 401) return new SystemError('auth', { status, code });
  if (status === 403) return new SystemError('forbidden', { status, code });
  if (status === 409 || status === 412) return new SystemError('conflict', { status, code });
  const field = details.api_name !== undefined && /^\w{1,100}$/.test(details.api_name) ? details.api_name : undefined;
  return new SystemError('invalid', { status, code, ...(field !== undefined && { field }) });
}

/**
 * Too many at once, or the day's credits are gone: the header about credits appears only after half of them are used, and the
 * vendor names no wait. Source: "API limits".
 */
function tooMany(status: number, headers: Headers): SystemError {
  const retryAfterMs = waitOf(headers);
  const left = headers.get('x-api-credits-remaining');
  const code = left !== null && Number(left) <= 0 ? 'daily' : 'burst';
  return new SystemError('rate-limit', { status, code, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function vendorCode(code: string | undefined): string | undefined {
  return code !== undefined && code !== 'SUCCESS' && /^\w{1,60}$/.test(code) ? code : undefined;
}
