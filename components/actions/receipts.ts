import type { Action } from '../../lib/model/actions.ts';
import type { Delivery, Draft, QueuedAction } from '../../lib/model/dossier.ts';

/** How an action stands as a whole, for the receipt's sentence. */
export type ReceiptState = 'sending' | 'saved' | 'partial' | 'checking' | 'kept' | 'failed' | 'cancelled' | 'undoing' | 'undone';

export function receiptState(action: QueuedAction, online: boolean): ReceiptState {
  const states: Delivery['state'][] = action.deliveries.map((delivery) => delivery.state).filter((state) => state !== 'cancelled');
  if (states.length === 0) return 'cancelled';
  const has = (state: Delivery['state']) => states.includes(state);
  if (states.every((state) => state === 'undone')) return 'undone';
  if (has('undo-queued') || has('undoing') || has('undo-unknown')) return 'undoing';
  // Taken back where that is possible; what stays elsewhere says so in its own line.
  if (has('undone') && states.every((state) => state === 'undone' || state === 'confirmed')) return 'undone';
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
  const found = shown.find((action) => action.id === lastId) ?? shown.find(needsRep);
  return found && { ...found, deliveries: [...found.deliveries, ...copiesOf(found, actions).flatMap((copy) => copy.deliveries)] };
}

/** A task that several systems hold is changed by one click, but is another task in each: one receipt for all of them. */
function copiesOf({ id, action }: QueuedAction, actions: readonly QueuedAction[]): QueuedAction[] {
  if (action.kind !== 'task-change') return [];
  return actions.filter((each) => each.id.startsWith(`${id}.`) && each.action.kind === 'task-change');
}

/** Which of the sentences' words fits: kinds that only change something share one. */
export function wordOf({ action: { kind } }: QueuedAction): string {
  if (kind === 'hand-off') return 'handoff';
  return ['field', 'stage', 'owner', 'tag', 'score', 'task-change'].includes(kind) ? 'other' : kind;
}

/** What the rep typed, to be edited again; undefined for what has no composer. */
export function draftOf({ action }: QueuedAction): Pick<Draft, 'kind' | 'text' | 'fields'> | undefined {
  switch (action.kind) {
    case 'note':
      return { kind: 'note', text: action.text };
    case 'task':
      return { kind: 'task', text: taskLine(action) };
    case 'call': {
      const { direction, outcome, durationMs, text = '' } = action;
      const minutes = durationMs === undefined ? '0' : String(Math.round(durationMs / 60_000));
      // Its follow-up is an entry of its own and has been queued.
      return { kind: 'call', text, fields: { direction, minutes, followed: 'no', ...(outcome !== undefined && { outcome }) } };
    }
    case 'meeting': {
      const { title, startAt, endAt, text = '' } = action;
      const minutes = String(Math.round((endAt - startAt) / 60_000));
      return { kind: 'meeting', text: title, fields: { startAt: String(startAt), minutes, topics: JSON.stringify([{ topic: '', text }]) } };
    }
    default:
      return undefined;
  }
}

/** A date is written so that the composer recognises it. */
function taskLine({ title, dueAt, allDay }: Extract<Action, { kind: 'task' }>): string {
  if (dueAt === undefined) return title;
  const due = new Date(dueAt);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${due.getFullYear()}-${two(due.getMonth() + 1)}-${two(due.getDate())}`;
  return `${title} ${day}${allDay ? '' : ` ${two(due.getHours())}:${two(due.getMinutes())}`}`;
}
