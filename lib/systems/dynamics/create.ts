import { type Action, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { guidOfKey } from '../guid.ts';
import { receiptOf } from '../writes.ts';
import { dataverse } from './api.ts';
import { ACTIVITY_SETS, isNative, recordUrl, refTo, TABLES } from './refs.ts';
import { text } from './values.ts';

/** A row that is to be made. */
export interface NewRow {
  native: string;
  values: Record<string, unknown>;
  /** Columns that can only be written once the row is there (a call that took place): both or neither. */
  finish?: Record<string, unknown>;
  /** What it stands on: where a receipt's link leads when the row has no page of its own. */
  parent?: RecordRef;
}

/** What the receipt of something new remembers: that it was not there, and the version it was made in. */
export interface Created {
  kind: 'created';
  etag?: string | undefined;
}

/** Makes a row under the GUID of the key, so doing it again (a browser that sends twice, an unanswered try) changes nothing and is no error. */
export async function makeRow({ native, values, finish, parent }: NewRow, key: string, io: Io): Promise<Receipt> {
  const id = await guidOfKey(io.connection.account, key);
  const { set, idColumn } = tableOf(native);
  const etag =
    finish === undefined
      ? await dataverse.createRow(io, set, id, idColumn, values)
      : await dataverse.completeRow(io, set, id, idColumn, [values, finish]);
  return created(native, id, etag, parent, io);
}

/** Is the row of this key there? The database answers, never the search index. */
export async function findMade(native: string, action: Pick<Action, 'on'>, key: string, io: Io): Promise<Receipt | undefined> {
  const id = await guidOfKey(io.connection.account, key);
  const { set, idColumn } = tableOf(native);
  try {
    const row = await dataverse.getRow(io, `/${set}(${id})`, { select: idColumn });
    return created(
      native,
      id,
      text(row['@odata.etag']),
      action.on.find(({ account }) => account === io.connection.account),
      io,
    );
  } catch (error) {
    if (error instanceof SystemError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** Entity set and key column of any table something is made in. */
export function tableOf(native: string): { set: string; idColumn: string } {
  if (isNative(native)) return { set: TABLES[native].set, idColumn: TABLES[native].key };
  return { set: ACTIVITY_SETS[native] ?? `${native}s`, idColumn: native === 'annotation' ? 'annotationid' : 'activityid' };
}

/** Notes have no page of their own: their link leads to the record they stand on. */
function created(native: string, id: string, etag: string | undefined, parent: RecordRef | undefined, io: Io): Receipt {
  const ref = refTo(io.connection, native, id);
  const url = recordUrl(ref, io.connection) ?? (parent && recordUrl(parent, io.connection));
  return receiptOf([ref], io, url, { kind: 'created', ...(etag !== undefined && { etag }) } satisfies Created);
}
