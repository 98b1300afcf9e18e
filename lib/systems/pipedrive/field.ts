import { type Way, withPrimary } from '../contact-ways.ts';
import type { Action, Io } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { type Edit, editing, type Open } from '../editing.ts';
import { listOf, objectOf } from '../values.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { type Filed, fetchFields, fetchLead, fetchOne, patchRecord } from './api.ts';
import { CUSTOM_KEY, columnOf, labelOptions, requireColumn, toWire } from './columns.ts';
import { primaryFirst } from './map.ts';
import { COLLECTIONS, kindOf, recordUrl } from './refs.ts';
import { numeric, requireOwn } from './targets.ts';
import { dueFields } from './time.ts';

type Place = Filed | 'leads' | 'activities';

/** A record whose columns can be set, options by their ids. The vendor has no conditional write, so the look is right before it. */
export const openRecord: Open = (place, id, io) => ({
  async look(names) {
    const row = objectOf(place === 'leads' ? await fetchLead(io, id) : await fetchOne(io, place as Exclude<Place, 'leads'>, id));
    if (row.id === undefined) throw new SystemError('protocol', { code: 'no-record' });
    if (row.is_deleted === true || row.status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
    const values = names.map((name) => {
      const value = (CUSTOM_KEY.test(name) ? objectOf(row.custom_fields) : row)[name];
      return [name, columnOf(place, name)?.type === 'ways' ? primaryFirst(listOf(value).map(objectOf)) : plain(value)];
    });
    return { values: withSeconds(Object.fromEntries(values)) };
  },
  async send(values) {
    const entries = Object.entries(values).map(([name, value]) => [name, value === null ? emptied(place, name) : value] as const);
    const custom = entries.filter(([name]) => CUSTOM_KEY.test(name));
    const standard = Object.fromEntries(entries.filter(([name]) => !CUSTOM_KEY.test(name)));
    await patchRecord(io, place as Place, id, { ...standard, ...(custom.length > 0 && { custom_fields: Object.fromEntries(custom) }) });
  },
});

/** How a column is emptied; one that takes no empty value cannot be set back to it. */
function emptied(place: string, name: string): unknown {
  const clear = columnOf(place, name)?.clear;
  if (clear === undefined) throw new SystemError('invalid', { code: 'cannot-undo', field: name });
  return clear;
}

/** Clock times come with seconds or without them. */
function withSeconds({ due_time: time, ...values }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return time === undefined ? values : { ...values, due_time: typeof time === 'string' && time.length === 5 ? `${time}:00` : time };
}

/** Writer of an action that sets columns of the open record. */
export function fieldWriter<K extends Action['kind']>(editOf: (action: ActionOf<K>, io: Io) => Promise<Edit>): Writer<K> {
  const writer = editing(openRecord, (ref, io) => recordUrl(ref, io.connection), editOf);
  return {
    ...writer,
    async perform(action, key, io) {
      const { before, ...receipt } = await writer.perform(action, key, io);
      const { place, from } = objectOf(before);
      // What was empty and cannot be emptied again is no change to take back.
      const stuck = Object.entries(objectOf(from)).some(
        ([name, value]) => value === null && columnOf(String(place), name)?.clear === undefined,
      );
      return stuck ? receipt : { ...receipt, before };
    },
  };
}

/** Done, open again, due at another time. */
export async function taskEdit({ task, done, dueAt }: ActionOf<'task-change'>, io: Io): Promise<Edit> {
  const own = task.system === 'pipedrive' && task.account === io.connection.account && task.object === 'activity';
  if (!own || !/^\d+$/.test(task.id)) throw new SystemError('invalid', { code: 'no-target' });
  const due = dueAt !== undefined && dueFields(dueAt, false, undefined);
  return { place: 'activities', ref: task, set: { ...(done !== undefined && { done }), ...due } };
}

/** A standard column with one plain value, the primary of e-mails or phones, or a custom field by its key. */
export function fieldEdit(action: ActionOf<'field'>, io: Io): Promise<Edit> {
  return columnEdit(action, action, io);
}

/** The lead score in a field of the account's own. */
export function scoreEdit(action: ActionOf<'score'>, io: Io): Promise<Edit> {
  return columnEdit(action, { field: action.field, value: action.score }, io);
}

async function columnEdit(action: Action, wish: Pick<ActionOf<'field'>, 'field' | 'value' | 'seen'>, io: Io): Promise<Edit> {
  const { field, value } = wish;
  const { place, ref } = targetOf(action, io);
  const column = await requireColumn(place, field, io);
  const now = async () => (await openRecord(place, ref.id, io).look([field])).values[field];
  const edit = (to: unknown, seen: unknown) => ({
    place,
    ref,
    set: { [field]: to },
    ...(seen !== undefined && { seen: { [field]: seen } }),
  });
  if (column.type === 'ways') {
    const { to, seen } = withPrimary(
      listOf(await now()).map((way): Way => objectOf(way)),
      wish,
    );
    return edit(
      to.map((way, index) => ({ label: 'work', ...way, primary: index === 0 })),
      seen,
    );
  }
  const has = column.type === 'monetary' ? objectOf(await now()).currency : undefined;
  const wire = toWire(column, field, value, typeof has === 'string' && has !== '' ? has : io.connection.currency);
  return edit(plain(wire), wish.seen === undefined ? undefined : plain(wish.seen));
}

/** Another owner of the open record, leads too. */
export async function ownerEdit(action: ActionOf<'owner'>, io: Io): Promise<Edit> {
  const owner = numeric(action.ownerId);
  if (owner === undefined) throw new SystemError('invalid', { code: 'bad-value', field: 'ownerId' });
  const { kind, ref } = requireOwn(action, io, kindOf);
  return { place: kind === 'lead' ? 'leads' : COLLECTIONS[kind], ref, set: { owner_id: owner } };
}

/**
 * Labels beside those the open record has. They are options of a standard field: only an administrator can make new ones, so one that the
 * account does not have is refused.
 */
export async function tagEdit(action: ActionOf<'tag'>, io: Io): Promise<Edit> {
  const wanted = action.tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== '');
  if (wanted.length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  const { place, ref } = targetOf(action, io);
  const [options, now] = await Promise.all([fetchFields(io, place).then(labelOptions), openRecord(place, ref.id, io).look(['label_ids'])]);
  const ids = wanted.map((tag) => options.get(tag));
  if (ids.includes(undefined)) throw new SystemError('invalid', { code: 'unknown-tag', field: 'tags' });
  return { place, ref, set: { label_ids: plain([...new Set([...listOf(now.values.label_ids), ...ids])]) } };
}

/** Leads take their fields through v1 under other names; they are not written here. */
function targetOf(action: Action, io: Io) {
  const { kind, ref } = requireOwn(action, io, kindOf);
  if (kind === 'lead') throw new SystemError('invalid', { code: 'unsupported' });
  return { place: COLLECTIONS[kind], ref };
}

/** What was read, as it can be written back: options by their ids in order, an address by its text, an amount with its currency. */
function plain(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.map(plain).sort();
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.trim() : value;
  const { id, value: inner, currency } = objectOf(value);
  if (id !== undefined) return id;
  return currency === undefined && inner !== undefined ? { value: inner } : value;
}
