import type { Io, Receipt } from '../contract.ts';
import { undo as takeBack } from '../undoing.ts';
import { detach, remove } from './api.ts';
import { openRow, rowOf } from './edits.ts';
import { isId, type Module, ownModule } from './refs.ts';
import { thing } from './things.ts';

const ENTRIES = ['Notes', 'Tasks', 'Calls', 'Events'] as const;
const PARENT = /^(\w{1,40})\/(\d{1,20})$/;

/** Takes a write back: what was made goes to the recycle bin, what was changed gets its old values. */
export function undo(receipt: Receipt, io: Io): Promise<void> {
  return takeBack(
    {
      system: 'zoho',
      open: openRow,
      removal(ref, what, place) {
        if (!isId(ref.id)) return undefined;
        const [, parent, id = ''] = (what === 'file' && PARENT.exec(place ?? '')) || [];
        if (parent !== undefined && ref.object === 'file') return () => detach(io, parent as Module, id, ref.id);
        const entry = ref.object === 'activity' ? ENTRIES.find((each) => each === ref.native) : undefined;
        const module = what === 'entry' ? entry : what === 'record' ? ownModule(ref, io.connection) : undefined;
        return module && (() => remove(io, module, ref.id));
      },
      changedAt: async (ref) => thing(await rowOf(ownModule(ref, io.connection) ?? 'Contacts', ref.id, io)).changedAt,
    },
    receipt,
    io,
  );
}
