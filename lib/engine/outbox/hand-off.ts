import { originPattern } from '../../model/hook.ts';
import { confirmDelivery, moveDelivery } from '../../store/deliveries.ts';
import { hex } from '../../store/hex.ts';
import { neverLogged } from '../../store/subject.ts';
import type { Receipt } from '../../systems/contract.ts';
import { retryAfter } from '../../systems/http.ts';
import type { Engine } from '../context.ts';
import { knownHook } from '../hooks.ts';
import { counted } from '../traffic.ts';
import { auditOf } from './audit-of.ts';
import { fail, unclear } from './ends.ts';
import type { Job } from './jobs.ts';
import { heldUntil, postponed } from './pace.ts';

/** A workflow may work a while before it answers. */
const ANSWER_WITHIN_MS = 20_000;

/**
 * Hands the payload to a workflow: one POST of exactly the bytes the rep has seen. `Idempotency-Key` names the delivery and
 * `X-Sidelight-Signature: t=<seconds>,v1=<hex>` is HMAC-SHA-256 of `<t>.<body>` under the workflow's secret. Nobody can ask a webhook
 * whether something arrived, so an answer that never came goes to the rep.
 */
export async function handOff(engine: Engine, job: Job): Promise<boolean> {
  const { row, stored } = job;
  const { action, record, customerName } = stored;
  if (row.state === 'sending' || row.state === 'unknown') return unclear(engine, job, { kind: 'unknown-outcome', code: 'cannot-confirm' });
  if (row.state !== 'queued') return fail(engine, job, { kind: 'invalid', code: 'cannot-undo' });
  if (action.kind !== 'hand-off') return fail(engine, job, { kind: 'invalid', code: 'unsupported' });
  if (await neverLogged({ record, customerName, on: action.on })) return fail(engine, job, { kind: 'forbidden', code: 'never-log' });
  const hook = await knownHook(row.connectionId);
  if (!hook) return fail(engine, job, { kind: 'auth', code: 'connection-removed' });
  if (!(await engine.hasHosts([originPattern(hook.address)]))) {
    await moveDelivery(row.id, ['queued'], { nextAt: heldUntil(engine), error: { kind: 'permission', code: 'host-access' } });
    return false;
  }
  const request = await signed(engine, hook, row.id, action.payload);
  const attempts = row.attempts + 1;
  const mine = await moveDelivery(row.id, ['queued'], {
    state: 'sending',
    sentAt: engine.now(),
    attempts,
    bootId: engine.bootId,
    error: undefined,
  });
  if (!mine) return false;
  const response = await counted(engine, row.connectionId, request, () => engine.fetch(request)).catch(() => undefined);
  return settle(engine, { ...job, row: { ...row, attempts } }, response);
}

async function signed(engine: Engine, hook: { address: string; secret: string }, key: string, payload: string): Promise<Request> {
  const seconds = Math.floor(engine.now() / 1000);
  return new Request(hook.address, {
    method: 'POST',
    body: payload,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-sidelight-signature': `t=${seconds},v1=${await signature(hook.secret, `${seconds}.${payload}`)}`,
    },
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: engine.timeout(ANSWER_WITHIN_MS),
  });
}

async function signature(secret: string, text: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', key, bytes.encode(text)));
}

async function settle(engine: Engine, job: Job, response: Response | undefined): Promise<boolean> {
  const { row } = job;
  if (response?.ok) {
    const receipt: Receipt = { refs: [], at: engine.now() };
    return confirmDelivery(row.id, receipt, auditOf(engine, job, { state: 'written', refs: [] }, { receipt }));
  }
  if (!response || response.status >= 500) return unclear(engine, job, { kind: 'unknown-outcome', code: 'cannot-confirm' });
  const { status } = response;
  if (status === 429) {
    const waitMs = retryAfter(response.headers.get('retry-after'), Date.parse(response.headers.get('date') ?? ''));
    const error = { kind: 'rate-limit', status } as const;
    await moveDelivery(row.id, ['sending'], { state: 'queued', nextAt: postponed(engine, row.attempts, waitMs), error });
    return false;
  }
  const isRedirect = response.type === 'opaqueredirect' || (status >= 300 && status < 400);
  return fail(engine, job, isRedirect ? { kind: 'protocol', code: 'redirect' } : { kind: 'invalid', status, code: 'hook-refused' });
}
