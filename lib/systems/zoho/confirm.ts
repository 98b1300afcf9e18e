import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { isOurs, notBefore, reads } from '../entries.ts';
import { fetchRelated, query, remove, update } from './api.ts';
import { beforeSchema, changeOf, confirmChange } from './change.ts';
import { columnsOf, queryColumns } from './columns.ts';
import { isId } from './refs.ts';
import { callSchema, noteSchema, taskSchema } from './schema.ts';
import { instant } from './time.ts';
import { type Call, callRow, made, type Note, noteRow, parentOf, type Task, targetsOf, taskRow } from './write.ts';

/** What is read back: the newest rows of one record. */
const ROWS = 100;

/** Looks for an unanswered write in the record's own lists and in the database's answers to a query: never through the search. */
export async function confirm(action: Action, io: Io): Promise<Receipt | undefined> {
  switch (action.kind) {
    case 'note':
      return confirmNote(action, io);
    case 'task':
      return confirmTask(action, io);
    case 'call':
      return confirmCall(action, io);
    case 'task-change':
    case 'stage':
    case 'field':
      return confirmChange(changeOf(action, io), io);
    default:
      throw new SystemError('invalid', { code: 'unsupported' });
  }
}

async function confirmNote(action: Note, io: Io): Promise<Receipt | undefined> {
  const wanted = noteRow(action, io);
  const { module, ref } = parentOf(action, io);
  const list = { fields: columnsOf('Notes', io.connection), page: 1, sort_by: 'Created_Time', sort_order: 'desc' };
  const { rows, serverNow } = await fetchRelated(io, module, ref.id, 'Notes', list);
  const from = notBefore(action.at, serverNow, io);
  const found = rows
    .map((row) => v.parse(noteSchema, row))
    .filter((row) => since(row, from) && isOurs(row.Owner.id, io) && reads(row.Note_Content) === reads(wanted.Note_Content));
  return landed('Notes', action, found, io);
}

async function confirmTask(action: Task, io: Io): Promise<Receipt | undefined> {
  const wanted = taskRow(action, io);
  const { rows, from } = await newest('Tasks', action, io);
  const found = rows
    .map((row) => v.parse(taskSchema, row))
    .filter(
      (row) =>
        since(row, from) &&
        reads(row.Subject) === reads(wanted.Subject) &&
        reads(row.Description) === reads(wanted.Description) &&
        (row.Due_Date ?? '') === (wanted.Due_Date ?? '') &&
        (wanted.Owner === undefined || row.Owner.id === wanted.Owner.id) &&
        linksAgree(row, wanted),
    );
  return landed('Tasks', action, found, io);
}

async function confirmCall(action: Call, io: Io): Promise<Receipt | undefined> {
  const wanted = callRow(action, io);
  const { rows, from } = await newest('Calls', action, io);
  const found = rows
    .map((row) => v.parse(callSchema, row))
    .filter(
      (row) =>
        since(row, from) &&
        row.Call_Type === wanted.Call_Type &&
        instant(row.Call_Start_Time) === instant(wanted.Call_Start_Time) &&
        reads(row.Subject) === reads(wanted.Subject) &&
        reads(row.Description) === reads(wanted.Description) &&
        linksAgree(row, wanted),
    );
  return landed('Calls', action, found, io);
}

/** All copies that were found: a browser may send a request again whose answer it lost. */
function landed(
  module: 'Notes' | 'Tasks' | 'Calls',
  action: Action,
  rows: readonly { id?: string | undefined }[],
  io: Io,
): Receipt | undefined {
  const ids = rows.flatMap(({ id }) => id ?? []);
  return ids.length === 0 ? undefined : made(module, action, ids, io);
}

/** The newest entries of the record the write was meant for. */
async function newest(module: 'Tasks' | 'Calls', action: Action, io: Io) {
  const { Who_Id, What_Id } = targetsOf(action, io);
  const where = What_Id ? `What_Id = '${What_Id.id}'` : `Who_Id = '${Who_Id?.id ?? ''}'`;
  const { rows, serverNow } = await query(
    io,
    `select ${queryColumns(module)} from ${module} where ${where} order by Created_Time desc limit ${ROWS}`,
  );
  return { rows, from: notBefore(action.at, serverNow, io) };
}

function since(row: { Created_Time?: string | undefined }, from: number): boolean {
  return (instant(row.Created_Time) ?? 0) >= from;
}

interface Linked {
  Who_Id?: { id?: string | undefined };
  What_Id?: { id?: string | undefined };
}

function linksAgree(row: Linked, wanted: Linked): boolean {
  return (
    (wanted.Who_Id === undefined || row.Who_Id?.id === wanted.Who_Id.id) &&
    (wanted.What_Id === undefined || row.What_Id?.id === wanted.What_Id.id)
  );
}

/** Takes a write back: an entry goes to the recycle bin, a change gets its old values. What is gone already is undone. */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const before = v.safeParse(beforeSchema, receipt.before);
  if (before.success) return update(io, before.output.module, before.output.id, before.output.set);
  const entries = receipt.refs.map((ref) => {
    const own = ref.system === 'zoho' && ref.account === io.connection.account && ref.object === 'activity' && isId(ref.id);
    const module = own ? MADE.find((each) => each === ref.native) : undefined;
    if (module === undefined) throw new SystemError('invalid', { code: 'cannot-undo' });
    return { module, id: ref.id };
  });
  if (entries.length === 0) throw new SystemError('invalid', { code: 'cannot-undo' });
  for (const { module, id } of entries) {
    await remove(io, module, id).catch((error: unknown) => {
      if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
    });
  }
}

const MADE = ['Notes', 'Tasks', 'Calls'] as const;
