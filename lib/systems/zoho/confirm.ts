import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { fetchRelated, query, remove, update } from './api.ts';
import { beforeSchema, changeOf, confirmChange } from './change.ts';
import { columnsOf, queryColumns } from './columns.ts';
import { callSchema, noteSchema, taskSchema } from './schema.ts';
import { instant } from './time.ts';
import { type Call, callRow, made, type Note, noteRow, parentOf, type Task, targetsOf, taskRow } from './write.ts';

/** What is read back: the newest rows of one record. */
const ROWS = 100;
/** An entry cannot be older than the click that made it; the server's clock may be read this much off. */
const CLOCK_SLACK_MS = 30_000;

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
  const fields = columnsOf('Notes', io.connection);
  const list = { fields, page: 1, sort_by: 'Created_Time', sort_order: 'desc' };
  const { rows, serverNow } = await fetchRelated(io, module, ref.id, 'Notes', list);
  const found = rows
    .map((row) => v.parse(noteSchema, row))
    .find(
      (row) =>
        isNew(row.Created_Time, action, serverNow, io) && mine(row.Owner.id, io) && reads(row.Note_Content) === reads(wanted.Note_Content),
    );
  return found?.id === undefined ? undefined : made('Notes', action, found.id, io);
}

async function confirmTask(action: Task, io: Io): Promise<Receipt | undefined> {
  const wanted = taskRow(action, io);
  const { rows, serverNow } = await newest('Tasks', action, io);
  const found = rows
    .map((row) => v.parse(taskSchema, row))
    .find(
      (row) =>
        isNew(row.Created_Time, action, serverNow, io) &&
        reads(row.Subject) === reads(wanted.Subject) &&
        reads(row.Description) === reads(wanted.Description) &&
        (row.Due_Date ?? '') === (wanted.Due_Date ?? '') &&
        (wanted.Owner === undefined || row.Owner.id === wanted.Owner.id) &&
        linksAgree(row, wanted),
    );
  return found?.id === undefined ? undefined : made('Tasks', action, found.id, io);
}

async function confirmCall(action: Call, io: Io): Promise<Receipt | undefined> {
  const wanted = callRow(action, io);
  const { rows, serverNow } = await newest('Calls', action, io);
  const found = rows
    .map((row) => v.parse(callSchema, row))
    .find(
      (row) =>
        isNew(row.Created_Time, action, serverNow, io) &&
        row.Call_Type === wanted.Call_Type &&
        instant(row.Call_Start_Time) === instant(wanted.Call_Start_Time) &&
        reads(row.Subject) === reads(wanted.Subject) &&
        reads(row.Description) === reads(wanted.Description) &&
        linksAgree(row, wanted),
    );
  return found?.id === undefined ? undefined : made('Calls', action, found.id, io);
}

/** The newest entries of the record the write was meant for. */
async function newest(module: 'Tasks' | 'Calls', action: Action, io: Io) {
  const { Who_Id, What_Id } = targetsOf(action, io);
  const where = What_Id ? `What_Id = '${What_Id.id}'` : `Who_Id = '${Who_Id?.id ?? ''}'`;
  return query(io, `select ${queryColumns(module)} from ${module} where ${where} order by Created_Time desc limit ${ROWS}`);
}

/** The click's time is corrected by the vendor's own clock, so a wrong one on the rep's machine does no harm. */
function isNew(created: string | undefined, action: Action, serverNow: number | undefined, io: Io): boolean {
  const ahead = serverNow === undefined ? 0 : serverNow - io.now();
  return (instant(created) ?? 0) >= action.at + ahead - CLOCK_SLACK_MS;
}

function mine(userId: string | undefined, io: Io): boolean {
  return io.connection.userId === undefined || userId === undefined || userId === io.connection.userId;
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

/** What a reader sees, without the vendor's taste in white space. */
function reads(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** Takes a write back: an entry goes to the recycle bin, a change gets its old values. What is gone already is undone. */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  const before = v.safeParse(beforeSchema, receipt.before);
  if (before.success) return update(io, before.output.module, before.output.id, before.output.set);
  const entries = receipt.refs.filter(
    (ref) => ref.system === 'zoho' && ref.account === io.connection.account && ref.object === 'activity' && /^\d{1,20}$/.test(ref.id),
  );
  const [entry] = entries;
  const module = (['Notes', 'Tasks', 'Calls'] as const).find((each) => each === entry?.native);
  if (!entry || !module || receipt.refs.length !== 1) throw new SystemError('invalid', { code: 'cannot-undo' });
  await remove(io, module, entry.id).catch((error: unknown) => {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  });
}
