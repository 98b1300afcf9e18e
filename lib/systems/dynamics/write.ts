import { CALL_OUTCOMES } from '../../model/actions.ts';
import type { Io } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { textToHtml } from '../html-text.ts';
import { moment } from '../odata.ts';
import { base64, fitTitle } from '../texts.ts';
import type { ActionOf, Writer, Writers } from '../writes.ts';
import { findMade, makeRow, type NewRow } from './create.ts';
import { field, owner, score } from './field.ts';
import { newRow, tableFor } from './new-row.ts';
import { ORGANISER, parties, REQUIRED, talk } from './parties.ts';
import { stage } from './stage.ts';
import { bind, type Target, targetsOf } from './targets.ts';
import { taskChange } from './task-change.ts';

const PRIORITIES = { low: 0, normal: 1, high: 2 } as const;
/** Columns end here. */
const SUBJECT_CHARS = 200;
/** Status reasons of a completed call. */
const MADE = 2;
const RECEIVED = 4;
/** State and status reason of an appointment that took place. */
const HELD = { statecode: 1, statuscode: 3 };

/** What is made gets the GUID of the key; what is changed is compared with what was there. */
export const WRITERS: Writers = {
  note: makes('annotation', noteRow),
  task: makes('task', taskRow),
  call: makes('phonecall', callRow),
  meeting: makes('appointment', meetingRow),
  file: makes('annotation', fileRow),
  create: {
    perform: async (action, key, io) => makeRow(await newRow(action, io), key, io),
    confirm: (action, key, io) => findMade(tableFor(action), action, key, io),
  },
  'task-change': taskChange,
  field,
  stage,
  owner,
  score,
};

function makes<K extends 'note' | 'task' | 'call' | 'meeting' | 'file'>(
  native: string,
  row: (action: ActionOf<K>, io: Io) => Omit<NewRow, 'native'>,
): Writer<K> {
  return {
    perform: (action, key, io) => makeRow({ native, ...row(action, io) }, key, io),
    confirm: (action, key, io) => findMade(native, { on: targetsOf(action, io).map(({ ref }) => ref) }, key, io),
  };
}

/** A note belongs to one record: the first, which was open. The editor reads it as HTML; what could be taken for markup is escaped. */
function noteRow(action: ActionOf<'note'>, io: Io): Omit<NewRow, 'native'> {
  const [target] = targetsOf(action, io);
  const { text } = action;
  const notetext = /[<&]/.test(text) ? `<div data-wrapper="true" dir="auto">${textToHtml(text)}</div>` : text;
  return { parent: target.ref, values: { notetext, ...at(target, 'objectid') } };
}

/** A file is a note with content. The vendor's limit is the organisation's (5 MB unless an administrator changed it). */
function fileRow({ name, type, bytes, ...action }: ActionOf<'file'>, io: Io): Omit<NewRow, 'native'> {
  const [target] = targetsOf(action, io);
  const content = { filename: name, mimetype: type, documentbody: base64(bytes), isdocument: true };
  return { parent: target.ref, values: { subject: name.slice(0, SUBJECT_CHARS), ...content, ...at(target, 'objectid') } };
}

function taskRow(action: ActionOf<'task'>, io: Io): Omit<NewRow, 'native'> {
  const [target] = targetsOf(action, io);
  return {
    parent: target.ref,
    values: {
      ...titled(action.title, action.text),
      ...(action.dueAt !== undefined && { scheduledend: moment(action.dueAt) }),
      ...(action.priority && { prioritycode: PRIORITIES[action.priority] }),
      ...at(target, 'regardingobjectid', '_task'),
      ...(action.ownerId !== undefined && { 'ownerid@odata.bind': `/systemusers(${checkedGuid(action.ownerId)})` }),
    },
  };
}

/** Made and completed at once. The person takes part, the thing (deal, case) is what the call was about. */
function callRow(action: ActionOf<'call'>, io: Io): Omit<NewRow, 'native'> {
  const targets = targetsOf(action, io);
  const about = aboutOf(targets);
  const outgoing = action.direction === 'out';
  const coded = CALL_OUTCOMES.some((code) => code === action.outcome);
  const first = action.text?.split('\n').find((line) => line.trim() !== '');
  return {
    parent: about.ref,
    values: {
      // The column is required; without words of the rep's only the table's own name is left. A code of ours is no word.
      ...titled((coded ? undefined : action.outcome) || first || 'Phone Call'),
      ...(coded && { category: action.outcome, leftvoicemail: action.outcome === 'left-message' }),
      ...(action.text && { description: action.text }),
      directioncode: outgoing,
      ...(action.durationMs !== undefined && { actualdurationminutes: Math.max(1, Math.round(action.durationMs / 60_000)) }),
      // The rep writes it down when it is over.
      actualstart: moment(action.at - (action.durationMs ?? 0)),
      actualend: moment(action.at),
      ...at(about, 'regardingobjectid', '_phonecall'),
      phonecall_activity_parties: talk(targets, outgoing, io),
    },
    finish: { statecode: 1, statuscode: outgoing ? MADE : RECEIVED },
  };
}

/** The rep calls it together; whoever the rep named takes part. One that is over by then was held. */
function meetingRow(action: ActionOf<'meeting'>, io: Io): Omit<NewRow, 'native'> {
  const targets = targetsOf(action, io);
  const about = aboutOf(targets);
  const invited = action.attendees.length === 0 ? targets : targetsOf({ on: action.attendees }, io);
  const values = {
    ...titled(action.title, action.text),
    scheduledstart: moment(action.startAt),
    scheduledend: moment(action.endAt),
    ...at(about, 'regardingobjectid', '_appointment'),
    appointment_activity_parties: parties(invited, io, { us: ORGANISER, them: REQUIRED }),
  };
  return { parent: about.ref, values, ...(action.endAt <= action.at && { finish: HELD }) };
}

const aboutOf = (targets: readonly [Target, ...Target[]]) =>
  targets.find(({ native }) => native === 'opportunity' || native === 'incident') ?? targets[0];

/** How a row names the record it stands on: each table has a navigation name of its own. */
function at(target: Target, lookup: string, suffix = ''): Record<string, string> {
  return { [`${lookup}_${target.native}${suffix}@odata.bind`]: bind(target) };
}

function titled(words: string, description?: string): Record<string, string> {
  const { title, text } = fitTitle(words, description, SUBJECT_CHARS);
  return { subject: title, ...(text !== undefined && { description: text }) };
}
