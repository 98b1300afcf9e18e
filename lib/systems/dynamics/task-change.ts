import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { getRow, updateRow } from './api.ts';
import { checkedGuid, moment } from './odata.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { instant, text } from './values.ts';

type TaskChange = Extract<Action, { kind: 'task-change' }>;

const COLUMNS = 'statecode,statuscode,scheduledend';
/** State and status reason of a task: "Completed" and "Not Started". */
const DONE = { statecode: 1, statuscode: 5 };
const OPEN = { statecode: 0, statuscode: 2 };

/** Sets what is asked, unless somebody changed the task between the look and the write, and remembers what was. */
export async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io);
  const row = await getRow(io, `/tasks(${id})`, { select: COLUMNS });
  const { statecode, statuscode, scheduledend = null } = row;
  await updateRow(io, 'tasks', id, valuesOf(action), text(row['@odata.etag']));
  return { ...receipt(action, io), before: { kind: 'task', values: { statecode, statuscode, scheduledend } } };
}

/** Does the task look as asked? */
export async function confirmTask(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const row = await getRow(io, `/tasks(${taskId(action, io)})`, { select: COLUMNS });
  const done = action.done === undefined || (row.statecode === DONE.statecode) === action.done;
  const due = action.dueAt === undefined || Math.abs((instant(row.scheduledend) ?? 0) - action.dueAt) < 1000;
  return done && due ? receipt(action, io) : undefined;
}

function valuesOf({ done, dueAt }: TaskChange): Record<string, unknown> {
  return { ...(done !== undefined && (done ? DONE : OPEN)), ...(dueAt !== undefined && { scheduledend: moment(dueAt) }) };
}

function taskId({ task }: TaskChange, io: Io): string {
  const own = task.system === 'dynamics' && task.account === io.connection.account;
  if (!own || nativeOf(task) !== 'task') throw new SystemError('invalid', { code: 'unsupported' });
  return checkedGuid(task.id);
}

function receipt({ task }: TaskChange, io: Io): Receipt {
  const url = recordUrl(task, io.connection);
  return { refs: [task], at: io.now(), ...(url !== undefined && { url }) };
}
