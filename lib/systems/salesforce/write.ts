import type { Io, Receipt } from '../contract.ts';
import { type Undoing, undo as undoWrite } from '../edits.ts';
import type { Writers } from '../writes.ts';
import { remove } from './api.ts';
import { confirmRecord, createRecord } from './create.ts';
import { confirmFile, confirmNote, createFile, createNote } from './documents.ts';
import { fieldsOf } from './edit-store.ts';
import { fieldWriters } from './field-writers.ts';
import { confirmMeeting, createMeeting } from './meeting.ts';
import { isRecordNative, nativeOf } from './refs.ts';
import { checkedId } from './soql.ts';
import { confirmTask, createCall, createTask } from './tasks.ts';

/** What Salesforce lets a rep do. Entries carry the mark of the key, since the vendor has no keys of that kind. */
export const WRITERS = {
  note: { perform: createNote, confirm: confirmNote },
  task: { perform: createTask, confirm: confirmTask },
  call: { perform: createCall, confirm: confirmTask },
  meeting: { perform: createMeeting, confirm: confirmMeeting },
  ...fieldWriters,
  file: { perform: createFile, confirm: confirmFile },
  create: { perform: createRecord, confirm: confirmRecord },
} satisfies Writers;

const ENTRIES: ReadonlySet<string | undefined> = new Set(['Task', 'Event', 'ContentNote', 'ContentDocument']);

const undoing: Undoing = {
  system: 'salesforce',
  store: fieldsOf,
  made(ref) {
    const native = nativeOf(ref);
    if (ENTRIES.has(native)) return 'entry';
    return isRecordNative(native) ? 'record' : undefined;
  },
  remove: async (ref, io) => remove(io, nativeOf(ref) ?? '', checkedId(ref.id)),
};

/** Deletes what was made (into the recycle bin), sets back what was changed. */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  return undoWrite(undoing, receipt, io);
}
