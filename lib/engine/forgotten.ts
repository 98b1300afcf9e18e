import type { StoredError } from '../model/errors.ts';
import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { markForgotten, namesOfRow } from '../store/forgotten.ts';
import { lastKept, whatIsKept } from '../store/kept.ts';

/** The answer about somebody the rep has forgotten: nothing is asked or kept until she says that she wants to see her again. */
export const FORGOTTEN = { kind: 'invalid', code: 'forgotten' } as const satisfies StoredError;

/** Has the rep forgotten whose record this is? */
export async function isForgotten(ref: RecordRef): Promise<boolean> {
  return (await (await whatIsKept()).forgotten.first([recordKey(ref)])) !== undefined;
}

/** The same of a record that was just read, once `isForgotten` was asked: her address tells her too. `asked`: the key it was asked by. */
export async function isSomebodyForgotten(record: SystemRecord, asked: string): Promise<boolean> {
  const found = await lastKept()?.forgotten.first(namesOfRow(record));
  if (found === undefined) return false;
  await markForgotten([asked, recordKey(record.ref), found]);
  return true;
}

/** Records of others. */
export async function withoutForgotten(records: readonly SystemRecord[]): Promise<SystemRecord[]> {
  return [...(await (await whatIsKept()).forgotten.without(records, namesOfRow))];
}
