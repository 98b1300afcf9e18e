import * as v from 'valibot';
import { type Io, type RecordRef, SystemError, type SystemRecord } from '../contract.ts';
import { fetchLead, fetchLeads, fetchMany, fetchOne } from './api.ts';
import { toRecord } from './map.ts';
import { recordRef, requireKind } from './refs.ts';

const COLLECTIONS = { person: 'persons', organization: 'organizations', deal: 'deals' } as const;
const stateSchema = v.looseObject({
  id: v.union([v.number(), v.string()]),
  is_deleted: v.optional(v.unknown()),
  status: v.optional(v.unknown()),
});

/**
 * One record. A deleted one (kept 30 days by the vendor) is gone for a rep: `not-found` with code `deleted`.
 * @throws SystemError `protocol` when the answer is not a record.
 */
export async function read(ref: RecordRef, io: Io): Promise<SystemRecord> {
  const kind = requireKind(ref, io.connection);
  const raw = kind === 'lead' ? await fetchLead(io, ref.id) : await fetchOne(io, COLLECTIONS[kind], ref.id);
  const state = v.safeParse(stateSchema, raw);
  if (!state.success) throw new SystemError('protocol', { code: 'no-record' });
  if (state.output.is_deleted === true || state.output.status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
  return toRecord(kind, raw, io.connection);
}

/** What hangs together with a record: one round trip for an organization, two for the others (the company's id is in the record). */
export async function related(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  switch (requireKind(ref, io.connection)) {
    case 'organization':
      return aroundCompany(ref.id, io);
    case 'person':
      return aroundPerson(ref, io);
    case 'deal':
      return aroundDeal(ref, io);
    case 'lead':
      return aroundLead(ref, io);
  }
}

async function aroundCompany(id: string, io: Io): Promise<SystemRecord[]> {
  const [people, deals, leads] = await Promise.all([
    fetchMany(io, 'persons', { org_id: id }),
    fetchMany(io, 'deals', { org_id: id }),
    fetchLeads(io, { organization_id: id }),
  ]);
  return [...records('deal', deals, io), ...records('lead', leads, io), ...records('person', people, io)];
}

async function aroundPerson(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const [deals, leads, company] = await Promise.all([
    fetchMany(io, 'deals', { person_id: ref.id }),
    fetchLeads(io, { person_id: ref.id }),
    read(ref, io).then((person) => linked(person, 'company', io)),
  ]);
  return [...company, ...records('deal', deals, io), ...records('lead', leads, io)];
}

/** All participants; the primary contact first. */
async function aroundDeal(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const deal = read(ref, io);
  const [own, people, company] = await Promise.all([
    deal,
    fetchMany(io, 'persons', { deal_id: ref.id }),
    deal.then((record) => linked(record, 'company', io)),
  ]);
  const first = own.links.find((link) => link.role === 'primary-contact')?.ref.id;
  const found = records('person', people, io);
  return [...found.filter((each) => each.ref.id === first), ...found.filter((each) => each.ref.id !== first), ...company];
}

async function aroundLead(ref: RecordRef, io: Io): Promise<SystemRecord[]> {
  const lead = await read(ref, io);
  const found = await Promise.all([linked(lead, 'primary-contact', io), linked(lead, 'company', io)]);
  return found.flat();
}

/** The records behind links of one role; one that is gone or hidden is left out. */
async function linked(record: SystemRecord, role: string, io: Io): Promise<SystemRecord[]> {
  const refs = record.links.filter((link) => link.role === role).map((link) => link.ref);
  const found = await Promise.all(
    refs.map((ref) =>
      read(ref, io).catch((error: unknown) => {
        if (error instanceof SystemError && (error.kind === 'not-found' || error.kind === 'forbidden')) return undefined;
        throw error;
      }),
    ),
  );
  return found.filter((each) => each !== undefined);
}

function records(kind: 'person' | 'deal' | 'lead', rows: readonly unknown[], io: Io): SystemRecord[] {
  return rows
    .map((row) => toRecord(kind, row, io.connection))
    .filter((record) => record.ref.id !== '')
    .map((record) => ({ ...record, ref: recordRef(io.connection, kind, record.ref.id) }));
}
