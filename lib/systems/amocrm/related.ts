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
 * time), then each linked type, and of a deal each list of products, in one request. A `known` contact or company has its links.
 */
export async function related(ref: RecordRef, io: Io, known?: SystemRecord): Promise<SystemRecord[]> {
  if (partPath(ref) !== undefined) return [];
  const { native, id } = target(ref);
  const around = async () => {
    // What a deal has of each product stands in no record.
    const needed = native === 'leads' || !known;
    const [raw, connection] = await Promise.all([needed ? getEntity(io, native, id) : undefined, withCurrency(io)]);
    const own = needed ? toEntity(native, raw, connection) : known;
    const [products, ...parts] = await Promise.all([
      native === 'leads' ? productsOf(raw, connection, io) : [],
      ...NATIVES.map((other) => linked(io, connection, other, linkedIds(own, other))),
    ]);
    return [...parts.flat(), ...products];
  };
  const [records, files] = await Promise.all([around(), filesOf(native, id, io)]);
  return [...records, ...files];
}

/** Ids of the records of one type that a record is linked to, newest first. */
export function linkedIds({ links }: SystemRecord, native: Native): string[] {
  const ids = links.flatMap(({ ref }) => (ref.native === native ? ref.id : []));
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
