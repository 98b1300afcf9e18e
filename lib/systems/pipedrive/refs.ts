import { type Connection, type RecordRef, SystemError } from '../contract.ts';
import { supported } from '../refusals.ts';
import { companyOf, origin } from './auth.ts';

type Kind = 'person' | 'organization' | 'deal' | 'lead';
/** What hangs on a record and has no page of its own. */
type Detail = 'product' | 'file';

const OBJECTS: Readonly<Record<Kind | Detail, RecordRef['object']>> = {
  person: 'contact',
  organization: 'company',
  deal: 'deal',
  lead: 'lead',
  product: 'product',
  file: 'file',
};
const KINDS: Readonly<Partial<Record<RecordRef['object'], Kind>>> = {
  contact: 'person',
  company: 'organization',
  deal: 'deal',
  lead: 'lead',
};
/** Where v2 keeps them; leads are v1's alone. */
export const COLLECTIONS = { person: 'persons', organization: 'organizations', deal: 'deals' } as const;
const PATHS: Readonly<Record<Kind, string>> = { person: 'person', organization: 'organization', deal: 'deal', lead: 'leads/inbox' };

/** A ref within the connection's account. */
export function recordRef(connection: Connection, kind: Kind | Detail, id: string): RecordRef {
  return { system: 'pipedrive', account: connection.account, object: OBJECTS[kind], native: kind, id };
}

/**
 * Entries of a timeline have numbers of their own per kind, so note 5 and activity 5 both exist. Object and id alone tell
 * records apart here, hence a prefix for all but activities: `5`, `note:5`, `mail:5`, `call:…`.
 */
export function entryRef(connection: Connection, native: 'activity' | 'note' | 'mailMessage' | 'call', id: string): RecordRef {
  const prefix = { activity: '', note: 'note:', mailMessage: 'mail:', call: 'call:' }[native];
  return { system: 'pipedrive', account: connection.account, object: 'activity', native, id: `${prefix}${id}` };
}

/** Which of the four record types a ref means; undefined for entries, products and other systems' refs. */
export function kindOf(ref: RecordRef): Kind | undefined {
  return ref.system === 'pipedrive' ? KINDS[ref.object] : undefined;
}

/** Numbers and UUIDs; anything else (`..`, a slash) would lead to another endpoint. */
const ID = /^[\da-z-]{1,40}$/i;

/**
 * The record type of a ref that may be asked for with this connection: numbers repeat in every account, so a ref of
 * another one would lead to a stranger.
 * @throws SystemError `invalid` with code `unsupported`, `other-account` or `bad-id`.
 */
export function requireKind(ref: RecordRef, connection: Connection): Kind {
  return required(kindOf(ref), ref, connection);
}

/** The same for whatever can be read by its id. */
export function requireReadable(ref: RecordRef, connection: Connection): Kind | Detail {
  const detail = ref.system === 'pipedrive' && (ref.object === 'product' || ref.object === 'file') ? ref.object : undefined;
  return required(kindOf(ref) ?? detail, ref, connection);
}

function required<T>(kind: T | undefined, ref: RecordRef, connection: Connection): T {
  const found = supported(kind);
  if (ref.account !== connection.account) throw new SystemError('invalid', { code: 'other-account' });
  if (!ID.test(ref.id)) throw new SystemError('invalid', { code: 'bad-id' });
  return found;
}

/** Address of the record's page; undefined for what has no page of its own. */
export function recordUrl(ref: RecordRef, connection: Connection): string | undefined {
  const kind = kindOf(ref);
  const company = companyOf(connection);
  return kind && company && ID.test(ref.id) ? `${origin(company)}/${PATHS[kind]}/${encodeURIComponent(ref.id)}` : undefined;
}
