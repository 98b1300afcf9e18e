import type { Action } from '../../lib/model/actions.ts';
import type { Delivery, Draft, QueuedAction } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { topicsOf } from './topics.ts';

/** How an action stands as a whole, for the receipt's sentence. */
export type ReceiptState = 'sending' | 'saved' | 'partial' | 'checking' | 'kept' | 'failed' | 'cancelled' | 'undoing' | 'undone';

export function receiptState({ deliveries }: { deliveries: readonly Delivery[] }, online: boolean): ReceiptState {
  const states: Delivery['state'][] = deliveries.map((delivery) => delivery.state).filter((state) => state !== 'cancelled');
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
  return deliveries.some((delivery) => delivery.state === 'queued' && delivery.error) ? 'partial' : 'sending';
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

/** One thing a click made: a note, a task, or all it changed. Several entries are one line where one sentence says them. */
export interface ReceiptLine {
  /** Of the sentences (`wordOf`). */
  word: string;
  entries: readonly QueuedAction[];
  deliveries: readonly Delivery[];
}

/** What one click made, in the order in which it was written. */
export interface Receipt {
  /** The first entry: whose draft it was. */
  first: QueuedAction;
  entries: readonly QueuedAction[];
  lines: readonly ReceiptLine[];
  deliveries: readonly Delivery[];
}

/** The receipt to show: of the click that was just made, else of the newest that needs the rep; what was put away is left out. */
export function receiptToShow(
  actions: readonly QueuedAction[],
  lastId: string | undefined,
  dismissed: readonly string[],
): Receipt | undefined {
  const shown = actions.filter((action) => !dismissed.includes(action.id));
  const found = shown.find((action) => action.id === lastId) ?? shown.find(needsRep);
  if (!found) return undefined;
  const click = clickOf(found.id);
  const entries = shown.filter((action) => clickOf(action.id) === click).sort((a, b) => placeOf(a.id) - placeOf(b.id));
  const lines = [...Map.groupBy(entries, wordOf)].map(([word, own]) => ({
    word,
    entries: own,
    deliveries: own.flatMap(({ deliveries }) => deliveries),
  }));
  return { first: entries[0] ?? found, entries, lines, deliveries: lines.flatMap(({ deliveries }) => deliveries) };
}

/** Entries of one click bear its id and, but for the first, a number behind it (`useAction`). */
const clickOf = (id: string) => id.split('.', 1)[0];
const placeOf = (id: string) => Number(id.split('.')[1] ?? 0);

/** Which of the sentences' words fits: kinds that only change something share one. */
export function wordOf({ action: { kind } }: QueuedAction): string {
  if (kind === 'hand-off') return 'handoff';
  return ['field', 'stage', 'owner', 'tag', 'score', 'task-change'].includes(kind) ? 'other' : kind;
}

/** What the rep typed, to be edited again; undefined for what has no composer. `isWhole`: all else of the click is taken back too. */
export function draftOf({ action }: QueuedAction, isWhole = false): Pick<Draft, 'kind' | 'text' | 'fields'> | undefined {
  switch (action.kind) {
    case 'note':
      return { kind: 'note', text: action.text };
    case 'task':
      return { kind: 'task', text: taskLine(action), ...(action.priority && { fields: { priority: action.priority } }) };
    case 'call': {
      const { direction, outcome, durationMs, text = '' } = action;
      const minutes = durationMs === undefined ? '0' : String(Math.round(durationMs / 60_000));
      // Its follow-up is an entry of its own and has been queued.
      const followed = isWhole ? {} : { followed: 'no' };
      return { kind: 'call', text, fields: { direction, minutes, ...followed, ...(outcome !== undefined && { outcome }) } };
    }
    case 'meeting': {
      const { title, startAt, endAt, text = '', attendees, on } = action;
      const minutes = String(Math.round((endAt - startAt) / 60_000));
      const keys = (refs: readonly RecordRef[]) => JSON.stringify(refs.map(recordKey));
      const topics = JSON.stringify(topicsOf(text));
      return { kind: 'meeting', text: title, fields: { startAt: String(startAt), minutes, topics, people: keys(attendees), on: keys(on) } };
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
