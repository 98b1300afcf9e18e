import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';

/** How an action stands as a whole, for the receipt's sentence. */
export type ReceiptState = 'sending' | 'saved' | 'partial' | 'checking' | 'kept' | 'failed' | 'cancelled' | 'undoing' | 'undone';

export function receiptState(action: QueuedAction, online: boolean): ReceiptState {
  const states: Delivery['state'][] = action.deliveries.map((delivery) => delivery.state).filter((state) => state !== 'cancelled');
  if (states.length === 0) return 'cancelled';
  const has = (state: Delivery['state']) => states.includes(state);
  if (states.every((state) => state === 'undone')) return 'undone';
  if (has('undo-queued') || has('undoing') || has('undo-unknown')) return 'undoing';
  if (has('failed') || has('needs-you')) return states.every((state) => state === 'failed') ? 'failed' : 'partial';
  if (states.every((state) => state === 'confirmed')) return 'saved';
  if (has('unknown')) return 'checking';
  if (!online) return 'kept';
  // Tried, refused for now and waiting for the next attempt: it says so with its reason, as a partial receipt does.
  return action.deliveries.some((delivery) => delivery.state === 'queued' && delivery.error) ? 'partial' : 'sending';
}

/** Held back until the rep signs in, grants access or resumes. */
export function waitsForRep({ state, error }: Delivery): boolean {
  return state === 'queued' && (error?.kind === 'auth' || error?.kind === 'permission');
}

/** It stays until the rep has decided. */
export function needsRep(action: QueuedAction): boolean {
  return action.deliveries.some((delivery) => delivery.state === 'failed' || delivery.state === 'needs-you' || waitsForRep(delivery));
}

/** Still on its way, or stopped: neither delivered nor given up. */
export function isOpen(action: QueuedAction): boolean {
  return action.deliveries.some(({ state }) => state !== 'confirmed' && state !== 'cancelled' && state !== 'undone');
}

/** The receipt to show: the newest that needs the rep or was just made, unless put away. */
export function receiptToShow(
  actions: readonly QueuedAction[],
  lastId: string | undefined,
  dismissed: readonly string[],
): QueuedAction | undefined {
  const shown = actions.filter((action) => !dismissed.includes(action.id));
  return shown.find((action) => action.id === lastId) ?? shown.find(needsRep);
}

/** What the rep typed, to be edited again. A date is written so that the composer recognises it. */
export function textOf({ action }: QueuedAction): string {
  if (action.kind === 'note') return action.text;
  if (action.kind !== 'task') return '';
  if (action.dueAt === undefined) return action.title;
  const due = new Date(action.dueAt);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${due.getFullYear()}-${two(due.getMonth() + 1)}-${two(due.getDate())}`;
  return `${action.title} ${day}${action.allDay ? '' : ` ${two(due.getHours())}:${two(due.getMinutes())}`}`;
}
