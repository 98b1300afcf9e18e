import type { StoredError } from '../../model/errors.ts';
import { toStoredError } from '../../model/errors.ts';
import { isHook } from '../../model/hook-id.ts';
import { confirmDelivery, moveDelivery } from '../../store/deliveries.ts';
import { neverLogged } from '../../store/subject.ts';
import { type Action, type Receipt, SystemError } from '../../systems/contract.ts';
import { ask, askOnce } from '../ask.ts';
import { setConnectionState } from '../connections.ts';
import type { Engine, Live } from '../context.ts';
import { requireSameUser } from '../same-user.ts';
import { auditOf } from './audit-of.ts';
import { fail, hold, type Ready, stopConnection, unclear } from './ends.ts';
import { filledIn } from './fill-in.ts';
import { handOff } from './hand-off.ts';
import type { Job } from './jobs.ts';
import { isOvertaken } from './overtaken.ts';
import { landsBy, postponed } from './pace.ts';
import { takeBack } from './undo.ts';

/** Codes of a 403 that are about the key, not about the record: the rep signs in again and everything goes on. */
const SCOPE_CODES: ReadonlySet<string> = new Set(['missing-scope', 'MISSING_SCOPES', 'insufficient_scope']);

/** One step for one delivery. True when it is now confirmed or undone, so that the system is worth a look. */
export async function deliver(engine: Engine, job: Job): Promise<boolean> {
  const { row, known } = job;
  if (isHook(row.connectionId)) return handOff(engine, job);
  if (row.state === 'sending' || row.state === 'undoing') return settleInterrupted(engine, job, known?.live);
  if (!known && row.state === 'unknown') return unclear(engine, job, { kind: 'unknown-outcome', code: 'cannot-confirm' });
  if (!known) return fail(engine, job, { kind: 'auth', code: 'connection-removed' });
  const { info, live } = known;
  if (info.state === 'signed-out' || !live) return hold(engine, job, info.error ?? { kind: 'auth', code: 'signed-out' });
  if (info.state !== 'ok') return hold(engine, job, { kind: 'permission', code: info.state === 'paused' ? 'paused' : 'host-access' });
  const ready = { ...job, info, live };
  if (row.state === 'undo-queued' || row.state === 'undo-unknown') return takeBack(engine, ready);
  return row.state === 'unknown' ? lookFor(engine, ready) : send(engine, ready);
}

/**
 * Found as being sent when nobody sends it: its worker died, before or after the request left. When it died nobody knows, but it was before
 * now, so the time in which a request can land starts now.
 */
async function settleInterrupted(engine: Engine, { row }: Job, live: Live | undefined): Promise<boolean> {
  const state = row.state === 'undoing' ? 'undo-unknown' : 'unknown';
  const error: StoredError = { kind: 'unknown-outcome', code: 'interrupted' };
  await moveDelivery(row.id, [row.state], { state, nextAt: landsBy(engine, live), error });
  return false;
}

async function send(engine: Engine, job: Ready): Promise<boolean> {
  const { row, info, live } = job;
  if (info.writes === 'never') return hold(engine, job, { kind: 'permission', code: 'read-only' });
  if (info.writes === 'ask') return hold(engine, job, { kind: 'permission', code: 'first-write' });
  const { record, customerName, action: given } = job.stored;
  const [forbidden, user] = await Promise.allSettled([neverLogged({ record, customerName, on: given.on }), requireSameUser(engine, live)]);
  if (forbidden.status === 'rejected') throw forbidden.reason;
  if (forbidden.value !== undefined) return fail(engine, job, { kind: 'forbidden', code: 'never-log' });
  let action: Action;
  try {
    if (user.status === 'rejected') throw user.reason;
    action = filledIn(given, placeOf(job));
    if (!row.freed && (await isOvertaken(engine, live, row.id, given))) return false;
  } catch (error) {
    return refusedBefore(engine, job, error);
  }
  const sentAt = engine.now();
  const sentAs = live.connection.userId;
  const attempts = row.attempts + 1;
  const { bootId } = engine;
  const mine = await moveDelivery(row.id, ['queued'], { state: 'sending', sentAt, sentAs, attempts, bootId, error: undefined });
  // The rep took it back a moment ago.
  if (!mine) return false;
  try {
    const receipt = await askOnce(engine, live, (system, io) => system.perform(action, row.id, io));
    return await arrived(engine, job, action, receipt);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return afterFailure(engine, { ...job, row: { ...row, sentAt, attempts } }, error);
  }
}

function placeOf({ live, receipts }: Ready) {
  const { system, account, formerAccounts = [], fieldMap } = live.connection;
  const { ownFields, callOutcomes } = live.system;
  return { receipts, system, account, formerAccounts, fields: [fieldMap, ownFields], outcomes: callOutcomes };
}

async function arrived(engine: Engine, job: Ready, action: Action, receipt: Receipt): Promise<boolean> {
  return confirmDelivery(job.row.id, receipt, auditOf(engine, job, { state: 'written', refs: receipt.refs }, { action, receipt }));
}

/** What a failed write means. Only what surely did not take effect is queued again. */
async function afterFailure(engine: Engine, job: Ready, failure: SystemError): Promise<boolean> {
  const { row, live } = job;
  const error = toStoredError(failure);
  if (failure.kind === 'forbidden' && SCOPE_CODES.has(failure.code ?? '')) return stopConnection(engine, job, 'signed-out', error);
  switch (failure.kind) {
    case 'invalid':
    case 'forbidden':
    case 'not-found':
    case 'conflict':
      return fail(engine, job, error);
    case 'auth':
      return stopConnection(engine, job, 'signed-out', error);
    case 'permission':
      return stopConnection(engine, job, failure.code === 'host-access' ? 'no-permission' : undefined, error);
    case 'rate-limit':
      await moveDelivery(row.id, ['sending'], { state: 'queued', nextAt: postponed(engine, row.attempts, failure.retryAfterMs), error });
      return false;
    default:
      if (failure.code === 'circuit-open') {
        await moveDelivery(row.id, ['sending'], { state: 'queued', nextAt: postponed(engine, row.attempts), error });
        return false;
      }
      // unknown-outcome, and whatever we do not understand about a write.
      await moveDelivery(row.id, ['sending'], { state: 'unknown', nextAt: landsBy(engine, live), error });
      return false;
  }
}

/** Nothing was sent: the account could not be checked, or somebody else is signed in. */
async function refusedBefore(engine: Engine, job: Ready, failure: unknown): Promise<boolean> {
  const { row } = job;
  const error = toStoredError(failure);
  if (error.code === 'no-target' || error.code === 'field-unmapped') return fail(engine, job, error);
  // The account does not answer by its name any more: it is another one, or was renamed.
  if (['invalid', 'conflict', 'not-found'].includes(error.kind))
    return stopConnection(engine, job, 'signed-out', { kind: 'conflict', code: 'user-changed' });
  if (error.kind === 'auth' || error.kind === 'forbidden') return stopConnection(engine, job, 'signed-out', error);
  if (error.kind === 'permission') return stopConnection(engine, job, error.code === 'host-access' ? 'no-permission' : undefined, error);
  const attempts = row.attempts + 1;
  await moveDelivery(row.id, ['queued'], { attempts, nextAt: postponed(engine, attempts, error.retryAfterMs), error });
  return false;
}

/** Did it land? A failing question is asked again later; nothing is resent before the answer is no, by who sent it. */
async function lookFor(engine: Engine, job: Ready): Promise<boolean> {
  const { row, live } = job;
  try {
    await requireSameUser(engine, live);
    const action = filledIn(job.stored.action, placeOf(job));
    const receipt = await ask(engine, live, (system, io) => system.confirm(action, row.id, io));
    if (receipt) return await arrived(engine, job, action, receipt);
    if (row.sentAs !== undefined && row.sentAs !== live.connection.userId)
      return unclear(engine, job, { kind: 'conflict', code: 'user-changed' });
    await moveDelivery(row.id, ['unknown'], { state: 'queued', nextAt: 0, error: undefined });
    return false;
  } catch (failure) {
    const error = toStoredError(failure);
    if (error.code === 'user-changed') await setConnectionState(row.connectionId, 'signed-out', error);
    else if (['invalid', 'forbidden', 'not-found', 'conflict'].includes(error.kind))
      return unclear(engine, job, { ...error, kind: 'unknown-outcome', code: 'cannot-confirm' });
    const attempts = row.attempts + 1;
    await moveDelivery(row.id, ['unknown'], { attempts, nextAt: postponed(engine, attempts, error.retryAfterMs), error });
    return false;
  }
}
