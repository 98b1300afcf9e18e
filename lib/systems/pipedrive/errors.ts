import * as v from 'valibot';
import { SystemError } from '../contract.ts';
import { byStatus, type Classify, numberIn, serverNow, waitOf } from '../http.ts';
import { envelopeSchema } from './schema.ts';

/** A burst window is 2 s; whatever asks for longer than this is the company's daily budget. */
const BURST_MS = 10_000;

const BLOCKED_MS = 15 * 60_000;

/**
 * Reads a refusal by status and code. 402 = company not paid; 403 = missing scope, a plan's cap (`feature_capping_…`),
 * or, as a web page, the edge server's block after too many 429; 410 = deleted, although it
 * says `success: true`; 429 = burst or daily budget, told apart by the reset time.
 * Source: Pipedrive docs, "HTTP status codes", "Rate limiting".
 */
export const classify: Classify = ({ status, headers, json, html }) => {
  const code = vendorCode(json);
  if (status === 401) return new SystemError('auth', { status, ...(code && { code }) });
  if (status === 402) return new SystemError('forbidden', { status, code: 'payment-required' });
  if (status === 403 && html) return new SystemError('rate-limit', { status, code: 'blocked', retryAfterMs: BLOCKED_MS });
  if (status === 403)
    return new SystemError('forbidden', { status, ...(code && { code: code.startsWith('feature_capping') ? 'plan-limit' : code }) });
  if (status === 410) return new SystemError('not-found', { status, code: 'deleted' });
  if (status === 429) return rateLimit(status, headers);
  if ((status === 400 || status === 422) && code) return new SystemError('invalid', { status, code });
  return undefined;
};

/**
 * A 200 that is none: `success: false`, or no body at all where one is due. With a status inside, that status decides.
 * Otherwise the answer says nothing certain: a read may be repeated, a write must be confirmed.
 */
export function unsuccessful(json: unknown, headers: Headers, write: boolean): SystemError {
  const body = v.parse(envelopeSchema, json);
  const status = [body.errorCode, body.statusCode, body.code].find(
    (each): each is number => typeof each === 'number' && each >= 400 && each < 600,
  );
  if (status !== undefined) {
    const failure = { status, headers, json, html: false };
    return classify(failure) ?? byStatus(failure);
  }
  const code = body.success === false ? (vendorCode(json) ?? 'unsuccessful') : 'empty-answer';
  return new SystemError(write ? 'unknown-outcome' : 'unavailable', { status: 200, code });
}

/** Where the reset and Retry-After differ, the longer wait is the safe one. */
function rateLimit(status: number, headers: Headers): SystemError {
  const waits = [resetMs(headers, serverNow(headers) ?? Number.NaN), waitOf(headers)];
  const known = waits.filter((each) => each !== undefined);
  const retryAfterMs = known.length === 0 ? undefined : Math.max(...known);
  if (retryAfterMs === undefined) return new SystemError('rate-limit', { status });
  return new SystemError('rate-limit', { status, retryAfterMs, code: retryAfterMs <= BURST_MS ? 'burst' : 'daily' });
}

/** `x-ratelimit-reset` in ms: seconds to wait; some endpoints write an epoch instead, measured against the server's clock. */
export function resetMs(headers: Headers, serverNow: number): number | undefined {
  const reset = numberIn(headers, 'x-ratelimit-reset');
  if (reset === undefined) return undefined;
  if (reset <= 1e9) return Math.ceil(reset * 1000);
  const waitMs = (reset > 1e12 ? reset : reset * 1000) - serverNow;
  return waitMs > 0 ? Math.ceil(waitMs) : undefined;
}

/** The vendor's own code, when it is one and not a sentence. */
function vendorCode(json: unknown): string | undefined {
  const { code } = v.parse(envelopeSchema, json);
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? code : undefined;
}
