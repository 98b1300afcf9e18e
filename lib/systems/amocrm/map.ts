import type { CompanyRecord, Connection, DealRecord, Money, PersonRecord, RecordBase, RecordRef, SystemRecord } from '../contract.ts';
import { toMinor } from '../money.ts';
import { origin, parseHost } from './address.ts';
import { customFields, type Fields } from './fields.ts';
import { type Native, nativeOf, refTo, toNative } from './kinds.ts';
import { type Entity, entityOf } from './schema.ts';

/** Stage ids that mean won and lost in every pipeline. Source: amoCRM API v4, "Pipelines and stages". */
export const WON = '142';
/** The other one. A lost lead may have a reason, which goes when it comes back. */
export const LOST = '143';

/** A record's page in the web UI; undefined without the account's host or for a type without pages. */
export function recordUrl(ref: RecordRef, connection: Connection): string | undefined {
  const host = parseHost(connection.baseUrl);
  const native = nativeOf(ref);
  return host && native && /^\d+$/.test(ref.id) ? `${origin(host)}/${native}/detail/${ref.id}` : undefined;
}

/** A contact, company, deal or customer → a record. Total: what is missing is left out; an unknown `native` becomes `custom`. */
export function toEntity(native: string, raw: unknown, connection: Connection): SystemRecord {
  const entity = entityOf(raw);
  const type = toNative(native);
  if (!type)
    return { ...base({ ...refTo(connection, 'leads', entity.id ?? ''), object: 'custom', native }, entity, connection), kind: 'custom' };
  const ref = refTo(connection, type, entity.id ?? '');
  const fields = customFields(entity, type, connection);
  const common = base(ref, entity, connection, fields);
  if (type === 'contacts') return person(common, entity, fields);
  if (type === 'companies') return company(common, fields, connection);
  return type === 'leads' ? deal(common, entity, connection) : customer(common, entity, connection);
}

function base(ref: RecordRef, entity: Entity, connection: Connection, fields?: Fields): RecordBase {
  const url = recordUrl(ref, connection);
  const createdAt = toMs(entity.created_at);
  const changedAt = toMs(entity.updated_at);
  return {
    ref,
    name: entity.name ?? [entity.first_name, entity.last_name].filter(Boolean).join(' '),
    links: links(entity, connection),
    custom: { ...extras(entity), ...fields?.custom },
    ...(url !== undefined && { url }),
    ...(isUser(entity.responsible_user_id) && { ownerId: entity.responsible_user_id }),
    ...(createdAt !== undefined && { createdAt }),
    ...(changedAt !== undefined && { changedAt }),
  };
}

/** Columns that have no place in the model, under the vendor's own names. */
function extras(entity: Entity): Record<string, unknown> {
  const tags = (entity._embedded?.tags ?? []).flatMap((tag) => tag.name ?? []);
  const lossReason = entity._embedded?.loss_reason?.[0]?.name;
  const { score, ltv, visitor_uid, closest_task_at, source } = entity;
  return {
    ...(tags.length > 0 && { tags }),
    ...(lossReason !== undefined && { loss_reason: lossReason }),
    ...(source?.name !== undefined && { source: source.name }),
    ...(score !== undefined && { score }),
    ...(ltv !== undefined && { ltv }),
    ...(visitor_uid !== undefined && { visitor_uid }),
    ...(closest_task_at !== undefined && { closest_task_at }),
  };
}

/** Linked records come as ids only, and only those that were asked for through `with`. */
function links(entity: Entity, connection: Connection): RecordBase['links'] {
  const to = (native: Native, role: string) =>
    (entity._embedded?.[native] ?? []).flatMap(({ id, is_main }) =>
      id === undefined ? [] : [{ role: role === 'contact' && is_main ? 'primary-contact' : role, ref: refTo(connection, native, id) }],
    );
  return [...to('contacts', 'contact'), ...to('companies', 'company'), ...to('leads', 'deal'), ...to('customers', 'customer')].sort(
    (a, b) => Number(b.role === 'primary-contact') - Number(a.role === 'primary-contact'),
  );
}

function person(common: RecordBase, entity: Entity, fields: Fields): PersonRecord {
  return {
    ...common,
    kind: 'person',
    emails: fields.emails,
    phones: fields.phones,
    ...(entity.first_name && { firstName: entity.first_name }),
    ...(entity.last_name && { lastName: entity.last_name }),
    ...fields.pick('title', 'companyName', 'country', 'city'),
  };
}

function company(common: RecordBase, fields: Fields, connection: Connection): CompanyRecord {
  const { employees, revenue, ...words } = fields.pick('industry', 'country', 'city', 'taxId', 'employees', 'revenue');
  const count = wholeNumber(employees);
  const turnover = wholeNumber(revenue);
  return {
    ...common,
    kind: 'company',
    emails: fields.emails,
    phones: fields.phones,
    domains: fields.domains,
    ...words,
    ...(count !== undefined && { employees: count }),
    ...amount('revenue', turnover, connection),
  };
}

function deal(common: RecordBase, entity: Entity, connection: Connection): DealRecord {
  const closeAt = toMs(entity.closed_at);
  return {
    ...common,
    kind: 'deal',
    status: entity.status_id === WON ? 'won' : entity.status_id === LOST ? 'lost' : 'open',
    ...amount('amount', entity.price, connection),
    ...(entity.pipeline_id !== undefined && { pipelineId: entity.pipeline_id }),
    ...(entity.status_id !== undefined && { stageId: entity.status_id }),
    ...(closeAt !== undefined && { closeAt }),
  };
}

/** A repeat buyer: canonically a deal that stays open, worth its next purchase. */
function customer(common: RecordBase, entity: Entity, connection: Connection): DealRecord {
  const closeAt = toMs(entity.next_date);
  return {
    ...common,
    kind: 'deal',
    status: 'open',
    ...amount('amount', entity.next_price, connection),
    ...(entity.status_id !== undefined && { stageId: entity.status_id }),
    ...(closeAt !== undefined && { closeAt }),
  };
}

/**
 * Prices carry no currency: it is the account's. The verbs put it into the connection before they map; a connection that
 * never saw its account gets the currency the brand began with.
 */
export function priceOf(price: number | undefined, connection: Connection): Money | undefined {
  const currency = connection.currency ?? (parseHost(connection.baseUrl)?.domain === 'kommo.com' ? 'USD' : 'RUB');
  return price === undefined ? undefined : toMinor(price, currency);
}

function amount<K extends string>(key: K, price: number | undefined, connection: Connection): { [P in K]?: Money } {
  const money = priceOf(price, connection);
  return money ? ({ [key]: money } as { [P in K]?: Money }) : {};
}

/** Latest moment a date can hold, in Unix seconds. */
const LAST_SECOND = 8_640_000_000_000;

/** Unix seconds → epoch ms. 0 and negatives stand for "never" here; what no date can hold is no time. */
export function toMs(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 && seconds <= LAST_SECOND ? Math.round(seconds * 1000) : undefined;
}

/** User 0 is a robot or an integration, not a colleague. */
export function isUser(id: string | undefined): id is string {
  return id !== undefined && id !== '0';
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text.replace(/[\s\u00a0_]/g, ''));
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
