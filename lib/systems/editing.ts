import { type Changed, change, changeBack, type Editable, isChanged, type Members } from './change.ts';
import type { Action, Connection, Io, Receipt, RecordRef } from './contract.ts';
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

/** Members of one record that are to be set, where the ref alone tells what it is. */
export type Setting = Pick<Edit, 'ref' | 'set'> & { seen?: Members | undefined };

/** Changes of records that are opened by their ref: the steps of a writer, and the writer of an action that is nothing else. */
export function editsAt(open: (ref: RecordRef, io: Io) => Editable, urlOf: (ref: RecordRef, connection: Connection) => string | undefined) {
  const receipt = (ref: RecordRef, io: Io, before?: unknown) => receiptOf([ref], io, urlOf(ref, io.connection), before);
  /** Sends the changed members only: whole records would undo what colleagues changed meanwhile. */
  const edit = async ({ ref, set, seen }: Setting, io: Io): Promise<Receipt> =>
    receipt(ref, io, { kind: 'changed', ...(await change(open(ref, io), set, seen)) });
  /** A receipt when the record holds these values, whoever wrote them. Reads the record itself. */
  const confirmEdit = async ({ ref, set }: Setting, io: Io): Promise<Receipt | undefined> =>
    (await isChanged(open(ref, io), set)) ? receipt(ref, io) : undefined;
  return {
    edit,
    confirmEdit,
    /** Back to what the receipt remembers. @throws SystemError `conflict` with code `changed` when somebody has written the same since. */
    editBack: async (ref: RecordRef, memory: Changed, io: Io): Promise<void> => changeBack(open(ref, io), memory),
    setting: <K extends Action['kind']>(of: (action: ActionOf<K>, io: Io) => Setting): Writer<K> => ({
      perform: async (action, _key, io) => edit(of(action, io), io),
      confirm: async (action, _key, io) => confirmEdit(of(action, io), io),
    }),
  };
}
