import * as v from 'valibot';
import { type Io, SystemError } from '../contract.ts';
import { type Filed, fetchFields } from './api.ts';
import { fieldSchema } from './schema.ts';
import { numeric } from './targets.ts';

/** What a column takes. `clear`: how it is emptied; absent where the vendor's specification allows no empty value. */
export interface Column {
  type: string;
  clear?: null | '';
  options?: readonly string[];
}

const required = { type: 'varchar' } as const;
const line = { type: 'varchar', clear: '' } as const;
const number = { type: 'double' } as const;
const nullable = (type: string) => ({ type, clear: null }) as const;
/** E-mails and phones: a list, of which one value is the primary. */
const ways = { type: 'ways' } as const;

/**
 * Standard columns that take one plain value. Stage, status, owner and labels have actions of their own; an address of a person is an
 * object that only accounts with contact sync have. Source: Pipedrive API v2 "Update a person", "Update a organization", "Update a deal".
 */
const STANDARD: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  persons: { name: required, emails: ways, phones: ways, job_title: line, notes: line, birthday: { type: 'date' } },
  organizations: {
    name: required,
    website: nullable('varchar'),
    linkedin: nullable('varchar'),
    industry: nullable('enum'),
    annual_revenue: nullable('double'),
    employee_count: nullable('int'),
  },
  deals: {
    title: required,
    value: number,
    currency: required,
    probability: number,
    expected_close_date: { type: 'date' },
    lost_reason: line,
  },
};
/** A custom field's key. */
export const CUSTOM_KEY = /^[0-9a-f]{40}$/;
const CUSTOM: Column = { type: '', clear: null };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TEXTS = new Set(['varchar', 'varchar_auto', 'text', 'phone']);
const NUMBERS = new Set(['double', 'int']);
const IDS = new Set(['enum', 'user', 'org', 'people']);

/** A column of those kept in `place` that is known without asking: a custom field is at least emptied like any other. */
export function columnOf(place: string, field: string): Column | undefined {
  if (CUSTOM_KEY.test(field)) return CUSTOM;
  const columns = STANDARD[place] ?? {};
  return Object.hasOwn(columns, field) ? columns[field] : undefined;
}

/** A column as the account has it; metadata is asked for a custom field's. @throws SystemError `invalid` with code `bad-field` for none. */
export async function requireColumn(place: Filed, field: string, io: Io): Promise<Column> {
  const known = columnOf(place, field);
  if (known && known !== CUSTOM) return known;
  const found = known && (await fetchFields(io, place)).map((row) => v.parse(fieldSchema, row)).find((row) => row.field_code === field);
  if (found === undefined) throw new SystemError('invalid', { code: 'bad-field', field });
  const options = found.options?.flatMap(({ id }) => id ?? []);
  return { type: found.field_type ?? '', clear: null, ...(options && { options }) };
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
