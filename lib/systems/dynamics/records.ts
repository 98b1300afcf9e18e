import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef, SystemRecord } from '../contract.ts';
import { allowedRows, batchRead, getRow, partJson, readPart } from './api.ts';
import type { BatchAnswer, BatchPart } from './batch.ts';
import { toRecord } from './map.ts';
import { checkedGuid } from './odata.ts';
import { isNative, type Native, nativeOf, TABLES } from './refs.ts';
import { PROCESS_COLUMNS, WITH_CURRENCY } from './tables.ts';
import { array, object, type Raw } from './values.ts';

const LIMIT = 50;
const ACCOUNT = `($expand=${WITH_CURRENCY})`;

/** One record, one round trip. A deal comes with its place in the process, where the user may see that. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const native = known(ref);
  const id = checkedGuid(ref.id);
  const path = `/${TABLES[native].set}(${id})`;
  if (native !== 'opportunity')
    return toRecord(native, await getRow(io, path, native === 'account' ? { expand: WITH_CURRENCY } : {}), io.connection);
  const answers = await batchRead(io, [readPart(path, { expand: WITH_CURRENCY }), processes(`_opportunityid_value eq ${id}`)]);
  const [row] = withProcess([object(partJson(answers[0]))], answers[1]);
  return toRecord(native, row, io.connection);
}

/** One kind of thing a record is linked with: where it is read, and how rows are taken out of the answer. */
interface Link {
  part: BatchPart;
  native: Native;
  pick(answer: BatchAnswer | undefined): Raw[];
}

/**
 * What belongs to a record, in one batch: a contact's company, its deals (as contact, customer or stakeholder) and cases; an
 * account's people, deals and cases; a deal's company and people, the primary contact first; a lead's and a case's parents.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const native = known(ref);
  const { links, process } = linksOf(native, checkedGuid(ref.id));
  const parts = [...new Map(links.map(({ part }) => [part.path, part])).values(), ...(process ? [process] : [])];
  const answers = await batchRead(io, parts);
  const answerOf = (part: BatchPart) => answers[parts.findIndex(({ path }) => path === part.path)];
  const records = links.flatMap(({ part, native: type, pick }) => {
    const rows = pick(answerOf(part));
    const whole = type === 'opportunity' && process ? withProcess(rows, answerOf(process)) : rows;
    return whole.map((row) => toRecord(type, row, io.connection));
  });
  return [...new Map(records.filter((record) => record.ref.id !== '').map((record) => [record.ref.id, record])).values()];
}

function linksOf(native: Native, id: string): { links: Link[]; process?: BatchPart } {
  const cases = (filter: string) => list('incident', filter);
  if (native === 'contact')
    return {
      links: [
        ...parents(native, id, { parentcustomerid_account: 'account' }),
        list('opportunity', `_parentcontactid_value eq ${id} or _customerid_value eq ${id}`),
        ...connected(id, 'opportunity'),
        cases(`_customerid_value eq ${id} or _primarycontactid_value eq ${id}`),
      ],
      process: processes(`opportunityid/parentcontactid/contactid eq ${id}`),
    };
  if (native === 'account')
    return {
      links: [
        list('contact', `_parentcustomerid_value eq ${id}`),
        list('opportunity', `_parentaccountid_value eq ${id} or _customerid_value eq ${id}`),
        cases(`_customerid_value eq ${id}`),
      ],
      process: processes(`opportunityid/parentaccountid/accountid eq ${id}`),
    };
  if (native === 'opportunity')
    return {
      links: [
        ...parents(native, id, {
          parentaccountid: 'account',
          customerid_account: 'account',
          parentcontactid: 'contact',
          customerid_contact: 'contact',
        }),
        ...connected(id, 'contact'),
      ],
    };
  if (native === 'lead') return { links: parents(native, id, { parentaccountid: 'account', parentcontactid: 'contact' }) };
  return { links: parents(native, id, { customerid_account: 'account', customerid_contact: 'contact', primarycontactid: 'contact' }) };
}

function list(native: Native, filter: string): Link {
  const expand = native === 'opportunity' ? WITH_CURRENCY : undefined;
  const part = readPart(`/${TABLES[native].set}`, { filter, expand, orderby: 'modifiedon desc', top: LIMIT });
  return { part, native, pick: allowedRows };
}

/** Lookups of the record itself: one read with all of them expanded. */
function parents(native: Native, id: string, navigation: Readonly<Record<string, Native>>): Link[] {
  const { set, key } = TABLES[native];
  const expand = Object.entries(navigation).map(([name, type]) => (type === 'account' ? `${name}${ACCOUNT}` : name));
  const part = readPart(`/${set}(${id})`, { select: key, expand: expand.join(',') });
  return Object.entries(navigation).map(([name, type]) => ({ part, native: type, pick: (answer) => present(allowedRow(answer)[name]) }));
}

/** Stakeholders are connections, which stand in both directions. */
function connected(id: string, native: 'contact' | 'opportunity'): Link[] {
  const name = `record2id_${native}`;
  const expand = native === 'opportunity' ? `${name}($expand=${WITH_CURRENCY})` : name;
  const part = readPart('/connections', {
    select: 'connectionid,_record2id_value',
    filter: `_record1id_value eq ${id} and statecode eq 0`,
    expand,
    top: LIMIT,
  });
  return [{ part, native, pick: (answer) => allowedRows(answer).flatMap((row) => present(row[name])) }];
}

const present = (value: unknown): Raw[] => (typeof value === 'object' && value !== null ? [object(value)] : []);

function allowedRow(answer: BatchAnswer | undefined): Raw {
  try {
    return object(partJson(answer));
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'forbidden' || error.kind === 'not-found')) return {};
    throw error;
  }
}

function processes(filter: string): BatchPart {
  return readPart('/opportunitysalesprocesses', { select: PROCESS_COLUMNS, filter });
}

/** Deals with their process instance, as an expanded column. An environment may have the process switched off or hidden. */
function withProcess(deals: readonly Raw[], answer: BatchAnswer | undefined): Raw[] {
  const instances = answer && answer.status < 400 ? array(object(answer.json).value).map(object) : [];
  return deals.map((row) => ({
    ...row,
    opportunity_opportunitysalesprocess: instances.filter((each) => each._opportunityid_value === row.opportunityid),
  }));
}

/** @throws SystemError `invalid` for tables this adapter does not read. */
export function known(ref: RecordRef): Native {
  const native = nativeOf(ref);
  if (!isNative(native)) throw new SystemError('invalid', { code: 'unsupported' });
  return native;
}
