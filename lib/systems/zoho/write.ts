import { type Action, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { firstLine } from '../entries.ts';
import { dayOf } from '../zone.ts';
import { insert, update } from './api.ts';
import { changeOf, performChange } from './change.ts';
import { entryRef, entryUrl, type Module, ownModule, recordUrl } from './refs.ts';
import { clock, stamp } from './time.ts';

export type Note = Extract<Action, { kind: 'note' }>;
export type Task = Extract<Action, { kind: 'task' }>;
export type Call = Extract<Action, { kind: 'call' }>;

/** Longest subject the vendor keeps. */
const MAX_SUBJECT = 255;
const PRIORITY = { low: 'Low', normal: 'Normal', high: 'High' } as const;
/** The vendor's own results of a call; anything else is text, as the picklist may be a closed one. */
const RESULTS = ['Interested', 'Not interested', 'No response/Busy', 'Requested more info', 'Requested call back', 'Invalid number'];

/** Performs one write. @throws SystemError `invalid` with code `no-target` when no record of this account is meant. */
export async function perform(action: Action, io: Io): Promise<Receipt> {
  switch (action.kind) {
    case 'note':
      return made('Notes', action, [await insert(io, 'Notes', noteRow(action, io))], io);
    case 'task':
      return made('Tasks', action, [await insert(io, 'Tasks', taskRow(action, io))], io);
    case 'call':
      return made('Calls', action, [await insert(io, 'Calls', callRow(action, io))], io);
    case 'task-change':
    case 'stage':
    case 'field':
      return performChange(changeOf(action, io), action, io, update);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

/** A note has exactly one parent: the record that was open. No title: the vendor shows the text alone. */
export function noteRow(action: Note, io: Io) {
  const { module, ref } = parentOf(action, io);
  return { Note_Content: action.text, Parent_Id: { module: { api_name: module }, id: ref.id } };
}

export function taskRow(action: Task, io: Io) {
  const text = action.text?.trim();
  return {
    Subject: action.title.trim().slice(0, MAX_SUBJECT).toWellFormed() || '-',
    Status: 'Not Started',
    ...targetsOf(action, io),
    ...(action.dueAt !== undefined && { Due_Date: dayOf(action.dueAt, io.connection.timeZone) }),
    ...(action.priority !== undefined && { Priority: PRIORITY[action.priority] }),
    ...(text && { Description: text }),
    ...ownerOf(action.ownerId ?? io.connection.userId),
  };
}

/** `at` is when the rep wrote it down: the call ended then, and began its length before. */
export function callRow(action: Call, io: Io) {
  const outcome = action.outcome?.trim();
  const result = RESULTS.find((each) => each.toLowerCase() === outcome?.toLowerCase());
  const text = [result === undefined ? outcome : undefined, action.text?.trim()].filter(Boolean).join('\n');
  const out = action.direction === 'out';
  return {
    Subject: subjectOf(action),
    Call_Type: out ? 'Outbound' : 'Inbound',
    Call_Start_Time: stamp(action.at - (action.durationMs ?? 0)),
    Call_Duration: clock(action.durationMs ?? 0),
    ...targetsOf(action, io),
    ...(out && { Outgoing_Call_Status: 'Completed' }),
    ...(result !== undefined && { Call_Result: result }),
    ...(text && { Description: text }),
    ...ownerOf(io.connection.userId),
  };
}

/** Subjects are mandatory: the first line of what was said, else which way the call went. */
function subjectOf(action: Call): string {
  const line = firstLine(action.text)?.slice(0, 120).toWellFormed();
  return line || (action.direction === 'out' ? 'Outbound call' : 'Inbound call');
}

function ownerOf(id: string | undefined): { Owner?: { id: string } } {
  return id !== undefined && /^\d{1,20}$/.test(id) ? { Owner: { id } } : {};
}

/** The records of this account the action belongs to, the open one first. */
function ownRecords(action: Action, io: Io): { module: Module; ref: RecordRef }[] {
  return action.on.flatMap((ref) => {
    const module = ownModule(ref, io.connection);
    return module ? [{ module, ref }] : [];
  });
}

/** @throws SystemError `invalid` `no-target` */
export function parentOf(action: Action, io: Io): { module: Module; ref: RecordRef } {
  const [first] = ownRecords(action, io);
  if (!first) throw new SystemError('invalid', { code: 'no-target' });
  return first;
}

/**
 * `Who_Id` is a contact, `What_Id` with `$se_module` one record of any other module. A lead cannot stand beside a contact: where the
 * open record is a lead, it is the only target.
 */
export function targetsOf(action: Action, io: Io): { Who_Id?: { id: string }; What_Id?: { id: string }; $se_module?: Module } {
  const own = ownRecords(action, io);
  const [first] = own;
  if (!first) throw new SystemError('invalid', { code: 'no-target' });
  if (first.module === 'Leads') return { What_Id: { id: first.ref.id }, $se_module: 'Leads' };
  const who = own.find((each) => each.module === 'Contacts');
  const what = own.find((each) => each.module === 'Deals') ?? own.find((each) => each.module === 'Cases' || each.module === 'Accounts');
  return {
    ...(who && { Who_Id: { id: who.ref.id } }),
    ...(what && { What_Id: { id: what.ref.id }, $se_module: what.module }),
  };
}

/** What was made, and where to look at it: a note on its record's page, everything else on a page of its own. */
export function made(module: 'Notes' | 'Tasks' | 'Calls', action: Action, ids: readonly string[], io: Io): Receipt {
  const url = entryUrl(module, ids[0] ?? '', io.connection) ?? recordUrl(parentOf(action, io).ref, io.connection);
  return { refs: ids.map((id) => entryRef(io.connection, module, id)), at: io.now(), ...(url !== undefined && { url }) };
}
