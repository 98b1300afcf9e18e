import * as v from 'valibot';
import { SystemError } from '../contract.ts';
import { type Classify, waitOf } from '../http.ts';
import { problemSchema } from './schema.ts';

const BLOCKED_MS = 3_600_000;

/**
 * Reads a refusal by status and code; `detail` is in the account's language. 402 = unpaid account or a feature outside the
 * plan; 429 says in the body how long to wait; 400 and 422 name the field by path. 403 as a web page: an address that
 * asked too often is locked out, for all its users and integrations; asking on makes it worse, so everything stops for an hour.
 * Source: Kommo developer docs, "HTTP status codes".
 */
export const classify: Classify = ({ status, headers, json, html }) => {
  if (status === 402) return new SystemError('forbidden', { status, code: 'payment-required' });
  if (status === 429) return rateLimit(status, headers, json);
  if (status === 403 && html) return new SystemError('rate-limit', { status, code: 'blocked', retryAfterMs: BLOCKED_MS });
  if ((status === 400 || status === 422) && !html) return invalid(status, json);
  return undefined;
};

/** The wait stands in the body; a gateway may add a header of its own. The longer one counts. */
function rateLimit(status: number, headers: Headers, json: unknown): SystemError {
  const inBody = Number(v.parse(problemSchema, json).retry_after);
  const inHeader = waitOf(headers);
  const waits = [inBody > 0 && Number.isFinite(inBody) ? Math.ceil(inBody * 1000) : 0, inHeader ?? 0];
  const retryAfterMs = Math.max(...waits);
  return new SystemError('rate-limit', { status, ...(retryAfterMs > 0 && { retryAfterMs }) });
}

function invalid(status: number, json: unknown): SystemError {
  const first = v.parse(problemSchema, json)['validation-errors']?.flatMap((each) => each.errors ?? [])[0];
  return new SystemError('invalid', {
    status,
    ...(first?.path !== undefined && { field: first.path }),
    ...(first?.code !== undefined && { code: first.code }),
  });
}
