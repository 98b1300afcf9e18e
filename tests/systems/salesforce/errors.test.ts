import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '../../../lib/model/errors.ts';
import { classify, errorOf } from '../../../lib/systems/salesforce/errors.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { failure } from '../../failure.ts';
import { setUp } from './stage.ts';

const body = (errorCode: string, fields?: string[]) =>
  JSON.stringify([{ message: 'words nobody reads', errorCode, ...(fields && { fields }) }]);

/** status, body → what a read and what a write throw. */
const CASES: readonly [status: number, text: string, read: ErrorKind, write: ErrorKind][] = [
  [401, body('INVALID_SESSION_ID'), 'auth', 'auth'],
  [403, body('REQUEST_LIMIT_EXCEEDED'), 'rate-limit', 'rate-limit'],
  [403, body('API_DISABLED_FOR_ORG'), 'forbidden', 'forbidden'],
  [403, body('API_CURRENTLY_DISABLED'), 'forbidden', 'forbidden'],
  [403, body('INSUFFICIENT_ACCESS'), 'forbidden', 'forbidden'],
  [400, body('INSUFFICIENT_ACCESS_OR_READONLY'), 'forbidden', 'forbidden'],
  [404, body('NOT_FOUND'), 'not-found', 'not-found'],
  [404, body('ENTITY_IS_DELETED'), 'not-found', 'not-found'],
  [400, body('INVALID_CROSS_REFERENCE_KEY'), 'not-found', 'not-found'],
  [400, body('DUPLICATES_DETECTED'), 'conflict', 'conflict'],
  [400, body('UNABLE_TO_LOCK_ROW'), 'unavailable', 'unavailable'],
  [400, body('FIELD_CUSTOM_VALIDATION_EXCEPTION', ['Subject']), 'invalid', 'invalid'],
  [400, body('MALFORMED_QUERY'), 'protocol', 'unknown-outcome'],
  [500, body('UNKNOWN_EXCEPTION'), 'unavailable', 'unknown-outcome'],
  [503, '<html><body>maintenance</body></html>', 'unavailable', 'unknown-outcome'],
  [420, '', 'rate-limit', 'rate-limit'],
  [406, '', 'unavailable', 'unknown-outcome'],
  [429, '', 'rate-limit', 'rate-limit'],
  [400, JSON.stringify({ error: 'invalid_grant', error_description: 'expired access/refresh token' }), 'auth', 'auth'],
  [400, JSON.stringify([{ nothing: 'known' }]), 'invalid', 'invalid'],
];

describe('salesforce errors', () => {
  it.each(CASES)('become their kind when the answer is %i %s', async (status, text, read, write) => {
    const headers = { 'content-type': text.startsWith('<') ? 'text/html' : 'application/json' };
    const { io, person } = setUp({ answer: () => new Response(text || null, { status, headers }) });
    const on = [person('james-oneil')];
    expect((await failure(salesforce.owners(io))).kind).toBe(read);
    expect((await failure(salesforce.perform({ kind: 'task', title: 'x', on, at: io.now() }, 'k', io))).kind).toBe(write);
  });

  it('names the field when a rule of the org refuses it', async () => {
    const text = body('STRING_TOO_LONG', ['Subject']);
    const { io, person } = setUp({ answer: () => new Response(text, { status: 400, headers: { 'content-type': 'application/json' } }) });
    const error = await failure(salesforce.perform({ kind: 'task', title: 'x', on: [person('james-oneil')], at: io.now() }, 'k', io));
    expect(error).toMatchObject({ kind: 'invalid', field: 'Subject', code: 'STRING_TOO_LONG' });
  });

  it('name the part that failed when a note is refused as a whole', async () => {
    const { io, person, effects } = setUp();
    const gone = { ...person('james-oneil'), id: '003Nw00000zzzzzAAA' };
    const error = await failure(salesforce.perform({ kind: 'note', text: 'x', on: [person('james-oneil'), gone], at: io.now() }, 'k', io));
    expect(error).toMatchObject({ kind: 'not-found', code: 'INVALID_CROSS_REFERENCE_KEY' });
    expect(effects).toEqual([]);
  });

  it('hold neither the token nor what the vendor said', async () => {
    const { io } = setUp({
      answer: () => new Response(body('INVALID_SESSION_ID'), { status: 401, headers: { 'content-type': 'application/json' } }),
    });
    const error = await failure(salesforce.owners(io));
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/words nobody reads|!AQEAQ/);
  });

  const shapes = '../shared/data/salesforce/shapes';
  const files = existsSync(shapes) ? ['error-401-expired', 'error-400-lock-row', 'error-403-request-limit', 'error-404-not-found'] : [];
  it.skipIf(files.length === 0)('understand the collected samples (skipped without ../shared)', async () => {
    const kinds: Record<string, ErrorKind> = {};
    for (const file of files) {
      const [sample] = JSON.parse(readFileSync(`${shapes}/${file}.json`, 'utf8'));
      const answer = () =>
        new Response(JSON.stringify(sample.response), { status: sample.status, headers: { 'content-type': 'application/json' } });
      kinds[file] = (await failure(salesforce.owners(setUp({ answer }).io))).kind;
    }
    expect(kinds).toEqual({
      'error-401-expired': 'auth',
      'error-400-lock-row': 'unavailable',
      'error-403-request-limit': 'rate-limit',
      'error-404-not-found': 'not-found',
    });
  });
});

describe('a salesforce error', () => {
  it.each([
    [{ error: 'invalid grant!' }, 400, { kind: 'auth', code: 'oauth-error' }],
    [{ error: 'server_error' }, 503, { kind: 'unavailable', code: 'server_error' }],
    [[{ errorCode: 'odd code!' }], 400, { kind: 'invalid', code: 'unknown-code' }],
    [[{ errorCode: 'X' }], 409, { kind: 'conflict' }],
    [[{ errorCode: 'X' }], 412, { kind: 'conflict' }],
    [[{ errorCode: 'X' }], 429, { kind: 'rate-limit' }],
    [[{ errorCode: 'X' }], 500, { kind: 'unavailable' }],
  ])('errorOf %j with %i is %j', (body, status, expected) => {
    expect(errorOf(body, status)).toMatchObject(expected);
  });

  it.each([
    [420, 'rate-limit'],
    [406, 'unavailable'],
  ])('classify takes a bare %i of an edge server for %s', (status, kind) => {
    expect(classify({ status, headers: new Headers(), json: undefined, html: false })).toMatchObject({ kind });
  });
});
