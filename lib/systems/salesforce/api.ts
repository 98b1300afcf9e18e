import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import { tokenHeader } from '../bearer.ts';
import type { Io } from '../contract.ts';
import { type Answer, type Call, type Classify, send } from '../http.ts';
import { everyRow } from '../paging.ts';
import { defined, objectOf, phrase } from '../values.ts';
import { classify, errorOf } from './errors.ts';
import { isIdShaped } from './ids.ts';
import { apiOrigin } from './org.ts';
import * as schema from './schema.ts';
import { readTime } from './time.ts';

/** The one API version this adapter was written against (Summer '26). */
export const VERSION = '67.0';
const ROOT = `/services/data/v${VERSION}`;

/** One subrequest of a composite call. */
export interface Part {
  id: string;
  method?: 'GET' | 'POST' | 'PATCH';
  /** Below the version's root. */
  path: string;
  body?: unknown;
}

/** A subrequest's answer, not yet judged. */
export interface PartAnswer {
  status: number;
  body: unknown;
}

/** A path of the REST root or, with a leading `/services`, of the instance. */
async function request(io: Io, path: string, call: Omit<Call, 'url'> = {}, read: Classify = classify): Promise<Answer> {
  const url = `${apiOrigin(io.connection)}${path.startsWith('/services/') ? path : ROOT + path}`;
  const headers = { ...tokenHeader(io.connection), ...call.headers };
  try {
    return await send(io, { ...call, url, headers }, read);
  } catch (error) {
    throw call.write ? settleLock(error) : error;
  }
}

/** A row lock is refused before anything is written, so its fate is known: try again, nothing to confirm. */
function settleLock(error: unknown): unknown {
  if (!(error instanceof SystemError) || error.code !== 'UNABLE_TO_LOCK_ROW') return error;
  return new SystemError('unavailable', { code: error.code, cause: error, ...(error.status !== undefined && { status: error.status }) });
}

function parsed<T extends v.GenericSchema>(shape: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(shape, value);
  if (!result.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return result.output;
}

/** "Query": path of a SOQL query inside a composite. `all` reaches archived activities too ("QueryAll"). */
export function queryPath(soql: string, all = false): string {
  return `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
}

/**
 * "Composite": at most 25 subrequests, 5 of them queries, one API call. Answers by part id; parts may have failed.
 * `write`: all or nothing, and a failed part is thrown.
 */
export async function composite(io: Io, parts: readonly Part[], write = false): Promise<ReadonlyMap<string, PartAnswer>> {
  const json = {
    allOrNone: write,
    compositeRequest: parts.map(({ id, method = 'GET', path, body }) => ({
      method,
      url: ROOT + path,
      referenceId: id,
      ...(body !== undefined && { body }),
    })),
  };
  const answer = await request(io, '/composite', { method: 'POST', json, write });
  const result = v.safeParse(schema.compositeAnswer, answer.json);
  if (!result.success) throw new SystemError(write ? 'unknown-outcome' : 'protocol', { code: 'unexpected-shape' });
  const answers = result.output.compositeResponse;
  if (write) {
    const failed = answers.filter(({ httpStatusCode }) => httpStatusCode >= 400);
    const cause = failed.find(({ body }) => errorOf(body, 400)?.code !== 'PROCESSING_HALTED') ?? failed[0];
    if (cause) throw partError({ status: cause.httpStatusCode, body: cause.body });
  }
  return new Map(answers.map(({ referenceId, httpStatusCode, body }) => [referenceId, { status: httpStatusCode, body }]));
}

/** The body of a composite part. @throws SystemError when the part failed or is missing. */
export function partBody(answers: ReadonlyMap<string, PartAnswer>, id: string): unknown {
  const answer = answers.get(id);
  if (!answer) throw new SystemError('protocol', { code: 'missing-part' });
  if (answer.status >= 400) throw partError(answer);
  return answer.body;
}

/** The id of what a part of a composite made, or another id that a part tells. */
export function madeId(answers: ReadonlyMap<string, PartAnswer>, part: string, field?: string): string {
  return idIn(partBody(answers, part), field);
}

function idIn(body: unknown, field = 'id'): string {
  const id = phrase(objectOf(body)[field]);
  if (id === undefined) throw new SystemError('unknown-outcome', { code: 'unexpected-shape' });
  return id;
}

/** The rows of a composite part that is a query. */
export function partRows(answers: ReadonlyMap<string, PartAnswer>, id: string): Record<string, unknown>[] {
  return partPage(answers, id).records;
}

/** One page of a composite part that is a query; `partial`: the server split it, and holds more of what was asked for. */
export function partPage(answers: ReadonlyMap<string, PartAnswer>, id: string): { records: Record<string, unknown>[]; partial: boolean } {
  const { records, nextRecordsUrl } = parsed(schema.rows, partBody(answers, id));
  return { records, partial: typeof nextRecordsUrl === 'string' && nextRecordsUrl !== '' };
}

function partError({ status, body }: PartAnswer): SystemError {
  return errorOf(body, status) ?? new SystemError(status >= 500 ? 'unavailable' : 'protocol', { status });
}

/** "Query", following nextRecordsUrl until `most` rows are there; a page has 2,000 at most. */
export async function query(io: Io, soql: string, most = 1): Promise<Record<string, unknown>[]> {
  return everyRow(async (path = queryPath(soql)) => {
    const { records, nextRecordsUrl } = parsed(schema.rows, (await request(io, path)).json);
    return { rows: records, next: nextRecordsUrl?.startsWith('/services/data/') ? nextRecordsUrl : undefined };
  }, most);
}

/** "Search" (SOSL): 3,000 per 5 minutes and user; the index lags behind writes. */
export async function search(io: Io, sosl: string): Promise<{ type: string; id: string }[]> {
  const answer = await request(io, '/search', { query: { q: sosl } });
  return parsed(schema.searchAnswer, answer.json).searchRecords.map(({ Id, attributes }) => ({ type: attributes.type, id: Id }));
}

/** "sObject Rows", create. */
export async function create(io: Io, type: string, values: Readonly<Record<string, unknown>>): Promise<string> {
  return idIn((await request(io, `/sobjects/${type}`, { method: 'POST', json: values, write: true })).json);
}

/** "sObject Rows", get: the named fields. @throws SystemError `invalid` for a field that is not there, or not for this user. */
export async function row(io: Io, type: string, id: string, fields: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  return parsed(v.looseObject({}), (await request(io, `/sobjects/${type}/${id}?fields=${fields.join(',')}`)).json);
}

/**
 * "sObject Rows", update. `unmodifiedSince`: a SystemModstamp as read; somebody's later change is then a `conflict` ("Conditional
 * Requests"). The vendor compares whole seconds, so a change within the same one goes unnoticed.
 */
export async function update(
  io: Io,
  type: string,
  id: string,
  values: Readonly<Record<string, unknown>>,
  unmodifiedSince?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const at = readTime(unmodifiedSince);
  const headers = { ...more, ...(at !== undefined && { 'if-unmodified-since': new Date(at).toUTCString() }) };
  await request(io, `/sobjects/${type}/${id}`, { method: 'PATCH', json: values, headers, write: true });
}

/** "sObject Rows", delete: into the recycle bin. */
export async function remove(io: Io, type: string, id: string): Promise<void> {
  await request(io, `/sobjects/${type}/${id}`, { method: 'DELETE', write: true });
}

/** "User Info" of OpenID Connect; a token without that right is tried at "Users, Me" of Chatter. */
export async function me(io: Io): Promise<{ id: string; name: string; timeZone?: string }> {
  const { json } = await request(io, '/services/oauth2/userinfo').catch((error: unknown) => {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.code === 'blocked')) return request(io, '/chatter/users/me');
    throw error;
  });
  const user = objectOf(json);
  const id = phrase(user.user_id) ?? phrase(user.id);
  if (id === undefined) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return { id, name: phrase(user.name) ?? phrase(user.email) ?? id, ...defined({ timeZone: phrase(user.zoneinfo) }) };
}

/** "Versions": which the instance speaks. */
export async function versions(io: Io): Promise<string[]> {
  return parsed(schema.versions, (await request(io, '/services/data', { list: true })).json).map(({ version }) => version);
}

/** "sObject Describe": up to hundreds of kilobytes per type. */
export async function describe(io: Io, type: string): Promise<v.InferOutput<typeof schema.describe>['fields']> {
  return parsed(schema.describe, (await request(io, `/sobjects/${type}/describe`)).json).fields;
}

/** "sObject Blob Retrieve": the HTML of an enhanced note, which is not JSON and so bypasses `send`. */
export async function noteHtml(io: Io, id: string): Promise<string | undefined> {
  if (!isIdShaped(id)) return undefined;
  const url = `${apiOrigin(io.connection)}${ROOT}/sobjects/ContentNote/${id}/Content`;
  const response = await io.fetch(new Request(url, { headers: tokenHeader(io.connection), signal: io.signal })).catch(() => undefined);
  return response?.ok ? response.text().catch(() => undefined) : undefined;
}
