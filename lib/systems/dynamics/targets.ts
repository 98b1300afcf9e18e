import { type Action, type Io, type RecordRef, SystemError } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { isNative, type Native, nativeOf, TABLES } from './refs.ts';

/** A record of this environment that something can be written about or into. */
export interface Target {
  native: Native;
  id: string;
  ref: RecordRef;
}

/** Tables that something is written about or into: not the lines and papers of a sale. */
const NOTED: ReadonlySet<Native> = new Set(['contact', 'lead', 'account', 'opportunity', 'incident']);

/** The records of this environment an action is about, in order, each once. @throws SystemError `invalid` with code `no-target` when there is none. */
export function targetsOf(action: Pick<Action, 'on'>, io: Io): [Target, ...Target[]] {
  const own = action.on.filter((ref) => ref.system === 'dynamics' && ref.account === io.connection.account);
  const targets = own.flatMap((ref) => {
    const native = nativeOf(ref);
    return isNative(native) && NOTED.has(native) ? [{ native, id: checkedGuid(ref.id), ref }] : [];
  });
  const [first, ...rest] = [...new Map(targets.map((target) => [target.id, target])).values()];
  if (!first) throw new SystemError('invalid', { code: 'no-target' });
  return [first, ...rest];
}

/** How a row names another one in a write. */
export function bind({ native, id }: Pick<Target, 'native' | 'id'>): string {
  return `/${TABLES[native].set}(${id})`;
}
