import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import { SystemError } from '../../../lib/systems/contract.ts';
import { problem, standIn } from './stand-in.ts';

describe('errors', () => {
  const html = new Response('<html><head><title>403 Forbidden</title></head></html>', {
    status: 403,
    headers: { 'content-type': 'text/html' },
  });
  it.each([
    ['401', () => problem(401), { kind: 'auth', status: 401 }],
    ['402', () => problem(402), { kind: 'forbidden', code: 'payment-required' }],
    ['403 from the API', () => problem(403), { kind: 'forbidden' }],
    ['403 as a web page', () => html.clone(), { kind: 'rate-limit', code: 'blocked' }],
    ['429 with the wait in the body', () => problem(429, { retry_after: 300 }), { kind: 'rate-limit', retryAfterMs: 300_000 }],
    [
      '429 with the wait in the header',
      () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
      { kind: 'rate-limit', retryAfterMs: 7000 },
    ],
    ['429 that is no JSON', () => new Response('slow down', { status: 429 }), { kind: 'rate-limit' }],
    ['500', () => problem(500, { trace_id: 'x' }), { kind: 'unavailable', status: 500 }],
    ['204', () => new Response(null, { status: 204 }), { kind: 'not-found' }],
    [
      'a login page',
      () => new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } }),
      { kind: 'auth', code: 'html-answer' },
    ],
    ['broken JSON', () => new Response('{"id":', { headers: { 'content-type': 'application/hal+json' } }), { kind: 'protocol' }],
    ['JSON that is no record', () => Response.json([]), { kind: 'protocol' }],
    [
      'a validation error',
      () => problem(400, { 'validation-errors': [{ request_id: '0', errors: [{ code: 'InvalidType', path: 'status_id', detail: 'x' }] }] }),
      { kind: 'invalid', field: 'status_id', code: 'InvalidType' },
    ],
    ['too many per page', () => problem(422), { kind: 'invalid', status: 422 }],
  ])('read tells %s apart', async (_, answer, expected) => {
    const world = standIn();
    const failed = amocrm.read(world.person('ivan-petrov'), world.answering(answer));
    await expect(failed).rejects.toBeInstanceOf(SystemError);
    await expect(failed).rejects.toMatchObject(expected);
  });

  it('no error shows the token', async () => {
    const world = standIn();
    const io = world.answering((request) => problem(401, { detail: request.headers.get('authorization') }));
    const error: unknown = await amocrm.read(world.person('ivan-petrov'), io).catch((thrown: unknown) => thrown);
    const { credentials } = world.vendor.connection;
    expect(credentials.kind === 'token' && `${String(error)} ${JSON.stringify(error)}`.includes(credentials.token)).toBe(false);
  });
});
