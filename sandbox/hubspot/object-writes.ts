import * as v from 'valibot';
import { PORTAL } from './account.ts';
import { invalid, json, notFound, refusal } from './answers.ts';
import { type ObjectCall, parse, render } from './objects.ts';
import { flawsOf, propertiesOf } from './properties.ts';
import { iso, searchable } from './seed.ts';
import { STAGES } from './stages.ts';
import type { StoredObject, Values } from './tables.ts';
import { definedBetween, type HubspotType, TYPES } from './types.ts';

const associationSchema = v.looseObject({
  to: v.looseObject({ id: v.union([v.string(), v.number()]) }),
  types: v.array(v.looseObject({ associationCategory: v.string(), associationTypeId: v.number() })),
});
const propertiesSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));
const createSchema = v.looseObject({ properties: propertiesSchema, associations: v.array(associationSchema) });
const updateSchema = v.looseObject({ properties: propertiesSchema });

/** POST: the object and its associations are made together or not at all. */
export function create(call: ObjectCall): Response {
  const parsed = v.safeParse(createSchema, parse(call.text));
  if (!parsed.success) return invalid(call.correlationId, `Invalid input JSON: ${missing(parsed.issues)}`);
  const { account, type, correlationId } = call;
  const { properties, associations } = parsed.output;
  const flaws = flawsOf(propertiesOf(type.path, account.properties), properties);
  if (flaws.length > 0) return invalid(correlationId, 'Property values were not valid', flaws);
  if (isEngagement(type) && !properties.hs_timestamp) return required(correlationId, 'hs_timestamp');
  if (type.path === 'leads' && !properties.hs_lead_name) return required(correlationId, 'hs_lead_name');
  const duplicate = duplicateOf(call, properties);
  if (duplicate) return refusal(correlationId, 409, 'CONFLICT', `Contact already exists. Existing ID: ${duplicate.id}`);
  const links: { to: StoredObject; typeIds: number[] }[] = [];
  for (const { to, types } of associations) {
    const typeIds = types.map((each) => each.associationTypeId);
    const target = TYPES.find(
      (each) => typeIds.length > 0 && typeIds.every((id) => definedBetween(type.path, each.path).some((known) => known.id === id)),
    );
    const isKnown = target && types.every((each) => each.associationCategory === 'HUBSPOT_DEFINED');
    if (!isKnown) return invalid(correlationId, `One or more associations are not valid for ${type.word}: type id ${typeIds.join(', ')}`);
    const object = account.tables.get(target.path, String(to.id));
    if (!object) return refusal(correlationId, 404, 'OBJECT_NOT_FOUND', `No ${target.word.toUpperCase()} with ID ${to.id} exists`);
    links.push({ to: object, typeIds });
  }
  if (type.path === 'leads' && !links.some(({ to }) => to.type === 'contacts'))
    return invalid(correlationId, 'A lead must be associated with a primary contact or company');
  const object = store(call, asValues(properties));
  for (const link of links) account.tables.link(object, link.to, link.typeIds);
  report(call, object, ACTION_OF[type.path] ?? 'create');
  return json(shown(object, Object.keys(properties)), 201);
}

/** PATCH: the answer shows what was changed, not the whole record. */
export function update(call: ObjectCall, id: string): Response {
  const object = call.account.tables.get(call.type.path, id);
  if (!object) return notFound(call.correlationId);
  const parsed = v.safeParse(updateSchema, parse(call.text));
  if (!parsed.success) return invalid(call.correlationId, `Invalid input JSON: ${missing(parsed.issues)}`);
  const flaws = flawsOf(propertiesOf(call.type.path, call.account.properties), parsed.output.properties);
  if (flaws.length > 0) return invalid(call.correlationId, 'Property values were not valid', flaws);
  const now = call.account.context.now();
  const values = asValues(parsed.output.properties);
  const changed = call.type.path === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
  const closes = call.type.path === 'deals' ? closeDate(object.properties, values, now) : {};
  const properties = { ...values, ...closes, ...calculated(call.type, { ...object.properties, ...values }), [changed]: iso(now) };
  call.account.tables.change(object, { properties }, now);
  report(call, object, changeKind(call.type.path, values));
  return json(shown(object, [...Object.keys(values), ...Object.keys(closes)]));
}

function changeKind(path: string, values: Values): string {
  if (path === 'tasks') return 'task-change';
  if ('dealstage' in values) return 'stage';
  return 'hubspot_owner_id' in values ? 'owner' : 'field';
}

/** Closing a deal sets its close date, unless the same request does. */
function closeDate(before: Values, values: Values, now: number): Values {
  const isClosed = (id: string | null | undefined) => STAGES.some((stage) => stage.id === id && stage.isClosed === 'true');
  return isClosed(values.dealstage) && !isClosed(before.dealstage) && !('closedate' in values) ? { closedate: iso(now) } : {};
}

/** DELETE puts into the recycling bin; what is not there is fine too. */
export function archive(call: ObjectCall, id: string): Response {
  const object = call.account.tables.get(call.type.path, id);
  if (object) {
    call.account.tables.change(object, { archived: true }, call.account.context.now());
    report(call, object, 'archive');
  }
  return new Response(null, { status: 204 });
}

/** POST merge: two objects of one type become one. */
export function merge(call: ObjectCall): Response {
  const parsed = v.safeParse(v.looseObject({ primaryObjectId: v.string(), objectIdToMerge: v.string() }), parse(call.text));
  if (!parsed.success) return invalid(call.correlationId, `Invalid input JSON: ${missing(parsed.issues)}`);
  const { tables, context } = call.account;
  const winner = tables.get(call.type.path, parsed.output.primaryObjectId);
  const loser = tables.get(call.type.path, parsed.output.objectIdToMerge);
  if (!winner || !loser) return notFound(call.correlationId);
  if (winner === loser) return invalid(call.correlationId, 'An object cannot be merged with itself');
  tables.merge(winner, loser, context.now());
  report(call, winner, 'merge');
  return json(render(winner, winner.properties, []));
}

function store(call: ObjectCall, values: Values): StoredObject {
  const now = call.account.context.now();
  const isContact = call.type.path === 'contacts';
  const stamp =
    isEngagement(call.type) || call.type.path === 'leads'
      ? { hs_createdate: iso(now), hs_lastmodifieddate: iso(now) }
      : { createdate: iso(now), [isContact ? 'lastmodifieddate' : 'hs_lastmodifieddate']: iso(now) };
  const properties = { ...values, ...calculated(call.type, values), ...stamp, hs_object_source: 'INTEGRATION' };
  return call.account.tables.add(call.type.path, properties, { createdAt: now, updatedAt: now, writtenAt: now });
}

/** Properties HubSpot works out itself. */
function calculated(type: HubspotType, values: Values): Values {
  const body = values.hs_note_body ?? values.hs_task_body ?? values.hs_call_body ?? values.hs_meeting_body;
  if (isEngagement(type)) {
    const done = type.path === 'tasks' ? { hs_task_is_completed: values.hs_task_status === 'COMPLETED' ? '1' : '0' } : {};
    return {
      hs_body_preview:
        body
          ?.replace(/<[^>]*>/g, ' ')
          .trim()
          .slice(0, 512) ?? null,
      ...done,
    };
  }
  if (type.path === 'deals') {
    const stage = STAGES.find((each) => each.id === values.dealstage);
    return { hs_is_closed: stage?.isClosed ?? 'false', hs_is_closed_won: String(stage?.id === 'closedwon') };
  }
  const mobile = type.path === 'contacts' ? { hs_searchable_calculated_mobile_number: searchable(values.mobilephone) } : {};
  if (type.path === 'line_items') return { amount: String(Number(values.quantity ?? 1) * Number(values.price ?? 0)) };
  return type.path === 'tickets' || type.path === 'leads'
    ? {}
    : { hs_searchable_calculated_phone_number: searchable(values.phone), ...mobile };
}

const ACTION_OF: Readonly<Partial<Record<HubspotType['path'], string>>> = {
  notes: 'note',
  tasks: 'task',
  calls: 'call',
  meetings: 'meeting',
};

function report(call: ObjectCall, object: StoredObject, actionKind: string): void {
  const kind =
    { contacts: 'contact', companies: 'company', deals: 'deal', tickets: 'ticket', leads: 'lead' }[object.type as string] ?? 'activity';
  // A change carries no key: the one on the object is that of its creation.
  const key = call.method === 'POST' ? object.properties.hs_unique_id : undefined;
  call.account.context.record({
    method: call.method,
    path: call.path,
    ...(key && { key }),
    ref: { system: 'hubspot', account: PORTAL, object: kind as 'contact' | 'activity', native: call.type.id, id: object.id },
    actionKind,
  });
}

/** A create or update echoes what was sent and what was calculated. */
function shown(object: StoredObject, sent: readonly string[]): Record<string, unknown> {
  const echoed = ['hs_object_source', 'hs_body_preview', 'hs_task_is_completed'].filter((name) => object.properties[name] !== undefined);
  const { url: _, ...rest } = render(object, object.properties, [...sent, ...echoed]);
  return rest;
}

function duplicateOf(call: ObjectCall, properties: Record<string, unknown>): StoredObject | undefined {
  const email = typeof properties.email === 'string' ? properties.email.toLowerCase() : '';
  if (call.type.path !== 'contacts' || email === '') return undefined;
  return call.account.tables
    .all('contacts')
    .find(({ archived, properties: p }) => !archived && (p.email === email || (p.hs_additional_emails ?? '').split(';').includes(email)));
}

function required(correlationId: string, name: string): Response {
  return refusal(correlationId, 400, 'VALIDATION_ERROR', 'Some required properties were not set.', {
    context: { properties: [name] },
    errors: [{ message: `Property "${name}" is required`, code: 'REQUIRED_PROPERTY', in: name, context: { propertyName: [name] } }],
  });
}

function isEngagement(type: HubspotType): boolean {
  return ['notes', 'tasks', 'calls', 'meetings', 'emails'].includes(type.path);
}

function asValues(properties: Record<string, string | number | boolean | null>): Values {
  const normal = (name: string, value: string) => (name === 'email' ? value.toLowerCase() : value);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === null || value === '' ? null : normal(name, String(value))]),
  );
}

function missing(issues: readonly v.BaseIssue<unknown>[]): string {
  return `some required fields were not set: [${issues.map((issue) => v.getDotPath(issue) ?? '').join(', ')}]`;
}
