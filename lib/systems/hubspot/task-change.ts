import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { getObject } from './api.ts';
import { recordUrl } from './map.ts';
import { setProperties } from './memory.ts';
import { TASK } from './objects.ts';
import { iso, time } from './values.ts';

type TaskChange = Extract<Action, { kind: 'task-change' }>;

/** Sets what is asked of a task and remembers what was. */
export async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const before = await getObject(io, TASK, taskId(action, io), []);
  return { ...receiptOf(action, io), before: await setProperties(io, TASK, before, changesOf(action)) };
}

/** A change is there or it is not, whoever made it: repeating it does no harm. */
export async function confirmTaskChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const task = await getObject(io, TASK, taskId(action, io), []);
  const { hs_task_status: status, hs_timestamp: due } = task.properties;
  const isDone = action.done === undefined || (status === 'COMPLETED') === action.done;
  const isDue = action.dueAt === undefined || time(due) === action.dueAt;
  return isDone && isDue ? receiptOf(action, io) : undefined;
}

function changesOf(action: TaskChange): Record<string, string> {
  return {
    ...(action.done !== undefined && { hs_task_status: action.done ? 'COMPLETED' : 'NOT_STARTED' }),
    ...(action.dueAt !== undefined && { hs_timestamp: iso(action.dueAt) }),
  };
}

/** A task has no page of its own: the link leads to the first record it is about. */
function receiptOf(action: TaskChange, io: Io): Receipt {
  const parent = action.on.find((ref) => ref.system === 'hubspot' && ref.account === io.connection.account);
  const url = parent && recordUrl(parent, io.connection);
  return { refs: [action.task], at: io.now(), ...(url !== undefined && { url }) };
}

function taskId(action: TaskChange, io: Io): string {
  const { system, account, id } = action.task;
  if (system !== 'hubspot' || account !== io.connection.account) throw new SystemError('invalid', { code: 'wrong-account' });
  if (action.done === undefined && action.dueAt === undefined) throw new SystemError('invalid', { code: 'no-change' });
  return id;
}
