import * as v from 'valibot';
import { bearer } from './bearer.ts';
import { type Connection, type ErrorKind, type Io, SystemError } from './contract.ts';
import { type Answer, type Call, send } from './http.ts';
import { withOptions } from './odata.ts';
import { type BatchAnswer, type BatchPart, decodeBatch, encodeBatch } from './odata-batch.ts';
import { odataErrors } from './odata-errors.ts';

/** A row as the service sends it: columns, and annotations under `column@…`. */
export type Row = Record<string, unknown>;
type Options = Readonly<Record<string, string | number | undefined>>;

const rowSchema = v.record(v.string(), v.unknown());
const rowsSchema = v.looseObject({
  value: v.array(rowSchema),
  '@odata.nextLink': v.optional(v.nullable(v.string())),
  '@odata.deltaLink': v.optional(v.nullable(v.string())),
});

const ODATA: Readonly<Record<string, string>> = { 'odata-version': '4.0', 'odata-maxversion': '4.0' };
/** On reads: If-None-Match keeps a browser from answering expanded collections out of its cache. */
const READ: Readonly<Record<string, string>> = { ...ODATA, 'if-none-match': 'null' };

/** What one vendor's OData service has of its own. */
export interface Service {
  /** From the host's root: `/api/data/v9.2`. */
  root: string;
  /** What every read prefers. */
  prefer: string;
  /** Where requests go. @throws SystemError `invalid` when the connection names no such place. */
  originOf(connection: Connection): string;
  /** Links may name another host of the same service. */
  isAlias(origin: string, own: string): boolean;
  /** Codes that say more than their status. */
  kinds: Readonly<Record<string, ErrorKind>>;
}

/** @throws SystemError `protocol` for an answer of another shape. */
export function parsed<T extends v.GenericSchema>(shape: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(shape, value);
  if (!result.success) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return result.output;
}

/** Reads and writes of an OData 4.0 service: rows, pages, batches, rows under ids of ours, versions. */
export function odataClient({ root, prefer, originOf, isAlias, kinds }: Service) {
  const { classify, partError } = odataErrors(kinds);

  /** `path` below the root, or a link the vendor gave, which must be followed letter by letter. */
  async function request(io: Io, path: string, call: Omit<Call, 'url'> = {}): Promise<Answer> {
    const own = originOf(io.connection);
    const url = path.startsWith('https://') ? path : `${own}${root}${path}`;
    const { origin } = new URL(url);
    if (origin !== own && !isAlias(origin, own)) throw new SystemError('protocol', { code: 'foreign-link' });
    const headers = { ...(call.method === undefined ? READ : ODATA), ...bearer(io.connection), ...call.headers };
    return send(io, { ...call, url: url.replace(origin, own), headers }, classify);
  }

  const get = (io: Io, path: string, more: readonly string[] = []) =>
    request(io, path, { headers: { prefer: [prefer, ...more].join(',') } });

  /** One row. */
  async function getRow(io: Io, path: string, options: Options = {}): Promise<Row> {
    return parsed(rowSchema, (await get(io, withOptions(path, options))).json);
  }

  /** One page of rows. */
  async function getRows(io: Io, path: string, options: Options = {}): Promise<Row[]> {
    return parsed(rowsSchema, (await get(io, withOptions(path, options))).json).value;
  }

  /** A page of many: `path` may be a nextLink or deltaLink, with the same preferences as the first time. */
  async function getPage(io: Io, path: string, more: readonly string[]): Promise<{ rows: Row[]; next?: string; delta?: string }> {
    const { value, '@odata.nextLink': next, '@odata.deltaLink': delta } = parsed(rowsSchema, (await get(io, path, more)).json);
    return { rows: value, ...(next && { next }), ...(delta && { delta }) };
  }

  /** Anything else in a shape of its own, without annotations. */
  async function getShape<T extends v.GenericSchema>(io: Io, shape: T, path: string, options: Options = {}): Promise<v.InferOutput<T>> {
    return parsed(shape, (await request(io, withOptions(path, options))).json);
  }

  /** One read of a batch. */
  function readPart(path: string, options: Options = {}): BatchPart {
    return { path: root + withOptions(path, options), headers: { ...READ, prefer } };
  }

  /** Reads in one round trip; the vendor runs them one after the other. Each part has a fate of its own. */
  async function batchRead(io: Io, parts: readonly BatchPart[]): Promise<BatchAnswer[]> {
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
  function partRows(answer: BatchAnswer | undefined): Row[] {
    return parsed(rowsSchema, partJson(answer)).value;
  }

  /** Body of a part. @throws SystemError when the part failed. */
  function partJson(answer: BatchAnswer | undefined): unknown {
    if (!answer) throw new SystemError('protocol', { code: 'missing-part' });
    if (answer.status >= 400) throw partError(answer);
    return answer.json;
  }

  /** Rows of a part, none when the user has no right to the table or the environment does not have it. */
  function allowedRows(answer: BatchAnswer | undefined): Row[] {
    return allowed(() => partRows(answer), []);
  }

  /** A row of a part, an empty one when the user has no right to it or it is not there. */
  function allowedRow(answer: BatchAnswer | undefined): Row {
    return allowed(() => parsed(rowSchema, partJson(answer)), {});
  }

  /** One write of a change set: columns of a row that exists. */
  function updatePart(set: string, id: string, json: Row): BatchPart {
    return { method: 'PATCH', path: `${root}/${set}(${id})`, headers: { ...ODATA, 'if-match': '*' }, json };
  }

  /** Writes in one change set, all or nothing; a read behind them sees what they left. */
  async function batchWrite(io: Io, parts: readonly BatchPart[], then?: BatchPart): Promise<BatchAnswer | undefined> {
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
  async function createRow(io: Io, set: string, id: string, key: string, json: Row): Promise<string | undefined> {
    const path = withOptions(`/${set}(${id})`, { select: key });
    const headers = { 'if-none-match': '*', prefer: 'return=representation' };
    return unlessThere(async () => {
      const { json: made } = await request(io, path, { method: 'PATCH', json, write: true, headers });
      if (!v.is(rowSchema, made)) throw new SystemError('unknown-outcome', { code: 'unexpected-shape' });
      return etagOf(made);
    });
  }

  /** The same in two steps, for a row that is only finished by a second write: both happen or neither. */
  async function completeRow(io: Io, set: string, id: string, key: string, [first, then]: [Row, Row]): Promise<string | undefined> {
    const create: BatchPart = { method: 'PATCH', path: `${root}/${set}(${id})`, headers: { ...ODATA, 'if-none-match': '*' }, json: first };
    return unlessThere(async () => {
      const probe = await batchWrite(io, [create, updatePart(set, id, then)], readPart(`/${set}(${id})`, { select: key }));
      return etagOf(probe?.json);
    });
  }

  /** "Update a table row": changed columns only; `etag` guards against somebody else's change, `*` against creating. */
  async function updateRow(io: Io, set: string, id: string, json: Row, etag = '*'): Promise<void> {
    await request(io, `/${set}(${id})`, { method: 'PATCH', json, write: true, headers: { 'if-match': etag } });
  }

  /** "Delete a table row", unless it is another version by now. */
  async function deleteRow(io: Io, set: string, id: string, etag = '*'): Promise<void> {
    await request(io, `/${set}(${id})`, { method: 'DELETE', write: true, headers: { 'if-match': etag } });
  }

  /** An unbound action: "WinOpportunity Action", "LoseOpportunity Action". */
  async function act(io: Io, name: string, json: Row): Promise<void> {
    await request(io, `/${name}`, { method: 'POST', json, write: true });
  }

  /** A row that is there already is no error: a 412 without a code of its own says so. */
  async function unlessThere(create: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      return await create();
    } catch (error) {
      if (error instanceof SystemError && error.status === 412 && !Object.hasOwn(kinds, error.code ?? '')) return undefined;
      throw error;
    }
  }

  return {
    getRow,
    getRows,
    getPage,
    getShape,
    readPart,
    batchRead,
    partRows,
    partJson,
    allowedRows,
    allowedRow,
    updatePart,
    batchWrite,
    createRow,
    completeRow,
    updateRow,
    deleteRow,
    act,
  };
}

const etagOf = (row: unknown) => (v.is(rowSchema, row) && typeof row['@odata.etag'] === 'string' ? row['@odata.etag'] : undefined);

function allowed<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.kind === 'not-found')) return otherwise;
    throw error;
  }
}
