import type { VendorTrouble } from '../vendor.ts';

export type Json = Record<string, unknown>;

export function answer(status: number, body: Json): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json;charset=utf-8' } });
}

/** An empty result is no list but no content at all. */
export function nothing(): Response {
  return new Response(null, { status: 204 });
}

export function fail(status: number, code: string, message: string, details: Json = {}): Response {
  return answer(status, { code, details, message, status: 'error' });
}

/** A page of rows under one member, with the envelope's account of what follows. */
export function page(all: readonly unknown[], query: URLSearchParams, most = 200, member = 'data'): Response {
  const perPage = Number(query.get('per_page') ?? most);
  const token = query.get('page_token');
  const number = token === null ? Number(query.get('page') ?? 1) : Number(/^p(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > most)
    return fail(400, 'INVALID_DATA', 'invalid data', { param_name: 'per_page' });
  if (!Number.isInteger(number) || number < 1)
    return fail(400, 'INVALID_DATA', 'invalid data', { param_name: token === null ? 'page' : 'page_token' });
  const rows = all.slice((number - 1) * perPage, number * perPage);
  if (rows.length === 0) return nothing();
  const more = number * perPage < all.length;
  const info = {
    per_page: perPage,
    next_page_token: more ? `p${number + 1}` : null,
    count: rows.length,
    page: number,
    previous_page_token: null,
    page_token_expiry: null,
    more_records: more,
  };
  return answer(200, { [member]: rows, info });
}

export function invalidToken(): Response {
  return fail(401, 'INVALID_TOKEN', 'invalid oauth token');
}

/** Trouble in the vendor's own words; the web page is what stands before the API while it is being worked on. */
export function trouble(kind: VendorTrouble): Response {
  if (kind === 'rate-limit') return fail(429, 'TOO_MANY_REQUESTS', 'Too many requests fired in concurrent for this org');
  if (kind === 'expired-token') return invalidToken();
  if (kind === 'server-error') return fail(500, 'INTERNAL_ERROR', 'Internal Server Error');
  const text = '<!DOCTYPE html><html><head><title>Zoho</title></head><body><h1>We will be back soon</h1></body></html>';
  return new Response(text, { status: 503, headers: { 'content-type': 'text/html;charset=utf-8' } });
}
