import type { Action } from '../model/actions.ts';
import { COMPOSER_KINDS, type Delivery } from '../model/dossier.ts';
import { outboxDb } from './databases.ts';
import { draftId } from './drafts.ts';
import { StoreError } from './errors.ts';
import { dataKey } from './keys.ts';
import { keyedPrint } from './prints.ts';
import { withRoom } from './room.ts';
import type { DeliveryRow } from './rows.ts';
import { seal } from './seal.ts';
import { neverLogged } from './subject.ts';

/* What pages write beside drafts: new actions, and the rep's word on an action that waits. All flushed before they return. */

/** What a click hands over. `id` makes it idempotent: the same id twice is one action. */
export interface NewAction {
  id?: string;
  record: string;
  customerName: string;
  action: Action;
  /** Connections (or workflows) to deliver to. */
  targets: readonly string[];
  /** Another action's id: this one is held back, in each system, until that one is delivered. */
  after?: string;
}

/** The same entry again this soon after is the same click: a second window, a second panel. */
const SAME_CLICK_MS = 30_000;
const TAKEN_BACK: ReadonlySet<Delivery['state']> = new Set(['failed', 'cancelled', 'undone']);

/**
 * Puts an action into the outbox: the action, one delivery per target, and the end of its draft, in one transaction that is
 * on disk when the promise resolves. Resolves to the action's id; where the same was just queued, to that one's.
 * @throws StoreError `never-log`, `locked`, `storage-full`
 */
export async function enqueue(order: NewAction): Promise<string> {
  const { record, customerName, action, after, id = crypto.randomUUID() } = order;
  const createdAt = action.at;
  const targets = [...new Set(order.targets)];
  const [forbidden, sealed, print] = await Promise.all([
    neverLogged({ record, customerName, on: action.on }),
    dataKey().then((key) => seal(key, { table: 'actions', id }, { customerName, action })),
    keyedPrint([record, [...targets].sort(), { ...action, at: 0 }]),
  ]);
  if (forbidden !== undefined) throw new StoreError('never-log');
  const add = async () => {
    const kind = COMPOSER_KINDS.find((each) => each === action.kind);
    const [there, last, twin] = await Promise.all([
      outboxDb.actions.get(id),
      outboxDb.actions.orderBy('seq').last(),
      twinOf(print, record, createdAt),
      kind && outboxDb.drafts.delete(draftId(record, kind)),
    ]);
    if (there || twin !== undefined) return there ? id : (twin ?? id);
    const seq = (last?.seq ?? 0) + 1;
    const added = outboxDb.actions.add({ id, seq, record, createdAt, print, sealed, ...(after !== undefined && { after }) });
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
    await added;
    return id;
  };
  return withRoom(() => outboxDb.transaction('rw', outboxDb.drafts, outboxDb.actions, outboxDb.deliveries, add));
}

/** The newest action of the record, if it says the same, is this young, and was not taken back. */
async function twinOf(print: string, record: string, createdAt: number): Promise<string | undefined> {
  const rows = (await outboxDb.actions.where('print').equals(print).toArray()).sort((a, b) => b.seq - a.seq);
  const [row] = rows;
  if (!row || Math.abs(row.createdAt - createdAt) > SAME_CLICK_MS) return undefined;
  const later = await outboxDb.actions.where('seq').above(row.seq).toArray();
  if (later.some((each) => each.record === record)) return undefined;
  const deliveries = await outboxDb.deliveries.where('actionId').equals(row.id).toArray();
  return deliveries.every(({ state }) => TAKEN_BACK.has(state)) ? undefined : row.id;
}

/** Takes back a delivery that was not sent. False when it is too late. */
export function cancelDelivery(id: string): Promise<boolean> {
  return change(id, ['queued'], (row) => ({ ...row, state: 'cancelled' }));
}

/**
 * Undoes a delivery: one that was not sent is cancelled, one that has arrived is taken back through the system's API (wake the worker
 * for that). False when there is nothing to undo, or its outcome is still open.
 */
export function undoDelivery(id: string): Promise<boolean> {
  return change(id, ['queued', 'confirmed'], (row) => {
    if (row.state === 'queued') return { ...row, state: 'cancelled' };
    const { error: _error, remains: _remains, ...rest } = row;
    return { ...rest, state: 'undo-queued', attempts: 0, nextAt: 0 };
  });
}

/** Undoes an action everywhere. Answers how many deliveries that concerned. */
export async function undoAction(actionId: string): Promise<number> {
  const rows = await outboxDb.deliveries.where('actionId').equals(actionId).toArray();
  const done = await Promise.all(rows.map((row) => undoDelivery(row.id)));
  return done.filter(Boolean).length;
}

/** Takes back what of an action was not sent yet. Answers how many deliveries that concerned. */
export async function cancelAction(actionId: string): Promise<number> {
  const rows = await outboxDb.deliveries.where('actionId').equals(actionId).toArray();
  const done = await Promise.all(rows.map((row) => cancelDelivery(row.id)));
  return done.filter(Boolean).length;
}

/**
 * Tries a delivery once more that was refused or stopped; what arrived elsewhere is not touched. For one whose outcome nobody can
 * tell this is the rep's word that it is not there. False when it is not in such a state.
 */
export function retryDelivery(id: string): Promise<boolean> {
  return change(id, ['failed', 'needs-you', 'queued'], ({ error, ...row }) => ({
    ...row,
    state: 'queued',
    nextAt: 0,
    ...((error?.code === 'not-without' || error?.code === 'changed') && { freed: true }),
  }));
}

/** The rep has looked: what nobody could confirm is there. False when it is not in that state. */
export function acceptDelivery(id: string): Promise<boolean> {
  return change(id, ['needs-you'], ({ error: _error, ...row }) => ({ ...row, state: 'confirmed', nextAt: 0 }));
}

/** Gives up a refused or stopped delivery. False when it is not in that state. */
export function discardDelivery(id: string): Promise<boolean> {
  return change(id, ['failed', 'needs-you'], (row) => ({ ...row, state: 'cancelled' }));
}

/** The rep confirms who is signed in now: everything of this connection that was stopped for that goes out. Answers how many. */
export async function confirmUser(connectionId: string): Promise<number> {
  const rows = await outboxDb.deliveries.where('connectionId').equals(connectionId).toArray();
  const stopped = rows.filter(({ state, error }) => state === 'needs-you' && error?.code === 'user-changed');
  const done = await Promise.all(stopped.map((row) => retryDelivery(row.id)));
  return done.filter(Boolean).length;
}

async function change(id: string, from: readonly Delivery['state'][], next: (row: DeliveryRow) => DeliveryRow): Promise<boolean> {
  return outboxDb.transaction('rw', outboxDb.deliveries, async () => {
    const row = await outboxDb.deliveries.get(id);
    if (!row || !from.includes(row.state)) return false;
    await outboxDb.deliveries.put(next(row));
    return true;
  });
}
