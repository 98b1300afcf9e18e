import { createHash } from 'node:crypto';
import { CAST_CUSTOM_FIELDS } from '../cast.ts';
import type { Cast } from '../cast-types.ts';
import type { VendorContext } from '../vendor.ts';
import { answer, failV2 } from './answers.ts';
import { effectRef } from './effects.ts';
import { LABELS, type Tables } from './tables.ts';

/** A custom field's key: 40 hexadecimal digits that say nothing about it. */
export function customKey(key: string): string {
  return createHash('sha1').update(`sidelight-demo/${key}`).digest('hex');
}

/** Labels of the industry options; the option's id is its place, counted from 1. */
export function industries(cast: Cast): string[] {
  const found = cast.companies.flatMap((company) => company.copies).flatMap((copy) => copy.industry ?? []);
  return [...new Set(found)].sort();
}

type Entity = 'person' | 'organization' | 'deal';

export interface Field {
  field_name: string;
  field_code: string;
  field_type: string;
  options: { id: number; label: string }[] | null;
  is_custom_field: boolean;
}

/** Field metadata as `GET /api/v2/{entity}Fields` gives it. */
export function fieldList(entity: Entity, cast: Cast, { fields }: Pick<Tables, 'fields'>): Field[] {
  return [...standing(entity, cast), ...(fields.get(entity) ?? [])];
}

/** `POST /api/v2/{entity}Fields`: the key is the vendor's, two fields may share a name. */
export function addField(entity: Entity, body: unknown, tables: Tables, context: VendorContext): Response {
  const { field_name: name, field_type: type } = Object(body) as Partial<Field>;
  if (typeof name !== 'string' || name.trim() === '') return failV2(400, 'Validation failed: field_name', 'ERR_SCHEMA_VALIDATION_FAILED');
  if (!FIELD_TYPES.has(String(type))) return failV2(400, 'Validation failed: field_type', 'ERR_SCHEMA_VALIDATION_FAILED');
  const own = tables.fields.get(entity) ?? [];
  const made = field(name, customKey(`${entity} ${name} ${own.length}`), String(type), true);
  tables.fields.set(entity, [...own, made]);
  context.record({
    method: 'POST',
    path: `/api/v2/${entity}Fields`,
    ref: effectRef('field', made.field_code),
    actionKind: 'field-definition',
  });
  return answer(201, { success: true, data: made });
}

const FIELD_TYPES = new Set(
  'varchar text double phone date daterange time timerange set enum varchar_auto address monetary org people user'.split(' '),
);

function standing(entity: Entity, cast: Cast): Field[] {
  const custom = CAST_CUSTOM_FIELDS.map(({ key, label, type }) =>
    field(label, customKey(key), type === 'number' ? 'double' : 'varchar', true),
  );
  const labels = { ...field('Labels', 'label_ids', 'set', false), options: LABELS.map(({ id, label }) => ({ id, label })) };
  if (entity === 'person') return [...standard(PERSON), labels, ...custom];
  if (entity === 'deal') return [...standard(DEAL), labels, ...custom, ...DEAL_CUSTOM];
  const options = industries(cast).map((label, index) => ({ id: index + 1, label }));
  return [
    ...standard(ORGANIZATION),
    labels,
    { ...field('Industry', 'industry', 'enum', false), options },
    field('Phone', customKey('phone'), 'phone', true),
  ];
}

const PERSON = {
  name: 'varchar',
  emails: 'varchar',
  phones: 'phone',
  org_id: 'org',
  owner_id: 'user',
  job_title: 'varchar',
  add_time: 'date',
};
const DEAL = {
  title: 'varchar',
  value: 'monetary',
  stage_id: 'stage',
  status: 'status',
  person_id: 'people',
  org_id: 'org',
  expected_close_date: 'date',
};
const ORGANIZATION = {
  name: 'varchar',
  address: 'address',
  website: 'varchar',
  employee_count: 'int',
  annual_revenue: 'monetary',
  owner_id: 'user',
};

/** Fields of the account's own making whose values are no plain text. */
const DEAL_CUSTOM: readonly Field[] = [
  { ...field('Region', customKey('region'), 'enum', true), options: optionList(['North', 'South']) },
  { ...field('Interested in', customKey('interests'), 'set', true), options: optionList(['Tyres', 'Rims', 'Service']) },
  field('Budget', customKey('budget'), 'monetary', true),
  field('Renewal date', customKey('renewal'), 'date', true),
  field('Slot', customKey('slot'), 'timerange', true),
];

function optionList(labels: readonly string[]): { id: number; label: string }[] {
  return labels.map((label, index) => ({ id: 11 + index, label }));
}

function standard(fields: Readonly<Record<string, string>>): Field[] {
  return Object.entries(fields).map(([code, type]) => field(code.replaceAll('_', ' '), code, type, false));
}

function field(name: string, code: string, type: string, custom: boolean): Field {
  return { field_name: name, field_code: code, field_type: type, options: null, is_custom_field: custom };
}
