import type { Context, Hono } from 'hono';
import type { RecordRef } from '../../lib/systems/contract.ts';
import type { VendorContext } from '../vendor.ts';
import { type Flaw, hal, invalid, nothing, problem } from './answers.ts';
import { changeEntity, fieldFlaws, flawOf, isObject, type Json, listOf, makeEntity, settle, whole } from './entities.ts';
import { TYPES } from './reads.ts';
import * as render from './render.ts';
import { seconds } from './stamps.ts';
import { ACCOUNT, type Entity, type EntityType, FIRST_USER, type FieldRow, type NoteRow, type State, type TaskRow } from './tables.ts';

const OBJECTS = { contacts: 'contact', companies: 'company', leads: 'deal' } as const;
const WRITABLE_NOTES = /^(common|call_in|call_out|service_message|extended_service_message|geolocation|sms_in|sms_out|attachment)$/;

/** Everything that changes something. A request is checked whole before any of its rows takes effect. */
export function addWrites(app: Hono, state: State, context: VendorContext): void {
  const stamp = () => seconds(context.now());
  const report = (c: Context, ref: RecordRef, actionKind: string, row?: Json) =>
    context.record({
      method: c.req.method,
      path: new URL(c.req.url).pathname,
      ...(typeof row?.request_id === 'string' && { key: row.request_id }),
      ref,
      actionKind,
    });

  app.post('/api/v4/tasks', async (c) => {
    const rows = await rowsOf(c);
    const flaws = rows?.flatMap((row, index) => taskFlaws(row, index, state)) ?? [];
    if (!rows || flaws.length > 0) return invalid(rows ? flaws : [notAList]);
    const made = rows.map((row) => {
      const task = makeTask(row, state.nextId(), stamp());
      state.tasks.set(task.id, task);
      report(c, activity('tasks', task.id), task.task_type_id === 2 ? 'meeting' : 'task', row);
      return { id: task.id, request_id: echo(row), ...self(`tasks/${task.id}`) };
    });
    return hal({ ...self('tasks'), _embedded: { tasks: made } });
  });

  app.patch('/api/v4/tasks/:id', async (c) => {
    const task = state.tasks.get(Number(c.req.param('id')));
    const change = await jsonOf(c);
    if (!task) return nothing();
    if (!isObject(change)) return invalid([notAList]);
    changeTask(task, change, stamp());
    report(c, activity('tasks', task.id), 'task-change', change);
    return hal({ id: task.id, updated_at: task.updated_at, ...self(`tasks/${task.id}`) });
  });

  for (const type of TYPES) {
    app.post(`/api/v4/${type}/notes`, (c) => addNotes(c, type));
    app.post(`/api/v4/${type}/:id/notes`, (c) => addNotes(c, type, Number(c.req.param('id'))));
    app.post(`/api/v4/${type}`, (c) => addEntities(c, type));
    app.patch(`/api/v4/${type}`, async (c) => patchEntities(c, type, await rowsOf(c)));
    app.patch(`/api/v4/${type}/:id`, async (c) => {
      const change = await jsonOf(c);
      const id = Number(c.req.param('id'));
      if (!state[type].has(id)) return nothing();
      return patchEntities(c, type, isObject(change) ? [{ ...change, id }] : undefined, id);
    });
    app.post(`/api/v4/${type}/custom_fields`, (c) => addFields(c, type));
    app.post(`/api/v4/${type}/:id/link`, async (c) => link(c, type, Number(c.req.param('id'))));
  }

  async function addNotes(c: Context, type: EntityType, id?: number): Promise<Response> {
    if (id !== undefined && !state[type].has(id)) return problem(404, 'Entity not found');
    const rows = (await rowsOf(c))?.map((row) => (id === undefined ? row : { ...row, entity_id: id }));
    const flaws = rows?.flatMap((row, index) => noteFlaws(row, index, type, state)) ?? [];
    if (!rows || flaws.length > 0) return invalid(rows ? flaws : [notAList]);
    const made = rows.map((row) => {
      const note = makeNote(row, type, state.nextId(), stamp());
      state.notes.set(note.id, note);
      report(c, activity('notes', note.id), note.note_type.startsWith('call_') ? 'call' : 'note', row);
      return { id: note.id, entity_id: note.entity_id, request_id: echo(row), ...self(`${type}/${note.entity_id}/notes/${note.id}`) };
    });
    return hal({ ...self(`${type}/notes`), _embedded: { notes: made } });
  }

  async function addFields(c: Context, type: EntityType): Promise<Response> {
    const rows = await rowsOf(c);
    const flaws = rows?.flatMap((row, index) => newFieldFlaws(row, index, state.fields[type])) ?? [];
    if (!rows || flaws.length > 0) return invalid(rows ? flaws : [notAList]);
    const made = rows.map((row) => {
      const code = typeof row.code === 'string' ? row.code : null;
      const field = {
        id: state.nextId(),
        type: String(row.type),
        name: String(row.name),
        code,
        predefined: false,
        apiOnly: row.is_api_only === true,
      };
      state.fields[type].push(field);
      const ref = { system: 'amocrm', account: ACCOUNT.subdomain, object: 'custom' as const, native: 'custom_field', id: String(field.id) };
      report(c, ref, 'field-definition', row);
      return render.field(type)(field, state.fields[type].length - 1);
    });
    return hal({ _total_items: made.length, ...self(`${type}/custom_fields`), _embedded: { custom_fields: made } });
  }

  async function addEntities(c: Context, type: EntityType): Promise<Response> {
    const rows = await rowsOf(c);
    const flaws = rows?.flatMap((row, index) => fieldFlaws(row, index, state.fields[type])) ?? [];
    if (!rows || flaws.length > 0) return invalid(rows ? flaws : [notAList]);
    const made = rows.map((row) => {
      const entity = makeEntity(type, state.nextId(), stamp(), context.now());
      changeEntity(entity, row, state.fields[type]);
      embed(entity, row);
      state[type].set(entity.id, entity);
      report(c, recordRef(type, entity.id), 'create', row);
      return { id: entity.id, request_id: echo(row), ...self(`${type}/${entity.id}`) };
    });
    return hal({ ...self(type), _embedded: { [type]: made } });
  }

  function patchEntities(c: Context, type: EntityType, rows: Json[] | undefined, single?: number): Response {
    const flaws = rows?.flatMap((row, index) => fieldFlaws(row, index, state.fields[type])) ?? [];
    if (!rows || flaws.length > 0) return invalid(rows ? flaws : [notAList]);
    const made = rows.flatMap((row) => {
      const entity = state[type].get(Number(row.id));
      if (!entity) return [];
      const from = { id: entity.status_id, pipeline_id: entity.pipeline_id };
      changeEntity(entity, row, state.fields[type]);
      if (type === 'leads') settle(entity, from, state, stamp());
      entity.updated_at = stamp();
      entity.writtenAt = context.now();
      report(c, recordRef(type, entity.id), kindOf(row), row);
      return [{ id: entity.id, name: entity.name, updated_at: entity.updated_at, ...self(`${type}/${entity.id}`) }];
    });
    return single === undefined ? hal({ ...self(type), _embedded: { [type]: made } }) : hal(made[0] ?? {});
  }

  async function link(c: Context, type: EntityType, id: number): Promise<Response> {
    const entity = state[type].get(id);
    const rows = await rowsOf(c);
    if (!entity) return problem(404, 'Entity not found');
    if (!rows) return invalid([notAList]);
    for (const { to_entity_id, to_entity_type } of rows) {
      if (to_entity_type === 'companies') entity.companyId = Number(to_entity_id);
      if (to_entity_type === 'contacts' && type === 'leads') entity.contactIds.push(Number(to_entity_id));
    }
    report(c, recordRef(type, id), 'link');
    const links = rows.map((row) => ({ entity_id: id, entity_type: type, ...row }));
    return hal({ _total_items: links.length, _links: { self: { href: c.req.url } }, _embedded: { links } });
  }
}

/** What a change is called in the list of effects. */
function kindOf(row: Json): string {
  if (row.status_id !== undefined) return 'stage';
  if (row.tags_to_add !== undefined || row.tags_to_delete !== undefined) return 'tag';
  return row.responsible_user_id === undefined ? 'field' : 'owner';
}

/** A new record may come with its time, its author and, a lead, with people and a company. */
function embed(entity: Entity, row: Json): void {
  entity.created_at = whole(row.created_at) ?? entity.created_at;
  entity.created_by = whole(row.created_by) ?? entity.created_by;
  const { contacts, companies } = isObject(row._embedded) ? row._embedded : {};
  if (entity.type === 'leads') entity.contactIds = listOf(contacts).flatMap(({ id }) => whole(id) ?? []);
  const [company] = listOf(companies);
  if (company) entity.companyId = Number(company.id);
}

const notAList: Flaw = { requestId: '0', code: 'InvalidType', path: '', detail: 'This value should be of type array.' };

const FIELD_TYPES =
  /^(text|numeric|checkbox|select|multiselect|date|url|textarea|radiobutton|streetaddress|birthday|date_time|price|monetary)$/;

function newFieldFlaws(row: Json, index: number, fields: readonly FieldRow[]): Flaw[] {
  const flaw = flawOf(row, index);
  if (typeof row.name !== 'string' || row.name === '') return [flaw('RequiredFilled', 'name', 'This value should not be blank.')];
  if (typeof row.type !== 'string' || !FIELD_TYPES.test(row.type))
    return [flaw('NotSupportedChoice', 'type', 'The value you selected is not a valid choice.')];
  if (fields.some(({ code }) => code !== null && code === row.code)) return [flaw('NotUnique', 'code', 'This value is already used.')];
  return [];
}

function noteFlaws(row: Json, index: number, type: EntityType, state: State): Flaw[] {
  const flaw = flawOf(row, index);
  const params = isObject(row.params) ? row.params : {};
  if (!state[type].has(Number(row.entity_id)))
    return [flaw('NotSupportedChoice', 'entity_id', 'The value you selected is not a valid choice.')];
  if (typeof row.note_type !== 'string' || !WRITABLE_NOTES.test(row.note_type))
    return [flaw('NotSupportedChoice', 'note_type', 'The value you selected is not a valid choice.')];
  if (row.note_type === 'common' && (typeof params.text !== 'string' || params.text === ''))
    return [flaw('RequiredFilled', 'params.text', 'This value should not be blank.')];
  return [];
}

function taskFlaws(row: Json, index: number, state: State): Flaw[] {
  const flaw = flawOf(row, index);
  const flaws: Flaw[] = [];
  if (typeof row.text !== 'string' || row.text === '') flaws.push(flaw('RequiredFilled', 'text', 'This value should not be blank.'));
  if (!Number.isInteger(row.complete_till)) flaws.push(flaw('RequiredFilled', 'complete_till', 'This value should not be blank.'));
  if (row.entity_id !== undefined) {
    const type = TYPES.find((each) => each === row.entity_type);
    if (!type || !state[type].has(Number(row.entity_id)))
      flaws.push(flaw('NotSupportedChoice', 'entity_id', 'The value you selected is not a valid choice.'));
  }
  return flaws;
}

function makeNote(row: Json, type: EntityType, id: number, now: number): NoteRow {
  const by = whole(row.created_by) ?? FIRST_USER;
  return {
    id,
    owner: type,
    entity_id: Number(row.entity_id),
    created_by: by,
    updated_by: by,
    created_at: whole(row.created_at) ?? now,
    updated_at: now,
    responsible_user_id: whole(row.responsible_user_id) ?? FIRST_USER,
    note_type: String(row.note_type),
    params: isObject(row.params) ? structuredClone(row.params) : {},
  };
}

function makeTask(row: Json, id: number, now: number): TaskRow {
  return {
    id,
    entity_id: Number(row.entity_id ?? 0),
    entity_type: String(row.entity_type ?? ''),
    created_by: whole(row.created_by) ?? FIRST_USER,
    created_at: whole(row.created_at) ?? now,
    updated_at: now,
    responsible_user_id: whole(row.responsible_user_id) ?? FIRST_USER,
    is_completed: row.is_completed === true,
    task_type_id: whole(row.task_type_id) ?? 1,
    text: String(row.text),
    duration: whole(row.duration) ?? 0,
    complete_till: whole(row.complete_till) ?? now,
    result: [],
  };
}

function changeTask(task: TaskRow, change: Json, now: number): void {
  if (typeof change.is_completed === 'boolean') task.is_completed = change.is_completed;
  if (typeof change.text === 'string') task.text = change.text;
  task.complete_till = whole(change.complete_till) ?? task.complete_till;
  task.responsible_user_id = whole(change.responsible_user_id) ?? task.responsible_user_id;
  if (isObject(change.result) && typeof change.result.text === 'string') task.result = { text: change.result.text };
  task.updated_at = now;
}

function echo(row: Json): string {
  return row.request_id === undefined ? '0' : String(row.request_id);
}

function activity(native: 'notes' | 'tasks', id: number): RecordRef {
  return { system: 'amocrm', account: ACCOUNT.subdomain, object: 'activity', native, id: String(id) };
}

/** A ref as the adapter makes it. */
export function recordRef(type: EntityType, id: number): RecordRef {
  return { system: 'amocrm', account: ACCOUNT.subdomain, object: OBJECTS[type], native: type, id: String(id) };
}

function self(path: string): { _links: { self: { href: string } } } {
  return { _links: { self: { href: `https://${ACCOUNT.host}/api/v4/${path}` } } };
}

async function jsonOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

async function rowsOf(c: Context): Promise<Json[] | undefined> {
  const body = await jsonOf(c);
  return Array.isArray(body) && body.length > 0 && body.every(isObject) ? body : undefined;
}
