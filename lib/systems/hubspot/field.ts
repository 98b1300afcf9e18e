import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { getObject } from './api.ts';
import { recordUrl } from './map.ts';
import { setProperties } from './memory.ts';
import { type Target, targetsOf } from './targets.ts';
import { phrase, sameValue } from './values.ts';

type FieldChange = Extract<Action, { kind: 'field' }>;

/**
 * One property of the first record. What the rep saw must still be there. HubSpot has no conditional write: who writes between the look
 * and the write is overwritten, and stands in the property's history.
 * @throws SystemError `conflict` with code `changed` when the value is another by now.
 */
export async function changeField(action: FieldChange, io: Io): Promise<Receipt> {
  const [target] = targetsOf(action, io);
  const field = nameOf(action);
  const object = await getObject(io, target.type, target.ref.id, [], [field]);
  const now = object.properties[field];
  const wanted = textOf(action.value);
  if (action.seen !== undefined && !sameValue(now, action.seen)) throw new SystemError('conflict', { code: 'changed', field });
  if ((phrase(now) ?? '') === wanted.trim()) {
    const same = { [field]: phrase(now) ?? null };
    return { ...receiptOf(target, io), before: { kind: 'values', was: same, became: same } };
  }
  return { ...receiptOf(target, io), before: await setProperties(io, target.type, object, { [field]: wanted }) };
}

/** Does the property hold what was asked? Reads the record itself, which sees a write at once. */
export async function confirmField(action: FieldChange, io: Io): Promise<Receipt | undefined> {
  const [target] = targetsOf(action, io);
  const field = nameOf(action);
  const { properties } = await getObject(io, target.type, target.ref.id, [], [field]);
  return sameValue(properties[field], textOf(action.value)) ? receiptOf(target, io) : undefined;
}

/** An empty text clears a property. */
function textOf(value: FieldChange['value']): string {
  return value === null ? '' : String(value);
}

function nameOf({ field }: FieldChange): string {
  if (!/^[a-z]\w{0,99}$/i.test(field)) throw new SystemError('invalid', { code: 'bad-field', field: field.slice(0, 100) });
  return field;
}

function receiptOf({ ref }: Target, io: Io): Receipt {
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at: io.now(), ...(url !== undefined && { url }) };
}
