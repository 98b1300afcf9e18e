import type { Connection, SystemRecord } from '../contract.ts';
import { toEntity } from './map.ts';
import { toFile, toProduct } from './parts.ts';

/** Any payload → a record. Things of lists are products, notes are files (attachments); an unknown `native` becomes `custom`. */
export function toRecord(native: string, raw: unknown, connection: Connection): SystemRecord {
  if (/^(catalogs\/\d+(\/elements)?|catalog_elements|elements)$/.test(native)) return toProduct(native, raw, connection);
  if (/^([a-z]+\/)?notes$/.test(native)) return toFile(native, raw, connection);
  return toEntity(native, raw, connection);
}
