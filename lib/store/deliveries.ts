import type { Action, Receipt } from '../model/actions.ts';
import type { QueuedAction } from '../model/dossier.ts';
import type { StoredError } from '../model/errors.ts';
import { outboxDb } from './databases.ts';
import { dataKey } from './keys.ts';
import type { DeliveryRow } from './rows.ts';
import { open, seal } from './seal.ts';

/* The worker's side of the outbox. Each step is one strict transaction: on return it is on disk. */

/** What still has to be done, oldest first. */
export async function pendingDeliveries(): Promise<DeliveryRow[]> {
  const rows = await outboxDb.deliveries.where('state').anyOf('queued', 'sending', 'unknown').toArray();
  return rows.sort((a, b) => a.seq - b.seq);
}

/** An action by its id. @throws StoreError `tampered` */
export async function actionOf(id: string): Promise<(Pick<QueuedAction, 'record' | 'customerName'> & { action: Action }) | undefined> {
  const row = await outboxDb.actions.get(id);
  if (!row) return undefined;
  const body = await open<{ customerName: string; action: Action }>(await dataKey(), { table: 'actions', id }, row.sealed);
  return { record: row.record, ...body };
}

/**
 * Moves a delivery on, if it is still in one of the states the caller believes it is in. Members set to `undefined` are removed.
 * False when somebody else (the rep, another runner) was faster: then nothing was written.
 */
export async function moveDelivery(
  id: string,
  from: readonly DeliveryRow['state'][],
  changes: { [K in keyof DeliveryRow]?: DeliveryRow[K] | undefined },
): Promise<boolean> {
  return outboxDb.transaction('rw', outboxDb.deliveries, async () => {
    const row = await outboxDb.deliveries.get(id);
    if (!row || !from.includes(row.state)) return false;
    const next = Object.fromEntries(Object.entries({ ...row, ...changes }).filter(([, value]) => value !== undefined));
    await outboxDb.deliveries.put(next as unknown as DeliveryRow);
    return true;
  });
}

/** Moves a delivery to `confirmed` with its receipt. */
export async function confirmDelivery(id: string, receipt: Receipt): Promise<void> {
  const sealed = await seal(await dataKey(), { table: 'deliveries', id }, receipt);
  await moveDelivery(id, ['sending', 'unknown'], { state: 'confirmed', sealed, error: undefined, nextAt: 0 });
}

/** A connection is gone: what waits for it is kept as failed, so that the rep sees it. */
export async function failDeliveriesOf(connectionId: string, error: StoredError): Promise<void> {
  await outboxDb.deliveries
    .where('connectionId')
    .equals(connectionId)
    .filter(({ state }) => state === 'queued' || state === 'sending' || state === 'unknown')
    .modify({ state: 'failed', error });
}
