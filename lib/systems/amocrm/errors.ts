import * as v from 'valibot';
import { SystemError } from '../contract.ts';
import { type Classify, retryAfter } from '../http.ts';
import { problemSchema } from './schema.ts';

/**
 * Reads a refusal by status and code; `detail` is in the account's language. 402 = unpaid account or a feature outside the
 * plan; 429 says in the body how long to wait; 400 and 422 name the field by path. 403 as a web page (an address that
 * asked too often is locked out) is left to the rule by status.
 * Source: Kommo developer docs, "HTTP status codes".
 */
export const classify: Classify = ({ status, headers, json, html }) => {
  if (status === 402) return new SystemError('forbidden', { status, code: 'payment-required' });
  if (status === 429) return rateLimit(status, headers, json);
  if ((status === 400 || status === 422) && !html) return invalid(status, json);
  return undefined;
};

function rateLimit(status: number, headers: Headers, json: unknown): SystemError {
  const seconds = Number(v.parse(problemSchema, json).retry_after);
  const fromBody = Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : undefined;
  const retryAfterMs = fromBody ?? retryAfter(headers.get('retry-after'), Date.parse(headers.get('date') ?? ''));
  return new SystemError('rate-limit', { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function invalid(status: number, json: unknown): SystemError {
  const first = v.parse(problemSchema, json)['validation-errors']?.flatMap((each) => each.errors ?? [])[0];
  return new SystemError('invalid', {
    status,
    ...(first?.path !== undefined && { field: first.path }),
    ...(first?.code !== undefined && { code: first.code }),
  });
}
