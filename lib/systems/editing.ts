import { change, type Editable, isChanged, type Members } from './change.ts';
import type { Action, Io, RecordRef } from './contract.ts';
import { type ActionOf, receiptOf, type Writer } from './writes.ts';

/** Members of one thing that are to be set. */
export interface Edit {
  ref: RecordRef;
  /** The vendor's word for where the thing is kept; `open` reads it. */
  place: string;
  set: Members;
  /** What the rep saw: anything else there by now is a conflict. */
  seen?: Members;
}

/** How a vendor opens one thing for changes. */
export type Open = (place: string, id: string, io: Io) => Editable;

/** Writer of an action that sets members. Its receipt remembers what they were. */
export function editing<K extends Action['kind']>(
  open: Open,
  urlOf: (ref: RecordRef, io: Io) => string | undefined,
  editOf: (action: ActionOf<K>, io: Io) => Edit | Promise<Edit>,
): Writer<K> {
  return {
    async perform(action, _key, io) {
      const { ref, place, set, seen } = await editOf(action, io);
      const changed = await change(open(place, ref.id, io), set, seen);
      return receiptOf([ref], io, urlOf(ref, io), { kind: 'changed', place, ...changed });
    },
    async confirm(action, _key, io) {
      const { ref, place, set } = await editOf(action, io);
      return (await isChanged(open(place, ref.id, io), set)) ? receiptOf([ref], io, urlOf(ref, io)) : undefined;
    },
  };
}
