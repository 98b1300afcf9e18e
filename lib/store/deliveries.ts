import type { Action, Receipt } from '../model/actions.ts';
import type { AuditEntry } from '../model/audit.ts';
import type { QueuedAction } from '../model/dossier.ts';
import type { StoredError } from '../model/errors.ts';
import { writeAudited } from './audit.ts';
import { outboxDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { withRoom } from './room.ts';
import type { DeliveryRow } from './rows.ts';
import { deliveriesFrom } from './rows-with.ts';
import { open, seal } from './seal.ts';

/* The worker's side of the outbox. Each step is one strict transaction: on return it is on disk. */

/** What still has to be done, oldest first. */
export async function pendingDeliveries(): Promise<DeliveryRow[]> {
  const rows = await deliveriesFrom('queued');
  return rows.sort((a, b) => a.seq - b.seq);
}

/** What was delivered to a connection of late, the newest first. */
export async function lateDeliveries(connectionId: string, most: number): Promise<DeliveryRow[]> {
  const rows = await outboxDb.deliveries.where('connectionId').equals(connectionId).toArray();
  const confirmed = rows.filter(({ state }) => state === 'confirmed');
  return confirmed.sort((a, b) => b.seq - a.seq).slice(0, most);
}

/** All deliveries of an action. */
export async function deliveriesOf(actionId: string): Promise<DeliveryRow[]> {
  return outboxDb.deliveries.where('actionId').equals(actionId).toArray();
}

/** The receipt of a delivery; `undefined` when there is none. @throws StoreError `tampered` */
export async function receiptOf({ id, sealed }: DeliveryRow): Promise<Receipt | undefined> {
  return sealed && open<Receipt>(await dataKey(), { table: 'deliveries', id }, sealed);
}

/** An action as it was put into the outbox. */
export type StoredAction = Pick<QueuedAction, 'record' | 'customerName' | 'after'> & { action: Action };

/** An action by its id. @throws StoreError `tampered` */
export async function actionOf(id: string): Promise<StoredAction | undefined> {
  const row = await outboxDb.actions.get(id);
  if (!row) return undefined;
  const body = await open<{ customerName: string; action: Action }>(await dataKey(), { table: 'actions', id }, row.sealed);
  return { record: row.record, ...(row.after !== undefined && { after: row.after }), ...body };
}

/** Members set to `undefined` are removed. */
type DeliveryChanges = { [K in keyof DeliveryRow]?: DeliveryRow[K] | undefined };

/**
 * Moves a delivery on, if it is still in one of the states the caller believes it is in. `audit` is appended to the trail in the same transaction.
 * False when somebody else (the rep, another runner) was faster: then nothing was written.
 */
export async function moveDelivery(
  id: string,
  from: readonly DeliveryRow['state'][],
  changes: DeliveryChanges,
  audit?: AuditEntry,
): Promise<boolean> {
  const move = async () => {
    const row = await outboxDb.deliveries.get(id);
    if (!row || !from.includes(row.state)) return false;
    const next = Object.fromEntries(Object.entries({ ...row, ...changes }).filter(([, value]) => value !== undefined));
    await outboxDb.deliveries.put(next as unknown as DeliveryRow);
    return true;
  };
  return withRoom(() => (audit ? writeAudited(audit, move) : outboxDb.transaction('rw', outboxDb.deliveries, move)));
}

/** Moves a delivery to `confirmed` with its receipt, and notes it in the audit trail. */
export async function confirmDelivery(id: string, receipt: Receipt, audit: AuditEntry): Promise<boolean> {
  const sealed = await seal(await dataKey(), { table: 'deliveries', id }, receipt);
  return moveDelivery(id, ['sending', 'unknown'], { state: 'confirmed', sealed, error: undefined, nextAt: 0 }, audit);
}

/** Somebody else has signed in to this connection: what was written for the one before is stopped until the rep says so. */
export async function stopDeliveriesOf(connectionId: string, error: StoredError): Promise<void> {
  await outboxDb.deliveries
    .where('connectionId')
    .equals(connectionId)
    .filter(({ state }) => state === 'queued')
    .modify({ state: 'needs-you', error });
}

/**
 * A connection is gone: what waits to be sent, or taken back, is kept with the reason, so that the rep sees it. What has left is no failure: its
 * answer may still come, and where none does the runner asks the rep.
 */
export async function failDeliveriesOf(connectionId: string, error: StoredError): Promise<void> {
  await outboxDb.deliveries
    .where('connectionId')
    .equals(connectionId)
    .filter(({ state }) => state === 'queued' || state === 'undo-queued')
    .modify((row) => {
      if (row.state === 'undo-queued') Object.assign(row, { state: 'confirmed', remains: error });
      else Object.assign(row, { state: 'failed', error });
    });
}
