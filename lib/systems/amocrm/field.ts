import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { call, getEntity, getFields } from './api.ts';
import type { Native } from './kinds.ts';
import { firstOwn, recordReceipt, type Target } from './receipts.ts';
import { type Entity, entitySchema } from './schema.ts';

type FieldChange = Extract<Action, { kind: 'field' }>;
type Scalar = string | number | boolean | null;
type Definition = Awaited<ReturnType<typeof getFields>>[number];
type Value = { value?: unknown; enum_id?: unknown };

/** Columns of the record itself that are written under their own names. Source: amoCRM API v4, "Leads", "Contacts", "Companies". */
const COLUMNS: { readonly [K in Native]?: readonly string[] } = {
  contacts: ['name', 'first_name', 'last_name'],
  companies: ['name'],
  leads: ['name', 'price'],
};
const NUMBERS = ['numeric', 'monetary', 'date', 'date_time', 'birthday'];
const CHOICES = ['select', 'radiobutton'];
const TEXTS = ['text', 'textarea', 'url', 'streetaddress', 'tracking_data', 'multitext'];

/** What undo needs: the member as it was sent, as it was, and what each of them reads as. */
export const fieldMemory = v.object({ field: v.string(), was: v.unknown(), shown: v.unknown(), wrote: v.unknown() });

/**
 * Writes one column, or one custom field by its code or number.
 * @throws SystemError `conflict` with code `changed` when the value is not what the rep saw; `invalid` with code `bad-field` for no field
 * of this kind, `read-only`, `many-values` (one value would wipe the others), `bad-value`, `unknown-option`.
 */
export async function changeField(action: FieldChange, io: Io): Promise<Receipt> {
  const { ref, native, id } = target(action, io);
  const slot = await slotOf(action.field, native, io);
  const entity = await getRecord(native, id, io);
  const held = slot.values(entity);
  if (held.length > 1) throw new SystemError('invalid', { code: 'many-values', field: action.field });
  const shown = plain(held[0]);
  if (action.seen !== undefined && !same(shown, action.seen)) throw new SystemError('conflict', { code: 'changed', field: action.field });
  const { member, wrote } = slot.member(action.value, held[0]);
  if (!same(shown, wrote)) await send(native, id, member, io);
  return recordReceipt(ref, io, { kind: 'field', field: action.field, was: slot.back(held[0]), shown, wrote });
}

/** Does the field hold what was asked? */
export async function confirmField(action: FieldChange, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id } = target(action, io);
  const slot = await slotOf(action.field, native, io);
  const [held, ...more] = slot.values(await getRecord(native, id, io));
  return more.length === 0 && same(plain(held), slot.member(action.value, held).wrote) ? recordReceipt(ref, io) : undefined;
}

/** Puts back what a receipt remembers. @throws SystemError `conflict` with code `changed` when it was changed since. */
export async function restore({ native, id }: Target, memory: v.InferOutput<typeof fieldMemory>, io: Io): Promise<void> {
  const slot = await slotOf(memory.field, native, io);
  const held = slot.values(await getRecord(native, id, io));
  const now = held.length > 1 ? held : plain(held[0]);
  if (same(now, memory.shown)) return;
  if (!same(now, memory.wrote)) throw new SystemError('conflict', { code: 'changed', field: memory.field });
  await send(native, id, memory.was, io);
}

/** How one field is read from an entity and worded in a request. */
interface Slot {
  values(entity: Entity): Value[];
  /** `wrote` is what the field reads as afterwards. */
  member(value: Scalar, held: Value | undefined): { member: unknown; wrote: unknown };
  /** The member that puts a value back. */
  back(held: Value | undefined): unknown;
}

async function slotOf(field: string, native: Native, io: Io): Promise<Slot> {
  if (COLUMNS[native]?.includes(field)) return columnSlot(field);
  const definition = (await getFields(io, native)).find((each) => each.code === field || each.id === field);
  if (definition?.id === undefined) throw new SystemError('invalid', { code: 'bad-field', field });
  if (definition.is_computed) throw new SystemError('invalid', { code: 'read-only', field });
  return customSlot(field, definition);
}

function columnSlot(field: string): Slot {
  return {
    values: (entity) => [{ value: entity[field] ?? null }],
    member: (value) => {
      const ok = field === 'price' ? typeof value === 'number' && value >= 0 && Number.isFinite(value) : typeof value === 'string';
      if (!ok || (field === 'name' && value === '')) throw new SystemError('invalid', { code: 'bad-value', field });
      return { member: { [field]: value }, wrote: value };
    },
    back: (held) => ({ [field]: held?.value ?? (field === 'price' ? 0 : '') }),
  };
}

function customSlot(field: string, definition: Definition): Slot {
  const wrap = (values: readonly Value[] | null) => ({ custom_fields_values: [{ field_id: Number(definition.id), values }] });
  return {
    values: (entity) => entity.custom_fields_values?.find((each) => each.field_id === definition.id)?.values ?? [],
    member: (value, held) => {
      if (value === null || value === '') return { member: wrap(null), wrote: null };
      const { sent, wrote } = typed(field, definition, value);
      // The kind of an e-mail or phone (work, mobile) stays what it was.
      const kind = definition.type === 'multitext' && held?.enum_id !== undefined ? { enum_id: held.enum_id } : {};
      return { member: wrap([{ ...sent, ...kind }]), wrote };
    },
    back: (held) => wrap(held === undefined ? null : [again(held, definition)]),
  };
}

function again({ value, enum_id }: Value, { type }: Definition): Value {
  if (enum_id === undefined || enum_id === null) return { value };
  return CHOICES.includes(type ?? '') ? { enum_id } : { value, enum_id };
}

/** A value in the type of its field. Types made of parts (addresses, legal entities, files, lists) are not written. */
function typed(field: string, { type = 'text', enums }: Definition, value: string | number | boolean): { sent: Value; wrote: unknown } {
  const refuse = (code: string) => new SystemError('invalid', { code, field });
  if (CHOICES.includes(type)) {
    const option = enums?.find((each) => each.id === String(value)) ?? enums?.find((each) => each.value === value);
    if (option?.id === undefined) throw refuse('unknown-option');
    return { sent: { enum_id: Number(option.id) }, wrote: option.value };
  }
  if (type === 'checkbox') {
    if (typeof value !== 'boolean') throw refuse('bad-value');
    return { sent: { value }, wrote: value };
  }
  if (NUMBERS.includes(type)) {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw refuse('bad-value');
    return { sent: { value: number }, wrote: number };
  }
  if (!TEXTS.includes(type)) throw refuse('read-only');
  return { sent: { value: String(value) }, wrote: String(value) };
}

function target(action: FieldChange, io: Io): Target {
  if (!/^[\p{L}\p{N}_-]{1,128}$/u.test(action.field)) throw new SystemError('invalid', { code: 'bad-field', field: action.field });
  return firstOwn(action, io.connection, ['contacts', 'companies', 'leads']);
}

async function getRecord(native: Native, id: string, io: Io): Promise<Entity> {
  const entity = v.parse(entitySchema, await getEntity(io, native, id));
  if (entity.is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  return entity;
}

async function send(native: Native, id: string, json: unknown, io: Io): Promise<void> {
  await call(io, { method: 'PATCH', url: `/api/v4/${native}/${id}`, json, write: true });
}

const plain = (held: Value | undefined): unknown => held?.value ?? null;

/** Numbers of numeric fields come back as texts, and there are no empty texts. */
function same(a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    value === undefined || value === null || value === '' ? '' : JSON.stringify(value).replace(/^"(.*)"$/, '$1');
  return text(a) === text(b);
}
