import type { Members } from '../change.ts';
import { type Io, SystemError } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import type { ActionOf } from '../writes.ts';
import { setting } from './edit.ts';
import { targetsOf } from './targets.ts';

/** One column of the first record. Lookups are written through navigation names that only metadata knows; they are not written here. */
export const field = setting<'field'>((action, io) => ({
  ref: firstOf(action, io),
  set: columnOf(action),
  ...(action.seen !== undefined && { seen: { [action.field]: action.seen } }),
}));

/** A score is a number in the column that the rep has chosen for it. */
export const score = setting<'score'>((action, io) => ({ ref: firstOf(action, io), set: columnOf({ ...action, value: action.score }) }));

/** Another user as owner; @throws SystemError `not-found` for an id that is no GUID. Teams are set back by undo and chosen by nobody. */
export const owner = setting<'owner'>((action, io) => ({
  ref: firstOf(action, io),
  set: { _ownerid_value: checkedGuid(action.ownerId) },
}));

const firstOf = (action: Parameters<typeof targetsOf>[0], io: Io) => targetsOf(action, io)[0].ref;

function columnOf({ field: column, value }: Pick<ActionOf<'field'>, 'field' | 'value'>): Members {
  if (!/^[a-z][a-z0-9_]{0,127}$/.test(column)) throw new SystemError('invalid', { code: 'bad-field', field: column });
  return { [column]: value };
}
