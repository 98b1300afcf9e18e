import { type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { unless } from '../refusals.ts';
import { fetchOne, fetchRelated } from './api.ts';
import { columnsOf } from './columns.ts';
import { toRecord } from './map.ts';
import { requireModule, requireReadable } from './refs.ts';

/** What is gone, forbidden or switched off is not there. */
const HIDDEN = ['not-found', 'forbidden', 'invalid'] as const;

/** One record. @throws SystemError `not-found` when the vendor answers with nothing, `protocol` when the answer is no record. */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const module = requireReadable(ref, io.connection);
  const raw = await fetchOne(io, module, ref.id);
  if (raw === undefined) throw new SystemError('not-found', { code: 'no-content' });
  const record = toRecord(module, raw, io.connection);
  if (record.ref.id === '') throw new SystemError('protocol', { code: 'no-record' });
  return record;
}

/** What hangs together with a record, all asked at once; then what only the record itself names (company, people). */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const lists = (...names: (keyof typeof LISTS)[]) => names.map((name) => list(ref, name, io));
  switch (requireModule(ref, io.connection)) {
    case 'Accounts':
      return gather(lists('Deals', 'Contacts', 'Cases', 'Attachments'));
    case 'Contacts':
      return gather([around(ref, ['company'], io), ...lists('Deals', 'Cases', 'Attachments')]);
    case 'Deals':
      return aroundDeal(ref, io);
    case 'Cases':
      return gather([around(ref, ['contact', 'company', 'deal'], io), ...lists('Attachments')]);
    case 'Leads':
      // Where it was converted, what it became.
      return gather([around(ref, ['contact', 'company', 'deal'], io), ...lists('Attachments')]);
  }
}

/** Everybody with a role on the deal, the primary contact first; then the company, what is offered, tickets and files. */
async function aroundDeal(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const deal = read(ref, io);
  const [own, people, ...more] = await Promise.all([
    deal,
    list(ref, 'Contact_Roles', io),
    deal.then((record) => linked(record, ['company'], io)),
    ...(['Products', 'Cases', 'Attachments'] as const).map((name) => list(ref, name, io)),
  ]);
  const primary = own.links.find((link) => link.role === 'primary-contact')?.ref;
  const first = people.filter((each) => each.ref.id === primary?.id);
  // Who is the deal's contact without a role of his own is read by his id.
  const lead = primary && first.length === 0 ? await linked(own, ['primary-contact'], io) : first;
  return [...lead, ...people.filter((each) => each.ref.id !== primary?.id), ...more.flat()];
}

/** Related lists by the vendor's names, and what their rows are. */
const LISTS = {
  Deals: 'Deals',
  Contacts: 'Contacts',
  Cases: 'Cases',
  Contact_Roles: 'Contacts',
  Products: 'Products',
  Attachments: 'Attachments',
} as const;

async function around(ref: RecordRef, roles: readonly string[], io: Io): Promise<SystemRecord[]> {
  return linked(await read(ref, io), roles, io);
}

/** The records behind links of some roles; one that is gone or hidden is left out. */
async function linked(record: SystemRecord, roles: readonly string[], io: Io): Promise<SystemRecord[]> {
  const refs = record.links.filter((link) => roles.includes(link.role)).map((link) => link.ref);
  const found = await Promise.all(refs.map((ref) => unless(read(ref, io), HIDDEN, undefined)));
  return found.filter((each) => each !== undefined);
}

/** Rows of a related list. One that the customer has taken out of the layout, or may not see, has none. */
async function list(ref: RecordRef, name: keyof typeof LISTS, io: Io): Promise<SystemRecord[]> {
  const module = requireModule(ref, io.connection);
  const of = LISTS[name];
  const fields = columnsOf(of, io.connection);
  // These two lists are not among those that can be sorted.
  const order = name === 'Contact_Roles' || name === 'Attachments' ? {} : { sort_by: 'Modified_Time', sort_order: 'desc' };
  const { rows } = await unless(fetchRelated(io, module, ref.id, name, { fields, ...order }), HIDDEN, { rows: [] });
  return rows.map((row) => toRecord(of, row, io.connection)).filter((each) => each.ref.id !== '');
}

async function gather(parts: readonly Promise<SystemRecord[]>[]): Promise<SystemRecord[]> {
  return (await Promise.all(parts)).flat();
}
