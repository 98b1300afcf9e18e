import type { Action, Io } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { type Edit, editing, type Open } from '../editing.ts';
import { objectOf } from '../values.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { fetchFields, fetchLead, fetchOne, patchRecord } from './api.ts';
import { type Column, CUSTOM_KEY, customColumn, type Entity, labelOptions, standardColumn, toWire } from './columns.ts';
import { COLLECTIONS, kindOf, recordUrl } from './refs.ts';
import { numeric, requireOwn } from './targets.ts';
import { dueFields } from './time.ts';

type Place = (typeof COLLECTIONS)[Entity] | 'leads' | 'activities';
const ENTITIES: Readonly<Record<string, Entity>> = { persons: 'person', organizations: 'organization', deals: 'deal' };

/** A record whose columns can be set, options by their ids. The vendor has no conditional write, so the look is right before it. */
export const openRecord: Open = (place, id, io) => ({
  async look(names) {
    const row = objectOf(place === 'leads' ? await fetchLead(io, id) : await fetchOne(io, place as Exclude<Place, 'leads'>, id));
    if (row.is_deleted === true || row.status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
    const values = names.map((name) => [name, plain((CUSTOM_KEY.test(name) ? objectOf(row.custom_fields) : row)[name])]);
    return { values: withSeconds(Object.fromEntries(values)) };
  },
  async send(values) {
    const entries = Object.entries(values).map(([name, value]) => [name, value ?? emptied(place, name)] as const);
    const custom = entries.filter(([name]) => CUSTOM_KEY.test(name));
    const standard = Object.fromEntries(entries.filter(([name]) => !CUSTOM_KEY.test(name)));
    await patchRecord(io, place as Place, id, { ...standard, ...(custom.length > 0 && { custom_fields: Object.fromEntries(custom) }) });
  },
});

/** How a column is emptied; one that takes no empty value cannot be set back to it. */
function emptied(place: string, name: string): unknown {
  const clear = clearing(place, name);
  if (clear === undefined) throw new SystemError('invalid', { code: 'cannot-undo', field: name });
  return clear;
}

function clearing(place: string, name: string): null | '' | undefined {
  const entity = ENTITIES[place];
  return CUSTOM_KEY.test(name) ? null : entity && standardColumn(entity, name)?.clear;
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
      const stuck = Object.entries(objectOf(from)).some(([name, value]) => value === null && clearing(String(place), name) === undefined);
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

/** A standard column with one plain value, or a custom field by its key. */
export function fieldEdit(action: ActionOf<'field'>, io: Io): Promise<Edit> {
  return columnEdit(action, action.field, action.value, action.seen, io);
}

/** The lead score in a field of the account's own. */
export function scoreEdit(action: ActionOf<'score'>, io: Io): Promise<Edit> {
  return columnEdit(action, action.field, action.score, undefined, io);
}

async function columnEdit(action: Action, field: string, value: ActionOf<'field'>['value'], seen: unknown, io: Io): Promise<Edit> {
  const { entity, ref } = targetOf(action, io);
  const place = COLLECTIONS[entity];
  const column: Column = standardColumn(entity, field) ?? (await customColumn(entity, field, io));
  const has = column.type === 'monetary' ? objectOf((await openRecord(place, ref.id, io).look([field])).values[field]).currency : undefined;
  const wire = toWire(column, field, value, typeof has === 'string' && has !== '' ? has : io.connection.currency);
  return { place, ref, set: { [field]: plain(wire) }, ...(seen !== undefined && { seen: { [field]: plain(seen) } }) };
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
  const { entity, ref } = targetOf(action, io);
  const [options, now] = await Promise.all([
    fetchFields(io, entity).then(labelOptions),
    openRecord(COLLECTIONS[entity], ref.id, io).look(['label_ids']),
  ]);
  const ids = wanted.map((tag) => options.get(tag));
  if (ids.includes(undefined)) throw new SystemError('invalid', { code: 'unknown-tag', field: 'tags' });
  const has = now.values.label_ids;
  return { place: COLLECTIONS[entity], ref, set: { label_ids: plain([...new Set([...(Array.isArray(has) ? has : []), ...ids])]) } };
}

/** Leads take their fields through v1 under other names; they are not written here. */
function targetOf(action: Action, io: Io) {
  const { kind, ref } = requireOwn(action, io, kindOf);
  if (kind === 'lead') throw new SystemError('invalid', { code: 'unsupported' });
  return { entity: kind, ref };
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
