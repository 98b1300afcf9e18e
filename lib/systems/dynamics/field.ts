import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { getRow, updateRow } from './api.ts';
import { TABLES } from './refs.ts';
import { type Target, targetsOf } from './targets.ts';
import { text } from './values.ts';

type FieldChange = Extract<Action, { kind: 'field' }>;

/**
 * One column of the first record. What the rep saw must still be there, and nobody may write in between: the row's etag guards.
 * @throws SystemError `conflict` with code `changed` when the value is another by now.
 */
export async function changeField(action: FieldChange, io: Io): Promise<Receipt> {
  const [target] = targetsOf(action, io);
  const field = column(action);
  const row = await getRow(io, pathOf(target), { select: field });
  const before = row[field] ?? null;
  if (action.seen !== undefined && !same(before, action.seen)) throw new SystemError('conflict', { code: 'changed', field });
  if (!same(before, action.value))
    await updateRow(io, TABLES[target.native].set, target.id, { [field]: action.value }, text(row['@odata.etag']));
  return { refs: [target.ref], at: io.now(), before: { kind: 'field', field, value: before } };
}

/** Does the column hold what was asked? */
export async function confirmField(action: FieldChange, io: Io): Promise<Receipt | undefined> {
  const [target] = targetsOf(action, io);
  const field = column(action);
  const row = await getRow(io, pathOf(target), { select: field });
  return same(row[field] ?? null, action.value) ? { refs: [target.ref], at: io.now() } : undefined;
}

const pathOf = ({ native, id }: Target) => `/${TABLES[native].set}(${id})`;

/** Lookups are written through navigation names that only metadata knows; they are not written here. */
function column({ field }: FieldChange): string {
  if (!/^[a-z][a-z0-9_]{0,127}$/.test(field)) throw new SystemError('invalid', { code: 'bad-field', field });
  return field;
}

/** The vendor keeps no empty texts: they become null. */
const same = (a: unknown, b: unknown) => (a === '' ? null : (a ?? null)) === (b === '' ? null : (b ?? null));
