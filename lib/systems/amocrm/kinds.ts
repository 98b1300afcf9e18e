import { type Connection, type RecordRef, SystemError } from '../contract.ts';
import { supported } from '../refusals.ts';

/** Types of records, in the spelling of the URLs and of the API. amoCRM's lead is a deal. */
export const NATIVES = ['contacts', 'companies', 'leads', 'customers'] as const;
/** A type of record as URLs and the API spell it. */
export type Native = (typeof NATIVES)[number];

const OBJECTS = { contacts: 'contact', companies: 'company', leads: 'deal', customers: 'customer' } as const;

/** Any spelling (`lead`, `leads`, `deal`) → ours; undefined for other types. */
export function toNative(name: string): Native | undefined {
  const word = name.toLowerCase();
  return NATIVES.find((native) => native === word || OBJECTS[native] === word || (native === 'leads' && word === 'lead'));
}

/** The type of a record we are asked about: by kind, because a URL or another program may spell `native` its own way. */
export function nativeOf(ref: RecordRef): Native | undefined {
  return ref.object === 'lead' ? 'leads' : toNative(ref.object);
}

/**
 * Type and id of a record for a request path.
 * @throws SystemError `invalid` (`unsupported` for other types, `id` for an id that is no number), before anything is sent.
 */
export function target(ref: RecordRef): { native: Native; id: string } {
  const native = supported(nativeOf(ref));
  if (!/^\d+$/.test(ref.id)) throw new SystemError('invalid', { code: 'id' });
  return { native, id: ref.id };
}

/** A ref within the connection's account. */
export function refTo(connection: Connection, native: Native, id: string): RecordRef {
  return { system: 'amocrm', account: connection.account, object: OBJECTS[native], native, id };
}

/** A ref to an entry of a timeline: note, task and event ids are counted apart, so `native` tells them apart. */
export function activityRef(connection: Connection, native: 'notes' | 'tasks' | 'events', id: string): RecordRef {
  return { system: 'amocrm', account: connection.account, object: 'activity', native, id };
}

/** Where a thing of a list or an attachment is read: `catalogs/7` and `contacts/notes` are their types here. */
export function partPath(ref: Pick<RecordRef, 'object' | 'native' | 'id'>): string | undefined {
  if (!/^\d+$/.test(ref.id)) return undefined;
  if (ref.object === 'product' && /^catalogs\/\d+$/.test(ref.native)) return `${ref.native}/elements/${ref.id}`;
  return ref.object === 'file' && /^(contacts|companies|leads|customers)\/notes$/.test(ref.native) ? `${ref.native}/${ref.id}` : undefined;
}
