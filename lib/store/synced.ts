import Dexie from 'dexie';
import type { Dossier, Opening } from '../model/dossier.ts';

/**
 * What is synced of a record that was never opened (`cached-customer.ts`), read by code that a page loads when it is needed. Safe in a live query.
 */
export function syncedCustomer(key: string): Promise<{ opening: Opening; customer?: Dossier } | undefined> {
  return Dexie.Promise.resolve(import('./cached-customer.ts')).then((module) => module.syncedCustomer(key)) as unknown as Promise<
    { opening: Opening; customer?: Dossier } | undefined
  >;
}
