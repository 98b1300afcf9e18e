import type { RecordRef } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { isOwn, someOf } from '../own-refs.ts';
import { distinctBy } from '../values.ts';
import { listLabels, type NewObject } from './api.ts';
import { associationTypeId, type ObjectType, RECORD_TYPES } from './objects.ts';

/** A record of this account that something can be written about or into. */
export interface Target {
  ref: RecordRef;
  type: ObjectType;
}

const HUBSPOT_DEFINED = 'HUBSPOT_DEFINED' as const;

/**
 * The records of this account among `on`, in order, each once.
 * @throws SystemError `invalid` with code `no-target` when there is none: an entry on no record is lost.
 */
export function targetsOf(on: readonly RecordRef[], io: Io): [Target, ...Target[]] {
  return someOf(ownTargets(on, io));
}

/** The same for what may stand on its own. */
export function ownTargets(on: readonly RecordRef[], io: Io): Target[] {
  const found = on.flatMap((ref): Target[] => {
    const type = RECORD_TYPES.find((each) => each.object === ref.object);
    return type && isOwn(ref, io) ? [{ ref, type }] : [];
  });
  return distinctBy(found, ({ ref, type }) => `${type.native}/${ref.id}`);
}

/** The first target of one type. @throws SystemError `invalid` with code `no-target`. */
export function targetOf(on: readonly RecordRef[], type: ObjectType, io: Io): Target {
  return targetsOf(
    on.filter((ref) => ref.object === type.object),
    io,
  )[0];
}

/** What ties a new object to its targets. Type ids that are not the same in every account are asked for. */
export async function associationsOf(from: ObjectType, targets: readonly Target[], io: Io): Promise<NewObject['associations']> {
  const tied = await Promise.all(
    targets.map(async ({ ref, type }) => {
      const id = associationTypeId(from, type) ?? (await plainTypeId(from, type, io));
      return id === undefined ? [] : [{ to: { id: ref.id }, types: [{ associationCategory: HUBSPOT_DEFINED, associationTypeId: id }] }];
    }),
  );
  return tied.flat();
}

async function plainTypeId(from: ObjectType, to: ObjectType, io: Io): Promise<number | undefined> {
  const vendors = (await listLabels(io, from, to)).filter((each) => each.category === HUBSPOT_DEFINED);
  return (vendors.find((each) => !each.label) ?? vendors[0])?.typeId;
}
