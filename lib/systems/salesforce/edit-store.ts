import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef } from '../contract.ts';
import type { FieldStore } from '../edits.ts';
import { isOwn } from '../own-refs.ts';
import { row, update } from './api.ts';
import { nativeOf } from './refs.ts';
import { checkedId } from './soql.ts';
import { readTime } from './time.ts';

/** Types an assignment rule may hand to somebody else when an owner is written. */
const ASSIGNED: ReadonlySet<string> = new Set(['Lead', 'Case']);
const STAMP = 'SystemModstamp';

/** Fields of one row, written only if nobody has written the row since it was read. */
export const fieldsOf: FieldStore = {
  /** Equal as the vendor keeps values: no empty texts, moments to the second in either spelling. */
  same: (a, b) => kept(a) === kept(b),
  read: async (ref, names, io) => row(io, typeOf(ref, io), checkedId(ref.id), [...names, STAMP]),
  async write(ref, values, now, io) {
    const native = typeOf(ref, io);
    await update(io, native, checkedId(ref.id), values, now[STAMP], ASSIGNED.has(native) ? { 'sforce-auto-assign': 'FALSE' } : {});
    return {};
  },
};

/** @throws SystemError `invalid` with code `unsupported` for what is not this org's or of no known type. */
function typeOf(ref: RecordRef, io: Io): string {
  const native = nativeOf(ref);
  if (!native || !isOwn(ref, io)) throw new SystemError('invalid', { code: 'unsupported' });
  return native;
}

function kept(value: unknown): unknown {
  if (value === '' || value === undefined) return null;
  const at = readTime(value);
  return at === undefined ? value : `at ${Math.floor(at / 1000)}`;
}
