import { SystemError } from '../../model/errors.ts';
import type { RecordRef } from '../../model/records.ts';
import type { Action, Io } from '../contract.ts';
import { associationTypeId, type ObjectType, typeOfKind } from './objects.ts';

/** A record of this account that something can be written about or into. */
export interface Target {
  ref: RecordRef;
  type: ObjectType;
}

/**
 * The records of this account an action is about, in order; with `entry`, only those HubSpot can tie such an entry to.
 * @throws SystemError `invalid` with code `no-target` when nothing of it belongs to this account: an entry on no record is lost.
 */
export function targetsOf(action: Pick<Action, 'on'>, io: Io, entry?: ObjectType): [Target, ...Target[]] {
  const [first, ...rest] = action.on.flatMap((ref) => {
    const type = typeOfKind(ref.object);
    const ours = ref.system === 'hubspot' && ref.account === io.connection.account;
    return ours && type && (!entry || associationTypeId(entry, type) !== undefined) ? [{ ref, type }] : [];
  });
  if (!first) throw new SystemError('invalid', { field: 'on', code: 'no-target' });
  return [first, ...rest];
}
