import type { Io } from '../contract.ts';
import { making } from '../making.ts';
import { objectOf } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { fetchFiles, postFile } from './api.ts';
import { COLLECTIONS, kindOf, recordRef, recordUrl } from './refs.ts';
import { KEYS, requireOwn } from './targets.ts';
import { thing } from './things.ts';

/** Attaches a file to the open record; known again by name and length. */
export const fileWriter = making<'file'>({
  what: 'file',
  async make(action, io) {
    const { kind, ref } = targetOf(action, io);
    return thing(await postFile(io, action, KEYS[kind], ref.id));
  },
  async alike(action, io) {
    const { kind, ref } = targetOf(action, io);
    const { rows, serverNow } = await fetchFiles(io, kind === 'lead' ? undefined : COLLECTIONS[kind], ref.id);
    const same = rows.map(objectOf).filter(({ name, file_size, lead_id }) => {
      const here = kind !== 'lead' || lead_id === ref.id;
      return here && name === action.name && file_size === action.bytes.byteLength;
    });
    return { rows: same.map(thing), serverNow };
  },
  refOf: (id, _action, io) => recordRef(io.connection, 'file', id),
  urlOf: (_id, action, io) => recordUrl(targetOf(action, io).ref, io.connection),
});

function targetOf(action: ActionOf<'file'>, io: Io) {
  return requireOwn(action, io, kindOf);
}
