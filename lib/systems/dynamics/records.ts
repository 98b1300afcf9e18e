import { type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import type { BatchAnswer, BatchPart } from '../odata-batch.ts';
import { objectOf } from '../values.ts';
import { dataverse } from './api.ts';
import { toRecord } from './map.ts';
import { isNative, type Native, nativeOf, TABLES } from './refs.ts';
import { NOTE_COLUMNS, PROCESS_COLUMNS, priced, WITH_CURRENCY } from './tables.ts';
import { array, type Raw } from './values.ts';

const LIMIT = 50;
const WITH_ITS_CURRENCY = `($expand=${WITH_CURRENCY})`;

/** One record, one round trip. A deal comes with its place in the process, where the user may see that. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const id = checkedGuid(ref.id);
  if (ref.object === 'file')
    return toRecord('annotation', await dataverse.getRow(io, `/annotations(${id})`, { select: NOTE_COLUMNS }), io.connection);
  const native = known(ref);
  const path = `/${TABLES[native].set}(${id})`;
  if (native !== 'opportunity') return toRecord(native, await dataverse.getRow(io, path, { expand: priced(native) }), io.connection);
  const answers = await dataverse.batchRead(io, [
    dataverse.readPart(path, { expand: WITH_CURRENCY }),
    processes(`_opportunityid_value eq ${id}`),
  ]);
  const [row] = withProcess([objectOf(dataverse.partJson(answers[0]))], answers[1]);
  return toRecord(native, row, io.connection);
}

/** One kind of thing a record is linked with: where it is read, and how rows are taken out of the answer. */
interface Link {
  part: BatchPart;
  native: Native | 'annotation';
  pick(answer: BatchAnswer | undefined): Raw[];
}

/**
 * What belongs to a record, in one batch: a contact's company, its deals (as contact, customer or stakeholder) and cases; an
 * account's people, deals and cases; a deal's company and people, the primary contact first, and its products; the parents of all
 * others. With them quotes, orders and invoices of the same customer or deal, and the files that lie at the record.
 */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const native = known(ref);
  const { links, process } = linksOf(native, checkedGuid(ref.id));
  const parts = [...new Map(links.map(({ part }) => [part.path, part])).values(), ...(process ? [process] : [])];
  const answers = await dataverse.batchRead(io, parts);
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
  const papers = (column: string) => (['quote', 'salesorder', 'invoice'] as const).map((table) => list(table, `_${column}_value eq ${id}`));
  const around = (...links: Link[]) => [...links, files(id)];
  if (native === 'contact')
    return {
      links: around(
        ...parents(native, id, { parentcustomerid_account: 'account' }),
        list('opportunity', `_parentcontactid_value eq ${id} or _customerid_value eq ${id}`),
        ...connected(id, 'opportunity'),
        cases(`_customerid_value eq ${id} or _primarycontactid_value eq ${id}`),
        ...papers('customerid'),
      ),
      process: processes(`opportunityid/parentcontactid/contactid eq ${id}`),
    };
  if (native === 'account')
    return {
      links: around(
        list('contact', `_parentcustomerid_value eq ${id}`),
        list('opportunity', `_parentaccountid_value eq ${id} or _customerid_value eq ${id}`),
        cases(`_customerid_value eq ${id}`),
        ...papers('customerid'),
      ),
      process: processes(`opportunityid/parentaccountid/accountid eq ${id}`),
    };
  const customer = { customerid_account: 'account', customerid_contact: 'contact' } as const;
  switch (native) {
    case 'opportunity':
      return {
        links: around(
          ...parents(native, id, { parentaccountid: 'account', ...customer, parentcontactid: 'contact' }),
          ...connected(id, 'contact'),
          list('opportunityproduct', `_opportunityid_value eq ${id}`),
          ...papers('opportunityid'),
        ),
      };
    case 'lead':
      return { links: around(...parents(native, id, { parentaccountid: 'account', parentcontactid: 'contact' })) };
    case 'incident':
      return { links: around(...parents(native, id, { ...customer, primarycontactid: 'contact' })) };
    case 'opportunityproduct':
      return { links: parents(native, id, { opportunityid: 'opportunity' }) };
    default:
      return { links: around(...parents(native, id, { ...customer, opportunityid: 'opportunity' })) };
  }
}

/** What lies at a record, without its content. */
function files(id: string): Link {
  const filter = `_objectid_value eq ${id} and isdocument eq true`;
  const part = dataverse.readPart('/annotations', { select: NOTE_COLUMNS, filter, orderby: 'createdon desc', top: LIMIT });
  return { part, native: 'annotation', pick: dataverse.allowedRows };
}

function list(native: Native, filter: string): Link {
  const part = dataverse.readPart(`/${TABLES[native].set}`, {
    filter,
    expand: priced(native),
    orderby: 'modifiedon desc',
    top: LIMIT,
  });
  return { part, native, pick: dataverse.allowedRows };
}

/** Lookups of the record itself: one read with all of them expanded. */
function parents(native: Native, id: string, navigation: Readonly<Record<string, Native>>): Link[] {
  const { set, key } = TABLES[native];
  const expand = Object.entries(navigation).map(([name, type]) => (priced(type) ? `${name}${WITH_ITS_CURRENCY}` : name));
  const part = dataverse.readPart(`/${set}(${id})`, { select: key, expand: expand.join(',') });
  return Object.entries(navigation).map(([name, type]) => ({
    part,
    native: type,
    pick: (answer) => present(dataverse.allowedRow(answer)[name]),
  }));
}

/** Stakeholders are connections, which stand in both directions. */
function connected(id: string, native: 'contact' | 'opportunity'): Link[] {
  const name = `record2id_${native}`;
  const expand = native === 'opportunity' ? `${name}($expand=${WITH_CURRENCY})` : name;
  const part = dataverse.readPart('/connections', {
    select: 'connectionid,_record2id_value',
    filter: `_record1id_value eq ${id} and statecode eq 0`,
    expand,
    top: LIMIT,
  });
  return [{ part, native, pick: (answer) => dataverse.allowedRows(answer).flatMap((row) => present(row[name])) }];
}

const present = (value: unknown): Raw[] => (typeof value === 'object' && value !== null ? [objectOf(value)] : []);

function processes(filter: string): BatchPart {
  return dataverse.readPart('/opportunitysalesprocesses', { select: PROCESS_COLUMNS, filter });
}

/** Deals with their process instance, as an expanded column. An environment may have the process switched off or hidden. */
function withProcess(deals: readonly Raw[], answer: BatchAnswer | undefined): Raw[] {
  const instances = answer && answer.status < 400 ? array(objectOf(answer.json).value).map(objectOf) : [];
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
