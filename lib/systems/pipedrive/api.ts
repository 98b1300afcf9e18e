import * as v from 'valibot';
import { tokenHeader } from '../bearer.ts';
import { type Io, SystemError } from '../contract.ts';
import { type Call, send, serverNow } from '../http.ts';
import { companyOf, origin } from './auth.ts';
import { classify, unsuccessful } from './errors.ts';
import { type Envelope, envelopeSchema } from './schema.ts';

type Query = NonNullable<Call['query']>;
/** Records with a list of files and a flow; a lead has neither. */
export type Filed = 'persons' | 'organizations' | 'deals';
/** What v2 reads by id. */
export type Collection = 'persons' | 'organizations' | 'deals' | 'activities' | 'products';

/** One 1-token read of these replaces separate counts; organizations have no times of mails. Source: Pipedrive API v2, `include_fields`. */
const COUNTS =
  'last_activity_id,next_activity_id,email_messages_count,activities_count,done_activities_count,undone_activities_count,notes_count,files_count,followers_count';
const PARTY_COUNTS = `${COUNTS},open_deals_count,won_deals_count,lost_deals_count`;
const MAIL_TIMES = 'last_incoming_mail_time,last_outgoing_mail_time';
const INCLUDE: Readonly<Record<Collection, string | undefined>> = {
  persons: `${PARTY_COUNTS},${MAIL_TIMES}`,
  organizations: PARTY_COUNTS,
  deals: `${COUNTS},${MAIL_TIMES},products_count,participants_count,source_lead_id`,
  activities: undefined,
  products: undefined,
};
/** Timeline entries wanted of a flow; changes, files and followers are not what a rep reads. */
const FLOW_ITEMS = 'activity,plannedActivity,note,mailMessage,mailMessageWithAttachment';
/** An organization's flow knows no calls. */
const CALL_ITEMS = `call,${FLOW_ITEMS}`;

/** One request; the envelope's own verdict counts as much as the status. */
async function call(io: Io, path: string, options: Omit<Call, 'url'> = {}): Promise<Envelope & { serverNow: number | undefined }> {
  const answer = await send(io, { ...options, url: `${host(io)}${path}`, headers: credentials(io) }, classify);
  const body = v.parse(envelopeSchema, answer.json);
  if (answer.json === undefined || answer.json === null || body.success === false)
    throw unsuccessful(answer.json, answer.headers, options.write === true);
  return { ...body, serverNow: serverNow(answer.headers) };
}

function host(io: Io): string {
  const company = companyOf(io.connection);
  if (company === undefined) throw new SystemError('invalid', { field: 'domain', code: 'required' });
  return origin(company);
}

function credentials(io: Io): Record<string, string> {
  const { credentials: own } = io.connection;
  if (own.kind === 'token') return { 'x-api-token': own.token };
  return tokenHeader(io.connection);
}

/** v2 and most of v1 answer an empty list as [], some of v1 as null. */
function rows(data: unknown): unknown[] {
  return Array.isArray(data) ? data : [];
}

/** The signed-in user. Pipedrive API v1 "Users: get current user"; 2 tokens. */
export async function fetchMe(io: Io): Promise<unknown> {
  return (await call(io, '/api/v1/users/me')).data;
}

/** All users. Pipedrive API v1 "Users"; 20 tokens, not paged. */
export async function fetchUsers(io: Io): Promise<unknown[]> {
  return rows((await call(io, '/api/v1/users')).data);
}

/** One record with counts and labels. Pipedrive API v2 "Persons", "Organizations", "Deals", "Activities"; 1 token. */
export async function fetchOne(io: Io, collection: Collection, id: string): Promise<unknown> {
  return (await call(io, `/api/v2/${collection}/${encodeURIComponent(id)}`, { query: extras(collection) })).data;
}

/** Records by filter or by up to 100 ids (missing ones are left out silently); 10 tokens, at most 500 rows. */
export async function fetchMany(io: Io, collection: Collection, query: Query): Promise<unknown[]> {
  return rows((await call(io, `/api/v2/${collection}`, { query: { ...extras(collection), limit: 500, ...query } })).data);
}

function extras(collection: Collection): Query {
  const include = INCLUDE[collection];
  return include === undefined ? {} : { include_fields: include, include_option_labels: true, include_labels: true };
}

/** Pipedrive API v1 "Leads: get one lead"; 2 tokens. */
export async function fetchLead(io: Io, id: string): Promise<unknown> {
  return (await call(io, `/api/v1/leads/${encodeURIComponent(id)}`)).data;
}

/** Pipedrive API v1 "Leads"; 20 tokens, at most 500 rows, archived ones are not listed. */
export async function fetchLeads(io: Io, query: Query): Promise<unknown[]> {
  return rows((await call(io, '/api/v1/leads', { query: { limit: 500, ...query } })).data);
}

/** Newest first by the time they bear, or by another `sort`. Pipedrive API v1 "Notes"; 20 tokens, at most 500 rows. Answers from the database, not from a search index. */
export async function fetchNotes(io: Io, query: Query): Promise<{ rows: unknown[]; serverNow: number | undefined }> {
  const { data, serverNow } = await call(io, '/api/v1/notes', { query: { sort: 'add_time DESC', start: 0, ...query } });
  return { rows: rows(data), serverNow };
}

/** Newest first by the given column. Pipedrive API v2 "Activities"; 10 tokens, at most 500 rows. */
export async function fetchActivities(io: Io, query: Query): Promise<{ rows: unknown[]; serverNow: number | undefined }> {
  const { data, serverNow } = await call(io, '/api/v2/activities', { query: { sort_direction: 'desc', limit: 500, ...query } });
  return { rows: rows(data), serverNow };
}

/** One page of changed rows, in the order of their ids. `next` is the vendor's cursor or offset; `serverNow` epoch ms. */
export interface ChangedPage {
  rows: unknown[];
  next: string | undefined;
  serverNow: number | undefined;
}

/** Rows changed in or after the second `since`. Pipedrive API v2 lists with `updated_since`; 10 tokens per 500 rows. */
export async function fetchChanged(
  io: Io,
  collection: Collection,
  since: string | undefined,
  cursor: string | undefined,
  filter: Query = {},
): Promise<ChangedPage> {
  const query = { ...extras(collection), ...filter, updated_since: since, sort_by: 'id', sort_direction: 'asc', limit: 500, cursor };
  const { data, additional_data: more, serverNow } = await call(io, `/api/v2/${collection}`, { query });
  return { rows: rows(data), next: more.next_cursor, serverNow };
}

/** Rows asked for again on the next page, so that a deletion before it hides nothing. */
const STEP_BACK = 5;

/** The same where only v1 lists the thing, by offset. Pipedrive API v1 "Notes", "Leads"; 20 tokens per 500 rows. */
export async function fetchChangedV1(
  io: Io,
  collection: 'notes' | 'leads',
  sort: 'id' | 'id ASC',
  since: string | undefined,
  offset: string | undefined,
): Promise<ChangedPage> {
  const start = Math.max(0, Math.floor(Number(offset)) || 0);
  const query = { updated_since: since, sort, start: Math.max(0, start - STEP_BACK), limit: 500 };
  const { data, additional_data: more, serverNow } = await call(io, `/api/v1/${collection}`, { query });
  const { more_items_in_collection: hasMore, next_start: next } = more.pagination;
  return { rows: rows(data), next: hasMore && next !== undefined ? String(next) : undefined, serverNow };
}

/** Activities, notes and e-mails of one record, newest first. Pipedrive API v1 "… updates" (flow); 40 tokens, offset paging. */
export async function fetchFlow(io: Io, collection: Filed, id: string, start: number, limit: number) {
  const path = `/api/v1/${collection}/${encodeURIComponent(id)}/flow`;
  const { data, additional_data: more } = await call(io, path, {
    query: { start, limit, items: collection === 'organizations' ? FLOW_ITEMS : CALL_ITEMS },
  });
  const { more_items_in_collection: hasMore, next_start: nextStart } = more.pagination;
  return { rows: rows(data), nextStart: hasMore ? (nextStart ?? start + limit) : undefined };
}

/** Lines of a deal's offer. Pipedrive API v2 "Deals: get deal products of several deals"; 10 tokens, at most 500 rows. */
export async function fetchDealProducts(io: Io, dealId: string): Promise<unknown[]> {
  return rows((await call(io, '/api/v2/deals/products', { query: { deal_ids: dealId, limit: 500 } })).data);
}

/** Files of a record. Pipedrive API v1 "List files attached to a deal" and its siblings; 20 tokens, at most 100 rows. */
export async function fetchFiles(
  io: Io,
  collection: Filed | undefined,
  id: string,
): Promise<{ rows: unknown[]; serverNow: number | undefined }> {
  // A lead has no list of its own: there it is all files, the newest first.
  const path = collection === undefined ? '/api/v1/files' : `/api/v1/${collection}/${encodeURIComponent(id)}/files`;
  const { data, serverNow } = await call(io, path, {
    query: { start: 0, limit: 100, sort: 'id DESC' },
  });
  return { rows: rows(data), serverNow };
}

/** Pipedrive API v1 "Files: get one file"; 2 tokens. */
export async function fetchFile(io: Io, id: string): Promise<unknown> {
  return (await call(io, `/api/v1/files/${encodeURIComponent(id)}`)).data;
}

/** What a search looks in. Organizations cannot be searched by domain, deals and leads not by person. */
export interface Search {
  term: string;
  type: 'person' | 'organization';
  field: 'email' | 'phone' | 'name';
  exact?: boolean;
}

/** Pipedrive API v2 "Item search"; 20 tokens, 10 searches per 2 s on every plan, term of 2 characters or more, 100 rows. */
export async function search(io: Io, { term, type, field, exact }: Search): Promise<unknown[]> {
  const query = { term, item_types: type, fields: field, exact_match: exact === true, limit: 100 };
  const { data } = await call(io, '/api/v2/itemSearch', { query });
  return rows(typeof data === 'object' && data !== null && 'items' in data ? data.items : []);
}

/** Pipedrive API v2 "Pipelines" and "Stages"; 5 tokens each. */
export async function fetchPipelines(io: Io): Promise<{ pipelines: unknown[]; stages: unknown[] }> {
  const query = { limit: 500 };
  const [pipelines, stages] = await Promise.all([call(io, '/api/v2/pipelines', { query }), call(io, '/api/v2/stages', { query })]);
  return { pipelines: rows(pipelines.data), stages: rows(stages.data) };
}

/** Pipedrive API v2 "Deal fields" and its siblings; 10 tokens per page of 500, ten pages at most. */
export async function fetchFields(io: Io, of: Filed): Promise<unknown[]> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 10; page += 1) {
    const { data, additional_data: more } = await call(io, fieldsPath(of), { query: { limit: 500, cursor } });
    found.push(...rows(data));
    if (more.next_cursor === undefined || more.next_cursor === cursor) break;
    cursor = more.next_cursor;
  }
  return found;
}

/** Pipedrive API v2 "Person fields: create one person field" and its siblings; 5 tokens. For administrators, within the plan's cap. */
export async function postField(io: Io, of: Filed, field_name: string): Promise<void> {
  await call(io, fieldsPath(of), { method: 'POST', json: { field_name, field_type: 'double' }, write: true });
}

function fieldsPath(of: Filed): string {
  return `/api/v2/${of.slice(0, -1)}Fields`;
}

/** Pipedrive API v1 "Notes: add a note"; 10 tokens. */
export async function postNote(io: Io, json: Record<string, unknown>): Promise<unknown> {
  return (await call(io, '/api/v1/notes', { method: 'POST', json, write: true })).data;
}

/** Pipedrive API v2 "Activities: add an activity"; 5 tokens. `person_id` is read-only there: people go into `participants`. */
export async function postActivity(io: Io, json: Record<string, unknown>): Promise<unknown> {
  return (await call(io, '/api/v2/activities', { method: 'POST', json, write: true })).data;
}

/** Where records are kept: leads by v1, the others by v2. */
type Kept = Filed | 'leads' | 'activities';
const pathTo = (kept: Kept) => (kept === 'leads' ? '/api/v1/leads' : `/api/v2/${kept}`);

/** Pipedrive API v2 "Update a person" and its siblings, 5 tokens; v1 "Update a lead", 10. Custom fields are merged key by key. */
export async function patchRecord(io: Io, kept: Kept, id: string, json: Record<string, unknown>): Promise<unknown> {
  return (await call(io, `${pathTo(kept)}/${encodeURIComponent(id)}`, { method: 'PATCH', json, write: true })).data;
}

/** Pipedrive API v2 "Add a new person" and its siblings, 5 tokens; v1 "Add a lead", 10. */
export async function postRecord(io: Io, kept: Kept, json: Readonly<Record<string, unknown>>): Promise<unknown> {
  return (await call(io, pathTo(kept), { method: 'POST', json, write: true })).data;
}

/** Pipedrive API v2 "Delete a person" and its siblings (kept for 30 days), v1 "Delete a lead". */
export async function deleteRecord(io: Io, kept: Kept, id: string): Promise<void> {
  await call(io, `${pathTo(kept)}/${encodeURIComponent(id)}`, { method: 'DELETE', write: true });
}

/** What was made last, from the database; leads of the person or organization in `query`, in no order. 10 tokens, leads 20. */
export async function fetchNewest(io: Io, kept: Kept, query: Query): Promise<{ rows: unknown[]; serverNow: number | undefined }> {
  const newest = kept === 'leads' ? { ...query, limit: 500 } : { sort_by: 'add_time', sort_direction: 'desc', limit: 100 };
  const { data, serverNow } = await call(io, pathTo(kept), { query: newest });
  return { rows: rows(data), serverNow };
}

/** Pipedrive API v1 "Files: add file"; 10 tokens. `key` names the record it hangs on. */
export async function postFile(io: Io, file: { name: string; type: string; bytes: Uint8Array }, key: string, id: string): Promise<unknown> {
  const data = new FormData();
  data.set('file', new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
  data.set(key, id);
  return (await call(io, '/api/v1/files', { method: 'POST', data, write: true })).data;
}

/** Pipedrive API v1 "Files: delete a file". Kept for 30 days, marked as deleted. */
export async function deleteFile(io: Io, id: string): Promise<void> {
  await call(io, `/api/v1/files/${encodeURIComponent(id)}`, { method: 'DELETE', write: true });
}

/** Pipedrive API v1 "Notes: delete a note". */
export async function deleteNote(io: Io, id: string): Promise<void> {
  await call(io, `/api/v1/notes/${encodeURIComponent(id)}`, { method: 'DELETE', write: true });
}
