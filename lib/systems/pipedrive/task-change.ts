import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { fetchOne, patchActivity } from './api.ts';
import { activitySchema } from './schema.ts';
import { dueFields } from './time.ts';

type TaskChange = Extract<Action, { kind: 'task-change' }>;

/** What can be changed of a task, in the vendor's names. Only members that were written are there. */
export const taskShape = v.object({ done: v.optional(v.boolean()), due_date: v.optional(v.string()), due_time: v.optional(v.string()) });
export type TaskFacts = v.InferOutput<typeof taskShape>;

/** Writes what is asked and remembers what was, unless the vendor has no way of writing that back (a task without day or time). */
export async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io);
  const wanted = payload(action);
  const row = v.parse(activitySchema, await fetchOne(io, 'activities', id));
  const was: TaskFacts = {
    ...(wanted.done !== undefined && row.done !== undefined && { done: row.done }),
    ...(wanted.due_date !== undefined && row.due_date !== undefined && { due_date: row.due_date }),
    ...(wanted.due_time !== undefined && row.due_time !== undefined && { due_time: row.due_time }),
  };
  await patchActivity(io, id, { ...wanted });
  const whole = Object.keys(wanted).every((key) => key in was);
  return { refs: [action.task], at: io.now(), ...(whole && { before: { kind: 'task', was, wrote: wanted } }) };
}

/** Does the task look as asked? */
export async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const row = await fetchOne(io, 'activities', taskId(action, io));
  return looksLike(row, payload(action)) ? { refs: [action.task], at: io.now() } : undefined;
}

/** @throws SystemError `conflict` with code `changed` when somebody changed the task after us. */
export async function restoreTask(id: string, was: TaskFacts, wrote: TaskFacts, io: Io): Promise<void> {
  const row = await fetchOne(io, 'activities', id);
  if (looksLike(row, was)) return;
  if (!looksLike(row, wrote)) throw new SystemError('conflict', { code: 'changed' });
  await patchActivity(io, id, { ...was });
}

/** Clock times compare by the minute: v1 and v2 differ in whether they write seconds. */
function looksLike(raw: unknown, facts: TaskFacts): boolean {
  const row = v.parse(activitySchema, raw);
  return (
    (facts.done === undefined || row.done === facts.done) &&
    (facts.due_date === undefined || row.due_date === facts.due_date) &&
    (facts.due_time === undefined || row.due_time?.slice(0, 5) === facts.due_time.slice(0, 5))
  );
}

function payload(action: TaskChange): TaskFacts {
  return {
    ...(action.done !== undefined && { done: action.done }),
    ...(action.dueAt !== undefined && dueFields(action.dueAt, false, undefined)),
  };
}

function taskId({ task }: TaskChange, io: Io): string {
  const own = task.system === 'pipedrive' && task.account === io.connection.account;
  if (!own || task.object !== 'activity' || !/^\d+$/.test(task.id)) throw new SystemError('invalid', { code: 'no-target' });
  return task.id;
}
