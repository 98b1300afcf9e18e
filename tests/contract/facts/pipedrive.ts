import { customKey } from '../../../sandbox/pipedrive/custom-fields.ts';
import { LABELS } from '../../../sandbox/pipedrive/tables.ts';
import type { VendorFacts } from './types.ts';

const refusal = (error: string, more: object = {}) => ({ success: false, error, data: null, additional_data: null, ...more });
const PAGE =
  '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>';

/** Source: Pipedrive docs, "HTTP status codes", "Rate limiting". */
export const pipedriveFacts: VendorFacts = {
  busy: { status: 429, body: refusal('Rate limit exceeded') },
  limits: [
    {
      name: 'tokens of the day are used up',
      words: { status: 429, body: refusal('Rate limit exceeded'), headers: { 'x-ratelimit-reset': '30000' } },
      kind: 'rate-limit',
      sentence: 'error.quota',
    },
    {
      name: 'blocked by the edge server',
      words: { status: 403, body: PAGE, headers: { 'content-type': 'text/html; charset=UTF-8' } },
      kind: 'rate-limit',
      sentence: 'error.blocked',
    },
    {
      name: 'a failure sent as 200',
      words: { status: 200, body: refusal('Rate limit exceeded', { errorCode: 429 }) },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
  ],
  expired: { status: 401, body: { success: false, error: 'unauthorized access', errorCode: 401 } },
  scope: { status: 403, body: refusal('Scope and URL mismatch', { code: 'ERR_SCOPE' }) },
  conflict: { status: 409, body: refusal('Conflict') },
  gone: [
    { status: 404, body: refusal('Deal not found') },
    { status: 410, body: { success: true, data: null } },
  ],
  partial: { exempt: 'no request that is made asks for several things: a list by ids leaves out what is gone' },
  more: (body) => {
    if (typeof body !== 'object' || body === null || !('data' in body)) return body;
    return {
      ...body,
      additional_data: { next_cursor: 'c2FtZQ', pagination: { start: 0, limit: 500, more_items_in_collection: true, next_start: 500 } },
    };
  },
  textField: 'job_title',
  scoreField: customKey('pageViews'),
  tags: LABELS.map(({ label }) => label),
};
