import type { Action } from '../../model/actions.ts';
import { recordKey, type SystemRecord, type Tombstone } from '../../model/records.ts';
import { isActivity, isTombstone, type SyncedRow } from '../../model/sync.ts';
import { actionOf, lateDeliveries, moveDelivery, pendingDeliveries } from '../../store/deliveries.ts';
import { contested, isDone, memberSet, seenOf } from '../contested.ts';

/** Own changes looked at, to tell what we wrote ourselves from what somebody else did. */
const OWN_MOST = 50;

/**
 * Before newer states of records are shown or stored: changes that wait for one of these records and would overwrite somebody else's are
 * stopped, and the rep decides. To be called with the cache as it was. Answers the deliveries it stopped.
 */
export async function stopContested(connectionId: string, rows: readonly SyncedRow[]): Promise<Set<string>> {
  const stopped = new Set<string>();
  const waiting = (await pendingDeliveries()).filter((row) => row.connectionId === connectionId && row.state === 'queued');
  if (waiting.length === 0) return stopped;
  // What was merged into another record has that one's values now, whatever they are.
  const told = new Map(rows.filter(matters).map((row) => [recordKey(row.ref), row]));
  for (const { id, actionId } of waiting) {
    const field = await fieldInQuestion(connectionId, actionId, told);
    if (field === undefined) continue;
    if (await stop(id, field)) stopped.add(id);
  }
  return stopped;
}

/** The change waits for the rep's word from now on. */
export function stop(deliveryId: string, field: string): Promise<boolean> {
  const error = { kind: 'conflict', code: 'changed', field } as const;
  return moveDelivery(deliveryId, ['queued'], { state: 'needs-you', error, nextAt: 0 });
}

async function fieldInQuestion(
  connectionId: string,
  actionId: string,
  told: ReadonlyMap<string, SystemRecord | Tombstone>,
): Promise<string | undefined> {
  const action = (await actionOf(actionId).catch(() => undefined))?.action;
  const member = action && memberSet(action);
  if (!action || member === undefined) return undefined;
  for (const ref of action.on) {
    const now = told.get(recordKey(ref));
    const seen = now && (await seenOf(ref, connectionId));
    if (!now || !seen) continue;
    if (isTombstone(now)) return member;
    const field = contested(action, seen, now);
    if (field !== undefined && !(await isOurs(connectionId, action, now))) return field;
  }
  return undefined;
}

/** The newer value is one we wrote ourselves: the rep changed the same thing twice. */
async function isOurs(connectionId: string, { kind, ...rest }: Action, now: SystemRecord): Promise<boolean> {
  const field = 'field' in rest ? rest.field : undefined;
  for (const { actionId } of await lateDeliveries(connectionId, OWN_MOST)) {
    const own = (await actionOf(actionId).catch(() => undefined))?.action;
    const isAlike = own?.kind === kind && ('field' in own ? own.field : undefined) === field;
    if (own && isAlike && own.on.some((ref) => recordKey(ref) === recordKey(now.ref)) && isDone(own, now)) return true;
  }
  return false;
}

function matters(row: SyncedRow): row is SystemRecord | Tombstone {
  return isTombstone(row) ? row.mergedInto !== undefined : !isActivity(row);
}
