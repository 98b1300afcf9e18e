import * as v from 'valibot';
import { type Io, type Receipt, SystemError } from '../contract.ts';
import { type ActionOf, receiptOf, type Writer } from '../writes.ts';
import { describe, type Row, search, write } from './api.ts';
import { isUnknownName } from './errors.ts';
import { firstTarget, type Target } from './refs.ts';
import { definitionSchema } from './schema.ts';
import { fromDay, fromDecimal, plain } from './values.ts';

type Scalar = ActionOf<'field'>['value'];

/** What undo needs: the field, what it was and what it became. */
export const fieldMemory = v.object({ kind: v.literal('field'), field: v.string(), was: v.unknown(), wrote: v.unknown() });

/** One column of a party. The row's `_timestamp` goes along, so the server itself refuses when somebody has written meanwhile. */
export const field: Writer<'field'> = {
  async perform(action, _key, io) {
    const target = partyOf(action, io);
    const type = await typeOf(action.field, io);
    const row = await rowOf(target, action.field, io);
    const was = plain(row[action.field]) ?? null;
    if (action.seen !== undefined && !same(was, action.seen)) throw new SystemError('conflict', { code: 'changed', field: action.field });
    if (!same(was, action.value)) await put(target, action.field, encoded(type, action.field, action.value), row, io);
    return receipt(target, { field: action.field, was, wrote: action.value }, io);
  },
  async confirm(action, _key, io) {
    const target = partyOf(action, io);
    const row = await rowOf(target, action.field, io);
    return same(plain(row[action.field]) ?? null, action.value) ? receiptOf([target.ref], io) : undefined;
  },
};

/** Sets back what a receipt remembers. @throws SystemError `conflict` with code `changed` when it was changed since. */
export async function restore(target: Target, { field: name, was, wrote }: v.InferOutput<typeof fieldMemory>, io: Io): Promise<void> {
  const type = await typeOf(name, io);
  const row = await rowOf(target, name, io);
  const now = plain(row[name]) ?? null;
  if (same(now, was)) return;
  if (!same(now, wrote)) throw new SystemError('conflict', { code: 'changed', field: name });
  await put(target, name, encoded(type, name, was as Scalar), row, io);
}

async function put({ id }: Target, name: string, value: unknown, row: Row, io: Io): Promise<void> {
  const { _timestamp: seen } = row;
  await write(io, 'party.party', id, { [name]: value }, typeof seen === 'string' ? seen : undefined);
}

async function rowOf({ id }: Target, name: string, io: Io): Promise<Row> {
  const [row] = await search(io, 'party.party', { domain: [['id', '=', id]], fields: [name, '_timestamp'], limit: 1 });
  if (!row) throw new SystemError('not-found');
  return row;
}

async function typeOf(name: string, io: Io): Promise<string> {
  const described = await describe(io, 'party.party', [name]).catch((error: unknown) => {
    throw isUnknownName(error) ? new SystemError('invalid', { code: 'bad-field', field: name, cause: error }) : error;
  });
  const { type, readonly } = v.parse(definitionSchema, described[name]);
  if (type === undefined) throw new SystemError('invalid', { code: 'bad-field', field: name });
  if (readonly === true) throw new SystemError('invalid', { code: 'field-read-only', field: name });
  return type;
}

function partyOf(action: ActionOf<'field'>, io: Io): Target {
  if (!/^[a-z]\w{0,62}$/.test(action.field)) throw new SystemError('invalid', { code: 'bad-field', field: action.field });
  return firstTarget(action.on, io.connection, ['contact', 'company']);
}

/** A value in the type of its field. Pointers, lists and files are not written. */
function encoded(type: string, name: string, value: Scalar): unknown {
  const refuse = (code: string) => new SystemError('invalid', { code, field: name });
  if (value === null) return null;
  switch (type) {
    case 'char':
    case 'text':
    case 'selection':
      return String(value);
    case 'boolean':
      if (typeof value !== 'boolean' && value !== 0 && value !== 1) throw refuse('bad-value');
      return Boolean(value);
    case 'integer':
      if (!Number.isSafeInteger(Number(value))) throw refuse('bad-value');
      return Number(value);
    case 'float':
      if (!Number.isFinite(Number(value))) throw refuse('bad-value');
      return Number(value);
    case 'numeric':
      if (!/^-?\d+(\.\d+)?$/.test(String(value))) throw refuse('bad-value');
      return fromDecimal(String(value));
    case 'date':
      if (!/^\d{4}-\d\d-\d\d$/.test(String(value))) throw refuse('bad-value');
      return fromDay(String(value));
    default:
      throw refuse('field-read-only');
  }
}

function receipt(target: Target, memory: { field: string; was: unknown; wrote: unknown }, io: Io): Receipt {
  return receiptOf([target.ref], io, undefined, { kind: 'field', ...memory });
}

/** Exact numbers come back as digits, truth values as 0 and 1 where the database has none, an empty text as one or as nothing. */
function same(a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    value === undefined || value === null ? '' : String(typeof value === 'boolean' ? Number(value) : value);
  return text(a) === text(b);
}
