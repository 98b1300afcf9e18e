import type { Members } from '../change.ts';
import { type Io, SystemError } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { confirmRow, editRow } from './edit.ts';
import { targetsOf } from './targets.ts';

/** One column of the first record. Lookups are written through navigation names that only metadata knows; they are not written here. */
export const field: Writer<'field'> = {
  perform: (action, _key, io) =>
    editRow(firstOf(action, io), columnOf(action), io, action.seen === undefined ? undefined : { [action.field]: action.seen }),
  confirm: (action, _key, io) => confirmRow(firstOf(action, io), columnOf(action), io),
};

/** A score is a number in the column that the rep has chosen for it. */
export const score: Writer<'score'> = {
  perform: (action, _key, io) => editRow(firstOf(action, io), columnOf({ ...action, value: action.score }), io),
  confirm: (action, _key, io) => confirmRow(firstOf(action, io), columnOf({ ...action, value: action.score }), io),
};

/** Another user as owner; @throws SystemError `not-found` for an id that is no GUID. Teams are set back by undo and chosen by nobody. */
export const owner: Writer<'owner'> = {
  perform: (action, _key, io) => editRow(firstOf(action, io), { _ownerid_value: checkedGuid(action.ownerId) }, io),
  confirm: (action, _key, io) => confirmRow(firstOf(action, io), { _ownerid_value: checkedGuid(action.ownerId) }, io),
};

const firstOf = (action: Parameters<typeof targetsOf>[0], io: Io) => targetsOf(action, io)[0].ref;

function columnOf({ field: column, value }: Pick<ActionOf<'field'>, 'field' | 'value'>): Members {
  if (!/^[a-z][a-z0-9_]{0,127}$/.test(column)) throw new SystemError('invalid', { code: 'bad-field', field: column });
  return { [column]: value };
}
