import { making } from '../making.ts';
import { objectOf } from '../values.ts';
import { attach, fetchRelated } from './api.ts';
import { columnsOf } from './columns.ts';
import { fileRef, recordUrl } from './refs.ts';
import { parentOf } from './rows.ts';
import { thing } from './things.ts';

/** Attaches a file to the open record; known again by name and length. */
export const fileWriter = making<'file'>({
  what: 'file',
  async make(action, io) {
    const { module, ref } = parentOf(action, io);
    return { id: await attach(io, module, ref.id, action) };
  },
  async alike(action, io) {
    const { module, ref } = parentOf(action, io);
    const { rows, serverNow } = await fetchRelated(io, module, ref.id, 'Attachments', { fields: columnsOf('Attachments', io.connection) });
    const same = rows.filter((row) => {
      const { File_Name, Size } = objectOf(row);
      return File_Name === action.name && Number(Size) === action.bytes.byteLength;
    });
    return { rows: same.map(thing), serverNow };
  },
  refOf: (id, _action, io) => fileRef(io.connection, id),
  urlOf: (_id, action, io) => recordUrl(parentOf(action, io).ref, io.connection),
  place(action, io) {
    const { module, ref } = parentOf(action, io);
    return `${module}/${ref.id}`;
  },
});
