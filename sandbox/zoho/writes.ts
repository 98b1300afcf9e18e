import type { RecordRef } from '../../lib/systems/contract.ts';
import type { VendorContext } from '../vendor.ts';
import { answer, fail, type Json } from './answers.ts';
import { hasColumn } from './columns.ts';
import { lookup, moduleOf } from './seed.ts';
import { ACCOUNT, type Module, type Row, STAGES, stamp, type Tables } from './tables.ts';

const OBJECTS: Readonly<Partial<Record<Module, RecordRef['object']>>> = {
  Contacts: 'contact',
  Leads: 'lead',
  Accounts: 'company',
  Deals: 'deal',
  Cases: 'ticket',
  Products: 'product',
  Attachments: 'file',
};
const MANDATORY: Readonly<Record<Module, readonly string[]>> = {
  Contacts: ['Last_Name'],
  // The company belongs to the vendor's own layout.
  Leads: ['Last_Name', 'Company'],
  Accounts: ['Account_Name'],
  Deals: ['Deal_Name', 'Stage'],
  Cases: ['Subject'],
  Products: ['Product_Name'],
  Attachments: ['File_Name'],
  Tasks: ['Subject'],
  Calls: ['Subject', 'Call_Type', 'Call_Start_Time'],
  Events: ['Event_Title', 'Start_DateTime', 'End_DateTime'],
  Notes: ['Note_Content', 'Parent_Id'],
};
const MADE: Readonly<Partial<Record<Module, string>>> = { Notes: 'note', Tasks: 'task', Calls: 'call', Events: 'meeting' };
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The ref under which the outside world knows a row. */
export function refOf(module: Module, id: string): RecordRef {
  const native = module === 'Deals' ? 'Potentials' : module;
  return { system: 'zoho', account: ACCOUNT, object: OBJECTS[module] ?? 'activity', native, id };
}

/** `POST /{module}`: a verdict per row, 201 when all were made, 207 when some, 400 when none. */
export function insertRows(module: Module, body: unknown, tables: Tables, context: VendorContext): Response {
  const rows = dataOf(body);
  if (!rows) return fail(400, 'INVALID_DATA', 'invalid data', { api_name: 'data', expected_data_type: 'jsonarray', json_path: '$.data' });
  return verdicts(
    rows.map((wish) => insertRow(module, wish, tables, context)),
    201,
  );
}

/** `PUT /{module}/{id}`. */
export function updateRow(module: Module, id: string, body: unknown, tables: Tables, context: VendorContext): Response {
  const [wish] = dataOf(body) ?? [];
  if (!wish) return fail(400, 'INVALID_DATA', 'invalid data', { api_name: 'data', expected_data_type: 'jsonarray', json_path: '$.data' });
  const row = tables.rows[module].get(id);
  if (!row) return verdicts([refuse('INVALID_DATA', 'the id given seems to be invalid', { id })], 200);
  const wrong = wrongIn(module, wish, tables);
  if (wrong) return verdicts([wrong], 200);
  Object.assign(row, resolved(wish, tables), { Modified_Time: stamp(context.now()) });
  if (wish.Stage !== undefined) row.Probability = STAGES.find(({ value }) => value === wish.Stage)?.probability ?? row.Probability;
  if (wish.Status === 'Completed') row.Closed_Time = stamp(context.now());
  tables.written.set(row, context.now());
  const actionKind = module === 'Tasks' ? 'task-change' : wish.Stage !== undefined ? 'stage' : wish.Owner !== undefined ? 'owner' : 'field';
  context.record({ method: 'PUT', path: `/crm/v8/${module}/${id}`, ref: refOf(module, id), actionKind });
  return verdicts([accept(row, 'record updated', tables)], 200);
}

/** `DELETE /{module}/{id}`: into the recycle bin. */
export function deleteRow(module: Module, id: string, tables: Tables, context: VendorContext): Response {
  const row = tables.rows[module].get(id);
  if (!row) return verdicts([refuse('INVALID_DATA', 'the id given seems to be invalid', { id })], 200);
  tables.rows[module].delete(id);
  tables.deleted.push({ module, id, display_name: lookup(row).name, at: context.now() });
  context.record({ method: 'DELETE', path: `/crm/v8/${module}/${id}`, ref: refOf(module, id), actionKind: 'delete' });
  return answer(200, { data: [{ code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }] });
}

function insertRow(module: Module, wish: Json, tables: Tables, context: VendorContext): Json {
  const absent = MANDATORY[module].find((name) => wish[name] === undefined || wish[name] === null || wish[name] === '');
  if (absent) return refuse('MANDATORY_NOT_FOUND', 'required field not found', { api_name: absent, json_path: `$.data[0].${absent}` });
  const wrong = wrongIn(module, wish, tables);
  if (wrong) return wrong;
  const [user] = tables.users;
  const by = { name: user?.full_name ?? '', id: user?.id ?? '', email: user?.email ?? '' };
  const now = stamp(context.now());
  const row: Row = {
    id: tables.nextId(),
    Owner: by,
    Created_By: by,
    Modified_By: by,
    Created_Time: now,
    Modified_Time: now,
    ...resolved(wish, tables),
  };
  tables.rows[module].set(row.id, row);
  tables.written.set(row, context.now());
  context.record({ method: 'POST', path: `/crm/v8/${module}`, ref: refOf(module, row.id), actionKind: MADE[module] ?? 'create' });
  return accept(row, 'record added', tables);
}

/** Values the vendor refuses: unknown ids, dates of another shape, picklist values that are none, texts too long. */
function wrongIn(module: Module, wish: Json, tables: Tables): Json | undefined {
  for (const [name, value] of Object.entries(wish)) {
    const bad = () => refuse('INVALID_DATA', 'invalid data', { api_name: name, json_path: `$.data[0].${name}` });
    if (name === '$se_module') continue;
    // Columns nobody knows are dropped without a word.
    if (!hasColumn(module, name, tables) || value === null) continue;
    if (/_Time$|DateTime$/.test(name) && !STAMP.test(String(value))) return bad();
    if (/_Date$/.test(name) && !DAY.test(String(value))) return bad();
    if (name === 'Call_Duration' && !/^\d{1,4}:\d{2}$/.test(String(value))) return bad();
    if (name === 'Subject' && String(value).length > 255) return bad();
    if (name === 'Stage' && !STAGES.some((stage) => stage.value === value)) return bad();
    if (name === 'Participants' && !areParticipants(value, tables)) return bad();
    if (/Email$/.test(name) && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value))) return bad();
    if (/^(Amount|Annual_Revenue|Employees)$/.test(name) && typeof value !== 'number') return bad();
    if (name === 'Owner' && !tables.users.some(({ id }) => id === idIn(value))) return bad();
    if (/^(Who_Id|What_Id|Parent_Id|Account_Name|Contact_Name)$/.test(name) && module !== 'Accounts') {
      const target = moduleOf(String(idIn(value)), tables);
      if (!target || (name === 'Who_Id' && target !== 'Contacts')) return bad();
      if (name === 'What_Id' && wish.$se_module !== target) return bad();
      if (name === 'Parent_Id' && parentModule(value) !== target) return bad();
    }
  }
  if (wish.Who_Id !== undefined && wish.$se_module === 'Leads')
    return refuse('INVALID_DATA', 'invalid data', { api_name: 'Who_Id', json_path: '$.data[0].Who_Id' });
  return undefined;
}

/** Ids become what the API shows: `{name, id}`. */
function resolved(wish: Json, tables: Tables): Json {
  const known = Object.entries(wish).map(([name, value]): [string, unknown] => {
    if (name === 'Owner') {
      const user = tables.users.find(({ id }) => id === idIn(value));
      return [name, user && { name: user.full_name, id: user.id, email: user.email }];
    }
    const id = idIn(value);
    const module = typeof id === 'string' ? moduleOf(id, tables) : undefined;
    const row = module && tables.rows[module].get(String(id));
    if (!row || name === 'Participants') return [name, value];
    return [name, name === 'Parent_Id' ? { module: { api_name: module, id: '5725767000000002175' }, ...lookup(row) } : lookup(row)];
  });
  return Object.fromEntries(known);
}

/** Contacts, leads and users by id, strangers by e-mail. */
function areParticipants(value: unknown, tables: Tables): boolean {
  return (
    Array.isArray(value) &&
    value.every((each: unknown) => {
      const { type, participant } = Object(each) as { type?: unknown; participant?: unknown };
      if (type === 'contact') return tables.rows.Contacts.has(String(participant));
      if (type === 'lead') return tables.rows.Leads.has(String(participant));
      if (type === 'user') return tables.users.some(({ id }) => id === participant);
      return type === 'email' && typeof participant === 'string' && participant.includes('@');
    })
  );
}

function idIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
}

function parentModule(value: unknown): unknown {
  const module: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'module') : undefined;
  return typeof module === 'object' && module !== null ? Reflect.get(module, 'api_name') : undefined;
}

function dataOf(body: unknown): Json[] | undefined {
  const data: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'data') : undefined;
  const whole =
    Array.isArray(data) && data.length > 0 && data.length <= 100 && data.every((each) => typeof each === 'object' && each !== null);
  return whole ? (data as Json[]) : undefined;
}

function accept(row: Row, message: string, tables: Tables): Json {
  const { id, Created_Time, Modified_Time, Created_By } = row;
  const [user] = tables.users;
  const details = { id, Created_Time, Modified_Time, Created_By, Modified_By: { name: user?.full_name, id: user?.id } };
  return { code: 'SUCCESS', status: 'success', message, details };
}

function refuse(code: string, message: string, details: Json): Json {
  return { code, status: 'error', message, details };
}

function verdicts(rows: readonly Json[], good: number): Response {
  const failed = rows.filter((row) => row.status === 'error').length;
  return answer(failed === 0 ? good : failed === rows.length ? 400 : 207, { data: rows });
}
