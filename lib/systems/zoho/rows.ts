import type { Action, Io, RecordRef } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { firstLine } from '../entries.ts';
import { fitTitle } from '../texts.ts';
import type { ActionOf } from '../writes.ts';
import { dayOf } from '../zone.ts';
import { isId, type Module, ownModule } from './refs.ts';
import { clock, stamp } from './time.ts';

/** Longest subject the vendor keeps. */
const MAX_SUBJECT = 255;
const PRIORITY = { low: 'Low', normal: 'Normal', high: 'High' } as const;
/** The vendor's own results of a call; anything else is text, as the picklist may be a closed one. */
const RESULTS = ['Interested', 'Not interested', 'No response/Busy', 'Requested more info', 'Requested call back', 'Invalid number'];

/** Columns of a new row. */
export type Row = Readonly<Record<string, unknown>>;

/** A note has exactly one parent: the record that was open. No title: the vendor shows the text alone. */
export function noteRow(action: ActionOf<'note'>, io: Io): Row {
  const { module, ref } = parentOf(action, io);
  return { Note_Content: action.text, Parent_Id: { module: { api_name: module }, id: ref.id } };
}

/** A task that is still to be done. */
export function taskRow(action: ActionOf<'task'>, io: Io): Row {
  const { title, text } = fitTitle(action.title.toWellFormed(), action.text, MAX_SUBJECT);
  return {
    Subject: title || '-',
    Status: 'Not Started',
    ...targetsOf(action, io),
    ...(action.dueAt !== undefined && { Due_Date: dayOf(action.dueAt, io.connection.timeZone) }),
    ...(action.priority !== undefined && { Priority: PRIORITY[action.priority] }),
    ...(text && { Description: text }),
    ...ownerOf(action.ownerId ?? io.connection.userId),
  };
}

/** `at` is when the rep wrote it down: the call ended then, and began its length before. */
export function callRow(action: ActionOf<'call'>, io: Io): Row {
  const outcome = action.outcome?.trim();
  const result = RESULTS.find((each) => each.toLowerCase() === outcome?.toLowerCase());
  const text = [result === undefined ? outcome : undefined, action.text?.trim()].filter(Boolean).join('\n');
  const out = action.direction === 'out';
  // Subjects are mandatory: the first line of what was said, else which way the call went.
  const line = firstLine(action.text)?.slice(0, 120).toWellFormed();
  return {
    Subject: line || (out ? 'Outbound call' : 'Inbound call'),
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

const GUESTS: Readonly<Partial<Record<Module, string>>> = { Contacts: 'contact', Leads: 'lead' };

/** A meeting with the contacts and leads of this account that took part. */
export function meetingRow(action: ActionOf<'meeting'>, io: Io): Row {
  const { title, text } = fitTitle(action.title.toWellFormed(), action.text, MAX_SUBJECT);
  const guests = ownRecords(action.attendees, io).flatMap(({ module, ref }) => {
    const type = GUESTS[module];
    return type === undefined ? [] : [{ type, participant: ref.id }];
  });
  return {
    Event_Title: title || '-',
    Start_DateTime: stamp(action.startAt),
    End_DateTime: stamp(action.endAt),
    ...targetsOf(action, io),
    ...(guests.length > 0 && { Participants: guests }),
    ...(text && { Description: text }),
    ...ownerOf(io.connection.userId),
  };
}

/** The owner's lookup; an id that is none names nobody. */
export function ownerOf(id: string | undefined): { Owner?: { id: string } } {
  return id !== undefined && isId(id) ? { Owner: { id } } : {};
}

/** The records of this account among some, in their order. */
export function ownRecords(on: readonly RecordRef[], io: Io): { module: Module; ref: RecordRef }[] {
  return on.flatMap((ref) => {
    const module = ownModule(ref, io.connection);
    return module ? [{ module, ref }] : [];
  });
}

/** The first record of this account, the open one. @throws SystemError `invalid` with code `no-target` */
export function parentOf(action: Action, io: Io, wanted: (module: Module) => boolean = () => true): { module: Module; ref: RecordRef } {
  const first = ownRecords(action.on, io).find(({ module }) => wanted(module));
  if (!first) throw new SystemError('invalid', { code: 'no-target' });
  return first;
}

/** Lookups of an entry. */
export interface Targets {
  Who_Id?: { id: string };
  What_Id?: { id: string };
  $se_module?: Module;
}

/**
 * `Who_Id` is a contact, `What_Id` with `$se_module` one record of any other module. A lead cannot stand beside a contact: where the
 * open record is a lead, it is the only target.
 */
export function targetsOf(action: Action, io: Io): Targets {
  const first = parentOf(action, io);
  if (first.module === 'Leads') return { What_Id: { id: first.ref.id }, $se_module: 'Leads' };
  const own = ownRecords(action.on, io);
  const who = own.find((each) => each.module === 'Contacts');
  const what = own.find((each) => each.module === 'Deals') ?? own.find((each) => each.module === 'Cases' || each.module === 'Accounts');
  return {
    ...(who && { Who_Id: { id: who.ref.id } }),
    ...(what && { What_Id: { id: what.ref.id }, $se_module: what.module }),
  };
}
