import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef, SystemError } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { toldBy } from '../../failure.ts';
import { answering } from './harness.ts';

const ANA: RecordRef = { system: 'pipedrive', account: 'acme', object: 'contact', native: 'person', id: '1' };
const NOTE: Action = { kind: 'note', text: 'x', at: CAST_AS_OF, on: [ANA] };
const EPOCH = Math.floor(CAST_AS_OF / 1000);

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const page = (status: number) => () =>
  new Response('<!DOCTYPE html><html>blocked</html>', { status, headers: { 'content-type': 'text/html' } });
const date = new Date(CAST_AS_OF).toUTCString();

const READS: [string, (request: Request) => Response, Partial<SystemError>][] = [
  ['401', json(401, { success: false, error: 'unauthorized access', errorCode: 401 }), { kind: 'auth', status: 401 }],
  ['402', json(402, { success: false, error: 'Payment required' }), { kind: 'forbidden', status: 402, code: 'payment-required' }],
  [
    '403 plan cap',
    json(403, { success: false, code: 'feature_capping_deals_limit' }),
    { kind: 'forbidden', status: 403, code: 'plan-limit' },
  ],
  ['403 scope', json(403, { success: false, error: 'Scope and URL mismatch' }), { kind: 'forbidden', status: 403 }],
  ['403 of the edge server', page(403), { kind: 'rate-limit', status: 403, code: 'blocked', retryAfterMs: 900_000 }],
  ['404', json(404, { success: false, error: 'Person not found', code: 'ERR_NOT_FOUND' }), { kind: 'not-found', status: 404 }],
  ['410 that claims success', json(410, { success: true, data: { id: 1 } }), { kind: 'not-found', status: 410, code: 'deleted' }],
  [
    '429 of a burst',
    json(429, { success: false }, { 'x-ratelimit-reset': '2' }),
    { kind: 'rate-limit', status: 429, retryAfterMs: 2000, code: 'burst' },
  ],
  [
    '429 with an epoch',
    json(429, {}, { 'x-ratelimit-reset': String(EPOCH + 3600), date }),
    { kind: 'rate-limit', status: 429, retryAfterMs: 3_600_000, code: 'daily' },
  ],
  [
    '429 with an epoch that has passed',
    json(429, {}, { 'x-ratelimit-reset': String(EPOCH - 5), date }),
    { kind: 'rate-limit', status: 429 },
  ],
  ['429 with Retry-After', json(429, {}, { 'retry-after': '7' }), { kind: 'rate-limit', status: 429, retryAfterMs: 7000, code: 'burst' }],
  ['429 without a word', json(429, {}), { kind: 'rate-limit', status: 429 }],
  ['500', json(500, { success: false, code: 'ERR_UNKNOWN' }), { kind: 'unavailable', status: 500 }],
  ['200 with a sign-in page', page(200), { kind: 'auth', status: 200, code: 'html-answer' }],
  ['200 that failed with a status inside', json(200, { success: false, errorCode: 401 }), { kind: 'auth', status: 401 }],
  ['200 that failed', json(200, { success: false, error: 'no' }), { kind: 'unavailable', status: 200, code: 'unsuccessful' }],
  ['200 with null', json(200, null), { kind: 'unavailable', status: 200, code: 'empty-answer' }],
  ['200 without a body', json(200, undefined), { kind: 'unavailable', status: 200, code: 'empty-answer' }],
  ['200 without a record', json(200, { success: true, data: null }), { kind: 'protocol', code: 'no-record' }],
  ['200 with a deleted record', json(200, { success: true, data: { id: 1, is_deleted: true } }), { kind: 'not-found', code: 'deleted' }],
];

const WRITES: [string, (request: Request) => Response, Partial<SystemError>][] = [
  [
    '400 with a code',
    json(400, { success: false, code: 'ERR_SCHEMA_VALIDATION_FAILED' }),
    { kind: 'invalid', status: 400, code: 'ERR_SCHEMA_VALIDATION_FAILED' },
  ],
  ['400 with a sentence', json(400, { success: false, error: 'Note content must be given.' }), { kind: 'invalid', status: 400 }],
  ['429', json(429, {}, { 'x-ratelimit-reset': '2' }), { kind: 'rate-limit', status: 429, retryAfterMs: 2000, code: 'burst' }],
  ['500', json(500, {}), { kind: 'unknown-outcome', status: 500 }],
  ['403 of the edge server', page(403), { kind: 'rate-limit', status: 403, code: 'blocked', retryAfterMs: 900_000 }],
  ['200 with null', json(200, null), { kind: 'unknown-outcome', status: 200, code: 'empty-answer' }],
  ['200 that failed', json(200, { success: false }), { kind: 'unknown-outcome', status: 200, code: 'unsuccessful' }],
  ['201 without an id', json(201, { success: true, data: {} }), { kind: 'unknown-outcome', code: 'no-id' }],
];

describe('errors', () => {
  it.each(READS)('read throws the right kind when the answer is %s', async (_name, respond, expected) => {
    expect(await toldBy(pipedrive.read(ANA, answering(respond)))).toEqual(expected);
  });

  it.each(WRITES)('perform throws the right kind when the answer is %s', async (_name, respond, expected) => {
    expect(await toldBy(pipedrive.perform(NOTE, 'k', answering(respond)))).toEqual(expected);
  });

  it('verify names the domain when the token is of another company, or there is no such company', async () => {
    const me = { success: true, data: { id: 1, name: 'Me', company_domain: 'Other' } };
    const wrong = { kind: 'invalid', field: 'domain', code: 'wrong-domain' };
    expect(await toldBy(pipedrive.verify(fresh(json(200, me))))).toEqual(wrong);
    expect(await toldBy(pipedrive.verify(fresh(json(404, { status: false }))))).toEqual(wrong);
    expect((await toldBy(pipedrive.verify(fresh(json(200, { success: true, data: {} }))))).kind).toBe('protocol');
  });

  it('verify takes the account in lower case when the vendor writes capitals', async () => {
    const me = { success: true, data: { id: 1, name: 'Me', company_domain: 'ACME', timezone_name: 'Asia/Tokyo', default_currency: 'JPY' } };
    expect(await pipedrive.verify(fresh(json(200, me)))).toMatchObject({
      account: 'acme',
      userId: '1',
      userName: 'Me',
      timeZone: 'Asia/Tokyo',
      currency: 'JPY',
    });
  });
});

function fresh(respond: (request: Request) => Response): Io {
  return answering(respond, { account: '' });
}
