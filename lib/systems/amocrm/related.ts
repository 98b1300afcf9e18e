import { type Connection, type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { getEntities, getEntity, getOne, withCurrency } from './api.ts';
import { NATIVES, type Native, partPath, target } from './kinds.ts';
import { toEntity } from './map.ts';
import { filesOf, productsOf } from './parts.ts';
import { toRecord } from './record.ts';
import { entityOf } from './schema.ts';

/** Most linked records of one type that are fetched: the newest by id. */
const MOST = 200;

/** One record. @throws SystemError `not-found` for a missing one and one in the recycle bin. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const part = partPath(ref);
  if (part !== undefined) return readPart(ref, part, io);
  const { native, id } = target(ref);
  const [raw, connection] = await Promise.all([getEntity(io, native, id), priced(native) ? withCurrency(io) : io.connection]);
  if (entityOf(raw).is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  return toEntity(native, raw, connection);
}

async function readPart({ native, object }: RecordRef, path: string, io: Io): Promise<SystemRecord> {
  const [raw, connection] = await Promise.all([getOne(io, path), object === 'product' ? withCurrency(io) : io.connection]);
  if (entityOf(raw).is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  return toRecord(native, raw, connection);
}

/**
 * What is linked to a record, in two steps: its links (ids only; its attachments and, where needed, the account's currency at the same
 * time), then each linked type, and of a deal each list of products, in one request.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  if (partPath(ref) !== undefined) return [];
  const { native, id } = target(ref);
  const [raw, connection, files] = await Promise.all([getEntity(io, native, id), withCurrency(io), filesOf(native, id, io)]);
  const [products, ...parts] = await Promise.all([
    native === 'leads' ? productsOf(raw, connection, io) : [],
    ...NATIVES.map((other) => linked(io, connection, other, linkedIds(raw, other))),
  ]);
  return [...parts.flat(), ...products, ...files];
}

/** Ids of the records of one type that an answer links to, newest first. */
export function linkedIds(raw: unknown, native: Native): string[] {
  const ids = (entityOf(raw)._embedded?.[native] ?? []).flatMap(({ id }) => id ?? []);
  return [...new Set(ids)].sort((a, b) => Number(b) - Number(a)).slice(0, MOST);
}

async function linked(io: Io, connection: Connection, native: Native, ids: readonly string[]): Promise<SystemRecord[]> {
  if (ids.length === 0) return [];
  const rows = await getEntities(io, native, ids).catch((error: unknown) => withoutCustomers(native, error));
  return rows.filter((row) => !entityOf(row).is_deleted).map((row) => toEntity(native, row, connection));
}

/** An account whose plan lacks customers may still show their ids: what cannot exist for it is not worth failing the rest. */
function withoutCustomers(native: Native, error: unknown): unknown[] {
  if (native === 'customers' && error instanceof SystemError && error.code === 'payment-required') return [];
  throw error;
}

function priced(native: Native): boolean {
  return native === 'leads' || native === 'customers';
}
