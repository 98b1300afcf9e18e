import type { TimelineEntry } from '../../lib/model/customer.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { type Activity, recordKey } from '../../lib/model/records.ts';
import type { Change } from './change.tsx';

/** What a rep does with a task in a list. */
export type TaskStep = { done: boolean } | { dueAt: number };

/** A change of every copy of one task that `canChange`; empty when none can. */
export function stepChanges({ copies }: Pick<TimelineEntry, 'copies'>, step: TaskStep, canChange: (copy: Activity) => boolean): Change[] {
  return copies.filter(canChange).map(({ ref, on }) => ({
    kind: 'task-change',
    task: ref,
    ...step,
    // Where the vendor does not tell whom a task is about, the task itself says which account it lies in.
    on: on.some(({ system, account }) => system === ref.system && account === ref.account) ? on : [ref],
  }));
}

/** Tomorrow at the task's own time of day, 10:00 where it has none; local time. */
export function tomorrow(dueAt: number | undefined, now: number): number {
  const day = new Date(now);
  const time = dueAt === undefined ? undefined : new Date(dueAt);
  day.setDate(day.getDate() + 1);
  return day.setHours(time?.getHours() ?? 10, time?.getMinutes() ?? 0, 0, 0);
}

/** A confirmed change counts for this long without the system's own word: then its answer has come, or somebody has changed it since. */
const SETTLES_MS = 60_000;
const TAKEN_BACK: ReadonlySet<string> = new Set(['failed', 'cancelled', 'undo-queued', 'undoing', 'undo-unknown', 'undone']);

/** What the outbox holds and the systems do not say yet, by recordKey of the task; a later click wins. `actions` newest first. */
export function stepsUnderWay(actions: readonly QueuedAction[], now: number): ReadonlyMap<string, { done?: boolean; dueAt?: number }> {
  const steps = new Map<string, { done?: boolean; dueAt?: number }>();
  for (const { action, deliveries } of [...actions].reverse()) {
    if (action.kind !== 'task-change') continue;
    const counts = deliveries.some(
      ({ state, receipt }) => !TAKEN_BACK.has(state) && (state !== 'confirmed' || (receipt?.at ?? 0) + SETTLES_MS > now),
    );
    if (!counts) continue;
    const { done, dueAt } = action;
    const key = recordKey(action.task);
    steps.set(key, { ...steps.get(key), ...(done !== undefined && { done }), ...(dueAt !== undefined && { dueAt }) });
  }
  return steps;
}
