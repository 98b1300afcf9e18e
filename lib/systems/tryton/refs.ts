import { type Connection, type RecordRef, SystemError } from '../contract.ts';
import type { Domain, Model } from './api.ts';

/** The kinds of record this system reads, and the model each lies in. */
const MODELS = {
  contact: 'party.party',
  company: 'party.party',
  order: 'sale.sale',
  invoice: 'account.invoice',
  product: 'product.product',
  file: 'ir.attachment',
} as const satisfies Partial<Record<RecordRef['object'], Model>>;

/** What a record of ours is; two of them are the two faces of a party. */
export type Kind = keyof typeof MODELS;

/** `2` a row; `2-5` the people behind contact mechanism 5 of party 2. */
const ID = /^([1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/;

/** `id` is the row's number, for a person at a company with her mechanism's behind it (`2-5`). */
export function refTo(connection: Pick<Connection, 'account'>, kind: Kind, id: string): RecordRef {
  return { system: 'tryton', account: connection.account, object: kind, native: MODELS[kind], id };
}

/** An entry of a timeline; notes and e-mails are numbered apart, so an e-mail's number has a prefix. */
export function entryRef(connection: Pick<Connection, 'account'>, native: 'ir.note' | 'ir.email', id: string): RecordRef {
  return { system: 'tryton', account: connection.account, object: 'activity', native, id: native === 'ir.note' ? id : `email:${id}` };
}

/** A record that may be asked for with this connection. */
export interface Target {
  kind: Kind;
  model: (typeof MODELS)[Kind];
  id: number;
  /** Of a contact: the mechanism she is known by; absent: the party itself. */
  mechanism?: number;
  ref: RecordRef;
}

/** @throws SystemError `invalid` with code `unsupported`, `other-account` or `bad-id`. */
export function targetOf(ref: RecordRef, connection: Connection): Target {
  const target = asTarget(ref);
  if (ref.system !== 'tryton' || !Object.hasOwn(MODELS, ref.object)) throw new SystemError('invalid', { code: 'unsupported' });
  // Numbers repeat in every database: another one's would lead to a stranger.
  if (ref.account !== connection.account) throw new SystemError('invalid', { code: 'other-account' });
  if (!target) throw new SystemError('invalid', { code: 'bad-id' });
  return target;
}

/** The first of an action's records that is ours. @throws SystemError `invalid` with code `no-target`. */
export function firstTarget(on: readonly RecordRef[], connection: Connection, kinds: readonly Kind[]): Target {
  const own = on.filter((ref) => ref.system === 'tryton' && ref.account === connection.account);
  const target = own.map(asTarget).find((each) => each !== undefined && kinds.includes(each.kind));
  if (!target) throw new SystemError('invalid', { code: 'no-target' });
  return target;
}

/** How the server writes a pointer to a record of any model. */
export function resourceOf({ model, id }: Pick<Target, 'model' | 'id'>): string {
  return `${model},${id}`;
}

/**
 * Where to look for what hangs on a record, the first that is allowed: of a party on its orders and invoices too, which a server may
 * not have and a user may not see.
 */
export function hangingOn(target: Target): Domain[] {
  const own = ['resource', '=', resourceOf(target)];
  const wide = ['OR', own, ['resource.party', '=', target.id, 'sale.sale'], ['resource.party', '=', target.id, 'account.invoice']];
  return target.model === 'party.party' ? [wide, own] : [own];
}

/** The record a pointer leads to, where it is one of ours; a party is told as a company. */
export function refOfResource(resource: string, connection: Connection): RecordRef | undefined {
  const [model, id = ''] = resource.split(',');
  const kind = (['company', 'order', 'invoice', 'product'] as const).find((each) => MODELS[each] === model);
  return kind && ID.test(id) ? refTo(connection, kind, id) : undefined;
}

function asTarget(ref: RecordRef): Target | undefined {
  const [, id, mechanism] = ID.exec(ref.id) ?? [];
  if (id === undefined || !Object.hasOwn(MODELS, ref.object)) return undefined;
  const kind = ref.object as Kind;
  if (mechanism !== undefined && kind !== 'contact') return undefined;
  return { kind, model: MODELS[kind], id: Number(id), ref, ...(mechanism !== undefined && { mechanism: Number(mechanism) }) };
}
