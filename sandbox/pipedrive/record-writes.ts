import type { VendorContext } from '../vendor.ts';
import { answer, failV2 } from './answers.ts';
import { effectRef } from './effects.ts';
import { dealAnswer } from './shapes.ts';
import { type Deal, STAGES, stamp, type Tables } from './tables.ts';

type Name = 'persons' | 'organizations' | 'deals';

const NATIVES = { persons: 'person', organizations: 'organization', deals: 'deal' } as const;
const RULES: Readonly<Record<string, { on: readonly Name[]; valid(value: unknown): boolean; actionKind: string }>> = {
  name: { on: ['persons', 'organizations'], valid: (value) => typeof value === 'string' && value !== '', actionKind: 'field' },
  title: { on: ['deals'], valid: (value) => typeof value === 'string' && value !== '', actionKind: 'field' },
  value: { on: ['deals'], valid: (value) => typeof value === 'number', actionKind: 'field' },
  currency: { on: ['deals'], valid: (value) => typeof value === 'string' && value.length === 3, actionKind: 'field' },
  owner_id: { on: ['persons', 'organizations', 'deals'], valid: Number.isInteger, actionKind: 'owner' },
  stage_id: { on: ['deals'], valid: (value) => STAGES.some((stage) => stage.id === value), actionKind: 'stage' },
  status: { on: ['deals'], valid: (value) => value === 'open' || value === 'won' || value === 'lost', actionKind: 'stage' },
  label_ids: {
    on: ['persons', 'organizations', 'deals'],
    valid: (value) => Array.isArray(value) && value.every(Number.isInteger),
    actionKind: 'tag',
  },
  custom_fields: {
    on: ['persons', 'organizations', 'deals'],
    valid: (value) => typeof value === 'object' && value !== null,
    actionKind: 'field',
  },
};

/** `PATCH /api/v2/{persons|organizations|deals}/{id}`: strict types; custom fields are merged key by key. */
export function patchRecord(name: Name, id: number, body: unknown, tables: Tables, context: VendorContext): Response {
  const row = tables[name].get(id);
  if (!row || row.is_deleted) return failV2(404, 'Record not found', 'ERR_NOT_FOUND');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('body');
  const wish = body as Record<string, unknown>;
  const wrong = Object.entries(wish).find(([key, value]) => !RULES[key]?.on.includes(name) || RULES[key]?.valid(value) !== true);
  if (wrong) return refuse(wrong[0]);
  const now = stamp(context.now());
  const custom_fields = { ...row.custom_fields, ...(wish.custom_fields as object | undefined) };
  Object.assign(row, wish, { custom_fields, update_time: now });
  if (name === 'deals') follow(row as Deal, wish, now);
  const ref = effectRef(NATIVES[name], String(id));
  const actionKind = RULES[Object.keys(wish)[0] ?? 'name']?.actionKind ?? 'field';
  context.record({ method: 'PATCH', path: `/api/v2/${name}/${id}`, ref, actionKind });
  return answer(200, { success: true, data: name === 'deals' ? dealAnswer(row as Deal) : row });
}

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
  deal.won_time = wish.status === 'won' ? now : null;
  deal.lost_time = wish.status === 'lost' ? now : null;
  deal.close_time = wish.status === 'open' ? null : now;
}

function refuse(field: string): Response {
  return failV2(400, `Validation failed: ${field}: invalid value`, 'ERR_SCHEMA_VALIDATION_FAILED');
}
