import { SystemError } from '../../model/errors.ts';
import type { Io } from '../contract.ts';
import { row, update } from './api.ts';
import { readTime } from './time.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the receipt of a change remembers: the fields as they were, and as this change left them. */
export interface Changed {
  kind: 'changed';
  native: string;
  values: Values;
  set: Values;
}

/**
 * Sets fields back, unless somebody has changed one of them since. Already as they were is fine: an undo may be repeated.
 * @throws SystemError `conflict` with code `changed` and the field.
 */
export async function setBack({ native, values, set }: Changed, id: string, io: Io): Promise<void> {
  const names = [...new Set([...Object.keys(values), ...Object.keys(set)])];
  const now = await row(io, native, id, [...names, 'SystemModstamp']);
  if (Object.entries(values).every(([field, value]) => same(now[field], value))) return;
  const other = Object.entries(set).find(([field, value]) => !same(now[field], value));
  if (other) throw new SystemError('conflict', { code: 'changed', field: other[0] });
  await update(io, native, id, values, now.SystemModstamp);
}

/** Equal as the vendor keeps values: no empty texts, moments to the second in either spelling. */
export function same(a: unknown, b: unknown): boolean {
  return kept(a) === kept(b);
}

function kept(value: unknown): unknown {
  if (value === '' || value === undefined) return null;
  const at = readTime(value);
  return at === undefined ? value : `at ${Math.floor(at / 1000)}`;
}
