import { toStoredError } from '../../model/errors.ts';
import { moveDelivery, receiptOf } from '../../store/deliveries.ts';
import { SystemError } from '../../systems/contract.ts';
import { askOnce } from '../ask.ts';
import { setConnectionState } from '../connections.ts';
import type { Engine } from '../context.ts';
import { requireSameUser } from '../same-user.ts';
import { auditOf } from './audit-of.ts';
import { hold, type Ready } from './ends.ts';
import { heldUntil, landsBy, postponed } from './pace.ts';

/**
 * Takes back in the system what a receipt tells. A system's `undo` looks first what is there (what is gone is undone, what somebody changed
 * since is a conflict), so an unanswered one is simply run again, once the lost request can no longer land.
 */
export async function takeBack(engine: Engine, job: Ready): Promise<boolean> {
  const { row, live, info } = job;
  const { undo } = live.system;
  const receipt = await receiptOf(row);
  if (!undo || !receipt) return remains(engine, job, new SystemError('invalid', { code: 'cannot-undo' }));
  if (info.writes === 'never') return hold(engine, job, { kind: 'permission', code: 'read-only' });
  try {
    await requireSameUser(engine, live);
  } catch (failure) {
    const error = toStoredError(failure);
    if (error.code === 'user-changed') await setConnectionState(row.connectionId, 'signed-out', error);
    await moveDelivery(row.id, [row.state], { nextAt: heldUntil(engine), error });
    return false;
  }
  const attempts = row.attempts + 1;
  const { bootId } = engine;
  const mine = await moveDelivery(row.id, [row.state], { state: 'undoing', sentAt: engine.now(), attempts, bootId, error: undefined });
  if (!mine) return false;
  try {
    await askOnce(engine, live, (system, io) => system.undo?.(receipt, io) ?? Promise.resolve());
  } catch (failure) {
    if (!(failure instanceof SystemError)) throw failure;
    return afterFailure(engine, { ...job, row: { ...row, attempts } }, failure);
  }
  return moveDelivery(
    row.id,
    ['undoing', 'undo-unknown'],
    { state: 'undone', nextAt: 0, error: undefined },
    auditOf(engine, job, { state: 'undone', refs: receipt.refs }, { receipt }),
  );
}

async function afterFailure(engine: Engine, job: Ready, failure: SystemError): Promise<boolean> {
  const { row, live } = job;
  const error = toStoredError(failure);
  switch (failure.kind) {
    case 'invalid':
    case 'forbidden':
    case 'not-found':
    case 'conflict':
      return remains(engine, job, failure);
    case 'auth':
    case 'permission':
      await moveDelivery(row.id, ['undoing'], { state: 'undo-queued', nextAt: heldUntil(engine), error });
      return false;
    case 'rate-limit':
      await moveDelivery(row.id, ['undoing'], {
        state: 'undo-queued',
        nextAt: postponed(engine, row.attempts, failure.retryAfterMs),
        error,
      });
      return false;
    default:
      await moveDelivery(row.id, ['undoing'], { state: 'undo-unknown', nextAt: landsBy(engine, live), error });
      return false;
  }
}

/** It cannot be taken back: the receipt stands and says why. */
async function remains(engine: Engine, job: Ready, failure: SystemError): Promise<boolean> {
  const error = toStoredError(failure);
  const audit = auditOf(engine, job, { state: 'not-undone', refs: [], code: error.code ?? error.kind });
  await moveDelivery(
    job.row.id,
    ['undo-queued', 'undoing', 'undo-unknown'],
    { state: 'confirmed', remains: error, error: undefined, nextAt: 0 },
    audit,
  );
  return false;
}
