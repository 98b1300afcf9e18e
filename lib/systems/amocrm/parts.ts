import type { Connection, Io, OtherRecord, RecordRef } from '../contract.ts';
import { idOf } from '../hal.ts';
import { withoutUndefined } from '../values.ts';
import { getAttachments, getElements } from './api.ts';
import { customFields } from './fields.ts';
import { type Native, refTo, toNative } from './kinds.ts';
import { priceOf, recordUrl, toMs } from './map.ts';
import { entityOf, noteOf } from './schema.ts';

/** A thing of a list as a product; its price stands in the field with the preset's code. `quantity`: how many a deal has of it. */
export function toProduct(native: string, raw: unknown, connection: Connection, quantity?: number): OtherRecord {
  const row = entityOf(raw);
  const { custom } = customFields(row, 'leads', connection);
  const catalog = row.catalog_id ?? native.replace(/\D/g, '');
  const ref: RecordRef = { ...refTo(connection, 'leads', row.id ?? ''), object: 'product', native: `catalogs/${catalog}` };
  return {
    ref,
    kind: 'product',
    name: row.name ?? '',
    links: [],
    custom: { ...custom, ...withoutUndefined({ quantity }) },
    ...withoutUndefined({
      amount: priceOf(Number(custom.PRICE ?? Number.NaN), connection),
      createdAt: toMs(row.created_at),
      changedAt: toMs(row.updated_at),
    }),
  };
}

/** An attachment, which is a note: it has no page, so its link leads to the record it lies at. */
export function toFile(native: string, raw: unknown, connection: Connection): OtherRecord {
  const note = noteOf(raw);
  const { params = {} } = note;
  const owner = toNative(native.split('/')[0] ?? '');
  const parent = owner && note.entity_id !== undefined ? refTo(connection, owner, note.entity_id) : undefined;
  const name = [params.original_name, params.file_name, params.text].find((each) => typeof each === 'string' && each.trim() !== '');
  return {
    ref: { ...refTo(connection, 'leads', note.id ?? ''), object: 'file', native: `${owner ?? 'leads'}/notes` },
    kind: 'file',
    name: typeof name === 'string' ? name : '',
    links: parent ? [{ role: 'parent', ref: parent }] : [],
    custom: typeof params.file_uuid === 'string' ? { file_uuid: params.file_uuid } : {},
    ...withoutUndefined({
      url: parent && recordUrl(parent, connection),
      createdAt: toMs(note.created_at),
      changedAt: toMs(note.updated_at),
    }),
  };
}

/** What a deal is about: each list in one request. An account without lists has none. */
export async function productsOf(raw: unknown, connection: Connection, io: Io): Promise<OtherRecord[]> {
  const elements = entityOf(raw)._embedded?.catalog_elements ?? [];
  const known = elements.flatMap(({ id, metadata, metedata }) => {
    const { catalog_id: catalog, quantity } = metadata ?? metedata ?? {};
    return id === undefined || catalog === undefined ? [] : [{ id, catalog, quantity }];
  });
  const lists = [...Map.groupBy(known, ({ catalog }) => catalog)].map(async ([catalog, members]) => {
    const rows = await getElements(io, catalog, [...new Set(members.map(({ id }) => id))]);
    return rows.map((row) => toProduct(`catalogs/${catalog}`, row, connection, members.find(({ id }) => id === idOf(row))?.quantity));
  });
  return (await Promise.all(lists)).flat();
}

/** What was attached to a record, newest first. */
export async function filesOf(native: Native, id: string, io: Io): Promise<OtherRecord[]> {
  return (await getAttachments(io, native, id)).map((row) => toFile(`${native}/notes`, row, io.connection));
}
