import { type Io, SystemError } from '../contract.ts';
import { reads } from '../entries.ts';
import { making } from '../making.ts';
import { fromMinor } from '../money.ts';
import { newRecord } from '../new-record.ts';
import { objectOf, withoutUndefined } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { dayOf } from '../zone.ts';
import { fetchNewest, postRecord } from './api.ts';
import { recordRef, recordUrl } from './refs.ts';
import { numeric, targetsIn } from './targets.ts';
import { thing } from './things.ts';

type Create = ActionOf<'create'>;

const KINDS = { contact: 'person', company: 'organization', deal: 'deal', lead: 'lead' } as const;
const PLURALS = { contact: 'persons', company: 'organizations', deal: 'deals', lead: 'leads' } as const;
const DEAL = ['name', 'amount', 'closeAt', 'ownerId'] as const;
/** What the vendor takes of a new record; addresses of people belong to its contact sync, a lead is a title about somebody known. */
const MEMBERS: Readonly<Record<Create['object'], NonNullable<Parameters<typeof newRecord>[1]>>> = {
  contact: ['name', 'firstName', 'lastName', 'emails', 'phones', 'title', 'ownerId'],
  company: ['name', 'domains', 'employees', 'city', 'country', 'ownerId'],
  deal: [...DEAL, 'pipelineId', 'stageId'],
  lead: [...DEAL, 'firstName', 'lastName', 'companyName'],
};

/** Makes a contact, company, deal or lead, linked to the records of the action. Its duplicates are the engine's to look for. */
export const createWriter = making<'create'>({
  what: 'record',
  make: async (action, io) => thing(await postRecord(io, PLURALS[action.object], rowOf(action, io))),
  async alike(action, io) {
    const wanted = rowOf(action, io);
    const { rows, serverNow } = await fetchNewest(io, PLURALS[action.object], aboutOf(wanted));
    const same = rows
      .map(objectOf)
      .filter((row) => ['name', 'title', 'emails'].every((key) => !(key in wanted) || shown(row[key]) === shown(wanted[key])));
    return { rows: same.map(thing), serverNow };
  },
  ownerId: ({ values }) => (typeof values.ownerId === 'string' ? values.ownerId : undefined),
  refOf: (id, action, io) => recordRef(io.connection, KINDS[action.object], id),
  urlOf: (id, action, io) => recordUrl(recordRef(io.connection, KINDS[action.object], id), io.connection),
});

/** Leads cannot be listed newest first: those of the same person or organization are looked through. */
function aboutOf({ person_id, organization_id }: Readonly<Record<string, unknown>>): Record<string, string> {
  if (person_id !== undefined) return { person_id: String(person_id) };
  return organization_id === undefined ? {} : { organization_id: String(organization_id) };
}

function rowOf(action: Create, io: Io): Readonly<Record<string, unknown>> {
  const record = newRecord(action, MEMBERS[action.object]);
  const { person_id, org_id } = targetsIn(action.on, io);
  const { name, amount, city, country } = record;
  const address = [city, country].filter(Boolean).join(', ');
  const closes = record.closeAt === undefined ? undefined : dayOf(record.closeAt, io.connection.timeZone);
  if (action.object === 'lead' && person_id === undefined && org_id === undefined) throw new SystemError('invalid', { code: 'no-target' });
  const rows: Readonly<Record<Create['object'], object>> = {
    contact: { name, emails: ways(record.emails), phones: ways(record.phones), job_title: record.title, org_id },
    company: {
      name,
      website: record.domains?.[0],
      employee_count: record.employees,
      address: address === '' ? undefined : { value: address },
    },
    deal: {
      title: name,
      value: amount && fromMinor(amount),
      currency: amount?.currency,
      pipeline_id: numeric(record.pipelineId),
      stage_id: numeric(record.stageId),
      expected_close_date: closes,
      person_id,
      org_id,
    },
    lead: {
      title: record.companyName === undefined ? name : `${name} (${record.companyName})`,
      value: amount && { amount: fromMinor(amount), currency: amount.currency },
      expected_close_date: closes,
      person_id,
      organization_id: org_id,
    },
  };
  return withoutUndefined({ ...rows[action.object], owner_id: numeric(record.ownerId ?? io.connection.userId) });
}

function ways(values: readonly string[] | undefined) {
  return values?.map((value, index) => ({ value, primary: index === 0, label: 'work' }));
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.map((each) => shown(objectOf(each).value)).join() : reads(String(value ?? '')).toLowerCase();
}
