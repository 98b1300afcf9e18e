import * as v from 'valibot';
import type { Action, Connection, Io, Receipt, RecordRef, SystemId } from './contract.ts';
import { SystemError } from './contract.ts';
import { type ActionOf, receiptOf, type Writer } from './writes.ts';

/** Fields by the vendor's own names. */
export type Values = Readonly<Record<string, unknown>>;

/** Fields of one record to be set, whatever action asked for it: a stage, an owner, a score, a task that is done. */
export interface Edit {
  ref: RecordRef;
  values: Values;
  /** What the rep saw; anything else there by now is a conflict. */
  seen?: Values;
  /** Fields the vendor moves along, as they are: undo sets them back too. */
  along?: Values;
  url?: string | undefined;
}

/** How a vendor reads and writes fields of a record that exists. */
export interface FieldStore {
  /** The named fields; what else the vendor needs for `write` may be among them. */
  read(ref: RecordRef, names: readonly string[], io: Io): Promise<Values>;
  /** `now` is what `read` gave. Answers how the vendor wrote it down, with fields it changed by itself. */
  write(ref: RecordRef, values: Values, now: Values, io: Io): Promise<Values>;
  /** Do two values say the same, one of them perhaps rewritten by the vendor? */
  same(a: unknown, b: unknown): boolean;
}

const values = v.record(v.string(), v.unknown());
const memory = v.variant('kind', [
  v.object({ kind: v.literal('created'), set: v.optional(values) }),
  v.object({ kind: v.literal('changed'), was: values, set: values }),
]);

/** What the receipt of something new remembers: that it was not there; for a record also what was put into it. */
export function created(set?: Values): { kind: 'created'; set?: Values } {
  return { kind: 'created', ...(set && { set }) };
}

/** Receipt of something new; it links to the first of what was made. `set`: what was put into a record, for undo. */
export function newReceipt(refs: RecordRef[], io: Io, urlOf: (ref: RecordRef, connection: Connection) => string | undefined, set?: Values) {
  return receiptOf(refs, io, refs[0] && urlOf(refs[0], io.connection), created(set));
}

/**
 * Reads, compares, writes, remembers. Nothing is written where the values are there already.
 * @throws SystemError `conflict` with code `changed` and the field when a value is not the one the rep saw.
 */
export async function performEdit(store: FieldStore, edit: Edit, io: Io): Promise<Receipt> {
  const names = Object.keys(edit.values);
  const now = await store.read(edit.ref, names, io);
  const stale = Object.keys(edit.seen ?? {}).find((name) => !store.same(now[name], edit.seen?.[name]));
  if (stale !== undefined) throw new SystemError('conflict', { code: 'changed', field: stale });
  const isThere = names.every((name) => store.same(now[name], edit.values[name]));
  const became = isThere ? now : { ...edit.values, ...(await store.write(edit.ref, edit.values, now, io)) };
  const touched = [...new Set([...names, ...Object.keys(became).filter((name) => name in now)])];
  const kept = isThere ? names : touched;
  const before = { kind: 'changed', was: { ...pick(now, kept), ...edit.along }, set: pick(became, kept) };
  return receiptOf([edit.ref], io, edit.url, before);
}

/** Is everything as it was asked for? What the rep saw is then what was there before. */
export async function confirmEdit(store: FieldStore, edit: Edit, io: Io): Promise<Receipt | undefined> {
  const names = Object.keys(edit.values);
  const now = await store.read(edit.ref, names, io);
  if (!names.every((name) => store.same(now[name], edit.values[name]))) return undefined;
  const before = edit.seen && { kind: 'changed', was: { ...edit.seen, ...edit.along }, set: pick(now, names) };
  return receiptOf([edit.ref], io, edit.url, before);
}

/** The writer of an action that is nothing but an edit. */
export function editing<K extends Action['kind']>(
  store: FieldStore,
  toEdit: (action: ActionOf<K>, io: Io) => Edit | Promise<Edit>,
): Writer<K> {
  return {
    perform: async (action, _, io) => performEdit(store, await toEdit(action, io), io),
    confirm: async (action, _, io) => confirmEdit(store, await toEdit(action, io), io),
  };
}

/** How a vendor takes back what was made. */
export interface Undoing {
  system: SystemId;
  store: FieldStore;
  /** Is this a ref that could have been made here, and of which kind? A record may only be removed as long as it is as it was made. */
  made(ref: RecordRef): 'entry' | 'record' | undefined;
  /** Deletes, as softly as the vendor can. Throws `not-found` for what is gone. */
  remove(ref: RecordRef, io: Io): Promise<void>;
}

/**
 * Takes a write back by what its receipt remembers: removes all that was made (a request doubled on the wire made it twice), or
 * sets values back. Doing it twice does no harm.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing, `conflict` with code `changed` when
 * somebody has written one of the fields since.
 */
export async function undo(vendor: Undoing, receipt: Receipt, io: Io): Promise<void> {
  const { system, store } = vendor;
  const parsed = v.safeParse(memory, receipt.before);
  const ours = receipt.refs.every((ref) => ref.system === system && ref.account === io.connection.account);
  const [first] = receipt.refs;
  if (!first || !parsed.success || !ours) throw new SystemError('invalid', { code: 'cannot-undo' });
  const was = parsed.output;
  if (was.kind === 'changed') return setBack(store, first, was, io);
  if (receipt.refs.some((ref) => !isRemovable(vendor.made(ref), was.set))) throw new SystemError('invalid', { code: 'cannot-undo' });
  for (const ref of receipt.refs) {
    await ignoreGone(was.set ? requireUnchanged(store, ref, was.set, io) : undefined);
    await ignoreGone(vendor.remove(ref, io));
  }
}

function isRemovable(kind: 'entry' | 'record' | undefined, set: Values | undefined): boolean {
  return kind === 'entry' || (kind === 'record' && set !== undefined && Object.keys(set).length > 0);
}

async function setBack(store: FieldStore, ref: RecordRef, { was, set }: { was: Values; set: Values }, io: Io): Promise<void> {
  const now = await store.read(ref, [...new Set([...Object.keys(was), ...Object.keys(set)])], io);
  if (Object.entries(was).every(([name, value]) => store.same(now[name], value))) return;
  const other = Object.entries(set).find(([name, value]) => !store.same(now[name], value));
  if (other) throw new SystemError('conflict', { code: 'changed', field: other[0] });
  await store.write(ref, was, now, io);
}

async function requireUnchanged(store: FieldStore, ref: RecordRef, set: Values, io: Io): Promise<void> {
  const now = await store.read(ref, Object.keys(set), io);
  const other = Object.entries(set).find(([name, value]) => !store.same(now[name], value));
  if (other) throw new SystemError('conflict', { code: 'changed', field: other[0] });
}

async function ignoreGone(step: Promise<void> | undefined): Promise<void> {
  await step?.catch((error: unknown) => {
    if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
  });
}

function pick(from: Values, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
}
