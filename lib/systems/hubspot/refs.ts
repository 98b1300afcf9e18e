import type { Connection, RecordRef } from '../contract.ts';
import { phrase } from '../values.ts';
import type { ObjectType } from './objects.ts';
import { isId } from './values.ts';

type Account = Pick<Connection, 'account'>;

/** Type name of a file: it is no CRM object and has no number. */
export const FILE = 'file';
/** The property of an entry that names its files, by ids joined with `;`. */
export const ATTACHED = 'hs_attachment_ids';

/** A ref of this connection's account. */
export function refTo(type: Pick<ObjectType, 'object' | 'native'>, id: string, { account }: Account): RecordRef {
  return { system: 'hubspot', account, object: type.object, native: type.native, id };
}

/** Files that hang on an entry. */
export function filesOf(properties: Readonly<Record<string, unknown>>, connection: Account): RecordRef[] {
  const ids = (phrase(properties[ATTACHED]) ?? '').split(';').filter(isId);
  return ids.map((id) => refTo({ object: 'file', native: FILE }, id, connection));
}
