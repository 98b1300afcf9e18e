import * as v from 'valibot';
import { type Io, SystemError } from '../contract.ts';
import { send, serverNow } from '../http.ts';
import { open, unread } from '../loose.ts';
import { baseUrlOf, placeOf } from './address.ts';
import { classify, refusal } from './errors.ts';

/** One clause, `['party', '=', 2]`, or a list of clauses, led by `'OR'` where one of them is enough. */
export type Domain = readonly unknown[];
/** A row as the server sends it, read by the schemas; `fields` of the search decide what is in it. */
export type Row = Readonly<Record<string, unknown>>;
/** What a call happens in: the company, the warehouses that count. */
export type Context = Readonly<Record<string, unknown>>;

/** The models that are asked for, by the server's names; a server may lack any but those of the modules ir, res and party. */
export type Model =
  | 'party.party'
  | 'sale.sale'
  | 'account.invoice'
  | 'product.product'
  | 'stock.location'
  | 'ir.note'
  | 'ir.attachment'
  | 'ir.email'
  | 'ir.model'
  | 'ir.model.access'
  | 'res.user'
  | 'company.company';

const envelope = open({ result: unread, error: unread });
const rowsShape = v.array(v.record(v.string(), v.unknown()));
const idsShape = v.array(v.pipe(v.number(), v.safeInteger()));
const session = v.looseTuple([v.pipe(v.number(), v.safeInteger()), v.pipe(v.string(), v.minLength(1))]);

interface Answered {
  result: unknown;
  /** Epoch ms; undefined where the server does not say. */
  serverNow: number | undefined;
}

/** One method. Source: trytond, "Remote Procedure Call"; the envelope has exactly these three members. */
async function call(io: Io, method: string, params: readonly unknown[], write = false, signed = true): Promise<Answered> {
  const { origin, database } = placeOf(io.connection);
  const { json, headers } = await send(
    io,
    {
      method: 'POST',
      url: baseUrlOf(origin, database),
      headers: signed ? { authorization: authorization(io) } : {},
      json: { id: 1, method, params },
      write,
    },
    classify,
  );
  const body = v.parse(envelope, json);
  if (body.error !== undefined) throw refusal(body.error, write);
  if (body.result === undefined) throw new SystemError(write ? 'unknown-outcome' : 'protocol', { code: 'unexpected-shape' });
  return { result: body.result, serverNow: serverNow(headers) };
}

/** Name and password go with every call, unless a session stands in for them: checking a password takes the server ten times as long. */
function authorization({ connection }: Io): string {
  const { credentials } = connection;
  if (credentials.kind !== 'basic') throw new SystemError('auth', { code: 'unsupported-credentials' });
  const { user, password, session: open_ } = credentials;
  return open_ === undefined ? `Basic ${base64(`${user}:${password}`)}` : `Session ${base64(`${user}:${open_}`)}`;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/**
 * Signs in; `user id:key` stands in for the password from then on, for some minutes after its last use. `common.db.login`, which
 * is asked without a signature.
 */
export async function openSession(io: Io): Promise<string> {
  const { credentials } = io.connection;
  if (credentials.kind !== 'basic') throw new SystemError('auth', { code: 'unsupported-credentials' });
  const { result } = await call(io, 'common.db.login', [credentials.user, { password: credentials.password }, 'en'], false, false);
  const opened = v.safeParse(session, result);
  if (!opened.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return `${opened.output[0]}:${opened.output[1]}`;
}

/** What `search` looks for. `fields` may lead on: `currency.code` comes as `{'currency.': {code}}`. */
export interface Search {
  domain: Domain;
  fields: readonly string[];
  limit: number;
  order?: readonly (readonly [string, 'ASC' | 'DESC'])[];
  context?: Context;
}

/** Archived rows count too: whether they are shown is for the caller to say. `model.….search_read`; sees what was committed before it. */
export async function search(io: Io, model: Model, { domain, fields, limit, order, context }: Search): Promise<Row[]> {
  return (await searchAt(io, model, { domain, fields, limit, ...(order && { order }), ...(context && { context }) })).rows;
}

/** The same with the server's time. */
export async function searchAt(
  io: Io,
  model: Model,
  { domain, fields, limit, order, context }: Search,
): Promise<{ rows: Row[]; serverNow: number | undefined }> {
  const params = [domain, 0, limit, order ?? null, fields, { active_test: false, ...context }];
  const { result, serverNow } = await call(io, `model.${model}.search_read`, params);
  const rows = v.safeParse(rowsShape, result);
  if (!rows.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return { rows: rows.output, serverNow };
}

/** `model.….create`; the ids of what was made. */
export async function create(io: Io, model: Model, values: Row): Promise<string[]> {
  const { result } = await call(io, `model.${model}.create`, [[values], {}], true);
  const ids = v.safeParse(idsShape, result);
  if (!ids.success) throw new SystemError('unknown-outcome', { code: 'unexpected-shape' });
  return ids.output.map(String);
}

/** `model.….write`; with `seen`, the row's `_timestamp`, only if nobody has written since. */
export async function write(io: Io, model: Model, id: number, values: Row, seen: string | undefined): Promise<void> {
  const context = seen === undefined ? {} : { _timestamp: { [`${model},${id}`]: seen } };
  await call(io, `model.${model}.write`, [[id], values, context], true);
}

/** `model.….delete`. */
export async function remove(io: Io, model: Model, id: number): Promise<void> {
  await call(io, `model.${model}.delete`, [[id], {}], true);
}

/** What the server says of a model's fields. `model.….fields_get`; no names = all. */
export async function describe(io: Io, model: Model, names: readonly string[] = []): Promise<Row> {
  const { result } = await call(io, `model.${model}.fields_get`, [names, {}]);
  return v.parse(open({}), result);
}

/** The user's own settings: company, language. `model.res.user.get_preferences`. */
export async function preferences(io: Io): Promise<Row> {
  return v.parse(open({}), (await call(io, 'model.res.user.get_preferences', [true, {}])).result);
}

/** The user's rights, per model. `model.ir.model.access.get_access`; fails for a model the server does not have. */
export async function access(io: Io, models: readonly string[]): Promise<Row> {
  return v.parse(open({}), (await call(io, 'model.ir.model.access.get_access', [models, {}])).result);
}
