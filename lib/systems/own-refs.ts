import { type Io, type RecordRef, SystemError } from './contract.ts';

/** Does the ref name something of the very account that this connection opens? Others of the same system are somebody else's. */
export function isOwn(ref: RecordRef, { connection }: Pick<Io, 'connection'>): boolean {
  return ref.system === connection.system && ref.account === connection.account;
}

/** The list, when there is something in it. @throws SystemError `invalid` with code `no-target`: what hangs on no record is lost. */
export function someOf<T>(targets: readonly T[]): [T, ...T[]] {
  const [first, ...rest] = targets;
  if (first === undefined) throw new SystemError('invalid', { code: 'no-target' });
  return [first, ...rest];
}
