import type { VendorTrouble } from '../vendor.ts';

/** Requests per 2 s and token. The vendor's plans allow 20 to 120; this is generous, so that tests in process do not wait. */
export const BURST = 480;
/** Searches per 2 s; the vendor allows 10. */
export const SEARCH_BURST = 240;

const DOCS = 'Please check developers.pipedrive.com for more information about Pipedrive API.';

export type Json = Record<string, unknown>;

export function answer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}

/** A failure of v1: sentence, hint, empty members. */
export function failV1(status: number, error: string): Response {
  return answer(status, { success: false, error, error_info: DOCS, data: null, additional_data: null });
}

/** A failure of v2: sentence and a stable code. */
export function failV2(status: number, error: string, code: string): Response {
  return answer(status, { success: false, error, code, data: null, additional_data: null });
}

export function unauthorized(): Response {
  return answer(401, { success: false, error: 'unauthorized access', errorCode: 401, error_info: DOCS });
}

export function unknownMethod(): Response {
  return answer(404, { status: false, error: 'Unknown method .' });
}

export function tooMany(): Response {
  return answer(
    429,
    { success: false, error: 'request over limit', errorCode: 429, error_info: DOCS },
    { 'x-ratelimit-limit': String(BURST), 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' },
  );
}

/** Trouble in the vendor's own words; the web page is what the edge server shows who keeps asking after a 429. */
export function trouble(kind: VendorTrouble): Response {
  if (kind === 'rate-limit') return tooMany();
  if (kind === 'expired-token') return unauthorized();
  if (kind === 'server-error') return failV2(500, 'Internal Server Error', 'ERR_UNKNOWN');
  const page =
    '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';
  return new Response(page, { status: 403, headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' } });
}
