import * as v from 'valibot';
import { type Io, SystemError } from '../contract.ts';
import { fetchFields } from './api.ts';
import { fieldSchema } from './schema.ts';
import { numeric } from './targets.ts';

/** What a column takes. `clear`: how it is emptied; absent where the vendor's specification allows no empty value. */
export interface Column {
  type: string;
  custom: boolean;
  clear?: null | '';
  options?: readonly string[];
}

export type Entity = 'person' | 'organization' | 'deal';

const required = { type: 'varchar', custom: false } as const;
const line = { type: 'varchar', custom: false, clear: '' } as const;
const number = { type: 'double', custom: false } as const;
const nullable = (type: string) => ({ type, custom: false, clear: null }) as const;

/**
 * Standard columns with one plain value. Stage, status, owner and labels have actions of their own; e-mails, phones and
 * addresses are lists and objects. Source: Pipedrive API v2 "Update a person", "Update a organization", "Update a deal".
 */
const STANDARD: Readonly<Record<Entity, Readonly<Record<string, Column>>>> = {
  person: { name: required, job_title: line, notes: line, birthday: { type: 'date', custom: false } },
  organization: {
    name: required,
    website: nullable('varchar'),
    linkedin: nullable('varchar'),
    industry: nullable('enum'),
    annual_revenue: nullable('double'),
    employee_count: nullable('int'),
  },
  deal: {
    title: required,
    value: number,
    currency: required,
    probability: number,
    expected_close_date: { type: 'date', custom: false },
    lost_reason: line,
  },
};
/** A custom field's key. */
export const CUSTOM_KEY = /^[0-9a-f]{40}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TEXTS = new Set(['varchar', 'varchar_auto', 'text', 'phone']);
const NUMBERS = new Set(['double', 'int']);
const IDS = new Set(['enum', 'user', 'org', 'people']);

/** A key that is neither a column known here nor a custom field's is refused before anything is asked. */
export function standardColumn(entity: Entity, field: string): Column | undefined {
  const known = Object.hasOwn(STANDARD[entity], field) ? STANDARD[entity][field] : undefined;
  if (known === undefined && !CUSTOM_KEY.test(field)) throw new SystemError('invalid', { code: 'bad-field', field });
  return known;
}

/** The account's own metadata of a custom field. @throws SystemError `invalid` with code `bad-field` where it has no such field. */
export async function customColumn(entity: Entity, field: string, io: Io): Promise<Column> {
  const rows = (await fetchFields(io, entity)).map((row) => v.parse(fieldSchema, row));
  const found = rows.find((row) => row.field_code === field);
  if (found === undefined) throw new SystemError('invalid', { code: 'bad-field', field });
  const options = found.options?.flatMap(({ id }) => id ?? []);
  return { type: found.field_type ?? '', custom: true, clear: null, ...(options && { options }) };
}

/** Ids of an entity's labels by their names in lower case. */
export function labelOptions(rows: readonly unknown[]): ReadonlyMap<string, number> {
  const field = rows.map((row) => v.parse(fieldSchema, row)).find((row) => row.field_code === 'label_ids');
  return new Map(
    field?.options?.flatMap(({ id, label }) =>
      id === undefined || label === undefined ? [] : [[label.toLowerCase(), Number(id)] as const],
    ),
  );
}

/**
 * A value as the strict v2 takes it: numbers are no strings, options are their ids, amounts bring their currency.
 * @throws SystemError `invalid` with `field` and code `bad-value`, `required` (cannot be empty), `no-currency` or `field-type`
 * (a kind of field that one plain value cannot fill).
 */
export function toWire(column: Column, field: string, value: string | number | boolean | null, currency: string | undefined): unknown {
  const refuse = (code: string) => new SystemError('invalid', { code, field });
  const text = value === null ? '' : String(value).trim();
  if (text === '') {
    if (column.clear === undefined) throw refuse('required');
    return column.clear;
  }
  if (TEXTS.has(column.type)) return text;
  if (column.type === 'date') return DAY.test(text) ? text : raise(refuse('bad-value'));
  if (column.type === 'address') return { value: text };
  if (column.type === 'set') return text.split(',').map((each) => option(column, each.trim()) ?? raise(refuse('bad-value')));
  if (IDS.has(column.type)) return option(column, text) ?? raise(refuse('bad-value'));
  if (!NUMBERS.has(column.type) && column.type !== 'monetary') throw refuse('field-type');
  const amount = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(amount) || (column.type === 'int' && !Number.isInteger(amount))) throw refuse('bad-value');
  if (column.type !== 'monetary') return amount;
  return currency === undefined ? raise(refuse('no-currency')) : { value: amount, currency };
}

function option(column: Column, text: string): number | undefined {
  const id = numeric(text);
  return column.options === undefined || column.options.length === 0 || column.options.includes(text) ? id : undefined;
}

function raise(error: SystemError): never {
  throw error;
}
