import type { StoreError } from '../../lib/model/errors.ts';

/** What a page can do about a store that is closed to it. */
export interface GateHost {
  /** Rejects with `wrong-passphrase`. */
  unlock(passphrase: string): Promise<unknown>;
  /** Closes the store for all contexts. */
  lock(): Promise<unknown>;
  /** Deletes everything here. */
  wipe(): Promise<unknown>;
  /** The rep has done something. */
  used(): void;
}

/** How the store stands. */
export interface GateState {
  isLocked: boolean;
  trouble?: StoreError;
}
