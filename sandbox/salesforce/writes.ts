import { noColumn, notFound, Refusal } from './answers.ts';
import { insertNote, insertVersion } from './documents.ts';
import { isId, type TypeName, toLong } from './ids.ts';
import { fieldNamed, type SObjectType } from './objects.ts';
import { LABEL, type Org } from './org.ts';
import type { Row, Value } from './tables.ts';

type Values = Record<string, Value>;
const OBJECT_KINDS: Readonly<Partial<Record<TypeName, 'contact' | 'lead' | 'company' | 'deal' | 'ticket' | 'activity' | 'file'>>> = {
  Contact: 'contact',
  Lead: 'lead',
  Account: 'company',
  Opportunity: 'deal',
  Case: 'ticket',
  Task: 'activity',
  Event: 'activity',
  ContentNote: 'activity',
  ContentVersion: 'file',
  ContentDocument: 'file',
};
/** Where a reference may lead; anything not listed may lead anywhere. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  WhoId: ['003', '00Q'],
  WhatId: ['001', '006', '500', '701'],
  AccountId: ['001'],
  ContactId: ['003'],
  OpportunityId: ['006'],
  OwnerId: ['005', '00G'],
  EventId: ['00U'],
  RelationId: ['003', '00Q', '005', '001', '006'],
  ContentDocumentId: ['069'],
};
const LONGEST = 255;
const LONGEST_AREA = 32_000;

/** "sObject Rows", create: 201 with the id, or a refusal. */
export function insertRow(org: Org, type: SObjectType, body: unknown): string {
  if (!type.createable) throw new Refusal(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type ${type.name} does not support create`);
  const given = checked(org, type, body);
  const missing = type.required.filter((field) => given[field] === undefined || given[field] === null || given[field] === '');
  if (missing.length > 0) throw new Refusal(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  const stamp = org.stamp();
  const owner = type.fields.OwnerId ? { OwnerId: given.OwnerId ?? org.userId } : {};
  const system = {
    CreatedDate: stamp,
    LastModifiedDate: stamp,
    SystemModstamp: stamp,
    CreatedById: org.userId,
    LastModifiedById: org.userId,
  };
  const values = { ...given, ...owner, ...system };
  const row = insertAny(org, type.name, values);
  finishWrite(org, type.name, row, 'POST', `/sobjects/${type.name}`);
  return row.Id;
}

function insertAny(org: Org, type: TypeName, values: Values): Row {
  if (type === 'ContentNote') return insertNote(org, values);
  if (type === 'ContentVersion') return insertVersion(org, values);
  const row = org.tables.insert(type, { ...values, ...derived(org, type, values) });
  // A deal made for a person has that person as its primary contact.
  if (type === 'Opportunity' && typeof values.ContactId === 'string') {
    const role = { OpportunityId: row.Id, ContactId: values.ContactId, IsPrimary: true };
    org.tables.insert('OpportunityContactRole', { ...role, CreatedDate: values.CreatedDate });
  }
  return row;
}

/** "sObject Rows", update. */
export function updateRow(org: Org, type: SObjectType, id: string, body: unknown): void {
  const row = existing(org, type, id);
  const values = checked(org, type, body);
  const stamp = org.stamp();
  // A new stage brings its own probability, unless one is given with it.
  const follows = type.name === 'Opportunity' && values.StageName !== undefined && values.StageName !== row.StageName;
  const next = { ...row, ...(follows && { Probability: null }), ...values };
  org.tables.update(row, {
    ...values,
    ...derived(org, type.name, next),
    LastModifiedDate: stamp,
    SystemModstamp: stamp,
    LastModifiedById: org.userId,
  });
  finishWrite(org, type.name, row, 'PATCH', `/sobjects/${type.name}/${row.Id}`, values);
}

/** "sObject Rows", delete: into the recycle bin. */
export function deleteRow(org: Org, type: SObjectType, id: string): void {
  const row = existing(org, type, id);
  const gone = { IsDeleted: true, SystemModstamp: org.stamp() };
  org.tables.update(row, gone);
  if (type.name === 'ContentNote' || type.name === 'ContentDocument')
    for (const part of partsOfNote(org, row.Id)) org.tables.update(part, gone);
  finishWrite(org, type.name, row, 'DELETE', `/sobjects/${type.name}/${row.Id}`);
}

/** A note is deleted with its document, versions and links. */
function partsOfNote(org: Org, id: string): Row[] {
  const own = (['ContentVersion', 'ContentDocumentLink'] as const).flatMap((type) =>
    org.tables.all(type).filter(({ ContentDocumentId }) => ContentDocumentId === id),
  );
  const document = org.tables.get('ContentDocument', id);
  return document ? [document, ...own] : own;
}

/** A live row. @throws Refusal NOT_FOUND, ENTITY_IS_DELETED or MALFORMED_ID. */
export function existing(org: Org, type: SObjectType, id: string): Row {
  if (!isId(id)) throw new Refusal(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
  const row = org.tables.get(type.name, id);
  if (!row) throw notFound();
  if (row.IsDeleted === true) throw new Refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return row;
}

function checked(org: Org, type: SObjectType, body: unknown): Values {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required');
  const values: Values = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = fieldNamed(type, name);
    if (!field) throw new Refusal(400, 'INVALID_FIELD', noColumn(name, type.name).message.replace('on entity', 'on sobject of type'));
    if (field === 'Id' || type.readOnly.includes(field))
      throw new Refusal(
        400,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [field],
      );
    values[field] = checkedValue(org, type, field, value);
  }
  if (typeof values.WhatId === 'string' && String(values.WhoId ?? '').startsWith('00Q'))
    throw new Refusal(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'Related To ID: cannot specify a lead with an account, opportunity or other object: WhatId',
      ['WhatId'],
    );
  return values;
}

function checkedValue(org: Org, type: SObjectType, field: string, value: unknown): Value {
  if (value === null) return null;
  const kind = type.fields[field];
  const wrong = (expected: string) =>
    new Refusal(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of ${expected} from VALUE_STRING value`);
  if (kind === 'boolean') return typeof value === 'boolean' ? value : fail(wrong('boolean'));
  if (kind === 'int' || kind === 'double' || kind === 'currency' || kind === 'percent')
    return typeof value === 'number' ? value : fail(wrong(kind));
  if (typeof value !== 'string') return fail(wrong('string'));
  if (kind === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : fail(wrong('date'));
  if (kind === 'datetime') return Number.isNaN(Date.parse(value)) ? fail(wrong('datetime')) : org.stamp(Date.parse(value));
  if (kind === 'base64') return value;
  if (kind === 'reference') return reference(org, field, value);
  if (kind === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+$/.test(value))
    return fail(new Refusal(400, 'INVALID_EMAIL_ADDRESS', `${field}: invalid email address: ${value}`, [field]));
  const longest = kind === 'string' ? LONGEST : kind === 'textarea' ? LONGEST_AREA : Number.POSITIVE_INFINITY;
  if (value.length > longest)
    return fail(new Refusal(400, 'STRING_TOO_LONG', `${field}: data value too large: (max length=${longest})`, [field]));
  return value === '' ? null : value;
}

function fail(refusal: Refusal): never {
  throw refusal;
}

function reference(org: Org, field: string, value: string): string {
  if (!isId(value)) throw new Refusal(400, 'MALFORMED_ID', `${field}: id value of incorrect type: ${value}`, [field]);
  const allowed = TARGETS[field];
  if (allowed && !allowed.includes(value.slice(0, 3)))
    throw new Refusal(400, 'FIELD_INTEGRITY_EXCEPTION', `${field}: id value of incorrect type: ${value}`, [field]);
  const target = org.tables.find(value);
  if (!target) throw new Refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (target.row.IsDeleted === true) throw new Refusal(400, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return toLong(value);
}

/** What the org works out by itself. */
export function derived(org: Org, type: TypeName, values: Readonly<Record<string, Value | undefined>>): Values {
  if (type === 'Contact' || type === 'Lead') return { Name: [values.FirstName, values.LastName].filter(Boolean).join(' ') };
  if (type === 'Opportunity') return stageValues(org, values);
  if (type === 'Task') return { ...accountOf(org, values), ...statusValues(org, values) };
  return type === 'Event' ? accountOf(org, values) : {};
}

function stageValues(org: Org, values: Readonly<Record<string, Value | undefined>>): Values {
  const stage = org.tables.all('OpportunityStage').find(({ ApiName }) => ApiName === values.StageName);
  return {
    IsClosed: stage?.IsClosed === true,
    IsWon: stage?.IsWon === true,
    Probability: values.Probability ?? stage?.DefaultProbability ?? null,
  };
}

function statusValues(org: Org, values: Readonly<Record<string, Value | undefined>>): Values {
  const Status = values.Status ?? 'Not Started';
  const status = org.tables.all('TaskStatus').find(({ ApiName }) => ApiName === Status);
  if (!status)
    throw new Refusal(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `Status: bad value for restricted picklist field: ${Status}`, [
      'Status',
    ]);
  const Priority = values.Priority ?? 'Normal';
  return {
    Status,
    Priority,
    IsHighPriority: Priority === 'High',
    IsClosed: status.IsClosed === true,
    TaskSubtype: values.TaskSubtype ?? 'Task',
  };
}

/** AccountId of an activity: from the thing it is about, else from the contact. */
function accountOf(org: Org, values: Readonly<Record<string, Value | undefined>>): Values {
  for (const id of [values.WhatId, values.WhoId]) {
    if (typeof id !== 'string') continue;
    if (id.startsWith('001')) return { AccountId: id };
    const account = org.tables.find(id)?.row.AccountId;
    if (typeof account === 'string') return { AccountId: account };
  }
  return { AccountId: null };
}

/** Marks the row as fresh for the search index and reports the effect, with the mark of Sidelight's own key if there is one. */
function finishWrite(org: Org, type: TypeName, row: Row, method: string, path: string, values: Values = {}): void {
  org.tables.writtenAt.set(row.Id, org.context.now());
  if (type === 'ContentDocumentLink' || type === 'EventRelation' || type === 'OpportunityContactRole') return;
  const ref = { system: 'salesforce', account: LABEL, object: OBJECT_KINDS[type] ?? ('custom' as const), native: type, id: row.Id };
  org.note({ method, path: `/services/data/v67.0${path}`, ref, actionKind: actionKind(type, row, method, values) });
}

function actionKind(type: TypeName, row: Row, method: string, values: Values): string {
  if (method === 'DELETE') return 'delete';
  if (type === 'ContentNote') return 'note';
  if (type === 'ContentVersion') return 'file';
  if (type === 'Event') return 'meeting';
  if (type === 'Task') return row.TaskSubtype === 'Call' ? 'call' : method === 'POST' ? 'task' : 'task-change';
  if (method === 'POST') return 'create';
  if (values.OwnerId !== undefined) return 'owner';
  return type === 'Opportunity' && values.StageName !== undefined ? 'stage' : 'field';
}
