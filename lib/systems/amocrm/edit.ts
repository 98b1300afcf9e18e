import * as v from 'valibot';
import { type Changed, change, changeBack, type Editable, isChanged, type Members } from '../change.ts';
import { type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { receiptOf } from '../writes.ts';
import { call } from './api.ts';
import { nativeOf } from './kinds.ts';
import { recordUrl } from './map.ts';
import { type Entity, entityOf } from './schema.ts';

/** A custom field as a member: `value:` and its number, or `option:` where one of given options is chosen. */
const CUSTOM = /^(value|option):(\d+)$/;
const held = v.looseObject({ value: v.optional(v.unknown()), enum_id: v.optional(v.unknown()) });

/** Sends the changed members only: whole records would undo what colleagues changed meanwhile. */
export async function edit(ref: RecordRef, to: Members, io: Io, seen?: Members, only?: (values: Members) => void): Promise<Receipt> {
  const memory = await change(recordAt(ref, io, only), to, seen);
  return receiptOf([ref], io, recordUrl(ref, io.connection), { kind: 'changed', ...memory });
}

/** Does the record look as asked? */
export async function confirmEdit(ref: RecordRef, to: Members, io: Io): Promise<Receipt | undefined> {
  return (await isChanged(recordAt(ref, io), to)) ? receiptOf([ref], io, recordUrl(ref, io.connection)) : undefined;
}

export async function editBack(ref: RecordRef, memory: Changed, io: Io): Promise<void> {
  await changeBack(recordAt(ref, io), memory);
}

/** Path of a record or task. @throws SystemError `invalid` with code `no-target`, before anything is sent. */
function pathOf(ref: RecordRef, { connection }: Io): string {
  const native = ref.object === 'activity' ? (ref.native === 'tasks' ? 'tasks' : undefined) : nativeOf(ref);
  const own = ref.system === 'amocrm' && ref.account === connection.account && /^\d+$/.test(ref.id);
  if (native === undefined || !own) throw new SystemError('invalid', { code: 'no-target' });
  return `/api/v4/${native}/${ref.id}`;
}

/** A record as it is now. @throws SystemError `not-found` for a missing one and one in the recycle bin. */
export async function getNow(ref: RecordRef, io: Io): Promise<Entity> {
  const { json, status } = await call(io, { url: pathOf(ref, io) });
  if (json === undefined) throw new SystemError('not-found', { status });
  const entity = entityOf(json);
  if (entity.is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  return entity;
}

/** `only` may refuse what was found, before it is written. */
function recordAt(ref: RecordRef, io: Io, only?: (values: Members) => void): Editable {
  const url = pathOf(ref, io);
  let kinds: Members = {};
  return {
    async look(names) {
      const entity = await getNow(ref, io);
      const field = (id: string | undefined) => entity.custom_fields_values?.find((each) => each.field_id === id)?.values ?? null;
      const values = Object.fromEntries(
        names.map((name) => [name, CUSTOM.test(name) ? field(CUSTOM.exec(name)?.[2]) : (entity[name] ?? null)]),
      );
      only?.(values);
      kinds = values;
      return { values };
    },
    async send(values) {
      await call(io, { method: 'PATCH', url, json: worded(values, kinds), write: true });
    },
  };
}

/** Members as the API takes them. `before`: what is there, because the kind of an e-mail or phone (work, mobile) stays what it was. */
function worded(values: Members, before: Members): unknown {
  const columns: Record<string, unknown> = {};
  const custom: unknown[] = [];
  for (const [name, value] of Object.entries(values)) {
    const [, kind, id] = CUSTOM.exec(name) ?? [];
    if (kind === undefined) columns[name] = column(name, value);
    else custom.push({ field_id: Number(id), values: valuesOf(value, kind, before[name]) });
  }
  return { ...columns, ...(custom.length > 0 && { custom_fields_values: custom }) };
}

/** Ids are read as texts and written as numbers; a price or a name cannot be null. */
function column(name: string, value: unknown): unknown {
  if (name.endsWith('_id')) return value === undefined || value === null ? undefined : Number(value);
  return value === null ? (name === 'price' ? 0 : '') : value;
}

function valuesOf(value: unknown, kind: string, before: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return null;
  const was = Array.isArray(before) && v.is(held, before[0]) ? before[0].enum_id : undefined;
  return value.flatMap((each) => {
    if (!v.is(held, each)) return [];
    const enum_id = each.enum_id ?? was ?? undefined;
    return [kind === 'option' ? { enum_id } : { value: each.value, ...(enum_id !== undefined && { enum_id }) }];
  });
}
