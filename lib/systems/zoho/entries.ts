import type { Action, Io } from '../contract.ts';
import { reads } from '../entries.ts';
import { making } from '../making.ts';
import { objectOf } from '../values.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { fetchRelated, insert, query } from './api.ts';
import { columnsOf, queryColumns } from './columns.ts';
import { type EntryModule, entryRef, entryUrl, recordUrl } from './refs.ts';
import { parentOf, type Row, targetsOf } from './rows.ts';
import { lookupId, thing } from './things.ts';
import { instant } from './time.ts';

type Made = Exclude<EntryModule, 'Emails'>;

/** What is read back: the newest rows of one record. */
const ROWS = 100;
/** Columns by which an entry is known again; status and priority may have been changed since. */
const TELLING: Readonly<Record<Made, readonly string[]>> = {
  Notes: ['Note_Content'],
  Tasks: ['Subject', 'Description', 'Due_Date'],
  Calls: ['Subject', 'Description', 'Call_Type', 'Call_Start_Time'],
  Events: ['Event_Title', 'Description', 'Start_DateTime', 'End_DateTime'],
};

/** Writer of an entry of the timeline. It is looked for in the record's own list or by query, never by search. */
export function entryWriter<K extends Action['kind']>(module: Made, rowOf: (action: ActionOf<K>, io: Io) => Row): Writer<K> {
  return making<K>({
    what: 'entry',
    make: async (action, io) => ({ id: await insert(io, module, rowOf(action, io)) }),
    async alike(action, io) {
      const wanted = rowOf(action, io);
      const { rows, serverNow } = await newest(module, action, io);
      return { rows: rows.filter((row) => isSame(module, objectOf(row), wanted)).map(thing), serverNow };
    },
    // A task may be somebody else's.
    ownerId: (action) => ('ownerId' in action && typeof action.ownerId === 'string' ? action.ownerId : undefined),
    refOf: (id, _action, io) => entryRef(io.connection, module, id),
    urlOf: (id, action, io) => entryUrl(module, id, io.connection) ?? recordUrl(parentOf(action, io).ref, io.connection),
  });
}

/** The newest entries of the record the write was meant for. */
async function newest(module: Made, action: Action, io: Io) {
  if (module === 'Notes') {
    const parent = parentOf(action, io);
    const list = { fields: columnsOf('Notes', io.connection), page: 1, sort_by: 'Created_Time', sort_order: 'desc' };
    return fetchRelated(io, parent.module, parent.ref.id, 'Notes', list);
  }
  const { Who_Id, What_Id } = targetsOf(action, io);
  const where = What_Id ? `What_Id = '${What_Id.id}'` : `Who_Id = '${Who_Id?.id ?? ''}'`;
  return query(io, `select ${queryColumns(module)} from ${module} where ${where} order by Created_Time desc limit ${ROWS}`);
}

function isSame(module: Made, row: Row, wanted: Row): boolean {
  return (
    TELLING[module].every((column) => shown(row[column]) === shown(wanted[column])) &&
    ['Who_Id', 'What_Id'].every((column) => wanted[column] === undefined || lookupId(row[column]) === lookupId(wanted[column]))
  );
}

/** What a reader sees: a moment whatever its offset, a text without the vendor's taste in white space. */
function shown(value: unknown): string {
  return String(instant(value) ?? reads(typeof value === 'string' ? value : undefined));
}
