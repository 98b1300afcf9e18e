import type { VendorContext } from '../vendor.ts';
import { answer } from './answers.ts';
import { effectRef } from './effects.ts';
import { NATIVES, type Name, refuse, wrongIn } from './record-writes.ts';
import { dealAnswer } from './shapes.ts';
import { type Deal, nextId, type Organization, type Person, STAGES, stamp, type Tables } from './tables.ts';

/** `POST /api/v2/{persons|organizations|deals}`: the same columns as an update takes, and a name. */
export function createRecord(name: Name, body: unknown, tables: Tables, context: VendorContext): Response {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('body');
  const wish = body as Record<string, unknown>;
  const called = name === 'deals' ? 'title' : 'name';
  if (typeof wish[called] !== 'string' || wish[called].trim() === '') return refuse(called);
  const wrong = wrongIn(name, wish, tables, context);
  if (wrong !== undefined) return refuse(wrong);
  if (wish.org_id != null && !tables.organizations.has(Number(wish.org_id))) return refuse('org_id');
  if (wish.person_id != null && !tables.persons.has(Number(wish.person_id))) return refuse('person_id');
  const now = stamp(context.now());
  const common = {
    id: nextId(tables[name]),
    owner_id: tables.users[0]?.id ?? 0,
    add_time: now,
    update_time: now,
    is_deleted: false,
    visible_to: 3,
    label_ids: [],
    custom_fields: {},
  };
  const row = { ...EMPTY[name], ...common, ...wish } as unknown as Person & Organization & Deal;
  if (name === 'deals') {
    row.pipeline_id = STAGES.find(({ id }) => id === row.stage_id)?.pipeline_id ?? row.pipeline_id;
    row.participants = row.person_id === null ? [] : [row.person_id];
    row.creator_user_id = common.owner_id;
  }
  tables[name].set(row.id, row);
  tables.written.set(row, context.now());
  context.record({ method: 'POST', path: `/api/v2/${name}`, ref: effectRef(NATIVES[name], String(row.id)), actionKind: 'create' });
  return answer(201, { success: true, data: name === 'deals' ? dealAnswer(row) : row });
}

const EMPTY = {
  persons: {
    first_name: null,
    last_name: null,
    org_id: null,
    emails: [],
    phones: [],
    picture_id: null,
    job_title: null,
    postal_address: null,
  },
  organizations: { address: null, website: null, linkedin: null, industry: null, annual_revenue: null, employee_count: null },
  deals: {
    value: 0,
    currency: 'EUR',
    status: 'open',
    stage_id: 1,
    pipeline_id: 1,
    person_id: null,
    org_id: null,
    participants: [],
    probability: null,
    lost_reason: null,
    stage_change_time: null,
    close_time: null,
    won_time: null,
    lost_time: null,
    expected_close_date: null,
    is_archived: false,
  },
} as const;
