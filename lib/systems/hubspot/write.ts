import type { Io, Receipt } from '../contract.ts';
import { type Undoing, undo as undoWrite } from '../edits.ts';
import type { Writers } from '../writes.ts';
import { archiveFile, archiveObject } from './api.ts';
import { confirmRecord, createRecord } from './create.ts';
import { properties } from './edit-store.ts';
import { confirmEntry, createEntry, type EntryAction, entryOf } from './entry.ts';
import { fieldWriters } from './field-writers.ts';
import { attachFile, confirmFile } from './files.ts';
import { ACTIVITY_TYPES, objectType } from './objects.ts';
import { FILE } from './refs.ts';
import { isId } from './values.ts';

const entry = {
  perform: async (action: EntryAction, key: string, io: Io) => createEntry(entryOf(action, io), key, io),
  confirm: async (action: EntryAction, key: string, io: Io) => confirmEntry(entryOf(action, io), key, io),
};

/** What HubSpot lets a rep do. Records have no tags. */
export const WRITERS = {
  note: entry,
  task: entry,
  call: entry,
  meeting: entry,
  ...fieldWriters,
  file: { perform: attachFile, confirm: confirmFile },
  create: { perform: createRecord, confirm: confirmRecord },
} satisfies Writers;

const undoing: Undoing = {
  system: 'hubspot',
  store: properties,
  made({ native, id }) {
    const type = objectType(native);
    if (!isId(id) || (!type && native !== FILE)) return undefined;
    return !type || ACTIVITY_TYPES.includes(type) ? 'entry' : 'record';
  },
  async remove({ native, id }, io) {
    const type = objectType(native);
    await (type ? archiveObject(io, type, id) : archiveFile(io, id));
  },
};

/** Archives what was made (90 days in the recycling bin), sets back what was changed. */
export async function undo(receipt: Receipt, io: Io): Promise<void> {
  return undoWrite(undoing, receipt, io);
}
