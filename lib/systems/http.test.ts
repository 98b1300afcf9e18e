import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SystemError } from '../model/errors.ts';
import type { Io } from './contract.ts';
import { retryAfter, send, withQuery } from './http.ts';

/** An Io whose network is one prepared answer (or failure); every request is kept for inspection. */
function ioAnswering(answer: () => Response | Promise<Response>): Io & { requests: Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    connection: { id: 'c', system: 'hubspot', account: '1', credentials: { kind: 'token', token: 'canary-token' } },
    fetch: async (request) => {
      requests.push(request);
      return answer();
    },
    signal: new AbortController().signal,
    now: () => 0,
    random: () => 0.5,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<SystemError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SystemError)) throw new Error(`expected a SystemError, got ${String(error)}`);
  return error;
}

const url = 'https://api.example.com/things';
const html = (status: number) => new Response('<!doctype html><html><body>Sign in</body></html>', { status });

describe('send', () => {
  test.each([
    ['401', () => new Response('{}', { status: 401 }), 'auth', 'auth'],
    ['403 with JSON', () => new Response('{}', { status: 403 }), 'forbidden', 'forbidden'],
    ['403 with a web page', () => html(403), 'unavailable', 'unknown-outcome'],
    ['404', () => new Response('{}', { status: 404 }), 'not-found', 'not-found'],
    ['410', () => new Response('', { status: 410 }), 'not-found', 'not-found'],
    ['409', () => new Response('{}', { status: 409 }), 'conflict', 'conflict'],
    ['412', () => new Response('{}', { status: 412 }), 'conflict', 'conflict'],
    ['422', () => new Response('{}', { status: 422 }), 'invalid', 'invalid'],
    ['429', () => new Response('{}', { status: 429 }), 'rate-limit', 'rate-limit'],
    ['500', () => new Response('{}', { status: 500 }), 'unavailable', 'unknown-outcome'],
    ['502 with a web page', () => html(502), 'unavailable', 'unknown-outcome'],
    ['200 with a login page', () => html(200), 'auth', 'auth'],
    ['200 with half a body', () => new Response('{"a": [1, 2'), 'protocol', 'unknown-outcome'],
    ['a failed connection', () => Promise.reject(new TypeError('fetch failed')), 'unavailable', 'unknown-outcome'],
    ['a refusal of the fence', () => Promise.reject(new SystemError('permission', { code: 'foreign-host' })), 'permission', 'permission'],
  ] as const)('send tells the kind of failure when it gets %s', async (_name, answer, readKind, writeKind) => {
    expect((await failureOf(send(ioAnswering(answer), { url }))).kind).toBe(readKind);
    expect((await failureOf(send(ioAnswering(answer), { url, method: 'POST', json: {}, write: true }))).kind).toBe(writeKind);
  });

  test('send makes exactly one request when the server fails', async () => {
    const io = ioAnswering(() => new Response('', { status: 503 }));
    await failureOf(send(io, { url }));
    expect(io.requests).toHaveLength(1);
  });

  test('send never puts a token or a body into the error when the server echoes them', async () => {
    const io = ioAnswering(() => new Response('{"message":"bad canary-token"}', { status: 400 }));
    const error = await failureOf(
      send(io, { url, headers: { authorization: 'Bearer canary-token' }, method: 'POST', json: { a: 'canary-body' } }),
    );
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/canary/);
  });

  test('send reads JSON when it begins with a byte order mark', async () => {
    const answer = await send(
      ioAnswering(() => new Response('\ufeff{"a":1}')),
      { url },
    );
    expect(answer.json).toEqual({ a: 1 });
  });

  test('send answers without json when the body is empty', async () => {
    expect(
      (
        await send(
          ioAnswering(() => new Response(null, { status: 204 })),
          { url },
        )
      ).json,
    ).toBeUndefined();
  });

  test('send lets a vendor read the failure first when it has a rule', async () => {
    const io = ioAnswering(() => new Response('{"errorCode":"LIMIT"}', { status: 403 }));
    const error = await failureOf(
      send(io, { url }, ({ status }) => (status === 403 ? new SystemError('rate-limit', { status, code: 'LIMIT' }) : undefined)),
    );
    expect(error).toMatchObject({ kind: 'rate-limit', code: 'LIMIT' });
  });
});

describe('withQuery', () => {
  test('withQuery keeps every value literal when it holds separators', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (query) => {
        const built = new URL(withQuery(url, query));
        for (const [name, value] of Object.entries(query)) expect(built.searchParams.get(name)).toBe(value);
      }),
    );
  });
});

describe('retryAfter', () => {
  const now = Date.parse('Sat, 21 Nov 2026 10:00:00 GMT');
  test.each([
    ['3', 3000],
    ['0', 0],
    ['0.5', 500],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('retryAfter reads %j as %j ms', (value, expected) => {
    expect(retryAfter(value, now)).toBe(expected);
  });
});
