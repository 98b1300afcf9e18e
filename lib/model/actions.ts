import type { ObjectKind } from './page.ts';
import type { RecordRef } from './records.ts';

/** How a call ended, in our own words; a system that has words of its own uses those, another writes ours in English. */
export const CALL_OUTCOMES = ['reached', 'no-answer', 'left-message', 'wrong-number'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/**
 * What a rep wants done. `on` holds the records it belongs to (of any system; a system takes those of its own account);
 * `at` is when the rep did it, epoch ms. `hand-off` is the engine's own and goes to a workflow's webhook: `payload` is the JSON text
 * the rep has seen, sent byte for byte.
 */
export type Action = { on: RecordRef[]; at: number } & (
  | { kind: 'note'; text: string }
  | { kind: 'task'; title: string; text?: string; dueAt?: number; allDay?: boolean; ownerId?: string; priority?: 'low' | 'normal' | 'high' }
  | { kind: 'task-change'; task: RecordRef; done?: boolean; dueAt?: number }
  | { kind: 'call'; direction: 'in' | 'out'; outcome?: string; durationMs?: number; text?: string }
  | { kind: 'meeting'; title: string; startAt: number; endAt: number; text?: string; attendees: RecordRef[] }
  // `ours`: the field is a name of ours (`phones`, `closeAt`); the engine puts the system's own key in its place.
  | { kind: 'field'; field: string; value: string | number | boolean | null; seen?: unknown; ours?: boolean }
  | { kind: 'stage'; pipelineId?: string; stageId: string }
  | { kind: 'owner'; ownerId: string }
  | { kind: 'tag'; tags: string[] }
  | { kind: 'score'; field: string; score: number; ours?: boolean }
  | { kind: 'file'; name: string; type: string; bytes: Uint8Array }
  | { kind: 'create'; object: Exclude<ObjectKind, 'ticket' | 'customer' | 'custom'>; values: Record<string, unknown> }
  | { kind: 'hand-off'; payload: string }
);

/** What a system made of an action. `refs` are the entries made; `at` is epoch ms; `before` is what undo needs. */
export interface Receipt {
  refs: RecordRef[];
  url?: string;
  at: number;
  before?: unknown;
}

const MADE_BY = 'made-by:';

/**
 * Stands for the record that another action will make in this account: the outbox puts the real one in its place once that action is
 * delivered. For follow-ups, with `after` naming the same action.
 */
export function madeBy(actionId: string, place: Pick<RecordRef, 'system' | 'account' | 'object' | 'native'>): RecordRef {
  const { system, account, object, native } = place;
  return { system, account, object, native, id: MADE_BY + actionId };
}

/** The id of the action whose record this stands for; `undefined` for a real record. */
export function makerOf(ref: RecordRef): string | undefined {
  return ref.id.startsWith(MADE_BY) ? ref.id.slice(MADE_BY.length) : undefined;
}
