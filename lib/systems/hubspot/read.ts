import { SystemError } from '../../model/errors.ts';
import type { RecordRef, SystemRecord } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { mappedKeys } from '../field-keys.ts';
import { supported, unless } from '../refusals.ts';
import { getObject, linksOfMany, readBatch } from './api.ts';
import { accountCurrency, contextFor } from './deals.ts';
import { filesOn, readFile } from './files.ts';
import { toRecord } from './map.ts';
import { COMPANY, DEAL, LINE_ITEM, linkedTo, type ObjectType, RECORD_TYPES, typeOfKind, typeOfScope } from './objects.ts';
import { refTo } from './refs.ts';
import type { HubspotObject } from './schema.ts';
import { checkedId } from './values.ts';

/** Most linked records of one type that are read with a record: one batch. */
const MAX_RELATED = 100;
/** The type behind a ref of ours. @throws SystemError `invalid` for what this system cannot read, `not-found` for ids it never gives. */
export function typeOfRef(ref: RecordRef): ObjectType {
  const type = supported(ref.system === 'hubspot' ? typeOfKind(ref.object) : undefined);
  checkedId(ref.id);
  return type;
}

/** One record with its links; a deal with its stage's label, money in the account's currency, asked side by side. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  if (ref.object === 'file' && ref.system === 'hubspot') return readFile(ref, io);
  const type = typeOfRef(ref);
  const [object, context] = await Promise.all([readWithLinks(io, type, ref.id, linkedTo(type)), contextFor(type, io)]);
  const record = toRecord(type.native, alive(object), io.connection, context);
  // The id of the loser of a merge answers with the winner.
  return object.id === ref.id ? record : { ...record, ref: refTo(type, ref.id, io.connection), mergedInto: record.ref };
}

/**
 * Everything linked to a record: its ids in one request, then one batch per type, all at once; the same for its files. Deals come with
 * the id of their stage only: its label is in `pipelines`, and asking for it here would hold up the batches.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const type = typeOfRef(ref);
  const [records, files] = await Promise.all([linkedRecords(type, ref, io), type === LINE_ITEM ? [] : filesOn(type, ref.id, io)]);
  return [...records, ...files];
}

async function linkedRecords(type: ObjectType, ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const object = await readWithLinks(io, type, ref.id, linkedTo(type));
  const linked = toRecord(type.native, alive(object), io.connection).links.map((link) => link.ref);
  const wanted = linkedTo(type)
    .map((each) => ({ type: each, ids: linked.filter((link) => link.native === each.native).map((link) => link.id) }))
    .filter((each) => each.ids.length > 0);
  const hasMoney = wanted.some((each) => [DEAL, COMPANY, LINE_ITEM].includes(each.type));
  const [currency, ...batches] = await Promise.all([
    hasMoney ? accountCurrency(io) : undefined,
    ...wanted.map((each) => readAllowed(io, each.type, each.ids.slice(0, MAX_RELATED))),
  ]);
  return batches.flatMap((objects, index) => {
    const native = wanted[index]?.type.native ?? '';
    return objects.filter((each) => each.archived !== true).map((each) => toRecord(native, each, io.connection, { currency }));
  });
}

/**
 * Reads a record with the ids of what is linked. When the key may not see one of the linked types, that type is left out and
 * the rest asked for again: less is shown, but not nothing.
 */
export async function readWithLinks(io: Io, type: ObjectType, id: string, links: readonly ObjectType[]): Promise<HubspotObject> {
  try {
    return await getObject(io, type, id, links, propertiesOf(type, io));
  } catch (error) {
    const fewer = error instanceof SystemError && error.kind === 'forbidden' ? without(links, error.field, type) : undefined;
    if (!fewer) throw error;
    return readWithLinks(io, type, id, fewer);
  }
}

/** A batch of a type the key may not read is empty, not an error: the links were visible, the records are not. */
export async function readAllowed(io: Io, type: ObjectType, ids: readonly string[]): Promise<HubspotObject[]> {
  return unless(readBatch(io, type, ids, propertiesOf(type, io)), 'forbidden', []);
}

/** What is read of a type, and what the rep has mapped. */
export function propertiesOf(type: ObjectType, { connection }: Io): string[] {
  return [...new Set([...type.properties, ...mappedKeys(connection, type.native)])];
}

/** Objects of one type with the ids of the records they are linked to, as `readWithLinks` has them. One request per linked type. */
export async function withLinks(type: ObjectType, objects: readonly HubspotObject[], io: Io): Promise<HubspotObject[]> {
  const ids = objects.map((object) => object.id);
  const tables = await Promise.all(
    (type.object === 'activity' ? RECORD_TYPES : linkedTo(type)).map(async (to) => {
      const links = await unless(linksOfMany(io, type, ids, to), 'forbidden', new Map<string, never>());
      return [to.path, links] as const;
    }),
  );
  return objects.map((object) => ({
    ...object,
    associations: Object.fromEntries(tables.map(([path, links]) => [path, links.get(object.id) ?? { results: [] }])),
  }));
}

/** What a key may lack although it can read the record itself. */
function without(links: readonly ObjectType[], scope = '', own: ObjectType): ObjectType[] | undefined {
  const hidden = typeOfScope(scope);
  return hidden && hidden !== own && links.includes(hidden) ? links.filter((link) => link !== hidden) : undefined;
}

function alive(object: HubspotObject): HubspotObject {
  if (object.archived === true) throw new SystemError('not-found', { code: 'archived' });
  return object;
}
