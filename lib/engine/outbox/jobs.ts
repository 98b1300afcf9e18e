import { storeTrouble } from '../../model/errors.ts';
import { recordKey } from '../../model/records.ts';
import { actionOf, deliveriesOf, moveDelivery, pendingDeliveries, receiptOf, type StoredAction } from '../../store/deliveries.ts';
import type { DeliveryRow } from '../../store/rows.ts';
import type { Receipt } from '../../systems/contract.ts';
import { type Known, knownConnections } from '../connections.ts';
import type { Engine } from '../context.ts';
import { isBeyond, landsBy } from './pace.ts';

/** One delivery whose turn it is, or will be at `row.nextAt`. */
export interface Job {
  row: DeliveryRow;
  stored: StoredAction;
  /** Receipts of the action it comes after. */
  receipts: Receipt[];
  /** Where it goes; absent when the connection was removed. */
  known: Known | undefined;
}

/** What a runner remembers between two looks; actions never change, and are forgotten when nothing is to be done. */
export interface Desk {
  actions: Map<string, StoredAction>;
  /** Something was wrong with the store itself: nothing could be written down. */
  trouble?: unknown;
  /** Deliveries this runner is working on. */
  underWay: Map<string, { connectionId: string; done: Promise<void> }>;
}

/**
 * Per connection and record the oldest delivery that is still to be done, oldest first; it holds back the later ones, so that they arrive in
 * order. What was refused or waits for the rep holds back nothing but what was made to come after it.
 */
export async function nextJobs(engine: Engine, desk: Desk): Promise<Job[]> {
  const [known, pending] = await Promise.all([knownConnections(engine), pendingDeliveries()]);
  const byId = new Map(known.map((each) => [each.info.id, each]));
  const taken = new Set<string>();
  const jobs: Job[] = [];
  for (const row of pending) {
    const stored = await storedOf(desk, row);
    if (!stored) continue;
    const { receipts } = await cameBefore(row, stored);
    if (!receipts) continue;
    const to = byId.get(row.connectionId);
    const own = stored.action.on.filter((ref) => ref.system === to?.info.system && ref.account === to.info.account).map(recordKey);
    const scope = (own.length > 0 ? own : [stored.record]).map((key) => `${row.connectionId} ${key}`);
    const isFree = scope.every((each) => !taken.has(each));
    for (const each of scope) taken.add(each);
    if (!isFree || desk.underWay.has(row.id)) continue;
    const nextAt = isBeyond(engine, row) ? await brought(row, landsBy(engine, to?.live)) : row.nextAt;
    jobs.push({ row: { ...row, nextAt }, stored, receipts, known: to });
  }
  return jobs;
}

/** Brings a delivery back from a moment that may be far off; not to now, as it may have been sent a moment ago. */
async function brought({ id, state }: DeliveryRow, nextAt: number): Promise<number> {
  await moveDelivery(id, [state], { nextAt });
  return nextAt;
}

async function storedOf(desk: Desk, row: DeliveryRow): Promise<StoredAction | undefined> {
  const there = desk.actions.get(row.actionId);
  if (there) return there;
  const stored = await actionOf(row.actionId).catch((error: unknown) => {
    // Locked, or its key is gone: it waits as it is.
    if (storeTrouble(error) !== 'tampered') throw error;
    return undefined;
  });
  if (stored) desk.actions.set(row.actionId, stored);
  else await moveDelivery(row.id, [row.state], { state: 'failed', error: { kind: 'protocol', code: 'action-unreadable' } });
  return stored;
}

/** The receipts of what had to be delivered first; none while that is not so. In the same system, if it went there at all. */
async function cameBefore(row: DeliveryRow, { after }: StoredAction): Promise<{ receipts?: Receipt[] }> {
  if (after === undefined || row.freed || row.state !== 'queued') return { receipts: await receiptsOf(after) };
  const all = await deliveriesOf(after);
  const here = all.filter((each) => each.connectionId === row.connectionId);
  const first = here.length > 0 ? here : all;
  if (first.some(({ state }) => state === 'cancelled' || state === 'undone') || first.length === 0) {
    await moveDelivery(row.id, ['queued'], { state: 'needs-you', error: { kind: 'conflict', code: 'not-without' } });
    return {};
  }
  return first.every(({ state }) => state === 'confirmed') ? { receipts: await receiptsOf(after) } : {};
}

async function receiptsOf(after: string | undefined): Promise<Receipt[]> {
  if (after === undefined) return [];
  const receipts = await Promise.all((await deliveriesOf(after)).map(receiptOf));
  return receipts.filter((receipt) => receipt !== undefined);
}
