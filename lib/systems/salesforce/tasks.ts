import type { Action, Io, Receipt } from '../contract.ts';
import { cut } from '../marks.ts';
import { phrase } from '../values.ts';
import { create, query } from './api.ts';
import { confirmOn, entryValues, madeReceipt } from './marked-entries.ts';
import { soqlTime } from './soql.ts';
import { writeDay } from './time.ts';

type Task = Extract<Action, { kind: 'task' }>;
type Call = Extract<Action, { kind: 'call' }>;

const PRIORITIES = { low: 'Low', normal: 'Normal', high: 'High' } as const;
/** CallDisposition ends here. */
const OUTCOME_CHARS = 255;

/** One Task, marked. Status is left to the org's default. */
export async function createTask(action: Task, key: string, io: Io): Promise<Receipt> {
  const values = {
    ...entryValues(action, action.title, key, io, action.ownerId),
    ...(action.priority && { Priority: PRIORITIES[action.priority] }),
    ...dueValues(action, io),
  };
  return madeReceipt(io, 'Task', [await create(io, 'Task', values)]);
}

/**
 * A logged call is a closed task of subtype Call, on the day it was made. Two requests, since text inside a composite would be
 * searched for references. Source: "Task", fields TaskSubtype, CallType, CallDisposition (Object Reference).
 */
export async function createCall(action: Call, key: string, io: Io): Promise<Receipt> {
  const common = entryValues(action, callTitle(action), key, io);
  const [closed] = await query(io, statusQuery(true));
  const values = {
    ...common,
    TaskSubtype: 'Call',
    CallType: action.direction === 'in' ? 'Inbound' : 'Outbound',
    Status: phrase(closed?.ApiName) ?? 'Completed',
    ActivityDate: writeDay(action.at, io.connection.timeZone),
    ...(action.durationMs !== undefined && { CallDurationInSeconds: Math.max(0, Math.round(action.durationMs / 1000)) }),
    ...(action.outcome && { CallDisposition: cut(action.outcome.toWellFormed(), OUTCOME_CHARS) }),
  };
  return madeReceipt(io, 'Task', [await create(io, 'Task', values)]);
}

/** Did the task or call land? By the mark in its subject, among the tasks of the same person or thing. */
export async function confirmTask(action: Task | Call, key: string, io: Io): Promise<Receipt | undefined> {
  return confirmOn('Task', action, action.kind === 'task' ? action.title : callTitle(action), key, io);
}

/** The outcome, as what a rep sees in the list; without one the vendor's own word for a logged call. */
const callTitle = ({ outcome }: Call) => outcome || 'Call';

/** A task knows only the day it is due; the hour goes into its reminder. */
export function dueValues({ dueAt, allDay }: { dueAt?: number; allDay?: boolean }, io: Io): Record<string, unknown> {
  if (dueAt === undefined) return {};
  const day = { ActivityDate: writeDay(dueAt, io.connection.timeZone) };
  return allDay || dueAt <= io.now() ? day : { ...day, IsReminderSet: true, ReminderDateTime: soqlTime(dueAt) };
}

/** The org's own word for done or open. */
export function statusQuery(done: boolean): string {
  const open = 'IsClosed = false ORDER BY IsDefault DESC, SortOrder';
  return `SELECT ApiName FROM TaskStatus WHERE ${done ? 'IsClosed = true ORDER BY SortOrder' : open} LIMIT 1`;
}
