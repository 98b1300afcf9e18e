import { liveQuery, type Subscription } from 'dexie';
import { useSyncExternalStore } from 'react';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { outbox } from '../../lib/store/reading.ts';

type Read = { actions: readonly QueuedAction[] } | { error: unknown };

/** Two frames: the receipt is drawn, and the worker has noted that it sends. */
const QUIET_MS = 35;

let writers = 0;
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

/**
 * Reads nothing until a moment after `writing` has ended. What was just written is shown without being read back, and a reading that
 * waits for the page to be drawn would keep the worker from sending it.
 */
export async function whileWriting<T>(writing: () => Promise<T>): Promise<T> {
  writers += 1;
  stop();
  try {
    return await writing();
  } finally {
    setTimeout(() => {
      writers -= 1;
      start();
    }, QUIET_MS);
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  start();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop();
    read = undefined;
  };
}

function start(): void {
  if (writers > 0 || listeners.size === 0) return;
  subscription ??= liveQuery(() => outbox()).subscribe({
    next: (actions) => tell({ actions }),
    error: (error: unknown) => tell({ error }),
  });
}

function stop(): void {
  subscription?.unsubscribe();
  subscription = undefined;
}

function tell(next: Read): void {
  read = next;
  for (const listener of listeners) listener();
}
