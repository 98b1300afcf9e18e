import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef, SystemRecord } from '../contract.ts';
import { listOf, objectOf } from '../values.ts';
import { composite, type Part, type PartAnswer, partBody, partRows, queryPath } from './api.ts';
import { toRecord } from './map.ts';
import { isRecordNative, type Native, nativeOf } from './refs.ts';
import { checkedId, soqlId } from './soql.ts';

const LIMIT = 50;
/** A deal with its company's name and its people. */
export const DEAL_FIELDS = 'FIELDS(ALL), Account.Name, (SELECT ContactId, IsPrimary FROM OpportunityContactRoles)';
const DEAL = `SELECT ${DEAL_FIELDS} FROM Opportunity`;
/** What is read by id, and otherwise only listed with the record it belongs to. */
const READABLE: ReadonlySet<string> = new Set(['OpportunityLineItem', 'ContentDocument', 'Attachment']);
const FILE_FIELDS =
  'ContentDocumentId, ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.FileType, ContentDocument.ContentSize, ContentDocument.OwnerId, ContentDocument.CreatedDate, ContentDocument.LastModifiedDate';
const ROLES = 'FROM OpportunityContactRole WHERE';

/**
 * One record with what its parents are called, in one call. The row itself comes from "sObject Rows", which leaves out
 * fields the user may not see instead of refusing the whole query.
 */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  if (READABLE.has(nativeOf(ref) ?? '')) return readRow(nativeOf(ref) ?? '', ref, io);
  const native = known(ref);
  const id = soqlId(ref.id);
  const parts: Part[] = [{ id: 'row', path: `/sobjects/${native}/${checkedId(ref.id)}` }];
  if (native === 'Contact') parts.push(query('parent', `SELECT Account.Name FROM Contact WHERE Id = ${id}`));
  if (native === 'Opportunity') {
    parts.push(query('parent', `SELECT Account.Name FROM Opportunity WHERE Id = ${id}`));
    parts.push(rolesOf(id));
  }
  const answers = await composite(io, parts);
  const row = partBody(answers, 'row');
  if (typeof row !== 'object' || row === null) throw new SystemError('protocol', { code: 'unexpected-shape' });
  return toRecord(native, { ...row, ...optionalRow(answers, 'parent'), ...optionalRoles(answers) }, io.connection);
}

async function readRow(native: string, ref: RecordRef, io: Io): Promise<SystemRecord> {
  const answers = await composite(io, [{ id: 'row', path: `/sobjects/${native}/${checkedId(ref.id)}` }]);
  return toRecord(native, partBody(answers, 'row'), io.connection);
}

/** A parent the user may not see leaves the record itself readable. */
function optionalRow(answers: ReadonlyMap<string, PartAnswer>, id: string): Record<string, unknown> {
  return allowed(answers, id)[0] ?? {};
}

function optionalRoles(answers: ReadonlyMap<string, PartAnswer>): Record<string, unknown> {
  return answers.has('roles') ? { OpportunityContactRoles: { records: allowed(answers, 'roles') } } : {};
}

/** Rows of a part, none when the user has no right to the type or field. Other failures are thrown. */
function allowed(answers: ReadonlyMap<string, PartAnswer>, id: string): Record<string, unknown>[] {
  if (!answers.has(id)) return [];
  try {
    return partRows(answers, id);
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.code === 'INVALID_FIELD')) return [];
    throw error;
  }
}

/**
 * What belongs to a record, in one call: a contact's account, its own deals and the account's, its cases; an account's
 * people, deals and cases; a deal's account, products and people, the primary contact first; a case's account and person; the files of each.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const native = known(ref);
  const id = soqlId(ref.id);
  const asked = relatedParts(native, id);
  const roles = native === 'Opportunity' ? [rolesOf(id)] : [];
  const answers = await composite(io, [...asked.map(({ part }) => part), ...roles, filesOf(native, id)]);
  const found = [
    ...asked.flatMap(({ part, type }) => allowed(answers, part.id).map((row) => toRecord(type, row, io.connection))),
    ...allowed(answers, 'files').flatMap((row) => filesIn(row, io)),
  ];
  const order = allowed(answers, 'roles').map(({ ContactId }) => ContactId);
  const rank = ({ ref: { id: each } }: SystemRecord) => order.indexOf(each) + 1 || Number.MAX_SAFE_INTEGER;
  return [...new Map(found.sort((a, b) => rank(a) - rank(b)).map((record) => [record.ref.id, record])).values()];
}

/** A deal's people, the primary contact first. */
function rolesOf(deal: string): Part {
  const soql = `SELECT ContactId, IsPrimary ${ROLES} OpportunityId = ${deal} ORDER BY IsPrimary DESC, CreatedDate LIMIT ${LIMIT}`;
  return query('roles', soql);
}

/** Files and attachments of the old kind, as children of the record: a composite holds five queries, and this is one. */
function filesOf(native: Native, id: string): Part {
  const children = [
    `(SELECT ${FILE_FIELDS} FROM ContentDocumentLinks LIMIT ${LIMIT})`,
    `(SELECT Id, Name, ContentType, BodyLength, OwnerId, CreatedDate, LastModifiedDate FROM Attachments LIMIT ${LIMIT})`,
  ];
  return query('files', `SELECT Id, ${children.join(', ')} FROM ${native} WHERE Id = ${id}`);
}

/** Notes are documents too, and stand in the timeline. */
function filesIn(row: Readonly<Record<string, unknown>>, io: Io): SystemRecord[] {
  const children = (name: string) => listOf(objectOf(row[name]).records).map(objectOf);
  const links = children('ContentDocumentLinks').filter((link) => objectOf(link.ContentDocument).FileType !== 'SNOTE');
  return [
    ...links.map((link) => toRecord('ContentDocumentLink', link, io.connection)),
    ...children('Attachments').map((each) => toRecord('Attachment', each, io.connection)),
  ];
}

function relatedParts(native: Native, id: string): { part: Part; type: string }[] {
  const ask = (name: string, type: string, soql: string) => ({ part: query(name, soql), type });
  const accountOf = (type: string) =>
    ask('account', 'Account', `SELECT FIELDS(ALL) FROM Account WHERE Id IN (SELECT AccountId FROM ${type} WHERE Id = ${id}) LIMIT 1`);
  const deals = (name: string, where: string) =>
    ask(name, 'Opportunity', `${DEAL} WHERE ${where} ORDER BY LastModifiedDate DESC LIMIT ${LIMIT}`);
  const people = (where: string) =>
    ask(
      'contacts',
      'Contact',
      `SELECT FIELDS(ALL), Account.Name FROM Contact WHERE ${where} ORDER BY LastModifiedDate DESC LIMIT ${LIMIT}`,
    );
  const cases = (where: string) =>
    ask('cases', 'Case', `SELECT FIELDS(ALL) FROM Case WHERE ${where} ORDER BY LastModifiedDate DESC LIMIT ${LIMIT}`);
  if (native === 'Contact')
    return [
      accountOf('Contact'),
      deals('own', `Id IN (SELECT OpportunityId ${ROLES} ContactId = ${id})`),
      deals('deals', `AccountId IN (SELECT AccountId FROM Contact WHERE Id = ${id})`),
      cases(`ContactId = ${id}`),
    ];
  if (native === 'Account') return [people(`AccountId = ${id}`), deals('deals', `AccountId = ${id}`), cases(`AccountId = ${id}`)];
  if (native === 'Opportunity')
    return [
      accountOf('Opportunity'),
      people(`Id IN (SELECT ContactId ${ROLES} OpportunityId = ${id})`),
      ask('products', 'OpportunityLineItem', `SELECT FIELDS(ALL) FROM OpportunityLineItem WHERE OpportunityId = ${id} LIMIT ${LIMIT}`),
    ];
  if (native === 'Case') return [accountOf('Case'), people(`Id IN (SELECT ContactId FROM Case WHERE Id = ${id})`)];
  return [];
}

const query = (id: string, soql: string): Part => ({ id, path: queryPath(soql) });

/** @throws SystemError `invalid` for types this adapter does not read. */
export function known(ref: RecordRef): Native {
  const native = nativeOf(ref);
  if (!isRecordNative(native)) throw new SystemError('invalid', { code: 'unsupported' });
  return native;
}
