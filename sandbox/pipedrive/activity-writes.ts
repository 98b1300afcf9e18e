import type { VendorContext } from '../vendor.ts';
import { answer, failV2 } from './answers.ts';
import { effectRef } from './effects.ts';
import { sanitise } from './sanitise.ts';
import { type Activity, nextId, stamp, type Tables } from './tables.ts';

/** v2 is strict: a number in quotes, an unknown member or the read-only `person_id` is refused. */
const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  subject: (value) => typeof value === 'string' && value.length <= 255,
  type: (value) => typeof value === 'string',
  owner_id: Number.isInteger,
  deal_id: (value) => value === null || Number.isInteger(value),
  org_id: (value) => value === null || Number.isInteger(value),
  lead_id: (value) => value === null || typeof value === 'string',
  due_date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  due_time: (value) => typeof value === 'string' && /^\d{2}:\d{2}(:\d{2})?$/.test(value),
  duration: (value) => typeof value === 'string' && /^\d{2}:\d{2}(:\d{2})?$/.test(value),
  busy: (value) => typeof value === 'boolean',
  done: (value) => typeof value === 'boolean',
  note: (value) => typeof value === 'string',
  public_description: (value) => typeof value === 'string',
  priority: Number.isInteger,
  participants: (value) => Array.isArray(value) && value.every((each) => isParticipant(each)),
};
const TYPES = new Set(['call', 'meeting', 'task', 'deadline', 'email', 'lunch']);

interface Participant {
  person_id: number;
  primary: boolean;
}

export function createActivity(body: unknown, tables: Tables, context: VendorContext): Response {
  const wrong = check(body, tables);
  if (wrong) return wrong;
  const wish = body as Partial<Activity>;
  const now = stamp(context.now());
  const user = tables.users[0]?.id ?? 0;
  const id = nextId(tables.activities);
  const activity: Activity = {
    id,
    subject: 'Call',
    type: 'call',
    owner_id: user,
    creator_user_id: user,
    is_deleted: false,
    add_time: now,
    update_time: now,
    deal_id: null,
    lead_id: null,
    person_id: null,
    org_id: null,
    due_date: null,
    due_time: null,
    duration: null,
    busy: false,
    done: false,
    marked_as_done_time: null,
    participants: [],
    public_description: null,
    priority: null,
    note: null,
  };
  apply(activity, wish, now);
  tables.activities.set(id, activity);
  tables.written.set(activity, context.now());
  const ref = effectRef('activity', String(id));
  context.record({ method: 'POST', path: '/api/v2/activities', ref, actionKind: activity.type === 'task' ? 'task' : activity.type });
  return answer(201, { success: true, data: activity });
}

export function updateActivity(id: number, body: unknown, tables: Tables, context: VendorContext): Response {
  const activity = tables.activities.get(id);
  if (!activity || activity.is_deleted) return failV2(404, 'Activity not found', 'ERR_NOT_FOUND');
  const wrong = check(body, tables);
  if (wrong) return wrong;
  apply(activity, body as Partial<Activity>, stamp(context.now()));
  context.record({ method: 'PATCH', path: `/api/v2/activities/${id}`, ref: effectRef('activity', String(id)), actionKind: 'task-change' });
  return answer(200, { success: true, data: activity });
}

function apply(activity: Activity, wish: Partial<Activity>, now: string): void {
  const clock = (value: string | null | undefined) => (value && value.length === 5 ? `${value}:00` : (value ?? null));
  Object.assign(activity, wish, { update_time: now });
  activity.due_time = clock(activity.due_time);
  activity.duration = clock(activity.duration);
  if (wish.note != null) activity.note = sanitise(wish.note);
  if (wish.participants) activity.person_id = (wish.participants.find((each) => each.primary) ?? wish.participants[0])?.person_id ?? null;
  if (wish.done !== undefined) activity.marked_as_done_time = wish.done ? now : null;
}

function check(body: unknown, tables: Tables): Response | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse('body');
  for (const [name, value] of Object.entries(body)) if (RULES[name]?.(value) !== true) return refuse(name);
  const { type, deal_id, org_id, lead_id, participants } = body as Partial<Activity>;
  if (type !== undefined && !TYPES.has(type)) return refuse('type');
  if (deal_id != null && !tables.deals.has(deal_id)) return refuse('deal_id');
  if (org_id != null && !tables.organizations.has(org_id)) return refuse('org_id');
  if (lead_id != null && !tables.leads.has(lead_id)) return refuse('lead_id');
  if (participants?.some((each) => !tables.persons.has(each.person_id))) return refuse('participants');
  return undefined;
}

function isParticipant(value: unknown): value is Participant {
  const { person_id, primary } = (value ?? {}) as Partial<Participant>;
  return Number.isInteger(person_id) && (primary === undefined || typeof primary === 'boolean');
}

function refuse(field: string): Response {
  return failV2(400, `Validation failed: ${field}: invalid value`, 'ERR_SCHEMA_VALIDATION_FAILED');
}
