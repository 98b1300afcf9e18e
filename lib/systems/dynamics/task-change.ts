import type { Members } from '../change.ts';
import { type Io, type RecordRef, SystemError } from '../contract.ts';
import { second } from '../odata.ts';
import type { ActionOf } from '../writes.ts';
import { setting } from './edit.ts';
import { nativeOf } from './refs.ts';

/** State and status reason of a task: "Completed" and "Not Started". */
const DONE = { statecode: 1, statuscode: 5 };
const OPEN = { statecode: 0, statuscode: 2 };

/** Sets what is asked, unless somebody changed the task between the look and the write, and remembers what was. */
export const taskChange = setting<'task-change'>((action, io) => ({ ref: taskOf(action, io), set: valuesOf(action) }));

function valuesOf({ done, dueAt }: ActionOf<'task-change'>): Members {
  if (done === undefined && dueAt === undefined) throw new SystemError('invalid', { code: 'nothing-to-change' });
  return { ...(done !== undefined && (done ? DONE : OPEN)), ...(dueAt !== undefined && { scheduledend: second(dueAt) }) };
}

function taskOf({ task }: ActionOf<'task-change'>, io: Io): RecordRef {
  const own = task.system === 'dynamics' && task.account === io.connection.account;
  if (!own || nativeOf(task) !== 'task') throw new SystemError('invalid', { code: 'unsupported' });
  return task;
}
