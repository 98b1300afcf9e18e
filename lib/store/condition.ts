import { type StoreErrorKind, storeTrouble } from '../model/errors.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { existingDataKey } from './known-keys.ts';
import { lockState } from './lock-state.ts';

/** How the store stands: what a page must know before it shows anything. */
export interface Condition {
  hasPassphrase: boolean;
  isLocked: boolean;
  /** It cannot be used, and why. */
  trouble?: StoreErrorKind;
}

/** Reads how the store stands; inside a live query too. Never rejects: what is wrong is the answer. */
export async function condition(): Promise<Condition> {
  try {
    const state = await lockState();
    const [key, connections] = await Promise.all([existingDataKey(), settingsDb.connections.count()]);
    return { ...state, ...(!state.isLocked && !key && connections > 0 && { trouble: 'key-gone' as const }) };
  } catch (error) {
    return { hasPassphrase: false, isLocked: false, trouble: storeTrouble(error) ?? 'storage-closed' };
  }
}

/** Opens every database a page reads; `undefined` when that went well. An upgrade that another window blocks keeps it waiting. */
export async function troubleOpening(): Promise<StoreErrorKind | undefined> {
  try {
    await Promise.all([settingsDb.open(), outboxDb.open(), cacheDb.open()]);
    return undefined;
  } catch (error) {
    return storeTrouble(error) ?? 'storage-closed';
  }
}
