import { type Action, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { objectOf } from '../values.ts';
import { fetchOne, patchRecord } from './api.ts';
import { type Column, customColumn, type Entity, standardColumn, toWire } from './columns.ts';
import { kindOf, recordUrl } from './refs.ts';
import { ownRefs } from './targets.ts';

type FieldChange = Extract<Action, { kind: 'field' }>;

const COLLECTIONS = { person: 'persons', organization: 'organizations', deal: 'deals' } as const;

/**
 * Writes one field of the first record: a standard column or a custom field by its key. What the rep saw must still be there; the
 * vendor has no conditional write, so the look is right before it.
 * @throws SystemError `conflict` with code `changed` when the value is another by now.
 */
export async function changeField(action: FieldChange, io: Io): Promise<Receipt> {
  const { field } = action;
  const { ref, entity } = targetOf(action, io);
  const known = standardColumn(entity, field);
  const [raw, column] = await Promise.all([
    fetchOne(io, COLLECTIONS[entity], ref.id),
    known === undefined ? customColumn(entity, field, io) : known,
  ]);
  const before = valueIn(raw, field, column.custom);
  if (action.seen !== undefined && !same(before, action.seen)) throw new SystemError('conflict', { code: 'changed', field });
  const wrote = toWire(column, field, action.value, currencyOf(before) ?? io.connection.currency);
  if (!same(before, wrote)) await patch(entity, ref.id, field, column.custom, wrote, io);
  const was = writable(before, column);
  const url = recordUrl(ref, io.connection);
  return {
    refs: [ref],
    at: io.now(),
    ...(url !== undefined && { url }),
    ...(was !== undefined && { before: { kind: 'field', field, was, wrote } }),
  };
}

/** Does the field hold what was asked? */
export async function confirmField(action: FieldChange, io: Io): Promise<Receipt | undefined> {
  const { field } = action;
  const { ref, entity } = targetOf(action, io);
  const custom = standardColumn(entity, field) === undefined;
  const now = valueIn(await fetchOne(io, COLLECTIONS[entity], ref.id), field, custom);
  const { value } = action;
  return same(now, Array.isArray(now) && typeof value === 'string' ? value.split(',') : value) ? { refs: [ref], at: io.now() } : undefined;
}

/** Sets a field back. @throws SystemError `conflict` with code `changed` when it was changed after us. */
export async function restoreField(ref: RecordRef, field: string, was: unknown, wrote: unknown, io: Io): Promise<void> {
  const { entity } = writableRecord(ref);
  const custom = standardColumn(entity, field) === undefined;
  const now = valueIn(await fetchOne(io, COLLECTIONS[entity], ref.id), field, custom);
  if (same(now, was)) return;
  if (!same(now, wrote)) throw new SystemError('conflict', { code: 'changed', field });
  await patch(entity, ref.id, field, custom, was, io);
}

function targetOf(action: FieldChange, io: Io): { ref: RecordRef; entity: Entity } {
  const [ref] = ownRefs(action.on, io);
  if (!ref) throw new SystemError('invalid', { code: 'no-target' });
  return writableRecord(ref);
}

/** Leads take their fields through v1 under other names; they are not written here. */
function writableRecord(ref: RecordRef): { ref: RecordRef; entity: Entity } {
  const entity = kindOf(ref);
  if (entity === undefined || entity === 'lead') throw new SystemError('invalid', { code: 'unsupported' });
  if (!/^\d{1,16}$/.test(ref.id)) throw new SystemError('invalid', { code: 'no-target' });
  return { ref, entity };
}

function patch(entity: Entity, id: string, field: string, custom: boolean, value: unknown, io: Io): Promise<unknown> {
  return patchRecord(io, COLLECTIONS[entity], id, custom ? { custom_fields: { [field]: value } } : { [field]: value });
}

function valueIn(raw: unknown, field: string, custom: boolean): unknown {
  const row = objectOf(raw);
  if (row.is_deleted === true || row.status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
  return (custom ? objectOf(row.custom_fields) : row)[field] ?? null;
}

/** What was read, as it can be written back: options by their ids, an address by its text. Undefined: it cannot. */
function writable(value: unknown, column: Column): unknown {
  if (value === null || value === '') return column.clear;
  if (Array.isArray(value)) return value.map((each) => objectOf(each).id ?? each);
  const { id, value: inner } = objectOf(value);
  if (id !== undefined) return id;
  return column.type === 'address' && inner !== undefined ? { value: inner } : value;
}

function currencyOf(value: unknown): string | undefined {
  const { currency } = objectOf(value);
  return typeof currency === 'string' && currency !== '' ? currency : undefined;
}

/** Equal for a reader: options by id with or without a label, amounts by number, texts without outer spaces, empty is empty. */
function same(one: unknown, other: unknown): boolean {
  return plain(one) === plain(other);
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).sort().join(',');
  if (typeof value === 'object') {
    const { id, value: inner } = objectOf(value);
    return plain(id ?? inner);
  }
  return String(value).trim();
}
