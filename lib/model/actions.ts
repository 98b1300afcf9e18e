import type { ObjectKind } from './page.ts';
import type { RecordRef } from './records.ts';

/**
 * What a rep wants done. `on` holds the records it belongs to (of any system; a system takes those of its own account);
 * `at` is when the rep did it, epoch ms.
 */
export type Action = { on: RecordRef[]; at: number } & (
  | { kind: 'note'; text: string }
  | { kind: 'task'; title: string; text?: string; dueAt?: number; allDay?: boolean; ownerId?: string; priority?: 'low' | 'normal' | 'high' }
  | { kind: 'task-change'; task: RecordRef; done?: boolean; dueAt?: number }
  | { kind: 'call'; direction: 'in' | 'out'; outcome?: string; durationMs?: number; text?: string }
  | { kind: 'meeting'; title: string; startAt: number; endAt: number; text?: string; attendees: RecordRef[] }
  | { kind: 'field'; field: string; value: string | number | boolean | null; seen?: unknown }
  | { kind: 'stage'; pipelineId?: string; stageId: string }
  | { kind: 'owner'; ownerId: string }
  | { kind: 'tag'; tags: string[] }
  | { kind: 'score'; field: string; score: number }
  | { kind: 'file'; name: string; type: string; bytes: Uint8Array }
  | { kind: 'create'; object: Exclude<ObjectKind, 'ticket' | 'customer' | 'custom'>; values: Record<string, unknown> }
);

/** What a system made of an action. `refs` are the entries made; `at` is epoch ms; `before` is what undo needs. */
export interface Receipt {
  refs: RecordRef[];
  url?: string;
  at: number;
  before?: unknown;
}
