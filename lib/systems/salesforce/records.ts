import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef, SystemRecord } from '../contract.ts';
import { distinctBy, listOf, objectOf } from '../values.ts';
import { composite, type Part, type PartAnswer, partBody, partPage, queryPath } from './api.ts';
import { toRecord } from './map.ts';
import { isRecordNative, type Native, nativeOf } from './refs.ts';
import { checkedId, soqlId } from './soql.ts';

const LIMIT = 50;
/** What is read of a type beside its own fields: what its company is called, and who belongs to a deal. */
const BESIDE: Readonly<Record<string, string>> = {
  Contact: ', Account.Name',
  Opportunity: ', Account.Name, (SELECT ContactId, IsPrimary FROM OpportunityContactRoles)',
};
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
  const own = nativeOf(ref);
  const native = own !== undefined && READABLE.has(own) ? own : known(ref);
  const id = soqlId(ref.id);
  const parts: Part[] = [{ id: 'row', path: `/sobjects/${native}/${checkedId(ref.id)}` }];
  if (native === 'Contact') parts.push(query('parent', `SELECT Account.Name FROM Contact WHERE Id = ${id}`));
  if (native === 'Opportunity') parts.push(rolesOf(id));
  const answers = await composite(io, parts);
  const row = partBody(answers, 'row');
  if (typeof row !== 'object' || row === null) throw new SystemError('protocol', { code: 'unexpected-shape' });
  const roles = { OpportunityContactRoles: { records: allowed(answers, 'roles') } };
  return toRecord(native, { ...row, ...allowed(answers, 'parent')[0], ...roles }, io.connection);
}

/** The rows of a part that is a query; none when the user has no right to the type or field, or none was asked for. */
export function partIfAllowed(answers: ReadonlyMap<string, PartAnswer>, id: string): ReturnType<typeof partPage> {
  const none = { records: [], partial: false };
  if (!answers.has(id)) return none;
  try {
    return partPage(answers, id);
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.code === 'INVALID_FIELD')) return none;
    throw error;
  }
}

const allowed = (answers: ReadonlyMap<string, PartAnswer>, id: string) => partIfAllowed(answers, id).records;

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
  return distinctBy(
    found.sort((a, b) => rank(a) - rank(b)),
    (record) => record.ref.id,
  );
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

/** The beginning of a query for whole rows; without a parent's or a child's fields nothing else could be named. */
export function selectAll(native: string): string {
  return `SELECT FIELDS(ALL)${BESIDE[native] ?? ''} FROM ${native}`;
}

/** The 50 rows changed last. */
export function selectLatest(native: string, where: string, limit = LIMIT): string {
  return `${selectAll(native)} WHERE ${where} ORDER BY LastModifiedDate DESC LIMIT ${limit}`;
}

function relatedParts(native: Native, id: string): { part: Part; type: string }[] {
  const ask = (name: string, type: string, where: string) => ({ part: query(name, selectLatest(type, where)), type });
  const own = `FROM ${native} WHERE Id = ${id}`;
  const account = ask('account', 'Account', `Id IN (SELECT AccountId ${own})`);
  const deals = (name: string, where: string) => ask(name, 'Opportunity', where);
  const people = (where: string) => ask('contacts', 'Contact', where);
  const cases = (field: string) => ask('cases', 'Case', `${field} = ${id}`);
  switch (native) {
    case 'Contact':
      return [
        account,
        deals('own', `Id IN (SELECT OpportunityId ${ROLES} ContactId = ${id})`),
        deals('deals', `AccountId IN (SELECT AccountId ${own})`),
        cases('ContactId'),
      ];
    case 'Account':
      return [people(`AccountId = ${id}`), deals('deals', `AccountId = ${id}`), cases('AccountId')];
    case 'Opportunity':
      return [
        account,
        people(`Id IN (SELECT ContactId ${ROLES} OpportunityId = ${id})`),
        ask('products', 'OpportunityLineItem', `OpportunityId = ${id}`),
      ];
    case 'Case':
      return [account, people(`Id IN (SELECT ContactId ${own})`)];
    default:
      return [];
  }
}

const query = (id: string, soql: string): Part => ({ id, path: queryPath(soql) });

/** @throws SystemError `invalid` for types this adapter does not read. */
export function known(ref: RecordRef): Native {
  const native = nativeOf(ref);
  if (!isRecordNative(native)) throw new SystemError('invalid', { code: 'unsupported' });
  return native;
}
