import type { Action, Io } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { type Edit, editing, type Open } from '../editing.ts';
import { objectOf } from '../values.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { dayOf } from '../zone.ts';
import { changeTags, fetchOne, update } from './api.ts';
import { isId, type Module, recordUrl } from './refs.ts';
import { ownerOf, parentOf } from './rows.ts';

const FIELD = /^[A-Za-z_]\w{0,99}$/;
/** The vendor's longest tag. */
const MAX_TAG = 25;

/** A row whose columns can be set; tags are put on and taken off by requests of their own. The vendor has no conditional write to rely on. */
export const openRow: Open = (place, id, io) => {
  const module = place as Module | 'Tasks';
  return {
    async look(names) {
      const row = await rowOf(module, id, io);
      return { values: Object.fromEntries(names.map((name) => [name, writable(row[name], name)])) };
    },
    async send({ Tag, ...values }) {
      if (!Array.isArray(Tag)) return update(io, module, id, values);
      const has = tagsIn(await rowOf(module, id, io));
      const [more, less] = [without(Tag.map(String), has), without(has, Tag.map(String))];
      if (more.length > 0) await changeTags(io, module, id, 'add_tags', more);
      if (less.length > 0) await changeTags(io, module, id, 'remove_tags', less);
    },
  };
};

/** One row as it is now. @throws SystemError `not-found` */
export async function rowOf(module: Module | 'Tasks', id: string, io: Io) {
  const raw = await fetchOne(io, module, id);
  if (raw === undefined) throw new SystemError('not-found', { code: 'no-content' });
  return objectOf(raw);
}

/** Lookups read as `{name, id}` and are written as `{id}`; picklists read as objects in newer answers and are written by name. */
function writable(value: unknown, column: string): unknown {
  if (column === 'Tag') return tagsIn({ Tag: value }).sort();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? null;
  const { name, id } = objectOf(value);
  return column === 'Pipeline' || column === 'Stage' ? name : { id };
}

/** Writer of an action that sets columns of a row. */
export function editWriter<K extends Action['kind']>(editOf: (action: ActionOf<K>, io: Io) => Edit | Promise<Edit>): Writer<K> {
  return editing(openRow, (ref, io) => recordUrl(ref, io.connection), editOf);
}

/** Done, open again, moved to another day. */
export function taskEdit(action: ActionOf<'task-change'>, io: Io): Edit {
  const { task, done, dueAt } = action;
  const known = task.system === 'zoho' && task.account === io.connection.account && task.object === 'activity' && isId(task.id);
  if (!known || !/^tasks?$/i.test(task.native)) throw new SystemError('invalid', { code: 'no-target' });
  const set = {
    ...(done !== undefined && { Status: done ? 'Completed' : 'Not Started' }),
    ...(dueAt !== undefined && { Due_Date: dayOf(dueAt, io.connection.timeZone) }),
  };
  if (Object.keys(set).length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  return { place: 'Tasks', ref: task, set };
}

/** Another stage, by its value; the pipeline where one is named. */
export function stageEdit(action: ActionOf<'stage'>, io: Io): Edit {
  const { module, ref } = parentOf(action, io, (each) => each === 'Deals');
  return { place: module, ref, set: { ...(action.pipelineId !== undefined && { Pipeline: action.pipelineId }), Stage: action.stageId } };
}

/** Any column by its API name. */
export function fieldEdit(action: ActionOf<'field'>, io: Io): Edit {
  const { field, value, seen } = action;
  return { ...columnEdit(action, field, value, io), ...(seen !== undefined && { seen: { [field]: seen } }) };
}

/** The lead score in a column of the account's own: the vendor's score is computed by its own rules alone. */
export function scoreEdit(action: ActionOf<'score'>, io: Io): Edit {
  return columnEdit(action, action.field, action.score, io);
}

function columnEdit(action: Action, field: string, value: unknown, io: Io): Edit {
  if (!FIELD.test(field)) throw new SystemError('invalid', { code: 'bad-field', field });
  const { module, ref } = parentOf(action, io);
  return { place: module, ref, set: { [field]: value } };
}

/** Another owner of the open record. */
export function ownerEdit(action: ActionOf<'owner'>, io: Io): Edit {
  if (!isId(action.ownerId)) throw new SystemError('invalid', { code: 'bad-value', field: 'ownerId' });
  const { module, ref } = parentOf(action, io);
  return { place: module, ref, set: ownerOf(action.ownerId) };
}

/** More tags beside those the open record has; a tag nobody has used yet is made by the vendor. */
export async function tagEdit(action: ActionOf<'tag'>, io: Io): Promise<Edit> {
  const wanted = action.tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
  if (wanted.length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
  if (wanted.some((tag) => [...tag].length > MAX_TAG)) throw new SystemError('invalid', { code: 'bad-value', field: 'tags' });
  const { module, ref } = parentOf(action, io);
  const has = tagsIn(await rowOf(module, ref.id, io));
  return { place: module, ref, set: { Tag: [...has, ...without(wanted, has)].sort() } };
}

function tagsIn({ Tag }: Readonly<Record<string, unknown>>): string[] {
  return (Array.isArray(Tag) ? Tag : []).map((tag: unknown) => String(typeof tag === 'string' ? tag : objectOf(tag).name));
}

/** Case tells no two tags apart. */
function without(tags: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map((tag) => tag.toLowerCase()));
  return tags.filter((tag) => !known.has(tag.toLowerCase()));
}
