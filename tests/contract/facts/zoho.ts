import type { VendorFacts } from './types.ts';

const verdict = (code: string, message = 'x', details: object = {}) => ({ code, details, message, status: 'error' });

/** Source: Zoho CRM API v8, "Status codes and errors", "API limits". */
export const zohoFacts: VendorFacts = {
  busy: { status: 429, body: verdict('TOO_MANY_REQUESTS', 'Too many requests fired in concurrent for this org') },
  limits: [
    {
      name: 'credits of the day are used up',
      words: { status: 429, body: verdict('TOO_MANY_REQUESTS'), headers: { 'x-api-credits-remaining': '0' } },
      kind: 'rate-limit',
      sentence: 'error.quota',
    },
    {
      name: 'said without 429',
      words: { status: 400, body: verdict('RATE_LIMIT_EXCEEDED') },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
  ],
  expired: { status: 401, body: verdict('INVALID_TOKEN', 'invalid oauth token') },
  tokenUrl: 'https://accounts.zoho.eu/oauth/v2/token',
  scope: { status: 403, body: verdict('OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL') },
  conflict: { status: 412, body: verdict('RECORD_MODIFIED', 'the record has been modified') },
  gone: [
    { status: 404, body: verdict('INVALID_DATA', 'the related id given seems to be invalid', { resource_path_index: 1 }) },
    { status: 400, body: { data: [verdict('INVALID_DATA', 'the id given seems to be invalid', { id: '1' })] } },
  ],
  partial: { exempt: 'writes go row by row, and no composite request is made' },
  more: (body) =>
    typeof body === 'object' && body !== null && 'info' in body
      ? { ...body, info: { ...(body.info as object), more_records: true, next_page_token: 'same', next_index: 10 } }
      : body,
  textField: 'Title',
  scoreField: 'Page_Views',
};
