import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Io } from '../contract.ts';
import { type Answer, type Call, send } from '../http.ts';
import { withOptions } from '../odata.ts';
import { type BatchAnswer, type BatchPart, decodeBatch, encodeBatch } from '../odata-batch.ts';
import { originOf } from './environment.ts';
import { classify, partError } from './errors.ts';
import * as schema from './schema.ts';

/** The one API version this adapter was written against. */
export const VERSION = '9.2';
const ROOT = `/api/data/v${VERSION}`;

type Row = Record<string, unknown>;
type Options = Readonly<Record<string, string | number | undefined>>;

/** Labels of choices and the type behind each lookup come as annotations. */
const ANNOTATED = 'odata.include-annotations="*"';
const ODATA: Readonly<Record<string, string>> = { 'odata-version': '4.0', 'odata-maxversion': '4.0' };
/** On reads: If-None-Match keeps a browser from answering expanded collections out of its cache. */
const READ: Readonly<Record<string, string>> = { ...ODATA, 'if-none-match': 'null' };

/** A session connection sends no token: the browser's own cookies go along. */
function authorization({ credentials }: Io['connection']): Record<string, string> {
  if (credentials.kind === 'session') return {};
  const token = credentials.kind === 'token' ? credentials.token : credentials.kind === 'oauth' ? credentials.accessToken : '';
  // A token that cannot be a header value would make the request fail with the token in the message.
  if (token === '' || /[^\x21-\x7e]/.test(token)) throw new SystemError('auth', { code: 'no-token' });
  return { authorization: `Bearer ${token}` };
}

/** `path` below the version's root, or a link the vendor gave, which must be followed letter by letter. */
async function request(io: Io, path: string, call: Omit<Call, 'url'> = {}): Promise<Answer> {
  const origin = originOf(io.connection);
  const url = path.startsWith('https://') ? path : `${origin}${ROOT}${path}`;
  if (new URL(url).origin !== origin && !isAlias(url, origin)) throw new SystemError('protocol', { code: 'foreign-link' });
  const headers = { ...(call.method === undefined ? READ : ODATA), ...authorization(io.connection), ...call.headers };
  return send(io, { ...call, url: url.replace(new URL(url).origin, origin), headers }, classify);
}

/** Links may name the environment's other host, `{env}.api.crm…`. */
function isAlias(url: string, origin: string): boolean {
  return new URL(url).origin.replace('.api.crm', '.crm') === origin;
}

function parsed<T extends v.GenericSchema>(shape: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(shape, value);
  if (!result.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return result.output;
}

/** "Retrieve a table row using the Web API". */
export async function getRow(io: Io, path: string, options: Options = {}): Promise<Row> {
  return parsed(schema.row, (await request(io, withOptions(path, options), { headers: { prefer: ANNOTATED } })).json);
}

/** "Query data using the Web API"; one page, 5,000 rows at most. */
export async function getRows(io: Io, path: string, options: Options = {}): Promise<Row[]> {
  return parsed(schema.rows, (await request(io, withOptions(path, options), { headers: { prefer: ANNOTATED } })).json).value;
}

/** A page of many: `path` may be a nextLink or deltaLink, with the same preferences as the first time. */
export async function getPage(io: Io, path: string, prefer: readonly string[]): Promise<{ rows: Row[]; next?: string; delta?: string }> {
  const answer = parsed(schema.rows, (await request(io, path, { headers: { prefer: [ANNOTATED, ...prefer].join(',') } })).json);
  const { '@odata.nextLink': next, '@odata.deltaLink': delta } = answer;
  return { rows: answer.value, ...(next && { next }), ...(delta && { delta }) };
}

/** "WhoAmI Function": id of the signed-in user. */
export async function whoAmI(io: Io): Promise<string> {
  return parsed(schema.whoAmI, (await request(io, '/WhoAmI')).json).UserId;
}

/** One read of a batch. */
export function readPart(path: string, options: Options = {}): BatchPart {
  return { path: ROOT + withOptions(path, options), headers: { ...READ, prefer: ANNOTATED } };
}

/** Reads in one round trip; the vendor runs them one after the other. Each part has a fate of its own. */
export async function batchRead(io: Io, parts: readonly BatchPart[]): Promise<BatchAnswer[]> {
  const answers = await postBatch(io, parts, false);
  if (answers.length !== parts.length) throw new SystemError('protocol', { code: 'missing-part' });
  return answers;
}

async function postBatch(io: Io, parts: readonly BatchPart[], write: boolean, then?: BatchPart): Promise<BatchAnswer[]> {
  const { json } = await request(io, '/$batch', {
    method: 'POST',
    text: encodeBatch(parts, write, then),
    parse: (text) => {
      const value = decodeBatch(text);
      return value && { value };
    },
    write,
    headers: write ? {} : { prefer: 'odata.continue-on-error' },
  });
  if (!Array.isArray(json)) throw new SystemError(write ? 'unknown-outcome' : 'protocol', { code: 'unexpected-shape' });
  return json;
}

/** Rows of a part. @throws SystemError when the part failed. */
export function partRows(answer: BatchAnswer | undefined): Row[] {
  return parsed(schema.rows, partJson(answer)).value;
}

/** Body of a part. @throws SystemError when the part failed. */
export function partJson(answer: BatchAnswer | undefined): unknown {
  if (!answer) throw new SystemError('protocol', { code: 'missing-part' });
  if (answer.status >= 400) throw partError(answer);
  return answer.json;
}

/** Rows of a part, none when the user has no right to the table or the environment does not have it. */
export function allowedRows(answer: BatchAnswer | undefined): Row[] {
  try {
    return partRows(answer);
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.kind === 'not-found')) return [];
    throw error;
  }
}

/** One write of a change set: columns of a row that exists. */
export function updatePart(set: string, id: string, json: Row): BatchPart {
  return { method: 'PATCH', path: `${ROOT}/${set}(${id})`, headers: { ...ODATA, 'if-match': '*' }, json };
}

/** Writes in one change set, all or nothing; a read behind them sees what they left. */
export async function batchWrite(io: Io, parts: readonly BatchPart[], then?: BatchPart): Promise<BatchAnswer | undefined> {
  const answers = await postBatch(io, parts, true, then);
  const failed = answers.find(({ status }) => status >= 400);
  if (failed) throw partError(failed);
  return then && answers.at(-1);
}

/**
 * "Upsert a table row", create only: the row gets an id of ours, which the vendor refuses to make twice; that it is there already is no
 * error. Asked for its id back, so that an answer cut on the way is noticed.
 * @returns the version of the new row; undefined when it existed already.
 */
export async function createRow(io: Io, set: string, id: string, key: string, json: Row): Promise<string | undefined> {
  const path = withOptions(`/${set}(${id})`, { select: key });
  const headers = { 'if-none-match': '*', prefer: 'return=representation' };
  return unlessThere(async () => {
    const { json: made } = await request(io, path, { method: 'PATCH', json, write: true, headers });
    if (!v.is(schema.row, made)) throw new SystemError('unknown-outcome', { code: 'unexpected-shape' });
    return etagOf(made);
  });
}

/** The same in two steps, for a row that is only finished by a second write: both happen or neither. */
export async function completeRow(io: Io, set: string, id: string, key: string, [first, then]: [Row, Row]): Promise<string | undefined> {
  const create: BatchPart = { method: 'PATCH', path: `${ROOT}/${set}(${id})`, headers: { ...ODATA, 'if-none-match': '*' }, json: first };
  return unlessThere(async () => {
    const probe = await batchWrite(io, [create, updatePart(set, id, then)], readPart(`/${set}(${id})`, { select: key }));
    return etagOf(probe?.json);
  });
}

const etagOf = (row: unknown) => (v.is(schema.row, row) && typeof row['@odata.etag'] === 'string' ? row['@odata.etag'] : undefined);

async function unlessThere(create: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await create();
  } catch (error) {
    // A 412 without a code of its own: a row with this id exists.
    const isThere = error instanceof SystemError && error.status === 412 && error.code !== '0x80040333' && error.code !== '0x80060882';
    if (!isThere) throw error;
    return undefined;
  }
}

/** "Update a table row": changed columns only; `etag` guards against somebody else's change, `*` against creating. */
export async function updateRow(io: Io, set: string, id: string, json: Row, etag = '*'): Promise<void> {
  await request(io, `/${set}(${id})`, { method: 'PATCH', json, write: true, headers: { 'if-match': etag } });
}

/** "Delete a table row", unless it is another version by now. */
export async function deleteRow(io: Io, set: string, id: string, etag = '*'): Promise<void> {
  await request(io, `/${set}(${id})`, { method: 'DELETE', write: true, headers: { 'if-match': etag } });
}

/** An unbound action: "WinOpportunity Action", "LoseOpportunity Action". */
export async function act(io: Io, name: string, json: Row): Promise<void> {
  await request(io, `/${name}`, { method: 'POST', json, write: true });
}

/** "Query table definitions using the Web API": a shape of the metadata. */
export async function getDefinitions<T extends v.GenericSchema>(
  io: Io,
  shape: T,
  path: string,
  options: Options,
): Promise<v.InferOutput<T>> {
  return parsed(shape, (await request(io, withOptions(path, options))).json);
}
