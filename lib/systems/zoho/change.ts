import * as v from 'valibot';
import { type Action, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { dayOf } from '../zone.ts';
import { fetchOne } from './api.ts';
import { isId, type Module, ownModule, recordUrl } from './refs.ts';

type Changing = Extract<Action, { kind: 'task-change' | 'stage' | 'field' }>;
type Columns = Record<string, string | number | boolean | null>;

/** A change of one row: which, and the columns it sets. */
export interface Change {
  module: Module | 'Tasks';
  ref: RecordRef;
  set: Columns;
}

const FIELD = /^[A-Za-z_]\w{0,99}$/;

/** @throws SystemError `invalid` with code `no-target`, `bad-field` or `nothing-to-change`. */
export function changeOf(action: Changing, io: Io): Change {
  if (action.kind === 'task-change') return taskChange(action, io);
  const wanted = action.kind === 'stage' ? (module: Module) => module === 'Deals' : () => true;
  const target = action.on.flatMap((ref) => {
    const module = ownModule(ref, io.connection);
    return module && wanted(module) ? [{ module, ref }] : [];
  })[0];
  if (!target) throw new SystemError('invalid', { code: 'no-target' });
  if (action.kind === 'stage')
    return { ...target, set: { ...(action.pipelineId !== undefined && { Pipeline: action.pipelineId }), Stage: action.stageId } };
  if (!FIELD.test(action.field)) throw new SystemError('invalid', { code: 'bad-field' });
  return { ...target, set: { [action.field]: action.value } };
}

function taskChange(action: Extract<Action, { kind: 'task-change' }>, io: Io): Change {
  const { task } = action;
  const known = task.system === 'zoho' && task.account === io.connection.account && task.object === 'activity' && isId(task.id);
  if (!known || !/^tasks?$/i.test(task.native)) throw new SystemError('invalid', { code: 'no-target' });
  const set: Columns = {
    ...(action.done !== undefined && { Status: action.done ? 'Completed' : 'Not Started' }),
    ...(action.dueAt !== undefined && { Due_Date: dayOf(action.dueAt, io.connection.timeZone) }),
  };
  if (Object.keys(set).length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  return { module: 'Tasks', ref: task, set };
}

/**
 * Reads what the columns hold, for undo and for the check that nobody has changed the field since the rep saw it, then writes.
 * @throws SystemError `conflict` with code `changed-meanwhile`
 */
export async function performChange(
  change: Change,
  action: Changing,
  io: Io,
  write: (io: Io, module: Change['module'], id: string, row: Columns) => Promise<void>,
): Promise<Receipt> {
  const before = await current(change, io);
  if (action.kind === 'field' && action.seen !== undefined && !agrees(before[action.field], action.seen))
    throw new SystemError('conflict', { field: action.field, code: 'changed-meanwhile' });
  await write(io, change.module, change.ref.id, change.set);
  return receiptOf(change, before, io);
}

/** Whether an unanswered change landed: the row holds what was to be written. */
export async function confirmChange(change: Change, io: Io): Promise<Receipt | undefined> {
  const now = await current(change, io);
  const landed = Object.entries(change.set).every(([name, value]) => agrees(now[name], value));
  return landed ? receiptOf(change, undefined, io) : undefined;
}

/** What undo puts back. */
export const beforeSchema = v.object({
  module: v.picklist(['Contacts', 'Leads', 'Accounts', 'Deals', 'Cases', 'Tasks']),
  id: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  set: v.record(v.string(), v.unknown()),
});

function receiptOf(change: Change, before: Record<string, unknown> | undefined, io: Io): Receipt {
  const url = recordUrl(change.ref, io.connection);
  return {
    refs: [change.ref],
    at: io.now(),
    ...(url !== undefined && { url }),
    ...(before && { before: { module: change.module, id: change.ref.id, set: before } }),
  };
}

/** The values the changed columns hold now, as they would be written back. */
async function current(change: Change, io: Io): Promise<Record<string, unknown>> {
  const raw = await fetchOne(io, change.module, change.ref.id);
  if (typeof raw !== 'object' || raw === null) throw new SystemError('not-found', { code: 'no-content' });
  return Object.fromEntries(Object.keys(change.set).map((name) => [name, writable(Reflect.get(raw, name), name)]));
}

/** Lookups read as `{name, id}` and are written as `{id}`; picklists read as objects in newer answers and are written by name. */
function writable(value: unknown, column: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? null;
  return column === 'Pipeline' || column === 'Stage' ? Reflect.get(value, 'name') : { id: Reflect.get(value, 'id') };
}

/** The same to a reader: empty is empty, and numbers may come as text. */
function agrees(one: unknown, other: unknown): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b));
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}
