import { noteUse } from '../platform/session.ts';
import { send } from './client.ts';

/** What every page of ours asks of the worker about the store being open or not. */
export const gateHost = {
  unlock: (passphrase: string) => send('lock.open', { passphrase }),
  lock: () => send('lock.now', {}),
  wipe: () => send('store.wipe', {}),
  // Not by a message: a click must not wake the worker.
  used: () => void noteUse(Date.now()).catch(() => undefined),
};
