import type { VendorContext } from '../vendor.ts';
import { answer, failV2 } from './answers.ts';
import { type Field, fieldList } from './custom-fields.ts';
import { effectRef } from './effects.ts';
import { dealAnswer } from './shapes.ts';
import { type Deal, STAGES, stamp, type Tables } from './tables.ts';

export type Name = 'persons' | 'organizations' | 'deals';

export const NATIVES = { persons: 'person', organizations: 'organization', deals: 'deal' } as const;
interface Rule {
  on: readonly Name[];
  valid(value: unknown): boolean;
  actionKind: string;
}
const text = (value: unknown) => typeof value === 'string';
const filled = (value: unknown) => typeof value === 'string' && value !== '';
const amount = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const day = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const moment = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const orNull = (valid: (value: unknown) => boolean) => (value: unknown) => value === null || valid(value);
const field = (on: Name, valid: (value: unknown) => boolean): Rule => ({ on: [on], valid, actionKind: 'field' });
/** E-mails and phones: objects, never plain texts. */
function isWays(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each: unknown) => typeof each === 'object' && each !== null && typeof Reflect.get(each, 'value') === 'string')
  );
}

function isAddress(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'value') === 'string';
}

const everywhere = ['persons', 'organizations', 'deals'] as const;
/** Columns that can be written, as the specification lists them; only some may be null. */
const RULES: Readonly<Record<string, Rule>> = {
  name: { on: ['persons', 'organizations'], valid: filled, actionKind: 'field' },
  job_title: field('persons', text),
  website: field('organizations', orNull(text)),
  linkedin: field('organizations', orNull(text)),
  industry: field('organizations', orNull(Number.isInteger)),
  annual_revenue: field('organizations', orNull(amount)),
  employee_count: field('organizations', orNull(Number.isInteger)),
  title: field('deals', filled),
  value: field('deals', amount),
  currency: field('deals', (value) => typeof value === 'string' && value.length === 3),
  probability: field('deals', (value) => amount(value) && Number(value) >= 0 && Number(value) <= 100),
  expected_close_date: field('deals', day),
  lost_reason: field('deals', text),
  owner_id: { on: everywhere, valid: Number.isInteger, actionKind: 'owner' },
  stage_id: { on: ['deals'], valid: (value) => STAGES.some((stage) => stage.id === value), actionKind: 'stage' },
  status: { on: ['deals'], valid: (value) => value === 'open' || value === 'won' || value === 'lost', actionKind: 'stage' },
  won_time: { on: ['deals'], valid: moment, actionKind: 'stage' },
  lost_time: { on: ['deals'], valid: moment, actionKind: 'stage' },
  label_ids: { on: everywhere, valid: (value) => Array.isArray(value) && value.every(Number.isInteger), actionKind: 'tag' },
  emails: { on: ['persons'], valid: isWays, actionKind: 'field' },
  phones: { on: ['persons'], valid: isWays, actionKind: 'field' },
  org_id: { on: ['persons', 'deals'], valid: orNull(Number.isInteger), actionKind: 'field' },
  person_id: field('deals', orNull(Number.isInteger)),
  pipeline_id: field('deals', Number.isInteger),
  address: field('organizations', isAddress),
  custom_fields: { on: everywhere, valid: (value) => typeof value === 'object' && value !== null, actionKind: 'field' },
};

/** The first member a body may not have, or not with this value. @returns its name */
export function wrongIn(name: Name, wish: Record<string, unknown>, tables: Tables, context: VendorContext): string | undefined {
  const wrong = Object.entries(wish).find(([key, value]) => !RULES[key]?.on.includes(name) || RULES[key]?.valid(value) !== true);
  const odd = wrong ? undefined : oddCustomField(wish.custom_fields, fieldList(NATIVES[name], context.cast, tables));
  return wrong?.[0] ?? (odd === undefined ? undefined : `custom_fields.${odd}`);
}

/** `PATCH /api/v2/{persons|organizations|deals}/{id}`: strict types; custom fields are merged key by key. */
export function patchRecord(name: Name, id: number, body: unknown, tables: Tables, context: VendorContext): Response {
  const row = tables[name].get(id);
  if (!row || row.is_deleted) return failV2(404, 'Record not found', 'ERR_NOT_FOUND');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('body');
  const wish = body as Record<string, unknown>;
  const wrong = wrongIn(name, wish, tables, context);
  if (wrong !== undefined) return refuse(wrong);
  const status = wish.status ?? (row as Partial<Deal>).status;
  if (wish.won_time !== undefined && status !== 'won') return refuse('won_time');
  if ((wish.lost_time !== undefined || wish.lost_reason !== undefined) && status !== 'lost') return refuse('lost_time');
  const now = stamp(context.now());
  const custom_fields = { ...row.custom_fields, ...(wish.custom_fields as object | undefined) };
  Object.assign(row, wish, { custom_fields, update_time: now });
  if (name === 'deals') follow(row as Deal, wish, now);
  const ref = effectRef(NATIVES[name], String(id));
  const actionKind = RULES[Object.keys(wish)[0] ?? 'name']?.actionKind ?? 'field';
  context.record({ method: 'PATCH', path: `/api/v2/${name}/${id}`, ref, actionKind });
  return answer(200, { success: true, data: name === 'deals' ? dealAnswer(row as Deal) : row });
}

/** The first custom field that does not exist or whose value is of another type; null empties any. */
function oddCustomField(values: unknown, fields: readonly Field[]): string | undefined {
  return Object.entries((values ?? {}) as object).find(([key, value]) => {
    const known = fields.find((each) => each.is_custom_field && each.field_code === key);
    return !known || (value !== null && CUSTOM_TYPES[known.field_type]?.(value, known.options?.map(({ id }) => id) ?? []) !== true);
  })?.[0];
}

const CUSTOM_TYPES: Readonly<Record<string, (value: unknown, options: readonly unknown[]) => boolean>> = {
  varchar: text,
  phone: text,
  double: amount,
  date: day,
  enum: (value, options) => options.includes(value),
  set: (value, options) => Array.isArray(value) && value.every((each) => options.includes(each)),
  monetary: (value) => {
    const money = (value ?? {}) as { value?: unknown; currency?: unknown };
    return amount(money.value) && typeof money.currency === 'string' && money.currency.length === 3;
  },
};

const ENTITIES = { ...NATIVES, activities: 'activity' } as const;

/** `DELETE /api/v2/{collection}/{id}`: the row stays 30 days, marked; a deal also by its status. */
export function deleteRow(
  name: keyof typeof ENTITIES,
  table: Map<number, { is_deleted: boolean; update_time: string; status?: string }>,
  id: number,
  context: VendorContext,
): Response {
  const row = table.get(id);
  if (!row || row.is_deleted) return failV2(404, 'Record not found', 'ERR_NOT_FOUND');
  Object.assign(row, { is_deleted: true, update_time: stamp(context.now()), ...(name === 'deals' && { status: 'deleted' }) });
  context.record({ method: 'DELETE', path: `/api/v2/${name}/${id}`, ref: effectRef(ENTITIES[name], String(id)), actionKind: 'delete' });
  return answer(200, { success: true, data: { id } });
}

function follow(deal: Deal, wish: Record<string, unknown>, now: string): void {
  if (wish.stage_id !== undefined) {
    deal.pipeline_id = STAGES.find((stage) => stage.id === deal.stage_id)?.pipeline_id ?? deal.pipeline_id;
    deal.stage_change_time = now;
  }
  if (wish.status === undefined) return;
  deal.won_time = wish.status === 'won' ? String(wish.won_time ?? now) : null;
  deal.lost_time = wish.status === 'lost' ? String(wish.lost_time ?? now) : null;
  deal.lost_reason = wish.status === 'lost' ? ((wish.lost_reason as string | undefined) ?? null) : null;
  deal.close_time = deal.won_time ?? deal.lost_time;
}

export function refuse(field: string): Response {
  return failV2(400, `Validation failed: ${field}: invalid value`, 'ERR_SCHEMA_VALIDATION_FAILED');
}
