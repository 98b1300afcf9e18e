import type { RecordRef } from '../../lib/systems/contract.ts';
import { STATE_OF } from './choices.ts';
import { unknown } from './filter.ts';
import { ACTIVITY_SETS_OF, MODEL, nativeOfSet, navigation, typesOf } from './model.ts';
import { ACTIVITIES, HOST, Refusal, type Row, type Store } from './store.ts';

type Body = Readonly<Record<string, unknown>>;
const KINDS: Readonly<Record<string, string>> = { annotation: 'note', task: 'task', phonecall: 'call', appointment: 'meeting' };
const CHANGES: Readonly<Record<string, string>> = { task: 'task-change', opportunitysalesprocess: 'stage', phonecall: 'call-change' };
const OBJECTS: Readonly<Record<string, RecordRef['object']>> = {
  contact: 'contact',
  lead: 'lead',
  account: 'company',
  opportunity: 'deal',
  incident: 'ticket',
  opportunityproduct: 'product',
  salesorder: 'order',
  invoice: 'invoice',
  quote: 'quote',
};
const READ_ONLY = new Set(['createdon', 'modifiedon', 'fullname', 'activitytypecode', 'merged', 'revenue_base', 'estimatedvalue_base']);
/** Regarding, as a kind of participation. */
const REGARDING_PARTY = 8;

/** A ref as the extension names it. */
export function effectRef(native: string, id: string): RecordRef {
  return { system: 'dynamics', account: HOST, object: OBJECTS[native] ?? (native in ACTIVITY_SETS_OF ? 'activity' : 'custom'), native, id };
}

/** What was done, told to the sandbox once it stands. */
export type Report = (native: string, id: string, actionKind: string) => void;

/** Makes a row under the given id. */
export function create(store: Store, native: string, id: string, body: Body, report: Report): Row {
  const key = MODEL[native]?.key ?? '';
  const now = store.now();
  const own = valuesOf(store, native, body);
  const row = store.put(native, {
    createdon: now,
    modifiedon: now,
    ...lookupOf('ownerid', 'systemuser', store.userId),
    ...defaults(native),
    ...own,
    ...(native === 'contact' || native === 'lead' ? { fullname: fullName(own) } : {}),
    ...(native === 'annotation' && typeof own.documentbody === 'string' ? { filesize: atob(own.documentbody).length } : {}),
    [key]: id,
  });
  for (const [name, value] of Object.entries(body)) if (name.endsWith('_activity_parties')) addParties(store, native, id, name, value);
  if (isActivity(native) && typeof row._regardingobjectid_value === 'string')
    addParty(store, id, String(row._regardingobjectid_type), row._regardingobjectid_value, REGARDING_PARTY);
  report(native, id, native === 'annotation' && body.isdocument === true ? 'file' : (KINDS[native] ?? 'create'));
  return row;
}

const fullName = (row: Row) => [row.firstname, row.lastname].filter(Boolean).join(' ');

/** Changes the given columns. A completed activity is read-only until it is opened again. */
export function update(store: Store, native: string, row: Row, body: Body, report: Report): Row {
  const values = valuesOf(store, native, body);
  if (isActivity(native) && row.statecode !== 0 && !('statecode' in values))
    throw new Refusal(400, '0x80040203', 'This activity is completed and cannot be changed.');
  if (native === 'opportunity' && typeof values.statecode === 'number' && values.statecode !== 0)
    throw new Refusal(400, '0x80048408', `${values.statecode} is not a valid state change. Use WinOpportunity or LoseOpportunity.`);
  const states = STATE_OF[native];
  const status = values.statuscode ?? undefined;
  if (states && typeof status === 'number' && states[status] !== (values.statecode ?? row.statecode))
    throw new Refusal(400, '0x80048408', `${status} is not a valid status code for state code on ${native}.`);
  if (native === 'opportunitysalesprocess') checkStep(store, row, values);
  const changed = store.put(native, { ...row, ...values, modifiedon: store.now() });
  report(
    native,
    String(row[MODEL[native]?.key ?? '']),
    native in CHANGES ? (CHANGES[native] ?? '') : '_ownerid_value' in values ? 'owner' : 'field',
  );
  return changed;
}

/** A process goes on or back one stage at a time, and its path must end where it stands. */
function checkStep(store: Store, row: Row, values: Row): void {
  const target = values._activestageid_value;
  if (typeof target !== 'string') return;
  const order = store.all('processstage').map(({ processstageid }) => processstageid);
  const distance = Math.abs(order.indexOf(target) - order.indexOf(String(row._activestageid_value)));
  const path = String(values.traversedpath ?? row.traversedpath).split(',');
  if (distance > 1)
    throw new Refusal(400, '0x80060399', 'Invalid stage transition. Transition to stage is not in the process active path.');
  if (path.at(-1) !== target) throw new Refusal(400, '0x80060399', 'The traversed path must end with the active stage.');
}

/** "WinOpportunity", "LoseOpportunity". */
export function closeOpportunity(store: Store, won: boolean, body: Body, report: Report): void {
  const details = typeof body.OpportunityClose === 'object' && body.OpportunityClose !== null ? (body.OpportunityClose as Body) : {};
  const bound = details['opportunityid@odata.bind'];
  if (typeof body.Status !== 'number' || typeof bound !== 'string' || typeof details.subject !== 'string')
    throw new Refusal(400, '0x80060888', 'Status and OpportunityClose with subject and opportunityid are needed.');
  const { native, id } = boundTo(bound);
  const row = store.get(native, id);
  if (native !== 'opportunity' || !row) throw missing(native, id);
  if (row.statecode !== 0) throw new Refusal(400, '0x80048408', 'The opportunity is closed already.');
  if (STATE_OF.opportunity?.[body.Status] !== (won ? 1 : 2))
    throw new Refusal(400, '0x80048408', `${body.Status} is not a valid status code.`);
  const actualclosedate = store.now().slice(0, 10);
  const close = {
    statecode: won ? 1 : 2,
    statuscode: body.Status,
    actualclosedate,
    actualvalue: won ? (row.estimatedvalue ?? null) : null,
  };
  store.put('opportunity', { ...row, ...close, modifiedon: store.now() });
  report('opportunity', id, 'stage');
}

/** The vendor's words for a row that is not there. */
export function missing(native: string, id: string): Refusal {
  return new Refusal(404, '0x80040217', `${native} With Id = ${id} Does Not Exist`);
}

export const lookupOf = (column: string, table: string, id: string): Row => ({ [`_${column}_value`]: id, [`_${column}_type`]: table });

function defaults(native: string): Row {
  if (native === 'task') return { statecode: 0, statuscode: 2, prioritycode: 1, activitytypecode: native };
  if (isActivity(native)) return { statecode: 0, statuscode: 1, prioritycode: 1, activitytypecode: native };
  return native === 'annotation' ? { isdocument: false } : { statecode: 0, statuscode: 1 };
}

const isActivity = (native: string) => (ACTIVITIES as readonly string[]).includes(native);

function valuesOf(store: Store, native: string, body: Body): Row {
  const values: Row = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.endsWith('@odata.bind')) {
      const step = navigation(native, name.slice(0, -11));
      if (!step) throw undeclared(name, native);
      const { native: table, id } = boundTo(String(value));
      if (table !== step.target) throw new Refusal(400, '0x0', `The entity set of '${name}' does not fit.`);
      if (!store.get(table, id)) throw missing(table, id);
      Object.assign(values, lookupOf(step.column, table, id));
      continue;
    }
    if (name.endsWith('_activity_parties')) continue;
    const type = typesOf(native).get(name);
    if (type === undefined || name.startsWith('_')) throw undeclared(name, native);
    if (READ_ONLY.has(name)) throw new Refusal(400, '0x80040203', `${name} is read-only.`);
    values[name] = checked(name, type, value);
  }
  return values;
}

function checked(name: string, type: string, value: unknown): Row[string] {
  if (value === null) return null;
  const wanted = { s: 'string', i: 'number', n: 'number', b: 'boolean', d: 'string', t: 'string', g: 'string' }[type];
  if (typeof value !== wanted)
    throw new Refusal(400, '0x80048d19', `Error identified in Payload: cannot convert the literal of '${name}'.`);
  if (type === 't' && !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value))) throw new Refusal(400, '0x80048d19', `Bad moment in '${name}'.`);
  if (type === 'i' && !Number.isInteger(value)) throw new Refusal(400, '0x80048d19', `'${name}' takes whole numbers.`);
  if (name === 'subject' && String(value).length > 500)
    throw new Refusal(400, '0x80044331', `A validation error occurred. '${name}' is too long.`);
  return value === '' ? null : (value as Row[string]);
}

const undeclared = (name: string, native: string) =>
  new Refusal(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity: '${native}'. ${unknown(name.replace(/@.*/, ''), native).message}`,
  );

function boundTo(path: string): { native: string; id: string } {
  const [, set = '', id = ''] = /^(?:https:\/\/[^/]+\/api\/data\/v[\d.]+)?\/?(\w+)\(([\da-f-]{36})\)$/i.exec(path) ?? [];
  const native = nativeOfSet(set);
  if (native === undefined) throw new Refusal(400, '0x80048d19', `Invalid reference '${path}'.`);
  return { native, id: id.toLowerCase() };
}

function addParties(store: Store, native: string, activity: string, name: string, value: unknown): void {
  if (name !== `${native}_activity_parties` || !Array.isArray(value)) throw undeclared(name, native);
  for (const party of value as Body[]) {
    const { participationtypemask, ...bound } = party;
    const values = valuesOf(store, 'activityparty', bound);
    if (typeof values._partyid_value !== 'string' || typeof participationtypemask !== 'number') throw undeclared(name, native);
    addParty(store, activity, String(values._partyid_type), values._partyid_value, participationtypemask);
  }
}

/** Puts somebody (or the record it is about) on an activity. */
export function addParty(store: Store, activity: string, native: string, id: string, participationtypemask: number): void {
  store.put('activityparty', {
    activitypartyid: store.newId(),
    participationtypemask,
    ...lookupOf('activityid', 'activitypointer', activity),
    ...lookupOf('partyid', native, id),
  });
}
