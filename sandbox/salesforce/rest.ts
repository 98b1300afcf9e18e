import { notFound, Refusal } from './answers.ts';
import { composite } from './composite.ts';
import { basicInfo, describeGlobal, describeType } from './describe.ts';
import { fieldNamed, type SObjectType, typeNamed } from './objects.ts';
import { type Org, VERSIONS } from './org.ts';
import { parseSoql } from './soql-parse.ts';
import { type ResultRow, runSoql } from './soql-run.ts';
import { search } from './sosl.ts';
import type { Row } from './tables.ts';
import { deleteRow, existing, insertRow, updateRow } from './writes.ts';

/** A request below `/services/data/vNN.0`, as HTTP or a composite brings it. */
export interface RestCall {
  method: string;
  /** Path and query. */
  url: string;
  body: unknown;
  batchSize?: number;
  /** "Conditional Requests": epoch ms of If-Unmodified-Since. */
  unmodifiedSince?: number;
}

/** `text` instead of `body` for blobs. */
export interface RestAnswer {
  status: number;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

type Handler = (org: Org, call: RestCall & { root: string; query: URLSearchParams }, ...path: string[]) => RestAnswer;
const BATCH = 2000;

const ROUTES: readonly [string, RegExp, Handler][] = [
  [
    'GET',
    /^$/,
    (_, { root }) => ({
      status: 200,
      body: {
        sobjects: `${root}/sobjects`,
        query: `${root}/query`,
        search: `${root}/search`,
        composite: `${root}/composite`,
        limits: `${root}/limits`,
      },
    }),
  ],
  ['GET', /^\/limits$/, (org) => ({ status: 200, body: org.limits })],
  ['GET', /^\/(query|queryAll)$/, query],
  ['GET', /^\/(?:query|queryAll)\/(0r8\w+-\d+)$/, queryMore],
  ['GET', /^\/search$/, (org, { query, root }) => ({ status: 200, body: search(org, query.get('q') ?? '', root) })],
  ['GET', /^\/chatter\/users\/me$/, chatterMe],
  ['POST', /^\/composite$/, (org, call) => composite(org, call, dispatch)],
  ['POST', /^\/composite\/sobjects$/, collection],
  ['PATCH', /^\/composite\/sobjects$/, collection],
  ['GET', /^\/sobjects$/, (_, { root }) => ({ status: 200, body: describeGlobal(root) })],
  ['GET', /^\/sobjects\/(\w+)\/describe$/, (_, { root }, name) => ({ status: 200, body: describeType(typeAt(name), root) })],
  ['GET', /^\/sobjects\/(\w+)$/, (_, { root }, name) => ({ status: 200, body: basicInfo(typeAt(name), root) })],
  ['POST', /^\/sobjects\/(\w+)$/, created],
  ['GET', /^\/sobjects\/ContentNote\/(\w+)\/Content$/, noteContent],
  ['GET', /^\/sobjects\/(\w+)\/([\w]+)$/, readRow],
  ['PATCH', /^\/sobjects\/(\w+)\/(\w+)$/, updated],
  ['DELETE', /^\/sobjects\/(\w+)\/(\w+)$/, removed],
];

/** Answers one call; refusals become their bodies. Does not wait, so that a composite is one moment. */
export function dispatch(org: Org, call: RestCall): RestAnswer {
  try {
    return route(org, call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: error.body };
  }
}

function route(org: Org, call: RestCall): RestAnswer {
  const url = new URL(call.url, 'https://org.invalid');
  const [, version = '', rest = ''] = /^\/services\/data\/v(\d+\.\d)(\/.*?)?\/?$/.exec(url.pathname) ?? [];
  if (!VERSIONS.some((each) => each.version === version) && Number(version) < 31) throw notFound();
  if (Number(version) > Number(VERSIONS.at(-1)?.version)) throw notFound();
  const here = ROUTES.filter(([, pattern]) => pattern.test(rest));
  const found = here.find(([method]) => method === call.method);
  if (here.length > 0 && !found)
    throw new Refusal(
      405,
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${call.method}' not allowed. Allowed are ${here.map(([method]) => method).join(',')}`,
    );
  if (!found) throw notFound();
  const [, pattern, handler] = found;
  const path = (pattern.exec(rest) ?? []).slice(1);
  return handler(org, { ...call, root: `/services/data/v${version}`, query: url.searchParams }, ...path);
}

function typeAt(name = ''): SObjectType {
  const type = typeNamed(name);
  if (!type) throw notFound();
  return type;
}

function query(org: Org, call: Parameters<Handler>[1], resource?: string): RestAnswer {
  const { root, batchSize = BATCH } = call;
  const context = { tables: org.tables, root, deletedToo: resource === 'queryAll' };
  const { rows, count } = runSoql(parseSoql(call.query.get('q') ?? ''), context);
  return { status: 200, body: page(org, rows, 0, count ?? rows.length, root, batchSize) };
}

function page(org: Org, rows: unknown[], from: number, totalSize: number, root: string, batchSize: number, locator?: string): unknown {
  const records = rows.slice(from, from + batchSize);
  const end = from + records.length;
  if (end >= rows.length) return { totalSize, done: true, records };
  const name = locator ?? `0r8Nw${String(org.locators.size + 1).padStart(13, '0')}`;
  org.locators.set(name, rows);
  return { totalSize, done: false, nextRecordsUrl: `${root}/query/${name}-${end}`, records };
}

function queryMore(org: Org, { root, batchSize = BATCH }: Parameters<Handler>[1], place = ''): RestAnswer {
  const [name = '', from = ''] = place.split('-');
  const rows = org.locators.get(name);
  if (!rows) throw new Refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return { status: 200, body: page(org, rows, Number(from), rows.length, root, batchSize, name) };
}

function chatterMe(org: Org): RestAnswer {
  const user = org.tables.get('User', org.userId);
  return { status: 200, body: { id: org.userId, name: user?.Name, email: user?.Email, username: user?.Username } };
}

function created(org: Org, { root, body }: Parameters<Handler>[1], name?: string): RestAnswer {
  const type = typeAt(name);
  const id = insertRow(org, type, body);
  return { status: 201, body: { id, success: true, errors: [] }, headers: { location: `${root}/sobjects/${type.name}/${id}` } };
}

function readRow(org: Org, { root, query: parameters }: Parameters<Handler>[1], name?: string, id = ''): RestAnswer {
  const type = typeAt(name);
  const row = existing(org, type, id);
  return { status: 200, body: shown(row, type, root, parameters.get('fields')) };
}

function shown(row: Row, type: SObjectType, root: string, only: string | null): ResultRow {
  const out: ResultRow = { attributes: { type: type.name, url: `${root}/sobjects/${type.name}/${row.Id}` } };
  if (only === null) return { ...out, ...row };
  for (const name of only.split(',')) {
    const field = fieldNamed(type, name.trim());
    if (!field) throw new Refusal(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
    out[field] = row[field] ?? null;
  }
  return { ...out, Id: row.Id };
}

function updated(org: Org, { body, unmodifiedSince }: Parameters<Handler>[1], name?: string, id = ''): RestAnswer {
  const stamp = Date.parse(String(existing(org, typeAt(name), id).LastModifiedDate).replace('+0000', 'Z'));
  if (unmodifiedSince !== undefined && stamp > unmodifiedSince) return { status: 412 };
  updateRow(org, typeAt(name), id, body);
  return { status: 204 };
}

function removed(org: Org, _: Parameters<Handler>[1], name?: string, id = ''): RestAnswer {
  deleteRow(org, typeAt(name), id);
  return { status: 204 };
}

function noteContent(org: Org, _: Parameters<Handler>[1], id = ''): RestAnswer {
  const note = existing(org, typeAt('ContentNote'), id);
  return { status: 200, text: org.noteContents.get(note.Id) ?? '', headers: { 'content-type': 'text/html; charset=UTF-8' } };
}

/** "sObject Collections": always 200, each item with its own fate; `allOrNone` takes all back together. */
function collection(org: Org, { method, body }: Parameters<Handler>[1]): RestAnswer {
  const given = body as { allOrNone?: boolean; records?: Record<string, unknown>[] } | undefined;
  if (!Array.isArray(given?.records)) throw new Refusal(400, 'JSON_PARSER_ERROR', 'records is required');
  const records = given.records;
  const results = records.map((record) => oneOfMany(org, method, record));
  const failed = results.some(({ success }) => !success);
  if (!given.allOrNone || !failed) return { status: 200, body: results };
  const rolledBack = {
    statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
    fields: [],
  };
  return {
    status: 200,
    body: results.map((each) => (each.success ? { success: false, errors: [rolledBack] } : each)),
    headers: { 'x-rolled-back': '1' },
  };
}

function oneOfMany(org: Org, method: string, record: Record<string, unknown>): { id?: string; success: boolean; errors: unknown[] } {
  try {
    const { attributes, id, ...values } = record;
    const type = typeAt((attributes as { type?: string } | undefined)?.type);
    if (method === 'POST') return { id: insertRow(org, type, values), success: true, errors: [] };
    updateRow(org, type, String(id ?? ''), values);
    return { id: String(id), success: true, errors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { success: false, errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }] };
  }
}
