import * as v from 'valibot';
import { type Io, SystemError } from '../contract.ts';
import { type Answer, type Call, send, serverNow } from '../http.ts';
import { centreOf } from './centres.ts';
import { classify, refusedRow } from './errors.ts';
import type { DetailModule, EntryModule, Module } from './refs.ts';
import { type Envelope, envelopeSchema, verdictSchema } from './schema.ts';

type Query = NonNullable<Call['query']>;
type Writable = Module | Exclude<EntryModule, 'Emails'>;
/** Leads that were converted are left out unless they are asked for. */
const withConverted = (module: string): Query => (module === 'Leads' ? { converted: 'both' } : {});

/** Rows of a page: the vendor's default, which is also its most, so it is not asked for. */
export const PER_PAGE = 200;
/** Lists of users are short; more pages than this are a vendor that turns in circles. */
const MAX_PAGES = 10;

/** One request to API v8. An empty result is 204, nothing changed 304: both come back without a body. */
async function call(io: Io, path: string, options: Omit<Call, 'url'> = {}): Promise<Answer> {
  const answer = await send(
    io,
    { ...options, url: `${origin(io)}/crm/v8${path}`, headers: { ...options.headers, ...credentials(io) } },
    classify,
  );
  const { status, json } = answer;
  if (status === 204 || status === 304) return answer;
  if (typeof json !== 'object' || json === null)
    throw new SystemError(options.write ? 'unknown-outcome' : 'protocol', { status, code: 'empty-answer' });
  const verdict = v.parse(verdictSchema, json);
  // An error as a whole inside a 200 or 207.
  if (verdict.status === 'error') throw refusedRow(json, status);
  return answer;
}

function origin(io: Io): string {
  const centre = centreOf(io.connection);
  if (!centre) throw new SystemError('invalid', { field: 'dc', code: 'required' });
  // With a session the pages' own host answers.
  return `https://${io.connection.credentials.kind === 'session' ? centre.pages : centre.api}`;
}

function credentials(io: Io): Record<string, string> {
  const { credentials: own } = io.connection;
  if (own.kind === 'session') return {};
  const token = own.kind === 'token' ? own.token : own.kind === 'oauth' ? own.accessToken : undefined;
  if (token === undefined) throw new SystemError('auth', { code: 'unsupported-credentials' });
  // Not Bearer: the vendor's own word.
  return { authorization: `Zoho-oauthtoken ${token}` };
}

/** Rows of a list, with what the envelope tells about more, and the vendor's clock. */
export interface Rows {
  rows: unknown[];
  info: Envelope['info'];
  serverNow: number | undefined;
}

function asRows(answer: Answer, member = 'data'): Rows {
  const { info } = v.parse(envelopeSchema, answer.json);
  const data: unknown = typeof answer.json === 'object' && answer.json !== null ? Reflect.get(answer.json, member) : undefined;
  return { rows: Array.isArray(data) ? data : [], info, serverNow: serverNow(answer.headers) };
}

/** One record with all its fields; undefined when there is none (204). Zoho CRM API v8 "Records: get a record"; 1 credit. */
export async function fetchOne(io: Io, module: Writable | DetailModule, id: string): Promise<unknown> {
  return asRows(await call(io, `/${module}/${encodeURIComponent(id)}`, { query: withConverted(module) })).rows[0];
}

/** Records of a module; `fields` is mandatory, 50 names at most. "Records: get records"; 1 credit per page of 200. */
export async function fetchList(io: Io, module: Writable, query: Query & { fields: string }, since: string | undefined): Promise<Rows> {
  const headers = since === undefined ? {} : { 'If-Modified-Since': since };
  return asRows(await call(io, `/${module}`, { query: { ...query, ...withConverted(module) }, headers }));
}

/** What was deleted since. "Records: get deleted records". */
export async function fetchDeleted(io: Io, module: Writable, page: number, since: string): Promise<Rows> {
  const query = { type: 'all', page };
  return asRows(await call(io, `/${module}/deleted`, { query, headers: { 'If-Modified-Since': since } }));
}

/** Search by criteria, e-mail, phone or word; the index lags behind writes. All fields come back. "Search records"; 1 credit. */
export async function search(
  io: Io,
  module: Module,
  by: { criteria: string } | { email: string } | { phone: string } | { word: string },
): Promise<unknown[]> {
  return asRows(await call(io, `/${module}/search`, { query: { ...by, ...withConverted(module) } })).rows;
}

/** Records of a related list. "Related records"; 1 credit per page of 200. */
export async function fetchRelated(io: Io, module: Module, id: string, list: string, query: Query & { fields: string }): Promise<Rows> {
  return asRows(await call(io, `/${module}/${encodeURIComponent(id)}/${list}`, { query }));
}

/** E-mails of a record, ten per call, newest first. "Get Emails of a Record"; pages by `index`. */
export async function fetchMails(io: Io, module: Module, id: string, index: string | undefined): Promise<Rows> {
  return asRows(await call(io, `/${module}/${encodeURIComponent(id)}/Emails`, { query: { index } }), 'Emails');
}

/** Rows straight from the database, fresh writes included. "Query API" (COQL); 1 credit up to 200 rows. */
export async function query(io: Io, select: string): Promise<Rows> {
  return asRows(await call(io, '/coql', { method: 'POST', json: { select_query: select } }));
}

/** The signed-in user. "Users". */
export async function fetchMe(io: Io): Promise<unknown> {
  return asRows(await call(io, '/users', { query: { type: 'CurrentUser' } }), 'users').rows[0];
}

/** All users, also those who left: old records still name them. "Users"; 1 credit per page of 200. */
export async function fetchUsers(io: Io): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { rows, info } = asRows(await call(io, '/users', { query: { type: 'AllUsers', page } }), 'users');
    found.push(...rows);
    if (info.more_records !== true || rows.length === 0) break;
  }
  return found;
}

/** "Organization". */
export async function fetchOrg(io: Io): Promise<unknown> {
  return asRows(await call(io, '/org'), 'org').rows[0];
}

/** Modules and what this user may do in them. "Modules". */
export async function fetchModules(io: Io): Promise<unknown[]> {
  return asRows(await call(io, '/settings/modules'), 'modules').rows;
}

/** "Fields metadata". */
export async function fetchFields(io: Io, module: Module): Promise<unknown[]> {
  return asRows(await call(io, '/settings/fields', { query: { module, type: 'used' } }), 'fields').rows;
}

/** "Create custom fields": for whole numbers. Wants the scope `ZohoCRM.settings.fields.CREATE` and a profile that may. */
export async function insertField(io: Io, module: Module, field_label: string): Promise<void> {
  const json = { fields: [{ field_label, data_type: 'integer' }] };
  accepted(await call(io, '/settings/fields', { method: 'POST', query: { module }, json, write: true }), 'fields');
}

/** "Layouts". */
export async function fetchLayouts(io: Io): Promise<unknown[]> {
  return asRows(await call(io, '/settings/layouts', { query: { module: 'Deals' } }), 'layouts').rows;
}

/** "Pipeline". */
export async function fetchPipelines(io: Io, layoutId: string): Promise<unknown[]> {
  return asRows(await call(io, '/settings/pipeline', { query: { layout_id: layoutId } }), 'pipeline').rows;
}

/** Makes one record. "Insert records"; 1 credit. @returns its id @throws SystemError `unknown-outcome` when the vendor names none */
export async function insert(io: Io, module: Writable, row: Readonly<Record<string, unknown>>): Promise<string> {
  return madeId(await call(io, `/${module}`, { method: 'POST', json: { data: [row] }, write: true }));
}

function madeId(answer: Answer): string {
  const { id } = accepted(answer);
  if (id === undefined) throw new SystemError('unknown-outcome', { status: answer.status, code: 'no-id' });
  return id;
}

/** Changes one record. "Update records"; 1 credit. */
export async function update(io: Io, module: Writable, id: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  accepted(await call(io, `/${module}/${encodeURIComponent(id)}`, { method: 'PUT', json: { data: [row] }, write: true }));
}

/** Deletes one record into the recycle bin. "Delete records". */
export async function remove(io: Io, module: Writable, id: string): Promise<void> {
  accepted(await call(io, `/${module}/${encodeURIComponent(id)}`, { method: 'DELETE', write: true }));
}

/** Attaches one file. "Upload an attachment"; 20 MB at most. @returns its id @throws SystemError `unknown-outcome` without one */
export async function attach(io: Io, module: Module, id: string, file: { name: string; type: string; bytes: Uint8Array }): Promise<string> {
  const data = new FormData();
  data.set('file', new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
  return madeId(await call(io, `/${module}/${encodeURIComponent(id)}/Attachments`, { method: 'POST', data, write: true }));
}

/** "Delete an attachment". */
export async function detach(io: Io, module: Module, id: string, fileId: string): Promise<void> {
  accepted(
    await call(io, `/${module}/${encodeURIComponent(id)}/Attachments/${encodeURIComponent(fileId)}`, { method: 'DELETE', write: true }),
  );
}

/** "Add tags", "Remove tags" of one record. */
export async function changeTags(
  io: Io,
  module: Writable,
  id: string,
  action: 'add_tags' | 'remove_tags',
  tags: readonly string[],
): Promise<void> {
  const json = { tags: tags.map((name) => ({ name })) };
  accepted(await call(io, `/${module}/${encodeURIComponent(id)}/actions/${action}`, { method: 'POST', json, write: true }));
}

/** The one row's verdict: the status of the answer says nothing about it. */
function accepted(answer: Answer, member?: string): { id: string | undefined } {
  const [row] = asRows(answer, member).rows;
  const verdict = v.parse(verdictSchema, row);
  if (verdict.status !== 'success') throw refusedRow(row, answer.status);
  return { id: verdict.details.id };
}
