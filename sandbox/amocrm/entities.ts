import type { Flaw } from './answers.ts';
import { type Entity, type EntityType, FIRST_USER, type FieldRow, LOST, PIPELINES, type State, WON } from './tables.ts';
import { tell } from './ui.ts';

export type Json = Record<string, unknown>;

export function fieldFlaws(row: Json, index: number, fields: readonly FieldRow[]): Flaw[] {
  const flaw = flawOf(row, index);
  const values = Array.isArray(row.custom_fields_values) ? row.custom_fields_values : [];
  const flaws = values.flatMap((each: unknown, at) =>
    isObject(each) && fieldOf(each, fields) && knownOptions(each, fields)
      ? []
      : [flaw('NotSupportedChoice', `custom_fields_values.${at}.field_id`, 'The value you selected is not a valid choice.')],
  );
  if (row.name === '') flaws.push(flaw('RequiredFilled', 'name', 'This value should not be blank.'));
  if (row.price !== undefined && typeof row.price !== 'number')
    flaws.push(flaw('InvalidType', 'price', 'This value should be of type numeric.'));
  const pipeline = row.pipeline_id === undefined ? undefined : PIPELINES.find(({ id }) => id === row.pipeline_id);
  if (row.pipeline_id !== undefined && !pipeline)
    flaws.push(flaw('NotSupportedChoice', 'pipeline_id', 'The value you selected is not a valid choice.'));
  // The inbox of incoming leads (type 1) is no stage to move to.
  const open = (pipeline ? [pipeline] : PIPELINES).flatMap(({ statuses }) => statuses).filter((status) => status.type !== 1);
  if (row.status_id !== undefined && !open.some(({ id }) => id === row.status_id))
    flaws.push(flaw('NotSupportedChoice', 'status_id', 'The value you selected is not a valid choice.'));
  return flaws;
}

export function makeEntity(type: EntityType, id: number, now: number, writtenAt: number): Entity {
  const pipeline = PIPELINES[0];
  return {
    type,
    id,
    name: '',
    first_name: '',
    last_name: '',
    price: 0,
    pipeline_id: type === 'leads' ? (pipeline?.id ?? 0) : 0,
    status_id: type === 'leads' ? (pipeline?.statuses[1]?.id ?? 0) : 0,
    responsible_user_id: FIRST_USER,
    created_by: FIRST_USER,
    created_at: now,
    updated_at: now,
    closed_at: null,
    loss_reason_id: null,
    fields: [],
    tags: [],
    products: [],
    contactIds: [],
    writtenAt,
  };
}

export function changeEntity(entity: Entity, row: Json, fields: readonly FieldRow[]): void {
  if (typeof row.first_name === 'string') entity.first_name = row.first_name;
  if (typeof row.last_name === 'string') entity.last_name = row.last_name;
  const full = [entity.first_name, entity.last_name].filter(Boolean).join(' ');
  if (typeof row.name === 'string') entity.name = row.name;
  else if (full) entity.name = full;
  if (typeof row.price === 'number') entity.price = row.price;
  entity.loss_reason_id = whole(row.loss_reason_id) ?? entity.loss_reason_id;
  entity.status_id = whole(row.status_id) ?? entity.status_id;
  entity.pipeline_id = whole(row.pipeline_id) ?? entity.pipeline_id;
  entity.responsible_user_id = whole(row.responsible_user_id) ?? entity.responsible_user_id;
  for (const { name } of listOf(row.tags_to_add))
    if (typeof name === 'string' && !entity.tags.some((tag) => tag.name === name))
      entity.tags.push({ id: 100_000 + tagNumber(name), name });
  const gone = listOf(row.tags_to_delete);
  entity.tags = entity.tags.filter(({ id, name }) => !gone.some((each) => each.id === id || each.name === name));
  for (const each of Array.isArray(row.custom_fields_values) ? (row.custom_fields_values as Json[]) : []) {
    const field = fieldOf(each, fields);
    entity.fields = entity.fields.filter(({ field_id }) => field_id !== field?.id);
    if (field && Array.isArray(each.values) && each.values.length > 0)
      entity.fields.push({ field_id: field.id, values: each.values.map((value: Json) => keptValue(value, field)) });
  }
}

/** A closed lead bears the time of closing; every move stands in the history. */
export function settle(lead: Entity, from: { id: number; pipeline_id: number }, state: State, now: number): void {
  const to = { id: lead.status_id, pipeline_id: lead.pipeline_id };
  if (to.id === from.id && to.pipeline_id === from.pipeline_id) return;
  lead.closed_at = to.id === WON || to.id === LOST ? now : null;
  if (to.id !== LOST) lead.loss_reason_id = null;
  const [value_before, value_after] = [from, to].map((lead_status) => [{ lead_status }]);
  tell(
    state,
    {
      type: 'lead_status_changed',
      entity_id: lead.id,
      entity_type: 'lead',
      value_before: value_before ?? [],
      value_after: value_after ?? [],
    },
    now,
  );
}

/** Values as they are answered: options with their words. */
function keptValue({ value, enum_id, enum_code }: Json, field: FieldRow): Entity['fields'][number]['values'][number] {
  const option = field.enums?.find(
    (each) => each.id === enum_id || each.code === enum_code || (enum_id === undefined && each.value === value),
  );
  const shown = value ?? option?.value ?? '';
  return {
    value: shown as string | number,
    ...(option && { enum_id: option.id, enum_code: option.code }),
  };
}

function knownOptions({ values, ...address }: Json, fields: readonly FieldRow[]): boolean {
  const field = fieldOf(address, fields);
  return (Array.isArray(values) ? values : []).every(
    (each: unknown) => isObject(each) && (each.enum_id === undefined || field?.enums?.some(({ id }) => id === each.enum_id)),
  );
}

/** Fields are addressed by number or by code. */
function fieldOf(value: Json, fields: readonly FieldRow[]): FieldRow | undefined {
  return fields.find(({ id, code }) => id === value.field_id || (code !== null && code === value.field_code));
}

export function flawOf(row: Json, index: number) {
  return (code: string, path: string, detail: string): Flaw => ({
    requestId: typeof row.request_id === 'string' ? row.request_id : String(index),
    code,
    path,
    detail,
  });
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const tagNumber = (name: string) => [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 90_000, 7);

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function whole(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined;
}
