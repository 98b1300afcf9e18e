import * as v from 'valibot';
import { type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { unless } from '../refusals.ts';
import { type Filed, fetchDealProducts, fetchFile, fetchFiles, fetchLead, fetchLeads, fetchMany, fetchOne } from './api.ts';
import { toRecord } from './map.ts';
import { COLLECTIONS, recordRef, requireKind, requireReadable } from './refs.ts';

const READ_FROM = { ...COLLECTIONS, product: 'products' } as const;
const SINGLE = { lead: fetchLead, file: fetchFile } as const;
const stateSchema = v.looseObject({
  id: v.union([v.number(), v.string()]),
  is_deleted: v.optional(v.unknown()),
  active_flag: v.optional(v.unknown()),
  status: v.optional(v.unknown()),
});

/**
 * One record. A deleted one (kept 30 days by the vendor) is gone for a rep: `not-found` with code `deleted`.
 * @throws SystemError `protocol` when the answer is not a record.
 */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const kind = requireReadable(ref, io.connection);
  const raw = kind === 'lead' || kind === 'file' ? await SINGLE[kind](io, ref.id) : await fetchOne(io, READ_FROM[kind], ref.id);
  const state = v.safeParse(stateSchema, raw);
  if (!state.success) throw new SystemError('protocol', { code: 'no-record' });
  const { is_deleted: deleted, active_flag: active, status } = state.output;
  if (deleted === true || active === false || status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
  return toRecord(kind, raw, io.connection);
}

/**
 * What hangs together with a record, in two round trips: its lists and the record itself, then what the record names (company, files,
 * products; the latter two only where its own count of them is not 0). Of a `known` record everything is asked at once.
 */
export async function related(ref: RecordRef, io: Io, known?: SystemRecord): Promise<SystemRecord[]> {
  const around = AROUND[requireKind(ref, io.connection)];
  return around(ref, known ? Promise.resolve(known) : read(ref, io), io);
}

type Around = (ref: RecordRef, own: Promise<SystemRecord>, io: Io) => Promise<SystemRecord[]>;
const AROUND = { organization: aroundCompany, person: aroundPerson, deal: aroundDeal, lead: aroundLead } satisfies Record<string, Around>;

async function aroundCompany(ref: RecordRef, own: Promise<SystemRecord>, io: Io): Promise<SystemRecord[]> {
  const [people, deals, leads, files] = await Promise.all([
    fetchMany(io, 'persons', { org_id: ref.id }),
    fetchMany(io, 'deals', { org_id: ref.id }),
    fetchLeads(io, { organization_id: ref.id }),
    own.then((company) => filesOf('organizations', company, io)),
  ]);
  return [...records('deal', deals, io), ...records('lead', leads, io), ...records('person', people, io), ...files];
}

async function aroundPerson(ref: RecordRef, own: Promise<SystemRecord>, io: Io): Promise<SystemRecord[]> {
  const [deals, leads, [company, files]] = await Promise.all([
    fetchMany(io, 'deals', { person_id: ref.id }),
    fetchLeads(io, { person_id: ref.id }),
    own.then((person) => Promise.all([linked(person, 'company', io), filesOf('persons', person, io)])),
  ]);
  return [...company, ...records('deal', deals, io), ...records('lead', leads, io), ...files];
}

/** All participants, the primary contact first; then the company, what is offered, and files. */
async function aroundDeal(ref: RecordRef, own: Promise<SystemRecord>, io: Io): Promise<SystemRecord[]> {
  const [deal, people, more] = await Promise.all([
    own,
    fetchMany(io, 'persons', { deal_id: ref.id }),
    own.then((record) => Promise.all([linked(record, 'company', io), productsOf(record, io), filesOf('deals', record, io)])),
  ]);
  const first = deal.links.find((link) => link.role === 'primary-contact')?.ref.id;
  const found = records('person', people, io);
  return [...found.filter((each) => each.ref.id === first), ...found.filter((each) => each.ref.id !== first), ...more.flat()];
}

async function productsOf(deal: SystemRecord, io: Io): Promise<SystemRecord[]> {
  return deal.custom.products_count === 0 ? [] : records('product', await fetchDealProducts(io, deal.ref.id), io);
}

async function filesOf(collection: Filed, record: SystemRecord, io: Io): Promise<SystemRecord[]> {
  return record.custom.files_count === 0 ? [] : records('file', (await fetchFiles(io, collection, record.ref.id)).rows, io);
}

async function aroundLead(_ref: RecordRef, own: Promise<SystemRecord>, io: Io): Promise<SystemRecord[]> {
  const lead = await own;
  const found = await Promise.all([linked(lead, 'primary-contact', io), linked(lead, 'company', io)]);
  return found.flat();
}

/** The records behind links of one role; one that is gone or hidden is left out. */
async function linked(record: SystemRecord, role: string, io: Io): Promise<SystemRecord[]> {
  const refs = record.links.filter((link) => link.role === role).map((link) => link.ref);
  const found = await Promise.all(refs.map((ref) => unless(read(ref, io), ['not-found', 'forbidden'], undefined)));
  return found.filter((each) => each !== undefined);
}

function records(kind: 'person' | 'deal' | 'lead' | 'product' | 'file', rows: readonly unknown[], io: Io): SystemRecord[] {
  return rows
    .map((row) => toRecord(kind, row, io.connection))
    .filter((record) => record.ref.id !== '')
    .map((record) => ({ ...record, ref: recordRef(io.connection, kind, record.ref.id) }));
}
