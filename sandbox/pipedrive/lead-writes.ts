import type { VendorContext } from '../vendor.ts';
import { answer, failV1 } from './answers.ts';
import { effectRef } from './effects.ts';
import { leadAnswer } from './lists.ts';
import { LEAD_LABELS, type Lead, stamp, type Tables } from './tables.ts';

const WRITABLE: Readonly<Record<string, (value: unknown, tables: Tables) => boolean>> = {
  title: (value) => typeof value === 'string' && value !== '',
  owner_id: (value, tables) => tables.users.some(({ id }) => id === value),
  person_id: (value, tables) => value === null || tables.persons.has(Number(value)),
  organization_id: (value, tables) => value === null || tables.organizations.has(Number(value)),
  value: (value) =>
    value === null ||
    (typeof value === 'object' &&
      typeof Reflect.get(value, 'amount') === 'number' &&
      /^[A-Z]{3}$/.test(String(Reflect.get(value, 'currency')))),
  expected_close_date: (value) => value === null || /^\d{4}-\d{2}-\d{2}$/.test(String(value)),
  label_ids: (value) => Array.isArray(value) && value.every((id) => LEAD_LABELS.some((label) => label.id === id)),
};

/** `POST /v1/leads`: a title and somebody it is about. */
export function createLead(body: unknown, tables: Tables, context: VendorContext): Response {
  const wish = (typeof body === 'object' && body !== null ? body : {}) as Partial<Lead>;
  const wrong = wrongIn(wish, tables);
  if (wrong !== undefined || typeof wish.title !== 'string') return failV1(400, `"${wrong ?? 'title'}" is invalid`);
  if (wish.person_id == null && wish.organization_id == null) return failV1(400, 'A lead must be linked to a person or an organization');
  const user = tables.users[0]?.id ?? 0;
  const now = stamp(context.now());
  const id = `a0c1f2e3-0000-11ef-8d30-${String(tables.leads.size + 1).padStart(12, '0')}`;
  const lead: Lead = {
    id,
    title: wish.title,
    owner_id: user,
    creator_id: user,
    person_id: null,
    organization_id: null,
    value: null,
    source_name: 'API',
    expected_close_date: null,
    label_ids: [],
    add_time: now,
    update_time: now,
    ...wish,
  };
  tables.leads.set(id, lead);
  context.record({ method: 'POST', path: '/api/v1/leads', ref: effectRef('lead', id), actionKind: 'create' });
  return answer(201, { success: true, data: leadAnswer(lead) });
}

/** `PATCH /v1/leads/{id}`. */
export function updateLead(id: string, body: unknown, tables: Tables, context: VendorContext): Response {
  const lead = tables.leads.get(id);
  if (!lead) return failV1(404, 'Lead not found');
  const wish = (typeof body === 'object' && body !== null ? body : {}) as Partial<Lead>;
  const wrong = wrongIn(wish, tables);
  if (wrong !== undefined) return failV1(400, `"${wrong}" is invalid`);
  Object.assign(lead, wish, { update_time: stamp(context.now()) });
  const actionKind = wish.owner_id !== undefined ? 'owner' : wish.label_ids !== undefined ? 'tag' : 'field';
  context.record({ method: 'PATCH', path: `/api/v1/leads/${id}`, ref: effectRef('lead', id), actionKind });
  return answer(200, { success: true, data: leadAnswer(lead) });
}

/** `DELETE /v1/leads/{id}`: gone for good. */
export function deleteLead(id: string, tables: Tables, context: VendorContext): Response {
  if (!tables.leads.delete(id)) return failV1(404, 'Lead not found');
  context.record({ method: 'DELETE', path: `/api/v1/leads/${id}`, ref: effectRef('lead', id), actionKind: 'delete' });
  return answer(200, { success: true, data: { id } });
}

function wrongIn(wish: object, tables: Tables): string | undefined {
  return Object.entries(wish).find(([name, value]) => WRITABLE[name]?.(value, tables) !== true)?.[0];
}
