import * as v from 'valibot';
import { bearer } from '../bearer.ts';
import { type Connection, type Io, SystemError } from '../contract.ts';
import { allPages, chunks, halRows, idOf, type Rows } from '../hal.ts';
import { type Answer, type Call, send } from '../http.ts';
import { unless } from '../refusals.ts';
import { baseUrl } from './address.ts';
import { classify } from './errors.ts';
import type { Native } from './kinds.ts';
import { type Account, accountSchema, fieldSchema, noteOf, pipelineSchema, userSchema } from './schema.ts';

/** Most rows a page may hold; more is refused with 422. Source: Kommo developer docs, "Limitations". */
export const PAGE_LIMIT = 250;
/** Events come in smaller pages. Source: amoCRM API v4, "Events and notes". */
export const EVENT_PAGE_LIMIT = 100;
/** So do things of a list. */
const ELEMENT_PAGE_LIMIT = 100;
/** Ids per request: keeps the address short of 8 kB. */
const IDS_PER_REQUEST = 100;
/** How many records asked for by id are fetched one by one when an account ignores the filter. */
const SINGLE_READS = 10;

/** What to ask for, so that a record comes with the ids of what it is linked to. */
export const LINKED: Readonly<Record<Native, string>> = {
  contacts: 'leads,customers',
  companies: 'leads,contacts,customers',
  leads: 'contacts,loss_reason,source,catalog_elements',
  customers: 'contacts,companies',
};

/** Account: `GET /api/v4/account`. Source: amoCRM API v4, "Account". */
export async function getAccount(io: Io): Promise<Account> {
  const answer = await call(io, { url: '/api/v4/account', query: { with: 'is_api_filter_enabled,datetime_settings,version' } });
  const account = v.parse(accountSchema, answer.json);
  if (account.id === undefined) throw new SystemError('protocol', { status: answer.status, code: 'no-account' });
  return account;
}

/** The connection with the account's currency in it: one small request where the connection does not know it yet. */
export async function withCurrency(io: Io): Promise<Connection> {
  if (io.connection.currency !== undefined) return io.connection;
  const { currency } = await getAccount(io);
  return { ...io.connection, ...(currency !== undefined && { currency: currency.toUpperCase() }) };
}

/** One record with the ids of what is linked to it. Source: amoCRM API v4, "Contacts", "Companies", "Leads". */
export function getEntity(io: Io, native: Native, id: string): Promise<unknown> {
  return getOne(io, `${native}/${id}`, { with: LINKED[native] });
}

/** Records by ids; what is gone is left out. An account without the filter API answers everything: then one by one. */
export async function getEntities(io: Io, native: Native, ids: readonly string[]): Promise<unknown[]> {
  const parts = await Promise.all(chunks(ids, IDS_PER_REQUEST).map((chunk) => getChunk(io, native, chunk)));
  return parts.flat();
}

async function getChunk(io: Io, native: Native, ids: readonly string[]): Promise<unknown[]> {
  const query = { 'filter[id][]': ids, with: LINKED[native], limit: PAGE_LIMIT };
  const { rows } = await list(io, `/api/v4/${native}`, native, query);
  const wanted = new Set(ids);
  const found = rows.filter((row) => wanted.has(idOf(row)));
  if (found.length === rows.length) return found;
  for (const row of found) wanted.delete(idOf(row));
  const single = [...wanted].slice(0, SINGLE_READS).map((id) => unless(getEntity(io, native, id), 'not-found', undefined));
  return [...found, ...(await Promise.all(single)).filter((row) => row !== undefined)];
}

/** Full-text search over filled fields: rows may match anything, so callers compare. Source: amoCRM API v4, "Contacts". */
export async function search(io: Io, native: 'contacts' | 'companies', query: string): Promise<unknown[]> {
  return (await list(io, `/api/v4/${native}`, native, { query, with: LINKED[native], limit: PAGE_LIMIT })).rows;
}

/** One page of a collection; 204 is an empty one. */
export async function list(io: Io, path: string, name: string, query: NonNullable<Call['query']>): Promise<Rows> {
  return halRows(await call(io, { url: path, query }), name);
}

/** All pages of a short collection (users, fields). */
function listAll(io: Io, path: string, name: string): Promise<unknown[]> {
  return allPages((page) => list(io, path, name, { limit: PAGE_LIMIT, page }));
}

/** Things of one list (products, as a rule); what is gone is left out. Source: amoCRM API v4, "Lists". */
export async function getElements(io: Io, catalog: string, ids: readonly string[]): Promise<unknown[]> {
  const query = { 'filter[id][]': ids, limit: ELEMENT_PAGE_LIMIT };
  const { rows } = await list(io, `/api/v4/catalogs/${catalog}/elements`, 'elements', query);
  return rows.filter((row) => ids.includes(idOf(row)));
}

/** What was attached to a record, as notes. Source: amoCRM API v4, "Events and notes", `attachment`. */
export async function getAttachments(io: Io, native: Native, id: string): Promise<unknown[]> {
  const query = { 'filter[note_type][]': ['attachment'], 'order[updated_at]': 'desc', limit: ELEMENT_PAGE_LIMIT };
  const { rows } = await list(io, `/api/v4/${native}/${id}/notes`, 'notes', query);
  return rows.filter((row) => noteOf(row).note_type === 'attachment');
}

/** Any single thing by its path. 204 = there is none. */
export async function getOne(io: Io, path: string, query: Call['query'] = {}): Promise<unknown> {
  const answer = await call(io, { url: `/api/v4/${path}`, query });
  if (answer.json === undefined) throw new SystemError('not-found', { status: answer.status });
  if (idOf(answer.json) === '') throw new SystemError('protocol', { status: answer.status, code: 'no-id' });
  return answer.json;
}

/** Colleagues; a user who is no administrator may be refused. Source: amoCRM API v4, "Users". */
export async function getUsers(io: Io) {
  return (await listAll(io, '/api/v4/users', 'users')).map((row) => v.parse(userSchema, row));
}

/** One colleague. Source: amoCRM API v4, "Users". */
export async function getUser(io: Io, id: string) {
  return v.parse(userSchema, (await call(io, { url: `/api/v4/users/${id}` })).json);
}

/** Pipelines with their stages, all in one answer. Source: amoCRM API v4, "Pipelines and stages". */
export async function getPipelines(io: Io) {
  const { rows } = await list(io, '/api/v4/leads/pipelines', 'pipelines', {});
  return rows.map((row) => v.parse(pipelineSchema, row));
}

/** Field definitions. Source: amoCRM API v4, "Fields and field groups". */
export async function getFields(io: Io, native: Native) {
  return (await listAll(io, fieldsPath(native), 'custom_fields')).map((row) => v.parse(fieldSchema, row));
}

/** Adds a field. Source: amoCRM API v4, "Fields and field groups". */
export async function addField(io: Io, native: Native, field: Readonly<Record<string, unknown>>): Promise<void> {
  await call(io, { method: 'POST', url: fieldsPath(native), json: [field], write: true });
}

function fieldsPath(native: Native): string {
  return `/api/v4/${native}/custom_fields`;
}

/** Any request to the account's own host, signed with the connection's credentials. */
export function call(io: Io, request: Call): Promise<Answer> {
  const url = baseUrl(io.connection) + request.url;
  return send(io, { ...request, url, headers: { ...signature(io.connection), ...request.headers } }, classify);
}

/** With a session the browser's own cookies sign; the API then wants to see a script's request. */
function signature(connection: Connection): Record<string, string> {
  return connection.credentials.kind === 'session' ? { 'x-requested-with': 'XMLHttpRequest' } : bearer(connection);
}
