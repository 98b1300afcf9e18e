import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef } from '../contract.ts';
import type { FieldStore } from '../edits.ts';
import { isOwn } from '../own-refs.ts';
import { supported } from '../refusals.ts';
import { phrase } from '../values.ts';
import { getObject, updateObject } from './api.ts';
import { type ObjectType, objectType } from './objects.ts';
import { checkedId, sameValue } from './values.ts';

/** Set by HubSpot itself when a deal is closed: what undo has to set back too. */
const FOLLOWING = ['closedate'];

/**
 * Properties of one object. HubSpot has no conditional write: who writes between the look and the write is overwritten, and stands in
 * the property's history.
 */
export const properties: FieldStore = {
  same: sameValue,
  async read(ref, names, io) {
    return (await getObject(io, typeOf(ref), idOf(ref, io), [], [...typeOf(ref).properties, ...names])).properties;
  },
  async write(ref, values, now, io) {
    // An empty text clears a property.
    const wanted = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, phrase(value) ?? '']));
    const answer = await updateObject(io, typeOf(ref), idOf(ref, io), wanted);
    const told = Object.entries(answer.properties).filter(([name]) => name in wanted || (FOLLOWING.includes(name) && name in now));
    return { ...wanted, ...Object.fromEntries(told) };
  },
};

function typeOf(ref: RecordRef): ObjectType {
  return supported(objectType(ref.native));
}

/** @throws SystemError `invalid` with code `wrong-account` for what is not this connection's, `not-found` for ids HubSpot never gives. */
function idOf(ref: RecordRef, io: Io): string {
  if (!isOwn(ref, io)) throw new SystemError('invalid', { code: 'wrong-account' });
  return checkedId(ref.id);
}
