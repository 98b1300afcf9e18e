import type { ConnectionInfo } from '../../model/connection.ts';
import type { StoredError } from '../../model/errors.ts';
import { moveDelivery } from '../../store/deliveries.ts';
import { setConnectionState } from '../connections.ts';
import type { Engine, Live } from '../context.ts';
import { auditOf } from './audit-of.ts';
import type { Job } from './jobs.ts';
import { heldUntil } from './pace.ts';

/* Where a delivery comes to rest, for a while or for good. All answer false: nothing was delivered. */

/** A job with its system at hand. */
export interface Ready extends Job {
  info: ConnectionInfo;
  live: Live;
}

/** Nobody can tell whether it is there: the rep looks and says. */
export async function unclear(engine: Engine, job: Job, error: StoredError): Promise<boolean> {
  const audit = auditOf(engine, job, { state: 'unclear', refs: [], ...(error.code !== undefined && { code: error.code }) });
  await moveDelivery(job.row.id, ['sending', 'unknown'], { state: 'needs-you', error, nextAt: 0 }, audit);
  return false;
}

/** Refused for good: it stays with its reason until the rep edits or discards it. */
export async function fail(engine: Engine, job: Job, error: StoredError): Promise<boolean> {
  if (job.row.state.startsWith('undo')) {
    await moveDelivery(job.row.id, ['undo-queued', 'undo-unknown'], { state: 'confirmed', remains: error, error: undefined });
    return false;
  }
  const audit = auditOf(engine, job, { state: 'refused', refs: [], code: error.code ?? error.kind });
  await moveDelivery(job.row.id, ['queued', 'sending', 'unknown'], { state: 'failed', error, nextAt: 0 }, audit);
  return false;
}

/** Waits as it is, with the reason. */
export async function hold(engine: Engine, { row }: Job, error: StoredError): Promise<boolean> {
  await moveDelivery(row.id, ['queued', 'unknown', 'undo-queued', 'undo-unknown'], { nextAt: heldUntil(engine), error });
  return false;
}

/** The whole connection is in trouble: it says so once, and its deliveries wait. Nothing was written. */
export async function stopConnection(
  engine: Engine,
  { row }: Job,
  state: ConnectionInfo['state'] | undefined,
  error: StoredError,
): Promise<boolean> {
  if (state !== undefined) await setConnectionState(row.connectionId, state, error);
  await moveDelivery(row.id, ['queued', 'sending'], { state: 'queued', nextAt: heldUntil(engine), error });
  return false;
}
