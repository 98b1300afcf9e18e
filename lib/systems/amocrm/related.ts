import * as v from 'valibot';
import { type Connection, type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { getEntities, getEntity, withCurrency } from './api.ts';
import { NATIVES, type Native, target } from './kinds.ts';
import { toRecord } from './map.ts';
import { entitySchema } from './schema.ts';

/** Most linked records of one type that are fetched: the newest by id. */
const MOST = 200;

/** One record. @throws SystemError `not-found` for a missing one and one in the recycle bin. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const { native, id } = target(ref);
  const [raw, connection] = await Promise.all([getEntity(io, native, id), priced(native) ? withCurrency(io) : io.connection]);
  if (v.parse(entitySchema, raw).is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  return toRecord(native, raw, connection);
}

/**
 * What is linked to a record, in two steps: its links (ids only; the account's currency at the same time, where needed),
 * then each linked type in one request.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const { native, id } = target(ref);
  const [raw, connection] = await Promise.all([getEntity(io, native, id), withCurrency(io)]);
  const parts = await Promise.all(NATIVES.map((other) => linked(io, connection, other, linkedIds(raw, other))));
  return parts.flat();
}

/** Ids of the records of one type that an answer links to, newest first. */
export function linkedIds(raw: unknown, native: Native): string[] {
  const ids = (v.parse(entitySchema, raw)._embedded?.[native] ?? []).flatMap(({ id }) => id ?? []);
  return [...new Set(ids)].sort((a, b) => Number(b) - Number(a)).slice(0, MOST);
}

async function linked(io: Io, connection: Connection, native: Native, ids: readonly string[]): Promise<SystemRecord[]> {
  if (ids.length === 0) return [];
  const rows = await getEntities(io, native, ids).catch((error: unknown) => withoutCustomers(native, error));
  return rows.filter((row) => !v.parse(entitySchema, row).is_deleted).map((row) => toRecord(native, row, connection));
}

/** An account whose plan lacks customers may still show their ids: what cannot exist for it is not worth failing the rest. */
function withoutCustomers(native: Native, error: unknown): unknown[] {
  if (native === 'customers' && error instanceof SystemError && error.code === 'payment-required') return [];
  throw error;
}

function priced(native: Native): boolean {
  return native === 'leads' || native === 'customers';
}
