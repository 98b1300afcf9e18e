import * as v from 'valibot';
import { type Action, type Connection, type Io, type Receipt, SystemError } from '../contract.ts';
import { call } from './api.ts';
import { receipt, seconds } from './receipts.ts';
import { type Task, taskSchema } from './schema.ts';

type TaskChange = Extract<Action, { kind: 'task-change' }>;

/** The two columns that are ever changed here, as the API words them. */
export const taskValues = v.object({ is_completed: v.optional(v.boolean()), complete_till: v.optional(v.number()) });
type Values = v.InferOutput<typeof taskValues>;

/** Sends the changed members only: whole tasks would undo what colleagues changed meanwhile. */
export async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io.connection);
  const to = valuesOf(action);
  if (Object.keys(to).length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  const task = await getTask(id, io);
  const from = {
    ...(to.is_completed !== undefined && { is_completed: task.is_completed ?? false }),
    ...(to.complete_till !== undefined && task.complete_till !== undefined && { complete_till: task.complete_till }),
  };
  await send(id, to, io);
  return { ...receipt('tasks', id, undefined, io), before: { kind: 'task', from, to } };
}

/** Does the task look as asked? */
export async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const id = taskId(action, io.connection);
  return holds(await getTask(id, io), valuesOf(action)) ? receipt('tasks', id, undefined, io) : undefined;
}

/** Back to what it was. @throws SystemError `conflict` with code `changed` when somebody has changed it again. */
export async function setBack(id: string, from: Values, to: Values, io: Io): Promise<void> {
  const task = await getTask(id, io);
  if (holds(task, from)) return;
  if (!holds(task, to)) throw new SystemError('conflict', { code: 'changed' });
  await send(id, from, io);
}

async function getTask(id: string, io: Io): Promise<Task> {
  const { json } = await call(io, { url: `/api/v4/tasks/${id}` });
  if (json === undefined) throw new SystemError('not-found', { status: 204 });
  return v.parse(taskSchema, json);
}

async function send(id: string, json: Values, io: Io): Promise<void> {
  await call(io, { method: 'PATCH', url: `/api/v4/tasks/${id}`, json, write: true });
}

function valuesOf({ done, dueAt }: TaskChange): Values {
  return { ...(done !== undefined && { is_completed: done }), ...(dueAt !== undefined && { complete_till: seconds(dueAt) }) };
}

function holds(task: Task, { is_completed, complete_till }: Values): boolean {
  return (
    (is_completed === undefined || (task.is_completed ?? false) === is_completed) &&
    (complete_till === undefined || task.complete_till === complete_till)
  );
}

function taskId({ task }: TaskChange, connection: Connection): string {
  if (task.system !== 'amocrm' || task.account !== connection.account || !/^\d+$/.test(task.id))
    throw new SystemError('invalid', { code: 'no-target' });
  return task.id;
}
