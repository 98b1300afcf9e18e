import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { textToHtml } from '../html-text.ts';
import type { Writers } from '../writes.ts';
import { batchWrite, createPart, createRow, getRow, isAlreadyThere, updatePart } from './api.ts';
import { changeField, confirmField } from './field.ts';
import { guidOfKey } from './key.ts';
import { checkedGuid, moment } from './odata.ts';
import { ACTIVITY_SETS, recordUrl, refTo } from './refs.ts';
import { confirmStage, moveStage } from './stage.ts';
import { bind, type Target, targetsOf } from './targets.ts';
import { changeTask, confirmTask } from './task-change.ts';
import { CREATED } from './undo.ts';

type Note = Extract<Action, { kind: 'note' }>;
type Task = Extract<Action, { kind: 'task' }>;
type Call = Extract<Action, { kind: 'call' }>;

const PRIORITIES = { low: 0, normal: 1, high: 2 } as const;
/** Columns end here. */
const SUBJECT_CHARS = 200;
const FROM = 1;
const TO = 2;
/** Status reasons of a completed call. */
const MADE = 2;
const RECEIVED = 4;

/**
 * Notes, tasks and calls get the GUID of the key, so doing it again changes nothing and is no error. `confirm` reads the row with that
 * GUID, or the columns that should have changed: the database answers, never the search index.
 */
export const WRITERS = {
  note: { perform: createNote, confirm: (action, key, io) => confirmCreated('annotation', 'annotationid', action, key, io) },
  task: { perform: createTask, confirm: (action, key, io) => confirmCreated('task', 'activityid', action, key, io) },
  call: { perform: createCall, confirm: (action, key, io) => confirmCreated('phonecall', 'activityid', action, key, io) },
  'task-change': { perform: (action, _key, io) => changeTask(action, io), confirm: (action, _key, io) => confirmTask(action, io) },
  field: { perform: (action, _key, io) => changeField(action, io), confirm: (action, _key, io) => confirmField(action, io) },
  stage: { perform: (action, _key, io) => moveStage(action, io), confirm: (action, _key, io) => confirmStage(action, io) },
} as const satisfies Writers;

/** A note belongs to one record: the first, which was open. */
async function createNote(action: Note, key: string, io: Io): Promise<Receipt> {
  const [target] = targetsOf(action, io);
  const id = await guidOfKey(io.connection.account, key);
  await createRow(io, 'annotations', id, 'annotationid', {
    notetext: noteText(action.text),
    [`objectid_${target.native}@odata.bind`]: bind(target),
  });
  return created('annotation', id, target.ref, io);
}

/** The editor reads notes as HTML; a text that could be taken for markup is sent as markup that reads the same. */
function noteText(text: string): string {
  return /[<&]/.test(text) ? `<div data-wrapper="true" dir="auto">${textToHtml(text)}</div>` : text;
}

async function createTask(action: Task, key: string, io: Io): Promise<Receipt> {
  const [target] = targetsOf(action, io);
  const id = await guidOfKey(io.connection.account, key);
  const { subject, text } = subjectOf(action.title, action.text);
  await createRow(io, 'tasks', id, 'activityid', {
    subject,
    ...(text !== undefined && { description: text }),
    ...(action.dueAt !== undefined && { scheduledend: moment(action.dueAt) }),
    ...(action.priority && { prioritycode: PRIORITIES[action.priority] }),
    [`regardingobjectid_${target.native}_task@odata.bind`]: bind(target),
    ...(action.ownerId !== undefined && { 'ownerid@odata.bind': `/systemusers(${checkedGuid(action.ownerId)})` }),
  });
  return created('task', id, target.ref, io);
}

/** A subject that does not fit goes on in the text. */
function subjectOf(title: string, text: string | undefined): { subject: string; text: string | undefined } {
  const line = title.replace(/\s+/g, ' ').trim();
  if (line.length <= SUBJECT_CHARS) return { subject: line, text: text?.trim() ? text : undefined };
  const cut = line.slice(0, SUBJECT_CHARS - 1).replace(/[\ud800-\udbff]$/, '');
  return { subject: `${cut}…`, text: [title, text].filter(Boolean).join('\n\n') };
}

/** Made and completed in one change set. The person takes part, the thing (deal, case) is what the call was about. */
async function createCall(action: Call, key: string, io: Io): Promise<Receipt> {
  const targets = targetsOf(action, io);
  const about = targets.find(({ native }) => native === 'opportunity' || native === 'incident') ?? targets[0];
  const id = await guidOfKey(io.connection.account, key);
  const outgoing = action.direction === 'out';
  const first = action.text?.split('\n').find((line) => line.trim() !== '');
  const endedAt = action.at + (action.durationMs ?? 0);
  const values = {
    // The column is required; without outcome and text only the table's own name is left.
    subject: subjectOf(action.outcome || first || 'Phone Call', undefined).subject,
    ...(action.text && { description: action.text }),
    directioncode: outgoing,
    ...(action.durationMs !== undefined && { actualdurationminutes: Math.max(1, Math.round(action.durationMs / 60_000)) }),
    actualstart: moment(action.at),
    actualend: moment(endedAt),
    [`regardingobjectid_${about.native}_phonecall@odata.bind`]: bind(about),
    phonecall_activity_parties: parties(targets, outgoing, io),
  };
  try {
    await batchWrite(io, [
      createPart('phonecalls', id, values),
      updatePart('phonecalls', id, { statecode: 1, statuscode: outgoing ? MADE : RECEIVED }),
    ]);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
  return created('phonecall', id, about.ref, io);
}

function parties(targets: readonly Target[], outgoing: boolean, io: Io): Record<string, unknown>[] {
  const [ours, theirs] = outgoing ? [FROM, TO] : [TO, FROM];
  const person =
    targets.find(({ native }) => native === 'contact' || native === 'lead') ?? targets.find(({ native }) => native === 'account');
  const { userId } = io.connection;
  return [
    ...(userId === undefined
      ? []
      : [{ 'partyid_systemuser@odata.bind': `/systemusers(${checkedGuid(userId)})`, participationtypemask: ours }]),
    ...(person ? [{ [`partyid_${person.native}@odata.bind`]: bind(person), participationtypemask: theirs }] : []),
  ];
}

async function confirmCreated(native: string, key: string, action: Action, keyOfAction: string, io: Io): Promise<Receipt | undefined> {
  const [target] = targetsOf(action, io);
  const id = await guidOfKey(io.connection.account, keyOfAction);
  try {
    await getRow(io, `/${ACTIVITY_SETS[native]}(${id})`, { select: key });
    return created(native, id, target.ref, io);
  } catch (error) {
    if (error instanceof SystemError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** Notes have no page of their own: their link leads to the record they stand on. */
function created(native: string, id: string, parent: RecordRef, io: Io): Receipt {
  const ref = refTo(io.connection, native, id);
  const url = recordUrl(ref, io.connection) ?? recordUrl(parent, io.connection);
  return { refs: [ref], at: io.now(), ...(url !== undefined && { url }), before: CREATED };
}
