import { type Io, SystemError } from '../contract.ts';
import { reads } from '../entries.ts';
import { making } from '../making.ts';
import { fromMinor } from '../money.ts';
import { newRecord } from '../new-record.ts';
import { supported } from '../refusals.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { dayOf } from '../zone.ts';
import { fetchList, fetchOne, insert } from './api.ts';
import { columnsOf } from './columns.ts';
import { type Module, moduleOf, recordRef, recordUrl } from './refs.ts';
import { ownerOf, ownRecords, type Row } from './rows.ts';
import { thing } from './things.ts';

type Create = ActionOf<'create'>;

/** Columns by which a new record is known again. */
const TELLING = ['Last_Name', 'First_Name', 'Email', 'Account_Name', 'Deal_Name', 'Stage'];

/** Makes a contact, lead, company or deal, linked to the records of the action. Its duplicates are the engine's to look for. */
export const createWriter = making<'create'>({
  what: 'record',
  async make(action, io) {
    const module = moduleTo(action);
    const id = await insert(io, module, rowOf(action, io));
    // Read back for undo, which takes away only what nobody has touched since.
    return { ...(await fetchOne(io, module, id).then(thing, () => ({}))), id };
  },
  async alike(action, io) {
    const [module, wanted] = [moduleTo(action), rowOf(action, io)];
    const order = { fields: columnsOf(module, io.connection), sort_by: 'Created_Time', sort_order: 'desc' };
    const { rows, serverNow } = await fetchList(io, module, order, undefined);
    const same = rows.filter((row) => TELLING.every((name) => !(name in wanted) || shown(objectOf(row)[name]) === shown(wanted[name])));
    return { rows: same.map(thing), serverNow };
  },
  ownerId: ({ values }) => (typeof values.ownerId === 'string' ? values.ownerId : undefined),
  refOf: (id, action, io) => recordRef(io.connection, moduleTo(action), id),
  urlOf: (id, action, io) => recordUrl(recordRef(io.connection, moduleTo(action), id), io.connection),
});

function moduleTo({ object }: Create): Module {
  return supported(moduleOf(object));
}

function rowOf(action: Create, io: Io): Row {
  const record = newRecord(action);
  const { emails = [], phones = [], city, country, amount } = record;
  const linked = (of: Module) => {
    const found = ownRecords(action.on, io).find((each) => each.module === of);
    return found && { id: found.ref.id };
  };
  const Last_Name = record.lastName ?? record.name;
  const person = {
    First_Name: record.firstName,
    Last_Name,
    Email: emails[0],
    Secondary_Email: emails[1],
    Phone: phones[0],
    Mobile: phones[1],
  };
  if (action.object === 'deal' && record.stageId === undefined) throw new SystemError('invalid', { code: 'required', field: 'stageId' });
  const rows: Readonly<Record<Create['object'], Row>> = {
    contact: { ...person, Title: record.title, Mailing_City: city, Mailing_Country: country, Account_Name: linked('Accounts') },
    // The vendor's own layout asks for a company; a private person has none.
    lead: { ...person, Designation: record.title, City: city, Country: country, Company: record.companyName ?? '-' },
    company: {
      Account_Name: record.name,
      Website: record.domains?.[0],
      Phone: phones[0],
      Employees: record.employees,
      Billing_City: city,
      Billing_Country: country,
    },
    deal: {
      Deal_Name: record.name,
      Amount: amount && fromMinor(amount),
      // Accounts with one currency have no column for it.
      Currency: amount && amount.currency !== io.connection.currency ? amount.currency : undefined,
      Closing_Date: record.closeAt === undefined ? undefined : dayOf(record.closeAt, io.connection.timeZone),
      Pipeline: record.pipelineId,
      Stage: record.stageId,
      Account_Name: linked('Accounts'),
      Contact_Name: linked('Contacts'),
    },
  };
  return { ...withoutUndefined(rows[action.object]), ...ownerOf(record.ownerId ?? io.connection.userId) };
}

/** Texts without case and white space, lookups by their id, picklists by their value. */
function shown(value: unknown): string {
  const { id, name } = objectOf(value);
  return reads(String(id ?? name ?? value ?? '')).toLowerCase();
}
