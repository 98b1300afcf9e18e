import { settingsDb } from './databases.ts';
import { MASTER_KEY, openedMaster } from './known-keys.ts';

/** Is a passphrase set, and is the store locked now? Reads only; inside a live query too. */
export async function lockState(): Promise<{ hasPassphrase: boolean; isLocked: boolean }> {
  const row = await settingsDb.keys.get(MASTER_KEY);
  if (!row?.salt) return { hasPassphrase: false, isLocked: false };
  return { hasPassphrase: true, isLocked: (await openedMaster(row)) === undefined };
}
