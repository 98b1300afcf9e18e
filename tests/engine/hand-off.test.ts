import 'fake-indexeddb/auto';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeHook, saveHook } from '../../lib/engine/hooks.ts';
import { auditJson } from '../../lib/model/audit-file.ts';
import { auditLines } from '../../lib/store/audit.ts';
import { settingsDb } from '../../lib/store/databases.ts';
import { healthOf, saveHealth } from '../../lib/store/health.ts';
import { hooks } from '../../lib/store/hooks.ts';
import { enqueue, retryDelivery } from '../../lib/store/queue.ts';
import { deliveryOf, Stand } from './stand.ts';

interface Heard {
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

let stand: Stand;
let server: Server;
let heard: Heard[];
let answer: { status: number; headers?: Record<string, string> } | 'silence';
beforeAll(async () => {
  stand = await Stand.start();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      if (answer === 'silence') return response.destroy();
      return response.writeHead(answer.status, answer.headers).end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  server.close();
  await stand.close();
});
beforeEach(async () => {
  heard = [];
  answer = { status: 200 };
  await stand.reset([]);
});

const worker = (more = {}) => stand.worker({ fetch: (request) => fetch(request), ...more });
const local = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/very-secret-path`;
const PAYLOAD = '{ "customer":"Ana Pérez",\n "note": "calls \\u00a0back" }';

async function setUp(): Promise<{ id: string; secret: string }> {
  const saved = await saveHook(worker(), { name: 'To n8n', address: local(), isPrivateMeant: false });
  if (!('hook' in saved)) return expect.fail(JSON.stringify(saved));
  return { id: saved.hook.id, secret: saved.secret };
}

const handOver = (hook: string) =>
  enqueue({
    record: 'r',
    customerName: 'Ana',
    action: { kind: 'hand-off', payload: PAYLOAD, on: [], at: stand.clock.at },
    targets: [hook],
  });

describe('a hand-off', () => {
  it('posts exactly the previewed payload, signed', async () => {
    const { id, secret } = await setUp();
    const action = await handOver(id);
    await stand.drainAll(worker());
    expect((await deliveryOf(action)).state).toBe('confirmed');
    const [got] = heard;
    expect(heard).toHaveLength(1);
    expect(got?.body).toBe(PAYLOAD);
    const [, seconds = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got?.headers['x-sidelight-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', secret).update(`${seconds}.${PAYLOAD}`).digest('hex'));
    expect(got?.headers['idempotency-key']).toBe((await deliveryOf(action)).id);
    expect(got?.headers.cookie).toBeUndefined();
  });

  it('asks the rep, and sends nothing again by itself, when no answer came', async () => {
    const { id } = await setUp();
    answer = 'silence';
    const action = await handOver(id);
    await stand.drainAll(worker());
    expect(await deliveryOf(action)).toMatchObject({ state: 'needs-you', error: { kind: 'unknown-outcome', code: 'cannot-confirm' } });
    expect(heard).toHaveLength(1);
    answer = { status: 200 };
    await retryDelivery((await deliveryOf(action)).id);
    await stand.drainAll(worker());
    expect((await deliveryOf(action)).state).toBe('confirmed');
    expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it.each([
    [400, 'failed'],
    [404, 'failed'],
    [302, 'failed'],
    [500, 'needs-you'],
  ])('ends as it should when the workflow answers %i', async (status, state) => {
    const { id } = await setUp();
    answer = { status, ...(status === 302 && { headers: { location: 'https://evil.example/' } }) };
    const action = await handOver(id);
    await stand.drainAll(worker());
    expect(await deliveryOf(action)).toMatchObject({ state, attempts: 1 });
    expect(heard).toHaveLength(1);
  });

  it('waits as long as the workflow says when it has too much to do', async () => {
    const { id } = await setUp();
    answer = { status: 429, headers: { 'retry-after': '7' } };
    const action = await handOver(id);
    const start = stand.clock.at;
    const engine = worker();
    const { drain } = await import('../../lib/engine/outbox/drain.ts');
    const { nextAt } = await drain(engine);
    expect(nextAt).toBeGreaterThanOrEqual(start + 7_000);
    answer = { status: 204 };
    await stand.drainAll(engine);
    expect((await deliveryOf(action)).state).toBe('confirmed');
  });

  it('keeps its address out of rows, lists and the audit trail', async () => {
    const { id } = await setUp();
    await handOver(id);
    await stand.drainAll(worker());
    const told = JSON.stringify([await hooks(), await settingsDb.hooks.toArray()]) + auditJson(await auditLines(10));
    expect(told).not.toContain('very-secret-path');
    expect(told).not.toContain('127.0.0.1');
  });

  it.each([
    ['http://example.com/x', false, 'hook-address'],
    ['https://10.0.0.8/x', false, 'private-address'],
    ['https://10.0.0.8/x', true, undefined],
  ])('takes the address %s (private confirmed: %s): %s', async (address, isPrivateMeant, code) => {
    const saved = await saveHook(worker(), { name: '', address, isPrivateMeant });
    expect('error' in saved ? saved.error.code : undefined).toBe(code);
  });

  it('is kept as failed when its workflow is removed', async () => {
    const { id } = await setUp();
    const action = await handOver(id);
    await saveHealth(id, { limited: 1 });
    await removeHook(worker(), id);
    await stand.drainAll(worker());
    expect(await deliveryOf(action)).toMatchObject({ state: 'failed', error: { code: 'connection-removed' } });
    expect(await healthOf(id)).toEqual({ connectionId: id });
    expect(heard).toEqual([]);
  });

  it('waits while the browser withholds access to its host', async () => {
    const { id } = await setUp();
    const action = await handOver(id);
    const { drain } = await import('../../lib/engine/outbox/drain.ts');
    await drain(worker({ hasHosts: async () => false }));
    expect(await deliveryOf(action)).toMatchObject({ state: 'queued', error: { code: 'host-access' } });
    expect(heard).toEqual([]);
  });
});
