import { recordKey, type SystemRecord } from '../../model/records.ts';
import { type Action, SystemError } from '../../systems/contract.ts';
import { ask } from '../ask.ts';
import { contested, memberSet, seenOf } from '../contested.ts';
import type { Engine, Live } from '../context.ts';
import { stop } from '../sync/conflicts.ts';
import { keepRead } from '../sync/keep.ts';
import { reflect } from '../sync/reflect.ts';

/** A change younger than this goes out at once: the rep is still looking at what she changed. */
const FRESH_MS = 30_000;

/**
 * A change that has waited (for the network, for a sign-in, for its turn) is compared with the record as it is now. Where somebody else has
 * set the same thing meanwhile, it and all others that wait for that record are stopped, the newer record is shown, and the answer
 * is true. @throws SystemError when nobody can tell now.
 */
export async function isOvertaken(engine: Engine, live: Live, deliveryId: string, action: Action): Promise<boolean> {
  if (memberSet(action) === undefined || engine.now() - action.at < FRESH_MS) return false;
  const { id, system, account } = live.connection;
  for (const ref of action.on.filter((each) => each.system === system && each.account === account)) {
    const seen = await seenOf(ref, id);
    const now = seen && (await readNow(engine, live, seen));
    if (!now) continue;
    // Merged into another one, which says something else.
    const field = recordKey(now.ref) === recordKey(ref) ? undefined : contested(action, seen, now);
    if (field !== undefined) return stop(deliveryId, field);
    const stopped = await keepRead(engine, id, [now]);
    await reflect(engine, id, [now]);
    if (stopped.has(deliveryId)) return true;
  }
  return false;
}

/** `undefined` where the write itself will tell: the record is gone, or hidden. */
async function readNow(engine: Engine, live: Live, { ref }: SystemRecord): Promise<SystemRecord | undefined> {
  try {
    return await ask(engine, live, (system, io) => system.read(ref, io));
  } catch (error) {
    if (error instanceof SystemError && ['not-found', 'forbidden', 'invalid'].includes(error.kind)) return undefined;
    throw error;
  }
}
