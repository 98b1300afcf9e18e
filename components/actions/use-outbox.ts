import { liveQuery, type Subscription } from 'dexie';
import { useSyncExternalStore } from 'react';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { outbox } from '../../lib/store/reading.ts';

type Read = { actions: readonly QueuedAction[] } | { error: unknown };

const listeners = new Set<() => void>();
let read: Read | undefined;
let subscription: Subscription | undefined;

/**
 * What `outbox()` lists, and again whenever that changes; `undefined` until it was read. One reading for everybody who shows some of it:
 * each holds up whoever writes. @throws what the store says when it cannot be read
 */
export function useOutbox(): readonly QueuedAction[] | undefined {
  const now = useSyncExternalStore(listen, () => read);
  if (now && 'error' in now) throw now.error;
  return now?.actions;
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  subscription ??= liveQuery(() => outbox()).subscribe({
    next: (actions) => tell({ actions }),
    error: (error: unknown) => tell({ error }),
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    subscription?.unsubscribe();
    subscription = undefined;
    read = undefined;
  };
}

function tell(next: Read): void {
  read = next;
  for (const listener of listeners) listener();
}
