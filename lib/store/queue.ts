import type { Action } from '../model/actions.ts';
import type { Delivery, Draft } from '../model/dossier.ts';
import { outboxDb } from './databases.ts';
import { dataKey, existingDataKey } from './keys.ts';
import type { DeliveryRow, DraftRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';

/* The only writes of pages: drafts, new actions, and the rep's word on an action that waits. All flushed before they return. */

/** Saves what the rep is typing; one draft per record and kind. An empty text drops it. */
export async function saveDraft(draft: Draft): Promise<void> {
  if (draft.text.trim() === '') return dropDraft(draft.record, draft.kind);
  const id = draftId(draft.record, draft.kind);
  const sealed = await seal(await dataKey(), { table: 'drafts', id }, draft);
  await outboxDb.drafts.put({ id, record: draft.record, savedAt: draft.savedAt, sealed });
}

/** Drafts of one record. */
export async function draftsOf(record: string): Promise<Draft[]> {
  const [key, rows] = await Promise.all([existingDataKey(), outboxDb.drafts.where('record').equals(record).toArray()]);
  return openDrafts(key, rows);
}

/** All drafts, newest first. */
export async function drafts(): Promise<Draft[]> {
  const [key, rows] = await Promise.all([existingDataKey(), outboxDb.drafts.orderBy('savedAt').reverse().toArray()]);
  return openDrafts(key, rows);
}

export async function dropDraft(record: string, kind: Draft['kind']): Promise<void> {
  await outboxDb.drafts.delete(draftId(record, kind));
}

/** What a click hands over. `id` makes it idempotent: the same id twice is one action. */
export interface NewAction {
  id?: string;
  record: string;
  customerName: string;
  action: Action;
  /** Connections to deliver to. */
  targets: readonly string[];
}

/**
 * Puts an action into the outbox: the action, one delivery per target, and the end of its draft, in one transaction that is
 * on disk when the promise resolves. Resolves to the action's id.
 */
export async function enqueue(order: NewAction): Promise<string> {
  const { record, customerName, action, id = crypto.randomUUID() } = order;
  const createdAt = action.at;
  const sealed = await seal(await dataKey(), { table: 'actions', id }, { customerName, action });
  const targets = [...new Set(order.targets)];
  await outboxDb.transaction('rw', outboxDb.tables, async () => {
    if (await outboxDb.actions.get(id)) return;
    const seq = ((await outboxDb.actions.orderBy('seq').last())?.seq ?? 0) + 1;
    await outboxDb.actions.add({ id, seq, record, createdAt, sealed });
    await outboxDb.deliveries.bulkAdd(
      targets.map((connectionId) => ({
        id: crypto.randomUUID(),
        actionId: id,
        connectionId,
        seq,
        state: 'queued',
        attempts: 0,
        nextAt: 0,
      })),
    );
    if (action.kind === 'note' || action.kind === 'task') await outboxDb.drafts.delete(draftId(record, action.kind));
  });
  return id;
}

/** Takes back a delivery that was not sent. False when it is too late. */
export function cancelDelivery(id: string): Promise<boolean> {
  return change(id, ['queued'], (row) => ({ ...row, state: 'cancelled' }));
}

/** Tries a refused delivery once more. False when it is not in that state. */
export function retryDelivery(id: string): Promise<boolean> {
  return change(id, ['failed', 'queued'], ({ error: _error, ...row }) => ({ ...row, state: 'queued', nextAt: 0 }));
}

/** Gives up a refused delivery. False when it is not in that state. */
export function discardDelivery(id: string): Promise<boolean> {
  return change(id, ['failed'], (row) => ({ ...row, state: 'cancelled' }));
}

async function change(id: string, from: readonly Delivery['state'][], next: (row: DeliveryRow) => DeliveryRow): Promise<boolean> {
  return outboxDb.transaction('rw', outboxDb.deliveries, async () => {
    const row = await outboxDb.deliveries.get(id);
    if (!row || !from.includes(row.state)) return false;
    await outboxDb.deliveries.put(next(row));
    return true;
  });
}

function draftId(record: string, kind: Draft['kind']): string {
  return `${record}#${kind}`;
}

async function openDrafts(key: CryptoKey | undefined, rows: readonly DraftRow[]): Promise<Draft[]> {
  if (!key) return [];
  const opened = await Promise.all(rows.map((row) => openIfIntact<Draft>(key, { table: 'drafts', id: row.id }, row.sealed)));
  return opened.filter((draft) => draft !== undefined);
}
