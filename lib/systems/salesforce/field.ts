import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { row, update } from './api.ts';
import { type Changed, same } from './change.ts';
import { known } from './records.ts';
import { recordUrl } from './refs.ts';
import { checkedId } from './soql.ts';
import { targets } from './targets.ts';

type FieldChange = Extract<Action, { kind: 'field' }>;

/**
 * One field of the first record. What the rep saw must still be there, and nobody may write in between.
 * @throws SystemError `conflict` with code `changed` when the value is another by now.
 */
export async function changeField(action: FieldChange, io: Io): Promise<Receipt> {
  const { ref, native, id, field } = place(action, io);
  const now = await row(io, native, id, [field, 'SystemModstamp']);
  const was = now[field] ?? null;
  if (action.seen !== undefined && !same(was, action.seen)) throw new SystemError('conflict', { code: 'changed', field });
  if (!same(was, action.value)) await update(io, native, id, { [field]: action.value }, now.SystemModstamp);
  const before: Changed = { kind: 'changed', native, values: { [field]: was }, set: { [field]: action.value } };
  return { ...receipt(ref, io), before };
}

/** Does the field hold what was asked? */
export async function confirmField(action: FieldChange, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id, field } = place(action, io);
  const now = await row(io, native, id, [field]);
  return same(now[field], action.value) ? receipt(ref, io) : undefined;
}

function place(action: FieldChange, io: Io) {
  const [ref] = targets(action, io);
  const { field } = action;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(field) || /^(?:id|systemmodstamp)$/i.test(field))
    throw new SystemError('invalid', { code: 'bad-field', field });
  return { ref, native: known(ref), id: checkedId(ref.id), field };
}

function receipt(ref: RecordRef, io: Io): Receipt {
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at: io.now(), ...(url !== undefined && { url }) };
}
