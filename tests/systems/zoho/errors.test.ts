import { describe, expect, it } from 'vitest';
import type { Action, RecordRef, SystemError } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { toldBy } from '../../failure.ts';
import { answering } from './harness.ts';

const ANA: RecordRef = { system: 'zoho', account: 'org7', object: 'contact', native: 'Contacts', id: '5725767000002889886' };
const NOTE: Action = { kind: 'note', text: 'x', at: CAST_AS_OF, on: [ANA] };

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const page = (status: number) => () => new Response('<!DOCTYPE html><html>x</html>', { status, headers: { 'content-type': 'text/html' } });
const error = (code: string, details: object = {}) => ({ code, details, message: 'canary-token in a sentence', status: 'error' });
const row = (code: string, details: object = {}) => ({ data: [error(code, details)] });

const READS: [string, () => Response, Partial<SystemError>][] = [
  ['401 with a dead token', json(401, error('INVALID_TOKEN')), { kind: 'auth', status: 401, code: 'INVALID_TOKEN' }],
  ['401 of another data centre', json(401, error('AUTHENTICATION_FAILURE')), { kind: 'auth', status: 401, code: 'AUTHENTICATION_FAILURE' }],
  ['401 about a scope', json(401, error('OAUTH_SCOPE_MISMATCH')), { kind: 'forbidden', status: 401, code: 'OAUTH_SCOPE_MISMATCH' }],
  ['401 without a body', json(401, undefined), { kind: 'auth', status: 401 }],
  [
    '403 about the profile',
    json(403, error('NO_PERMISSION', { permissions: ['Crm_Implied'] })),
    { kind: 'forbidden', status: 403, code: 'NO_PERMISSION' },
  ],
  ['403 as a web page', page(403), { kind: 'unavailable', status: 403, code: 'blocked' }],
  ['204', json(204, undefined), { kind: 'not-found', code: 'no-content' }],
  ['404 about the address', json(404, error('INVALID_URL_PATTERN')), { kind: 'not-found', status: 404, code: 'INVALID_URL_PATTERN' }],
  [
    '400 about the id',
    json(400, error('INVALID_DATA', { resource_path_index: 1 })),
    { kind: 'not-found', status: 400, code: 'INVALID_DATA' },
  ],
  ['400 about the module', json(400, error('INVALID_MODULE')), { kind: 'invalid', status: 400, code: 'INVALID_MODULE' }],
  ['429 of too many at once', json(429, error('TOO_MANY_REQUESTS')), { kind: 'rate-limit', status: 429, code: 'burst' }],
  [
    '429 when the day’s credits are gone',
    json(429, error('TOO_MANY_REQUESTS'), { 'x-api-credits-remaining': '0' }),
    { kind: 'rate-limit', status: 429, code: 'daily' },
  ],
  [
    '429 with Retry-After',
    json(429, error('TOO_MANY_REQUESTS'), { 'retry-after': '7', 'x-api-credits-remaining': '900' }),
    { kind: 'rate-limit', status: 429, code: 'burst', retryAfterMs: 7000 },
  ],
  ['500', json(500, error('INTERNAL_ERROR')), { kind: 'unavailable', status: 500 }],
  ['200 with a sign-in page', page(200), { kind: 'auth', status: 200, code: 'html-answer' }],
  ['200 that is an error', json(200, error('INVALID_TOKEN')), { kind: 'auth', status: 200, code: 'INVALID_TOKEN' }],
  ['200 with null', json(200, null), { kind: 'protocol', status: 200, code: 'empty-answer' }],
  ['200 that says the vendor is down', json(200, error('INTERNAL_ERROR')), { kind: 'unavailable', status: 200, code: 'INTERNAL_ERROR' }],
  ['401 with a code nobody knows', json(401, error('SOMETHING_NEW')), { kind: 'auth', status: 401, code: 'SOMETHING_NEW' }],
  ['403 with a code nobody knows', json(403, error('SOMETHING_NEW')), { kind: 'forbidden', status: 403, code: 'SOMETHING_NEW' }],
  ['409 with a code nobody knows', json(409, error('SOMETHING_NEW')), { kind: 'conflict', status: 409, code: 'SOMETHING_NEW' }],
  ['200 without a row', json(200, { data: [] }), { kind: 'not-found', code: 'no-content' }],
  ['200 with a row that is no record', json(200, { data: [{ Owner: null }] }), { kind: 'protocol', code: 'no-record' }],
];

const WRITES: [string, () => Response, Partial<SystemError>][] = [
  [
    '207 with a refused row',
    json(207, row('MANDATORY_NOT_FOUND', { api_name: 'Parent_Id', json_path: '$.data[0].Parent_Id' })),
    { kind: 'invalid', status: 207, code: 'MANDATORY_NOT_FOUND', field: 'Parent_Id' },
  ],
  [
    '400 with a refused row',
    json(400, row('INVALID_DATA', { api_name: 'Note_Content' })),
    { kind: 'invalid', status: 400, code: 'INVALID_DATA', field: 'Note_Content' },
  ],
  ['400 about an unknown id', json(400, row('INVALID_DATA', { api_name: 'id' })), { kind: 'not-found', status: 400, code: 'INVALID_DATA' }],
  ['202 with a locked record', json(202, row('RECORD_LOCKED')), { kind: 'invalid', status: 202, code: 'RECORD_LOCKED' }],
  ['400 of a blueprint', json(400, row('RECORD_IN_BLUEPRINT')), { kind: 'invalid', status: 400, code: 'RECORD_IN_BLUEPRINT' }],
  ['207 with a duplicate', json(207, row('DUPLICATE_DATA', { id: '1' })), { kind: 'conflict', status: 207, code: 'DUPLICATE_DATA' }],
  ['412', json(412, error('RECORD_MODIFIED')), { kind: 'conflict', status: 412, code: 'RECORD_MODIFIED' }],
  ['403', json(403, error('NO_PERMISSION')), { kind: 'forbidden', status: 403, code: 'NO_PERMISSION' }],
  ['429', json(429, error('TOO_MANY_REQUESTS')), { kind: 'rate-limit', status: 429, code: 'burst' }],
  ['500', json(500, error('INTERNAL_ERROR')), { kind: 'unknown-outcome', status: 500 }],
  ['200 without a body', json(200, undefined), { kind: 'unknown-outcome', status: 200, code: 'empty-answer' }],
  ['201 without a verdict', json(201, { data: [{}] }), { kind: 'unknown-outcome', status: 201, code: 'no-verdict' }],
  [
    '201 without an id',
    json(201, { data: [{ status: 'success', code: 'SUCCESS', details: {} }] }),
    { kind: 'unknown-outcome', status: 201, code: 'no-id' },
  ],
];

describe('errors', () => {
  it.each(READS)('read throws the right kind when the answer is %s', async (_name, respond, expected) => {
    expect(await toldBy(zoho.read(ANA, answering(respond)))).toEqual(expected);
  });

  it.each(WRITES)('perform throws the right kind when the answer is %s', async (_name, respond, expected) => {
    expect(await toldBy(zoho.perform(NOTE, 'k', answering(respond)))).toEqual(expected);
  });

  it('timeline shows what there is when a module is switched off, and fails when the token is dead', async () => {
    const off = answering((request) =>
      request.url.endsWith('/coql')
        ? json(400, error('INVALID_QUERY'))()
        : request.url.includes('/Emails')
          ? json(403, error('NO_PERMISSION'))()
          : json(204, undefined)(),
    );
    expect(await zoho.timeline(ANA, { limit: 20 }, off)).toEqual({ rows: [] });
    expect((await toldBy(zoho.timeline(ANA, { limit: 20 }, answering(json(401, error('INVALID_TOKEN')))))).kind).toBe('auth');
  });
});
