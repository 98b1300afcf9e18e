import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { composite, type Part, partBody, partRows, queryPath } from './api.ts';
import type { Changed } from './change.ts';
import { entryReceipt } from './landed.ts';
import { nativeOf } from './refs.ts';
import { checkedId, soqlId } from './soql.ts';
import { dueValues, statusQuery } from './tasks.ts';
import { writeDay } from './time.ts';

type TaskChange = Extract<Action, { kind: 'task-change' }>;

const FIELDS = 'Status,ActivityDate,IsReminderSet,ReminderDateTime';

/** Sets what is asked and remembers what was; the org's own words for done and open come from its TaskStatus. One call. */
export async function changeTask(action: TaskChange, io: Io): Promise<Receipt> {
  const id = taskId(action, io);
  const parts: Part[] = [{ id: 'before', path: `/sobjects/Task/${id}?fields=${FIELDS}` }];
  if (action.done !== undefined) parts.push({ id: 'status', path: queryPath(statusQuery(action.done)) });
  const due = dueValues(action.dueAt === undefined ? {} : { dueAt: action.dueAt }, io);
  const body = { ...(action.done !== undefined && { Status: '@{status.records[0].ApiName}' }), ...due };
  parts.push({ id: 'change', method: 'PATCH', path: `/sobjects/Task/${id}`, body });
  const answers = await composite(io, parts, true);
  const set = { ...due, ...(action.done !== undefined && { Status: partRows(answers, 'status')[0]?.ApiName }) };
  const was = partBody(answers, 'before');
  const before: Changed = { kind: 'changed', native: 'Task', values: only(was, Object.keys(set)), set };
  return { ...entryReceipt(io, 'Task', id), before };
}

/** Does the task look as asked? */
export async function confirmChange(action: TaskChange, io: Io): Promise<Receipt | undefined> {
  const id = taskId(action, io);
  const soql = `SELECT Id, IsClosed, ActivityDate FROM Task WHERE Id = ${soqlId(id)}`;
  const row = partRows(await composite(io, [{ id: 'task', path: queryPath(soql) }]), 'task')[0];
  if (!row) return undefined;
  const done = action.done === undefined || row.IsClosed === action.done;
  const due = action.dueAt === undefined || row.ActivityDate === writeDay(action.dueAt, io.connection.timeZone);
  return done && due ? entryReceipt(io, 'Task', id) : undefined;
}

function only(row: unknown, fields: readonly string[]): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = typeof row === 'object' && row !== null ? { ...row } : {};
  return Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
}

function taskId({ task }: TaskChange, io: Io): string {
  const own = task.system === 'salesforce' && task.account === io.connection.account;
  if (!own || nativeOf(task) !== 'Task') throw new SystemError('invalid', { code: 'unsupported' });
  return checkedId(task.id);
}
