import type { Action, Io, Receipt } from '../contract.ts';
import { composite, create, partRows, query, queryPath } from './api.ts';

import { cut, marked, unmarked } from './mark.ts';
import { landed, madeReceipt, since } from './marked-entries.ts';
import { checkedId, soqlId, soqlTime } from './soql.ts';
import { whoAndWhat } from './targets.ts';
import { writeDay } from './time.ts';

type Task = Extract<Action, { kind: 'task' }>;
type Call = Extract<Action, { kind: 'call' }>;

const PRIORITIES = { low: 'Low', normal: 'Normal', high: 'High' } as const;
/** CallDisposition ends here. */
const OUTCOME_CHARS = 255;

/** One Task, marked. Status is left to the org's default. */
export async function createTask(action: Task, key: string, io: Io): Promise<Receipt> {
  const owner = action.ownerId ?? io.connection.userId;
  const { subject, text } = worded(action.title, action.text, key);
  const values = {
    Subject: subject,
    ...about(action, io),
    ...(text && { Description: text }),
    ...(owner && { OwnerId: checkedId(owner) }),
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
  const whom = about(action, io);
  const owner = io.connection.userId;
  const [closed] = await query(io, statusQuery(true));
  const values = {
    Subject: marked(callTitle(action), key),
    ...whom,
    TaskSubtype: 'Call',
    CallType: action.direction === 'in' ? 'Inbound' : 'Outbound',
    Status: typeof closed?.ApiName === 'string' ? closed.ApiName : 'Completed',
    ActivityDate: writeDay(action.at, io.connection.timeZone),
    ...(action.durationMs !== undefined && { CallDurationInSeconds: Math.max(0, Math.round(action.durationMs / 1000)) }),
    ...(action.outcome && { CallDisposition: cut(action.outcome.toWellFormed(), OUTCOME_CHARS) }),
    ...(action.text && { Description: action.text }),
    ...(owner && { OwnerId: checkedId(owner) }),
  };
  return madeReceipt(io, 'Task', [await create(io, 'Task', values)]);
}

/** Did this task or call land? SOQL sees every committed write at once. */
export async function confirmTask(action: Task | Call, key: string, io: Io): Promise<Receipt | undefined> {
  const { who, what } = whoAndWhat(action, io);
  const parent = who ? `WhoId = ${soqlId(who.id)}` : `WhatId = ${soqlId(what?.id ?? '')}`;
  const soql = `SELECT Id, Subject, CreatedDate FROM Task WHERE ${parent} AND CreatedDate >= ${since(action)} ORDER BY CreatedDate DESC LIMIT 200`;
  const rows = partRows(await composite(io, [{ id: 'tasks', path: queryPath(soql) }]), 'tasks');
  const title = action.kind === 'task' ? action.title : callTitle(action);
  return landed(rows, { native: 'Task', field: 'Subject', title, action, key }, io);
}

/** The outcome, as what a rep sees in the list; without one the vendor's own word for a logged call. */
const callTitle = ({ outcome }: Call) => outcome || 'Call';

/** A subject that does not fit goes on in the text. */
function worded(title: string, text: string | undefined, key: string): { subject: string; text: string | undefined } {
  const subject = marked(title, key);
  return { subject, text: unmarked(subject) === title ? text : [title, text].filter(Boolean).join('\n\n') };
}

function about(action: Action, io: Io): Record<string, string> {
  const { who, what } = whoAndWhat(action, io);
  return { ...(who && { WhoId: checkedId(who.id) }), ...(what && { WhatId: checkedId(what.id) }) };
}

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
