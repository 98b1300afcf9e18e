import type { Editable, Members } from '../change.ts';
import { type Io, type RecordRef, SystemError } from '../contract.ts';
import { editsAt } from '../editing.ts';
import { listOf, objectOf } from '../values.ts';
import { call } from './api.ts';
import { nativeOf } from './kinds.ts';
import { recordUrl } from './map.ts';
import { type Entity, entityOf } from './schema.ts';

/** A custom field as a member: `value:` and its number, or `option:` where one of given options is chosen. */
const CUSTOM = /^(value|option):(\d+)$/;

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

/** The members of a record or task: its columns by their names, a custom field's values under `value:` or `option:` and its number. */
export function recordAt(ref: RecordRef, io: Io): Editable {
  const url = pathOf(ref, io);
  return {
    async look(names) {
      const entity = await getNow(ref, io);
      const field = (id: string | undefined) => entity.custom_fields_values?.find((each) => each.field_id === id)?.values ?? null;
      const held = names.map((name) => [name, CUSTOM.test(name) ? field(CUSTOM.exec(name)?.[2]) : (entity[name] ?? null)]);
      return { values: Object.fromEntries(held) };
    },
    async send(values) {
      await call(io, { method: 'PATCH', url, json: worded(values), write: true });
    },
  };
}

/** Changes of records and tasks. */
export const { edit, confirmEdit, editBack, setting } = editsAt(recordAt, recordUrl);

/** Members as the API takes them. */
function worded(values: Members): unknown {
  const columns: Record<string, unknown> = {};
  const custom: unknown[] = [];
  for (const [name, value] of Object.entries(values)) {
    const [, kind, id] = CUSTOM.exec(name) ?? [];
    if (kind === undefined) columns[name] = column(name, value);
    else custom.push({ field_id: Number(id), values: valuesOf(value, kind) });
  }
  return { ...columns, ...(custom.length > 0 && { custom_fields_values: custom }) };
}

/** Ids are read as texts and written as numbers; a price or a name cannot be null. */
function column(name: string, value: unknown): unknown {
  if (name.endsWith('_id')) return value === undefined || value === null ? undefined : Number(value);
  return value === null ? (name === 'price' ? 0 : '') : value;
}

/** What was read goes back with the kind (work, mobile) it had; of an option its number alone. */
function valuesOf(value: unknown, kind: string): unknown {
  const rows = listOf(value).map(objectOf);
  if (rows.length === 0) return null;
  return rows.map(({ value, enum_id }) => (kind === 'option' ? { enum_id } : { value, enum_id }));
}
